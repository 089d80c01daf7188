"""The budgeted plan of a group as an answer."""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING

from graph.cross_sell.plan import Budget, Candidate, best_set
from graph.cross_sell.results_plan import CrossSellPlan, PlanAction
from graph.decision.results import Sentence
from graph.text import Text, counted

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from graph.cross_sell.allotted import Allotted
    from graph.cross_sell.plan import Chosen

NOBODY = Text(
    "No path leads into the group, so there is nothing to plan.", "没有进入集团的路径，无从计划。"
)
NOTHING_FITS = Text(
    "No path with a value fits the limits: the shortest takes {hours} hours and {people}, "
    "the cheapest costs {cost}.",
    "没有一条有价值的路径符合限制：最短的需要 {hours} 小时、{people}，最便宜的成本为 {cost}。",
)
UNPRICED = Text(
    "{n} paths have no channel whose cost is known: they count as costing nothing.",
    "有 {n} 条路径的渠道成本未知，按零成本计。",
)
UNPROVEN = Text(
    "The time was up before it was proven that nothing is better: at most {gap} more is possible.",
    "时间用尽，尚未证明没有更好的组合：至多还可提高 {gap}。",
)


def plan_of(
    allotted: Allotted, ways_in: Mapping[tuple[int, int], list[int]], budget: Budget
) -> CrossSellPlan:
    """Return the best set of paths under a budget.

    Parameters
    ----------
    allotted : Allotted
        All paths that may be gone, with their channels.
    ways_in : mapping of (group, member) to people
        The route to each member, by positions.
    budget : Budget
        What is not set has no limit, but nobody stands in more than ``cross_sell.per_person``.
    """
    wanted = allotted.book.settings.cross_sell
    each = wanted.per_person if budget.per_person is None else budget.per_person
    ways = _candidates(allotted, ways_in, wanted.hours_per_person)
    chosen = best_set(ways, Budget(budget.hours, budget.money, each), wanted.plan_seconds)
    actions = [_action(allotted, ways[at], at) for at in chosen.places]
    total = math.fsum(a.gain for a in actions)
    gap = 0.0 if chosen.proven or chosen.bound <= 0 else 1 - total / chosen.bound
    asked = Counter(person for a in actions for person in a.route)
    return CrossSellPlan(
        hours=budget.hours,
        money=budget.money,
        per_person_limit=each,
        hours_per_person=wanted.hours_per_person,
        actions=actions,
        hours_used=math.fsum(a.hours for a in actions),
        cost_used=math.fsum(a.cost for a in actions),
        per_person=dict(sorted(asked.items())),
        expected_value=total,
        bound=total if chosen.proven else chosen.bound,
        gap=gap,
        proven=chosen.proven,
        notes=[Sentence.of(t) for t in _notes(ways, chosen, gap, allotted.assigned.unpriced)],
    )


def _candidates(
    allotted: Allotted, ways_in: Mapping[tuple[int, int], list[int]], each: float
) -> list[Candidate]:
    offers = allotted.offers
    people = {key: tuple(route) for key, route in ways_in.items()}
    costs = allotted.assigned.costs.tolist()
    keys = zip(offers.group.tolist(), offers.member.tolist(), strict=True)
    sales = zip(allotted.sale.tolist(), offers.expected.tolist(), strict=True)
    return [
        Candidate(people[key], each * len(people[key]), costs[sale], gain, sale)
        for key, (sale, gain) in zip(keys, sales, strict=True)
    ]


def _action(allotted: Allotted, way: Candidate, at: int) -> PlanAction:
    nodes, offers = allotted.book.snapshot.nodes, allotted.offers
    return PlanAction(
        group=nodes["Enterprise"].ids[offers.group[at]],
        member=nodes["Enterprise"].ids[offers.member[at]],
        product=nodes["Product"].ids[offers.product[at]],
        route=[nodes["Person"].ids[p] for p in way.people],  # type: ignore[call-overload]
        channel=allotted.assigned.id_of(int(allotted.sale[at])),
        hours=way.hours,
        cost=way.cost,
        gain=way.gain,
    )


def _people(n: int) -> Text:
    return counted(n, Text("one person", "1 人"), Text("{n} people", "{n} 人"))


def _notes(ways: Sequence[Candidate], chosen: Chosen, gap: float, unpriced: int) -> list[Text]:
    said = []
    if not ways:
        return [NOBODY]
    if not chosen.places and chosen.proven:
        least = min(ways, key=lambda w: (w.hours, len(w.people)))
        cost = f"{min(w.cost for w in ways):,.2f}".removesuffix(".00")
        people = _people(len(least.people))
        said.append(NOTHING_FITS.format(hours=f"{least.hours:g}", people=people, cost=cost))
    if unpriced:
        said.append(UNPRICED.format(n=unpriced))
    if not chosen.proven:
        said.append(UNPROVEN.format(gap=f"{100 * gap:.2g}%"))
    return said
