"""Two sources, precedence, replacing and taking away: the same on every store."""

from __future__ import annotations

from datetime import date

import polars as pl

from graph.records import Records
from graph.settings import Settings
from tests.conformance.pictures import edges, nodes


def people(source: str, **columns: list) -> Records:
    return Records(source, {"Person": pl.DataFrame(columns)})


def with_precedence(store, *names: str):
    from graph.store import Store

    section = store.settings.store.model_copy(update={"source_precedence": list(names)})
    return Store(store.connection, store._reader, store.dialect, Settings(store=section))


def test_a_row_that_vanished_vanishes_with_replace(store):
    ties = pl.DataFrame({"from": ["a", "b"], "to": ["b", "c"], "weight": [0.1, 0.2]})
    store.load(
        Records("s", {"Person": pl.DataFrame({"id": ["a", "b", "c"]})}, {"INFLUENCES": ties})
    )
    summary = store.load(
        Records("s", {"Person": pl.DataFrame({"id": ["a", "b"]})}, {"INFLUENCES": ties[:1]}),
        replace=True,
    )
    snapshot = store.snapshot()
    assert nodes(snapshot, "Person") == {("a",), ("b",)}
    assert edges(snapshot, "INFLUENCES", "weight") == {("a", "b", 0.1)}
    assert (summary.nodes["Person"].deleted, summary.relationships["INFLUENCES"].deleted) == (1, 1)


def test_without_replace_nothing_vanishes(store):
    store.load(people("s", id=["a", "b"]))
    store.load(people("s", id=["a"]))
    assert nodes(store.snapshot(), "Person") == {("a",), ("b",)}


def test_replace_takes_a_property_that_is_no_longer_stated(store):
    store.load(people("s", id=["a"], phone=["1"], email=["a@x"]))
    store.load(people("s", id=["a"], phone=["1"]), replace=True)
    assert nodes(store.snapshot(), "Person", "phone", "email") == {("a", "1", None)}


def test_what_another_source_states_stays(store):
    store.load(people("one", id=["a", "b"], phone=["1", "2"]))
    store.load(people("two", id=["b", "c"], email=["b@x", "c@x"]))
    assert nodes(store.snapshot(), "Person", "phone", "email", "sources") == {
        ("a", "1", None, ("one",)),
        ("b", "2", "b@x", ("one", "two")),
        ("c", None, "c@x", ("two",)),
    }
    store.load(people("one", id=[], phone=[]), replace=True)
    assert nodes(store.snapshot(), "Person", "phone", "email", "sources") == {
        ("b", None, "b@x", ("two",)),
        ("c", None, "c@x", ("two",)),
    }


def test_a_node_that_anothers_relationship_needs_stays(store):
    store.load(people("one", id=["a", "b"], name=["A", "B"]))
    tie = pl.DataFrame({"from": ["a"], "to": ["b"], "weight": [0.5]})
    store.load(Records("two", {}, {"INFLUENCES": tie}))
    store.load(people("one", id=["a"], name=["A"]), replace=True)
    assert nodes(store.snapshot(), "Person", "name") == {("a", "A"), ("b", "B")}
    assert edges(store.snapshot(), "INFLUENCES", "sources") == {("a", "b", ("two",))}
    again = store.load(people("one", id=["a"], name=["A"]), replace=True)
    assert not again.changed
    store.load(Records("two"), replace=True)
    assert edges(store.snapshot(), "INFLUENCES") == set()
    store.load(people("one", id=["a"], name=["A"]), replace=True)
    assert nodes(store.snapshot(), "Person", "name") == {("a", "A")}


def test_who_spoke_last_stands_and_is_reported(store):
    store.load(people("one", id=["a"], phone=["1"]))
    summary = store.load(people("two", id=["a"], phone=["2"]))
    assert nodes(store.snapshot(), "Person", "phone", "sources") == {("a", "2", ("one", "two"))}
    assert [
        (d.kind, d.key, d.property, d.kept, d.kept_source, d.other, d.other_source)
        for d in summary.disagreements
    ] == [("Person", ("a",), "phone", "2", "two", "1", "one")]
    again = store.load(people("one", id=["a"], phone=["1"]))
    assert not again.changed
    assert nodes(store.snapshot(), "Person", "phone") == {("a", "2")}


def test_precedence_decides_whoever_speaks_last(store):
    ruled = with_precedence(store, "crm.xlsx")
    ruled.load(people("/books/crm.xlsx", id=["a"], phone=["1"], born=[date(1980, 1, 2)]))
    ruled.load(people("/books/other", id=["a"], phone=["2"], email=["a@x"]))
    expected = {("a", "1", "a@x", date(1980, 1, 2))}
    assert nodes(store.snapshot(), "Person", "phone", "email", "born") == expected
    ruled.load(people("/books/crm.xlsx", id=["b"]), replace=True)
    assert nodes(store.snapshot(), "Person", "phone", "email", "born") == {
        ("a", "2", "a@x", None),
        ("b", None, None, None),
    }


def test_roles_of_two_sources_are_united(store):
    both = {"Person": pl.DataFrame({"id": ["a"]}), "Opportunity": pl.DataFrame({"id": ["d"]})}
    for source, roles in (("one", ["coach"]), ("two", ["end_user", "coach"])):
        plays = pl.DataFrame({"from": ["a"], "to": ["d"], "roles": [roles]})
        summary = store.load(Records(source, both, {"PLAYS": plays}))
    ((_, _, roles),) = edges(store.snapshot(), "PLAYS", "roles")
    assert set(roles) == {"coach", "end_user"}
    assert summary.disagreements == []
    store.load(Records("two", both), replace=True)
    assert edges(store.snapshot(), "PLAYS", "roles") == {("a", "d", ("coach",))}


def test_a_person_who_becomes_known_is_no_placeholder(store):
    store.load(people("one", id=["a", "b"], placeholder=[True, True]))
    store.load(people("one", id=["a"], name=["A"]))
    store.load(people("two", id=["b"], name=["B"]))
    assert nodes(store.snapshot(), "Person", "name", "placeholder") == {
        ("a", "A", None),
        ("b", "B", None),
    }


def test_two_sources_in_one_load_and_one_source_in_two_parts(store):
    store.load(
        [people("one", id=["a"]), people("two", id=["a"]), people("one", id=["b"])], replace=True
    )
    assert nodes(store.snapshot(), "Person", "sources") == {
        ("a", ("one", "two")),
        ("b", ("one",)),
    }


def billing(source: str, *rows: tuple) -> Records:
    frame = pl.DataFrame(rows, schema=["customer", "month", "product", "revenue"], orient="row")
    return Records(source, tables={"billing": frame})


def test_tables_are_replaced_by_month_and_taken_away_by_source(store):
    store.load(
        billing(
            "one",
            ("a", "2026-01", "p", 1.0),
            ("b", "2026-01", "p", 2.0),
            ("a", "2026-02", "p", 3.0),
        )
    )
    store.load(billing("one", ("a", "2026-01", "p", 9.0)))
    assert store.table("billing").select("customer", "month", "revenue").rows() == [
        ("a", "2026-01", 9.0),
        ("a", "2026-02", 3.0),
    ]
    store.load(billing("two", ("c", "2026-02", "p", 4.0)))
    summary = store.load(billing("one", ("a", "2026-03", "p", 5.0)), replace=True)
    assert store.table("billing").select("customer", "month", "revenue").rows() == [
        ("a", "2026-03", 5.0),
        ("c", "2026-02", 4.0),
    ]
    assert store.status().tables == {"billing": 2}
    assert summary.revision == store.status().revision == 4
    assert not store.load(billing("one", ("a", "2026-03", "p", 5.0))).changed


def test_one_key_of_two_sources_counts_once(store):
    ruled = with_precedence(store, "one")
    ruled.load(billing("one", ("a", "2026-01", "p", 1.0)))
    ruled.load(billing("two", ("a", "2026-01", "p", 2.0)))
    assert ruled.table("billing")["revenue"].to_list() == [1.0]


def test_other_tables_are_replaced_by_key(store):
    def contracts(*rows: tuple) -> Records:
        schema = ["customer", "product", "start", "price"]
        return Records("s", tables={"contracts": pl.DataFrame(rows, schema=schema, orient="row")})

    day = date(2026, 1, 1)
    store.load(contracts(("a", "p", day, 1.0), ("b", "p", day, 2.0)))
    store.load(contracts(("b", "p", day, 3.0)))
    assert store.table("contracts").select("customer", "price").rows() == [("a", 1.0), ("b", 3.0)]
