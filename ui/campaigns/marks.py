"""Small drawings of a campaign: a rate with its interval, a difference on a common scale."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from graph.customers.campaigns.results import Interval, Rate
from graph.rounding import MINUS
from ui.components.html import Markup, el
from ui.format import DASH, share

ARM_CSS = {"target": "arm-target", "control": "arm-control"}


@dataclass(frozen=True)
class Scale:
    """Where a value stands between the two ends of a drawing, in percent."""

    low: float
    high: float

    @classmethod
    def over(cls, values: Iterable[float | None], *, least: float = 0.05) -> Scale:
        """Return a scale that holds all values and zero, ending at round numbers.

        Examples
        --------
        >>> Scale.over([0.31, -0.02, None])
        Scale(low=-0.05, high=0.35)
        """
        known = [v for v in values if v is not None and math.isfinite(v)]
        step = _step(max([least, *(abs(v) for v in known)]))
        low = math.floor(min([0.0, *known]) / step + 1e-9) * step
        high = math.ceil(max([least, *known]) / step - 1e-9) * step
        return cls(round(low, 9), round(high, 9))

    def at(self, value: float) -> float:
        """Return the place of a value in percent, within the drawing.

        Examples
        --------
        >>> Scale(-0.5, 0.5).at(0.0)
        50.0
        """
        part = (value - self.low) / (self.high - self.low)
        return 100 * min(1.0, max(0.0, part))


def _step(largest: float) -> float:
    for step in (0.01, 0.02, 0.05, 0.1, 0.25):
        if largest / step <= 8:
            return step
    return 0.5


def interval(what: Interval, scale: Scale, *, css: str = "") -> Markup:
    """Draw a difference: the line of no difference, the interval, the value."""
    zero = el("i", "zero", style=f"left:{scale.at(0.0):.2f}%")
    if what.value is None:
        return el("span", "ci", zero)
    shade = css or sign(what)
    parts = [zero]
    if what.low is not None and what.high is not None:
        left, right = scale.at(what.low), scale.at(what.high)
        parts.append(el("i", f"range {shade}", style=f"left:{left:.2f}%;width:{right - left:.2f}%"))
    parts.append(el("i", f"dot {shade}", style=f"left:{scale.at(what.value):.2f}%"))
    return el("span", "ci", *parts, role="img", aria_label=points(what))


def sign(what: Interval) -> str:
    """Return the colour of a difference: whether its interval leaves zero out.

    Examples
    --------
    >>> sign(Interval(value=0.2, low=0.1, high=0.3)), sign(Interval(value=0.1, low=-0.1, high=0.3))
    ('good', 'open')
    """
    if what.low is not None and what.low > 0:
        return "good"
    if what.high is not None and what.high < 0:
        return "bad"
    return "open"


def rate_bar(what: Rate, scale: Scale, arm: str) -> Markup:
    """Draw a rate as a bar with its interval over it."""
    if what.rate is None:
        return el("span", "ratebar")
    parts = [el("i", f"fill {ARM_CSS[arm]}", style=f"width:{scale.at(what.rate):.2f}%")]
    if what.low is not None and what.high is not None:
        left, right = scale.at(what.low), scale.at(what.high)
        parts.append(el("i", "whisker", style=f"left:{left:.2f}%;width:{right - left:.2f}%"))
    return el("span", "ratebar", *parts, role="img", aria_label=share(what.rate, 1))


def axis(scale: Scale, *, points: bool = True) -> Markup:
    """Draw the ends of a scale and its zero, to stand in the head of a column."""
    marks = sorted({scale.low, 0.0, scale.high})
    show = signed if points else (lambda v: share(v))
    return el(
        "span",
        "ci-axis",
        *(el("span", "", show(m), style=f"left:{scale.at(m):.2f}%") for m in marks),
    )


def signed(value: float | None, digits: int = 0) -> str:
    """Return a difference of shares in points, with its sign.

    Examples
    --------
    >>> signed(0.34), signed(-0.021, 1), signed(0.0), signed(None)
    ('+34', '−2.1', '0', '–')
    """
    if value is None:
        return DASH
    shown = f"{abs(100 * value) + 1e-9:.{digits}f}"
    if float(shown) == 0:
        return shown
    return f"{'+' if value > 0 else MINUS}{shown}"


def points(what: Interval) -> str:
    """Return a difference with its interval in points.

    Examples
    --------
    >>> points(Interval(value=0.34, low=0.304, high=0.3749))
    '+34.0 (+30.4 – +37.5)'
    """
    if what.low is None or what.high is None:
        return signed(what.value, 1)
    return f"{signed(what.value, 1)} ({signed(what.low, 1)} – {signed(what.high, 1)})"


def band(low: float | None, high: float | None) -> str:
    """Return the ends of an interval of a share."""
    if low is None or high is None:
        return ""
    return f"{share(low, 1)} – {share(high, 1)}"


def times(value: float | None) -> str:
    """Return a ratio.

    Examples
    --------
    >>> times(4.777), times(None)
    ('4.78×', '–')
    """
    return DASH if value is None else f"{value + 1e-12:.2f}×"


def p_text(value: float | None) -> str:
    """Return a p.

    Examples
    --------
    >>> p_text(0.0321), p_text(1e-9), p_text(None)
    ('0.032', '<0.001', '–')
    """
    if value is None:
        return DASH
    return "<0.001" if value < 0.001 else f"{value:.3f}"
