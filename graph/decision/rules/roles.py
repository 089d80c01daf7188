"""Roles that somebody must be known to play."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.decision.results import Measure, Mend
from graph.decision.rules.context import Context, Draft
from graph.decision.rules.wording import Name, role_name
from graph.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.settings_rules import RoleRule


def missing_role(context: Context, rule: RoleRule) -> Iterator[Draft]:
    """No coach, decision-maker, technical expert or end user known; in a tender no organizer.

    A placeholder is a post, not somebody known.
    """
    missing = missing_roles(context, rule)
    for role in missing:
        yield _missing(context, role, len(missing))


def missing_roles(context: Context, rule: RoleRule) -> list[str]:
    """Return the required roles that nobody known plays."""
    model = context.model
    tender = model.snapshot.nodes["Opportunity"].value("procurement", model.case.deal) == "tender"
    required = list(dict.fromkeys(rule.required + (rule.required_in_tender if tender else [])))
    known = {
        role
        for own, unknown in zip(model.parts.roles, model.placeholder, strict=True)
        for role in own
        if not unknown
    }
    return [role for role in required if role not in known]


def _missing(context: Context, role: str, count: int) -> Draft:
    model, word = context.model, role_name(role)
    proof = context.proof()
    posts = [i for i, own in enumerate(model.parts.roles) if role in own]
    for i in posts:
        proof.tie(context.people[i].id, "PLAYS", context.deal.id)
    return Draft(
        kind="missing_role",
        subject=Name(role, word.en, word.zh).subject("role"),
        exposure=1 - (model.known_share or 0.0),
        impact=1.0,
        cause=f"role:{role}",
        title=Text("No {role} known", "缺少{role}").format(role=word),
        proof=proof,
        sentence=Text(
            "Only an unnamed post stands as {role} in this deal.",
            "本商机的{role}只有职位，尚不知是谁。",
        ).format(role=word)
        if posts
        else Text("Nobody is known as {role} in this deal.", "本商机中尚不知谁是{role}。").format(
            role=word
        ),
        action=ask_around(context)
        + Text(
            "who is the {role} here; the roles missing then go from {now} to {then}.",
            "谁是{role}；弄清后缺失的必要角色由 {now} 个减至 {then} 个。",
        ).format(role=word, now=count, then=count - 1),
        measure=Measure(name="roles_missing", now=float(count), if_mended=float(count - 1)),
        mend=Mend(kind="role", role=role),
    )


def ask_around(context: Context) -> Text:
    """Name who should ask whom, up to the question itself."""
    found = context.informant()
    if found is not None:
        seller, person = found
        return Text(
            "Let {seller} ask {person}, whom we know best, ", "请{seller}向我方最熟悉的{person}打听"
        ).format(seller=context.sellers[seller].text, person=context.people[person].text)
    if context.sellers:
        return Text("Let {seller} find out ", "请{seller}打听").format(
            seller=context.sellers[0].text
        )
    return Text("Put somebody on this deal to find out ", "指派一位跟进人，打听")
