"""What single meetings of a week gain in one deal: each alone, on top of others, and any set.

Everybody is met at most once a week, so a set of meetings has at most one with each person. Its
gains in lean add up; its gain in access shrinks as meetings are added, but where a meeting turns an
opponent: he passes on again, and the network is another (:mod:`graph.decision.plan.reach`).
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from graph.decision.plan.meetings import SLACK, Choice, Meetings
from graph.decision.plan.reach import Reach, reach_of

if TYPE_CHECKING:
    from graph.decision.access import AccessMap
    from graph.decision.model import DealModel

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
# Offers that are taken, by their number.
Taken = frozenset[int]
NOBODY: Taken = frozenset()

# Gains below this are what rounding leaves of 0.
NOTHING = 1e-12


class Offers:
    """The meetings that can gain something in a deal.

    Parameters
    ----------
    model, access : DealModel, AccessMap
        The deal.
    hours : float
        What each seller has this week; ``plan.seller_hours`` may give somebody less.

    Attributes
    ----------
    offers : list of Choice
        One seller with one person each.
    sampled : bool
        Whether some chance had to be sampled.
    """

    def __init__(self, model: DealModel, access: AccessMap, hours: float) -> None:
        self.model, self.access = model, access
        self.meetings = Meetings(model, hours, model.settings.plan.seller_hours, ())
        self._missed = 1 - model.strength
        self._able = np.array(self.meetings.able, dtype=np.int32)
        self._reaches: dict[frozenset[int], Reach] = {}
        self._measured: dict[tuple[Taken, frozenset[int]], tuple[float, Floats]] = {}
        self.offers = self._gaining() if model.decided else []
        self.person = np.array([c.person for c in self.offers], dtype=np.int64)
        self.lean = np.array([c.gain_lean for c in self.offers], dtype=np.float64)
        self.kept = np.array([c.kept for c in self.offers], dtype=np.float64)
        self.voice = np.array([c.voice for c in self.offers], dtype=np.bool_)

    def pair(self, offer: int) -> tuple[str, str]:
        """Return the ids of the seller and the person of an offer."""
        choice = self.offers[offer]
        return self.meetings.seller_ids[choice.sellers[0]], self.meetings.person_ids[choice.person]

    @property
    def sampled(self) -> bool:
        """Whether some chance had to be sampled."""
        return any(not reach.exact for reach in self._reaches.values())

    @cached_property
    def turnable(self) -> frozenset[int]:
        """Opponents whom some meeting turns."""
        return frozenset(c.person for c in self.offers if c.voice)

    def _gaining(self) -> list[Choice]:
        """Return the meetings for which the seller has the hours and that may gain something."""
        meetings = self.meetings
        every = [
            meetings.choice(person, (seller,))
            for person in meetings.able
            for seller in range(len(meetings.seller_ids))
            if self._fits(seller, person)
        ]
        heard = self._heard(frozenset(c.person for c in every if c.voice))
        return [c for c in every if c.gain_lean > NOTHING or (c.kept < 1 and heard[c.person] > 0)]

    def _fits(self, seller: int, person: int) -> bool:
        takes = float(self.meetings.hours[seller, person])
        return takes <= self.meetings.limit[seller] + SLACK

    def fits(self, seller: str, person: str) -> bool:
        """Say whether a seller has the hours that a meeting with a person takes."""
        ids = self.meetings
        return self._fits(ids.seller_ids.index(seller), ids.person_ids.index(person))

    def _heard(self, voices: frozenset[int]) -> Floats:
        """Return whether anything that is said to each person can get through to a decider."""
        return np.minimum(self._reach(voices)(np.ones(self.model.size))[1], self._missed)

    # -- a set ----------------------------------------------------------------------------

    def gain(self, taken: Taken) -> float:
        """Return what a set of meetings gains, in lean and access together."""
        return float(self.lean[list(taken)].sum()) + self.access_gain(taken)

    def access_gain(self, taken: Taken) -> float:
        """Return what a set of meetings gains in decision-weighted reliability."""
        return self.measured(taken, self.turned(taken))[0] - self.today

    @cached_property
    def today(self) -> float:
        """The reliability today, found as that of sets is."""
        return self._reach(frozenset()).value(self._missed)

    def turned(self, taken: Iterable[int]) -> frozenset[int]:
        """Return the opponents who are turned."""
        return frozenset(int(self.person[n]) for n in taken if self.voice[n])

    def measured(self, taken: Taken, voices: frozenset[int]) -> tuple[float, Floats]:
        """Return the reliability after a set, ``voices`` passing on, and everybody's leverage."""
        key = taken, voices
        if key not in self._measured:
            self._measured[key] = self._reach(voices)(self.missed(taken))
        return self._measured[key]

    def missed(self, taken: Taken) -> Floats:
        """Return our chance to miss each person after a set."""
        missed = self._missed.copy()
        for n in taken:
            missed[self.person[n]] *= self.kept[n]
        return missed

    def adds(self, taken: Taken) -> Floats:
        """Return what each offer would add to a set; nothing where its person is met already."""
        _, leverage = self.measured(taken, self.turned(taken))
        adds: Floats = self.lean + (1 - self.kept) * leverage[self.person]
        met = np.isin(self.person, self.person[list(taken)])
        adds[met] = 0.0
        before = self.gain(taken)
        for n in np.flatnonzero(self.voice & ~met).tolist():
            adds[n] = self.gain(taken | {n}) - before
        return adds

    def _reach(self, voices: frozenset[int]) -> Reach:
        if voices not in self._reaches:
            self._reaches[voices] = reach_of(self.access, voices, self._able)
        return self._reaches[voices]

    @cached_property
    def most(self) -> float:
        """The most that any set gains in access."""
        return self._everybody(self.turnable)[0] - self.today

    # -- a bound --------------------------------------------------------------------------

    def ceiling(self, taken: Taken, voices: frozenset[int]) -> tuple[float, Floats]:
        """Return (c, w): no set T gains more access than c + the sum of w over T.

        It is exact for ``taken`` itself where ``voices`` are whom it turns; where somebody else is
        turned, as much is granted as could be gained at most. Reliability is concave along any
        direction in which nobody is missed more often, so the slopes at ``taken`` bound what more
        contacts add, and the slopes where everybody is met bound from below what is lost with
        those of ``taken`` that T lacks.
        """
        value, leverage = self.measured(taken, voices)
        here = self.missed(taken)
        _, least = self._everybody(voices)
        up, down = _slope(leverage, here), least
        dropped = down * (self._missed - here)
        then = self._missed[self.person] * self.kept
        both = np.minimum(then, here[self.person])
        added = up[self.person] * (here[self.person] - both) - down[self.person] * (then - both)
        start = value - self.today - float(dropped.sum())
        beyond = self.voice & ~np.isin(self.person, list(voices))
        return start, added + dropped[self.person] + np.where(beyond, self.most, 0.0)

    def _everybody(self, voices: frozenset[int]) -> tuple[float, Floats]:
        """Return the reliability once everybody is met who can be, and its slopes."""
        missed = self._missed.copy()
        np.minimum.at(missed, self.person, self._missed[self.person] * self.kept)
        value, leverage = self._reach(voices)(missed)
        return value, _slope(leverage, missed)


def _slope(leverage: Floats, missed: Floats) -> Floats:
    """Return by how much reliability falls as we miss each person more often."""
    return np.divide(leverage, missed, out=np.zeros_like(leverage), where=missed > 0)
