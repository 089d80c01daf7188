"""The contact plan: the set of meetings that gains most within the hours there are.

Section 5 of the decision model says what a meeting does; :mod:`graph.decision.plan.search` finds
the best set and proves it, or says how much better another one could be at most.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from itertools import combinations, product
from typing import TYPE_CHECKING

import numpy as np

from graph.decision.plan.contact_words import Words
from graph.decision.plan.held import Held, Meeting
from graph.decision.plan.meetings import Choice, Meetings
from graph.decision.plan.reach import reach_of
from graph.decision.plan.results import Contact, ContactTotal
from graph.decision.plan.search import FINE, Best, Chosen, Search

if TYPE_CHECKING:
    from graph.decision.access import AccessMap
    from graph.decision.model import DealModel

# Groups of opponents who might be turned by meetings that are looked at.
MOST_GROUPS = 24
MOST_TURNED = 3
# Gains below this are what rounding leaves of 0.
NOTHING = 1e-12


def contact_plan(
    model: DealModel,
    access: AccessMap,
    hours: float | None = None,
    *,
    available: Mapping[str, float] | None = None,
    avoid: Collection[str] = (),
) -> tuple[list[Contact], ContactTotal | None]:
    """Return the best set of meetings within ``hours``, in the order in which to hold them.

    Parameters
    ----------
    model, access : DealModel, AccessMap
        The deal, its supposed meetings held.
    hours : float or None
        Hours for all meetings together; None is ``plan.hours``.
    available : mapping of seller id to hours, or None
        What a seller has of them; None is ``plan.seller_hours``. Who is not named has all.
    avoid : collection of str
        Ids of people and sellers who take no part.

    Returns
    -------
    contacts : list of Contact
        Empty where no meeting fits or none gains anything. The gains of each are measured after
        those before it, so they sum to what the plan gains.
    total : ContactTotal or None
        None where nobody is known to decide. ``exact`` says that no set of meetings gains more;
        else ``bound`` is the most that any could gain.

    Notes
    -----
    The plan maximises the gain in lean, sum of v x dE, and in decision-weighted reliability
    together, under the assumptions that ``total.assumptions`` states.
    """
    if not model.decided:
        return [], None
    settings = model.settings.plan
    meetings = Meetings(
        model,
        settings.hours if hours is None else hours,
        settings.seller_hours if available is None else available,
        avoid,
    )
    planner = _Planner(model, access, meetings)
    best = planner.best()
    order, steps = planner.held(best)
    words = Words(model, access, meetings)
    contacts = [
        Contact(
            seller=meetings.seller_ids[seller],
            person=meetings.person_ids[person],
            hours=float(meetings.hours[seller, person]),
            gain_lean=after.lean - before.lean,
            gain_access=after.weighted - before.weighted,
            rank_fit=float(meetings.fit[seller, person]),
            coverage_after=float(after.model.strength[person]),
            because=words.because((seller, person), before.model, before.reached, after.reached),
        )
        for (seller, person), before, after in zip(order, steps, steps[1:], strict=False)
    ]
    return contacts, _total(planner, best, contacts, words)


def _total(
    planner: _Planner, best: Best, contacts: Sequence[Contact], words: Words
) -> ContactTotal:
    lean, reach = planner.model.lean or 0.0, planner.access.weighted
    gain_lean = math.fsum(c.gain_lean for c in contacts)
    gain_access = math.fsum(c.gain_access for c in contacts)
    exact = planner.exact and best.bound <= best.value
    gain = gain_lean + gain_access
    bound = gain if exact else max(best.bound, best.value, gain)
    return ContactTotal(
        hours=math.fsum(c.hours for c in contacts),
        budget=planner.meetings.budget,
        lean_before=lean,
        lean_after=lean + gain_lean,
        access_before=reach,
        access_after=reach + gain_access,
        exact=exact,
        bound=bound if math.isfinite(bound) else None,
        assumptions=words.assumptions(contacts, exact=exact, sampled=planner.sampled),
    )


class _Planner:
    """The search over all that could happen: with each group of opponents turned in turn."""

    def __init__(self, model: DealModel, access: AccessMap, meetings: Meetings) -> None:
        self.model = model
        self.access = access
        self.meetings = meetings
        self.choices = [meetings.choices(person) for person in meetings.able]
        self.exact = True
        self.sampled = False
        self._searches: dict[frozenset[int], Search] = {}

    def best(self) -> Best:
        """Return the best sets of meetings."""
        best = Best()
        self._look(best, ())
        for group in self._groups(best):
            self._look(best, group)
        self.exact &= not self.sampled and not self.meetings.cut
        best.bound = max(best.bound, best.value * (1 + best.fine))
        return best

    def _look(self, best: Best, group: Sequence[int]) -> None:
        """Look at the sets that turn everybody of a group."""
        search = self._search(frozenset(group))
        best.fine = FINE if self.sampled else 0.0
        starts = self._starts(search, group)
        if starts:
            search.improve(best, starts[0])
            search.prove(best, starts)

    def _groups(self, best: Best) -> list[tuple[int, ...]]:
        """Return the groups of opponents whom it may pay to turn, small ones first.

        It pays to turn nobody who would not help though all opponents were turned for nothing.
        """
        turnable = [own[0].person for own in self.choices if any(c.voice for c in own)]
        if not turnable:
            return []
        search = self._search(frozenset(turnable))
        if search.beaten(best, [()], turning=True):
            return []
        paying = [u for u in turnable if not search.beaten(best, self._starts(search, [u]))]
        groups = [g for n in range(1, MOST_TURNED + 1) for g in combinations(paying, n)]
        if len(groups) > MOST_GROUPS or len(paying) > MOST_TURNED:
            self._cut(search, best)
        return groups[:MOST_GROUPS]

    def _cut(self, search: Search, best: Best) -> None:
        """Bound the groups that are not looked at: all opponents turned for nothing."""
        self.exact = False
        free = Best(work=best.work, fine=best.fine)
        search.improve(free, ())
        search.prove(free, [()])
        best.bound = max(best.bound, free.bound, free.value * (1 + free.fine))

    def _search(self, voices: frozenset[int]) -> Search:
        if voices not in self._searches:
            self._searches[voices] = self._searched(voices)
        return self._searches[voices]

    def _searched(self, voices: frozenset[int]) -> Search:
        able = np.array(self.meetings.able, dtype=np.int32)
        reach = reach_of(self.access, voices, able)
        self.sampled |= not reach.exact
        today = self.access.weighted
        if not reach.exact:  # samples are compared with samples
            plain = self._search(frozenset()).reach if voices else reach
            today = plain.value(1 - self.model.strength)
        return Search(self.meetings, self.choices, reach, today)

    def _starts(self, search: Search, group: Sequence[int]) -> list[Chosen]:
        """Return the ways to turn everybody of a group within the hours."""
        turning = [
            [c for own in self.choices for c in own if c.person == person and c.voice]
            for person in group
        ]
        return [
            chosen
            for chosen in product(*turning)
            if all(search.allowed(chosen[:i], c) for i, c in enumerate(chosen))
        ]

    # -- what it does, held meeting by meeting ---------------------------------------------

    def held(self, best: Best) -> tuple[list[Meeting], list[Held]]:
        """Return the meetings in order, and the deal before them and after each.

        Where sets were compared by sampling, the first few are looked at again as the analysis
        itself looks at a deal.
        """
        today = Held(self.model, self.access)
        orders = [self._in_order(chosen) for _, chosen in best.found if chosen]
        if not orders:
            return [], [today]
        looked_at = orders if self.sampled else orders[:1]
        order, then = max(
            ((order, today.after(order)) for order in looked_at),
            key=lambda end: end[1].worth,
        )
        if then.worth - today.worth <= NOTHING:
            return [], [today]
        steps = [today]
        for meeting in order[:-1]:
            steps.append(steps[-1].after([meeting]))
        return order, [*steps, then]

    def _in_order(self, chosen: Chosen) -> list[Meeting]:
        """Put the meeting that gains most first; with one person the better rank goes first."""
        held: dict[int, Choice] = {}
        waiting = {c.person: list(c.sellers) for c in chosen}
        order: list[Meeting] = []
        while waiting:
            grown = [self._one_more(held, p, own[0]) for p, own in sorted(waiting.items())]
            choice = max(grown, key=lambda c: round(self._worth({**held, c.person: c}), 12))
            held[choice.person] = choice
            order.append((waiting[choice.person].pop(0), choice.person))
            waiting = {p: own for p, own in waiting.items() if own}
        return order

    def _one_more(self, held: Mapping[int, Choice], person: int, seller: int) -> Choice:
        before = held[person].sellers if person in held else ()
        return self.meetings.choice(person, (*before, seller))

    def _worth(self, held: Mapping[int, Choice]) -> float:
        search = self._search(frozenset(p for p, c in held.items() if c.voice))
        return search.worth(tuple(held.values()))
