"""The win plan: the fewest, or the cheapest, changed minds that make the deal pass."""

from __future__ import annotations

from dataclasses import replace
from math import ceil
from typing import TYPE_CHECKING

import numpy as np

from graph.decision.columns import names
from graph.decision.plan.effects import LEVELS, MENTOR, Effects, Options
from graph.decision.plan.few import NotTriedError, few
from graph.decision.plan.program import Found, search
from graph.decision.plan.results import StanceChange, WinPlan
from graph.decision.plan.win_words import because, impossible
from graph.decision.results import Sentence
from graph.text import Text

if TYPE_CHECKING:
    from collections.abc import Collection

    from graph.decision.model import DealModel

# A bound this near to a whole number of people is that number; costs this near are equal.
NEAR = 1e-6
# The plan itself, and what else passes if its people stay as they are.
PLANS = 3


def win_plan(
    model: DealModel,
    *,
    cheapest: bool = False,
    time_limit: float | None = None,
    without: Collection[int] = (),
) -> tuple[WinPlan | None, Sentence | None]:
    """Return the least that must change for the deal to pass, or None and the reason.

    Parameters
    ----------
    model : DealModel
        The deal.
    cheapest : bool
        Seek the least cost and, among equals, the fewest people; else the fewest people and,
        among equals, the least cost. A step of stance (.5) costs 1, up to 2 where nobody covers
        the person (``[plan] stance_step`` and ``poor_access``).
    time_limit : float, optional
        Seconds for each search (``[plan] win_seconds``); what is found by then is returned with
        the bound that is proven by then.
    without : collection of int
        People (positions in the model) who stay as they are.

    Notes
    -----
    A supposed stance counts as certain: E = s. Settled opinions are linear in E, so this is an
    integer program; HiGHS solves it and proves its bound (Huangfu and Hall 2018).

    Examples
    --------
    >>> import polars as pl
    >>> from graph.decision.members import Case
    >>> from graph.decision.model import build
    >>> from graph.settings import Settings
    >>> from graph.snapshot import Snapshot
    >>> graph = Snapshot.from_frames(
    ...     {"Person": pl.DataFrame({"id": ["wang"]}), "Opportunity": pl.DataFrame({"id": ["d"]})},
    ...     {"PLAYS": pl.DataFrame({"from": ["wang"], "to": ["d"], "roles": [["approver"]]})},
    ... )
    >>> plan, _ = win_plan(build(Case(graph, 0, 20000, Settings())))
    >>> [(c.person, c.was, c.becomes, c.cost) for c in plan.changes], plan.proven_smallest
    ([('wang', 0.0, 0.5, 2.0)], True)
    """
    effects = Effects(model)
    if effects.judged.passes is None:
        return None, Sentence.of(Text("Nobody is known to decide.", "尚不知谁来决策。"))
    seconds = model.settings.plan.win_seconds if time_limit is None else time_limit
    if effects.judged.passes:
        return _plan(effects, Found({}, 0.0, proven=True), cheapest, without), None
    options = effects.options(without)
    best = {int(i): MENTOR for i in np.unique(options.person)}
    if not effects.passes(best):
        return None, Sentence.of(impossible(effects, without))
    seek = _cheapest if cheapest else _fewest
    return _plan(effects, seek(effects, options, seconds), cheapest, without), None


def win_plans(
    model: DealModel,
    *,
    cheapest: bool = False,
    time_limit: float | None = None,
    without: Collection[int] = (),
) -> tuple[WinPlan | None, Sentence | None]:
    """Return the win plan, and what else passes if the people of it stay as they are.

    As :func:`win_plan`; the searches for what else passes share the time of one.
    """
    seconds = model.settings.plan.win_seconds if time_limit is None else time_limit
    kept, others = set(without), list[WinPlan]()
    first, reason = win_plan(model, cheapest=cheapest, time_limit=seconds, without=kept)
    if first is None or not first.changes:
        return first, reason
    at = {id_: i for i, (id_, _, _) in enumerate(names(model.snapshot, "Person", model.people))}
    last: WinPlan | None = first
    while last is not None and len(others) < PLANS - 1:
        kept |= {at[c.person] for c in last.changes}
        last, _ = win_plan(model, cheapest=cheapest, time_limit=seconds / (PLANS - 1), without=kept)
        others += [last] if last is not None else []
    return first.model_copy(update={"alternatives": others}), None


def _fewest(effects: Effects, options: Options, seconds: float) -> Found:
    """Find the fewest people, each to mentor at most; among equals the least cost."""
    try:
        stances = few(effects, options)
    except NotTriedError:
        return _fewest_of_many(effects, options, seconds, 0)
    if stances is None:
        return _fewest_of_many(effects, options, seconds, 3)
    return Found(stances, float(len(stances)), proven=True)


def _fewest_of_many(effects: Effects, options: Options, seconds: float, least: int) -> Found:
    """Find how few it takes, each to mentor; then the least cost for that many."""
    mentors = options.only(options.level >= MENTOR)
    found = search(effects, mentors, np.ones(mentors.person.size), seconds)
    stances = found.stances if found.stances is not None else _pruned(effects, mentors)
    bound = float(max(least, ceil(found.bound - NEAR)))
    proven = len(stances) <= bound or (found.proven and found.stances is not None)
    ways = [_lowered(effects, stances)]
    cheaper = search(effects, options, options.cost, seconds, most=len(stances)).stances
    ways += [cheaper] if cheaper is not None else []
    return Found(min(ways, key=lambda way: _cost(effects, way)), bound, proven)


def _cheapest(effects: Effects, options: Options, seconds: float) -> Found:
    """Find the least cost; among equals the fewest people."""
    found = search(effects, options, options.cost, seconds)
    if found.stances is not None:
        return replace(found, stances=_fewer(effects, options, found.stances, seconds))
    mentors = options.only(options.level >= MENTOR)
    return Found(_lowered(effects, _pruned(effects, mentors)), found.bound, proven=False)


def _fewer(
    effects: Effects, options: Options, stances: dict[int, float], seconds: float
) -> dict[int, float]:
    """Return the fewest changes that cost no more than these, where there are fewer."""
    if len(stances) < 2:
        return stances
    each, cost = np.ones(options.person.size), _cost(effects, stances)
    fewer = search(effects, options, each, seconds, len(stances) - 1, cost).stances
    return stances if fewer is None or _cost(effects, fewer) > cost + NEAR else fewer


def _cost(effects: Effects, stances: dict[int, float]) -> float:
    person, level = np.array(list(stances)), np.array(list(stances.values()))
    return float(effects.cost(person, level - effects.model.stances.expected[person]).sum())


def _lowered(effects: Effects, stances: dict[int, float]) -> dict[int, float]:
    """Return the plan with nobody changed further than it takes."""
    for i in sorted(stances, key=lambda i: (effects.model.influence[i], i)):
        start = effects.model.stances.expected[i]
        for level in (s for s in LEVELS if start + NEAR < s < stances[i]):
            if effects.passes({**stances, i: level}):
                stances = {**stances, i: level}
                break
    return stances


def _pruned(effects: Effects, mentors: Options) -> dict[int, float]:
    """Return a plan that passes: from everybody a mentor, those who matter least are let go."""
    stances = {int(i): MENTOR for i in mentors.person}
    for i in sorted(stances, key=lambda i: (effects.model.influence[i], i)):
        fewer = {j: s for j, s in stances.items() if j != i}
        if effects.passes(fewer):
            stances = fewer
    return stances


def _plan(effects: Effects, found: Found, cheapest: bool, without: Collection[int]) -> WinPlan:
    model, stances = effects.model, found.stances or {}
    known = names(model.snapshot, "Person", model.people)
    gain = {i: level - float(model.stances.expected[i]) for i, level in stances.items()}
    order = sorted(stances, key=lambda i: (-model.influence[i] * gain[i], known[i][0]))
    changes = [
        StanceChange(
            person=known[i][0],
            was=float(model.stances.expected[i]),
            becomes=stances[i],
            cost=float(effects.cost(np.array([i]), np.array([gain[i]]))[0]),
        )
        for i in order
    ]
    after = effects.after(stances)
    total = sum(c.cost for c in changes) if cheapest else float(len(changes))
    return WinPlan(
        changes=changes,
        lean_after=after.lean or 0.0,
        proven_smallest=found.proven,
        total=total,
        bound=total if found.proven else min(total, found.bound),
        cheapest=cheapest,
        without=sorted(known[i][0] for i in without),
        because=[Sentence.of(text) for text in because(effects, after, stances)],
    )
