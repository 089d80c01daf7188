"""Where the nodes and lines of a proof stand: from us at the left to its subject at the right."""

from __future__ import annotations

import itertools
from collections.abc import Sequence, Set
from dataclasses import dataclass

from graph.decision.results import Finding
from ui.diagram.geometry import Box, Point
from ui.diagram.light import Light, for_finding
from ui.diagram.view import View

CARD_W, CARD_H = 142.0, 46.0
STEP_X, STEP_Y = 204.0, 70.0
# What a relationship is drawn as; any other is a plain line.
KINDS = {
    "REPORTS_TO": "reports",
    "INFLUENCES": "influence",
    "KNOWS": "knows",
    "CONFLICTS_WITH": "conflict",
    "ACTS_IN": "reports",
}
TOP, LEFT = 16.0, 3.0
MOST_NODES = 26


@dataclass(frozen=True, slots=True)
class Edge:
    """A line of the proof."""

    source: str
    target: str
    kind: str
    pill: str


@dataclass(slots=True)
class Proof:
    """The placed proof; ``left_out`` nodes did not fit."""

    boxes: dict[str, Box]
    edges: list[tuple[Edge, list[Point]]]
    light: Light
    left_out: int
    width: float
    height: float


def place_proof(view: View, finding: Finding, second: Sequence[str] = ()) -> Proof:
    """Place the evidence: the best road in the first row, every other chain in one below it."""
    light = for_finding(view, finding, second)
    known = view.people.keys() | view.sellers.keys() | {finding.subject.id}
    edges = _joined(_edges(light, finding, known), finding, known)
    nodes = list(dict.fromkeys([*_ends(edges), finding.subject.id, *finding.evidence.nodes]))
    # The customer and the deal itself prove nothing; they stand only where they join others, or for
    # want of anybody.
    nodes = [n for n in nodes if n in known | {*_ends(edges)}] or nodes
    kept = nodes[:MOST_NODES]
    edges = [e for e in edges if e.source in kept and e.target in kept]
    rows = _rows(kept, edges)
    layers = _layers(kept, edges, rows)
    boxes = {
        n: Box(LEFT + layers[n] * STEP_X, TOP + rows[n] * STEP_Y, CARD_W, CARD_H) for n in kept
    }
    lines = [(e, _way(e, boxes)) for e in edges]
    right = max((b.right for b in boxes.values()), default=CARD_W)
    bottom = max((b.bottom for b in boxes.values()), default=CARD_H)
    return Proof(boxes, lines, light, len(nodes) - len(kept), right + 4, bottom + 8)


def _edges(light: Light, finding: Finding, known: Set[str]) -> list[Edge]:
    """Return the roads, and one line for any other relationship between two who are shown."""
    order = {"route": 0, "other": 1, "plan": 2}
    edges = [
        Edge(r.source, r.target, r.kind, r.pill)
        for r in sorted(light.roads, key=lambda r: order[r.kind])
    ]
    drawn = {frozenset((e.source, e.target)) for e in edges}
    for source, type_, target in finding.evidence.relationships:
        pair = frozenset((source, target))
        if (pair <= known or type_ in KINDS) and len(pair) == 2 and pair not in drawn:
            drawn.add(pair)
            edges.append(Edge(source, target, KINDS.get(type_, "reports"), ""))
    return edges


def _joined(edges: list[Edge], finding: Finding, known: Set[str]) -> list[Edge]:
    """Join those who would stand alone by what they have in common: the deal, most of all."""
    alone = ({finding.subject.id, *finding.evidence.nodes} & known) - {*_ends(edges)}
    found: dict[str, dict[str, Edge]] = {}
    for source, _, target in finding.evidence.relationships:
        for one, other in ((source, target), (target, source)):
            if one in alone and other not in known:
                found.setdefault(other, {})[one] = Edge(source, target, "reports", "")
    together = [by for by in found.values() if len(by) > 1]
    return edges + [edge for by in together for edge in by.values()]


def _ends(edges: list[Edge]) -> list[str]:
    return [end for e in edges for end in (e.source, e.target)]


def _rows(nodes: list[str], edges: list[Edge]) -> dict[str, int]:
    """Follow the edges from each start not yet placed; each chain is a row."""
    after: dict[str, list[str]] = {}
    entered = {e.target for e in edges}
    for e in edges:
        after.setdefault(e.source, []).append(e.target)
    rows: dict[str, int] = {}
    starts = [n for n in nodes if n not in entered] + nodes
    best = [e.source for e in edges if e.kind == "route"]
    starts = [n for n in best if n not in entered] + starts
    row = 0
    for start in starts:
        if start in rows:
            continue
        here: str | None = start
        while here is not None:
            rows[here] = row
            here = next((n for n in after.get(here, ()) if n not in rows), None)
        row += 1
    return rows


def _layers(nodes: list[str], edges: list[Edge], rows: dict[str, int]) -> dict[str, int]:
    """Put each node right of those before it; under a node where a chain joins from below."""
    layers = dict.fromkeys(nodes, 0)
    inward: dict[str, list[Edge]] = {}
    for e in edges:
        if e.kind != "plan":
            inward.setdefault(e.target, []).append(e)
    for _ in range(len(nodes)):
        moved = False
        for node in nodes:
            need = 0
            for e in inward.get(node, ()):
                below = rows[e.source] == rows[node] + 1 and e.kind != "route"
                need = max(need, layers[e.source] + (0 if below and layers[e.source] else 1))
            if need > layers[node] and need < len(nodes):
                layers[node], moved = need, True
        if not moved:
            break
    return _without_collisions(nodes, layers, rows)


def _without_collisions(
    nodes: list[str], layers: dict[str, int], rows: dict[str, int]
) -> dict[str, int]:
    taken: set[tuple[int, int]] = set()
    for node in sorted(nodes, key=lambda n: (rows[n], layers[n])):
        while (rows[node], layers[node]) in taken:
            layers[node] += 1
        taken.add((rows[node], layers[node]))
    return layers


def _way(edge: Edge, boxes: dict[str, Box]) -> list[Point]:
    a, b = boxes[edge.source], boxes[edge.target]
    others = [box for id_, box in boxes.items() if id_ not in (edge.source, edge.target)]
    for way in _candidates(a, b):
        if not any(_touches(way, box) for box in others):
            return way
    return _candidates(a, b)[-1]


def _candidates(a: Box, b: Box) -> list[list[Point]]:
    """Return ways from the plainest to the one that always exists: along the gap below the row."""
    ways: list[list[Point]] = []
    if a.y == b.y and b.x > a.x:
        ways.append([(a.right, a.cy), (b.x, b.cy)])
    if a.x == b.x:
        up = b.y < a.y
        ways.append([(a.cx, a.y if up else a.bottom), (b.cx, b.bottom if up else b.y)])
    if b.x > a.x and b.y != a.y:
        edge = b.bottom if b.y < a.y else b.y
        ways.append([(a.right, a.cy), (b.cx, a.cy), (b.cx, edge)])
        ways.append([(a.right, a.cy), (b.x - 26, a.cy), (b.x - 26, b.cy), (b.x, b.cy)])
    gap = a.bottom + (STEP_Y - CARD_H) / 2
    ways.append([(a.cx, a.bottom), (a.cx, gap), (b.x - 26, gap), (b.x - 26, b.cy), (b.x, b.cy)])
    return ways


def _touches(way: list[Point], box: Box) -> bool:
    for (x0, y0), (x1, y1) in itertools.pairwise(way):
        line = Box(min(x0, x1), min(y0, y1), abs(x1 - x0) or 0.1, abs(y1 - y0) or 0.1)
        if line.overlap(box) > 0:
            return True
    return False
