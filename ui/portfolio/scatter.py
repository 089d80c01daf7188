"""The book in one picture: each open deal by its lean and by the severity of its worst link.

What stands low and right is won and safe; what stands high breaks easily. The area of a disc is
the amount of the deal.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

from ui.components.html import Markup, el, join
from ui.diagram.measure import width
from ui.format import lean, money, share
from ui.overview.book import AGAINST, OPEN, PASSES, SHORT, Line
from ui.portfolio.place import place
from ui.text import say, t

WIDTH, HEIGHT = 660, 488
LEFT, RIGHT, TOP, BOTTOM = 46, 26, 44, 42
LARGEST, SMALLEST = 22.0, 5.0
LABEL = 11.0
CSS = {PASSES: "good", SHORT: "warn", AGAINST: "bad", OPEN: "quiet"}


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
    return el(
        "svg",
        "scatter",
        _frame(top, mark),
        *(_disc(d) for d in placed),
        *_labels(placed),
        viewBox=f"0 0 {WIDTH} {HEIGHT}",
        role="group",
        aria_label=t("Open deals by lean and worst link"),
    )


def without_lean(lines: Sequence[Line]) -> Markup | None:
    """Name the deals that cannot stand in the picture, None where all do."""
    dark = [line for line in lines if line.analysis.lean is None]
    if not dark:
        return None
    return el(
        "div",
        "chips rest",
        el("span", "small-text", t("No lean, as nobody is known to decide:")),
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
            for line in dark
        ),
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
    up = [el("text", "axis mid", lean(v), x=_x(v), y=low + 17) for v in (-1.0, -0.5, 0.0, 0.5, 1.0)]
    return join(
        *across,
        el("line", "grid", x1=_x(0), x2=_x(0), y1=high, y2=low),
        el("line", "pass", x1=_x(mark), x2=_x(mark), y1=high - 26, y2=low),
        el("text", "axis", t("passes"), x=_x(mark) + 5, y=high - 18),
        *up,
        el("text", "axis mid", t("Lean"), x=_x(0), y=low + 34),
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


def _labels(placed: Sequence[Disc]) -> list[Markup]:
    """Name the discs, the largest first, where the name meets no other and no disc."""
    taken = [(d.x - d.r, d.y - d.r, d.x + d.r, d.y + d.r) for d in placed]
    found = []
    for disc in placed:
        words = disc.line.customer
        wide = width(words, LABEL, bold=True) + 2
        for x in (disc.x + disc.r + 4, disc.x - disc.r - 4 - wide):
            box = (x, disc.y - 7, x + wide, disc.y + 7)
            if x >= LEFT and box[2] <= WIDTH and not any(_meet(box, other) for other in taken):
                taken.append(box)
                found.append(el("text", "label", words, x=f"{x:.1f}", y=f"{disc.y + 4:.1f}"))
                break
    return found


def _meet(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
