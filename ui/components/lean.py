"""The lean bar: -1..+1, from 0 to the lean, with one standard deviation and the pass mark."""

from __future__ import annotations

from ui.components.html import Markup, el, join


def color_of(lean: float, passes: bool | None) -> str:
    """Return the meaning of a lean: good where it passes, bad where it is against."""
    if passes:
        return "good"
    return "bad" if lean < 0 else "warn"


def _x(value: float) -> float:
    return 50 + 50 * min(max(value, -1.0), 1.0)


def lean_bar(
    lean: float | None, sd: float | None, passes: bool | None, mark: float, *, hollow: bool
) -> Markup:
    """Draw the bar; ``hollow``: less is known than a forecast needs.

    Examples
    --------
    >>> "circle" in lean_bar(0.1, 0.2, False, 0.2, hollow=True)
    True
    """
    track = el("rect", "track", x="0", y="5", width="100%", height="6", rx="3")
    zero = el("line", "zero", x1="50%", x2="50%", y1="4", y2="12")
    pass_mark = el("line", "mark", x1=f"{_x(mark):.1f}%", x2=f"{_x(mark):.1f}%", y1="1", y2="15")
    inside = join(track, zero, pass_mark)
    if lean is not None:
        css = color_of(lean, passes)
        band = _band(lean, sd or 0.0, css)
        low, high = sorted((50.0, _x(lean)))
        solid = el("rect", css, x=f"{low:.1f}%", y="5", width=f"{high - low:.1f}%", height="6")
        dot = el(
            "circle",
            f"{'hollow ' if hollow else ''}{css}",
            cx=f"{_x(lean):.1f}%",
            cy="8",
            r="4.4" if hollow else "5",
        )
        inside = join(track, zero, band, None if hollow else solid, pass_mark, dot)
    return el("svg", "leanbar", inside, aria_hidden="true", focusable="false")


def _band(lean: float, sd: float, css: str) -> Markup:
    low, high = _x(lean - sd), _x(lean + sd)
    return el(
        "rect",
        f"band {css}",
        x=f"{low:.1f}%",
        y="3",
        width=f"{high - low:.1f}%",
        height="10",
        rx="2",
    )
