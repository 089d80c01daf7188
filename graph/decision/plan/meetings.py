"""What our sellers could do with each person under a budget of hours: the choices of a plan."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

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


@dataclass(frozen=True)
class Choice:
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
        return self.limit[seller] < self.budget - SLACK

    def choices(self, person: int) -> list[Choice]:
        """Return every choice for one person that no other one is at least as good as.

        A seller who has all the hours and takes no longer than another, and fits no worse, goes
        before that other.
        """
        held = np.zeros(len(self.seller_ids))
        covers = self.model.covers
        mine = self.model.cover_person == person
        held[np.searchsorted(self.model.team, covers.seller[mine])] = covers.now[mine]
        order = sorted(
            (s for s in range(len(self.seller_ids)) if self.limit[s] > 0),
            key=lambda s: (-self.fit[s, person], -held[s], s),
        )
        found = []
        for sellers in self._teams(person, order):
            choice = self.choice(person, sellers)
            if choice.gain_lean > 0 or choice.kept < 1:
                found.append(choice)
            if len(found) >= MOST_CHOICES:
                self.cut = True
                break
        return found

    def _teams(self, person: int, order: list[int]) -> Iterator[tuple[int, ...]]:
        """Yield the teams that could meet a person, few sellers first."""
        waiting: list[tuple[tuple[int, ...], int, float]] = [((), 0, np.inf)]
        for team, first, shortest in waiting:
            if team:
                yield team
            for at in range(first, len(order)):
                seller = order[at]
                takes = self._takes[seller][person]
                if takes >= shortest - SLACK:
                    continue
                grown = (*team, seller)
                if self._fits(person, grown):
                    again = grown.count(seller) < self.model.settings.plan.repeat
                    waiting.append((grown, at if again else at + 1, shortest))
                if not self.limited(seller):  # passed over, so nobody slower stands in
                    shortest = takes

    def _fits(self, person: int, team: tuple[int, ...]) -> bool:
        takes = [self._takes[s][person] for s in team]
        if sum(takes) > self.budget + SLACK:
            return False
        return team.count(team[-1]) * takes[-1] <= self.limit[team[-1]] + SLACK

    @cached_property
    def _takes(self) -> list[list[float]]:
        takes: list[list[float]] = self.hours.tolist()
        return takes

    @cached_property
    def _lifts(self) -> list[list[float]]:
        """Factor on our chance to miss each person (columns) who is met by each seller (rows)."""
        lifts: list[list[float]] = (1 - self.model.settings.plan.meeting_lift * self.fit).tolist()
        return lifts

    def choice(self, person: int, sellers: tuple[int, ...]) -> Choice:
        """Return what meetings of some sellers with one person do, in this order."""
        known, gain = self._person, self.model.settings.plan.stance_gain
        before = expected = known.expected[person]
        missed, kept = known.missed[person], 1.0
        for seller in sellers:
            kept *= self._lifts[seller][person]
            if known.moves[person]:
                expected += gain * (1 - missed * kept) * (1 - expected)
        return Choice(
            person=person,
            sellers=sellers,
            hours=sum(self._takes[s][person] for s in sellers),
            gain_lean=known.influence[person] * (expected - before),
            kept=kept,
            voice=known.opponent[person] and expected >= 0,
        )


class _Columns:
    """What is known of each person, as plain numbers: many choices ask for them one by one."""

    def __init__(self, model: DealModel) -> None:
        self.influence: list[float] = model.influence.tolist()
        self.expected: list[float] = model.stances.expected.tolist()
        self.missed: list[float] = (1 - model.strength).tolist()
        self.moves: list[bool] = (~(model.stances.stated < ENEMY)).tolist()
        self.opponent: list[bool] = model.opponent.tolist()
