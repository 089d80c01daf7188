"""The tags by dimension: how each is obtained, how many customers carry it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from graph.customers.tags.results import TagRow
from graph.model import values
from ui.components.html import Markup, el, icon, share_bar
from ui.format import DASH, day, share, whole
from ui.tags.words import SYMBOLS, dimension, how, of_whom, tag_name
from ui.text import t, tn


def listing(rows: Sequence[TagRow], chosen: str) -> Markup:
    """Draw a row a tag under its dimension; a click shows it beside."""
    heads = (
        (t("Tag"), ""),
        (t("Obtained by"), ""),
        (t("Coverage"), ""),
        (t("Customers"), "num"),
        (t("Sure"), "num"),
        (t("Applied"), "num"),
    )
    places = {word: i for i, word in enumerate(values.TAG_DIMENSIONS.words)}
    ordered = sorted(rows, key=lambda r: places.get(r.dimension or "", len(places)))
    body = [
        part
        for name, group in groupby(ordered, key=dimension)
        for part in _group(name, list(group), chosen)
    ]
    count = tn("{n} tag", "{n} tags", len(rows))
    return el(
        "section",
        "panel",
        el(
            "div",
            "panel-head",
            el("h2", "", t("Tags by dimension")),
            el("span", "small-text", count),
        ),
        el(
            "div",
            "scroll",
            el(
                "table",
                "tag-table plain-head",
                el("thead", "", el("tr", "", *(el("th", css, word) for word, css in heads))),
                el("tbody", "", *body),
            ),
        ),
        aria_label=t("Tags by dimension"),
    )


def _group(name: str, rows: list[TagRow], chosen: str) -> list[Markup]:
    head = el("tr", "tag-group", el("td", "", name, colspan="6"))
    return [head, *(_row(r, r.id == chosen) for r in rows)]


def _row(row: TagRow, chosen: bool) -> Markup:
    base = el("span", "tag", t("base")) if row.base else None
    product = None
    if row.products:
        words = tn("carried by {n} product", "carried by {n} products", row.products)
        product = el("span", "tag", icon("inventory_2", "tiny"), str(row.products), title=words)
    applied = day(row.applied_on) if row.applied_on else DASH
    return el(
        "tr",
        "chosen" if chosen else "",
        el(
            "td",
            "",
            el(
                "div",
                "two",
                el("div", "tag-name", el("b", "cut", tag_name(row)), base, product),
                el("span", "small-text cut", row.id),
            ),
        ),
        el("td", "nowrap second", icon(SYMBOLS[row.how], "small"), " ", how(row.how)),
        el(
            "td",
            "nowrap",
            share_bar(row.coverage or 0.0, "primary"),
            " ",
            el("b", "", share(row.coverage)),
            el("div", "small-text", t("of {all}", all=of_whom(row))),
        ),
        el("td", "num", whole(row.carriers)),
        el("td", "num second", share(row.confidence)),
        el("td", "num second nowrap", applied),
        data_id=row.id,
        tabindex="0",
        aria_selected="true" if chosen else None,
    )
