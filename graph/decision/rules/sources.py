"""What we believe about people of high influence, where it rests on one source alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from graph.decision import stance
from graph.decision.columns import texts, values
from graph.decision.listening import member
from graph.decision.results import Measure, Mend
from graph.decision.rules.context import Context, Draft, Proof
from graph.decision.rules.wording import share, titled
from graph.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.settings_rules import SourceRule

# How a source that is a coach is written.
COACH = ("coach", "教练")
# Sources of which nothing is written down are one.
UNNAMED = ""


@dataclass(frozen=True)
class _Told:
    """What is stated about one person: stances, how surely, by whom; and who states the role."""

    numbers: list[float]
    confidences: list[float]
    sources: list[str]
    role_sources: list[str]

    @property
    def disagreement(self) -> float:
        """Mean distance of the statements from what they say together, weighed by confidence."""
        sure, said = np.array(self.confidences), np.array(self.numbers)
        if not sure.sum():
            return 0.0
        return float(sure @ np.abs(said - sure @ said / sure.sum()) / sure.sum())

    @property
    def coach_alone(self) -> bool:
        """Whether all there is comes from a coach."""
        told = {*self.sources, *self.role_sources}
        return bool(told) and all(any(c in s.lower() for c in COACH) for s in told)


def single_source(context: Context, rule: SourceRule) -> Iterator[Draft]:
    """High influence, a role or stance that rests on one source, or sources that disagree."""
    unsure = context.model.stances.variance > 0
    high = np.flatnonzero(context.powerful(rule) & unsure)
    if not high.size:
        return
    known = _evidence(context)
    for i in high.tolist():
        found = known.get(i)
        if found is None:
            continue
        stance_alone = len(found.sources) == 1
        role_alone = len(set(found.role_sources)) == 1
        apart = found.disagreement >= rule.disagreement - 1e-12
        if stance_alone or role_alone or apart:
            yield _draft(context, rule, i, found)


def _evidence(context: Context) -> dict[int, _Told]:
    """Collect what is stated about each person of the model."""
    model = context.model
    snapshot, people = model.snapshot, model.people
    holds, plays = snapshot.edge("HOLDS"), snapshot.edge("PLAYS")
    said = stance.statements(snapshot, holds.into(model.case.deal), model.day, model.settings)
    found: dict[int, _Told] = {}

    def of(position: int) -> _Told:
        return found.setdefault(int(np.searchsorted(people, position)), _Told([], [], [], []))

    tells = member(people, said.person) & ~np.isnan(said.number) & (said.confidence > 0)
    sources = texts(holds, "source", said.row)
    for k in np.flatnonzero(tells).tolist():
        one = of(said.person[k])
        one.numbers.append(float(said.number[k]))
        one.confidences.append(float(said.confidence[k]))
        one.sources.append(sources[k] or UNNAMED)
    rows = plays.into(model.case.deal)
    rows = rows[member(people, plays.source[rows])]
    for position, told in zip(plays.source[rows], values(plays, "role_sources", rows), strict=True):
        of(position).role_sources.extend(s for s in told or () if s)
    return found


def _draft(context: Context, rule: SourceRule, i: int, found: _Told) -> Draft:
    model, name = context.model, context.people[i]
    now, then = float(model.stances.variance[i]), _agreed(context, rule, i, found)
    seller = context.seller_for(i)
    return Draft(
        kind="single_source",
        subject=context.person(i),
        exposure=1 - float(model.stances.confidence[i]),
        impact=float(model.influence[i]),
        cause=f"stance:{name.id}",
        title=titled(_title(found), name),
        proof=_proof(context, i, found),
        sentence=_sentence(context, rule, i, found),
        action=_ask(context, i, seller)
        + Text(
            "one more source that agrees, sure at {to}, takes the uncertainty about {name} from "
            "{now} to {then}.",
            "再有一个一致的来源（置信度 {to}），对{name}的不确定度由 {now} 变为 {then}。",
        ).format(
            name=name.text, to=share(rule.mended_confidence), now=f"{now:.3f}", then=f"{then:.3f}"
        ),
        measure=Measure(name="variance", now=now, if_mended=then),
        mend=Mend(
            kind="source",
            seller=None if seller is None else context.sellers[seller].id,
            person=name.id,
            strength=rule.mended_confidence,
        ),
    )


def _agreed(context: Context, rule: SourceRule, i: int, found: _Told) -> float:
    """Return Var after one more source said what the sources say together so far."""
    settings = context.model.settings
    stated = float(context.model.stances.stated[i])
    s = settings.model.prior_mean if np.isnan(stated) else stated
    numbers = [*found.numbers, s]
    sure = [*found.confidences, rule.mended_confidence]
    return float(stance.combine([0] * len(numbers), numbers, sure, 1, settings).variance[0])


def _title(found: _Told) -> Text:
    if len(found.sources) > 1 and len(set(found.role_sources)) != 1:
        return Text("{name}: sources disagree", "{name}：各方说法不一")
    return Text("{name}: one source", "{name}：信息来源单一")


def _sentence(context: Context, rule: SourceRule, i: int, found: _Told) -> Text:
    name, v = context.people[i].text, share(float(context.model.influence[i]))
    parts = []
    if len(found.sources) == 1:
        parts.append(
            Text("the stance rests on {source} alone", "其态度仅由{source}说明").format(
                source=_called(found.sources[0])
            )
        )
    if len(set(found.role_sources)) == 1:
        parts.append(
            Text("the role rests on {source} alone", "其角色仅由{source}说明").format(
                source=_called(found.role_sources[0])
            )
        )
    if found.disagreement >= rule.disagreement - 1e-12:
        parts.append(Text("the sources contradict each other", "各来源说法相互矛盾"))
    told = parts[0]
    for part in parts[1:]:
        told = told + Text(", and ", "，且") + part
    end = (
        Text("; a coach's word needs a second voice.", "；教练的一面之词需要旁证。")
        if found.coach_alone
        else Text(".", "。")
    )
    return (
        Text("{name} holds {v} of the decision, but ", "{name}占决策影响力的 {v}，但").format(
            name=name, v=v
        )
        + told
        + end
    )


def _called(source: str) -> Text:
    return (
        Text("one unnamed source", "一个未署名的来源")
        if source == UNNAMED
        else Text(f"'{source}'", f"“{source}”")
    )


def _ask(context: Context, i: int, seller: int | None) -> Text:
    name = context.people[i].text
    if seller is None:
        return Text(
            "Check with a second source where {name} stands: ", "向第二个来源核实{name}的态度："
        ).format(name=name)
    return Text(
        "Let {seller} check with a second source where {name} stands: ",
        "请{seller}向第二个来源核实{name}的态度：",
    ).format(seller=context.sellers[seller].text, name=name)


def _proof(context: Context, i: int, found: _Told) -> Proof:
    proof, person = context.proof(), context.people[i].id
    if found.sources:
        proof.tie(person, "HOLDS", context.deal.id)
    if found.role_sources:
        proof.tie(person, "PLAYS", context.deal.id)
    context.prove_power(proof, i)
    return proof
