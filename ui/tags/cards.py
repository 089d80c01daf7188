"""The three base tags as cards: how many customers each covers, and what it says of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from graph.customers.tags.definition import BASE_TAGS
from graph.customers.tags.results import TagRow
from ui.components.html import Markup, el, join
from ui.format import share
from ui.tags.words import dimension, of_whom, tag_name
from ui.text import either, t, tn

# Values of a tag that are drawn; the rest is one part.
PARTS = 4
Values = Callable[[str], list[tuple[str, int]]]


def base_cards(rows: Sequence[TagRow], values: Values) -> Markup:
    """Draw a card a base tag, and one for each that is still missing."""
    base = [r for r in rows if r.base]
    cards = [_card(r, values(r.id)) for r in base[:BASE_TAGS]]
    cards += [_missing(len(base))] * (BASE_TAGS - len(base))
    return el("div", "cards tag-cards", *cards)


def _card(row: TagRow, values: list[tuple[str, int]]) -> Markup:
    of = t("of {all}", all=of_whom(row))
    return el(
        "section",
        "panel card",
        el("div", "head", el("span", "cut", tag_name(row)), el("span", "", dimension(row))),
        el("div", "figure", el("b", "", share(row.coverage)), el("span", "", of)),
        _stack(row, values),
        data_id=row.id,
        tabindex="0",
        role="button",
        aria_label=tag_name(row),
    )


def _stack(row: TagRow, values: list[tuple[str, int]]) -> Markup:
    """Draw what the tag says: a part a value, those without it left open; shares are of all."""
    shown, rest = values[:PARTS], sum(n for _, n in values[PARTS:])
    shown = [(either(value), n) for value, n in shown]
    parts = [*shown, (t("others"), rest)] if rest else shown
    if not parts:
        parts = [(t("carry it"), row.carriers)]
    whole_width = max(row.eligible, 1)
    bars = [
        el("i", f"shade-{i}", style=f"width:{100 * n / whole_width:.1f}%", title=f"{value}: {n:,}")
        for i, (value, n) in enumerate(parts)
    ]
    legend = [
        el("span", "", el("i", f"shade-{i}"), f"{value} {share(n / whole_width)}")
        for i, (value, n) in enumerate(parts)
    ]
    if row.carriers < row.eligible:
        without = share(1 - row.carriers / whole_width)
        legend.append(el("span", "", t("without it {share}", share=without)))
    return join(el("div", "stack", *bars), el("div", "legend", *legend))


def _missing(have: int) -> Markup:
    words = tn(
        "{n} base tag so far; the system is made for three.",
        "{n} base tags so far; the system is made for three.",
        have,
    )
    return el("section", "panel card missing", el("p", "small-text", words))
