"""The table of what the graph states behind a finding or a check, in HTML."""

from __future__ import annotations

from collections.abc import Sequence

from ui import format as fmt
from ui.components.html import Markup, el, join
from ui.deal.evidence import Book, Statement
from ui.text import t, tn


def evidence_table(found: Sequence[Statement], book: Book) -> Markup:
    """Return the table of statements behind a finding."""
    many = tn("{n} statement", "{n} statements", sum(not s.missing for s in found))
    head = el(
        "div", "panel-head", el("h2", "", t("Evidence"), " ", el("span", "second thin", many))
    )
    if not found:
        none = t("This finding rests on what is absent: nothing is stated.")
        return el("section", "panel", head, el("p", "empty", none))
    titles = (
        (t("Relationship"), ""),
        (t("Who"), ""),
        (t("What it says"), ""),
        (t("Source"), ""),
        (t("As of"), "num"),
        (t("Confidence"), "num"),
    )
    top = el("thead", "", el("tr", "", *(el("th", css, name) for name, css in titles)))
    body = el("tbody", "", *(_statement(s, book) for s in found))
    table = el("table", "evidence", top, body)
    return el("section", "panel", head, el("div", "scroll plain-head", table))


def _statement(s: Statement, book: Book) -> Markup:
    source = book.name(s.source_id) if s.source_id else t("nobody")
    target = book.name(s.target_id) if s.target_id else t("nobody")
    who = join(source, el("span", "second", " → "), target)
    if s.type in ("HOLDS", "PLAYS"):
        who = join(source)
    absent = t("nobody states it") if s.missing else t("the source gives none")
    return el(
        "tr",
        "",
        el("td", "", el("span", f"chip {'bad' if s.missing else 'line'} type", s.type)),
        el("td", "", who),
        el("td", "", s.says),
        el("td", "second", el("span", "cut", s.source, title=s.source)),
        el("td", "num", fmt.day(s.as_of, book.as_of), title=None if s.as_of else absent),
        el(
            "td",
            "num",
            fmt.share(s.confidence),
            title=None if s.confidence is not None else absent,
        ),
    )
