"""Where the tags on the cards and the pills on the roads stand: never on each other or on words."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

from ui.diagram import heads
from ui.diagram.geometry import Box, Point
from ui.diagram.grid import Layout
from ui.diagram.light import Light, Tag
from ui.diagram.measure import width

PILL_H, TAG_H = 17.0, 16.0
# A pill that found no place at once tries its road this densely, in pixels.
STEP = 7.0
# Between two pills, in pixels.
APART = 4.0
PlacedTag = tuple[str, str, str, Box]
Spot = tuple[float, float, float]


def headings(layout: Layout) -> list[Box]:
    """Return where the titles and sums of the columns stand."""
    return [box for band in layout.bands for box in heads.taken(band)]


def tags(layout: Layout, light: Light) -> list[PlacedTag]:
    """Set "cut point" left and "reached" right on the upper edge of a card, else on the lower."""
    placed: list[PlacedTag] = []
    taken = headings(layout)
    for one in light.tags:
        card = layout.cards.get(one.id)
        spots = _on_card(one, card) if card is not None else _on_seller(layout, one)
        box = next((b for b in spots if not _meets(b, taken)), None)
        if box is not None:
            placed.append((one.id, one.kind, one.text, box))
            taken.append(box)
    return placed


def _on_card(one: Tag, card: Box) -> list[Box]:
    w = width(one.text, 10.3, bold=True) + 12
    left, right = card.x + 14, card.right - w - 4
    order = (left, right) if one.kind == "cut" else (right, left)
    return [Box(x, y, w, TAG_H) for y in (card.y - TAG_H + 6, card.bottom - 6) for x in order]


def _on_seller(layout: Layout, one: Tag) -> list[Box]:
    seller = layout.sellers.get(one.id)
    if seller is None:
        return []
    w = width(one.text, 10.3, bold=True) + 12
    return [Box(seller.cx - w / 2, seller.bottom - 6, w, TAG_H)]


def words(layout: Layout) -> list[Box]:
    """Return where the cards have their words, stance and badge: what a pill may not hide.

    A pill may lie over the edge of a card: the roads run so near that it has to.
    """
    found = [box for box, _column in layout.folds.values()]
    found += list(layout.sellers.values())
    for c in layout.cards.values():
        found.append(Box(c.x + 4, c.cy - 7, 14, 14))
        found.append(Box(c.x + 27, c.y + 7, c.w - 34, c.h - 14))
    return found


class Pills:
    """Gives the pills of one map their places, one road after the other.

    Parameters
    ----------
    layout : Layout
        The map.
    taken : sequence of Box
        Where tags, titles and numbers stand already.
    """

    def __init__(self, layout: Layout, taken: Sequence[Box]) -> None:
        self.layout = layout
        self.cards = list(layout.cards.values())
        self.words = words(layout)
        self.taken = list(taken)

    def place(self, wording: str, points: Sequence[Point], *, from_team: bool) -> Box | None:
        """Return the place on a road where its pill hides least; None where it would hide words.

        What it says is also told by the road itself when it is pointed at.
        """
        w = width(wording, 10.5, bold=True) + 14
        spots = self._spots(points, from_team=from_team)
        best = _pill(min(spots, key=lambda s: self._cost(s, w)), w)
        if self._hides(best):
            free = (_pill(s, w) for s in _dense(self.layout, points, w))
            clear = [box for box in free if not self._hides(box)]
            if not clear:
                return None
            best = min(clear, key=lambda box: _covered(box, self.cards))
        self.taken.append(
            Box(best.x - APART, best.y - APART, best.w + 2 * APART, best.h + 2 * APART)
        )
        return best

    def _cost(self, spot: Spot, w: float) -> float:
        box = _pill(spot, w)
        hidden = _covered(box, self.cards) + 6 * _covered(box, self.taken)
        return hidden + (1000 if self._hides(box) else 0) + spot[2]

    def _hides(self, box: Box) -> bool:
        return _meets(box, self.taken) or _meets(box, self.words)

    def _spots(self, points: Sequence[Point], *, from_team: bool) -> list[Spot]:
        """Return places with a price; a seller's pill stands just above our team at best."""
        spots: list[Spot] = []
        if from_team:
            spots.append((points[0][0], self.layout.harbour, -60.0))
        longest = max(_length(a, b) for a, b in itertools.pairwise(points))
        for a, b in itertools.pairwise(points):
            price = 20 * (1 - _length(a, b) / longest) if longest else 0.0
            for part in (0.5, 0.35, 0.65, 0.2, 0.8):
                x, y = a[0] + (b[0] - a[0]) * part, a[1] + (b[1] - a[1]) * part
                spots.append((x, y, price + 10 * abs(part - 0.5)))
            spots += [(a[0], y, price + 4) for y in _crossed(self.layout, a, b)]
        return spots


def _dense(layout: Layout, points: Sequence[Point], w: float) -> Iterator[Spot]:
    """Return places all along a road, beside its middle too as long as it runs under the pill."""
    aside = (0.0, -w / 4, w / 4, 5 - w / 2, w / 2 - 5)
    for a, b in itertools.pairwise(points):
        steps = max(1, int(_length(a, b) / STEP))
        for k in range(steps + 1):
            x, y = a[0] + (b[0] - a[0]) * k / steps, a[1] + (b[1] - a[1]) * k / steps
            for dx in aside:
                yield x + dx, y, 0.0
        for y in _crossed(layout, a, b):
            for dx in aside:
                yield a[0] + dx, y, 0.0


def _crossed(layout: Layout, a: Point, b: Point) -> list[float]:
    """Return the heights of the gaps between rows that an upright line crosses."""
    if a[0] != b[0]:
        return []
    low, high = sorted((a[1], b[1]))
    return [r.corridor for r in layout.rows if low < r.corridor < high]


def _pill(spot: Spot, w: float) -> Box:
    return Box(spot[0] - w / 2, spot[1] - PILL_H / 2, w, PILL_H)


def _covered(box: Box, others: Sequence[Box]) -> float:
    return sum(box.overlap(o) for o in others)


def _meets(box: Box, others: Sequence[Box]) -> bool:
    return any(box.overlap(o) > 0 for o in others)


def _length(a: Point, b: Point) -> float:
    return abs(a[0] - b[0]) + abs(a[1] - b[1])
