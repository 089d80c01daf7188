"""The graph as networkx: everything, and one deal of it."""

from __future__ import annotations

import polars as pl
import pytest

from graph.errors import NotFoundError
from graph.snapshot import Snapshot


@pytest.fixture
def snapshot() -> Snapshot:
    nodes = {
        "Person": pl.DataFrame({"id": ["chen", "zhao", "far"], "name": ["陈", None, "Far"]}),
        "Opportunity": pl.DataFrame({"id": ["d1", "d2"]}),
        "Enterprise": pl.DataFrame({"id": ["e", "f"], "kind": ["company", None]}),
        "Step": pl.DataFrame({"id": ["s"]}),
        "Seller": pl.DataFrame({"id": ["lin", "idle"]}),
        "Competitor": pl.DataFrame({"id": ["rival"]}),
    }
    relationships = {
        "PLAYS": pl.DataFrame({"from": ["chen"], "to": ["d1"], "roles": [["decision_maker"]]}),
        "HAS_STEP": pl.DataFrame({"from": ["d1"], "to": ["s"]}),
        "ACTS_IN": pl.DataFrame({"from": ["zhao"], "to": ["s"], "function": ["review"]}),
        "FOR": pl.DataFrame({"from": ["d1", "d2"], "to": ["e", "f"]}),
        "INFLUENCES": pl.DataFrame(
            {"from": ["zhao", "far"], "to": ["chen", "chen"], "weight": [0.5, 0.9]}
        ),
        "HOLDS": pl.DataFrame(
            {
                "from": ["chen", "chen"],
                "to": ["d1", "d1"],
                "stance": ["enemy", "neutral"],
                "source": ["x", "y"],
            }
        ),
        "COVERS": pl.DataFrame({"from": ["lin"], "to": ["chen"], "strength": [0.9]}),
        "COURTS": pl.DataFrame({"from": ["rival"], "to": ["zhao"], "strength": [0.4]}),
    }
    return Snapshot.from_frames(nodes, relationships)


def test_the_whole_graph(snapshot):
    graph = snapshot.to_networkx()
    assert {n for n in graph if graph.nodes[n]["_kind"] != n[0]} == set()
    assert set(graph) == {(k, i) for k, t in snapshot.nodes.items() for i in t.ids}
    assert graph.nodes["Person", "chen"] == {"_kind": "Person", "id": "chen", "name": "陈"}
    assert graph.nodes["Enterprise", "e"]["kind"] == "company"
    assert {(a[1], b[1], d["_type"]) for a, b, d in graph.edges(data=True)} == {
        ("chen", "d1", "PLAYS"), ("d1", "s", "HAS_STEP"), ("zhao", "s", "ACTS_IN"),
        ("d1", "e", "FOR"), ("d2", "f", "FOR"), ("zhao", "chen", "INFLUENCES"),
        ("far", "chen", "INFLUENCES"), ("chen", "d1", "HOLDS"), ("lin", "chen", "COVERS"),
        ("rival", "zhao", "COURTS"),
    }  # fmt: skip
    held = graph.get_edge_data(("Person", "chen"), ("Opportunity", "d1")).values()
    assert {d.get("stance") for d in held} == {"enemy", "neutral", None}


def test_one_deal(snapshot):
    graph = snapshot.to_networkx("d1")
    assert set(graph) == {
        ("Opportunity", "d1"), ("Person", "chen"), ("Person", "zhao"), ("Step", "s"),
        ("Enterprise", "e"), ("Seller", "lin"), ("Competitor", "rival"),
    }  # fmt: skip
    assert {(a[1], b[1], d["_type"]) for a, b, d in graph.edges(data=True)} == {
        ("chen", "d1", "PLAYS"), ("d1", "s", "HAS_STEP"), ("zhao", "s", "ACTS_IN"),
        ("d1", "e", "FOR"), ("zhao", "chen", "INFLUENCES"), ("chen", "d1", "HOLDS"),
        ("lin", "chen", "COVERS"), ("rival", "zhao", "COURTS"),
    }  # fmt: skip


def test_a_deal_that_is_not_there_is_named(snapshot):
    with pytest.raises(NotFoundError, match="d1"):
        snapshot.to_networkx("d11")


def test_an_empty_graph():
    assert len(Snapshot.from_frames({}, {}).to_networkx()) == 0
