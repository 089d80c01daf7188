"""Why a win plan passes, and why there is none, in words."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from graph.decision.meet import hold_meetings
from graph.decision.model import build
from graph.decision.naming import people_named
from graph.decision.rules.wording import listed, signed
from graph.decision.verdict import NOTHING, verdict
from graph.text import Text

if TYPE_CHECKING:
    from graph.decision.model import DealModel
    from graph.decision.plan.effects import Effects

# Leans that are written differently.
VISIBLE = 0.005


def because(effects: Effects, after: DealModel, stances: Mapping[int, float]) -> Iterator[Text]:
    """Say what lets the deal pass: the votes or the lean, the vetoes lifted."""
    if not stances:
        yield Text("It passes as it stands.", "按现状即可通过。")
    elif effects.by_votes:
        yield Text(
            "Votes for us go from {before:g} to {votes:g}; {needed:g} are needed.",
            "支持我方的票由 {before:g} 增至 {votes:g}；需要 {needed:g} 票。",
        ).format(
            before=float(effects.votes[effects.model.opinion > NOTHING].sum()),
            votes=float(effects.votes[after.opinion > NOTHING].sum()),
            needed=effects.judged.needed,
        )
    else:
        yield Text(
            "The lean goes from {before} to {lean}; it passes at {mark}.",
            "倾向值由 {before} 升至 {lean}；达到 {mark} 即通过。",
        ).format(
            before=signed(effects.model.lean or 0.0),
            lean=signed(after.lean or 0.0),
            mark=signed(effects.model.settings.model.pass_lean),
        )
    if stances and effects.blocking:
        yield Text("The veto of {who} no longer stops it.", "{who}不再否决。").format(
            who=_named(effects.model, effects.blocking)
        )
    yield from _newcomers(effects.model, after, stances)


def impossible(effects: Effects, without: Collection[int]) -> Text:
    """Say why no change of minds lets the deal pass."""
    judged = effects.judged
    if judged.needed is not None and judged.needed > judged.votes + 1e-9:
        return Text(
            "The pass mark of {needed:g} is above all {votes:g} votes: the deal cannot pass.",
            "通过线 {needed:g} 高于全部 {votes:g} 票：该商机无法通过。",
        ).format(needed=judged.needed, votes=judged.votes)
    if without:
        return Text(
            "It cannot pass while {who} stay as they are, even if everybody else were a mentor.",
            "只要{who}态度不变，即使其他人都成为指导者也无法通过。",
        ).format(who=_named(effects.model, without))
    return Text(
        "It would not pass even if everybody were a mentor.",
        "即使所有人都成为指导者也无法通过。",
    )


def _named(model: DealModel, at: Collection[int]) -> Text:
    called = people_named(model)
    return listed([called[i] for i in sorted(at)])


def _newcomers(model: DealModel, after: DealModel, stances: Mapping[int, float]) -> Iterator[Text]:
    """Warn where a stated stance would bring in others: whom an outsider of the deal listens to."""
    joining = [i for i in stances if not model.parts.in_deal[i]]
    if not joining:
        return
    told = {int(model.people[i]): level for i, level in stances.items()}
    case = model.case
    supposed = replace(case.supposed, stances={**case.supposed.stances, **told})
    larger = hold_meetings(build(replace(case, supposed=supposed)))
    passes = bool(verdict(larger).passes)
    if passes and abs((larger.lean or 0.0) - (after.lean or 0.0)) < VISIBLE:
        return
    yield Text(
        "Once the stance of {who} counts, {n} more people to whom they listen join the model: the "
        "lean is then {lean}" + (", and it passes." if passes else ", and it does not pass yet."),
        "{who}的态度计入后，其所听取的另外 {n} 人也进入模型：倾向值变为 {lean}，"
        + ("可以通过。" if passes else "仍不能通过。"),
    ).format(
        who=_named(model, joining),
        n=larger.size - model.size,
        lean=signed(larger.lean or 0.0),
    )
