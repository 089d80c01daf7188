"""Rivals who are ahead of us, and rivals who came in late and of whom nothing is known."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from graph.decision.answer import date_of
from graph.decision.columns import names
from graph.decision.results import Measure, Mend
from graph.decision.rivals.rival import (
    RivalView,
    late_bidders,
    rival_view,
    rivals_of,
    stances_towards,
)
from graph.decision.rules.context import Context, Draft, Proof
from graph.decision.rules.roles import ask_around
from graph.decision.rules.wording import Name, listed, share, titled
from graph.snapshot import NO_DAY
from graph.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.settings_rules import RivalRule, Rule

Floats = npt.NDArray[np.float64]

# So many further contacts are tried until we are ahead, and so many people are named.
MOST_CONTACTS = 24
NAMED = 3


@dataclass(frozen=True)
class _Standing:
    """How a rival stands against us: the deciders to whom it has more threads, with both counts."""

    view: RivalView
    name: Name
    behind: dict[int, tuple[int, int]]
    theirs: float
    ours: float


@dataclass(frozen=True)
class _Plan:
    """Whom to meet until we are ahead, in order, and our sum of v x strength then."""

    people: list[int]
    then: float


def rival_lock(context: Context, rule: RivalRule) -> Iterator[Draft]:
    """A rival has more threads to a decider than we, or courts more of the decision."""
    model = context.model
    ours = float(model.influence @ model.strength)
    rivals = rivals_of(model)
    for rival, own in zip(rivals, names(model.snapshot, "Competitor", rivals), strict=True):
        view = rival_view(model, int(rival))
        if not view.model.covers.now.any():
            continue
        standing = _Standing(view, Name(*own), _behind(context, view), view.covered, ours)
        if standing.behind or view.covered > ours + 1e-12:
            yield _lock(context, rule, standing)


def _behind(context: Context, view: RivalView) -> dict[int, tuple[int, int]]:
    """Return the deciders to whom the rival has more threads: (its threads, ours)."""
    ours = {r.decider: r.threads.count for r in context.access.rows}
    theirs = view.threads
    return {t: (theirs[t], ours[t]) for t in ours if theirs[t] > ours[t]}


def _lock(context: Context, rule: RivalRule, standing: _Standing) -> Draft:
    plan = _until_ahead(context, rule, standing)
    total = standing.theirs + standing.ours
    first = plan.people[0] if plan.people else None
    seller = None if first is None else context.seller_for(first, _free(context, first))
    return Draft(
        kind="rival_lock",
        subject=standing.name.subject("competitor"),
        exposure=standing.theirs / total if total > 0 else 0.0,
        impact=standing.theirs,
        cause=f"rival:{standing.name.id}",
        title=titled(Text("{name} ahead of us", "{name}领先于我方"), standing.name),
        proof=_proof(context, standing),
        sentence=_sentence(context, standing),
        action=_action(context, rule, standing, plan),
        measure=Measure(name="decision_covered", now=standing.ours, if_mended=plan.then),
        mend=Mend(
            kind="contacts",
            seller=None if seller is None else context.sellers[seller].id,
            person=None if first is None else context.people[first].id,
            strength=rule.mended_coverage,
            people=[context.people[i].id for i in plan.people],
        ),
    )


def _until_ahead(context: Context, rule: RivalRule, standing: _Standing) -> _Plan:
    """Return further contacts, each by a seller not there yet, until the rival is behind.

    First those that make up for threads, a contact with the decider for each; then always the
    person with whom most of the decision is gained.
    """
    v, strength = context.model.influence, context.model.strength.copy()
    missing = np.where(context.model.placeholder, 0.0, v)
    people = [t for t, (theirs, ours) in standing.behind.items() for _ in range(theirs - ours)]
    for i in people:
        strength[i] = 1 - (1 - strength[i]) * (1 - rule.mended_coverage)
    while len(people) < MOST_CONTACTS and float(v @ strength) <= standing.theirs:
        gain = missing * (1 - strength)
        best = int(np.argmax(np.round(gain, 12)))
        if gain[best] <= 0:
            break
        people.append(best)
        strength[best] = 1 - (1 - strength[best]) * (1 - rule.mended_coverage)
    return _Plan(people, float(v @ strength))


def _free(context: Context, i: int) -> list[int]:
    return [s for s in range(len(context.sellers)) if context.held[s, i] <= 0]


def _sentence(context: Context, standing: _Standing) -> Text:
    figures = {
        "rival": standing.name.text,
        "theirs": share(standing.theirs),
        "ours": share(standing.ours),
    }
    told = Text(
        "{rival} courts {theirs} of the decision, of which we cover {ours}",
        "{rival}已拉拢决策影响力的 {theirs}，我方覆盖 {ours}",
    ).format(**figures)
    if not standing.behind:
        return told + Text(".", "。")
    decider, (theirs, ours) = next(iter(standing.behind.items()))
    return (
        told
        + Text(
            ", and of threads to {name} has {theirs} against our {ours}",
            "；通往{name}的互不相交路线对方有 {theirs} 条，我方有 {ours} 条",
        ).format(theirs=theirs, ours=ours, name=context.people[decider].text)
        + Text(".", "。")
    )


def _action(context: Context, rule: RivalRule, standing: _Standing, plan: _Plan) -> Text:
    who = list(dict.fromkeys(plan.people))
    if not who:
        return Text("Find people of ours in this decision.", "在本次决策中寻找我方可联系的人。")
    named = listed([context.people[i] for i in who], most=NAMED)
    return Text(
        "Meet {who} more than once ({n} further contacts of {to} each): our covered share of the "
        "decision rises from {now} to {then}, against {theirs} of {rival}."
        if len(plan.people) != 1
        else "Meet {who} more than once (one further contact of {to}): our covered share of the "
        "decision rises from {now} to {then}, against {theirs} of {rival}.",
        "多次拜访{who}（共增加 {n} 条强度 {to} 的联系）：我方覆盖的决策份额由 {now} 升至 {then}，"
        "而{rival}为 {theirs}。",
    ).format(
        who=named,
        n=len(plan.people),
        to=share(rule.mended_coverage),
        now=share(standing.ours),
        then=share(plan.then),
        theirs=share(standing.theirs),
        rival=standing.name.text,
    )


def _proof(context: Context, standing: _Standing) -> Proof:
    proof = context.proof().node(standing.name.id)
    view, snapshot = standing.view, context.model.snapshot
    if (
        standing.view.competitor
        in snapshot.edge("BIDS_ON").source[snapshot.edge("BIDS_ON").into(context.model.case.deal)]
    ):
        proof.tie(standing.name.id, "BIDS_ON", context.deal.id)
    covers = view.model.covers
    for person in view.model.cover_person[covers.now > 0].tolist():
        proof.tie(standing.name.id, "COURTS", context.people[person].id)
    for decider in standing.behind:
        for route in view.routes(decider):
            for before, after in pairwise(route):
                context.prove_step(proof, before, after)
        context.prove_part(proof, decider)
    return proof


# -- the dark horse ------------------------------------------------------------------------


def dark_horse(context: Context, rule: Rule) -> Iterator[Draft]:  # noqa: ARG001
    """A competitor first seen after the shortlist, a decider's stance towards it not stated."""
    model = context.model
    shortlisted = int(model.snapshot.nodes["Opportunity"].days("shortlisted_on")[model.case.deal])
    if shortlisted == NO_DAY or not model.decided:
        return
    late = late_bidders(model, shortlisted)
    for rival, own in zip(late, names(model.snapshot, "Competitor", late), strict=True):
        unknown = np.isnan(stances_towards(model, int(rival)).stated)
        silent = [i for i in model.deciders.tolist() if unknown[i]]
        if silent:
            yield _horse(context, int(rival), Name(*own), silent)


def _horse(context: Context, rival: int, name: Name, silent: list[int]) -> Draft:
    model = context.model
    part = float(model.decision[silent].sum())
    who = listed([context.people[i] for i in silent], most=NAMED)
    figures = {
        "name": name.text,
        "who": who,
        "share": share(part),
        "seen": date_of(_first_seen(context, rival)),
        "shortlist": date_of(
            model.snapshot.nodes["Opportunity"].days("shortlisted_on")[model.case.deal]
        ),
    }
    return Draft(
        kind="dark_horse",
        subject=name.subject("competitor"),
        exposure=part,
        impact=1.0,
        cause=f"rival:{name.id}",
        title=titled(Text("{name}: dark horse", "{name}：黑马"), name),
        proof=_horse_proof(context, name, silent),
        sentence=Text(
            "{name} was first seen on {seen}, after the shortlist of {shortlist}, and nobody says "
            "where {who}, {share} of the formal decision, stand towards it."
            if len(silent) > 1
            else "{name} was first seen on {seen}, after the shortlist of {shortlist}, and nobody "
            "says where {who}, {share} of the formal decision, stands towards it.",
            "{name}于 {seen}首次出现，晚于 {shortlist}的入围日；{who}（占正式决策权的 {share}）"
            "对其态度尚不清楚。",
        ).format(**figures),
        action=ask_around(context)
        + Text(
            "where {who} stand towards {name}: the share not known then goes from {share} to 0%."
            if len(silent) > 1
            else "where {who} stands towards {name}: the share not known then goes from {share} to "
            "0%.",
            "{who}对{name}的态度；弄清后未知份额由 {share} 降至 0%。",
        ).format(**figures),
        measure=Measure(name="stance_unknown", now=part, if_mended=0.0),
        mend=Mend(kind="stance_towards", by=name.id, people=[context.people[i].id for i in silent]),
    )


def _first_seen(context: Context, rival: int) -> int:
    bids = context.model.snapshot.edge("BIDS_ON")
    rows = bids.into(context.model.case.deal)
    return int(bids.days("first_seen")[rows[bids.source[rows] == rival]].min())


def _horse_proof(context: Context, name: Name, silent: list[int]) -> Proof:
    proof = context.proof().tie(name.id, "BIDS_ON", context.deal.id)
    for i in silent:
        proof.node(context.people[i].id)
        context.prove_part(proof, i)
    return proof
