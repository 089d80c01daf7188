"""The best set of meetings under hours: greedy, then branch and bound until nothing is better.

A set is worth its gains in lean, which add up, and its gain in access, which grows more slowly the
more is added (:mod:`graph.decision.plan.reach`). So a set is bounded by what it has and the best
that still fits, each measured alone: a knapsack with one choice a person.
"""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import count
from math import floor
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from graph.decision.plan.ahead import Ahead, Table
from graph.decision.plan.meetings import SLACK, Choice, Meetings

if TYPE_CHECKING:
    from graph.decision.plan.reach import Reach

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Chosen = tuple[Choice, ...]
# A set to grow: minus its bound, a number, the set, and who may be added (places in ``Table``).
Waiting = tuple[float, int, Chosen, Ints]

# Plans closer in value than this are equally good.
EQUAL = 1e-9
# Where chances are sampled, a proof finer than this part of the value would prove the sample.
FINE = 0.005
# How much may be looked at, in lines of diagrams and choices.
WORK = 1_500_000
# Sets that a short look grows.
GLANCE = 40
# Sets kept for a second look where their values are estimates.
KEPT = 4


@dataclass
class Best:
    """The best sets found so far, the best first, and the bound on all that were left out."""

    found: list[tuple[float, Chosen]] = field(default_factory=list)
    bound: float = 0.0
    work: int = 0
    fine: float = 0.0

    @property
    def value(self) -> float:
        """What the best is worth."""
        return self.found[0][0] if self.found else 0.0

    @property
    def enough(self) -> float:
        """What a set must be worth more than to be looked at."""
        return self.value * (1 + self.fine) + EQUAL

    def offer(self, value: float, chosen: Chosen) -> None:
        """Take a set if it is among the best; of equal ones the first stays."""
        if len(self.found) == KEPT and value <= self.found[-1][0]:
            return
        same = frozenset(chosen)
        for at, (worth, other) in enumerate(self.found):
            if frozenset(other) == same:
                if worth >= value:
                    return
                del self.found[at]
                break
        self.found.append((value, chosen))
        self.found.sort(key=lambda f: -round(f[0], 10))
        del self.found[KEPT:]


class Search:
    """The search with some opponents turned (``forced`` have a choice that does so).

    Parameters
    ----------
    meetings : Meetings
        Budget and limits.
    choices : sequence of sequence of Choice
        Of each person who may be met.
    reach : Reach
        Reliability, those in ``forced`` passing on.
    today : float
        Reliability today, from which gains count.
    """

    def __init__(
        self, meetings: Meetings, choices: Sequence[Sequence[Choice]], reach: Reach, today: float
    ) -> None:
        self.meetings = meetings
        self.choices = [own for own in choices if own]
        self.reach = reach
        self.today = today
        self.missed = 1 - meetings.model.strength
        self.table = Table(self.choices)
        self.capacity = floor(meetings.budget / self.table.unit + SLACK)
        self._number = count()
        self._counted: tuple[Chosen, float, dict[int, float]] | None = None

    # -- one set --------------------------------------------------------------------------

    def measured(self, chosen: Chosen) -> tuple[float, Floats]:
        """Return what a set is worth, and the leverage of everybody after it."""
        value, leverage = self.reach(self._missed(chosen))
        return sum(c.gain_lean for c in chosen) + value - self.today, leverage

    def worth(self, chosen: Chosen) -> float:
        """Return what a set is worth."""
        value = self.reach.value(self._missed(chosen))
        return sum(c.gain_lean for c in chosen) + value - self.today

    def _missed(self, chosen: Chosen) -> Floats:
        missed = self.missed.copy()
        for choice in chosen:
            missed[choice.person] *= choice.kept
        return missed

    def allowed(self, chosen: Chosen, choice: Choice) -> bool:
        """Whether a choice still fits into the hours of the plan and of each seller."""
        spent, by_seller = self._spent(chosen)
        if spent + choice.hours > self.meetings.budget + SLACK:
            return False
        return all(
            by_seller.get(mine, 0.0)
            + choice.sellers.count(mine) * float(self.meetings.hours[mine, choice.person])
            <= self.meetings.limit[mine] + SLACK
            for mine in set(choice.sellers)
            if self.meetings.limited(mine)
        )

    def _spent(self, chosen: Chosen) -> tuple[float, dict[int, float]]:
        """Return the hours of a set, in all and of each seller; many ask in turn for the same."""
        if self._counted is None or self._counted[0] is not chosen:
            by_seller: dict[int, float] = {}
            for choice in chosen:
                for s in choice.sellers:
                    hours = float(self.meetings.hours[s, choice.person])
                    by_seller[s] = by_seller.get(s, 0.0) + hours
            self._counted = chosen, sum(c.hours for c in chosen), by_seller
        return self._counted[1:]

    # -- a good set at once ---------------------------------------------------------------

    def improve(self, best: Best, forced: Chosen) -> None:
        """Fill up greedily, then put others in the place of one as long as that gains."""
        chosen = self._filled(forced, best)
        value = self.worth(chosen)
        better = True
        while better:
            better = False
            for one in chosen[len(forced) :]:
                rest = tuple(c for c in chosen if c is not one)
                other = self._filled(rest, best)
                worth = self.worth(other)
                if worth > value + EQUAL:
                    chosen, value, better = other, worth, True
                    break

    def _filled(self, chosen: Chosen, best: Best) -> Chosen:
        while True:
            value, leverage = self.measured(chosen)
            best.offer(value, chosen)
            taken = {c.person for c in chosen}
            room = self.capacity - sum(self.table.units_of(c) for c in chosen)
            ordered = (self.table.choices[n] for n in self.table.dearest(leverage, room))
            one = next((c for c in ordered if self._joins(chosen, taken, c)), None)
            if one is None:
                return chosen
            chosen = (*chosen, one)

    def _joins(self, chosen: Chosen, taken: set[int], choice: Choice) -> bool:
        return choice.person not in taken and self.allowed(chosen, choice)

    # -- all sets -------------------------------------------------------------------------

    def prove(self, best: Best, starts: Sequence[Chosen]) -> None:
        """Look at the sets that grow from ``starts`` until none can be better, or work ends."""
        waiting = self._waiting(starts)
        while waiting and -waiting[0][0] > best.enough:
            if best.work > WORK:
                best.bound = max(best.bound, -waiting[0][0])
                return
            self._grow(best, waiting)

    def beaten(self, best: Best, starts: Sequence[Chosen], *, turning: bool = False) -> bool:
        """Say whether no set that grows from ``starts`` is better, as far as a short look tells.

        With ``turning`` only sets count in which an opponent is turned.
        """
        waiting = self._waiting(starts)
        seen = Best([(best.value, ())], fine=best.fine)
        for _ in range(GLANCE):
            if seen.value > best.enough:
                return False
            if not waiting or -waiting[0][0] <= best.enough:
                return True
            self._grow(seen, waiting, turning=turning)
        best.work += seen.work
        return False

    def _waiting(self, starts: Sequence[Chosen]) -> list[Waiting]:
        waiting: list[Waiting] = []
        for start in starts:
            taken = {c.person for c in start}
            left = [at for at, own in enumerate(self.choices) if own[0].person not in taken]
            waiting.append((-np.inf, next(self._number), start, np.array(left, dtype=np.int64)))
        return waiting

    def _grow(self, best: Best, waiting: list[Waiting], *, turning: bool = False) -> None:
        """Look at the set with the highest bound, and let those with one choice more wait."""
        _, _, chosen, left = heapq.heappop(waiting)
        must_turn = turning and not any(c.voice for c in chosen)
        for bound, grown, rest in self._grown(best, chosen, left, must_turn=must_turn):
            heapq.heappush(waiting, (-bound, next(self._number), grown, rest))

    def _grown(
        self, best: Best, chosen: Chosen, left: Ints, *, must_turn: bool
    ) -> list[tuple[float, Chosen, Ints]]:
        """Return the sets with one choice more that may become the best."""
        table = self.table
        value, leverage = self.measured(chosen)
        if not must_turn:
            best.offer(value, chosen)
        best.work += self.reach.work + 10 * int(table.count[left].sum())
        room = self.capacity - sum(table.units_of(c) for c in chosen)
        ahead = Ahead(table, table.gains(leverage), left, room, best.enough - value)
        ahead.must_turn = must_turn
        grown = []
        for n, after, more in ahead.steps():
            choice, worth = table.choices[n], value + float(ahead.gains[n])
            if worth + more <= best.enough or not self.allowed(chosen, choice):
                continue
            if choice.voice or not must_turn:
                best.offer(worth, (*chosen, choice))
            grown.append((worth + more, (*chosen, choice), ahead.ordered[after:]))
        return [g for g in grown if g[0] > best.enough]
