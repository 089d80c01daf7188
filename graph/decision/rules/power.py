"""People of high influence whom we do not cover, or who are against us."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from graph.decision.results import Measure, Mend
from graph.decision.rules.context import Context, Draft, Proof, placeholder_text
from graph.decision.rules.wording import Name, share, signed, titled
from graph.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.settings_rules import PowerRule


def uncovered_power(context: Context, rule: PowerRule) -> Iterator[Draft]:
    """High influence, little coverage."""
    strength = context.model.strength
    for i in np.flatnonzero(context.powerful(rule) & (strength < rule.little_coverage)).tolist():
        yield _uncovered(context, rule, i)


def _uncovered(context: Context, rule: PowerRule, i: int) -> Draft:
    model, name = context.model, context.people[i]
    v, held = float(model.influence[i]), float(model.strength[i])
    now = float(model.influence @ model.strength)
    mended = now + v * (max(held, rule.mended_coverage) - held)
    seller = context.seller_for(i)
    proof = context.proof()
    context.prove_power(proof, i)
    context.prove_covers(proof, i)
    return Draft(
        kind="uncovered_power",
        subject=context.person(i),
        exposure=1 - held,
        impact=v,
        cause=f"coverage:{name.id}",
        title=titled(
            Text("{name} barely covered", "对{name}覆盖薄弱")
            if held
            else Text("Nobody covers {name}", "无人覆盖{name}"),
            name,
        ),
        proof=proof,
        sentence=Text(
            "{name} holds {v} of the decision, and our coverage there is only {held}.",
            "{name}占决策影响力的 {v}，而我方覆盖强度只有 {held}。",
        ).format(name=name.text, v=share(v), held=share(held))
        if held
        else Text(
            "{name} holds {v} of the decision, and nobody of ours covers {name}.",
            "{name}占决策影响力的 {v}，而我方无人覆盖。",
        ).format(name=name.text, v=share(v)),
        action=meeting_action(context, i, seller)
        + Text(
            "at a coverage of {to} our covered share of the decision rises from {now} to {then}.",
            "覆盖达到 {to} 后，我方覆盖的决策份额由 {now} 升至 {then}。",
        ).format(to=share(max(held, rule.mended_coverage)), now=share(now), then=share(mended)),
        measure=Measure(name="decision_covered", now=now, if_mended=mended),
        mend=Mend(
            kind="contact",
            seller=None if seller is None else context.sellers[seller].id,
            person=name.id,
            strength=rule.mended_coverage,
        ),
    )


def meeting_action(context: Context, i: int, seller: int | None) -> Text:
    """Return who should meet a person, up to the colon after which the effect follows.

    The effect is that of a contact of .6, the level of several meetings: one alone, as plans count
    it, lifts a coverage of nothing to .5.
    """
    name = context.people[i].text
    first = placeholder_text(context, i) or Text("", "")
    if seller is None:
        return first + Text(
            "Name a seller of ours to meet {name}, more than once: ",
            "指定一位我方人员多次拜访{name}：",
        ).format(name=name)
    return first + Text(
        "Let {seller} meet {name} more than once: ", "安排{seller}多次拜访{name}："
    ).format(seller=context.sellers[seller].text, name=name)


def hostile_power(context: Context, rule: PowerRule) -> Iterator[Draft]:
    """High influence, E < 0."""
    for i in np.flatnonzero(context.powerful(rule) & context.model.opponent).tolist():
        yield _hostile(context, i)


def _hostile(context: Context, i: int) -> Draft:
    model, name = context.model, context.people[i]
    v, expected = float(model.influence[i]), float(model.stances.expected[i])
    lean = model.lean or 0.0
    mended = lean - v * expected
    figures = {"name": name.text, "v": share(v), "e": signed(expected)}
    return Draft(
        kind="hostile_power",
        subject=context.person(i),
        exposure=-expected,
        impact=v,
        cause=f"stance:{name.id}",
        title=titled(Text("{name} opposes us", "{name}反对我方"), name),
        proof=_hostile_proof(context, i),
        sentence=Text(
            "{name} holds {v} of the decision and is against us (expected stance {e}).",
            "{name}占决策影响力的 {v}，且不支持我方（预期态度 {e}）。",
        ).format(**figures),
        action=_win_over(context, i) + _neutral(name, signed(lean), signed(mended)),
        measure=Measure(name="lean", now=lean, if_mended=mended),
        mend=Mend(kind="stance", person=name.id),
    )


def _neutral(name: Name, now: str, then: str) -> Text:
    """Say what the lean is once a person is neutral."""
    moves = Text(
        "once {name} is neutral the lean moves from {now} to {then}.",
        "若{name}转为中立，倾向由 {now} 变为 {then}。",
    )
    stays = Text(
        "even with {name} neutral the lean hardly moves from {now}.",
        "即使{name}转为中立，倾向也几乎不变，仍约为 {now}。",
    )
    return (stays if now == then else moves).format(name=name.text, now=now, then=then)


def _hostile_proof(context: Context, i: int) -> Proof:
    proof = context.proof()
    proof.tie(context.people[i].id, "HOLDS", context.deal.id)
    context.prove_power(proof, i)
    return proof


def _win_over(context: Context, i: int) -> Text:
    """Name who should win a person over: a supporter they listen to, else one of ours."""
    name = context.people[i].text
    ally = _ally(context, i)
    if ally is not None:
        return Text(
            "Ask {ally}, to whom {name} listens and who is on our side, to speak for us: ",
            "请{name}听得进的、支持我方的{ally}为我方说话：",
        ).format(ally=context.people[ally].text, name=name)
    seller = context.seller_for(i)
    if seller is None:
        return Text(
            "Find out what {name} holds against us and answer it: ",
            "弄清{name}反对的原因并加以回应：",
        ).format(name=name)
    return Text(
        "Let {seller} find out what {name} holds against us and answer it: ",
        "安排{seller}弄清{name}反对的原因并加以回应：",
    ).format(seller=context.sellers[seller].text, name=name)


def _ally(context: Context, i: int) -> int | None:
    heard, expected = context.model.listens, context.model.stances.expected
    mine = heard.listener == i
    pull = heard.weight[mine] * expected[heard.speaker[mine]]
    if not pull.size or pull.max() <= 0:
        return None
    return int(heard.speaker[mine][int(np.argmax(pull))])
