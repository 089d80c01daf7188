"""Ties to people who matter that were good once and have grown cold."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from graph.decision.answer import date_of
from graph.decision.results import Measure, Mend
from graph.decision.rules.context import Context, Draft, Proof
from graph.decision.rules.wording import share, titled
from graph.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.settings_rules import FadingRule


def fading_tie(context: Context, rule: FadingRule) -> Iterator[Draft]:
    """Strength without decay at least ``once``, today below ``now``, to a person who matters.

    Who matters: a person of high influence (as ``uncovered_power`` defines it), or one who stands
    on the best route to a decider.
    """
    covers = context.model.covers
    matters = context.powerful(context.rules.uncovered_power)
    for route in (r.best for r in context.access.rows):
        matters[[n for kind, n in route if kind == "p"]] = True
    faded = (covers.undecayed >= rule.once) & (covers.now < rule.now)
    for row in np.flatnonzero(faded & matters[context.model.cover_person]).tolist():
        yield _fading(context, row)


def _fading(context: Context, row: int) -> Draft:
    model, covers = context.model, context.model.covers
    i = int(model.cover_person[row])
    name = context.people[i]
    seller = context.sellers[int(np.searchsorted(model.team, covers.seller[row]))]
    now, once, v = float(covers.now[row]), float(covers.undecayed[row]), float(model.influence[i])
    figures = {
        "name": name.text,
        "seller": seller.text,
        "once": share(once),
        "now": share(now),
        "v": share(v),
        "day": date_of(covers.last_contact[row]),
    }
    return Draft(
        kind="fading_tie",
        subject=context.person(i),
        exposure=1 - now / once,
        impact=v,
        cause=f"coverage:{name.id}",
        title=titled(Text("{name}: tie fading", "与{name}的关系在变冷"), name),
        proof=_proof(context, i, seller.id),
        sentence=Text(
            "The tie of {seller} to {name}, who holds {v} of the decision, was {once} at the last "
            "contact on {day} and is {now} today.",
            "{seller}与{name}（占决策影响力的 {v}）的关系在最近一次接触（{day}）时为 {once}，"
            "如今只剩 {now}。",
        ).format(**figures),
        action=Text(
            "Let {seller} contact {name} now: the tie is back at {once} instead of {now}.",
            "请{seller}尽快联系{name}：关系强度可由 {now} 恢复到 {once}。",
        ).format(**figures),
        measure=Measure(name="tie_strength", now=now, if_mended=once),
        mend=Mend(kind="contact_today", seller=seller.id, person=name.id, strength=once),
    )


def _proof(context: Context, i: int, seller: str) -> Proof:
    proof = context.proof().tie(seller, "COVERS", context.people[i].id)
    for reached in context.access.rows:
        if ("p", i) in reached.best:
            context.prove_route(proof, reached.best)
            context.prove_part(proof, reached.decider)
            return proof
    context.prove_power(proof, i)
    return proof
