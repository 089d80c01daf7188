"""What was mended or went since the last review: weak links that it found and stand no longer.

A tick stands where the deal tells who mended it; others may only count no longer, as when the
influence of somebody falls behind that of others.
"""

from __future__ import annotations

from datetime import date

from graph.decision.results import Analysis, PersonRow
from graph.decision.reviews.state import DealState, FindingState
from ui import format as fmt
from ui.components.html import Markup, el, icon
from ui.deal.figures import name_of
from ui.reviews import Kept
from ui.text import named, say, t, together

# Weak links that end where somebody of ours was there since.
OF_COVER = ("uncovered_power", "single_thread", "fading_tie", "power_gap")


def mended(analysis: Analysis, review: Kept) -> Markup:
    """Return what a review found and what does not stand any more, with who mended it."""
    standing = {f.key for f in analysis.findings}
    gone = [f for f in review.state.findings if f.key not in standing]
    day = fmt.day(review.look.as_of, analysis.as_of)
    head = el(
        "div",
        "mended-head",
        el("b", "", t("Mended or gone since the review of {day}", day=day)),
        el("span", "second push", str(len(gone))) if gone else None,
    )
    if not gone:
        return el("div", "mended", head, el("p", "small-text", t("Nothing so far.")))
    order = sorted(gone, key=lambda f: (-f.severity, f.key))
    return el("div", "mended", head, *(_row(f, review.state, analysis) for f in order))


def _row(found: FindingState, then: DealState, analysis: Analysis) -> Markup:
    here = any(p.id == found.subject.id for p in analysis.people)
    who = mended_by(found, then, analysis)
    by = who or t("was {n}", n=fmt.share(found.severity))
    return el(
        "div",
        "find-line",
        icon("check_circle", "small good") if who else icon("history", "small"),
        el("span", "cut", say(found.title), title=say(found.sentence)),
        el("span", "small-text nowrap", by),
        data_id=f"map:person:{found.subject.id}" if here else "view:changes",
        tabindex="0",
        role="button",
    )


def mended_by(found: FindingState, then: DealState, analysis: Analysis) -> str:
    """Say who mended it, where the deal as it stands tells: who fills the role, or who was there.

    Who was there is a seller with a contact that the review did not have.
    """
    if found.subject.kind == "role":
        return together(name_of(p) for p in analysis.people if found.subject.id in p.roles)
    person = next((p for p in analysis.people if p.id == found.subject.id), None)
    if person is None or found.kind not in OF_COVER:
        return ""
    return _newly_there(person, then, analysis)


def _newly_there(person: PersonRow, then: DealState, analysis: Analysis) -> str:
    before = {c.seller: c.last_contact or date.min for c in then.covers if c.person == person.id}
    new = [
        c
        for c in person.covers
        if c.strength > 0
        and (c.seller not in before or (c.last_contact or date.min) > before[c.seller])
    ]
    if not new:
        return ""
    best = max(new, key=lambda c: (c.strength, c.seller))
    seller = next((named(s) for s in analysis.team if s.id == best.seller), best.seller)
    if best.last_contact is None:
        return seller
    return t("{who}, {day}", who=seller, day=fmt.day(best.last_contact, analysis.as_of))
