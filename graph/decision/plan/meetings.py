"""What our sellers could do with each person under a budget of hours: the choices of a plan."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt

from graph.decision.meet import ENEMY, fits

if TYPE_CHECKING:
    from graph.decision.model import DealModel

Floats = npt.NDArray[np.float64]

# Hours closer than this to the budget still fit.
SLACK = 1e-9
# Choices looked at for one person; more exist only where many sellers have limits of their own.
MOST_CHOICES = 120


class Choice(NamedTuple):
    """Meetings of sellers (numbers in the team) with one person, in the order to hold them.

    ``gain_lean`` = v x dE; ``kept`` is the factor on our chance to miss the person; ``voice`` says
    that an opponent is turned and passes on again.
    """

    person: int
    sellers: tuple[int, ...]
    hours: float
    gain_lean: float
    kept: float
    voice: bool


class Meetings:
    """The meetings that a budget allows.

    Parameters
    ----------
    model : DealModel
        The deal.
    budget : float
        Hours for all meetings together.
    available : mapping of seller id to hours
        What a seller has of them; who is not in it has all.
    avoid : collection of str
        Ids of people and sellers who take no part.
    """

    def __init__(
        self,
        model: DealModel,
        budget: float,
        available: Mapping[str, float],
        avoid: Collection[str],
    ) -> None:
        self.model = model
        self.budget = budget
        sellers, people = model.snapshot.nodes["Seller"].ids, model.snapshot.nodes["Person"].ids
        self.seller_ids = [sellers[s] for s in model.team.tolist()]
        self.person_ids = [people[p] for p in model.people.tolist()]
        self.limit = [
            0.0 if id_ in avoid else min(budget, available.get(id_, budget))
            for id_ in self.seller_ids
        ]
        self.able = [
            i
            for i in range(model.size)
            if not model.placeholder[i] and self.person_ids[i] not in avoid
        ]
        self.fit = fits(model, model.team)
        self._person = _Columns(model)
        self.cut = False

    @cached_property
    def hours(self) -> Floats:
        """Hours that a meeting of each seller (rows) with each person (columns) takes."""
        plan, model = self.model.settings.plan, self.model
        own = np.array([plan.travel_hours.get(id_, 0.0) for id_ in self.seller_ids])
        there = np.array([plan.travel_hours.get(id_, 0.0) for id_ in self._employers()])
        each = plan.meeting_hours + plan.preparation_hours
        total: Floats = each + own.reshape(model.team.size, 1) + there.reshape(1, self.model.size)
        return total

    def _employers(self) -> list[str]:
        posts = self.model.snapshot.edge("WORKS_FOR")
        ids = self.model.snapshot.nodes["Enterprise"].ids
        return [ids[posts.target[r]] if r >= 0 else "" for r in self.model.posts.row.tolist()]

    def limited(self, seller: int) -> bool:
        """Whether a seller has less than the whole budget."""
        return self._limited[seller]

    @cached_property
    def _limited(self) -> list[bool]:
        return [limit < self.budget - SLACK for limit in self.limit]

    def choices(self, person: int) -> list[Choice]:
        """Return every choice for one person that no other one is at least as good as.

        A seller who has all the hours and takes no longer than another, and fits no worse, goes
        before that other.
        """
        found = []
        for choice in self._teams(person):
            if choice.gain_lean > 0 or choice.kept < 1:
                found.append(choice)
            if len(found) >= MOST_CHOICES:
                self.cut = True
                break
        return found

    def _teams(self, person: int) -> Iterator[Choice]:
        """Yield what the teams could do that could meet a person, few sellers first."""
        order, takes = self._order[person], self._takes[person]
        waiting = [(*self._nobody(person), 0, np.inf)]
        for team, expected, first, shortest in waiting:
            if team.sellers:
                yield team
            for at in range(first, len(order)):
                seller = order[at]
                if takes[seller] >= shortest - SLACK:
                    continue
                if self._fits(team, seller):
                    grown = self._joined(team, expected, seller)
                    again = team.sellers.count(seller) + 1 < self.model.settings.plan.repeat
                    waiting.append((*grown, at if again else at + 1, shortest))
                if not self._limited[seller]:  # passed over, so nobody slower stands in
                    shortest = takes[seller]

    @cached_property
    def _order(self) -> list[list[int]]:
        """Of each person who may meet them: who fits best, of these who knows them best."""
        held = np.zeros(self.fit.shape)
        covers = self.model.covers
        held[np.searchsorted(self.model.team, covers.seller), self.model.cover_person] = covers.now
        best = np.lexsort((-held, -self.fit), axis=0).T.tolist()
        return [[s for s in own if self.limit[s] > 0] for own in best]

    def _fits(self, team: Choice, seller: int) -> bool:
        """Whether there are hours for one more seller."""
        takes = self._takes[team.person][seller]
        if team.hours + takes > self.budget + SLACK:
            return False
        return (team.sellers.count(seller) + 1) * takes <= self.limit[seller] + SLACK

    @cached_property
    def _takes(self) -> list[list[float]]:
        """Hours that a meeting of each person (rows) with each seller (columns) takes."""
        takes: list[list[float]] = self.hours.T.tolist()
        return takes

    @cached_property
    def _lifts(self) -> list[list[float]]:
        """Factor on our chance to miss each person (rows) who is met by each seller (columns)."""
        lifts: list[list[float]] = (1 - self.model.settings.plan.meeting_lift * self.fit).T.tolist()
        return lifts

    def choice(self, person: int, sellers: tuple[int, ...]) -> Choice:
        """Return what meetings of some sellers with one person do, in this order."""
        team, expected = self._nobody(person)
        for seller in sellers:
            team, expected = self._joined(team, expected, seller)
        return team

    def _nobody(self, person: int) -> tuple[Choice, float]:
        """Return no meeting with a person, and E as it is."""
        return Choice(person, (), 0.0, 0.0, 1.0, voice=False), self._person.expected[person]

    def _joined(self, team: Choice, expected: float, seller: int) -> tuple[Choice, float]:
        """Return what a team does with one more seller after it, and E of the person then."""
        known, person = self._person, team.person
        kept = team.kept * self._lifts[person][seller]
        if known.moves[person]:
            gain = self.model.settings.plan.stance_gain
            expected += gain * (1 - known.missed[person] * kept) * (1 - expected)
        choice = Choice(
            person=person,
            sellers=(*team.sellers, seller),
            hours=team.hours + self._takes[person][seller],
            gain_lean=known.influence[person] * (expected - known.expected[person]),
            kept=kept,
            voice=known.opponent[person] and expected >= 0,
        )
        return choice, expected


class _Columns:
    """What is known of each person, as plain numbers: many choices ask for them one by one."""

    def __init__(self, model: DealModel) -> None:
        self.influence: list[float] = model.influence.tolist()
        self.expected: list[float] = model.stances.expected.tolist()
        self.missed: list[float] = (1 - model.strength).tolist()
        self.moves: list[bool] = (~(model.stances.stated < ENEMY)).tolist()
        self.opponent: list[bool] = model.opponent.tolist()
