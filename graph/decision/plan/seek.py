"""How the least change is sought: all small plans, then a solver, then near what it found."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

import numpy as np

from graph.decision.plan.effects import LEVELS, MENTOR
from graph.decision.plan.few import NotTriedError, few
from graph.decision.plan.nearby import nearby
from graph.decision.plan.program import Found, search

if TYPE_CHECKING:
    from graph.decision.plan.effects import Effects, Options

# A bound this near to a whole number of people is that number; costs this near are equal.
NEAR = 1e-6
# Of the time of a search, what a search near its best plan takes where it was not enough.
AFTER = 0.5
# What a person counts beside the cost, where fewer people are only better among equals.
LIGHT = 1e-6


def fewest(effects: Effects, options: Options, seconds: float) -> Found:
    """Find the fewest people, each to mentor at most; among equals the least cost."""
    try:
        stances = few(effects, options)
    except NotTriedError:
        return _fewest_of_many(effects, options, seconds, 0)
    if stances is None:
        return _fewest_of_many(effects, options, seconds, 3)
    return Found(stances, float(len(stances)), proven=True)


def cheapest(effects: Effects, options: Options, seconds: float) -> Found:
    """Find the least cost; among equals the fewest people."""
    found = search(effects, options, options.cost, seconds)
    if found.stances is not None and found.proven:
        return Found(_fewer(effects, options, found.stances, seconds), found.bound, proven=True)
    ways = [lowered(effects, pruned(effects, options))]
    ways += [found.stances] if found.stances is not None else []
    start = min(ways, key=lambda way: cost_of(effects, way))
    stances = nearby(effects, options, options.cost + LIGHT, start, seconds * AFTER)
    proven = cost_of(effects, stances) <= found.bound + NEAR
    return Found(stances, found.bound, proven)


def _fewest_of_many(effects: Effects, options: Options, seconds: float, least: int) -> Found:
    """Find how few it takes, each to mentor; then the least cost for that many."""
    mentors = options.only(options.level >= MENTOR)
    each = np.ones(mentors.person.size)
    found = search(effects, mentors, each, seconds)
    bound = float(max(least, ceil(found.bound - NEAR)))
    if found.stances is not None and (found.proven or len(found.stances) <= bound):
        return Found(_cheaper(effects, options, found.stances, seconds), bound, proven=True)
    ways = [pruned(effects, options)]
    ways += [found.stances] if found.stances is not None else []
    stances = nearby(effects, mentors, each, min(ways, key=len), seconds * AFTER)
    stances = _cheaper_nearby(effects, options, lowered(effects, stances), seconds)
    return Found(stances, bound, proven=len(stances) <= bound)


def _cheaper(
    effects: Effects, options: Options, stances: dict[int, float], seconds: float
) -> dict[int, float]:
    """Return the least cost for so many people."""
    ways = [lowered(effects, stances)]
    found = search(effects, options, options.cost, seconds, most=len(stances))
    ways += [found.stances] if found.stances is not None else []
    start = min(ways, key=lambda way: cost_of(effects, way))
    return start if found.proven else _cheaper_nearby(effects, options, start, seconds)


def _cheaper_nearby(
    effects: Effects, options: Options, stances: dict[int, float], seconds: float
) -> dict[int, float]:
    """Return a lower cost for so many people, or for fewer where such are found."""
    # All costs together count less than one person.
    people_first = 1 + options.cost / (1 + cost_of(effects, stances))
    return nearby(effects, options, people_first, stances, seconds * AFTER)


def _fewer(
    effects: Effects, options: Options, stances: dict[int, float], seconds: float
) -> dict[int, float]:
    """Return the fewest changes that cost no more than these, where there are fewer."""
    if len(stances) < 2:
        return stances
    each, cost = np.ones(options.person.size), cost_of(effects, stances)
    found = search(effects, options, each, seconds, len(stances) - 1, cost).stances
    return stances if found is None or cost_of(effects, found) > cost + NEAR else found


def cost_of(effects: Effects, stances: dict[int, float]) -> float:
    """Return what a plan costs."""
    person, level = np.array(list(stances)), np.array(list(stances.values()))
    return float(effects.cost(person, level - effects.model.stances.expected[person]).sum())


def lowered(effects: Effects, stances: dict[int, float]) -> dict[int, float]:
    """Return the plan with nobody changed further than it takes."""
    for i in sorted(stances, key=lambda i: (effects.model.influence[i], i)):
        start = effects.model.stances.expected[i]
        for level in (s for s in LEVELS if start + NEAR < s < stances[i]):
            if effects.passes({**stances, i: level}):
                stances = {**stances, i: level}
                break
    return stances


def pruned(effects: Effects, options: Options) -> dict[int, float]:
    """Return a plan that passes: from everybody a mentor, those who matter least are let go."""
    stances = {int(i): MENTOR for i in np.unique(options.person)}
    for i in sorted(stances, key=lambda i: (effects.model.influence[i], i)):
        fewer = {j: s for j, s in stances.items() if j != i}
        if effects.passes(fewer):
            stances = fewer
    return stances
