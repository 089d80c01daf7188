"""The course of a deal over its reviews: a line with its band, and small lines of the rest."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from graph.decision.reviews.results import Look
from ui import format as fmt
from ui.components.html import Markup, el, join
from ui.deal.changes import look_name
from ui.diagram.geometry import spread
from ui.text import t

WIDTH, HEIGHT, EDGE = 320, 120, 10
# Left of the course stand the numbers of its levels, so that no line runs through one.
GUTTER, LETTER = 38, 11
SMALL = (150, 26)

Point = tuple[float, float]


def trend_card(looks: Sequence[Look], pass_lean: float, as_of: date) -> Markup:
    """Return the card with the course of lean, known share, access and the worst weak link.

    Parameters
    ----------
    looks : sequence of Look
        The earliest day first.
    pass_lean : float
        At which a deal passes, as a dotted line.
    as_of : date
        Today; a date of another year is written with it.
    """
    head = el(
        "div",
        "deal-head",
        el("span", "", t("Course")),
        el("span", "small-text", t("{n} looks", n=len(looks))),
    )
    ends = el(
        "div",
        "deal-ends",
        el("span", "", fmt.day(looks[0].as_of, as_of)),
        el("span", "", fmt.day(looks[-1].as_of, as_of)),
    )
    small = (
        (t("Known share"), [k.known_share for k in looks]),
        (t("Access"), [k.access for k in looks]),
        (t("Worst link"), [k.worst_severity for k in looks]),
    )
    return el(
        "section",
        "panel deal-card trend-card",
        head,
        _leans(looks, pass_lean),
        ends,
        _legend(pass_lean),
        *(_small(name, looks, values) for name, values in small),
    )


def _legend(pass_lean: float) -> Markup:
    """Say what the dotted level and the band are."""
    return el(
        "div",
        "legend trend-legend",
        el("span", "", el("i", "level"), t("passes at {n}", n=fmt.lean(pass_lean))),
        el("span", "", el("i", "spread"), t("one standard deviation")),
    )


def _places(looks: Sequence[Look], width: float, edge: float) -> list[float]:
    """Return where each look stands from left to right, by its day."""
    first, last = looks[0].as_of.toordinal(), looks[-1].as_of.toordinal()
    span = last - first
    if not span:
        step = (width - 2 * edge) / max(1, len(looks) - 1)
        return [edge + i * step for i in range(len(looks))]
    return [edge + (k.as_of.toordinal() - first) / span * (width - 2 * edge) for k in looks]


def _leans(looks: Sequence[Look], pass_lean: float) -> Markup:
    x = [GUTTER + a for a in _places(looks, WIDTH - GUTTER, EDGE)]
    known = [(x[i], k.lean, k.lean_sd or 0.0, k) for i, k in enumerate(looks) if k.lean is not None]
    spread = [v for _, lean, sd, _ in known for v in (lean - sd, lean + sd)]
    low, high = min([0.0, *spread]), max([pass_lean, *spread])
    room = (high - low) or 1.0

    def y(value: float) -> float:
        return HEIGHT - EDGE - (value - low) / room * (HEIGHT - 2 * EDGE)

    upper = [(a, y(lean + sd)) for a, lean, sd, _ in known]
    lower = [(a, y(lean - sd)) for a, lean, sd, _ in known]
    parts = [
        el("polygon", "band", points=_points([*upper, *lower[::-1]])) if len(known) > 1 else None,
        _level("zero", y(0.0)),
        _level("mark", y(pass_lean)),
        el("polyline", "line", points=_points([(a, y(lean)) for a, lean, _, _ in known])),
    ]
    dots = [_dot(a, y(lean), look) for a, lean, _, look in known]
    heights = apart([y(pass_lean), y(0.0)])
    texts = [_written(w, at) for w, at in zip((fmt.lean(pass_lean), "0"), heights, strict=True)]
    return el(
        "svg",
        "trend",
        *parts,
        *dots,
        *texts,
        viewBox=f"0 0 {WIDTH} {HEIGHT}",
        width="100%",
        role="img",
        aria_label=t("Course of the lean"),
    )


def _level(css: str, y: float) -> Markup:
    return el("line", css, x1=str(GUTTER), x2=str(WIDTH), y1=f"{y:.1f}", y2=f"{y:.1f}")


def apart(heights: Sequence[float]) -> list[float]:
    """Return where numbers stand that belong at these heights: none over another, all within.

    Examples
    --------
    >>> apart([50.0, 55.0]), apart([20.0, 90.0])
    ([47.0, 58.0], [20.0, 90.0])
    """
    order = sorted(range(len(heights)), key=lambda i: heights[i])
    middle = spread([heights[i] for i in order], [LETTER] * len(order), 0.0)
    for i in range(len(middle)):
        middle[i] = max(middle[i], LETTER * (i + 0.5), middle[i - 1] + LETTER if i else 0.0)
    for i in reversed(range(len(middle))):
        after = middle[i + 1] if i + 1 < len(middle) else HEIGHT + LETTER / 2
        middle[i] = min(middle[i], after - LETTER)
    placed = dict(zip(order, middle, strict=True))
    return [placed[i] for i in range(len(order))]


def _written(words: str, y: float) -> Markup:
    return el("text", "end", words, x=str(GUTTER - 5), y=f"{y + 3.3:.1f}")


def _dot(x: float, y: float, look: Look) -> Markup:
    told = f"{look_name(look)} · {fmt.lean(look.lean)}"
    css = "dot hollow" if look.saved_at is None else "dot"
    return el("circle", css, el("title", "", told), cx=f"{x:.1f}", cy=f"{y:.1f}", r="3.5")


def _points(points: Sequence[Point]) -> str:
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in points)


def _small(name: str, looks: Sequence[Look], values: Sequence[float | None]) -> Markup:
    """Return one share over time, from 0 to 1, with its first and last value."""
    width, height = SMALL
    x = _places(looks, width, 3)
    points = [(a, height - 3 - v * (height - 6)) for a, v in zip(x, values, strict=True)
              if v is not None]  # fmt: skip
    line = el(
        "svg",
        "trend small",
        el("rect", "ground", width=str(width), height=str(height), rx="4"),
        el("polyline", "line", points=_points(points)),
        *(el("circle", "dot", cx=f"{a:.1f}", cy=f"{b:.1f}", r="2") for a, b in points),
        viewBox=f"0 0 {width} {height}",
        width=str(width),
        height=str(height),
        aria_hidden="true",
    )
    ends = join(fmt.share(values[0]), " → ", el("b", "", fmt.share(values[-1])))
    return el("div", "trend-row", el("span", "cut", name), line, el("span", "num", ends))
