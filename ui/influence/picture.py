"""The drawing as a picture of its own: SVG that needs no script and no other file."""

from __future__ import annotations

from math import hypot

from ui.components.html import Markup, el, safe
from ui.components.network import Edge, Node, positions
from ui.influence.drawing import Drawn
from ui.text import t
from ui.tokens import FONT, color

AROUND, LETTER = 60.0, 7.0
HEAD = 7.0


def svg(found: Drawn, name: str) -> str:
    """Return the drawing as SVG, light, with its legend."""
    places = positions(found.nodes, found.edges)
    at = {node.id: place for node, place in zip(found.nodes, places, strict=True)}
    wide = max((x for x, _ in places), default=0.0) + 2 * AROUND
    wide = max(wide + LETTER * 8, 420.0)
    high = max((y for _, y in places), default=0.0) + 2 * AROUND + 30
    sizes = {node.id: node.size for node in found.nodes}
    inside = (
        el("rect", "", width="100%", height="100%", fill=color("card")),
        el("text", "name", name, x=16, y=26),
        el("text", "note", _legend(), x=16, y=high - 14),
        *(_tie(edge, at, sizes) for edge in found.edges),
        *(_person(node, at[node.id]) for node in found.nodes),
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{wide:.0f}" height="{high:.0f}" '
        f'viewBox="0 0 {wide:.0f} {high:.0f}"><style>text {{ font: 12px {FONT}; '
        f"fill: {color('text')}; }} .name {{ font-size: 15px; font-weight: 600; }} "
        f".note {{ fill: {color('second')}; }}</style>{''.join(map(safe, inside))}</svg>"
    )


def _legend() -> str:
    return t("Area of a disc: influence. Orange: without this one the network falls apart.")


def _hue(token: str) -> str:
    return color(token.removeprefix("var(--lp-").removesuffix(")"))


def _person(node: Node, place: tuple[float, float]) -> Markup:
    x, y = place[0] + AROUND, place[1] + AROUND
    disc = el(
        "circle", "", cx=f"{x:.1f}", cy=f"{y:.1f}", r=f"{node.size:.1f}", fill=_hue(node.color)
    )
    words = el(
        "text", "han", node.label, x=f"{x:.1f}", y=f"{y + node.size + 13:.1f}", text_anchor="middle"
    )
    return el("g", "", el("title", "", node.title), disc, words)


def _tie(edge: Edge, at: dict[str, tuple[float, float]], sizes: dict[str, float]) -> Markup:
    """Draw a line from disc to disc, with a head where it has a direction."""
    (x1, y1), (x2, y2) = at[edge.source], at[edge.target]
    length = hypot(x2 - x1, y2 - y1) or 1.0
    dx, dy = (x2 - x1) / length, (y2 - y1) / length
    back = sizes[edge.target] + 2
    tip = x2 - dx * back + AROUND, y2 - dy * back + AROUND
    foot = tip[0] - dx * HEAD, tip[1] - dy * HEAD
    if not edge.arrow:
        foot = x2 + AROUND, y2 + AROUND  # the disc lies over its end
    hue = _hue(edge.color)
    line = el(
        "line",
        "",
        x1=f"{x1 + AROUND:.1f}",
        y1=f"{y1 + AROUND:.1f}",
        x2=f"{foot[0]:.1f}",
        y2=f"{foot[1]:.1f}",
        stroke=hue,
        stroke_width=f"{edge.width:.1f}",
    )
    if not edge.arrow:
        return line
    side = HEAD * 0.45
    corners = (
        tip,
        (foot[0] - dy * side, foot[1] + dx * side),
        (foot[0] + dy * side, foot[1] - dx * side),
    )
    points = " ".join(f"{x:.1f},{y:.1f}" for x, y in corners)
    return el("g", "", line, el("polygon", "", points=points, fill=hue))
