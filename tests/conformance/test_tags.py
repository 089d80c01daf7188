"""Definitions applied to a store: who carries a tag by their word; nobody else's is touched."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from graph.customers.tags.definition import Definition
from graph.errors import InputError, NotFoundError, ReadOnlyError
from graph.records import Records
from tests.conformance.pictures import edges
from ui.tags import definitions
from ui.tags.applying import apply, remove
from ui.tags.book import shown
from ui.tags.conflicts import conflicts_of
from ui.tags.deciding import customers_of
from ui.tags.defining import Asked, check, keep

MARCH, APRIL = date(2026, 3, 31), date(2026, 4, 30)
RULE = "MATCH (e:Enterprise) WHERE e.employees >= 500 RETURN e.id AS id, 'big' AS value"


def book(**employees: int) -> Records:
    sizes = {"a": 900, "b": 600, "c": 50} | employees
    members = ["m1", "m2", "m3"]
    return Records(
        "book",
        {
            "Enterprise": pl.DataFrame({"id": list(sizes), "employees": list(sizes.values())}),
            "Member": pl.DataFrame({"id": members, "segment": ["x", "x", "y"]}),
            "Product": pl.DataFrame({"id": ["p"]}),
            "Tag": pl.DataFrame({"id": ["T-BIG"], "name": ["From a file"]}),
        },
        {
            "BELONGS_TO": pl.DataFrame({"from": members, "to": ["a", "a", "b"]}),
            "HAS_TAG": pl.DataFrame(
                {"from": ["a", "c"], "to": "T-BIG", "value": "file", "confidence": 1.0}
            ),
        },
        {"member_tags": pl.DataFrame({"customer": ["m3"], "tag": ["T-X"], "source": ["CRM"]})},
    )


def defined(store, id_: str, **way: str) -> Definition:
    (how, text), *_ = way.items()
    asked = Asked(id_, f"Tag {id_}", "business", {how: text}, confidence=0.7)
    return keep(store, check(store, asked, MARCH))


def changes(done) -> list[tuple]:
    return [(a.tag, a.carriers, a.added, a.removed) for a in done.answer.applied]


def carried(store) -> set[tuple]:
    """Return (who, tag, value, confidence, since when, by whom) of every HAS_TAG."""
    names = ("value", "confidence", "as_of", "sources")
    return edges(store.snapshot(), "HAS_TAG", *names)


def members(store) -> set[tuple]:
    """Return (member, tag, since when, by whom) of every row of the table."""
    names = ("customer", "tag", "as_of", "linchpin_source")
    return set(store.scan("member_tags").select(names).collect().rows())


FILE = [("a", "T-BIG", "file", 1.0, None, ("book",)), ("c", "T-BIG", "file", 1.0, None, ("book",))]
BOTH = ("a", "T-BIG", "big", 0.7, MARCH, ("book", "tag:T-BIG"))
OWN = ("b", "T-BIG", "big", 0.7, MARCH, ("tag:T-BIG",))


def test_applying_adds_and_takes_away_its_own_word_alone(store):
    store.load(book())
    defined(store, "T-BIG", rule=RULE)
    assert carried(store) == set(FILE)
    assert changes(apply(store, [], MARCH)) == [("T-BIG", 2, 2, 0)]
    assert carried(store) == {BOTH, OWN, FILE[1]}
    revision = store.version()
    assert changes(apply(store, ["T-BIG"], APRIL)) == [("T-BIG", 2, 0, 0)]
    assert (carried(store), store.version()) == ({BOTH, OWN, FILE[1]}, revision)
    store.load(book(a=100, b=100, c=700))
    assert changes(apply(store, [], APRIL)) == [("T-BIG", 1, 1, 2)]
    now = ("c", "T-BIG", "big", 0.7, APRIL, ("book", "tag:T-BIG"))
    assert carried(store) == {FILE[0], now}
    history = [(h.applied_on, h.added, h.removed) for h in definitions.load(store, "T-BIG").history]
    assert history == [(MARCH, 2, 0), (APRIL, 1, 2)]
    remove(store, "T-BIG")
    assert carried(store) == set(FILE)
    with pytest.raises(NotFoundError):
        apply(store, ["T-BIG"], APRIL)


def test_members_carry_tags_in_a_table_and_a_file_may_state_them_too(store):
    store.load(book())
    defined(store, "T-X", threshold="segment = x")
    assert changes(apply(store, [], MARCH)) == [("T-X", 2, 2, 0)]
    rows = {("m1", "T-X", MARCH, "tag:T-X"), ("m2", "T-X", MARCH, "tag:T-X")}
    stated = ("m3", "T-X", None, "book")
    assert members(store) == rows | {stated}
    # A load of another source folds the tag's own part into the table: nothing is lost.
    more = pl.DataFrame({"customer": ["m1"], "tag": ["T-Z"]})
    store.load(Records("more", tables={"member_tags": more}))
    assert members(store) == rows | {stated, ("m1", "T-Z", None, "more")}
    assert changes(apply(store, [], APRIL)) == [("T-X", 2, 0, 0)]
    kept = keep(store, replace_text(store, "T-X", "segment = y"))
    assert kept.history[0].added == 2
    assert changes(apply(store, [], APRIL)) == [("T-X", 1, 1, 2)]
    own = ("m3", "T-X", APRIL, "tag:T-X")
    assert members(store) == {stated, own, ("m1", "T-Z", None, "more")}
    # Two say that m3 carries it: it counts once.
    assert shown(store, customers_of(store, APRIL), "T-X").ids == ["m3"]
    names = store.table("member_tags").select("customer", "tag").rows()
    assert sorted(names) == [("m1", "T-Z"), ("m3", "T-X")]


def replace_text(store, id_: str, text: str):
    before = definitions.load(store, id_)
    ways = {before.how: text}
    return check(store, Asked(id_, before.name, before.dimension, ways, confidence=0.7), APRIL)


def test_tags_that_name_tags_are_applied_after_these(store):
    store.load(book())
    defined(store, "T-B", threshold="segment = x")
    apply(store, [], MARCH)
    defined(store, "T-A", threshold="tags.T-B")
    keep(store, replace_text(store, "T-B", "segment = y"))
    assert changes(apply(store, [], APRIL)) == [("T-A", 1, 1, 0), ("T-B", 1, 1, 2)]
    assert {m for m, tag, *_ in members(store) if tag == "T-A"} == {"m3"}


def test_a_list_is_kept_with_the_store(store, tmp_path):
    store.load(book())
    path = tmp_path / "list.csv"
    path.write_text("id,value\nm1,gold\na,\nm1,\nnobody,\n", encoding="utf-8")
    asked = Asked("T-L", "Listed", "social", {"import": str(path)})
    made = check(store, asked, MARCH)
    assert made.listed is not None
    assert made.listed.rejects["line"].to_list() == [4, 5]
    keep(store, made)
    path.unlink()
    assert changes(apply(store, [], MARCH)) == [("T-L", 2, 2, 0)]
    assert ("m1", "T-L", MARCH, "tag:T-L") in members(store)
    remove(store, "T-L")
    assert store.table("tag_lists").is_empty()


def test_products_carry_tags_by_a_rule(store):
    store.load(book())
    defined(store, "T-P", rule="MATCH (p:Product) RETURN p.id AS id")
    assert changes(apply(store, [], MARCH)) == [("T-P", 1, 1, 0)]
    found = edges(store.snapshot(), "HAS_TAG", "sources", start="Product")
    assert found == {("p", "T-P", ("tag:T-P",))}


def test_a_rule_that_writes_or_names_no_id_is_refused(store):
    store.load(book())
    before = store.status()
    for rule, error in (
        ("MATCH (e:Enterprise) SET e.employees = 0 RETURN e.id AS id", ReadOnlyError),
        ("MATCH (e:Enterprise) RETURN e.name AS name", InputError),
    ):
        with pytest.raises(error):
            defined(store, "T-W", rule=rule)
    assert store.status() == before
    assert definitions.listed(store) == []


def test_a_rule_that_finds_nobody_or_strangers(store):
    store.load(book())
    none = "MATCH (e:Enterprise) WHERE e.employees > 1e9 RETURN e.id AS id"
    nobody = check(store, Asked("N", "N", "social", {"rule": none}), MARCH)
    assert (nobody.outcome.who.height, nobody.outcome.kinds) == (0, ("Enterprise",))
    strangers = "UNWIND ['a', 'zz', 'a', null] AS id RETURN id"
    odd = check(store, Asked("N", "N", "social", {"rule": strangers}), MARCH)
    assert odd.outcome.who["id"].to_list() == ["a"]
    assert "such as zz" in odd.outcome.notes[0].en


def test_applying_that_is_cut_off_is_completed_by_applying_again(store):
    many = [f"e{i:04d}" for i in range(40)]
    sizes = pl.DataFrame({"id": many, "employees": [600] * len(many)})
    store.load(Records("book", {"Enterprise": sizes}))
    defined(store, "T-BIG", threshold="employees >= 500")

    def stop(done: int, total: int, what: object) -> None:
        if 0 < done < total:
            raise KeyboardInterrupt

    size = store.settings.store.model_copy(update={"batch_size": 10})
    whole, store.settings = store.settings, store.settings.model_copy(update={"store": size})
    try:
        with pytest.raises(KeyboardInterrupt):
            apply(store, [], MARCH, stop)
    finally:
        store.settings = whole
    assert store.status().unfinished_load is not None
    assert definitions.load(store, "T-BIG").applied_on is None
    assert [c[:2] for c in changes(apply(store, [], MARCH))] == [("T-BIG", 40)]
    assert store.status().unfinished_load is None
    assert {(who, tag) for who, tag, *_ in carried(store)} == {(e, "T-BIG") for e in many}


def test_two_sources_that_give_a_tag_different_values_contradict(store):
    store.load(book())
    other = pl.DataFrame({"from": ["a"], "to": ["T-BIG"], "value": ["other"]})
    store.load(Records("crm", {}, {"HAS_TAG": other}))
    found = conflicts_of(store, customers_of(store, MARCH))
    (one,) = found.contradictions
    assert (one.customer, one.tags, one.kind) == ("a", ["T-BIG"], "values")
    assert "file, other" in one.because.en


def test_a_backup_holds_definitions_lists_and_who_carries_what(store, tmp_path):
    store.load(book())
    defined(store, "T-X", threshold="segment = x")
    apply(store, [], MARCH)
    before = (members(store), carried(store), definitions.listed(store))
    store.backup(tmp_path / "book.linchpin")
    store.restore(tmp_path / "book.linchpin", replace=True)
    assert (members(store), carried(store), definitions.listed(store)) == before
    assert changes(apply(store, [], MARCH)) == [("T-X", 2, 0, 0)]
