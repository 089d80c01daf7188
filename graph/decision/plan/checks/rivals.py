"""Checks of rivals, and of whether we are still in touch."""

from __future__ import annotations

from dataclasses import replace
from operator import itemgetter

import numpy as np

from graph.decision.answer import date_of
from graph.decision.plan.checks.view import Outcome, View, several
from graph.decision.rules.wording import Name, share
from graph.snapshot import NO_DAY
from graph.text import Text


def rivals_known(view: View) -> Outcome:
    """A competitor is stated: it bids, supplies the customer, or courts somebody in the deal."""
    proof, found = view.proof(), dict[str, Name]()
    snapshot, customer = view.model.snapshot, view.model.enterprises
    for _, rival, _ in view.bidders:
        proof.tie(rival.id, "BIDS_ON", view.context.deal.id)
        found[rival.id] = rival
    for type_, kind, ends in (
        ("SUPPLIES", "Enterprise", customer),
        ("COURTS", "Person", view.model.people[view.known]),
    ):
        edge = snapshot.edge(type_)
        rows = edge.rows_into(ends)
        rows = rows[edge.in_force(view.model.day)[rows]]
        rivals = view.named("Competitor", edge.source[rows])
        for rival, end in zip(rivals, view.named(kind, edge.target[rows]), strict=True):
            proof.tie(rival.id, type_, end.id)
            found[rival.id] = rival
    if not found:
        return Outcome(
            "unknown",
            Text(
                "No competitor is stated, and nothing says that there is none.",
                "未注明竞争对手，也没有信息表明不存在。",
            ),
            proof,
        )
    text = Text("Known: {who}.", "已知：{who}。").format(who=several(list(found.values())))
    return Outcome("done", text, proof)


def no_new_bidder(view: View) -> Outcome:
    """No bidder was first seen after the shortlist: else a dark horse."""
    listed_on = view.day("shortlisted_on")
    # Whom a newcomer is after: those who decide.
    proof = view.proof(view.model.deciders.tolist())
    for _, rival, _ in view.bidders:
        proof.tie(rival.id, "BIDS_ON", view.context.deal.id)
    if listed_on == NO_DAY or listed_on > view.model.day:
        return Outcome("unknown", Text("No shortlist is stated yet.", "尚未注明入围日期。"), proof)
    late = [(rival, day) for _, rival, day in view.bidders if day > listed_on]
    if late:
        first = min(day for _, day in late)
        text = Text(
            "Dark horse: {who} first seen on {day}, after the shortlist of {listed}. Find out "
            "where they come from and who lets them in.",
            "黑马：{who}于 {day}首次出现，晚于 {listed}的入围名单。请查清其来历及由谁引入。",
        ).format(
            who=several([rival for rival, _ in late]), day=date_of(first), listed=date_of(listed_on)
        )
        return Outcome("open", text, proof)
    undated = [rival for _, rival, day in view.bidders if day == NO_DAY]
    if undated:
        text = Text("Nothing says when {who} was first seen.", "未注明{who}首次出现的日期。")
        return Outcome("unknown", text.format(who=several(undated)), proof)
    text = Text("No bidder is new since the shortlist of {day}.", "{day}入围后没有新的竞标者。")
    return Outcome("done", text.format(day=date_of(listed_on)), proof)


def rivals_placed(view: View) -> Outcome:
    """Of every bidder it is stated where those who decide stand towards it."""
    if not view.bidders:
        return Outcome("unknown", Text("No bidder is stated.", "尚未注明竞标者。"), view.proof())
    model, proof = view.model, view.proof(view.model.deciders.tolist())
    unplaced: list[tuple[float, Name]] = []
    for _, rival, _ in view.bidders:
        proof.tie(rival.id, "BIDS_ON", view.context.deal.id)
        stated = _stated_towards(view, rival.id)
        held = float(model.decision[np.isin(model.people, list(stated))].sum())
        if held < 1 - 1e-9:
            told = Text(f" ({share(held)})", f"（{share(held)}）")
            unplaced.append((held, replace(rival, apart=rival.apart + told)))
    if unplaced and model.decided:
        text = Text(
            "The share of the decision whose stance is stated: towards {who}.",
            "已注明态度的决策权重：对{who}。",
        ).format(who=several([rival for _, rival in sorted(unplaced, key=itemgetter(0))]))
        return Outcome("open", text, proof)
    if not model.decided:
        return Outcome("unknown", Text("Nobody is known to decide.", "尚不知谁来决策。"), proof)
    text = Text(
        "Those who decide are placed towards every bidder.", "决策者对各竞标者的态度均已注明。"
    )
    return Outcome("done", text, proof)


def _stated_towards(view: View, rival: str) -> set[int]:
    """Return the people who are stated to stand somewhere towards a rival."""
    edge = view.model.snapshot.edge("HOLDS")
    rows = edge.into(view.model.case.deal)
    rows = rows[edge.days("as_of")[rows] <= view.model.day]
    towards, stance = edge.column("towards"), edge.column("stance")
    return {
        int(edge.source[r])
        for r in rows.tolist()
        if towards[r] == rival and stance[r] not in (None, "unknown")
    }


def in_touch(view: View) -> Outcome:
    """One of ours met somebody in the deal lately."""
    covers, model = view.model.covers, view.model
    last = covers.last_contact
    held = np.flatnonzero((last != NO_DAY) & (last <= model.day))
    if not held.size:
        return Outcome(
            "unknown", Text("No day of a contact is stated.", "未注明任何接触日期。"), view.proof()
        )
    row = int(held[np.argmax(last[held])])
    person = int(model.cover_person[row])
    seller = view.named("Seller", [covers.seller[row]])[0]
    proof = view.proof().tie(seller.id, "COVERS", view.people[person].id)
    days = model.day - int(last[row])
    text = Text(
        "Last contact {days} days ago: {seller} with {person}.",
        "最近一次接触在 {days} 天前：{seller}与{person}。",
    ).format(days=days, seller=seller.text, person=view.people[person].text)
    return Outcome("done" if days <= view.rules.fresh_days else "open", text, proof)
