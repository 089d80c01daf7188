"""What the choices that are left can add at most: the bound of the search for the best meetings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import floor

import numpy as np
import numpy.typing as npt

from graph.decision.plan.meetings import SLACK, Choice

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


class Table:
    """The choices of everybody, one after the other, in columns; hours in whole units."""

    def __init__(self, choices: Sequence[Sequence[Choice]]) -> None:
        self.choices = [c for own in choices for c in own]
        self.count = np.array([len(own) for own in choices], dtype=np.int64)
        self.first = np.concatenate([[0], np.cumsum(self.count)]).astype(np.int64)
        self.unit = _unit([c.hours for c in self.choices])
        self.units = np.array([self.units_of(c) for c in self.choices], dtype=np.int64)
        self.owner = np.repeat(np.arange(self.count.size), self.count)
        self._person = np.array([c.person for c in self.choices], dtype=np.int64)
        self._lean = np.array([c.gain_lean for c in self.choices], dtype=np.float64)
        self._given = 1 - np.array([c.kept for c in self.choices], dtype=np.float64)
        self._hours = np.array([c.hours for c in self.choices], dtype=np.float64)
        self.voice = np.array([c.voice for c in self.choices], dtype=np.bool_)
        self._sellers = np.array([len(c.sellers) for c in self.choices], dtype=np.int64)

    def units_of(self, choice: Choice) -> int:
        """Return the hours of a choice in units."""
        return floor(choice.hours / self.unit + SLACK)

    def gains(self, leverage: Floats) -> Floats:
        """Return what each choice adds to the set after which ``leverage`` was measured."""
        return self._lean + self._given * leverage[self._person]

    def dearest(self, leverage: Floats, room: int) -> list[int]:
        """Return the choices for which there is room, those that add most an hour first."""
        fits = np.flatnonzero(self.units <= room)
        rate = np.round(self.gains(leverage) / self._hours, 12)[fits]
        order = np.lexsort((self._sellers[fits], self._person[fits], -rate))
        dearest: list[int] = fits[order].tolist()
        return dearest


class Ahead:
    """What can be added to a set: a knapsack with one choice a person, each measured alone.

    Parameters
    ----------
    table : Table
        The choices.
    gains : (choices,) array
        What each adds to the set alone.
    left : array of int
        The people (places in the table) who may be added.
    room : int
        Units of hours that are left.
    need : float
        What must be added for a set to be worth a look.

    Attributes
    ----------
    must_turn : bool
        Whether somebody who is turned has yet to be added.
    """

    must_turn = False

    def __init__(self, table: Table, gains: Floats, left: Ints, room: int, need: float) -> None:
        self.table, self.gains, self.room = table, gains, room
        fits = table.units <= room
        rate = np.where(fits, gains, 0.0) / np.maximum(table.units, 1)
        most = np.maximum.reduceat(rate, table.first[:-1]) if rate.size else rate
        self.ordered = left[np.argsort(-most[left], kind="stable")]
        rates = most[self.ordered]
        # From here on nobody leads to enough, were all that is left as good as he.
        self.end = int(np.searchsorted(-rates * room, -need))
        self.far = min(rates.size, 2 * self.end + 8)
        self.rest = rates[self.far] if self.far < rates.size else 0.0
        self._own = self._choices_of(fits)

    def _choices_of(self, fits: npt.NDArray[np.bool_]) -> list[list[int]]:
        """Return of each person before ``far`` the choices that fit and add something."""
        first, useful = self.table.first, fits & (self.gains > 0)
        near = self.ordered[: self.far].tolist() if self.end else []
        return [(np.flatnonzero(useful[first[a] : first[a + 1]]) + first[a]).tolist() for a in near]

    def steps(self) -> Iterator[tuple[int, int, float]]:
        """Yield (choice, first place in ``ordered`` after it, the most that can follow it).

        The best come first, in the order of ``ordered``.
        """
        if not self.end:
            return
        follow, units = self._following(), self.table.units.tolist()
        turned = self._turned(follow) if self.must_turn else follow
        for j in range(self.end):
            for n in self._own[j]:
                more = follow if self.table.voice[n] else turned
                yield n, j + 1, float(more[j + 1, self.room - units[n]])

    def _turned(self, follow: Floats) -> Floats:
        """Return the most that can follow if somebody is turned among it."""
        found = np.full_like(follow[: self.end + 1], -np.inf)
        voices = np.flatnonzero(self.table.voice & (self.table.units <= self.room))
        place = np.full(self.table.count.size, -1)
        place[self.ordered] = np.arange(self.ordered.size)
        for units in np.unique(self.table.units[voices]).tolist():
            same = voices[self.table.units[voices] == units]
            best = np.full(self.ordered.size + 1, -np.inf)
            np.maximum.at(best, place[self.table.owner[same]], self.gains[same])
            best[-1] = -np.inf  # nobody who is not left
            best = np.maximum.accumulate(best[::-1])[::-1][: self.end + 1]
            more = best[:, None] + follow[: self.end + 1, : self.room + 1 - units]
            np.maximum(found[:, units:], more, out=found[:, units:])
        return found

    def _following(self) -> Floats:
        """Return for each position the most that those from there on can add, by units left.

        Those beyond ``far`` are bounded by the best of them, held in part.
        """
        found = np.zeros((self.far + 1, self.room + 1))
        found[self.far] = self.rest * np.arange(self.room + 1)
        gains, units = self.gains.tolist(), self.table.units.tolist()
        for j in range(self.far - 1, -1, -1):
            before, after = found[j + 1], found[j]
            after[:] = before
            for n in self._own[j]:
                more = before[: self.room + 1 - units[n]] + gains[n]
                np.maximum(after[units[n] :], more, out=after[units[n] :])
        return found


def _unit(hours: Sequence[float]) -> float:
    """Return the unit in which hours are counted: the shortest meeting if it divides all."""
    shortest = min(hours, default=1.0)
    parts = np.array(hours) / shortest
    whole = bool(np.allclose(parts, np.round(parts), atol=1e-9))
    return shortest if whole else min(0.25, shortest)
