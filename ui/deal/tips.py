"""What the pointer tells about a person on the map: stance and cover, with sources and dates."""

from __future__ import annotations

from graph.decision.results import Analysis, PersonRow, Seller
from graph.vocabulary import values
from ui import format as fmt
from ui.deal.evidence import Book, Statement
from ui.deal.figures import name_of
from ui.text import language, named, t, together, word
from ui.tokens import stance_word

MOST_STATEMENTS = 3


def tips(analysis: Analysis, book: Book) -> dict[str, list[str]]:
    """Return the lines of every person's and seller's tip, the name first."""
    stances = _all_stances(analysis, book)
    found = {p.id: _person(analysis, p, stances.get(p.id, [])) for p in analysis.people}
    return found | {s.id: _seller(analysis, s) for s in analysis.team}


def _all_stances(analysis: Analysis, book: Book) -> dict[str, list[Statement]]:
    people = {p.id for p in analysis.people}
    deals = book.snapshot.nodes["Opportunity"]
    if analysis.opportunity.id not in deals:
        return {}
    table = book.snapshot.edge("HOLDS")
    ids = book.snapshot.nodes["Person"].ids
    speakers = {
        ids[table.source[row]] for row in table.into(deals.position(analysis.opportunity.id))
    }
    return {p: book.stances(p, analysis.opportunity.id) for p in speakers & people}


def _person(analysis: Analysis, person: PersonRow, stances: list[Statement]) -> list[str]:
    english = language() == "en"
    title = (person.title_en or person.title) if english else (person.title or person.title_en)
    place = (
        (person.department_en or person.department)
        if english
        else (person.department or person.department_en)
    )
    lines = [name_of(person)]
    lines.append(" · ".join(x for x in (title, place) if x) or t("Title unknown"))
    roles = [word(values.ROLES, r) for r in person.roles]
    if person.veto:
        roles.append(t("veto"))
    if roles:
        lines.append(t("Roles: {roles}", roles=together(roles)))
    lines.append(
        t(
            "{n} of the decision, rank {rank}",
            n=fmt.share(person.influence),
            rank=person.influence_rank,
        )
    )
    stance = word(values.STANCES, stance_word(person.stance))
    if person.stance is not None:
        stance += ", " + t("sure to {n}", n=fmt.share(person.stance_confidence))
    lines.append(t("Stance: {stance}", stance=stance))
    today = analysis.as_of
    lines += [
        f"– {s.says} · {s.source} · {fmt.day(s.as_of, today)}" for s in stances[:MOST_STATEMENTS]
    ]
    for cover in person.covers:
        who = next((named(s) for s in analysis.team if s.id == cover.seller), cover.seller)
        last = (
            t("last met {day}", day=fmt.day(cover.last_contact, today))
            if cover.last_contact
            else t("no contact date known")
        )
        lines.append(f"{who}: {fmt.share(cover.strength)} · {last}")
    if not person.covers:
        lines.append(t("Nobody of ours covers this person."))
    return lines


def _seller(analysis: Analysis, seller: Seller) -> list[str]:
    lines = [named(seller), word(values.SELLER_ROLES, seller.role)]
    lines += [
        f"{name_of(person)} {fmt.share(cover.strength)}"
        for person in analysis.people
        for cover in person.covers
        if cover.seller == seller.id
    ]
    return lines[:9]
