"""What is known of a person, and on whose word: evidence, key-player status, coverage goal."""

from __future__ import annotations

from datetime import date

from graph.decision.results import EvidenceRow, PersonRow
from graph.vocabulary import values
from ui import format as fmt
from ui.components.html import Markup, el, icon
from ui.text import say, t, together, word

NEAR = 1e-9


def grounds(person: PersonRow, today: date) -> Markup:
    """Return the card of what stance and role rest on, doubts first."""
    head = el("div", "deal-head", el("span", "", t("Stance and role: who says so")))
    rows = [_row(one, today) for one in _ordered(person.evidence)]
    if person.stance is None:
        unsaid = t("Nobody has said where this person stands: unknown, not neutral.")
        rows.append(el("p", "small-text", unsaid))
    return el("section", "panel deal-card", head, *_doubts(person), *rows)


def _ordered(evidence: list[EvidenceRow]) -> list[EvidenceRow]:
    """Stances before roles; what stands before what is superseded; the latest first."""
    return sorted(
        evidence,
        key=lambda e: (
            e.about != "stance", not e.stands, -(e.as_of or date.min).toordinal(), e.source or "",
        ),
    )  # fmt: skip


def _doubts(person: PersonRow) -> list[Markup]:
    found = []
    if person.contradiction:
        found.append(t("Sources contradict each other on the stance. Ask again, and date it."))
    if person.coach_alone:
        about = _about(person.coach_alone)
        found.append(
            t("{about}: a coach's word that no other source confirms. Ask one more.", about=about)
        )
    only = [one for one in person.single_source if one not in person.coach_alone]
    if only:
        found.append(t("{about}: one source alone.", about=_about(only)))
    return [
        el("p", "small-text doubt", icon("warning", "small warn"), " ", words) for words in found
    ]


def _about(names: list[str]) -> str:
    words = {"stance": t("Stance"), "role": t("Role")}
    return t("Stance and role") if len(names) > 1 else words[names[0]]


def _row(one: EvidenceRow, today: date) -> Markup:
    listed = values.STANCES if one.about == "stance" else values.ROLES
    says = together(word(listed, w) for w in one.says) or fmt.DASH
    notes = []
    if not one.stands:
        notes.append(el("span", "chip line", t("superseded")))
    elif one.agrees is False:
        notes.append(el("span", "chip warn", t("disagrees")))
    sure = fmt.share(one.confidence) if one.confidence is not None else ""
    said = el("b" if one.stands else "span", "" if one.stands else "second", says)
    return el(
        "div",
        "fact",
        el("div", "", said, *notes, el("span", "push", sure)),
        el("div", "small-text", f"{one.source or fmt.DASH} · {fmt.day(one.as_of, today)}"),
    )


def status(person: PersonRow) -> Markup | None:
    """Return the card of the key-player status: what, why, and how to say it better."""
    if person.status is None:
        return None
    stated = person.status_source == "stated"
    source = t("stated in the data") if stated else t("suggested by the graph")
    head = el(
        "div",
        "deal-head",
        el("span", "", t("Key player")),
        el("span", "chip primary" if person.status != "outside" else "chip line",
           word(values.STATUSES, person.status)),
    )  # fmt: skip
    reason = say(person.status_reason) if person.status_reason is not None else ""
    how = t("To override: column 'status' of plays (inner_circle, political_structure, outside).")
    return el(
        "section",
        "panel deal-card",
        head,
        el("p", "small-text", f"{reason} ", el("span", "second", source)),
        None if stated else el("p", "small-text", icon("info", "small"), " ", how),
    )


def coverage(person: PersonRow) -> list[tuple[str, Markup]]:
    """Return how well we cover a person, and the goal, as facts of the card."""
    if person.goal is None:
        return [(t("Our cover"), el("b", "", fmt.share(person.coverage)))]
    met = person.coverage >= person.goal - NEAR
    own = el("b", "good" if met else "bad", fmt.share(person.coverage))
    why = t("wanted for {why}", why=goal_name(person.goal_from))
    wanted = el("span", "small-text", t("of {n}", n=fmt.share(person.goal)))
    return [(t("Our cover"), el("span", "", own, " ", wanted, title=why))]


def goal_name(name: str | None) -> str:
    """Name the role or level that sets a goal."""
    if name is None:
        return fmt.DASH
    if name.startswith("level_"):
        return t("level {n}", n=name.removeprefix("level_"))
    return word(values.ROLES, name)
