"""Where the names of the discs stand: beside them, and never over a line, a disc or a name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import cos, pi, sin

import numpy as np
import numpy.typing as npt

from ui.diagram.geometry import Box, Point

Floats = npt.NDArray[np.float64]
Line = tuple[Point, Point]
Disc = tuple[float, float, float]

HEIGHT = 14.0
# How far from its disc a name may stand; from the third on, a thin line leads to it.
DISTANCES = (3.0, 8.0, 16.0, 26.0, 38.0, 52.0, 68.0, 86.0, 108.0, 134.0)
LED = 12.0
WAYS = 32
# Right and left read best, then above and below, then between.
_PREFERRED = sorted(range(WAYS), key=lambda k: (k % 16 != 0, k % 8 != 0, k % 4, k))
# Beyond this many the least stay without a name, and the page says so.
MOST = 60


@dataclass(frozen=True, slots=True)
class Label:
    """The box of a name, and the ends of the line that leads to it where it stands apart."""

    box: Box
    leader: Line | None = None


def named(
    discs: Sequence[Disc],
    widths: Sequence[float],
    within: Box,
    taken: Sequence[Box],
) -> list[Label | None]:
    """Give each disc's name the nearest free place; None where there is none.

    Parameters
    ----------
    discs : sequence of (x, y, radius)
        Those that matter most first; of very many, only the first get a name, and none of those
        lies on any disc.
    widths : sequence of float
        How wide each name is written.
    within : Box
        What no name leaves.
    taken : sequence of Box
        What no name covers: the lines and words of the picture.

    Returns
    -------
    list of Label or None
        No two boxes meet, and none meets a disc or what is taken; no leading line runs through
        a name.

    Examples
    --------
    >>> alone = named([(50, 50, 5)], [30], Box(0, 0, 200, 100), [])[0]
    >>> alone.box, alone.leader
    (Box(x=58.0, y=43.0, w=30, h=14.0), None)
    >>> named([(50, 50, 5)], [300], Box(0, 0, 200, 100), [])
    [None]
    """
    found = _named(tuple(discs), tuple(widths[:MOST]), within, tuple(taken))
    return [*found, *[None] * (len(discs) - len(found))]


@lru_cache(maxsize=32)
def _named(
    discs: tuple[Disc, ...], widths: tuple[float, ...], within: Box, taken: tuple[Box, ...]
) -> tuple[Label | None, ...]:
    found: list[Label | None] = []
    round_ = [Box(x - r, y - r, 2 * r, 2 * r) for x, y, r in discs]
    lines: list[Line] = []
    names: list[Box] = []
    for i, (disc, wide) in enumerate(zip(discs, widths, strict=False)):
        clear = [*names, *(box for j, box in enumerate(round_) if j != i)]
        free = _free(_places(disc, wide), within, [*taken, *round_, *names])
        fit = [c for c in free if not any(runs_through(line, c.box) for line in lines)]
        # Where discs lie over each other, a line to the name of one cannot but cross another.
        label = next((c for c in fit if not _crosses(c.leader, clear)), None) or next(
            (c for c in fit if not _crosses(c.leader, names)), None
        )
        found.append(label)
        if label is not None:
            names.append(label.box)
            lines += [label.leader] if label.leader else []
    return tuple(found)


def _places(disc: Disc, wide: float) -> list[Label]:
    """Return every place of a name, the nearest first."""
    x, y, r = disc
    found = []
    for away in DISTANCES:
        for way in _PREFERRED:
            angle = 2 * pi * way / WAYS
            dx, dy = round(cos(angle), 9), round(sin(angle), 9)
            px, py = x + (r + away) * dx, y + (r + away) * dy
            left = px if dx > 0.3 else px - wide if dx < -0.3 else px - wide / 2
            box = Box(left, py - HEIGHT / 2 + dy * HEIGHT / 2, wide, HEIGHT)
            leader = None
            if away > LED:
                leader = ((x + r * dx, y + r * dy), (px - 2 * dx, py - 2 * dy))
            found.append(Label(box, leader))
    return found


def _free(places: Sequence[Label], within: Box, others: Sequence[Box]) -> list[Label]:
    """Return the places that stay inside and meet none of the others."""
    one, rest = (_edges(boxes) for boxes in ([p.box for p in places], others))
    low, high = np.array([within.x, within.y]), np.array([within.right, within.bottom])
    inside = (one[:, 0] >= low).all(axis=1) & (one[:, 1] <= high).all(axis=1)
    apart = (one[:, None, 0] >= rest[None, :, 1]) | (rest[None, :, 0] >= one[:, None, 1])
    kept = inside & np.all(np.any(apart, axis=2), axis=1)
    return [place for place, good in zip(places, kept.tolist(), strict=True) if good]


def _edges(boxes: Sequence[Box]) -> Floats:
    """Return the upper left and the lower right corner of each box."""
    return np.array([((b.x, b.y), (b.right, b.bottom)) for b in boxes]).reshape(-1, 2, 2)


def _crosses(leader: Line | None, others: Sequence[Box]) -> bool:
    return leader is not None and any(runs_through(leader, other) for other in others)


def runs_through(line: Line, box: Box) -> bool:
    """Tell whether a straight line has a part within a box (Liang & Barsky 1984).

    Examples
    --------
    >>> small = Box(4, 4, 2, 2)
    >>> runs_through(((0, 0), (10, 10)), small), runs_through(((0, 0), (9, 0)), small)
    (True, False)
    """
    (x0, y0), (x1, y1) = line
    enter, leave = 0.0, 1.0
    for start, step, low, high in (
        (x0, x1 - x0, box.x, box.right),
        (y0, y1 - y0, box.y, box.bottom),
    ):
        if step == 0:
            if not low < start < high:
                return False
            continue
        ends = sorted(((low - start) / step, (high - start) / step))
        enter, leave = max(enter, ends[0]), min(leave, ends[1])
    return enter < leave
