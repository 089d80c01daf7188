"""Checks of people: found, known, met, won."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from graph.decision.plan.checks.view import Outcome, View, part_of, several
from graph.decision.ranks import high_influence
from graph.decision.rules.roles import missing_roles
from graph.decision.rules.wording import Name, role_name, share, signed
from graph.decision.verdict import NOTHING, verdict
from graph.text import Text

if TYPE_CHECKING:
    from graph.decision.rules.context import Proof


def coach_found(view: View) -> Outcome:
    """Somebody known is our coach: who informs us of all else."""
    coaches = view.playing("coach")
    if not coaches:
        return Outcome("open", Text("Nobody is known as coach.", "尚无已知的教练。"), view.proof())
    return Outcome(
        "done",
        Text("Coach: {who}.", "教练：{who}。").format(who=view.who(coaches)),
        view.proof(coaches, covers=True),
    )


def organization_known(view: View) -> Outcome:
    """Of most people of the customer we know the level, and the boss below the top."""
    model = view.model
    inside = [i for i in view.known if model.posts.inside[i]]
    if not inside:
        return Outcome(
            "open",
            Text("Nobody of the customer is known in this deal.", "该商机中尚无已知的客户方人员。"),
            view.proof(),
        )
    level = model.posts.level
    top = np.nanmin(level[inside]) if not np.isnan(level[inside]).all() else np.nan
    lead = view.model.snapshot.edge("REPORTS_TO")
    rows = lead.rows_out(model.people[inside])
    bosses = set(lead.source[rows[lead.in_force(model.day)[rows]]].tolist())
    placed = [
        i for i in inside if level[i] == top or (level[i] > top and int(model.people[i]) in bosses)
    ]
    words = Text(
        "Level and boss are known of {n} of {all} {people} of the customer",
        "客户方 {all} 人中已知 {n} 人的级别和上级",
    )
    found = part_of(view, inside, placed, words)
    return Outcome(found.state, found.because, _posts(view, inside))


def _posts(view: View, people: list[int]) -> Proof:
    proof = view.proof(people)
    posts = view.model.snapshot.edge("WORKS_FOR")
    for i in people:
        row = int(view.model.posts.row[i])
        employer = view.model.snapshot.nodes["Enterprise"].ids[posts.target[row]]
        proof.tie(view.people[i].id, "WORKS_FOR", employer)
    return proof


def key_people_known(view: View) -> Outcome:
    """The roles that a decision needs are played by somebody known."""
    rule = view.model.settings.rules.missing_role
    missing = [r for r in missing_roles(view.context, rule) if r != "coach"]
    posts = [i for i, own in enumerate(view.model.parts.roles) if own]
    proof = view.proof(posts)
    if not missing:
        who = view.who(view.playing("decision_maker", "approver", "technical_expert", "end_user"))
        return Outcome("done", Text("Known: {who}.", "已知：{who}。").format(who=who), proof)
    roles = several([Name(r, role_name(r).en, role_name(r).zh) for r in missing])
    return Outcome(
        "open",
        Text("Nobody is known as {roles}.", "尚不知谁是{roles}。").format(roles=roles),
        proof,
    )


def end_users_met(view: View) -> Outcome:
    """The people who will use it are met, where they work."""
    return _met(view, view.playing("end_user"), Text("end user", "最终使用者"))


def experts_met(view: View) -> Outcome:
    """The technical experts are met."""
    return _met(view, view.playing("technical_expert"), Text("technical expert", "技术专家"))


def organizer_met(view: View) -> Outcome:
    """Who organizes the tender is met; without a tender nobody does."""
    organizers = view.playing("tender_organizer")
    if not organizers and view.deal["procurement"] not in (None, "tender"):
        return Outcome(
            "done",
            Text("There is no tender to organize.", "不招标，无需组织招标者。"),
            view.proof(),
        )
    return _met(view, organizers, Text("tender organizer", "组织招标者"))


def _met(view: View, people: list[int], role: Text) -> Outcome:
    if not people:
        return Outcome(
            "open",
            Text("Nobody is known as {role}.", "尚不知谁是{role}。").format(role=role),
            view.proof(),
        )
    words = Text(
        "We cover {{n}} of {{all}} {{people}} who act{{s}} as {role}",
        "{role} {{all}} 人中我方覆盖 {{n}} 人",
    ).format(role=role)
    return part_of(view, people, [i for i in people if view.met(i)], words)


def experts_support(view: View) -> Outcome:
    """A technical expert is for us, and none against."""
    experts = view.playing("technical_expert")
    stances = view.model.stances
    known = [i for i in experts if stances.confidence[i] > 0]
    if not known:
        return Outcome(
            "unknown",
            Text("No technical expert's stance is known.", "尚不知任何技术专家的态度。"),
            view.proof(experts),
        )
    against = [i for i in known if stances.expected[i] < -NOTHING]
    backing = [i for i in known if stances.expected[i] > NOTHING]
    if against:
        text = Text("Against us: {who}.", "反对我方：{who}。").format(who=view.who(against))
    elif backing:
        text = Text("For us: {who}.", "支持我方：{who}。").format(who=view.who(backing))
    else:
        text = Text("No technical expert is for us yet.", "尚无技术专家支持我方。")
    done = bool(backing and not against)
    return Outcome("done" if done else "open", text, _stated(view, known))


def _stated(view: View, people: list[int]) -> Proof:
    proof = view.proof(people)
    for i in people:
        proof.tie(view.people[i].id, "HOLDS", view.context.deal.id)
    return proof


def key_people_covered(view: View) -> Outcome:
    """Everybody of high influence is covered."""
    model, rules = view.model, view.rules
    high = high_influence(model.influence, rules.influence, rules.top_share)
    people = np.flatnonzero(high & ~model.placeholder).tolist()
    if not people:
        return Outcome(
            "unknown",
            Text("Nobody of high influence is known.", "尚无已知的高影响力人员。"),
            view.proof(),
        )
    words = Text(
        "We cover {n} of {all} {people} of high influence", "高影响力 {all} 人中我方覆盖 {n} 人"
    )
    return part_of(view, people, [i for i in people if view.met(i)], words)


def deciders_met(view: View) -> Outcome:
    """Everybody who decides is met by one of ours."""
    deciders = view.model.deciders.tolist()
    if not deciders:
        return Outcome("open", Text("Nobody is known to decide.", "尚不知谁来决策。"), view.proof())
    words = Text("We cover {n} of {all} who decide{s}", "决策者 {all} 人中我方覆盖 {n} 人")
    return part_of(view, deciders, [i for i in deciders if view.met(i)], words)


def support_won(view: View) -> Outcome:
    """The deal passes as it stands, and enough is known to say so."""
    model, judged = view.model, verdict(view.model)
    proof = view.proof(model.deciders.tolist())
    known = model.known_share
    if judged.passes is None or known is None:
        return Outcome("unknown", Text("Nobody is known to decide.", "尚不知谁来决策。"), proof)
    lean = signed(model.lean or 0.0)
    if judged.blocked_by:
        text = Text("The veto of {who} stops it.", "{who}行使否决权。").format(
            who=view.who(judged.blocked_by)
        )
        return Outcome("open", text, proof)
    if known < model.settings.model.enough_known:
        text = Text(
            "Only {known} of the decision has a known stance; the lean would be {lean}.",
            "仅知道 {known} 的决策影响力的态度；倾向值为 {lean}。",
        ).format(known=share(known), lean=lean)
        return Outcome("unknown", text, proof)
    if judged.passes:
        text = Text("It passes as it stands: lean {lean}.", "按现状可通过：倾向值 {lean}。")
    else:
        text = Text("It falls short as it stands: lean {lean}.", "按现状不能通过：倾向值 {lean}。")
    return Outcome("done" if judged.passes else "open", text.format(lean=lean), proof)
