"""What a load changes, held against the rule written down row by row."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.store.merging import delta, merge

SCHEMA = {"id": pl.String, "name": pl.String, "size": pl.Int64}
IDS, SOURCES = ("a", "b", "c"), ("one", "two", "three")

rows = st.dictionaries(
    st.sampled_from(IDS),
    st.fixed_dictionaries(
        {"name": st.sampled_from([None, "x", "y"]), "size": st.sampled_from([None, 1, 2])}
    ),
)
loads = st.lists(st.tuples(st.sampled_from(SOURCES), rows, st.booleans()), max_size=6)


class Book:
    """The rule: each source's own word a row, kept apart; who spoke last stands."""

    def __init__(self) -> None:
        self.words: dict[str, dict[str, dict[str, Any]]] = {i: {} for i in IDS}

    def load(self, source: str, stated: dict[str, dict[str, Any]], replace: bool) -> None:
        for id_ in IDS:
            said = self.words[id_]
            if id_ not in stated:
                if replace:
                    said.pop(source, None)
                continue
            word = {k: v for k, v in stated[id_].items() if v is not None}
            if not replace and source in said:
                word = said[source] | word
            if said.get(source) != word:
                said.pop(source, None)
            said[source] = word

    def picture(self) -> dict[str, tuple[Any, ...]]:
        found = {}
        for id_, said in self.words.items():
            if said:
                values: dict[str, Any] = {}
                for word in said.values():
                    values |= word
                found[id_] = (values.get("name"), values.get("size"), tuple(sorted(said)))
        return found


def frame(stated: dict[str, dict[str, Any]]) -> pl.DataFrame:
    return pl.DataFrame([{"id": i} | r for i, r in stated.items()], schema=SCHEMA)


@given(loads)
@settings(max_examples=150, deadline=None)
def test_any_loads_in_any_order_leave_what_the_rule_says(history):
    state = pl.DataFrame(schema=SCHEMA | {"sources": pl.List(pl.String)})
    book = Book()
    for source, stated, replace in history:
        state = merge(state, frame(stated), ["id"], source, replace=replace).frame
        book.load(source, stated, replace)
        picture = {r["id"]: (r["name"], r["size"], tuple(r["sources"])) for r in state.to_dicts()}
        assert picture == book.picture()


@given(loads, loads)
@settings(max_examples=100, deadline=None)
def test_the_difference_leads_from_one_state_to_the_other(first, second):
    def run(state: pl.DataFrame, history: list) -> pl.DataFrame:
        for source, stated, replace in history:
            state = merge(state, frame(stated), ["id"], source, replace=replace).frame
        return state

    before = run(pl.DataFrame(schema=SCHEMA | {"sources": pl.List(pl.String)}), first)
    after = run(before, second)
    d = delta(before, after, ["id"])
    rows_before = {r["id"]: r for r in before.to_dicts()}
    for row in d.deleted.to_dicts():
        del rows_before[row["id"]]
    for row in d.created.to_dicts():
        assert row["id"] not in rows_before
        rows_before[row["id"]] = row
    for row in d.changed.to_dicts():
        assert rows_before[row["id"]] != row
        rows_before[row["id"]] = row
    assert rows_before == {r["id"]: r for r in after.to_dicts()}
    assert delta(after, after, ["id"]).writes == 0


def test_a_number_that_became_text_keeps_both():
    state = merge(
        pl.DataFrame(schema={"id": pl.String}),
        pl.DataFrame({"id": ["a"], "code": [7]}),
        ["id"],
        "s",
    ).frame
    after = merge(state, pl.DataFrame({"id": ["b"], "code": ["x"]}), ["id"], "s").frame
    assert sorted(after.select("id", "code").rows()) == [("a", "7"), ("b", "x")]


LOG = {"strength": 0.7, "last_contact": date(2026, 3, 1), "two_way": True, "inferred": True}


@pytest.mark.parametrize("log_first", [True, False])
def test_an_inferred_tie_never_stands_over_what_is_stated(log_first):
    ends = {"from": "lin", "to": "qian"}
    log = pl.DataFrame([ends | LOG])
    book = pl.DataFrame([ends | {"level": "brief", "two_way": False, "as_of": date(2020, 1, 1)}])
    loads = [("mails", log), ("book", book)]
    state = pl.DataFrame(schema={"from": pl.String, "to": pl.String})
    for source, rows in loads if log_first else loads[::-1]:
        merged = merge(state, rows, ["from", "to"], source, precedence=["mails"])
        state = merged.frame
    (row,) = state.to_dicts()
    assert {k: row.get(k) for k in ("level", "strength", "two_way", "inferred")} == {
        "level": "brief", "strength": None, "two_way": False, "inferred": None,
    }  # fmt: skip
    assert row["last_contact"] == date(2026, 3, 1)
    assert merged.conflicts == []
    gone = merge(state, book.clear(), ["from", "to"], "book", replace=True).frame.to_dicts()[0]
    assert (gone["strength"], gone["inferred"], gone["level"]) == (0.7, True, None)


@pytest.mark.parametrize("stated", [{}, {"as_of": date(2025, 1, 5)}])
def test_the_day_of_a_log_is_not_that_of_a_stated_tie(stated):
    ends = {"from": "qian", "to": "chen"}
    log = pl.DataFrame([ends | {"weight": 0.3, "as_of": date(2026, 3, 12), "inferred": True}])
    book = pl.DataFrame([ends | {"weight": 0.9} | stated])
    state = merge(pl.DataFrame(schema=dict.fromkeys(ends, pl.String)), log, [*ends], "mails").frame
    (row,) = merge(state, book, [*ends], "book").frame.to_dicts()
    assert (row["weight"], row.get("as_of")) == (0.9, stated.get("as_of"))
