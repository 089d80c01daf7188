"""Finding an orthogonal way for a line along the corridors between the cards.

The gaps between rows run across the whole map and are always free; a vertical is free in a row
where no card stands on it. So a way is a shortest path over crossings of gaps and verticals, with
a price for each bend, and it never runs through a card.
"""

from __future__ import annotations

import heapq
import itertools
from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass
from typing import Literal

from ui.diagram.geometry import Box, Point, simplify
from ui.diagram.grid import Layout

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
            for (_, a), (b, _) in itertools.pairwise(spans):
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
        search = _Search(self, starts, ends, group)
        end = search.run()
        if end is None:
            return [starts[0].points[0], ends[0].points[0]]
        points, passed = search.trace(end)
        for crossing in passed:
            self.used[crossing].add(group)
        return points


# A crossing (number of the vertical, number of the gap) and whether it was come to vertically.
_State = tuple[int, int, bool]


class _Search:
    """One search for the cheapest way over the crossings (A*)."""

    def __init__(self, router: Router, starts: list[_Port], ends: list[_Port], group: str) -> None:
        self.router, self.gaps, self.group = router, router.gaps, group
        self.xs = sorted({*router.verticals, *(p.x for p in starts), *(p.x for p in ends)})
        index = {x: i for i, x in enumerate(self.xs)}
        self.goals: dict[tuple[int, int], list[_Port]] = defaultdict(list)
        for port in ends:
            self.goals[index[port.x], port.gap].append(port)
        self.hull = _Hull(ends, self.gaps)
        self.heap: list[tuple[float, float, _State]] = []
        self.best: dict[_State, float] = {}
        self.origin: dict[_State, _State | _Port] = {}
        for port in starts:
            self._reach((index[port.x], port.gap, port.vertical), port.cost, port)

    def run(self) -> tuple[float, _State, _Port] | None:
        """Return the cost, the last crossing and the port of the cheapest way."""
        found: tuple[float, _State, _Port] | None = None
        while self.heap:
            guess, cost, state = heapq.heappop(self.heap)
            if found is not None and guess >= found[0]:
                break
            if cost > self.best[state] + 1e-9:
                continue
            for port in self.goals.get(state[:2], ()):
                total = cost + port.cost + (0.0 if state[2] else BEND)
                if found is None or total < found[0]:
                    found = (total, state, port)
            self._sideways(state, cost)
            self._up_and_down(state, cost)
        return found

    def _reach(self, state: _State, cost: float, before: _State | _Port) -> None:
        if cost < self.best.get(state, 1e18) - 1e-9:
            self.best[state] = cost
            self.origin[state] = before
            guess = cost + self.hull.distance(self.xs[state[0]], self.gaps[state[1]])
            heapq.heappush(self.heap, (guess, cost, state))

    def _sideways(self, state: _State, cost: float) -> None:
        i, g, vertical = state
        turn = BEND if vertical else 0.0
        for j in (i - 1, i + 1):
            if 0 <= j < len(self.xs):
                self._reach((j, g, False), cost + turn + abs(self.xs[j] - self.xs[i]), state)

    def _up_and_down(self, state: _State, cost: float) -> None:
        i, g, vertical = state
        turn = 0.0 if vertical else BEND
        for h, row in ((g - 1, g - 1), (g + 1, g)):
            if 0 <= h < len(self.gaps) and self.router.free(row, self.xs[i]):
                crowd = self.router.used.get((self.xs[i], row), set())
                shared = SHARED * (len(crowd) - (self.group in crowd))
                length = abs(self.gaps[h] - self.gaps[g])
                self._reach((i, h, True), cost + turn + length + shared, state)

    def trace(
        self, end: tuple[float, _State, _Port]
    ) -> tuple[list[Point], list[tuple[float, int]]]:
        """Return the points of the way, and the verticals it runs along, row by row."""
        back: list[Point] = []
        passed: list[tuple[float, int]] = []
        here: _State | _Port = end[1]
        while not isinstance(here, _Port):
            back.append((self.xs[here[0]], self.gaps[here[1]]))
            before = self.origin[here]
            if not isinstance(before, _Port) and before[0] == here[0]:
                passed.append((self.xs[here[0]], min(before[1], here[1])))
            here = before
        return [*here.points, *reversed(back), *reversed(end[2].points)], passed


class _Hull:
    """The box around all goals: a guess of what is left that is never too large."""

    def __init__(self, ends: list[_Port], gaps: list[float]) -> None:
        self.x0, self.x1 = min(p.x for p in ends), max(p.x for p in ends)
        ys = [gaps[p.gap] for p in ends]
        self.y0, self.y1 = min(ys), max(ys)

    def distance(self, x: float, y: float) -> float:
        across = max(self.x0 - x, 0.0, x - self.x1)
        return across + max(self.y0 - y, 0.0, y - self.y1)
