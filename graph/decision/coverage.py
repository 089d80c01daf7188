"""Our team in a deal, and how strong each seller's relationship with each person is today."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from graph.decision.columns import texts
from graph.decision.listening import member
from graph.decision.tie import rank_fit, refined
from graph.model import COVERAGE_NUMBER
from graph.snapshot import NO_DAY

if TYPE_CHECKING:
    from graph.settings import Settings
    from graph.snapshot import EdgeTable, Snapshot

Ints = npt.NDArray[np.int32]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Coverage:
    """Relationships of our sellers with people, one row a pair, sorted by person and seller.

    Parameters
    ----------
    seller, person : array of int
        Positions in the snapshot's tables.
    now, undecayed : array of float
        Strength today, and as it was at the last contact; in [0, 1].
    last_contact : array of int
        Days since 1970, ``NO_DAY`` where no contact is known.
    row : array of int
        Row in the COVERS table; -1 for a meeting that is only supposed.
    """

    seller: Ints
    person: Ints
    now: Floats
    undecayed: Floats
    last_contact: Ints
    row: Ints

    def only(self, keep: npt.NDArray[np.bool_]) -> Coverage:
        """Return the rows of ``keep``."""
        return self.at(np.flatnonzero(keep))

    def at(self, rows: npt.NDArray[np.intp]) -> Coverage:
        """Return some rows, in that order."""
        return Coverage(
            self.seller[rows],
            self.person[rows],
            self.now[rows],
            self.undecayed[rows],
            self.last_contact[rows],
            self.row[rows],
        )


def coverage(snapshot: Snapshot, people: Ints, day: int, settings: Settings) -> Coverage:
    """Return the relationships in force of any of our sellers with ``people``.

    Where no strength is stated it is the level's value, as :mod:`graph.decision.tie` refines it. A
    strength loses half in each ``half_life_days`` since the last contact; where no contact is
    known it does not decay. The last contact is the later of what is stated and of the
    interactions in which both took part; what is dated after ``day`` has not happened yet.

    Examples
    --------
    >>> import polars as pl
    >>> from datetime import date
    >>> from graph.settings import Settings
    >>> from graph.snapshot import Snapshot
    >>> graph = Snapshot.from_frames(
    ...     {"Person": pl.DataFrame({"id": ["li"]}), "Seller": pl.DataFrame({"id": ["me"]})},
    ...     {"COVERS": pl.DataFrame({"from": ["me"], "to": ["li"], "level": ["multiple"],
    ...                              "last_contact": [date(2026, 1, 1)]})},
    ... )
    >>> half_a_year_later = (date(2026, 1, 1) - date(1970, 1, 1)).days + 180
    >>> ours = coverage(graph, np.array([0]), half_a_year_later, Settings())
    >>> ours.now.tolist(), ours.undecayed.tolist()
    ([0.3], [0.6])
    """
    edge = snapshot.edge("COVERS")
    rows = np.unique(edge.rows_into(people))
    rows = rows[edge.in_force(day)[rows]]
    strength = _strength(snapshot, rows, day, settings)
    last = _last_contact(snapshot, edge, rows, day)
    now = _faded(strength, last, day, settings)
    found = Coverage(edge.source[rows], edge.target[rows], now, strength, last, rows)
    order = np.lexsort((found.seller, found.person))
    return found.at(order)


def courting(
    snapshot: Snapshot, rival: int, people: Ints, day: int, settings: Settings
) -> Coverage:
    """Return the relationships in force of a competitor with ``people``, faded as ours are.

    A rival is no node that counts in its threads: each of its ties is a way of its own, so
    ``seller`` numbers them from 0 and is no position in the table of sellers; ``row`` is the row
    in the COURTS table.
    """
    edge = snapshot.edge("COURTS")
    rows = np.sort(edge.out(rival))
    rows = rows[edge.in_force(day)[rows] & member(people, edge.target[rows])]
    stated = edge.numbers("strength")[rows]
    level = level_of(edge, rows, settings)
    strength = np.clip(np.where(np.isnan(stated), level, stated), 0.0, 1.0)
    last = _by(edge.days("last_contact")[rows], day)
    now = _faded(strength, last, day, settings)
    ways = np.arange(rows.size, dtype=np.int32)
    return Coverage(ways, edge.target[rows], now, strength, last, rows)


def _faded(strength: Floats, last: Ints, day: int, settings: Settings) -> Floats:
    age = np.where(last == NO_DAY, 0, day - last.astype(np.int64))
    faded: Floats = strength * 2.0 ** (-age / settings.model.half_life_days)
    return faded


def strength_of(person: Ints, strength: Floats, n: int) -> Floats:
    """Return 1 - prod(1 - s) of each of ``n`` people, whom ``person`` numbers from 0."""
    missed, highest = np.ones(n), np.zeros(n)
    np.multiply.at(missed, person, 1.0 - strength)
    np.maximum.at(highest, person, strength)
    # One tie alone is its own strength to the last digit: thresholds are compared with it.
    return np.where(np.bincount(person, minlength=n) == 1, highest, 1.0 - missed)


def team_of(snapshot: Snapshot, deal: int, enterprises: Ints, staff: Ints, day: int) -> Ints:
    """Return our team: who works on the deal.

    Where nobody is stated: who manages the deal's enterprise or covers somebody (``staff``) in it.
    """
    stated: Ints = np.unique(snapshot.edge("WORKS_ON").source[snapshot.edge("WORKS_ON").into(deal)])
    if stated.size:
        return stated
    manages, covers = snapshot.edge("MANAGES"), snapshot.edge("COVERS")
    rows = covers.rows_into(staff)
    rows = rows[covers.in_force(day)[rows]]
    managing = manages.source[manages.rows_into(enterprises)]
    found: Ints = np.unique(np.concatenate([managing, covers.source[rows]])).astype(np.int32)
    return found


def _strength(snapshot: Snapshot, rows: Ints, day: int, settings: Settings) -> Floats:
    """Return the stated strength; where none is, the level's value as the contact refines it."""
    edge = snapshot.edge("COVERS")
    strength = edge.numbers("strength")[rows].copy()
    bare = np.isnan(strength)
    if bare.any():
        strength[bare] = _from_level(snapshot, rows[bare], day, settings)
    return np.clip(strength, 0.0, 1.0)


def _from_level(snapshot: Snapshot, rows: Ints, day: int, settings: Settings) -> Floats:
    edge = snapshot.edge("COVERS")
    level = level_of(edge, rows, settings)
    contacts, two_way = edge.numbers("contacts_90d")[rows], edge.numbers("two_way")[rows]
    if np.isnan(contacts).all() and np.isnan(two_way).all():
        return level
    ours = snapshot.nodes["Seller"].numbers("level")[edge.source[rows]]
    fit = rank_fit(ours, ranks_of(snapshot, edge.target[rows], day), settings)
    return refined(level, contacts, two_way, fit, settings)


def level_of(edge: EdgeTable, rows: Ints, settings: Settings) -> Floats:
    """Return the value of the level of each of some rows of COVERS."""
    words = texts(edge, "level", rows)
    unsaid = settings.model.tie_without_number
    return np.array([COVERAGE_NUMBER.get(word or "", unsaid) for word in words], dtype=np.float64)


def ranks_of(snapshot: Snapshot, people: Ints, day: int) -> Floats:
    """Return the highest level that each person holds anywhere, NaN where none is known."""
    posts = snapshot.edge("WORKS_FOR")
    several, at = np.unique(people, return_inverse=True)
    rows = posts.rows_out(several)
    rows = rows[posts.in_force(day)[rows]]
    rank = np.full(several.size, np.nan)
    np.fmin.at(rank, np.searchsorted(several, posts.source[rows]), posts.numbers("level")[rows])
    return rank[at]


def _last_contact(snapshot: Snapshot, edge: EdgeTable, rows: Ints, day: int) -> Ints:
    last = _by(edge.days("last_contact")[rows], day)
    met = _meetings(snapshot, edge.source[rows], edge.target[rows], day)
    # No day is earlier than every day.
    return np.maximum(met, last).astype(np.int32)


def _by(days: Ints, day: int) -> Ints:
    """Return the days, ``NO_DAY`` for those that have not come yet."""
    return np.where(days > day, NO_DAY, days).astype(np.int32)


def _meetings(snapshot: Snapshot, sellers: Ints, people: Ints, day: int) -> Ints:
    """Return the day of the last interaction of each pair by ``day``, NO_DAY if there is none."""
    theirs = snapshot.edge("TOOK_PART", "Person", "Interaction")
    ours = snapshot.edge("TOOK_PART", "Seller", "Interaction")
    last = np.full(sellers.size, NO_DAY, dtype=np.int32)
    if not len(theirs) or not len(ours) or not sellers.size:
        return last
    when = snapshot.nodes["Interaction"].days("on")
    rows = theirs.rows_out(np.unique(people))
    person, meeting = theirs.source[rows], theirs.target[rows]
    held = (when[meeting] <= day) & (when[meeting] != NO_DAY)
    person, meeting = person[held], meeting[held]
    for i, (seller, met) in enumerate(zip(sellers, people, strict=True)):
        shared = meeting[person == met]
        shared = shared[member(ours.target[ours.out(seller)], shared)]
        if shared.size:
            last[i] = when[shared].max()
    return last
