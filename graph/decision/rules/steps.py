"""Steps of the customer's procedure in which nobody is ours."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from graph.decision.columns import names
from graph.decision.results import Measure, Mend
from graph.decision.rules.context import Context, Draft, Proof
from graph.decision.rules.power import meeting_action
from graph.decision.rules.roles import ask_around
from graph.decision.rules.wording import Name, listed, share, titled
from graph.snapshot import NO_DAY
from graph.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.settings_rules import StepRule

# A sentence names this many actors at most.
NAMED = 4


@dataclass(frozen=True)
class _Step:
    name: Name
    actors: list[int]
    posts: list[int]


def weak_step(context: Context, rule: StepRule) -> Iterator[Draft]:
    """A step not yet done: nobody known, or nobody who acts is covered or supportive."""
    model = context.model
    steps, total = _open_steps(context)
    for step in steps:
        at = np.array(step.actors, dtype=np.int64)
        covered = model.strength[at] >= rule.little_coverage
        if not (covered | (model.stances.expected[at] > 0)).any():
            yield _weak(context, rule, step, total)


def _open_steps(context: Context) -> tuple[list[_Step], int]:
    """Return the steps not yet done in order of their ids, and the number of all steps."""
    model = context.model
    has, acts = (model.snapshot.edge(t) for t in ("HAS_STEP", "ACTS_IN"))
    steps = np.unique(has.target[has.out(model.case.deal)])
    done = model.snapshot.nodes["Step"].days("done_on")[steps]
    still_open = steps[(done == NO_DAY) | (done > model.day)]
    found = []
    for step, name in zip(still_open, names(model.snapshot, "Step", still_open), strict=True):
        people = np.unique(acts.source[acts.into(step)])
        at = np.flatnonzero(np.isin(model.people, people)).tolist()
        known = [i for i in at if not model.placeholder[i]]
        found.append(_Step(Name(*name), known, [i for i in at if model.placeholder[i]]))
    return found, steps.size


def _weak(context: Context, rule: StepRule, step: _Step, total: int) -> Draft:
    model, at = context.model, step.actors
    strongest = max(at, key=lambda i: (model.strength[i], model.influence[i], -i), default=None)
    best = 0.0 if strongest is None else float(model.strength[strongest])
    seller = None if strongest is None else context.seller_for(strongest)
    then = max(best, rule.mended_coverage)
    cause = f"step:{step.name.id}"
    return Draft(
        kind="weak_step",
        subject=step.name.subject("step"),
        exposure=1 - best,
        impact=float(model.influence[at].sum()) if at else 1 / total,
        cause=cause if strongest is None else f"coverage:{context.people[strongest].id}",
        title=titled(
            Text("{name}: nobody known", "{name}：无已知人员")
            if strongest is None
            else Text("{name}: no contact", "{name}：无人可用"),
            step.name,
        ),
        proof=_proof(context, step),
        sentence=_sentence(context, step, best),
        action=_action(context, step, strongest, seller)
        + Text(
            "the best coverage in this step rises from {now} to {then}.",
            "该环节的最高覆盖强度由 {now} 升至 {then}。",
        ).format(now=share(best), then=share(then)),
        measure=Measure(name="best_strength", now=best, if_mended=then),
        mend=Mend(
            kind="contact",
            seller=None if seller is None else context.sellers[seller].id,
            person=None if strongest is None else context.people[strongest].id,
            strength=rule.mended_coverage,
        ),
    )


def _proof(context: Context, step: _Step) -> Proof:
    proof = context.proof().tie(context.deal.id, "HAS_STEP", step.name.id)
    for i in (*step.actors, *step.posts):
        proof.tie(context.people[i].id, "ACTS_IN", step.name.id)
        context.prove_covers(proof, i)
    return proof


def _sentence(context: Context, step: _Step, best: float) -> Text:
    if not step.actors:
        return Text(
            "Nobody is known who acts in the step {step}.", "环节“{step}”中尚无已知的参与人。"
        ).format(step=step.name.text)
    who = listed([context.people[i] for i in step.actors], most=NAMED)
    return Text(
        "In the step {step} nobody who acts is ours: {who} does not support us, and our best "
        "coverage there is {best}."
        if len(step.actors) == 1
        else "In the step {step} nobody who acts is ours: none of {who} supports us, and our best "
        "coverage there is {best}.",
        "环节“{step}”的参与人{who}均不支持我方，我方在此的最高覆盖强度只有 {best}。",
    ).format(step=step.name.text, who=who, best=share(best))


def _action(context: Context, step: _Step, strongest: int | None, seller: int | None) -> Text:
    if strongest is not None:
        return meeting_action(context, strongest, seller)
    return ask_around(context) + Text(
        "who acts in the step {step}, then meet them more than once: ",
        "谁参与环节“{step}”，再多次拜访：",
    ).format(step=step.name.text)
