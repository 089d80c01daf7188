"""Finding an orthogonal way for a line along the corridors between the cards.

The gaps between rows run across the whole map and are always free; a vertical is free in a row
where no card stands on it. So a way is a shortest path over crossings of gaps and verticals, with
a price for each bend, and it never runs through a card.
"""

from __future__ import annotations

import heapq
from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass
from typing import Literal

from ui.diagram.geometry import Box, Point, simplify
from ui.diagram.place import Layout

Side = Literal["top", "bottom", "left", "right"]
BEND = 34.0
SHARED = 5.0
CLEAR = 5.0
# The sides for a line between cards that follow each other in one column.
BESIDE: dict[Side, float] = {"left": 0.0, "right": 1.0}


@dataclass(frozen=True, slots=True)
class _Port:
    """Where a line leaves a card: the crossing it gets to, how, and by which points."""

    x: float
    gap: int
    vertical: bool
    cost: float
    points: tuple[Point, ...]


class Router:
    """Leads lines over one placed map.

    Parameters
    ----------
    layout : Layout
        The map; what it holds does not change while lines are led.
    """

    def __init__(self, layout: Layout) -> None:
        self.boxes: dict[str, Box] = layout.cards | layout.sellers
        self.sellers = set(layout.sellers)
        self.rows = layout.rows
        self.gaps = [r.corridor for r in layout.rows] + [layout.harbour]
        self._tops = {r.top: i for i, r in enumerate(layout.rows)}
        self._blocked: list[list[tuple[float, float]]] = [[] for _ in layout.rows]
        for box in layout.cards.values():
            self._blocked[self._tops[box.y]].append((box.x, box.right))
        for fold, _column in layout.folds.values():
            row = bisect_left([r.top for r in layout.rows], fold.bottom) - 1
            self._blocked[row].append((fold.x, fold.right))
        for spans in self._blocked:
            spans.sort()
        self._free: dict[tuple[int, float], bool] = {}
        self.verticals = self._all_verticals(layout)
        self.used: dict[tuple[float, int], set[str]] = defaultdict(set)

    def _all_verticals(self, layout: Layout) -> list[float]:
        found = {round(x, 1) for x in layout.gutters}
        for spans in self._blocked:
            for (_, a), (b, _) in zip(spans, spans[1:], strict=False):
                if b - a >= 2 * CLEAR:
                    found.add(round((a + b) / 2, 1))
        edge = CLEAR + 1
        return sorted({min(max(x, edge), layout.width - edge) for x in found})

    def adjoining(self, a: str, b: str) -> bool:
        """Tell whether two cards follow each other in one column: no arrow fits between them."""
        if a in self.sellers or b in self.sellers:
            return False
        upper, lower = sorted((self.boxes[a], self.boxes[b]), key=lambda box: box.y)
        return 0 <= lower.y - upper.bottom < 20 and abs(upper.right - lower.right) < 2

    def free(self, row: int, x: float) -> bool:
        """Tell whether a vertical at ``x`` passes a row without touching a card."""
        key = (row, x)
        if key not in self._free:
            self._free[key] = not any(a - CLEAR < x < b + CLEAR for a, b in self._blocked[row])
        return self._free[key]

    def route(
        self,
        source: str,
        target: str,
        group: str,
        leave: dict[Side, float],
        enter: dict[Side, float],
    ) -> list[Point]:
        """Return the points of the best way; ``leave`` and ``enter`` price the sides allowed."""
        starts = self._ports(source, leave)
        ends = self._ports(target, enter)
        points = self._search(starts, ends, group)
        return simplify(points)

    def _ports(self, id_: str, sides: dict[Side, float]) -> list[_Port]:
        box = self.boxes[id_]
        if id_ in self.sellers:
            top = (box.cx, box.y)
            gap = len(self.gaps) - 1
            return [_Port(box.cx, gap, True, 0.0, (top, (box.cx, self.gaps[gap])))]
        row = self._tops[box.y]
        ports: list[_Port] = []
        for side, price in sides.items():
            if side in ("top", "bottom"):
                gap, y = (row, box.y) if side == "top" else (row + 1, box.bottom)
                way = ((box.cx, y), (box.cx, self.gaps[gap]))
                ports.append(_Port(box.cx, gap, True, price + abs(y - way[1][1]), way))
            else:
                ports += self._side_ports(box, row, side, price)
        return ports

    def _side_ports(self, box: Box, row: int, side: Side, price: float) -> list[_Port]:
        x = self._beside(box, row, side)
        if x is None:
            return []
        edge = box.x if side == "left" else box.right
        ports = []
        for gap in (row, row + 1):
            y = self.gaps[gap]
            cost = price + BEND + abs(edge - x) + abs(box.cy - y)
            ports.append(_Port(x, gap, True, cost, ((edge, box.cy), (x, box.cy), (x, y))))
        return ports

    def _beside(self, box: Box, row: int, side: Side) -> float | None:
        """Return the nearest free vertical beside a card, with no other card between."""
        at = bisect_left(self.verticals, box.x if side == "left" else box.right)
        if side == "left":
            candidates = [v for v in self.verticals[:at] if v < box.x][-1:]
        else:
            candidates = [v for v in self.verticals[at:] if v > box.right][:1]
        for x in candidates:
            low, high = (x, box.x) if side == "left" else (box.right, x)
            crossed = any(a < high and b > low for a, b in self._blocked[row])
            if not crossed and self.free(row, x):
                return x
        return None

    def _search(self, starts: list[_Port], ends: list[_Port], group: str) -> list[Point]:
        xs = sorted({*self.verticals, *(p.x for p in starts), *(p.x for p in ends)})
        index = {x: i for i, x in enumerate(xs)}
        goals: dict[tuple[int, int], list[_Port]] = defaultdict(list)
        for port in ends:
            goals[index[port.x], port.gap].append(port)
        hull = _Hull(ends, self.gaps)
        heap: list[tuple[float, float, int, int, bool]] = []
        best: dict[tuple[int, int, bool], float] = {}
        origin: dict[tuple[int, int, bool], tuple[int, int, bool] | _Port] = {}

        def reach(
            state: tuple[int, int, bool], cost: float, before: tuple[int, int, bool] | _Port
        ) -> None:
            if cost < best.get(state, 1e18) - 1e-9:
                best[state] = cost
                origin[state] = before
                guess = cost + hull.distance(xs[state[0]], self.gaps[state[1]])
                heapq.heappush(heap, (guess, cost, *state))

        for port in starts:
            reach((index[port.x], port.gap, port.vertical), port.cost, port)
        found: tuple[float, tuple[int, int, bool], _Port] | None = None
        while heap:
            guess, cost, i, g, vertical = heapq.heappop(heap)
            state = (i, g, vertical)
            if found is not None and guess >= found[0]:
                break
            if cost > best[state] + 1e-9:
                continue
            for port in goals.get((i, g), ()):
                total = cost + port.cost + (0.0 if vertical else BEND)
                if found is None or total < found[0]:
                    found = (total, state, port)
            turn = BEND if vertical else 0.0
            for j in (i - 1, i + 1):
                if 0 <= j < len(xs):
                    reach((j, g, False), cost + turn + abs(xs[j] - xs[i]), state)
            turn = 0.0 if vertical else BEND
            for h, row in ((g - 1, g - 1), (g + 1, g)):
                if 0 <= h < len(self.gaps) and self.free(row, xs[i]):
                    crowd = self.used.get((xs[i], row), set())
                    more = SHARED * (len(crowd) - (group in crowd))
                    length = abs(self.gaps[h] - self.gaps[g])
                    reach((i, h, True), cost + turn + length + more, state)
        if found is None:
            return [starts[0].points[0], ends[0].points[0]]
        return self._trace(found[1], found[2], origin, xs, group)

    def _trace(
        self,
        state: tuple[int, int, bool],
        end: _Port,
        origin: dict[tuple[int, int, bool], tuple[int, int, bool] | _Port],
        xs: list[float],
        group: str,
    ) -> list[Point]:
        back: list[Point] = []
        here: tuple[int, int, bool] | _Port = state
        while not isinstance(here, _Port):
            back.append((xs[here[0]], self.gaps[here[1]]))
            before = origin[here]
            if not isinstance(before, _Port) and before[0] == here[0]:
                self.used[xs[here[0]], min(before[1], here[1])].add(group)
            here = before
        return [*here.points, *reversed(back), *reversed(end.points)]


class _Hull:
    """The box around all goals: a guess of what is left that is never too large."""

    def __init__(self, ends: list[_Port], gaps: list[float]) -> None:
        self.x0, self.x1 = min(p.x for p in ends), max(p.x for p in ends)
        ys = [gaps[p.gap] for p in ends]
        self.y0, self.y1 = min(ys), max(ys)

    def distance(self, x: float, y: float) -> float:
        across = max(self.x0 - x, 0.0, x - self.x1)
        return across + max(self.y0 - y, 0.0, y - self.y1)
