"""Notes: what is missing in a deal, presumed, or only estimated."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from graph.decision.naming import people_named, sellers_named
from graph.decision.results import Sentence
from graph.decision.rules.wording import share
from graph.decision.verdict import verdict
from graph.decision.what_if.notes import what_if_notes
from graph.text import Text

if TYPE_CHECKING:
    from graph.decision.access import AccessMap
    from graph.decision.model import DealModel


# So many contacts are named.
FEW = 3


def notes(model: DealModel, access: AccessMap) -> list[Sentence]:
    """Return what a reader must know beside the figures, the most important first."""
    found = [*_people(model), *_decision(model), *_access(model, access)]
    found += [*_not_yet(model), *_planned(model), *what_if_notes(model)]
    return [Sentence.of(text) for text in found]


def _people(model: DealModel) -> Iterator[Text]:
    if not model.enterprises.size:
        yield Text(
            "The deal is not tied to any customer; add FOR.", "该商机未关联客户；请补充 FOR 关系。"
        )
    if not model.size:
        yield Text(
            "Nobody is known yet in this deal; load people and their roles.",
            "该商机中尚无已知人员；请导入联系人及其角色。",
        )


def _decision(model: DealModel) -> Iterator[Text]:
    if model.size and not model.decided:
        yield Text(
            "Nobody is known to decide, so there is no lean: state a decision-maker, votes, or the "
            "levels of posts.",
            "尚不知谁来决策，因此没有倾向值：请补充决策者、票权或职位级别。",
        )
    if model.presumed:
        yield Text(
            "No decision-maker is stated; the top level of the enterprise is presumed to decide.",
            "未注明决策者；推定由该企业最高级别的人员决策。",
        )
    known = model.known_share
    if known is not None and known < model.settings.model.enough_known:
        yield Text(
            "Not enough known: only {known} of the decision has a known stance.",
            "已知不足：仅知道 {known} 的决策影响力的态度。",
        ).format(known=share(known))
    judged = verdict(model)
    if judged.needed is not None and judged.needed > judged.votes + 1e-9:
        yield Text(
            "The pass mark of {needed:g} is above all {votes:g} votes: the deal cannot pass.",
            "通过线 {needed:g} 高于全部 {votes:g} 票：该商机无法通过。",
        ).format(needed=judged.needed, votes=judged.votes)


def _not_yet(model: DealModel) -> Iterator[Text]:
    """Say which stated contacts are dated after the day and so do not count."""
    day = model.as_of
    covers = model.covers
    stated = np.flatnonzero(covers.row >= 0)
    last = model.snapshot.edge("COVERS").days("last_contact")[covers.row[stated]]
    late = stated[last > model.day]
    if late.size:
        people, sellers = people_named(model), sellers_named(model)
        at = np.searchsorted(model.team, covers.seller[late])
        pairs = [
            Text("{s} with {p}", "{s}与{p}").format(s=sellers[s].text, p=people[p].text)
            for s, p in zip(at, model.cover_person[late], strict=True)
        ]
        shown = Text(", ".join(p.en for p in pairs[:FEW]), "、".join(p.zh for p in pairs[:FEW]))
        if late.size > FEW:
            shown += Text(f" and {late.size - FEW} more", f"等 {late.size} 条")
        yield Text(
            "A last contact later than {day} has not happened yet and does not count ({pairs}); "
            "where no earlier one is known, the tie does not fade.",
            "晚于 {day}的最近接触尚未发生，不予计算（{pairs}）；没有更早记录的关系不衰减。",
        ).format(day=day, pairs=shown)


def _planned(model: DealModel) -> Iterator[Text]:
    """Say how many interactions are still to come."""
    theirs = model.snapshot.edge("TOOK_PART", "Person", "Interaction")
    meetings = np.unique(theirs.target[theirs.rows_out(model.people)])
    planned = int((model.snapshot.nodes["Interaction"].days("on")[meetings] > model.day).sum())
    if planned:
        yield Text(
            "Interactions with people of this deal later than {day} do not count yet: {n}.",
            "与该商机人员的接触中有 {n} 次晚于 {day}，暂不计算。",
        ).format(n=planned, day=model.as_of)


def _access(model: DealModel, access: AccessMap) -> Iterator[Text]:
    if model.size and not model.team.size:
        yield Text(
            "Nobody of ours works on the deal, manages the customer or covers anybody there.",
            "我方无人跟进该商机、负责该客户或覆盖其中任何人。",
        )
    if access.left_out:
        yield Text(
            "Access is worked out for the {n} heaviest of {all} deciders.",
            "仅计算了 {all} 位决策者中权重最大的 {n} 位的可达性。",
        ).format(n=len(access.deciders), all=len(access.deciders) + access.left_out)
    if any(row.error > 0 for row in access.rows):
        yield Text(
            "Some chances of reaching a decider are estimated from random samples; their standard "
            "error is given.",
            "部分触达概率由随机抽样估计，并给出标准误差。",
        )
