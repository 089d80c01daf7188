"""The figures of a deal as it is beside those of the deal as supposed, with a bar for both."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from graph.decision.results import Analysis
from ui import format as fmt
from ui.components.html import Markup, el, join
from ui.deal.compare import Column
from ui.deal.figures import name_of
from ui.text import t, tn, together

MOST_PEOPLE = 8
Way = Callable[[float | None], str]


def figures(base: Analysis, columns: Sequence[Column]) -> Markup:
    """Return the figures of the deal as it is and of each set, with a bar for both."""
    heads = [el("th", "", ""), el("th", "num", t("Now"))]
    heads += [el("th", "sup-col", el("span", "sup-letter", c.letter)) for c in columns]
    body = [
        _verdict_row(base, columns),
        _row(t("Lean"), "lean", base, columns, fmt.lean),
        _row(t("Uncertainty (±)"), "lean_sd", base, columns, fmt.plain, better=-1),
        _row(t("Known"), "known_share", base, columns, fmt.share),
        _row(t("Decision covered"), "decision_covered", base, columns, fmt.share),
        _row(t("Access to the decision"), "access_weighted", base, columns, fmt.share),
        *_reach_rows(base, columns),
        _count_row(base, columns),
    ]
    title = el("h2", "", t("Before and after"))
    note = el("span", "second", t("nothing is stored"))
    return el(
        "section",
        "panel",
        el("div", "panel-head sup-head", title, note),
        el(
            "div",
            "scroll plain-head",
            el("table", "sup-table", el("thead", "", el("tr", "", *heads)), el("tbody", "", *body)),
        ),
    )


def _verdict_row(base: Analysis, columns: Sequence[Column]) -> Markup:
    cells = [el("td", "num second", _passes(base.passes))]
    for one in columns:
        css = "good" if one.analysis.passes else "bad" if base.passes else "second"
        blocked = together(_names(one.analysis).get(i, i) for i in one.analysis.blocked_by)
        note = t("blocked by the veto of {who}", who=blocked) if blocked else None
        words = el("b", f"{css} sup-big", _passes(one.analysis.passes))
        cells.append(el("td", "", words, el("small", "bad why", " ", note) if note else None))
    return el("tr", "", el("th", "", t("Passes")), *cells)


def _passes(passes: bool | None) -> str:
    if passes is None:
        return fmt.DASH
    return t("yes") if passes else t("no")


def _names(analysis: Analysis) -> dict[str, str]:
    return {p.id: name_of(p) for p in analysis.people}


def _row(
    label: str,
    name: str,
    base: Analysis,
    columns: Sequence[Column],
    way: Way,
    better: int = 1,
) -> Markup:
    before = getattr(base, name)
    cells = [
        cell(before, getattr(c.analysis, name), way, better=better, signed=name == "lean")
        for c in columns
    ]
    return el("tr", "", el("th", "", label), el("td", "num second", way(before)), *cells)


def cell(
    before: float | None, after: float | None, way: Way, *, better: int = 1, signed: bool = False
) -> Markup:
    """Return the new figure, larger and coloured where it moved, over a bar of both."""
    if before is None or after is None or way(before) == way(after):
        tone = "second"
    else:
        tone = "good" if (after - before) * better > 0 else "bad"
    return el(
        "td", "sup-cell", el("b", f"{tone} sup-big", way(after)), _both(before, after, tone, signed)
    )


def _both(before: float | None, after: float | None, tone: str, signed: bool) -> Markup:
    if before is None or after is None:
        return el("span", "both")
    low, high = sorted((before, after))
    if signed:
        low, high = (low + 1) / 2, (high + 1) / 2
    return el(
        "span",
        f"both {tone}",
        el("i", "now", style=_width(low)),
        el("i", "then", style=_width(high - low)),
    )


def _width(share: float) -> str:
    return f"width:{100 * min(max(share, 0.0), 1.0):.1f}%"


def _reach_rows(base: Analysis, columns: Sequence[Column]) -> list[Markup]:
    sides = [base, *(c.analysis for c in columns)]
    ways = [{w.decider: w for w in side.access} for side in sides]
    names: dict[str, str] = {}
    for side in reversed(sides):
        names |= _names(side)
    found = []
    for id_ in dict.fromkeys(i for side in ways for i in side):
        chances = [side[id_].reliability if id_ in side else None for side in ways]
        threads = [side[id_].threads if id_ in side else None for side in ways]
        cells = [
            el("td", "num second", fmt.share(chances[0]), _threads(threads[0])),
            *(_reach_cell(chances[0], c, n) for c, n in zip(chances[1:], threads[1:], strict=True)),
        ]
        label = t("Reach {who}", who=names.get(id_, id_))
        found.append(el("tr", "", el("th", "", el("span", "cut", label, title=label)), *cells))
    return found


def _reach_cell(before: float | None, after: float | None, threads: int | None) -> Markup:
    inner = cell(before, after, fmt.share)
    return Markup(inner.replace("</b>", f"</b>{_threads(threads)}", 1))


def _threads(count: int | None) -> Markup:
    if count is None:
        return join("")
    return el("small", "second", " · ", tn("{n} thread", "{n} threads", count))


def _count_row(base: Analysis, columns: Sequence[Column]) -> Markup:
    before = len(base.findings)
    cells = []
    for one in columns:
        after = len(one.analysis.findings)
        tone = "second" if after == before else "good" if after < before else "bad"
        cells.append(el("td", "sup-cell", el("b", f"{tone} sup-big", fmt.whole(after))))
    label = el("th", "", t("Weak links"))
    return el("tr", "", label, el("td", "num second", fmt.whole(before)), *cells)


def people(base: Analysis, columns: Sequence[Column]) -> Markup | None:
    """Return the people who moved farthest: settled opinion before and after."""
    moved: dict[str, float] = {}
    for column in columns:
        for one in column.comparison.people:
            moved[one.id] = max(moved.get(one.id, 0.0), one.moved)
    farthest = sorted(moved, key=lambda i: (-moved[i], i))[:MOST_PEOPLE]
    if not farthest:
        return None
    sides = [base, *(c.analysis for c in columns)]
    rows = [{p.id: p for p in side.people} for side in sides]
    heads = [el("th", "", t("Who moves")), el("th", "num", t("Now"))]
    heads += [el("th", "sup-col", el("span", "sup-letter", c.letter)) for c in columns]
    body = []
    for id_ in farthest:
        person = next(r[id_] for r in rows if id_ in r)
        opinions = [r[id_].settled_opinion if id_ in r else None for r in rows]
        cells = [cell(opinions[0], o, fmt.opinion, signed=True) for o in opinions[1:]]
        # Who comes in by a change alone is not on the map of today: nothing to go to.
        target = {"data_id": f"map:person:{id_}", "tabindex": "0", "role": "button"}
        held = el("small", "second", fmt.share(person.influence))
        body.append(
            el(
                "tr",
                "",
                el("th", "", el("span", "cut", name_of(person)), " ", held),
                el("td", "num second", fmt.opinion(opinions[0])),
                *cells,
                **(target if id_ in rows[0] else {}),
            )
        )
    note = el("span", "second", t("settled opinion, −1 against to +1 for; share of the decision"))
    table = el("table", "sup-table", el("thead", "", el("tr", "", *heads)), el("tbody", "", *body))
    head = el("div", "panel-head sup-head", el("h2", "", t("People")), note)
    return el("section", "panel", head, el("div", "scroll plain-head", table))
