"""The budgeted plan of a group as an answer."""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING

from graph.cross_sell.plan import Budget, Candidate, best_set
from graph.cross_sell.results_plan import CrossSellPlan, PlanAction
from graph.decision.results import Sentence
from graph.text import Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graph.cross_sell.offers import Offers
    from graph.cross_sell.plan import Chosen
    from graph.cross_sell.results import SellPath
    from graph.settings import Settings

NOBODY = Text(
    "No path leads into the group, so there is nothing to plan.", "没有进入集团的路径，无从计划。"
)
NOTHING_FITS = Text(
    "No path with a value fits the limits: the shortest takes {hours} hours and {people} people.",
    "没有一条有价值的路径符合限制：最短的需要 {hours} 小时、{people} 人。",
)
UNPRICED = Text(
    "{n} paths have no channel whose cost is known: they count as costing nothing.",
    "有 {n} 条路径的渠道成本未知，按零成本计。",
)
UNPROVEN = Text(
    "The time was up before it was proven that nothing is better: at most {gap} more is possible.",
    "时间用尽，尚未证明没有更好的组合：至多还可提高 {gap}。",
)


def plan_of(offers: Offers, budget: Budget) -> CrossSellPlan:
    """Return the best set of a group's paths under a budget."""
    assigned = offers.allotted.assigned
    ids = {kind: offers.snapshot.nodes[kind].ids for kind in ("Enterprise", "Product", "Person")}
    ways = [
        PlanAction(
            group=ids["Enterprise"][offers.group],
            member=ids["Enterprise"][offer.member],
            product=ids["Product"][offer.product],
            route=[ids["Person"][p] for p in offers.routes[offer.member].people],
            channel=assigned.id_of(at),
            hours=offers.hours(offer.member),
            cost=assigned.cost_of(at),
            gain=offer.expected,
        )
        for at, offer in enumerate(offers.ranked)
    ]
    unpriced = sum(not assigned.is_priced(at) for at in range(len(ways)))
    return best_plan(ways, budget, offers.settings, unpriced)


def way_of(path: SellPath) -> PlanAction:
    """Return a path as what a plan may choose."""
    return PlanAction(
        group=path.group,
        member=path.member,
        product=path.product,
        route=path.route,
        channel=path.channel,
        hours=path.hours,
        cost=path.cost,
        gain=path.expected_value,
    )


def best_plan(
    ways: Sequence[PlanAction], budget: Budget, settings: Settings, unpriced: int = 0
) -> CrossSellPlan:
    """Return the best set of the ways that may be gone.

    Parameters
    ----------
    ways : sequence of PlanAction
        All paths, the best first.
    budget : Budget
        What is not set has no limit, but nobody stands in more than ``cross_sell.per_person``.
    settings : Settings
    unpriced : int
        How many of the ways have a channel whose cost nobody states.
    """
    wanted = settings.cross_sell
    each = wanted.per_person if budget.per_person is None else budget.per_person
    limits = Budget(budget.hours, budget.money, each)
    candidates = [Candidate(tuple(w.route), w.hours, w.cost, w.gain) for w in ways]
    chosen = best_set(candidates, limits, wanted.plan_seconds)
    actions = [ways[i] for i in chosen.places]
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
        notes=[Sentence.of(t) for t in _notes(ways, chosen, gap, unpriced)],
    )


def _notes(ways: Sequence[PlanAction], chosen: Chosen, gap: float, unpriced: int) -> list[Text]:
    said = []
    if not ways:
        return [NOBODY]
    if not chosen.places and chosen.proven:
        least = min(ways, key=lambda w: (w.hours, len(w.route)))
        said.append(NOTHING_FITS.format(hours=f"{least.hours:g}", people=len(least.route)))
    if unpriced:
        said.append(UNPRICED.format(n=unpriced))
    if not chosen.proven:
        said.append(UNPROVEN.format(gap=f"{100 * gap:.2g}%"))
    return said
