"""One tag: what decides it, who carries it, what it goes with, when it was applied."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from graph.customers.tags.definition import Applied, Definition
from graph.customers.tags.results import Overlap, TagRow
from ui.components.html import Markup, el, icon, join, share_bar
from ui.format import day, share, whole
from ui.names import Names
from ui.tags.words import SYMBOLS, dimension, how, of_whom, tag_name
from ui.text import either, t, tn, together

ALIKE = 4
TIMES = 5


@dataclass(frozen=True)
class Looked:
    """Everything that the panel shows of a tag.

    ``carriers`` are (kind, id) of the first; ``alike`` the tags that overlap it most, ``names``
    what tags are called.
    """

    row: TagRow
    carriers: Sequence[tuple[str, str]]
    products: Sequence[str]
    alike: Sequence[Overlap]
    names: dict[str, str]
    definition: Definition | None = None
    values: Sequence[tuple[str, int]] = field(default=())


def detail(looked: Looked, names: Names) -> Markup:
    """Draw the panel of the chosen tag."""
    row = looked.row
    return el(
        "section",
        "panel tag-detail",
        el(
            "div",
            "panel-head",
            el("h2", "cut", tag_name(row), title=tag_name(row)),
            el("span", "chip quiet", icon(SYMBOLS[row.how]), how(row.how)),
        ),
        el("div", "tag-facts", el("span", "", row.id), " · ", el("span", "", dimension(row))),
        _obtained(looked),
        _covered(row),
        _values(looked),
        _carried(looked, names),
        _goes_with(looked),
        _history(looked.definition),
        aria_label=tag_name(row),
    )


def _obtained(looked: Looked) -> Markup:
    definition = looked.definition
    if definition is None:
        said = t("Stated by {source}.", source=_source(looked.row))
        return el("div", "tag-part", el("p", "second", said))
    excluded = None
    if definition.excludes:
        others = together(looked.names.get(e, e) for e in definition.excludes)
        excluded = el("p", "small-text", t("Excludes {tags}.", tags=others))
    return el("div", "tag-part", el("pre", "tag-code", definition.text), excluded)


def _source(row: TagRow) -> str:
    if not row.source:
        return t("the files that were loaded")
    return together(either(s) for s in row.source.split("; "))


def _covered(row: TagRow) -> Markup:
    said = t("{part} of {all}", part=whole(row.carriers), all=of_whom(row))
    return el(
        "div",
        "tag-part tag-cover",
        el("b", "figure", share(row.coverage)),
        el("div", "", share_bar(row.coverage or 0.0, "primary"), el("span", "small-text", said)),
        el("span", "small-text", t("sure {share}", share=share(row.confidence))),
    )


def _values(looked: Looked) -> Markup | None:
    if not looked.values:
        return None
    row = looked.row
    whole_count = max(row.eligible, 1)
    parts = [
        el("span", "chip line", f"{either(value)} ", el("b", "", share(n / whole_count)))
        for value, n in looked.values
    ]
    if row.carriers < row.eligible:
        without = share(1 - row.carriers / whole_count)
        parts.append(el("span", "small-text", t("without it {share}", share=without)))
    head = _head(t("Its values, of {all}", all=of_whom(row)))
    return el("div", "tag-part", head, el("div", "tag-chips", *parts))


def _carried(looked: Looked, names: Names) -> Markup | None:
    if not looked.carriers and not looked.products:
        return el("div", "tag-part", el("p", "second", t("Nobody carries it yet.")))
    who = [el("span", "chip quiet", _called(names, kind, id_)) for kind, id_ in looked.carriers]
    more = looked.row.carriers - len(looked.carriers)
    rest = el("span", "small-text", t("and {n} more", n=whole(more))) if more > 0 else None
    offered = [
        el("span", "chip primary", icon("inventory_2"), names.of("Product", p))
        for p in looked.products
    ]
    products = (
        join(_head(t("Products for it")), el("div", "tag-chips", *offered)) if offered else None
    )
    people = join(_head(t("Who carries it")), el("div", "tag-chips", *who, rest)) if who else None
    return el("div", "tag-part", people, products)


def _called(names: Names, kind: str, id_: str) -> str:
    name = names.of(kind, id_)
    return name if name == id_ else f"{name}"


def _goes_with(looked: Looked) -> Markup | None:
    if not looked.alike:
        return None
    rows = [_alike(o, looked) for o in looked.alike[:ALIKE]]
    of = el("span", "small-text", t("customers that carry both, of those that carry either"))
    return el("div", "tag-part", _head(t("Goes with")), of, *rows)


def _alike(overlap: Overlap, looked: Looked) -> Markup:
    other = next(tag for tag in overlap.tags if tag != looked.row.id)
    both = tn("{count} both", "{count} both", overlap.both, count=whole(overlap.both))
    return el(
        "div",
        "tag-alike",
        el("span", "cut", looked.names.get(other, other)),
        share_bar(overlap.jaccard, "primary"),
        el("b", "num", share(overlap.jaccard)),
        el("span", "small-text num", both),
        data_id=other,
        tabindex="0",
        role="button",
    )


def _history(definition: Definition | None) -> Markup | None:
    if definition is None:
        return None
    if definition.applied_on is None:
        said = t("Defined, but not applied yet: nobody carries it by this definition.")
        return el("div", "tag-part", el("p", "warn", said))
    times = [_time(entry) for entry in reversed(definition.history[-TIMES:])]
    return el("div", "tag-part", _head(t("Applied")), *times)


def _time(entry: Applied) -> Markup:
    return el(
        "div",
        "tag-time",
        el("span", "second", day(entry.applied_on)),
        el("span", "good" if entry.added else "faint", f"+{entry.added:,}"),
        el("span", "bad" if entry.removed else "faint", f"−{entry.removed:,}"),
    )


def _head(words: str) -> Markup:
    return el("h3", "", words)
