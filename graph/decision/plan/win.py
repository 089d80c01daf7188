"""The win plan: the fewest, or the cheapest, changed minds that make the deal pass."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from graph.decision.columns import names
from graph.decision.plan.effects import MENTOR, Effects
from graph.decision.plan.program import Found
from graph.decision.plan.results import StanceChange, WinPlan
from graph.decision.plan.seek import cheapest as least_cost
from graph.decision.plan.seek import fewest
from graph.decision.plan.win_words import because, impossible
from graph.decision.results import Sentence
from graph.text import Text

if TYPE_CHECKING:
    from collections.abc import Collection

    from graph.decision.model import DealModel

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
    seek = least_cost if cheapest else fewest
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
