"""Overlaps as a grid, and customers whose tags cannot all be right as a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

from graph.customers.tags.results import Overlap
from ui.components.html import Markup, el, icon
from ui.format import share, whole
from ui.names import Names
from ui.text import language, t, tn

# A larger grid is not read; the tags that overlap most are drawn.
GRID = 14
ROWS = 50
SYMBOLS = {
    "exclusive": "call_split",
    "opposed": "compare_arrows",
    "values": "difference",
    "outdated": "history",
}


def grid(overlaps: Sequence[Overlap], names: Mapping[str, str]) -> Markup:
    """Draw how much every two tags overlap; the deeper the more alike."""
    tags = _most(overlaps)
    if not tags:
        return el("div", "panel empty", t("No two tags are carried by the same customer."))
    found = {frozenset(o.tags): o for o in overlaps}
    heads = [el("th", "", el("span", "", names.get(b, b)), title=b) for b in tags]
    body = [
        el(
            "tr",
            "",
            el("th", "", names.get(a, a), title=a),
            *(_cell(a, b, found, names, (i, j)) for j, b in enumerate(tags)),
        )
        for i, a in enumerate(tags)
    ]
    about = t("customers that carry both, of those that carry either")
    table = el(
        "table",
        "matrix tag-grid",
        el("colgroup", "", el("col", "first"), el("col", "", span=len(tags))),
        el("thead", "", el("tr", "", el("th", ""), *heads)),
        el("tbody", "", *body),
        style=f"--cols:{len(tags)}",
    )
    return el(
        "section",
        "panel",
        el("div", "panel-head", el("h2", "", t("Overlaps")), el("span", "small-text", about)),
        el("div", "matrix-wrap", table),
        aria_label=t("Overlaps"),
    )


def _most(overlaps: Sequence[Overlap]) -> list[str]:
    """Return the tags of the grid: those that overlap most, in the order of their ids."""
    found: dict[str, None] = {}
    for overlap in overlaps:
        for tag in overlap.tags:
            if len(found) < GRID or tag in found:
                found[tag] = None
    return sorted(found)


def _cell(
    a: str,
    b: str,
    found: Mapping[frozenset[str], Overlap],
    names: Mapping[str, str],
    at: tuple[int, int],
) -> Markup:
    overlap = found.get(frozenset((a, b)))
    if a == b or overlap is None:
        return el("td", "", el("span", "cell none", "·" if a == b else "–"))
    words = t(
        "{a} and {b}: {n} customers carry both",
        a=names.get(a, a),
        b=names.get(b, b),
        n=whole(overlap.both),
    )
    return el(
        "td",
        "",
        el(
            "button",
            "cell open",
            share(overlap.jaccard),
            style=f"--deep:{overlap.jaccard:.3f}",
            title=words,
            aria_label=words,
            type="button",
            data_id=a,
            tabindex="0",
            data_row=at[0],
            data_col=at[1],
        ),
    )


def table(found: pl.DataFrame, names: Names, tags: Mapping[str, str]) -> Markup:
    """Draw customers whose tags cannot all be right, and why."""
    if found.is_empty():
        return el(
            "div",
            "panel empty",
            icon("check_circle", "good"),
            " ",
            t("No tags contradict one another."),
        )
    heads = (t("Customer"), t("Tags"), t("What is wrong"))
    shown = found.head(ROWS)
    count = tn("{n} contradiction", "{n} contradictions", found.height)
    about = (
        count if found.height <= ROWS else t("first {n} of {all}", n=ROWS, all=whole(found.height))
    )
    return el(
        "section",
        "panel",
        el("div", "panel-head", el("h2", "", t("Contradictions")), el("span", "small-text", about)),
        el(
            "table",
            "clash-table plain-head",
            el("thead", "", el("tr", "", *(el("th", "", h) for h in heads))),
            el("tbody", "", *(_row(r, names, tags) for r in shown.iter_rows(named=True))),
        ),
        aria_label=t("Contradictions"),
    )


def _row(row: Mapping[str, object], names: Names, tags: Mapping[str, str]) -> Markup:
    customer, carried = str(row["customer"]), list(row["tags"])  # type: ignore[call-overload]
    said = str(row["zh"] if language() == "zh" else row["en"])
    named = names.of("Enterprise", customer)
    return el(
        "tr",
        "",
        el(
            "td",
            "",
            el("div", "two", el("b", "cut", named), el("span", "small-text", customer))
            if named != customer
            else el("b", "", customer),
        ),
        el("td", "", *(el("span", "chip line", tags.get(tag, tag)) for tag in carried)),
        el("td", "", icon(SYMBOLS[str(row["kind"])], "small warn"), " ", said),
    )
