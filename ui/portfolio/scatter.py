"""The book in one picture: each open deal by its lean and by the severity of its worst link.

What stands low and right is won and safe; what stands high breaks easily. The area of a disc is
the amount of the deal.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import sqrt

from ui.components.html import Markup, el, join
from ui.diagram.geometry import Box
from ui.diagram.measure import width
from ui.format import lean, money, share
from ui.overview.book import AGAINST, OPEN, PASSES, SHORT, Line
from ui.portfolio import labels
from ui.portfolio.labels import Label
from ui.portfolio.place import place
from ui.text import say, t

WIDTH, HEIGHT = 660, 506
# Between the lowest line and the words of the axis names of the deals that stand on it have room.
STRIP = 18
LEFT, RIGHT, TOP, BOTTOM = 46, 26, 44, 42 + STRIP
LARGEST, SMALLEST = 22.0, 5.0
LABEL = 11.0
MOST_CHIPS = 24
CSS = {PASSES: "good", SHORT: "warn", AGAINST: "bad", OPEN: "quiet"}
RESULTS: tuple[tuple[str, Callable[[], str]], ...] = (
    (PASSES, lambda: t("passes")),
    (SHORT, lambda: t("short")),
    (AGAINST, lambda: t("against or blocked")),
    (OPEN, lambda: t("nobody known to decide")),
)


@dataclass(frozen=True)
class Disc:
    """Where a deal stands in the picture."""

    line: Line
    x: float
    y: float
    r: float


def scatter(lines: Sequence[Line], currency: str) -> Markup:
    """Draw the deals that have a lean; a click opens one."""
    shown = [line for line in lines if line.analysis.lean is not None]
    top = _top(shown)
    placed = discs(shown, top, currency)
    mark = shown[0].analysis.pass_lean if shown else 0.2
    named = placed_labels(placed, top, mark)
    return el(
        "svg",
        "scatter",
        _frame(top, mark),
        *(_disc(d) for d in placed),
        *_labels(placed, named),
        viewBox=f"0 0 {WIDTH} {HEIGHT}",
        role="group",
        aria_label=t("Open deals by lean and worst link"),
    )


def without_lean(lines: Sequence[Line]) -> Markup | None:
    """Name the deals that cannot stand in the picture, None where all do."""
    dark = [line for line in lines if line.analysis.lean is None]
    return _chips(t("No lean, as nobody is known to decide:"), dark)


def without_name(lines: Sequence[Line], currency: str) -> Markup | None:
    """Name the deals beside whose discs there is no room for a name, None where all have one."""
    shown = [line for line in lines if line.analysis.lean is not None]
    if not shown:
        return None
    top = _top(shown)
    placed = discs(shown, top, currency)
    found = placed_labels(placed, top, shown[0].analysis.pass_lean)
    nameless = [d.line for d, label in zip(placed, found, strict=True) if label is None]
    return _chips(t("In the picture too, without room for a name:"), nameless)


def _chips(words: str, lines: Sequence[Line]) -> Markup | None:
    """Return deals as chips that open them, the first of very many; None where there is none."""
    if not lines:
        return None
    rest = len(lines) - MOST_CHIPS
    return el(
        "div",
        "chips rest",
        el("span", "small-text", words),
        *(
            el(
                "button",
                "chip line",
                line.customer,
                type="button",
                title=line.name,
                data_id=place(line.id),
                tabindex="0",
            )
            for line in lines[:MOST_CHIPS]
        ),
        el("span", "small-text", t("and {n} more", n=rest)) if rest > 0 else None,
    )


def _top(lines: Sequence[Line]) -> float:
    """Return the upper end of the severities: a quarter, a half or all."""
    worst = max((x.worst.severity for x in lines if x.worst), default=0.0)
    return next(end for end in (0.25, 0.5, 0.75, 1.0) if worst <= end * 0.95 or end == 1.0)


def discs(lines: Sequence[Line], top: float, currency: str) -> list[Disc]:
    """Place the deals, the largest first so that the small ones lie above.

    The area of a disc is the amount; deals without one, or in another currency, are smallest.
    """
    amounts = {x.id: x.amount or 0.0 for x in lines if x.currency == currency}
    most = max(amounts.values(), default=0.0)
    found = []
    for line in lines:
        size = sqrt(amounts.get(line.id, 0.0) / most) if most else 0.0
        found.append(
            Disc(
                line,
                _x(line.analysis.lean or 0.0),
                _y(line.worst.severity if line.worst else 0.0, top),
                max(SMALLEST, LARGEST * size),
            )
        )
    return sorted(found, key=lambda d: (-d.r, d.line.id))


def _x(value: float) -> float:
    return LEFT + (WIDTH - LEFT - RIGHT) * (min(1.0, max(-1.0, value)) + 1) / 2


def _y(value: float, top: float) -> float:
    return TOP + (HEIGHT - TOP - BOTTOM) * (1 - min(1.0, value / top))


def _frame(top: float, mark: float) -> Markup:
    low, high = HEIGHT - BOTTOM, TOP
    across = [
        join(
            el("line", "grid", x1=LEFT, x2=WIDTH - RIGHT, y1=_y(s, top), y2=_y(s, top)),
            el("text", "axis end", share(s), x=LEFT - 8, y=_y(s, top) + 4),
        )
        for s in (0.0, top / 2, top)
    ]
    up = [
        el("text", "axis mid", lean(v), x=_x(v), y=low + STRIP + 17)
        for v in (-1.0, -0.5, 0.0, 0.5, 1.0)
    ]
    return join(
        *across,
        el("line", "grid", x1=_x(0), x2=_x(0), y1=high, y2=low),
        el("line", "pass", x1=_x(mark), x2=_x(mark), y1=high - 26, y2=low),
        el("text", "axis", t("passes"), x=_x(mark) + 5, y=high - 18),
        *up,
        el("text", "axis mid", t("Lean"), x=_x(0), y=low + STRIP + 34),
        el("text", "axis", t("Severity of the worst link"), x=8, y=high - 26),
    )


def _disc(disc: Disc) -> Markup:
    line = disc.line
    hollow = " hollow" if line.in_the_dark else ""
    words = " · ".join(
        [
            line.customer,
            line.name,
            money(line.amount, line.currency or None),
            t("lean {gain}", gain=lean(line.analysis.lean)),
            say(line.worst.title) if line.worst else t("No weak link found"),
        ]
    )
    return el(
        "g",
        f"disc {CSS[line.result]}{hollow}",
        el("circle", "", cx=f"{disc.x:.1f}", cy=f"{disc.y:.1f}", r=f"{disc.r:.1f}"),
        el("title", "", words),
        data_id=place(line.id),
        tabindex="0",
        role="button",
        aria_label=words,
    )


def placed_labels(placed: Sequence[Disc], top: float, mark: float) -> list[Label | None]:
    """Place the names of the discs, the largest first, beside every line and word of the frame."""
    widths = [width(d.line.customer, LABEL, bold=True) + 4 for d in placed]
    within = Box(LEFT, TOP - 14, WIDTH - LEFT, HEIGHT - BOTTOM - TOP + 14 + STRIP)
    discs_ = [(d.x, d.y, d.r + 1) for d in placed]
    return labels.named(discs_, widths, within, frame_boxes(top, mark))


def frame_boxes(top: float, mark: float) -> list[Box]:
    """Return what the lines and words of the frame cover, where names may stand."""
    low = HEIGHT - BOTTOM
    upright = [Box(x - 2, TOP - 26, 4, low - TOP + 26) for x in (_x(0), _x(mark))]
    across = [Box(LEFT, _y(s, top) - 1.5, WIDTH - RIGHT - LEFT, 3) for s in (0.0, top / 2, top)]
    passes = Box(_x(mark) + 3, TOP - 28, width(t("passes"), LABEL) + 4, 14)
    return [*upright, *across, passes]


def _labels(placed: Sequence[Disc], found: Sequence[Label | None]) -> list[Markup]:
    """Write the names that have a place, each with the line that leads to it."""
    parts = []
    for disc, label in zip(placed, found, strict=True):
        if label is None:
            continue
        if label.leader is not None:
            (x1, y1), (x2, y2) = label.leader
            ends = {"x1": f"{x1:.1f}", "y1": f"{y1:.1f}", "x2": f"{x2:.1f}", "y2": f"{y2:.1f}"}
            parts.append(el("line", "leader", **ends))
        x, y = label.box.x + 2, label.box.cy + 4
        parts.append(el("text", "label", disc.line.customer, x=f"{x:.1f}", y=f"{y:.1f}"))
    return parts


def legend(lines: Sequence[Line]) -> Markup | None:
    """Say what colour, hollow and size mean, of what is in the picture."""
    shown = [line for line in lines if line.analysis.lean is not None]
    if not shown:
        return None
    results = {line.result for line in shown}
    keys = [(f"sign {CSS[r]}", words()) for r, words in RESULTS if r in results]
    if any(line.in_the_dark for line in shown):
        keys.append(("sign hollow", t("hollow: less than half known")))
    return el(
        "div",
        "legend scatter-legend",
        *(el("span", "", el("i", css), words) for css, words in keys),
        el("span", "", el("i", "sign mark"), t("the lean at which a deal passes")),
        el("span", "", t("area: amount")),
    )
