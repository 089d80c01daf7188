"""What leaves with whom (N-1): how much of our access to the decision hangs on each, in HTML."""

from __future__ import annotations

from graph.decision.results import Analysis, Loss
from ui import format as fmt
from ui.components.html import Markup, el, icon
from ui.deal.figures import name_of
from ui.text import named, t, together

MOST = 5
# A loss below this is none to a reader.
LEAST = 0.005


def leaving(analysis: Analysis) -> Markup | None:
    """Return the card of those with whom most access would go."""
    felt = [one for one in analysis.losses if one.loss >= LEAST or one.cuts]
    if not felt:
        return None
    head = el(
        "div",
        "deal-head",
        el("span", "", t("If somebody leaves")),
        el("span", "share-head", t("access lost")),
    )
    rows = [_row(analysis, one) for one in felt[:MOST]]
    return el("section", "panel deal-card", head, *rows)


def _row(analysis: Analysis, one: Loss) -> Markup:
    people = {p.id: name_of(p) for p in analysis.people}
    sellers = {s.id: named(s) for s in analysis.team}
    seller = one.kind == "seller"
    name = (sellers if seller else people).get(one.id, one.id)
    cut = together(people.get(i, i) for i in one.cuts)
    kept = max(one.before - one.loss, 0.0)
    words = t("{now} → {then}", now=fmt.share(one.before), then=fmt.share(kept))
    if cut:
        words += " · " + t("cuts off {who}", who=cut)
    return el(
        "div",
        "fact",
        el(
            "div",
            "",
            icon("badge" if seller else "person", "small second"),
            el("b", "cut", name),
            el("b", "push bad", _points(one.loss)),
        ),
        el("div", "small-text", words),
        data_id=f"{'seller' if seller else 'person'}:{one.id}",
        tabindex="0",
        role="button",
    )


def of_one(analysis: Analysis, id_: str) -> list[tuple[str, Markup]]:
    """Return what leaves with one person or seller, as a fact of the card; nothing if nothing."""
    for one in analysis.losses:
        if one.id == id_ and one.loss >= LEAST:
            return [(t("Access lost on leaving"), el("b", "bad", _points(one.loss)))]
    return []


def _points(loss: float) -> str:
    return t("−{n} pts", n=fmt.plain(100 * loss, 1).removesuffix(".0"))
