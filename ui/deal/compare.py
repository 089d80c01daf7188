"""What sets of suppositions change, in words: the changes themselves, weak links gone and new."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from graph.decision.results import Analysis, Finding
from graph.decision.what_if.compare import Comparison
from ui import format as fmt
from ui.components.html import Markup, el, icon
from ui.finding import severity_class, symbol
from ui.services_what_if import Supposed
from ui.text import named, say, t, tn

MOST_FINDINGS = 6


@dataclass(frozen=True)
class Column:
    """One set of changes: its letter, its analysis, what it changes."""

    letter: str
    analysis: Analysis
    comparison: Comparison


def chips(letter: str, changes: Sequence[Supposed]) -> Markup:
    """Return the changes of one set, each with a way to take it away."""
    if not changes:
        none = t("Nothing is supposed yet. Add a change above.")
        return el("p", "small-text", none)
    return el("div", "sup-chips", *(_chip(letter, i, one) for i, one in enumerate(changes)))


def _chip(letter: str, at: int, one: Supposed) -> Markup:
    words = say(one.words)
    return el(
        "span",
        "sup-chip" if one.change else "sup-chip bad",
        icon(SYMBOLS[one.change.verb] if one.change else "error", "small"),
        el("span", "", words, title=one.text),
        el(
            "button",
            "sup-drop",
            icon("close", "tiny"),
            type="button",
            data_id=f"drop:{letter}:{at}",
            tabindex="0",
            aria_label=t("Take away: {what}", what=words),
        ),
    )


SYMBOLS = {
    "stance": "thumbs_up_down",
    "remove": "person_remove",
    "meet": "handshake",
    "influence": "conversion_path",
    "role": "badge",
    "cover": "link",
}


def differences(columns: Sequence[Column]) -> Markup:
    """Return for each set what it changes in words, and the weak links that go and come."""
    return el("div", "sup-sides", *(_side(c, several=len(columns) > 1) for c in columns))


def _side(one: Column, *, several: bool) -> Markup:
    found = one.comparison
    letter = el("span", "sup-letter", one.letter) if several else None
    lines = [el("p", "", say(s)) for s in found.sentences]
    notes = [el("p", "sup-note", icon("warning", "small"), say(n)) for n in found.notes]
    return el(
        "section",
        "panel sup-side",
        el("div", "panel-head", letter, el("h2", "", t("What it changes"))),
        el("div", "sup-words", *notes, *lines),
        _links(t("Weak links gone"), found.gone, "check_circle", "good"),
        _links(t("New weak links"), found.new, "add_circle", "bad"),
    )


def _links(head: str, found: Sequence[Finding], mark: str, tone: str) -> Markup | None:
    if not found:
        return None
    rows = [
        el(
            "div",
            "sup-link",
            icon(mark, f"small {tone}"),
            icon(symbol(f.kind), "small"),
            el("span", "cut", say(f.title), title=say(f.sentence)),
            el("b", severity_class(f.severity), fmt.share(f.severity)),
        )
        for f in found[:MOST_FINDINGS]
    ]
    more = len(found) - MOST_FINDINGS
    if more > 0:
        rows.append(el("div", "small-text", tn("{n} more", "{n} more", more)))
    return el("div", "sup-links", el("div", "sup-sub", head), *rows)


def seller_name(analysis: Analysis, id_: str) -> str:
    """Return what a seller of the deal is called."""
    return next((named(s) for s in analysis.team if s.id == id_), id_)
