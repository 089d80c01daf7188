"""What goes in comes out, on every store: no expectation here names a server."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from graph.records import Records
from tests.conformance.pictures import edges, nodes

HARD_IDS = [
    "a'b",
    'a"b',
    "a`b",
    "</script><b>",
    "😀",
    "陈 静",
    "a\\b",
    "$x",
    "{id: 1}",
    "a;b",
    "x" * 5000,
]


def book(source: str = "/books/one") -> Records:
    return Records(
        source,
        nodes={
            "Person": pl.DataFrame(
                {"id": ["li", "wang"], "name": ["Li", "王"], "as_of": [date(2026, 1, 2), None]}
            ),
            "Opportunity": pl.DataFrame(
                {"id": ["d1"], "name": ["Deal"], "amount": [12.5], "pass_mark": [None]}
            ),
        },
        relationships={
            "HOLDS": pl.DataFrame(
                {
                    "from": ["li", "li", "wang"],
                    "to": ["d1", "d1", "d1"],
                    "stance": ["supporter", "enemy", "neutral"],
                    "source": ["coach", "crm", None],
                    "as_of": [date(2026, 1, 5), date(2026, 1, 5), None],
                }
            ),
            "PLAYS": pl.DataFrame({"from": ["li"], "to": ["d1"], "roles": [["coach", "end_user"]]}),
            "KNOWS": pl.DataFrame({"from": ["wang"], "to": ["li"], "strength": [0.5]}),
        },
        tables={
            "billing": pl.DataFrame(
                {"customer": ["e"], "month": ["2026-01"], "product": ["p"], "revenue": [1.0]}
            )
        },
    )


def test_everything_comes_out_as_it_went_in(store):
    summary = store.load(book())
    snapshot = store.snapshot()
    assert nodes(snapshot, "Person", "name", "as_of") == {
        ("li", "Li", date(2026, 1, 2)),
        ("wang", "王", None),
    }
    assert nodes(snapshot, "Opportunity", "amount", "pass_mark") == {("d1", 12.5, None)}
    assert edges(snapshot, "HOLDS", "stance", "source", "as_of", "towards") == {
        ("li", "d1", "supporter", "coach", date(2026, 1, 5), None),
        ("li", "d1", "enemy", "crm", date(2026, 1, 5), None),
        ("wang", "d1", "neutral", None, None, None),
    }
    assert edges(snapshot, "PLAYS", "roles") == {("li", "d1", ("coach", "end_user"))}
    assert edges(snapshot, "KNOWS", "strength", "sources") == {("li", "wang", 0.5, ("/books/one",))}
    assert store.table("billing").select("customer", "revenue").rows() == [("e", 1.0)]
    assert (summary.revision, snapshot.revision) == (1, 1)


def test_loading_again_changes_nothing(store):
    store.load(book())
    before = store.snapshot()
    summary = store.load(book())
    assert not summary.changed
    assert summary.revision == before.revision == store.status().revision


@pytest.mark.parametrize("id_", HARD_IDS)
def test_any_id_is_only_an_id(store, id_):
    people = pl.DataFrame({"id": [id_, "plain"], "name": [id_, None], "odd`col'": [id_, None]})
    ties = pl.DataFrame({"from": [id_], "to": ["plain"], "weight": [0.5]})
    store.load(Records("s", {"Person": people}, {"INFLUENCES": ties}))
    snapshot = store.snapshot()
    assert nodes(snapshot, "Person", "name", "odd`col'") == {
        (id_, id_, id_),
        ("plain", None, None),
    }
    assert edges(snapshot, "INFLUENCES", "weight") == {(id_, "plain", 0.5)}
    found = store.query("MATCH (p:Person {id: $id}) RETURN p.name AS name", {"id": id_})
    assert found.rows == [{"name": id_}]


def test_properties_that_nobody_listed_are_kept(store):
    people = pl.DataFrame(
        {
            "id": ["a", "b"],
            "shoe": [41, None],
            "likes": [None, ["tea"]],
            "born": [date(1980, 1, 1), None],
        }
    )
    store.load(Records("s", {"Person": people}))
    assert nodes(store.snapshot(), "Person", "shoe", "likes", "born") == {
        ("a", 41, None, date(1980, 1, 1)),
        ("b", None, ("tea",), None),
    }
    store.load(Records("s", {"Person": pl.DataFrame({"id": ["a"], "name": ["A"]})}))
    assert ("a", "A", 41) in nodes(store.snapshot(), "Person", "name", "shoe")


def test_an_undirected_tie_is_kept_once(store):
    people = pl.DataFrame({"id": ["a", "b"]})
    one = pl.DataFrame({"from": ["a"], "to": ["b"], "strength": [0.2]})
    two = pl.DataFrame({"from": ["b"], "to": ["a"], "strength": [0.7]})
    store.load(Records("s", {"Person": people}, {"KNOWS": one}))
    store.load(Records("s", {}, {"KNOWS": two}))
    assert edges(store.snapshot(), "KNOWS", "strength") == {("a", "b", 0.7)}


def test_a_key_may_be_absent(store):
    nodes_ = {"Person": pl.DataFrame({"id": ["a", "b"]}), "Enterprise": pl.DataFrame({"id": ["e"]})}
    posts = pl.DataFrame(
        {
            "from": ["a", "a"],
            "to": ["e", "e"],
            "title": ["Boss", "Clerk"],
            "since": [None, date(2020, 1, 1)],
        }
    )
    lines = pl.DataFrame({"from": ["a", "a"], "to": ["b", "b"], "enterprise": [None, "e"]})
    for _ in range(2):
        store.load(Records("s", nodes_, {"WORKS_FOR": posts, "REPORTS_TO": lines}))
    snapshot = store.snapshot()
    assert edges(snapshot, "WORKS_FOR", "title", "since") == {
        ("a", "e", "Boss", None),
        ("a", "e", "Clerk", date(2020, 1, 1)),
    }
    assert edges(snapshot, "REPORTS_TO", "enterprise") == {("a", "b", None), ("a", "b", "e")}


def test_several_kinds_may_stand_at_an_end(store):
    kinds = {
        "Person": pl.DataFrame({"id": ["x"]}),
        "Seller": pl.DataFrame({"id": ["x"]}),
        "Interaction": pl.DataFrame({"id": ["i"], "on": [date(2026, 1, 1)]}),
    }
    took = pl.DataFrame({"from_kind": [None, "Seller"], "from": ["x", "x"], "to": ["i", "i"]})
    store.load(Records("s", kinds, {"TOOK_PART": took}))
    snapshot = store.snapshot()
    assert edges(snapshot, "TOOK_PART") == {("x", "i")}
    assert edges(snapshot, "TOOK_PART", start="Seller") == {("x", "i")}


def test_a_relationship_without_its_end_is_left_out_and_named(store):
    ties = pl.DataFrame({"from": ["a", "a"], "to": ["b", "nobody"], "weight": [0.5, 0.5]})
    summary = store.load(
        Records("s", {"Person": pl.DataFrame({"id": ["a", "b"]})}, {"INFLUENCES": ties})
    )
    assert edges(store.snapshot(), "INFLUENCES") == {("a", "b")}
    assert [(d.type, d.absent_kind, d.absent_id) for d in summary.dangling] == [
        ("INFLUENCES", "Person", "nobody")
    ]


def test_an_empty_store_reads_as_empty(store):
    snapshot = store.snapshot()
    assert all(len(table) == 0 for table in snapshot.nodes.values())
    assert store.table("billing").height == 0
    assert "customer" in store.table("billing").columns
    status = store.status()
    assert (status.revision, status.nodes, status.relationships) == (0, {}, {})
    assert status.unfinished_load is None


def test_the_version_names_store_and_revision(store):
    assert store.version() == ("", 0)
    store.load(book())
    first = store.version()
    assert first == (store.status().store_id, store.status().revision)
    store.load(book())
    assert store.version() == first
    store.wipe()
    store.load(book())
    assert store.version()[0] not in {"", first[0]}
