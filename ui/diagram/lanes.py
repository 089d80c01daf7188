"""Lines that share a corridor are set side by side, those of one group on top of each other."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ui.diagram.geometry import Point

SPACING = 5.0


@dataclass(frozen=True, slots=True)
class Corridor:
    """A straight stretch that lines share: where it lies, and from where to where it runs."""

    vertical: bool
    at: float
    low: float
    high: float


@dataclass(slots=True)
class _Segment:
    line: int
    at: int
    low: float
    high: float
    group: str
    lane: int = 0


def separate(
    lines: Sequence[tuple[str, list[Point]]], room: Callable[[Corridor], float]
) -> list[list[Point]]:
    """Return the lines moved apart.

    Parameters
    ----------
    lines : sequence of (group, points)
        Orthogonal polylines without repeated points.
    room : callable
        How far the segments that touch each other in a corridor may move from it.
    """
    moved = [list(points) for _, points in lines]
    corridors: dict[tuple[bool, float], list[_Segment]] = defaultdict(list)
    for number, (group, points) in enumerate(lines):
        for at, (a, b) in enumerate(itertools.pairwise(points)):
            vertical = a[0] == b[0]
            low, high = sorted((a[1], b[1]) if vertical else (a[0], b[0]))
            key = (vertical, round(a[0] if vertical else a[1], 1))
            corridors[key].append(_Segment(number, at, low, high, group))
    for key in sorted(corridors):
        for cluster in _clusters(corridors[key]):
            low, high = cluster[0].low, max(s.high for s in cluster)
            _shift(cluster, key, moved, room(Corridor(*key, low, high)))
    return moved


def _clusters(segments: list[_Segment]) -> list[list[_Segment]]:
    """Return runs of segments that touch each other, one after the other."""
    segments.sort(key=lambda s: (s.low, s.high, s.group, s.line))
    clusters: list[list[_Segment]] = []
    reach = float("-inf")
    for segment in segments:
        if segment.low > reach:
            clusters.append([])
        clusters[-1].append(segment)
        reach = max(reach, segment.high)
    return clusters


def _shift(
    cluster: list[_Segment],
    key: tuple[bool, float],
    moved: list[list[Point]],
    room: float,
) -> None:
    lanes = _colour(cluster)
    if lanes < 2:
        return
    step = min(SPACING, 2 * room / (lanes - 1))
    for segment in cluster:
        offset = (segment.lane - (lanes - 1) / 2) * step
        points = moved[segment.line]
        for index in (segment.at, segment.at + 1):
            x, y = points[index]
            points[index] = (key[1] + offset, y) if key[0] else (x, key[1] + offset)


def _colour(cluster: list[_Segment]) -> int:
    """Give each group's run the first lane that is free there; return how many lanes it took."""
    spans: dict[str, list[float]] = {}
    for s in cluster:
        span = spans.setdefault(s.group, [s.low, s.high])
        span[0], span[1] = min(span[0], s.low), max(span[1], s.high)
    ends: list[float] = []
    lane_of: dict[str, int] = {}
    for group, (low, high) in sorted(spans.items(), key=lambda kv: (kv[1][0], kv[1][1], kv[0])):
        lane = next((i for i, end in enumerate(ends) if end < low), len(ends))
        if lane == len(ends):
            ends.append(high)
        ends[lane] = high
        lane_of[group] = lane
    for s in cluster:
        s.lane = lane_of[s.group]
    return len(ends)
