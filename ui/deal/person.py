"""The panel about one person, or one of our sellers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from graph.decision.results import Analysis, PersonRow, Seller, Tie
from graph.vocabulary import values
from ui import format as fmt
from ui.components.html import Child, Markup, el, icon
from ui.components.lean import color_of
from ui.deal import grounds, leaving
from ui.deal.evidence import Book
from ui.deal.figures import glyph, name_of
from ui.finding import severity_class, symbol
from ui.text import language, named, say, t, word
from ui.tokens import stance_word


def _either(own: str | None, english: str | None) -> str:
    return ((english or own) if language() == "en" else (own or english)) or ""


def person_panel(analysis: Analysis, person: PersonRow, book: Book) -> list[Markup]:
    """Return the cards about one person: part and power, statements, ties, coverage, findings."""
    key = grounds.status(person)
    return [
        _who(analysis, person),
        grounds.grounds(person, book.as_of),
        *([key] if key is not None else []),
        _section(t("Covered by"), _covers(analysis, person, book.as_of),
                 t("Nobody of ours covers this person.")),
        _section(t("Ties"), _ties(analysis, person), t("No tie to anybody here is known.")),
        *_findings(analysis, person.id),
    ]  # fmt: skip


def _who(analysis: Analysis, person: PersonRow) -> Markup:
    title = _either(person.title, person.title_en)
    place = _either(person.department, person.department_en)
    if person.outsider:
        place = _either(person.employer_name, person.employer_name_en) or t("Outsider")
    lines = " · ".join(x for x in (title, place) if x)
    roles = [el("span", "chip line", word(values.ROLES, r)) for r in person.roles]
    decider = next((d for d in analysis.deciders if d.id == person.id), None)
    if decider is not None:
        name = t("Presumed to decide") if analysis.presumed else t("Decides")
        roles.insert(0, el("span", "chip primary", f"{name} {fmt.share(decider.weight)}"))
    if person.veto:
        roles.append(el("span", "chip bad", t("Veto")))
    head = el(
        "div",
        "person-head",
        glyph(person.stance),
        el("div", "", el("h2", "", name_of(person)), el("div", "small-text", lines or fmt.DASH)),
    )
    return el(
        "section", "panel deal-card", head, el("div", "chips", *roles), _facts(analysis, person)
    )


def _facts(analysis: Analysis, person: PersonRow) -> Markup:
    stance = word(values.STANCES, stance_word(person.stance))
    sure = t("sure to {n}", n=fmt.share(person.stance_confidence))
    access = next((a for a in analysis.access if a.decider == person.id), None)
    rank = t("{n} of {all}", n=person.influence_rank, all=len(analysis.people))
    facts: list[tuple[str, Child]] = [
        (t("Influence"), el("b", "", fmt.share(person.influence))),
        (t("Rank by influence"), rank),
        (t("Rank by level"), str(person.formal_rank) if person.formal_rank else fmt.DASH),
        (t("Stance"), f"{stance}, {sure}" if person.stance is not None else stance),
        (t("Adds to the lean"), el("b", _tone(person.contribution), fmt.lean(person.contribution))),
        (t("Settled opinion"), fmt.opinion(person.settled_opinion)),
    ]
    facts += grounds.coverage(person)
    facts += leaving.of_one(analysis, person.id)
    if person.vote_weight is not None:
        facts.append((t("Votes"), fmt.plain(person.vote_weight, 1).removesuffix(".0")))
    if access is not None:
        facts.append((t("Reached"), fmt.share(access.reliability)))
        facts.append((t("Threads"), str(access.threads)))
    return _list(facts)


def _list(facts: Sequence[tuple[str, Child]]) -> Markup:
    cells: list[Markup] = []
    for name, value in facts:
        cells += [el("dt", "", name), el("dd", "", value)]
    return el("dl", "facts", *cells)


def _tone(value: float) -> str:
    return color_of(value, value > 0) if abs(value) >= 0.005 else ""


def _section(title: str, rows: Sequence[Markup], empty: str) -> Markup:
    head = el("div", "deal-head", el("span", "", title))
    inside = rows or [el("p", "small-text", empty)]
    return el("section", "panel deal-card", head, *inside)


def _covers(analysis: Analysis, person: PersonRow, today: date) -> list[Markup]:
    sellers = {s.id: named(s) for s in analysis.team}
    rows = []
    for cover in sorted(person.covers, key=lambda c: (-c.strength, c.seller)):
        met = t("last met {day}", day=fmt.day(cover.last_contact, today))
        if cover.last_contact is None:
            met = t("no contact date known")
        was = t("once {n}", n=fmt.share(cover.undecayed))
        faded = f" · {was}" if cover.undecayed - cover.strength >= 0.01 else ""
        known = cover.seller in sellers
        rows.append(
            el(
                "div",
                "fact",
                el(
                    "div",
                    "",
                    el("b", "", sellers.get(cover.seller, cover.seller)),
                    el("b", "push", fmt.share(cover.strength)),
                ),
                el("div", "small-text", met + faded),
                data_id=f"seller:{cover.seller}" if known else None,
                tabindex="0" if known else None,
                role="button" if known else None,
            )
        )
    return rows


def _ties(analysis: Analysis, person: PersonRow) -> list[Markup]:
    people = {p.id: p for p in analysis.people}
    rows = []
    for tie in sorted(analysis.ties, key=lambda x: (x.kind, x.source, x.target)):
        if person.id not in (tie.source, tie.target):
            continue
        other = people.get(tie.target if tie.source == person.id else tie.source)
        if other is None or other.id == person.id:
            continue
        rows.append(
            el(
                "div",
                "fact",
                el(
                    "div",
                    "",
                    el("span", "second", _tie_words(tie, person.id)),
                    " ",
                    el("b", "", name_of(other)),
                    el("span", "push", fmt.plain(tie.weight) if tie.weight is not None else ""),
                ),
                data_id=f"person:{other.id}",
                tabindex="0",
                role="button",
            )
        )
    return rows


def _tie_words(tie: Tie, id_: str) -> str:
    mine = tie.source == id_
    if tie.kind == "REPORTS_TO":
        return t("reports to") if mine else t("leads")
    if tie.kind == "INFLUENCES":
        return t("influences") if mine else t("listens to")
    return t("at odds with") if tie.kind == "CONFLICTS_WITH" else t("knows")


def _findings(analysis: Analysis, id_: str) -> list[Markup]:
    found = [f for f in analysis.findings if f.subject.id == id_ or id_ in f.evidence.nodes]
    if not found:
        return []
    found.sort(key=lambda f: (f.subject.id != id_, -f.severity, f.key))
    rows = []
    for f in found:
        css = severity_class(f.severity)
        rows.append(
            el(
                "div",
                "fact",
                el(
                    "div",
                    "",
                    icon(symbol(f.kind), f"small {css if css != 'quiet' else 'second'}"),
                    el("span", "cut", say(f.title)),
                    el("b", "push", fmt.share(f.severity)),
                ),
                data_id=f"finding:{f.key}",
                tabindex="0",
                role="button",
            )
        )
    return [_section(t("Weak links here"), rows, "")]


def seller_panel(analysis: Analysis, seller: Seller, today: date) -> list[Markup]:
    """Return the cards about one of our team: whom they cover, and how well."""
    covered = [(p, c) for p in analysis.people for c in p.covers if c.seller == seller.id]
    covered.sort(key=lambda pc: (-pc[0].influence * pc[1].strength, pc[0].id))
    reached = sum(p.influence * c.strength for p, c in covered)
    head = el(
        "div",
        "person-head",
        el("span", "who", fmt.initials(named(seller))),
        el(
            "div",
            "",
            el("h2", "", named(seller)),
            el("div", "small-text", word(values.SELLER_ROLES, seller.role)),
        ),
    )
    level = str(seller.level) if seller.level is not None else fmt.DASH
    facts = _list(
        [
            (t("Covers of the decision"), el("b", "", fmt.share(reached))),
            (t("Level"), level),
            *leaving.of_one(analysis, seller.id),
        ]
    )
    rows = [
        el(
            "div",
            "fact",
            el("div", "", glyph(p.stance), el("b", "cut", name_of(p)),
               el("b", "push", fmt.share(c.strength))),
            el("div", "small-text",
               t("holds {n}", n=fmt.share(p.influence)) + " · "
               + t("last met {day}", day=fmt.day(c.last_contact, today))),
            data_id=f"person:{p.id}",
            tabindex="0",
            role="button",
        )
        for p, c in covered
    ]  # fmt: skip
    return [
        el("section", "panel deal-card", head, facts),
        _section(t("Covers"), rows, t("Covers nobody in this deal.")),
        *_findings(analysis, seller.id),
    ]
