"""We beside a rival: figures, deciders and key people with bars, weak links to use, in HTML."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from graph.decision.rivals.results import DeciderAgainst, PersonAgainst, Point, Rival, RivalsEye
from ui import format as fmt
from ui.components.html import Markup, el, icon
from ui.text import named, say, t, tn

MOST_POINTS = 6
Way = Callable[[float | None], str]


def head(eye: RivalsEye) -> Markup:
    """Return who the rival is, how it is seen here, and the figures of both sides."""
    rival = eye.rival
    chips = [el("span", "chip line", text) for text in seen(rival, eye)]
    legend = el(
        "span",
        "eye-legend push",
        el("span", "", el("i", "ours"), t("we")),
        el("span", "", el("i", "theirs"), named(rival)),
    )
    figures = [
        _figure(t("Lean"), eye.lean_ours, eye.side.lean, fmt.lean, half=True),
        _figure(t("Decision covered"), eye.covered_ours, eye.covered_theirs, fmt.share),
        _figure(t("Access to the decision"), eye.access_ours, eye.access_theirs, fmt.share),
    ]
    return el(
        "section",
        "panel",
        el(
            "div",
            "panel-head sup-head",
            el("h2", "", t("{rival} in this deal", rival=named(rival))),
            *chips,
            legend,
        ),
        el("div", "eye-figures", *figures),
    )


def seen(rival: Rival, eye: RivalsEye) -> list[str]:
    """Say in short by what a rival is seen at the deal."""
    words = []
    if rival.bids:
        day = fmt.day(rival.first_seen, eye.as_of)
        words.append(t("bids, first seen {day}", day=day) if rival.first_seen else t("bids"))
    if rival.courts:
        words.append(tn("courts {n} person", "courts {n} people", rival.courts))
    if rival.supplies:
        words.append(t("supplies the customer"))
    return words


def _figure(
    name: str, ours: float | None, theirs: float | None, way: Way, *, half: bool = False
) -> Markup:
    return el("div", "eye-figure", el("div", "second", name), versus(ours, theirs, way, half=half))


def versus(ours: float | None, theirs: float | None, way: Way, *, half: bool = False) -> Markup:
    """Return two bars under each other: ours, then theirs.

    ``half``: the scale is -1..1, the bars start at a mark for zero in its middle.
    """
    lines: list[Markup] = []
    for value, css in ((ours, "ours"), (theirs, "theirs")):
        ahead = value is not None and value >= max(x for x in (ours, theirs) if x is not None)
        lines.append(el("b", "" if ahead else "second", way(value)))
        zero = el("i", "zero", title="0") if half else None
        bar = el("i", "", style=_filled(value or 0.0, half=half))
        lines.append(el("span", f"bar {css}{' half' if half else ''}", bar, zero))
    return el("div", "versus", *lines)


def _filled(value: float, *, half: bool) -> str:
    """Return how far a bar is filled: from the left, or from the middle to either side.

    Examples
    --------
    >>> _filled(0.5, half=False), _filled(0.5, half=True), _filled(-0.5, half=True)
    ('width:50.0%', 'left:50.0%;width:25.0%', 'left:25.0%;width:25.0%')
    """
    kept = min(max(value, -1.0 if half else 0.0), 1.0)
    if not half:
        return f"width:{100 * kept:.1f}%"
    return f"left:{50 + min(0.0, 50 * kept):.1f}%;width:{abs(50 * kept):.1f}%"


def deciders(eye: RivalsEye) -> Markup:
    """Return the table of the deciders: chance, threads and stance of both sides."""
    heads = [t("Who decides"), t("Weight"), t("Chance of reaching"), t("Threads"), t("Coverage"),
             t("Stance"), t("Ahead, by chance")]  # fmt: skip
    rows = [
        _person_row(
            row.decider,
            named(row),
            [
                el("td", "num", fmt.share(row.weight)),
                el("td", "", versus(row.reliability_ours, row.reliability_theirs, fmt.share)),
                el("td", "", versus_count(row.threads_ours, row.threads_theirs)),
                *_both(row),
                el("td", "", ahead(row.ahead, eye)),
            ],
        )
        for row in eye.deciders
    ]
    if not rows:
        return _table(t("Deciders"), heads, [], t("Nobody is known to decide."))
    return _table(t("Deciders"), heads, rows, "")


def people(eye: RivalsEye) -> Markup:
    """Return the table of the people of high influence."""
    heads = [t("High influence"), t("Share"), t("Coverage"), t("Stance"), t("Ahead, by coverage")]
    rows = [
        _person_row(
            row.id,
            named(row),
            [
                el("td", "num", fmt.share(row.influence)),
                *_both(row),
                el("td", "", ahead(row.ahead, eye)),
            ],
        )
        for row in eye.people
    ]
    return _table(t("Key people"), heads, rows, t("Nobody of high influence is known."))


def _table(title: str, heads: Sequence[str], rows: Sequence[Markup], nothing: str) -> Markup:
    top = el("div", "panel-head", el("h2", "", title))
    if not rows:
        return el("section", "panel", top, el("p", "empty", nothing))
    line = el("tr", "", *(el("th", "num" if i == 1 else "", h) for i, h in enumerate(heads)))
    table = el("table", "eye-table", el("thead", "", line), el("tbody", "", *rows))
    return el("section", "panel", top, el("div", "scroll plain-head", table))


def _person_row(id_: str, name: str, cells: Sequence[Markup]) -> Markup:
    first = el("td", "", el("b", "cut", name, title=name))
    return el("tr", "", first, *cells, data_id=f"person:{id_}", tabindex="0", role="button")


def _both(row: DeciderAgainst | PersonAgainst) -> list[Markup]:
    stance = versus(row.stance_ours, row.stance_theirs, fmt.lean, half=True)
    assumed = t("Assumed: minus the stance towards us.") if row.assumed else None
    star = el("small", "second", t("assumed"), title=assumed) if row.assumed else None
    return [
        el("td", "", versus(row.coverage_ours, row.coverage_theirs, fmt.share)),
        el("td", "", stance, star),
    ]


def versus_count(ours: int, theirs: int) -> Markup:
    """Return two counts with bars on a common scale."""
    most = max(ours, theirs, 1)
    return versus(ours / most, theirs / most, lambda x: fmt.whole(None if x is None else x * most))


def ahead(side: str, eye: RivalsEye) -> Markup:
    """Say who is ahead."""
    if side == "even":
        return el("span", "second", t("even"))
    name = t("we") if side == "ours" else named(eye.rival)
    return el("span", f"tone-{side}", name)


def points(title: str, found: Sequence[Point], nothing: str) -> Markup:
    """Return where one side is weaker, with what to do."""
    top = el("div", "panel-head", el("h2", "", title))
    if not found:
        return el("section", "panel", top, el("p", "small-text route-none", nothing))
    lines = [
        el(
            "div",
            "eye-point",
            el("p", "", say(p.sentence)),
            el("p", "do", icon("arrow_forward", "small"), say(p.action)),
            data_id=f"person:{p.subject.id}",
            tabindex="0",
            role="button",
        )
        for p in found[:MOST_POINTS]
    ]
    return el("section", "panel", top, *lines)


def notes(eye: RivalsEye) -> Markup | None:
    """Return what must be known beside the figures."""
    if not eye.notes:
        return None
    lines = [el("p", "small-text", say(note)) for note in eye.notes]
    return el("section", "panel deal-card", *lines)
