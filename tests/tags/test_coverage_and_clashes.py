"""Coverage, overlaps and contradictions, against counting by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import combinations

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.customers.tags.contradictions import contradictions
from graph.customers.tags.coverage import carriers, kinds_of, overlaps
from graph.customers.tags.definition import Definition
from graph.customers.tags.evaluate import evaluate
from graph.customers.tags.reading import parse
from tests.tags.tagged import world
from ui.tags.book import _defined, tags_of, view_of

E, M, T = ["e0", "e1", "e2"], ["m0", "m1", "m2", "m3"], ["A", "B", "C"]
carrying = st.sets(st.tuples(st.sampled_from([*E, *M]), st.sampled_from(T)))


def made(pairs: set[tuple[str, str]]):
    ties = [("Enterprise", who, tag) for who, tag in sorted(pairs) if who in E]
    rows = [(who, tag, None) for who, tag in sorted(pairs) if who in M]
    return world({"id": E}, {"id": M}, has_tag=ties, member_tags=rows)


@given(carrying)
@settings(max_examples=40, deadline=None)
def test_overlaps_are_what_counting_pairs_gives(pairs) -> None:
    found = {tuple(o.tags): (o.both, o.jaccard) for o in overlaps(made(pairs))}
    sets = {tag: {who for who, t in pairs if t == tag} for tag in T}
    wanted = {
        (a, b): (len(sets[a] & sets[b]), len(sets[a] & sets[b]) / len(sets[a] | sets[b]))
        for a, b in combinations(T, 2)
        if sets[a] & sets[b]
    }
    assert found == wanted


def test_a_customer_that_two_sources_tag_counts_once() -> None:
    known = world({"id": ["e"]}, {"id": ["m"]}, has_tag=[("Enterprise", "e", "A", ["x", "y"])],
                  member_tags=[("m", "A", "1", "x"), ("m", "A", "2", "y")])  # fmt: skip
    assert carriers(known).select("tag", "kind", "carriers").rows() == [
        ("A", "Enterprise", 1), ("A", "Member", 1),
    ]  # fmt: skip
    (row,) = tags_of(known, []).tags
    assert (row.carriers, row.eligible, row.coverage, row.how) == (2, 2, 1.0, "stated")


def test_a_tag_is_about_the_kinds_of_who_carries_it() -> None:
    ties = [("Product", "p", "A"), ("Enterprise", "e", "B"), ("Product", "p", "B")]
    known = world({"id": ["e"]}, {"id": ["m"]}, {"id": ["p"]}, has_tag=ties)
    found = carriers(known)
    assert [kinds_of(found, t) for t in ("A", "B", "?")] == [
        ("Product",), ("Enterprise",), ("Enterprise", "Member"),
    ]  # fmt: skip
    assert kinds_of(found, "B", ("Member",)) == ("Enterprise", "Member")
    rows = {r.id: (r.carriers, r.eligible, r.products) for r in tags_of(known, []).tags}
    assert rows == {"A": (1, 1, 1), "B": (1, 1, 1)}


def test_nobody_and_everybody_are_said() -> None:
    known = world({"id": ["a", "b"], "employees": [1, 2]})
    said = {}
    for text in ("employees > 5", "employees > 0", "employees > 1"):
        definition = Definition("T", "T", "business", "threshold", text)
        answer = view_of(known, definition, evaluate(parse(text), known))
        said[text] = [n.en for n in answer.notes]
    assert said["employees > 5"] == ["Nobody meets it."]
    assert said["employees > 0"] == ["Everybody meets it: it tells no customer from another."]
    assert said["employees > 1"] == []


BIG = Definition(
    "BIG", "Big", "business", "threshold", "employees >= 500", applied_on=date(2026, 1, 1)
)
SMALL = Definition("SMALL", "Small", "business", "threshold", "employees < 100", excludes=("BANK",))


def found(known, definitions=(), meets=None, exclusive=(), claims=None) -> list[tuple]:
    frame = contradictions(known, list(definitions), meets or {}, exclusive, claims)
    return frame.select("customer", "tags", "kind").rows()


def test_each_cause_of_a_contradiction_is_found_and_ends_with_it() -> None:
    ties = [("Enterprise", "e", tag) for tag in ("BIG", "SMALL", "BANK")]
    known = world({"id": ["e"]}, has_tag=ties)
    assert found(known) == []
    assert found(known, exclusive=[["BIG", "BANK", "X"]]) == [("e", ["BANK", "BIG"], "exclusive")]
    assert found(known, [BIG, SMALL]) == [
        ("e", ["BANK", "SMALL"], "exclusive"),
        ("e", ["BIG", "SMALL"], "opposed"),
    ]
    without = world({"id": ["e"]}, has_tag=ties[:1])
    assert found(without, [BIG, SMALL], exclusive=[["BIG", "BANK"]]) == []


def test_two_values_of_one_tag() -> None:
    rows = [
        ("m", "AGE", "18-30", "crm"),
        ("m", "AGE", "31-45", "model"),
        ("n", "AGE", "18-30", "crm"),
        ("n", "AGE", "18-30", "model"),
        ("n", "SEX", "f", "crm"),
    ]
    ties = [("Enterprise", "e", "AGE")]
    known = world({"id": ["e"]}, {"id": ["m", "n"]}, has_tag=ties, member_tags=rows)
    assert found(known) == [("m", ["AGE"], "values")]
    claims = pl.DataFrame({"customer": ["e", "e"], "tag": ["AGE", "AGE"], "value": ["a", "b"]})
    assert found(known, claims=claims)[0] == ("e", ["AGE"], "values")
    frame = contradictions(known, [], {})
    assert frame["en"].to_list() == ["Sources give AGE different values: 18-30, 31-45."]


def test_a_tag_that_is_carried_though_its_definition_no_longer_holds() -> None:
    known = world(
        {"id": ["a", "b", "c"], "employees": [900, 20, 20]},
        has_tag=[
            ("Enterprise", "a", "BIG", ["tag:BIG"]),
            ("Enterprise", "b", "BIG", ["book", "tag:BIG"]),
            ("Enterprise", "c", "BIG", ["book"]),
        ],
    )
    now = evaluate(parse(BIG.text), known).who
    assert found(known, [BIG], {"BIG": now}) == [("b", ["BIG"], "outdated")]
    frame = contradictions(known, [BIG], {"BIG": now})
    assert "employees >= 500" in frame["en"][0]
    assert "employees >= 500" in frame["zh"][0]


def test_a_definition_changes_nothing_of_a_stated_tag_until_it_is_applied() -> None:
    known = world({"id": ["e"]}, {"id": []}, has_tag=[("Enterprise", "e", "A", ["crm"])])
    made_of = Definition("A", "Large", "business", "threshold", "employees > 5")
    (stated,) = tags_of(known, []).tags
    (row,) = tags_of(known, [made_of]).tags
    assert row == stated.model_copy(update={"definition": "employees > 5"})
    (row,) = tags_of(known, [replace(made_of, applied_on=date(2026, 1, 1))]).tags
    assert (row.name, row.how, row.source, row.confidence) == ("Large", "threshold", "tag:A", 0.8)
    told = stated.model_copy(update={"source": "crm", "confidence": 0.9, "name_en": "Old"})
    update = _defined(replace(made_of, applied_on=date(2026, 1, 1)), told)
    assert (update["source"], update["confidence"], update["name_en"]) == ("crm; tag:A", 0.9, None)
    (new,) = tags_of(world({"id": ["e"]}, {"id": []}), [made_of]).tags
    assert (new.how, new.source, new.confidence) == ("threshold", "tag:A", 0.8)
