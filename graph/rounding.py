"""How a share is rounded and written, the same in sentences, in the terminal and on the screen."""

from __future__ import annotations

import math

MINUS = "−"


def half_up(value: float, digits: int = 0) -> float:
    """Round half away from zero, forgiving the last bits of a binary fraction.

    Examples
    --------
    >>> half_up(62.5), half_up(-0.5), half_up(100 * 0.145), half_up(0.125, 2)
    (63.0, -1.0, 15.0, 0.13)
    """
    scale = 10.0**digits
    return math.copysign(math.floor(abs(value) * scale + 0.5 + 1e-9) / scale, value)


def share(value: float, digits: int = 0) -> str:
    """Write a share of 0..1 as a percentage; one that is too small for its digits as such.

    Examples
    --------
    >>> share(0.314), share(0.625), share(0.008), share(0.0), share(-0.12), share(0.3333, 1)
    ('31%', '63%', '<1%', '0%', '−12%', '33.3%')
    """
    smallest = 10.0 ** -(digits + 2)
    if 0 < value < smallest:
        return f"<{100 * smallest:.{digits}f}%"
    if 0 > value > -smallest:
        return f">{MINUS}{100 * smallest:.{digits}f}%"
    return f"{half_up(100 * value, digits):.{digits}f}%".replace("-", MINUS)
