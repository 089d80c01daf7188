"""Where the lit roads run, and where their pills, tags and numbers stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from ui.diagram import marks
from ui.diagram.corridors import BESIDE, Router, Side
from ui.diagram.geometry import Box, Point, rounded, shorten
from ui.diagram.grid import Layout
from ui.diagram.lanes import separate
from ui.diagram.light import Light, Road
from ui.diagram.links import Room
from ui.diagram.markup import element, group, number, text


@dataclass(slots=True)
class PlacedRoad:
    """A road with its way and the box of its pill."""

    road: Road
    points: list[Point]
    pill: Box | None = None


@dataclass(slots=True)
class Placed:
    """Everything a Light adds to the map, placed: roads, (id, kind, words, box), (id, n, x, y)."""

    roads: list[PlacedRoad] = field(default_factory=list)
    tags: list[tuple[str, str, str, Box]] = field(default_factory=list)
    steps: list[tuple[str, int, float, float]] = field(default_factory=list)


def lay(layout: Layout, light: Light) -> Placed:
    """Lead the roads and set pills, tags and numbers where they hide least."""
    router = Router(layout)
    shown = [r for r in light.roads if _ends(layout, r) is not None]
    order = {"route": 0, "other": 1, "plan": 2}
    shown.sort(key=lambda r: order[r.kind])
    ways: list[tuple[str, list[Point]]] = []
    kept: list[Road] = []
    for road in shown:
        ends = _ends(layout, road)
        if ends is None or ends[0] == ends[1]:
            continue
        kept.append(road)
        ways.append((f"{road.source} {road.target}", _lead(router, *ends)))
    moved = separate(ways, Room(layout))
    placed = Placed([PlacedRoad(r, p) for r, p in zip(kept, moved, strict=True)])
    placed.tags = marks.tags(layout, light)
    placed.steps = [
        (i, n, layout.cards[i].x + 1, layout.cards[i].y + 1)
        for i, n in light.steps.items()
        if i in layout.cards
    ]
    _set_pills(layout, placed)
    return placed


def _ends(layout: Layout, road: Road) -> tuple[str, str] | None:
    """Return the cards at both ends; a folded person is stood for by the head."""
    ends = [layout.stand_in.get(i, i) for i in (road.source, road.target)]
    shown = layout.cards.keys() | layout.sellers.keys()
    return (ends[0], ends[1]) if ends[0] in shown and ends[1] in shown else None


def _lead(router: Router, source: str, target: str) -> list[Point]:
    if router.adjoining(source, target):
        return router.route(source, target, f"{source} {target}", BESIDE, BESIDE)
    leave: dict[Side, float] = {"top": 0.0, "left": 6.0, "right": 6.0, "bottom": 40.0}
    enter: dict[Side, float] = {"bottom": 0.0, "left": 6.0, "right": 6.0, "top": 12.0}
    return router.route(source, target, f"{source} {target}", leave, enter)


def _set_pills(layout: Layout, placed: Placed) -> None:
    """Give each pill the place on its road where it covers least of cards, tags and pills."""
    taken = [box for *_, box in placed.tags] + marks.headings(layout)
    taken += [Box(x - 9, y - 9, 18, 18) for *_, x, y in placed.steps]
    pills = marks.Pills(layout, taken)
    for one in placed.roads:
        if one.road.pill:
            from_team = one.road.source in layout.sellers
            one.pill = pills.place(one.road.pill, one.points, from_team=from_team)


def road_lines(placed: Placed) -> str:
    """Return the lines of the roads, for below the cards; the best route lies on top."""
    order = {"other": 0, "plan": 1, "route": 2}
    ordered = sorted(placed.roads, key=lambda r: order[r.road.kind])
    return "".join(
        group(
            [
                element("path", class_=f"line {r.road.kind}", d=rounded(shorten(r.points, 8.0))),
                arrow(r.points, r.road.kind, 5.0 if r.road.kind != "other" else 4.4),
            ],
            class_="road",
            data_from=r.road.source,
            data_to=r.road.target,
            data_tip=r.road.pill or None,
        )
        for r in ordered
    )


def road_marks(placed: Placed) -> str:
    """Return pills, tags and step numbers, for above the cards."""
    parts = [
        group(
            [pill(r.road.pill, r.road.kind, r.pill)],
            class_="mark",
            data_from=r.road.source,
            data_to=r.road.target,
        )
        for r in placed.roads
        if r.pill is not None
    ]
    parts += [
        group([tag(kind, wording, box)], class_="mark", data_id=id_)
        for id_, kind, wording, box in placed.tags
    ]
    for id_, n, x, y in placed.steps:
        step = element("circle", class_="step", cx=x, cy=y, r=9.0) + text(
            x, y + 3.8, n, "step-text"
        )
        parts.append(group([step], class_="mark", data_id=id_))
    return "".join(parts)


def pill(wording: str, kind: str, box: Box) -> str:
    """Return the pill of a road."""
    return element(
        "rect",
        class_=f"pill pill-{kind}",
        x=box.x,
        y=box.y,
        width=box.w,
        height=box.h,
        rx=box.h / 2,
    ) + text(box.cx, box.cy + 3.8, wording, f"pill-text on-{kind}")


def tag(kind: str, wording: str, box: Box) -> str:
    """Return a tag on the edge of a card."""
    return element(
        "rect", class_=f"tag tag-{kind}", x=box.x, y=box.y, width=box.w, height=box.h, rx=4.0
    ) + text(box.cx, box.cy + 3.7, wording, f"tag-text is-{kind}")


def arrow(points: Sequence[Point], kind: str, half: float = 4.4) -> str:
    """Return the head of an arrow at the end of a polyline."""
    if len(points) < 2:
        return ""
    (x0, y0), (x1, y1) = points[-2], points[-1]
    length = ((x1 - x0) ** 2 + (y1 - y0) ** 2) ** 0.5 or 1.0
    ux, uy = (x1 - x0) / length, (y1 - y0) / length
    back = 2.2 * half
    bx, by = x1 - ux * back, y1 - uy * back
    d = (
        f"M{number(x1)} {number(y1)}L{number(bx - uy * half)} {number(by + ux * half)}"
        f"L{number(bx + uy * half)} {number(by - ux * half)}Z"
    )
    return element("path", class_=f"head head-{kind}", d=d)
