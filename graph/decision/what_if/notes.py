"""Notes on a what-if: what contradicts itself, whom it brings in, and what changes nothing."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from graph.decision.model import build
from graph.decision.what_if.changes import name_of
from graph.decision.what_if.suppose import Supposed
from graph.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.decision.model import DealModel


def what_if_notes(model: DealModel) -> Iterator[Text]:
    """Yield what a reader of a what-if must know, nothing where nothing is supposed.

    A person outside the deal whom a stance or a role brings in is named, and so is every change
    that changes nothing because somebody is not in the model.
    """
    supposed = model.case.supposed
    if supposed == Supposed():
        return
    yield from supposed.doubts
    for person in _brought_in(model):
        yield _about(model, person, BROUGHT_IN)
    yield from _absent(model)
    if any("decision_maker" in r or "approver" in r for r in supposed.roles.values()):
        yield from _votes(model)


BROUGHT_IN = Text(
    "{name} has had no part in this deal so far: what is supposed brings them in.",
    "{name}此前未参与该商机：该假设将其纳入。",
)
NO_REMOVAL = Text(
    "{name} is not in the model of this deal: taking them out changes nothing.",
    "{name}不在该商机的模型中：移出没有影响。",
)
NO_MEETING = Text(
    "{name} is not in the model of this deal: the supposed meeting changes nothing.",
    "{name}不在该商机的模型中：假设的会面没有影响。",
)
NO_CONTACT = Text(
    "{name} is not in the model of this deal: the supposed contact changes nothing.",
    "{name}不在该商机的模型中：假设的联系没有影响。",
)
NO_INFLUENCE = Text(
    "{name} is not in the model of this deal: the supposed influence changes nothing.",
    "{name}不在该商机的模型中：假设的影响没有作用。",
)


def _about(model: DealModel, person: int, text: Text) -> Text:
    return text.format(name=name_of(model.snapshot, "Person", person))


def _brought_in(model: DealModel) -> list[int]:
    """Return who is in the model by a supposed stance or role alone."""
    supposed = model.case.supposed
    told = {p for p in supposed.told - supposed.removed if not _has_part(model, p)}
    if not told:
        return []
    untold = replace(
        supposed,
        stances={p: s for p, s in supposed.stances.items() if p not in told},
        roles={p: r for p, r in supposed.roles.items() if p not in told},
    )
    without = build(replace(model.case, supposed=untold))
    return sorted(told - set(without.people.tolist()))


def _has_part(model: DealModel, person: int) -> bool:
    """Tell whether a role, a step or a stance of the deal is stated for a person."""
    snapshot, deal = model.snapshot, model.case.deal
    steps, acts = snapshot.edge("HAS_STEP"), snapshot.edge("ACTS_IN")
    if np.isin(acts.target[acts.out(person)], steps.target[steps.out(deal)]).any():
        return True
    return any(
        (edge.target[edge.out(person)] == deal).any()
        for edge in (snapshot.edge("PLAYS"), snapshot.edge("HOLDS"))
    )


def _absent(model: DealModel) -> Iterator[Text]:
    """Name every change about somebody who is not in the model; the removed are named already."""
    supposed, inside = model.case.supposed, set(model.people.tolist())
    absent = {p for p in supposed.removed if not _has_part(model, p)}
    if absent:
        without = build(replace(model.case, supposed=replace(supposed, removed=frozenset())))
        for person in sorted(absent - set(without.people.tolist())):
            yield _about(model, person, NO_REMOVAL)
    known = inside | supposed.removed
    asked = [(NO_MEETING, p) for _, p in supposed.meetings]
    asked += [(NO_CONTACT, p) for _, p in supposed.covers]
    asked += [(NO_INFLUENCE, p) for pair in supposed.influences for p in pair]
    for text, person in dict.fromkeys(asked):
        if person not in known:
            yield _about(model, person, text)


def _votes(model: DealModel) -> Iterator[Text]:
    """Say that a role gives no say where votes are stated."""
    if (model.parts.votes > 0).any():
        yield Text(
            "Votes are stated in this deal: they decide, and a supposed role adds none.",
            "该商机已注明票权：由票权决定，假设的角色不增加票权。",
        )
