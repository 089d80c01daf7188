"""The table of what the graph states behind a finding or a check, in HTML."""

from __future__ import annotations

from collections.abc import Sequence

from graph.model import RELATIONSHIP_TYPES
from ui import format as fmt
from ui.components.html import Markup, el, join
from ui.deal.evidence import Book, Statement
from ui.text import language, t, tn

# With more rows than this the others wait behind "Show all".
MOST = 6


def evidence_table(
    found: Sequence[Statement], book: Book, *, every: bool = True, id_: str = "", nothing: str = ""
) -> Markup:
    """Return the table of statements behind a finding.

    Parameters
    ----------
    found : sequence of Statement
        The statements; what is missing stands last and is always shown.
    book : Book
        Names of the graph.
    every : bool
        Whether all are shown, or the first few.
    id_ : str
        What a click on "Show all" or "Show fewer" is told as, ``all`` or ``few`` behind it; without
        it neither is offered.
    nothing : str
        What is said where there are no statements; of a finding by itself.
    """
    shown = found if every or not id_ else first_of(found)
    total = sum(not s.missing for s in found)
    many = tn("{n} statement", "{n} statements", total)
    if len(shown) < len(found):
        some = sum(not s.missing for s in shown)
        many = tn("{some} of {n} statement", "{some} of {n} statements", total, some=some)
    head = el(
        "div",
        "panel-head",
        el("h2", "", t("Evidence"), " ", el("span", "second thin", many)),
        _more(found, every=every, id_=id_),
    )
    if not found:
        none = nothing or t("This finding rests on what is absent: nothing is stated.")
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
    body = el("tbody", "", *(_statement(s, book) for s in shown))
    table = el("table", "evidence", top, body)
    return el("section", "panel", head, el("div", "scroll plain-head", table))


def first_of(found: Sequence[Statement]) -> list[Statement]:
    """Return the first few statements, and all that is missing."""
    if len(found) <= MOST:
        return list(found)
    missing = [s for s in found if s.missing]
    return [s for s in found if not s.missing][: max(MOST - len(missing), 1)] + missing


def _more(found: Sequence[Statement], *, every: bool, id_: str) -> Markup | None:
    if not id_ or len(first_of(found)) == len(found):
        return None
    return el(
        "button",
        "link-button push",
        t("Show fewer") if every else t("Show all"),
        type="button",
        data_id=f"{id_}:{'few' if every else 'all'}",
        tabindex="0",
        aria_expanded="true" if every else "false",
    )


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
        el("td", "", _type(s)),
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


def _type(s: Statement) -> Markup:
    """Return the kind of relationship as the graph and its queries call it; in Chinese its name."""
    kind = RELATIONSHIP_TYPES[s.type]
    chinese = language() == "zh"
    css = f"chip {'bad' if s.missing else 'line'} type"
    return el("span", css, kind.zh if chinese else s.type, title=s.type if chinese else kind.about)
