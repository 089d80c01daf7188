"""Checks of the deal itself: what is stated, its needs, its dates, its procedure."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from graph.decision.plan.checks.view import Outcome, View, several
from graph.decision.rules.wording import Name
from graph.snapshot import NO_DAY
from graph.text import Text, counted

if TYPE_CHECKING:
    from graph.decision.plan.checks.view import Ints, State


def deal_described(view: View) -> Outcome:
    """The customer, the amount and the day it is decided are stated."""
    facts = {
        "customer": (view.model.enterprises.size > 0, "客户"),
        "amount": (view.deal["amount"] is not None, "金额"),
        "closing date": (view.deal["expected_close"] is not None, "预计签约日期"),
    }
    missing = [Name(en, en, zh) for en, (there, zh) in facts.items() if not there]
    proof = view.proof()
    for customer in view.named("Enterprise", view.model.enterprises):
        proof.tie(view.context.deal.id, "FOR", customer.id)
    if missing:
        text = Text("Not stated: {what}.", "未注明：{what}。").format(what=several(missing))
        return Outcome("open", text, proof)
    return Outcome(
        "done",
        Text("Customer, amount and closing date are stated.", "客户、金额和预计签约日期均已注明。"),
        proof,
    )


def team_named(view: View) -> Outcome:
    """Somebody of ours is stated to work on the deal."""
    team, _ = view.into("WORKS_ON", "Seller")
    proof = view.proof()
    for seller in team:
        proof.tie(seller.id, "WORKS_ON", view.context.deal.id)
    if not team:
        return Outcome(
            "open",
            Text("Nobody of ours is stated to work on it.", "未注明我方由谁跟进。"),
            proof,
        )
    return Outcome(
        "done", Text("Our team: {who}.", "我方团队：{who}。").format(who=several(team)), proof
    )


def offer_named(view: View) -> Outcome:
    """The products that we offer are stated."""
    offered = view.named("Product", view.out("INCLUDES"))
    proof = view.proof()
    for product in offered:
        proof.tie(view.context.deal.id, "INCLUDES", product.id)
    if not offered:
        return Outcome("open", Text("No product is stated yet.", "尚未注明所含产品。"), proof)
    return Outcome(
        "done", Text("We offer {what}.", "我方提供{what}。").format(what=several(offered)), proof
    )


def procedure_known(view: View) -> Outcome:
    """The steps of the customer's procedure are stated, and who acts in each."""
    steps, acts = view.out("HAS_STEP"), view.model.snapshot.edge("ACTS_IN")
    if not steps.size:
        return Outcome(
            "open",
            Text("No step of their procedure is stated.", "尚未注明客户流程的环节。"),
            view.proof(),
        )
    proof, lacking = view.proof(), []
    somebody = {int(view.model.people[i]): i for i in view.known}
    for at, step in zip(steps, view.named("Step", steps), strict=True):
        proof.tie(view.context.deal.id, "HAS_STEP", step.id)
        actors = [somebody[p] for p in acts.source[acts.into(at)].tolist() if p in somebody]
        for i in actors:
            proof.tie(view.people[i].id, "ACTS_IN", step.id)
        if not actors:
            lacking.append(step)
    if lacking:
        text = Text("Nobody is known who acts in {steps}.", "尚不知谁参与{steps}。").format(
            steps=several(lacking)
        )
        return Outcome("open", text, proof)
    return Outcome(
        "done",
        Text("Of all {n} steps it is known who acts.", "全部 {n} 个环节均已知由谁参与。").format(
            n=steps.size
        ),
        proof,
    )


def signer_known(view: View) -> Outcome:
    """Somebody is known who signs."""
    acts, steps = view.model.snapshot.edge("ACTS_IN"), view.out("HAS_STEP")
    functions = acts.column("function")
    somebody = {int(view.model.people[i]): i for i in view.known}
    proof, signing = view.proof(), []
    for at, step in zip(steps, view.named("Step", steps), strict=True):
        for row in acts.into(at).tolist():
            person = int(acts.source[row])
            if functions[row] == "sign" and person in somebody:
                signing.append(somebody[person])
                proof.tie(view.people[somebody[person]].id, "ACTS_IN", step.id)
    if not signing:
        return Outcome("open", Text("Nobody is known who signs.", "尚不知由谁签署。"), proof)
    text = Text("{who} signs.", "由{who}签署。")
    if len(set(signing)) > 1:
        text = Text("{who} sign.", "由{who}签署。")
    return Outcome("done", text.format(who=view.who(sorted(set(signing)))), proof)


def steps_on_time(view: View) -> Outcome:
    """Every step that was planned by today is done."""
    steps, table = view.out("HAS_STEP"), view.model.snapshot.nodes["Step"]
    planned, done = table.days("planned_on")[steps], table.days("done_on")[steps]
    proof = view.proof()
    for step in view.named("Step", steps):
        proof.tie(view.context.deal.id, "HAS_STEP", step.id)
    due = (planned != NO_DAY) & (planned <= view.model.day)
    if not due.any():
        return Outcome(
            "unknown",
            Text("No step was planned by today.", "截至今日没有计划中的环节。"),
            proof,
        )
    late = due & ((done == NO_DAY) | (done > view.model.day))
    if late.any():
        text = Text("Late: {steps}.", "已逾期：{steps}。").format(
            steps=several(view.named("Step", steps[late]))
        )
        return Outcome("open", text, proof)
    return Outcome(
        "done",
        counted(
            int(due.sum()),
            Text("The one step due by today is done.", "截至今日的 {n} 个环节已完成。"),
            Text("All {n} steps due by today are done.", "截至今日的 {n} 个环节均已完成。"),
        ),
        proof,
    )


def prequalified(view: View) -> Outcome:
    """We passed the customer's pre-qualification."""
    return _dated(view, "prequalified_on", Text("pre-qualification", "资格预审"))


def budget_agreed(view: View) -> Outcome:
    """The customer's budget is agreed."""
    return _dated(view, "budget_agreed_on", Text("the agreed budget", "预算确认"))


def contract_reviewed(view: View) -> Outcome:
    """The contract was held against the bid."""
    what = Text("the review of the contract against the bid", "合同与投标文件的核对")
    return _dated(view, "contract_reviewed_on", what)


def _dated(view: View, name: str, what: Text) -> Outcome:
    day, when = view.day(name), view.deal[name]
    state: State = "open"
    if day == NO_DAY:
        text = Text("No day is stated for {what}.", "未注明{what}的日期。")
    elif day > view.model.day:
        text = Text("{what} is planned for {day}.", "{what}计划于 {day}。")
    else:
        state, text = "done", Text("Done on {day}: {what}.", "{day}已完成：{what}。")
    said = text.format(what=what, day=when)
    return Outcome(state, Text(said.en[0].upper() + said.en[1:], said.zh), view.proof())


def needs_of(view: View) -> tuple[Ints, list[tuple[int, int]]]:
    """Return the needs of the deal's people, and (person of the model, need) of each."""
    edge = view.model.snapshot.edge("HAS_NEED")
    somebody = {int(view.model.people[i]): i for i in view.known}
    rows = edge.rows_out(np.array(sorted(somebody), dtype=np.int32))
    pairs = [(somebody[int(edge.source[r])], int(edge.target[r])) for r in rows.tolist()]
    return np.unique(edge.target[rows]).astype(np.int32), pairs
