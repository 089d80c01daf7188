"""The panel beside the map: lean, who decides, weak links, next meeting; or one person."""

from __future__ import annotations

from collections.abc import Sequence

from graph.decision.results import Analysis, Finding
from ui import format as fmt
from ui.components.html import Markup, el, icon, join
from ui.deal.chosen import causes
from ui.deal.figures import glyph, lean_card, name_of, who_decides
from ui.deal.grounds import goal_name
from ui.deal.leaving import leaving
from ui.finding import severity_class, symbol
from ui.text import named, say, t

MOST_CAUSES = 6


def overview(
    analysis: Analysis, selected: str, enough: float, chance: Markup | None = None
) -> Markup:
    """Return the panel of the whole deal."""
    return el(
        "div",
        "deal-panel",
        lean_card(analysis, enough),
        chance,
        who_decides(analysis, selected),
        weak_links(analysis, selected),
        next_meeting(analysis),
        leaving(analysis),
        _goals(analysis),
        _notes(analysis),
    )


def _goals(analysis: Analysis) -> Markup | None:
    """Return how many goals of coverage are met, and of which role or level they are."""
    goals = analysis.coverage_goals
    if goals.share is None:
        return None
    met = t("{met} of {all} met", met=goals.met, all=goals.people)
    weighed = t("{n} weighed by influence", n=fmt.share(goals.weighted))
    head = el(
        "div",
        "deal-head",
        el("span", "", t("Coverage goals")),
        el("span", "share-head", met, title=weighed),
    )
    cells: list[Markup] = []
    for part in sorted(goals.parts, key=lambda p: (p.met == p.people, -p.goal, p.name)):
        tone = "good" if part.met == part.people else "bad"
        name = t("{who}, {n} or more", who=goal_name(part.name), n=fmt.share(part.goal))
        cells += [el("dt", "", name), el("dd", "", el("b", tone, f"{part.met}/{part.people}"))]
    return el("section", "panel deal-card", head, el("dl", "facts", *cells))


def _notes(analysis: Analysis) -> Markup | None:
    """Return what must be known beside the figures."""
    if not analysis.notes:
        return None
    lines = [el("p", "small-text", say(note)) for note in analysis.notes]
    return el("section", "panel deal-card", *lines)


def weak_links(analysis: Analysis, selected: str) -> Markup:
    """Return the worst finding of each cause."""
    groups = causes(analysis)
    head = el(
        "div",
        "deal-head",
        el("span", "", t("Weak links")),
        el("span", "share-head", t("exposure × impact")),
    )
    if not groups:
        nothing = el("p", "small-text", t("No weak link found: every check passed."))
        return el("section", "panel deal-card", head, nothing)
    rows = [_cause_row(group, selected) for group in groups[:MOST_CAUSES]]
    more = len(groups) - MOST_CAUSES
    if more > 0:
        rows.append(
            el(
                "div",
                "more",
                t("{n} more in Findings", n=more),
                data_id="view:findings",
                tabindex="0",
                role="button",
            )
        )
    return el("section", "panel deal-card", head, el("div", "causes", *rows))


def _cause_row(group: Sequence[Finding], selected: str) -> Markup:
    worst = group[0]
    lit = selected in {f"finding:{f.key}" for f in group}
    css = severity_class(worst.severity)
    return el(
        "div",
        f"cause{' chosen' if lit else ''}",
        icon(symbol(worst.kind), css if css != "quiet" else "second"),
        el(
            "div",
            "cause-text",
            el("span", "two-lines", say(worst.title), title=say(worst.sentence)),
            el(
                "div",
                "cause-bar",
                el(
                    "span",
                    f"bar {css}",
                    el("i", "", style=f"width:{100 * min(worst.severity / 0.4, 1):.0f}%"),
                ),
                el("span", "second", product(worst)),
            ),
        ),
        el("b", "", fmt.share(worst.severity)),
        data_id=f"finding:{worst.key}",
        tabindex="0",
        role="button",
        aria_pressed="true" if lit else "false",
    )


def product(finding: Finding) -> str:
    """Return exposure times impact, written out."""
    return f"{fmt.share(finding.exposure)} × {fmt.share(finding.impact)}"


def next_meeting(analysis: Analysis) -> Markup:
    """Return the one meeting that gains most."""
    contact = analysis.next_contact
    seller = next((s for s in analysis.team if contact and s.id == contact.seller), None)
    person = next((p for p in analysis.people if contact and p.id == contact.person), None)
    if contact is None or person is None:
        head = el("div", "deal-head", el("span", "", t("Next meeting")))
        why = t("No meeting is known that would change the lean or our access.")
        return el("section", "panel deal-card", head, el("p", "small-text", why))
    who = named(seller) if seller else contact.seller
    head = el(
        "div",
        "deal-head",
        el("span", "", t("Next meeting")),
        el("span", "small-text", t("{n} h", n=f"{contact.hours:g}")),
    )
    pair = el(
        "div",
        "meet",
        el("span", "who", fmt.initials(who)),
        el("b", "cut", who),
        icon("arrow_forward", "small"),
        glyph(person.stance),
        el("b", "cut", name_of(person)),
    )
    gains = el(
        "div",
        "gains",
        el("span", "", t("Lean"), " ", _gain(contact.gain_lean)),
        el(
            "span",
            "",
            t("Access"),
            " ",
            el("b", "", f"{fmt.share(contact.access_before)} → {fmt.share(contact.access_after)}"),
        ),
    )
    why = el("p", "small-text", say(contact.because))
    return el(
        "section",
        "panel deal-card next",
        head,
        pair,
        gains,
        why,
        data_id=f"person:{person.id}",
        tabindex="0",
        role="button",
    )


def _gain(value: float) -> Markup:
    css = "good" if value >= 0.005 else "bad" if value <= -0.005 else ""
    return el("b", css, fmt.lean(value))


def with_back(*parts: Markup) -> Markup:
    """Return a panel about one thing, with the way back to the whole deal."""
    back = el(
        "button",
        "back",
        icon("arrow_back", "small"),
        t("Whole deal"),
        type="button",
        data_id="clear:",
        tabindex="0",
    )
    return el("div", "deal-panel", back, join(*parts))
