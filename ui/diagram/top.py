"""The rows on top of the map: who stands above the columns."""

from __future__ import annotations

import math

from ui.diagram.arrange import Arrangement, Node
from ui.diagram.geometry import Box, spread
from ui.diagram.grid import CARD_H, CARD_W, MARGIN, PITCH_X, TOP_GAP, TOP_MARGIN, Layout, Row


def top_lines(arrangement: Arrangement, slots: int) -> list[list[Node]]:
    """Break rows on top that are wider than the columns below into several lines."""
    most = max(slots, 5)
    lines: list[list[Node]] = []
    for row in arrangement.top:
        count = math.ceil(len(row) / most)
        size = math.ceil(len(row) / count)
        lines += [row[i : i + size] for i in range(0, len(row), size)]
    return lines


def reserve_top(layout: Layout, top: list[list[Node]]) -> float:
    """Make room for the rows on top; return where the columns begin."""
    y = TOP_MARGIN
    for index in range(len(top)):
        gap = TOP_MARGIN if index == 0 else TOP_GAP
        layout.roomy.add(len(layout.rows))
        layout.rows.append(Row(y - gap / 2, y, y + CARD_H))
        y += CARD_H + TOP_GAP
    return y - TOP_GAP if top else 8.0


def place_top(layout: Layout, top: list[list[Node]], arrangement: Arrangement) -> None:
    """Place each person on top above those who report to them, line by line from below."""
    wanted = _anchors(layout, arrangement)
    for index in reversed(range(len(top))):
        line = top[index]
        centres = [_mean(wanted.get(n.id)) for n in line]
        half = CARD_W / 2
        known = [c if c is not None else layout.width / 2 for c in centres]
        places = spread(known, [CARD_W] * len(line), PITCH_X - CARD_W + 14)
        places = _inside(places, half + MARGIN, layout.width - half - MARGIN)
        for node, x in zip(line, places, strict=True):
            layout.cards[node.id] = Box(round(x - half, 1), layout.rows[index].top, CARD_W, CARD_H)
            if node.parent is not None:
                wanted.setdefault(node.parent, []).append(x)


def _anchors(layout: Layout, arrangement: Arrangement) -> dict[str, list[float]]:
    """Where the columns that hang from each person on top have their middles."""
    middles: dict[str, list[float]] = {}
    bands = {b.key: b.box for b in layout.bands}
    for column in arrangement.columns:
        if column.boss is not None and not column.outside:
            middles.setdefault(column.boss, []).append(bands[column.key].cx)
    return middles


def _mean(values: list[float] | None) -> float | None:
    return (min(values) + max(values)) / 2 if values else None


def _inside(places: list[float], low: float, high: float) -> list[float]:
    """Push a row of centres back between two edges; it fits, or it is centred."""
    if not places:
        return places
    gap = 16.0 + CARD_W
    if places[-1] - places[0] > high - low or gap * (len(places) - 1) > high - low:
        step = (high - low) / max(len(places) - 1, 1)
        return [low + i * step for i in range(len(places))]
    out = list(places)
    out[0] = max(out[0], low)
    for i in range(1, len(out)):
        out[i] = max(out[i], out[i - 1] + gap)
    out[-1] = min(out[-1], high)
    for i in range(len(out) - 2, -1, -1):
        out[i] = min(out[i], out[i + 1] - gap)
    return out
