"""Intervals and tests of shares: one share, two shares, and many comparisons at once.

Sources: Wilson (1927); Newcombe (1998), method 10; Katz, Baptista, Azen & Pike (1978); Fisher
(1935); Cochran (1954); Holm (1979).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from statistics import NormalDist
from typing import Literal, NamedTuple

_NORMAL = NormalDist()
# Below this many expected in a cell the normal distribution calls too much sure (Cochran).
LEAST_EXPECTED = 5


class Count(NamedTuple):
    """How many of ``n`` did it."""

    x: int
    n: int

    @property
    def rate(self) -> float | None:
        """The share, None of nobody."""
        return self.x / self.n if self.n else None


Bounds = tuple[float, float]


def z_of(confidence: float) -> float:
    """Return the two-sided quantile of the normal distribution.

    Examples
    --------
    >>> round(z_of(0.95), 4)
    1.96
    """
    return _NORMAL.inv_cdf((1 + confidence) / 2)


def wilson(count: Count, confidence: float = 0.95) -> Bounds | None:
    """Return Wilson's score interval of a share, None of nobody.

    Examples
    --------
    >>> low, high = wilson(Count(430, 1000))
    >>> round(low, 4), round(high, 4)
    (0.3996, 0.4609)
    """
    x, n = count
    if n == 0:
        return None
    z = z_of(confidence)
    p, zz = x / n, z * z
    middle = (p + zz / (2 * n)) / (1 + zz / n)
    half = z * math.sqrt(p * (1 - p) / n + zz / (4 * n * n)) / (1 + zz / n)
    # At the ends the interval reaches the end itself; rounding must not pass it.
    return (0.0 if x == 0 else middle - half), (1.0 if x == n else middle + half)


def newcombe(first: Count, second: Count, confidence: float = 0.95) -> Bounds | None:
    """Return Newcombe's hybrid score interval of the difference of two shares.

    Examples
    --------
    >>> low, high = newcombe(Count(430, 1000), Count(90, 1000))
    >>> round(low, 4), round(high, 4)
    (0.304, 0.3749)
    """
    one, two = wilson(first, confidence), wilson(second, confidence)
    if one is None or two is None:
        return None
    p1, p2 = first.x / first.n, second.x / second.n
    below = math.hypot(p1 - one[0], two[1] - p2)
    above = math.hypot(one[1] - p1, p2 - two[0])
    return p1 - p2 - below, p1 - p2 + above


def katz(first: Count, second: Count, confidence: float = 0.95) -> Bounds | None:
    """Return the interval of the ratio of two shares on its logarithm, None where one is 0.

    Examples
    --------
    >>> low, high = katz(Count(430, 1000), Count(90, 1000))
    >>> round(low, 2), round(high, 2)
    (3.87, 5.89)
    """
    if not (first.x and second.x):
        return None
    ratio = (first.x / first.n) / (second.x / second.n)
    spread = math.sqrt(1 / first.x - 1 / first.n + 1 / second.x - 1 / second.n)
    reach = math.exp(z_of(confidence) * spread)
    return ratio / reach, ratio * reach


def z_score(first: Count, second: Count) -> float | None:
    """Return the z of two shares with pooled variance, None where nobody or everybody did it.

    Examples
    --------
    >>> round(z_score(Count(430, 1000), Count(90, 1000)), 3)
    17.333
    """
    if not (first.n and second.n):
        return None
    pooled = (first.x + second.x) / (first.n + second.n)
    variance = pooled * (1 - pooled) * (1 / first.n + 1 / second.n)
    if variance <= 0:
        return None
    return (first.x / first.n - second.x / second.n) / math.sqrt(variance)


def p_value(first: Count, second: Count) -> float | None:
    """Return the two-sided p of two shares, that of :func:`z_score`.

    Examples
    --------
    >>> round(p_value(Count(30, 100), Count(20, 100)), 4)
    0.1025
    """
    z = z_score(first, second)
    return None if z is None else _tail(abs(z)) * 2


def p_held_out(first: Count, second: Count) -> float | None:
    """Return the two-sided p of two shares, of few Fisher's exact one: what it keeps is acted on.

    Examples
    --------
    >>> round(p_held_out(Count(30, 100), Count(20, 100)), 4)
    0.1025
    >>> round(p_held_out(Count(4, 4), Count(16, 56)), 4)
    0.0099
    """
    few = z_score(first, second) is not None and _few(first, second)
    return _exact(first, second, "two-sided") if few else p_value(first, second)


def p_above(first: Count, second: Count) -> float | None:
    """Return the one-sided p of a first share that is the larger, of few the exact one.

    Examples
    --------
    >>> round(p_above(Count(30, 100), Count(20, 100)), 4)
    0.0512
    """
    z = z_score(first, second)
    if z is None:
        return None
    return _exact(first, second, "greater") if _few(first, second) else _tail(z)


def _few(first: Count, second: Count) -> bool:
    """Tell whether some cell of the two by two expects fewer than ``LEAST_EXPECTED``."""
    n, x = first.n + second.n, first.x + second.x
    return min(first.n, second.n) * min(x, n - x) < LEAST_EXPECTED * n


def _exact(first: Count, second: Count, side: Literal["two-sided", "greater"]) -> float:
    import numpy as np
    from scipy.stats import fisher_exact

    table = np.array([[c.x, c.n - c.x] for c in (first, second)])
    return float(fisher_exact(table, alternative=side).pvalue)


def _tail(z: float) -> float:
    return math.erfc(z / math.sqrt(2)) / 2


def holm(values: Sequence[float | None]) -> list[float | None]:
    """Return Holm's adjusted p of each value; what has no p is no comparison.

    Examples
    --------
    >>> holm([0.01, None, 0.04, 0.03])
    [0.03, None, 0.06, 0.06]
    """
    order = sorted((p, i) for i, p in enumerate(values) if p is not None)
    adjusted: list[float | None] = [None] * len(values)
    largest = 0.0
    for place, (p, i) in enumerate(order):
        largest = max(largest, min(1.0, (len(order) - place) * p))
        adjusted[i] = largest
    return adjusted
