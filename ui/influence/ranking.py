"""The ranking as a table: influence, the classical scores, cut points, and who stays first."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import polars as pl

from ui.components.html import Markup, el, icon, share_bar
from ui.format import DASH, plain, share, whole
from ui.text import t, tn

# So many people are drawn; downloads take all of them.
ROWS = 200
# column: name, what it says, how it is written
Shown = tuple[Callable[[], str], Callable[[], str], Callable[[float], str]]
COLUMNS: dict[str, Shown] = {
    "first": (
        lambda: t("First in"),
        lambda: t("Share of the redrawn networks in which this one comes first"),
        share,
    ),
    "pagerank": (
        lambda: "PageRank",
        lambda: t("PageRank over the same ties, weighted by how many"),
        lambda v: plain(v, 4),
    ),
    "betweenness": (
        lambda: t("Between"),
        lambda: t("Betweenness: share of the shortest chains between two others through this one"),
        lambda v: plain(v, 3),
    ),
    "in_degree": (lambda: t("In"), lambda: t("How many turn to this one"), whole),
    "out_degree": (lambda: t("Out"), lambda: t("To how many this one turns"), whole),
    "hits": (
        lambda: "HITS",
        lambda: t("HITS authority, the largest 1"),
        lambda v: plain(v, 3),
    ),
    "closeness": (
        lambda: t("Close"),
        lambda: t("Closeness: share of the others who reach this one, over their mean distance"),
        lambda v: plain(v, 3),
    ),
}


def ordered(ranked: pl.DataFrame, sort: str, find: str) -> pl.DataFrame:
    """Return the people in the order asked for, those whose name holds what is sought.

    Examples
    --------
    >>> ranked = pl.DataFrame({"id": ["li", "wu"], "rank": [1, 2], "hits": [0.5, None]})
    >>> ordered(ranked, "hits", "")["id"].to_list(), ordered(ranked, "", "U")["id"].to_list()
    (['li', 'wu'], ['wu'])
    """
    if find:
        sought = pl.col("id").str.to_lowercase().str.contains(find.casefold(), literal=True)
        ranked = ranked.filter(sought)
    by = sort.lstrip("-")
    if by not in COLUMNS or by not in ranked.columns:
        return ranked
    return ranked.sort(
        by, "rank", "id", descending=[not sort.startswith("-"), False, False], nulls_last=True
    )


def ranking(people: pl.DataFrame, most: float, sort: str, chosen: str | None) -> Markup:
    """Draw the first of the people; a click on a row chooses, on a heading sorts."""
    if people.is_empty():
        return el("div", "panel empty", t("Nobody fits."))
    shown = [c for c in COLUMNS if c in people.columns]
    head = (
        el("th", "num", "#", scope="col"),
        el("th", "", t("Person"), scope="col"),
        el("th", "", t("Influence"), scope="col"),
        *(_head(c, sort) for c in shown),
    )
    rows = [_row(r, shown, most, chosen) for r in people.head(ROWS).iter_rows(named=True)]
    drawn = el("table", "ranking", el("thead", "", el("tr", "", *head)), el("tbody", "", *rows))
    left = people.height - ROWS
    rest = None
    if left > 0:
        words = tn("and {n} more person", "and {n} more people", left)
        rest = el("p", "small-text rest", words)
    return el("div", "panel scroll high", drawn, rest)


def _head(column: str, sort: str) -> Markup:
    name, about, _ = COLUMNS[column]
    by, rising = sort.lstrip("-") == column, sort.startswith("-")
    arrow = icon("arrow_upward" if rising else "arrow_downward", "tiny") if by else None
    button = el(
        "button",
        "",
        name(),
        arrow,
        type="button",
        title=about(),
        data_id=column,
        data_event="sort",
        data_sort="1",
        tabindex="0",
    )
    order = ("ascending" if rising else "descending") if by else None
    return el("th", "num", button, scope="col", aria_sort=order)


def _row(row: dict[str, Any], shown: list[str], most: float, chosen: str | None) -> Markup:
    cut = None
    if row["cut_point"]:
        words = t("Without this one the network falls apart")
        mark = icon("content_cut", "tiny")
        cut = el("span", "chip warn", mark, el("span", "", t("cut point")), title=words)
    return el(
        "tr",
        "chosen" if row["id"] == chosen else "",
        el("td", "num faint", whole(row["rank"])),
        el("td", "", el("span", "pair", el("b", "cut", row["id"], title=row["id"]), cut)),
        el(
            "td",
            "nowrap",
            share_bar(row["influence"] / most if most else 0.0, "primary"),
            " ",
            el("b", "", share(row["influence"], 1)),
        ),
        *(el("td", "num", _written(c, row[c])) for c in shown),
        data_id=row["id"],
        data_event="row",
        tabindex="0",
    )


def _written(column: str, value: float | None) -> str:
    return DASH if value is None else COLUMNS[column][2](value)
