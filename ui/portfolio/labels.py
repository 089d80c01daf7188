"""Where the names of the discs stand: beside them, and never over a line, a disc or a name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import cos, hypot, pi, sin

from ui.diagram.geometry import Box, Point

HEIGHT = 14.0
# How far from its disc a name may stand; from the third on, a thin line leads to it.
DISTANCES = (3.0, 8.0, 16.0, 26.0, 38.0, 52.0, 68.0, 86.0, 108.0, 134.0, 165.0, 200.0)
LED = 12.0
WAYS = 16
# Right and left read best, then above and below, then between.
_PREFERRED = sorted(range(WAYS), key=lambda k: (k % 8 != 0, k % 4 != 0, k % 2, k))
# Beyond this many the smallest stay without a name, and the page says so.
MOST = 60


@dataclass(frozen=True, slots=True)
class Label:
    """The box of a name, and the ends of the line that leads to it where it stands apart."""

    box: Box
    leader: tuple[Point, Point] | None = None


def named(
    discs: Sequence[tuple[float, float, float]],
    widths: Sequence[float],
    within: Box,
    taken: Sequence[Box],
) -> list[Label | None]:
    """Give each disc's name the nearest free place; None where there is none.

    Parameters
    ----------
    discs : sequence of (x, y, radius)
        Those that matter most first.
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
    round_ = [Box(x - r, y - r, 2 * r, 2 * r) for x, y, r in discs]
    found: list[Label | None] = []
    for i, (disc, wide) in enumerate(zip(discs[:MOST], widths, strict=False)):
        names = [label.box for label in found if label is not None]
        lines = [label.leader for label in found if label is not None and label.leader]
        full = [*taken, *round_, *names]
        free = [c for c in _places(disc, wide) if _free(c, within, full, lines)]
        clear = [*names, *(box for j, box in enumerate(round_) if j != i)]
        # Where discs lie over each other, a line to the name of one cannot but cross another.
        found.append(
            next((c for c in free if not _crosses(c.leader, clear)), None)
            or next((c for c in free if not _crosses(c.leader, names)), None)
        )
    return found + [None] * (len(discs) - len(found))


def _places(disc: tuple[float, float, float], wide: float) -> Iterator[Label]:
    x, y, r = disc
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
            yield Label(box, leader)


def _free(
    label: Label, within: Box, others: Sequence[Box], lines: Sequence[tuple[Point, Point]]
) -> bool:
    box = label.box
    inside = within.x <= box.x and box.right <= within.right
    inside = inside and within.y <= box.y and box.bottom <= within.bottom
    return (
        inside
        and not any(box.overlap(other) for other in others)
        and not any(runs_through(line, box) for line in lines)
    )


def _crosses(leader: tuple[Point, Point] | None, others: Sequence[Box]) -> bool:
    return leader is not None and any(runs_through(leader, other) for other in others)


def runs_through(line: tuple[Point, Point], box: Box) -> bool:
    """Tell whether a straight line has a part within a box, by steps of at most a unit.

    Examples
    --------
    >>> small = Box(4, 4, 2, 2)
    >>> runs_through(((0, 0), (10, 10)), small), runs_through(((0, 0), (9, 0)), small)
    (True, False)
    """
    (x0, y0), (x1, y1) = line
    steps = max(1, int(hypot(x1 - x0, y1 - y0)) * 2)
    return any(
        box.x < x0 + (x1 - x0) * k / steps < box.right
        and box.y < y0 + (y1 - y0) * k / steps < box.bottom
        for k in range(steps + 1)
    )
