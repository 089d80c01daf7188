"""The network: nodes, edges and options by pyvis, drawn by vis-network; positions from here.

pyvis's own page template is never used (it fetches from other machines and lets text run as
script). This is the only module that knows pyvis.
"""

from __future__ import annotations

import hashlib
import json
from base64 import b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import networkx as nx
import streamlit as st

from ui.components.bundles import address
from ui.components.rows import Event
from ui.components.sheet import script
from ui.text import t
from ui.tokens import STANCES

# Apart, in pixels, of two nodes that are tied.
SPREAD = 130.0
# Up to this many nodes the slower, clearer layout is worth its time.
CLEAR = 80


SCRIPTS = ("network_place", "network_words", "network")


@dataclass(frozen=True)
class Node:
    """A node of the drawing. ``stance`` draws a person, ``shape`` and ``color`` anything else."""

    id: str
    label: str
    second: str = ""
    title: str = ""
    shape: str = "dot"
    color: str = "var(--lp-quiet-fill)"
    stance: str | None = None
    size: float = 17.0


@dataclass(frozen=True)
class Edge:
    """A relationship of the drawing."""

    source: str
    target: str
    label: str = ""
    title: str = ""
    color: str = "var(--lp-reports)"
    dashes: bool = False
    arrow: bool = True
    width: float = 1.4


def network(
    nodes: Sequence[Node],
    edges: Sequence[Edge],
    *,
    key: str,
    selected: str | None = None,
    height: int = 430,
) -> Event | None:
    """Draw a network and return what was just chosen in it ("" for the ground)."""
    source = address("vis-network.js")
    if source is None:
        st.caption(t("The drawing of networks is not installed."))
        return None
    data = vis_data(nodes, edges)
    mark = hashlib.sha256(json.dumps(data, sort_keys=True).encode()).hexdigest()[:16]
    words = {"in": t("Zoom in"), "out": t("Zoom out"), "fit": t("Show all")}
    mount = st.components.v2.component("linchpin_network", js=script(*SCRIPTS))
    result: Any = mount(
        key=key,
        data={
            **data,
            "source": source,
            "selected": selected,
            "height": height,
            "mark": mark,
            "words": words,
        },
        on_event_change=lambda: None,
    )
    event = result.event
    return Event(str(event["kind"]), str(event["id"])) if event else None


def vis_data(nodes: Sequence[Node], edges: Sequence[Edge]) -> dict[str, Any]:
    """Return nodes, edges and options as vis-network takes them, built by ``pyvis.Network``."""
    from pyvis.network import Network

    net = Network(directed=True)
    for node, (x, y) in zip(nodes, positions(nodes, edges), strict=True):
        net.add_node(node.id, label=node.label, x=x, y=y, physics=False, **_look(node))
    known = {n.id for n in nodes}
    for edge in edges:
        if edge.source in known and edge.target in known:
            net.add_edge(edge.source, edge.target, **_line(edge))
    drawn = [
        {**n, "plain": node.label, "second": node.second}
        for n, node in zip(net.nodes, nodes, strict=True)
    ]
    return {"nodes": drawn, "edges": net.edges, "options": _options()}


def _look(node: Node) -> dict[str, Any]:
    look: dict[str, Any] = {"title": node.title or node.label, "size": node.size}
    if node.stance is not None:
        return look | {"shape": "image", "image": _face(node.stance)}
    return look | {"shape": node.shape, "color": node.color}


@cache
def _face(stance: str) -> str:
    """Return the picture of a person's stance: its colour and its glyph."""
    fill, glyph, ink = STANCES[stance]
    edge = fill
    if stance == "unknown":
        fill, ink, edge = "#FFFFFF", "#526079", "#8A97A8"
    dashed = ' stroke-dasharray="4 3"' if stance == "unknown" else ""
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="64" height="64">'
        f'<circle cx="32" cy="32" r="29" fill="{fill}" stroke="{edge}" stroke-width="2"{dashed}/>'
        '<text x="32" y="41" text-anchor="middle" font-family="sans-serif" font-weight="700" '
        f'font-size="26" fill="{ink}">{glyph}</text></svg>'
    )
    return f"data:image/svg+xml;base64,{b64encode(svg.encode()).decode()}"


def _line(edge: Edge) -> dict[str, Any]:
    return {
        "label": edge.label,
        "title": edge.title,
        "color": {"color": edge.color, "highlight": "var(--lp-primary)", "hover": edge.color},
        "dashes": [5, 4] if edge.dashes else False,
        "arrows": {"to": {"enabled": edge.arrow, "scaleFactor": 0.6}},
        "width": edge.width,
    }


def _options() -> Mapping[str, Any]:
    return {
        "physics": {"enabled": False},
        "interaction": {"hover": True, "dragNodes": True, "tooltipDelay": 150, "keyboard": False},
        "nodes": {
            "borderWidth": 0,
            "shapeProperties": {"useBorderWithImage": False},
        },
        "edges": {
            "smooth": {"enabled": True, "type": "dynamic"},
            "selectionWidth": 1,
        }
        | {"smooth": {"enabled": True, "type": "curvedCW", "roundness": 0.06}},
        "layout": {"improvedLayout": False},
    }


def positions(nodes: Sequence[Node], edges: Sequence[Edge]) -> list[tuple[float, float]]:
    """Return a place for each node: connected parts side by side, the largest first.

    Examples
    --------
    >>> places = positions([Node("a", "A"), Node("b", "B")], [Edge("a", "b")])
    >>> len(places), places == positions([Node("a", "A"), Node("b", "B")], [Edge("a", "b")])
    (2, True)
    """
    graph: nx.Graph[str] = nx.Graph()
    graph.add_nodes_from(n.id for n in nodes)
    graph.add_edges_from(
        (e.source, e.target) for e in edges if e.source in graph and e.target in graph
    )
    order = {n.id: at for at, n in enumerate(nodes)}
    parts = sorted(
        nx.connected_components(graph), key=lambda p: (-len(p), min(order[i] for i in p))
    )
    placed: dict[str, tuple[float, float]] = {}
    x, y, row = 0.0, 0.0, 0.0
    laid = [_part(graph, sorted(part, key=order.__getitem__)) for part in parts]
    area = sum((width + SPREAD) * (height + SPREAD) for _, width, height in laid)
    limit = max(area**0.5 * 1.1, max((width for _, width, _ in laid), default=0.0))
    for found, width, height in laid:
        if x and x + width > limit:
            x, y, row = 0.0, y + row + SPREAD, 0.0
        placed |= {i: (round(x + a, 1), round(y + b, 1)) for i, (a, b) in found.items()}
        x, row = x + width + SPREAD, max(row, height)
    return [placed[n.id] for n in nodes]


def _part(
    graph: nx.Graph[str], ids: Sequence[str]
) -> tuple[dict[str, tuple[float, float]], float, float]:
    """Lay out one connected part from (0, 0); return the places, width and height."""
    if len(ids) == 1:
        return {ids[0]: (0.0, 0.0)}, 0.0, 0.0
    own: nx.Graph[str] = nx.Graph()
    own.add_nodes_from(ids)
    own.add_edges_from(graph.subgraph(ids).edges)
    # A part with more ties needs more room for the words between its nodes.
    scale = SPREAD * len(ids) ** 0.5 * (0.42 if len(ids) < 4 else 0.62)
    if len(ids) <= CLEAR:
        where = nx.kamada_kawai_layout(own, scale=scale)
    else:
        where = nx.spring_layout(own, seed=7, scale=scale, iterations=60)
    left, top = min(p[0] for p in where.values()), min(p[1] for p in where.values())
    found = {i: (float(p[0] - left), float(p[1] - top)) for i, p in where.items()}
    return found, max(p[0] for p in found.values()), max(p[1] for p in found.values())
