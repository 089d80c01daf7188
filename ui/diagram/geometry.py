"""Boxes and polylines in the map's own units (one unit is one pixel at 100%)."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Box:
    """An upright rectangle."""

    x: float
    y: float
    w: float
    h: float

    @property
    def right(self) -> float:
        """Right edge."""
        return self.x + self.w

    @property
    def bottom(self) -> float:
        """Lower edge."""
        return self.y + self.h

    @property
    def cx(self) -> float:
        """Middle, across."""
        return self.x + self.w / 2

    @property
    def cy(self) -> float:
        """Middle, down."""
        return self.y + self.h / 2

    def overlap(self, other: Box) -> float:
        """Return the common area.

        Examples
        --------
        >>> Box(0, 0, 10, 10).overlap(Box(8, 8, 10, 10))
        4
        """
        across = min(self.right, other.right) - max(self.x, other.x)
        down = min(self.bottom, other.bottom) - max(self.y, other.y)
        return across * down if across > 0 and down > 0 else 0.0


def simplify(points: Sequence[Point]) -> list[Point]:
    """Return the polyline without repeated points and without points inside a straight run.

    Examples
    --------
    >>> simplify([(0, 0), (0, 5), (0, 5), (0, 9), (4, 9)])
    [(0, 0), (0, 9), (4, 9)]
    """
    kept: list[Point] = []
    for point in points:
        if kept and kept[-1] == point:
            continue
        if len(kept) > 1 and _straight(kept[-2], kept[-1], point):
            kept[-1] = point
        else:
            kept.append(point)
    return kept


def _straight(a: Point, b: Point, c: Point) -> bool:
    return a[0] == b[0] == c[0] or a[1] == b[1] == c[1]


def rounded(points: Sequence[Point], radius: float = 6.0) -> str:
    """Return the path data of a polyline with rounded corners."""
    from ui.diagram.markup import number as n

    if not points:
        return ""
    data = [f"M{n(points[0][0])} {n(points[0][1])}"]
    for before, corner, after in zip(points, points[1:], points[2:], strict=False):
        r = min(radius, _length(before, corner) / 2, _length(corner, after) / 2)
        start, end = _towards(corner, before, r), _towards(corner, after, r)
        data.append(f"L{n(start[0])} {n(start[1])}")
        data.append(f"Q{n(corner[0])} {n(corner[1])} {n(end[0])} {n(end[1])}")
    data.append(f"L{n(points[-1][0])} {n(points[-1][1])}")
    return "".join(data)


def _length(a: Point, b: Point) -> float:
    return abs(a[0] - b[0]) + abs(a[1] - b[1])


def _towards(a: Point, b: Point, distance: float) -> Point:
    length = _length(a, b) or 1.0
    part = distance / length
    return (a[0] + (b[0] - a[0]) * part, a[1] + (b[1] - a[1]) * part)


def shorten(points: Sequence[Point], by: float) -> list[Point]:
    """Return the polyline with its end drawn back, to leave room for an arrow head."""
    if len(points) < 2:
        return list(points)
    last = min(by, _length(points[-2], points[-1]) * 0.9)
    return [*points[:-1], _towards(points[-1], points[-2], last)]


def spread(wanted: Sequence[float], sizes: Sequence[float], gap: float) -> list[float]:
    """Return centres in the order given, at least ``gap`` apart, as near as can be to ``wanted``.

    The sum of squared moves is the smallest possible (pool adjacent violators).

    Examples
    --------
    >>> spread([10, 10], [4, 4], 2)
    [7.0, 13.0]
    >>> spread([0, 100], [4, 4], 2)
    [0.0, 100.0]
    """
    offsets = [0.0]
    for a, b in itertools.pairwise(sizes):
        offsets.append(offsets[-1] + (a + b) / 2 + gap)
    pools: list[tuple[float, int]] = []
    for want, offset in zip(wanted, offsets, strict=False):
        mean, count = float(want - offset), 1
        while pools and pools[-1][0] > mean:
            before, many = pools.pop()
            mean, count = (before * many + mean * count) / (many + count), many + count
        pools.append((mean, count))
    places = [mean for mean, count in pools for _ in range(count)]
    return [place + offset for place, offset in zip(places, offsets, strict=False)]
