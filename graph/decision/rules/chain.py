"""Deciders whom none of our supporters sways, directly or through others."""

from __future__ import annotations

import heapq
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from graph.decision.results import Measure, Mend
from graph.decision.rules.context import Context, Draft, Proof, placeholder_text
from graph.decision.rules.wording import share, titled
from graph.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.settings_rules import ChainRule

Floats = npt.NDArray[np.float64]
Hops = dict[int, list[tuple[int, float]]]

# The proof shows this many supporters, those who are most for us first.
SHOWN = 6


def broken_chain(context: Context, rule: ChainRule) -> Iterator[Draft]:
    """Supporters exist, but no persuasion route from any of them reaches a decider who is none."""
    expected = context.model.stances.expected
    supporters = np.flatnonzero(expected > 0).tolist()
    if not supporters:
        return
    onward, back = _hops(context)
    swayed = _carried(dict.fromkeys(supporters, 1.0), onward)
    for decider in context.model.deciders.tolist():
        if expected[decider] <= 0 and decider not in swayed:
            heard = _carried({decider: 1.0}, back)
            yield _broken(context, rule, decider, _best_tie(context, swayed, heard))


@dataclass(frozen=True)
class _Tie:
    """A tie that is missing, and how much of a persuasion would come through it, were it whole."""

    speaker: int
    listener: int
    carries: float


def _willing(context: Context) -> Floats:
    """How willing each person is to speak for us: (1 + E) / 2, opponents not at all."""
    expected = context.model.stances.expected
    return np.where(expected < 0, 0.0, (1 + expected) / 2)


def _hops(context: Context) -> tuple[Hops, Hops]:
    """Return of each person to whom, and from whom, persuasion passes, and how much of it."""
    willing = _willing(context)
    onward: Hops = {}
    back: Hops = {}
    for u, v, p in context.access.network.passing:
        carried = p * float(willing[u])
        onward.setdefault(u, []).append((v, carried))
        back.setdefault(v, []).append((u, carried))
    return onward, back


def _carried(starts: dict[int, float], hops: Hops) -> dict[int, float]:
    """Return how much of a persuasion comes through to everybody by the best route."""
    found: dict[int, float] = {}
    queue = [(-x, person) for person, x in starts.items()]
    heapq.heapify(queue)
    while queue:
        cost, v = heapq.heappop(queue)
        if v in found:
            continue
        found[v] = -cost
        for w, step in hops.get(v, ()):
            if w not in found and step > 0:
                heapq.heappush(queue, (cost * step, w))
    return found


def _best_tie(context: Context, swayed: dict[int, float], heard: dict[int, float]) -> _Tie | None:
    """Return the missing tie by which most would come through; none between people at odds."""
    willing, model = _willing(context), context.model
    speakers = {j: x * float(willing[j]) for j, x in swayed.items() if willing[j] > 0}
    able = {j: x for j, x in speakers.items() if not model.placeholder[j]} or speakers
    at_odds = _at_odds(context)
    ties = [
        _Tie(j, i, x * y)
        for i, y in sorted(heard.items(), key=lambda at: -at[1])[:SHOWN]
        for j, x in able.items()
        if (i, j) not in at_odds
    ]
    return max(ties, key=lambda t: (round(t.carries, 12), -t.listener, -t.speaker), default=None)


def _at_odds(context: Context) -> set[tuple[int, int]]:
    stated, people = context.model.stated, context.model.people
    ends = [np.searchsorted(people, e) for e in (stated.conflict_one, stated.conflict_other)]
    pairs = list(zip(ends[0].tolist(), ends[1].tolist(), strict=True))
    return {*pairs, *((b, a) for a, b in pairs)}


def _broken(context: Context, rule: ChainRule, decider: int, tie: _Tie | None) -> Draft:
    name, weight = context.people[decider], float(context.model.decision[decider])
    then = 0.0 if tie is None else rule.mended_tie * tie.carries
    return Draft(
        kind="broken_chain",
        subject=context.person(decider),
        exposure=1.0,
        impact=weight,
        cause=f"chain:{name.id}",
        title=titled(Text("No ally sways {name}", "支持者影响不到{name}"), name),
        proof=_proof(context, decider),
        sentence=_sentence(context, decider),
        action=_action(context, rule, tie)
        + Text(
            "the best route of persuasion to {name} then has a strength of {then} instead of 0%.",
            "通往{name}的最佳说服路线强度由 0% 升至 {then}。",
        ).format(name=name.text, then=share(then)),
        measure=Measure(name="route_strength", now=0.0, if_mended=then),
        mend=None
        if tie is None
        else Mend(
            kind="tie",
            by=context.people[tie.speaker].id,
            person=context.people[tie.listener].id,
            strength=rule.mended_tie,
        ),
    )


def _sentence(context: Context, decider: int) -> Text:
    name, expected = context.people[decider], context.model.stances.expected
    figures = {
        "name": name.text,
        "d": share(float(context.model.decision[decider])),
        "n": int((expected > 0).sum()),
    }
    return Text(
        "{name}, who carries {d} of the formal decision, does not support us, and listens, "
        "directly or through others, to none of the {n} who do."
        if figures["n"] != 1
        else "{name}, who carries {d} of the formal decision, does not support us, and does not "
        "listen, directly or through others, to the one person who does.",
        "{name}占正式决策权的 {d}，尚不支持我方；而我方的 {n} 位支持者，"
        "直接或间接都影响不到{name}。",
    ).format(**figures)


def _action(context: Context, rule: ChainRule, tie: _Tie | None) -> Text:
    if tie is None:
        return Text("Find a supporter whom they would hear: ", "寻找一位对方听得进的支持者：")
    first = placeholder_text(context, tie.listener) or Text("", "")
    return first + Text(
        "Bring {ally}, who is on our side, together with {name} (a tie of {to}): ",
        "促成支持我方的{ally}与{name}建立联系（强度 {to}）：",
    ).format(
        ally=context.people[tie.speaker].text,
        name=context.people[tie.listener].text,
        to=share(rule.mended_tie),
    )


def _proof(context: Context, decider: int) -> Proof:
    proof = context.proof().node(context.people[decider].id)
    context.prove_part(proof, decider)
    expected = context.model.stances.expected
    supporters = [i for i in np.argsort(-expected, kind="stable").tolist() if expected[i] > 0]
    for i in supporters[:SHOWN]:
        context.prove_stance(proof, i)
    return proof
