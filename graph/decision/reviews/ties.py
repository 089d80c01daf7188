"""The ties of two states of a deal as rows of listening, each there or not by what is changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from graph.decision.listening import INFERRED, Statements

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from graph.decision.reviews.state import Constants, TieState

Ints = npt.NDArray[np.int32]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

_KIND = {"INFLUENCES": 0, "REPORTS_TO": 1, "KNOWS": 2}
# What the number of a row means: a weight, a boss, a report, an acquaintance.
_WEIGHT, _BOSS, _REPORT, _KNOWN = range(4)
ALWAYS = -1


@dataclass(frozen=True)
class Variant:
    """A tie as of one side (0 before, 1 after), and the change that decides whether it is there."""

    tie: TieState
    side: int
    change: int = ALWAYS


def holds(when: Ints, made: Bools) -> Bools:
    """Say what is there: always, once its change is made (side 1), or until then (side 0).

    Examples
    --------
    >>> change_and_side = np.array([[-1, 0, 0], [0, 0, 1]])
    >>> holds(change_and_side, np.array([True])).tolist()
    [True, False, True]
    """
    change, side = when[0], when[1]
    if not made.size:
        return np.ones(change.size, dtype=bool)
    there: Bools = (change < 0) | (made[np.maximum(change, 0)] == (side == 1))
    return there


@dataclass(frozen=True)
class TieRows:
    """Directed rows of listening, and conflicts, over people numbered from 0.

    ``ends`` (2, n): listener and speaker; ``kind`` and ``means``: which tie it is and what
    ``value`` stands for; ``when`` (2, n): the change and the side. ``odds`` (2, m) are the ends of
    conflicts, ``odds_when`` (2, m) their change and side.
    """

    ends: Ints
    kind: Ints
    means: Ints
    value: Floats
    when: Ints
    odds: Ints
    odds_when: Ints

    @classmethod
    def of(cls, variants: Iterable[Variant], place: Mapping[str, int]) -> TieRows:
        """Lay the ties out; ``place`` numbers the people."""
        rows: list[tuple[int, int, int, int, int, int]] = []
        value: list[float] = []
        odds: list[tuple[int, int, int, int]] = []
        for v in variants:
            ends = place[v.tie.source], place[v.tie.target]
            if v.tie.kind not in _KIND:
                odds.append((*ends, v.change, v.side))
                continue
            for listener, speaker, means in _directions(v.tie.kind, ends):
                kind = INFERRED if v.tie.inferred else _KIND[v.tie.kind]
                rows.append((listener, speaker, kind, means, v.change, v.side))
                value.append(v.tie.value or 0.0)
        r = np.array(rows, dtype=np.int32).reshape(-1, 6).T
        o = np.array(odds, dtype=np.int32).reshape(-1, 4).T
        return cls(r[:2], r[2], r[3], np.array(value, dtype=np.float64), r[4:], o[:2], o[2:])

    def statements(self, made: Bools, present: Bools, constants: Constants) -> Statements:
        """Return the rows that are there, for the model's own rule of how they compete.

        Parameters
        ----------
        made : (k,) array of bool
            Which changes are made.
        present : (n,) array of bool
            Which people are there.
        constants : Constants
            In force.
        """
        fixed = np.array([0.0, constants.listens_to_boss, constants.listens_to_report, 0.0])
        factor = np.array([1.0, 0.0, 0.0, constants.knows_factor])
        there = holds(self.when, made) & present[self.ends[0]] & present[self.ends[1]]
        rows = np.flatnonzero(there)
        value = (self.value * factor[self.means] + fixed[self.means])[rows]
        at_odds = self.odds[:, np.flatnonzero(holds(self.odds_when, made))]
        return Statements(
            self.ends[0][rows],
            self.ends[1][rows],
            value,
            self.kind[rows],
            rows.astype(np.int32),
            np.ones(rows.size),
            at_odds[0],
            at_odds[1],
            np.ones(at_odds.shape[1]),
        )


def _directions(kind: str, ends: tuple[int, int]) -> list[tuple[int, int, int]]:
    """Return who listens to whom by a tie, and what its number means."""
    source, target = ends
    if kind == "INFLUENCES":
        return [(target, source, _WEIGHT)]
    if kind == "REPORTS_TO":
        return [(source, target, _BOSS), (target, source, _REPORT)]
    return [(source, target, _KNOWN), (target, source, _KNOWN)]
