"""The people of a group: where they stand beyond one deal, who of them decides, whom we know."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from graph.cross_sell.routes import Network
from graph.decision.coverage import coverage, strength_of
from graph.decision.listening import listening
from graph.decision.stance import everywhere

if TYPE_CHECKING:
    from collections.abc import Iterable

    import numpy.typing as npt

    from graph.settings import Settings
    from graph.snapshot import Snapshot

    Floats = npt.NDArray[np.float64]

DECIDING_ROLES = frozenset({"decision_maker", "approver"})


@dataclass(frozen=True, slots=True)
class Opener:
    """A person of the group who can open the door, and why; ``sellers`` of ours who know them."""

    because: str
    strength: float
    sellers: tuple[int, ...] = ()


@dataclass(frozen=True)
class Deciders:
    """Who decides at a member; ``presumed`` where only the level says so."""

    people: list[int]
    presumed: bool


class People:
    """All people of the book on one day, as persuasion needs them.

    Parameters
    ----------
    snapshot : Snapshot
    day : int
        Days since 1970.
    settings : Settings
    """

    def __init__(self, snapshot: Snapshot, day: int, settings: Settings) -> None:
        self._snapshot = snapshot
        self._day = day
        everybody = np.arange(len(snapshot.nodes["Person"]), dtype=np.int32)
        heard = listening(snapshot, everybody, day, settings)
        self.network = Network(
            speaker=heard.speaker.astype(np.int64),
            listener=heard.listener.astype(np.int64),
            carries=heard.weight,
            tie=heard.tie,
            stance=stance_beyond_deals(snapshot, day, settings),
        )
        self._ours = coverage(snapshot, everybody, day, settings)
        self.covered = strength_of(self._ours.person, self._ours.now, len(everybody))

    def openers(self, enterprises: Iterable[int]) -> dict[int, Opener]:
        """Return who works there and supports us, or is known to us and does not oppose us."""
        edges = self._snapshot.edge("WORKS_FOR")
        held = edges.in_force(self._day)
        found: dict[int, Opener] = {}
        for enterprise in enterprises:
            rows = edges.into(enterprise)
            for person in edges.source[rows[held[rows]]].tolist():
                stance, covered = self.network.stance[person], float(self.covered[person])
                if stance > 0:
                    found[person] = Opener("stance", 1.0, self._known_by(person))
                elif stance == 0 and covered > 0:
                    found[person] = Opener("coverage", covered, self._known_by(person))
        return dict(sorted(found.items()))

    def _known_by(self, person: int) -> tuple[int, ...]:
        """Return the sellers who know a person now, the closest first."""
        first, last = np.searchsorted(self._ours.person, [person, person + 1])
        now, seller = self._ours.now[first:last], self._ours.seller[first:last]
        order = np.lexsort((seller, -now))
        return tuple(seller[order][now[order] > 0].tolist())

    def deciders(self, enterprise: int) -> Deciders:
        """Return who decides there: by a role in any deal for it, else by the highest level."""
        for_, plays = self._snapshot.edge("FOR"), self._snapshot.edge("PLAYS")
        roles = plays.column("roles")
        named = {
            int(plays.source[row])
            for deal in for_.source[for_.into(enterprise)].tolist()
            for row in plays.into(deal).tolist()
            if DECIDING_ROLES & set(roles[row] or ())
        }
        if named:
            return Deciders(sorted(named), presumed=False)
        return Deciders(self._top(enterprise), presumed=True)

    def _top(self, enterprise: int) -> list[int]:
        edges = self._snapshot.edge("WORKS_FOR")
        rows = edges.into(enterprise)
        rows = rows[edges.in_force(self._day)[rows]]
        level = edges.numbers("level")[rows]
        if not np.isfinite(level).any():
            return []
        return np.unique(edges.source[rows[level == np.nanmin(level)]]).tolist()  # type: ignore[no-any-return]


def stance_beyond_deals(snapshot: Snapshot, day: int, settings: Settings) -> Floats:
    """Return E of every person: the lowest of the deals in which a stance is stated, else 0."""
    stances = np.full(len(snapshot.nodes["Person"]), np.inf)
    stated = everywhere(snapshot, day, settings)
    np.minimum.at(stances, stated["person"].to_numpy(), stated["expected"].to_numpy())
    stances[np.isinf(stances)] = 0.0
    # Opinions that cancel each other are 0, not a rounding error that makes an opponent.
    return np.round(stances, 12)
