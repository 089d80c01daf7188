"""Checks of needs, spoken and hidden: known, valued, met by what we offer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from graph.decision.plan.checks.deal import needs_of
from graph.decision.plan.checks.view import Outcome, View, several
from graph.text import Text, counted

if TYPE_CHECKING:
    from graph.decision.rules.context import Proof


def needs_known(view: View) -> Outcome:
    """At least one need of somebody in the deal is stated."""
    needs, _ = needs_of(view)
    if not needs.size:
        return _none(view)
    text = Text("Needs: {needs}.", "需求：{needs}。").format(
        needs=several(view.named("Need", needs))
    )
    return Outcome("done", text, _proof(view))


def hidden_needs_known(view: View) -> Outcome:
    """A need that the customer does not say aloud is stated."""
    needs, _ = needs_of(view)
    hidden = [h for h, yes in zip(needs, view.values("Need", "hidden", needs), strict=True) if yes]
    if not hidden:
        return Outcome(
            "unknown",
            Text(
                "No hidden need is stated, and nothing says that there is none.",
                "未注明隐性需求，也没有信息表明不存在。",
            ),
            _proof(view),
        )
    text = Text("Hidden: {needs}.", "隐性需求：{needs}。").format(
        needs=several(view.named("Need", hidden))
    )
    return Outcome("done", text, _proof(view))


def needs_valued(view: View) -> Outcome:
    """Of every need it is stated what solving it is worth to them."""
    needs, _ = needs_of(view)
    if not needs.size:
        return _none(view)
    worth = view.values("Need", "value", needs)
    lacking = [n for n, value in zip(needs, worth, strict=True) if value is None]
    if lacking:
        text = Text("Not valued: {needs}.", "尚未估值：{needs}。").format(
            needs=several(view.named("Need", lacking))
        )
        return Outcome("open", text, _proof(view))
    return Outcome(
        "done",
        counted(
            needs.size,
            Text("The one need has a value.", "全部 {n} 项需求均已估值。"),
            Text("All {n} needs have a value.", "全部 {n} 项需求均已估值。"),
        ),
        _proof(view),
    )


def needs_met(view: View) -> Outcome:
    """Every need is met by a product that we offer in the deal."""
    needs, _ = needs_of(view)
    if not needs.size:
        return Outcome("unknown", Text("No need is stated.", "尚未注明需求。"), view.proof())
    meets, offered = view.model.snapshot.edge("MEETS"), view.out("INCLUDES")
    proof, lacking = _proof(view), []
    for at, need in zip(needs, view.named("Need", needs), strict=True):
        answering = np.intersect1d(meets.source[meets.into(at)], offered)
        for product in view.named("Product", answering):
            proof.tie(product.id, "MEETS", need.id)
        if not answering.size:
            lacking.append(need)
    if lacking:
        text = Text("Nothing that we offer meets {needs}.", "我方方案尚未满足：{needs}。").format(
            needs=several(lacking)
        )
        return Outcome("open", text, proof)
    return Outcome(
        "done",
        Text("What we offer meets all {n} needs.", "我方方案满足全部 {n} 项需求。").format(
            n=needs.size
        ),
        proof,
    )


def _none(view: View) -> Outcome:
    return Outcome(
        "open",
        Text("No need of anybody in the deal is stated.", "尚未注明该商机中任何人的需求。"),
        view.proof(),
    )


def _proof(view: View) -> Proof:
    _, pairs = needs_of(view)
    proof = view.proof()
    needs = view.named("Need", [need for _, need in pairs])
    for (person, _), need in zip(pairs, needs, strict=True):
        proof.tie(view.people[person].id, "HAS_NEED", need.id)
    return proof
