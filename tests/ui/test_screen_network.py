"""The network's data: built by pyvis, placed here, and only ever text."""

from __future__ import annotations

import math

import pytest

from tests.ui.screen_book import HOSTILE
from ui.components.network import Edge, Node, positions, vis_data


def ring(n: int) -> tuple[list[Node], list[Edge]]:
    nodes = [Node(f"n{i}", f"N{i}") for i in range(n)]
    return nodes, [Edge(f"n{i}", f"n{(i + 1) % n}") for i in range(n)]


@pytest.mark.parametrize("n", [1, 2, 5, 30, 120])
def test_places_are_apart_finite_and_the_same_again(n: int) -> None:
    nodes, edges = ring(n)
    places = positions(nodes, edges)
    assert places == positions(nodes, edges)
    assert all(math.isfinite(v) for p in places for v in p)
    assert len(set(places)) == n


def test_parts_do_not_overlap() -> None:
    nodes = [Node(f"{part}{i}", "x") for part in "abc" for i in range(4)]
    edges = [Edge(f"{part}{i}", f"{part}{i + 1}") for part in "abc" for i in range(3)]
    places = dict(zip((n.id for n in nodes), positions(nodes, edges), strict=True))
    boxes = []
    for part in "abc":
        xs, ys = zip(*(places[f"{part}{i}"] for i in range(4)), strict=True)
        boxes.append((min(xs), max(xs), min(ys), max(ys)))
    for at, one in enumerate(boxes):
        for other in boxes[at + 1 :]:
            apart = one[1] < other[0] or other[1] < one[0] or one[3] < other[2] or other[3] < one[2]
            assert apart


def test_physics_is_off_and_every_node_has_its_place() -> None:
    nodes, edges = ring(4)
    data = vis_data(nodes, edges)
    assert data["options"]["physics"] == {"enabled": False}
    assert [(n["x"], n["y"]) for n in data["nodes"]] == positions(nodes, edges)
    assert {n["physics"] for n in data["nodes"]} == {False}
    assert [(e["from"], e["to"]) for e in data["edges"]] == [(e.source, e.target) for e in edges]


def test_text_stays_text() -> None:
    data = vis_data([Node("a", HOSTILE, second="<b>x</b>", title=HOSTILE, stance="mentor")], [])
    node = data["nodes"][0]
    assert node["title"] == node["plain"] == HOSTILE
    assert node["second"] == "<b>x</b>"
    assert "multi" not in str(data["options"])  # vis is to read no markup out of a text
    assert node["image"].startswith("data:image/svg+xml;base64,")


def test_relationships_to_what_is_not_drawn_are_left_out() -> None:
    assert vis_data([Node("a", "A")], [Edge("a", "gone"), Edge("gone", "a")])["edges"] == []


def test_nothing_to_draw() -> None:
    assert positions([], []) == []
