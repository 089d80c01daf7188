"""The query page's question: its address, its text, its table."""

from __future__ import annotations

from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest

from graph.errors import QueryError
from graph.store.results import QueryResult
from graph.text import Text
from queries import catalogue, find
from queries.catalogue import Column
from tests.ui.screen_book import HOSTILE, MemoryStore
from ui import services
from ui.names import Names
from ui.questions.choice import LONGEST, Choice, matching
from ui.questions.sheet import sheet
from ui.questions.table import ROWS, Table, columns, ordered


@pytest.fixture
def names(book: MemoryStore) -> Names:
    return Names(services.snapshot())


def drawn(result: QueryResult, names: Names, *declared: Column, sort: str = "") -> str:
    return Table(result, declared, names).draw(sort, None)


def test_address_of_a_question_asks_it_again() -> None:
    choice = Choice("deciders", find("deciders").text, {"deal": "a=b&c", "as_of": "2026-01-01"})
    found = parse_qs(urlsplit(choice.link).query)
    assert found == {"q": ["deciders"], "p": ["as_of=2026-01-01", "deal=a=b&c"]}
    text = "MATCH (n) RETURN n.name AS 名称 // <b>"
    assert parse_qs(urlsplit(Choice("", text).link).query) == {"cypher": [text]}


def test_text_too_long_for_an_address_has_none() -> None:
    assert Choice("", "x" * (LONGEST + 1)).link is None


@pytest.mark.parametrize("query", catalogue(), ids=lambda q: q.name)
def test_body_is_the_text_without_its_head(query) -> None:
    choice = Choice(query.name, query.text)
    assert choice.body
    assert not choice.body.startswith("//")
    assert choice.edited(choice.body) is choice
    changed = choice.edited(choice.body + "\n// more")
    assert changed.name == ""
    assert [p.name for p in changed.query.parameters] == [p.name for p in query.parameters]
    assert changed.body == choice.body + "\n// more"


def test_search_finds_in_both_languages() -> None:
    assert matching("决策者")
    assert matching("deciders listen")
    assert matching("no such words anywhere") == {}
    assert sum(len(q) for q in matching("").values()) == len(catalogue())


def test_ids_stand_behind_names(names: Names) -> None:
    result = QueryResult(
        ["person", "person_id", "n"], [{"person": "钱军", "person_id": "qian", "n": 3}]
    )
    declared = (Column("person_id", Text("", ""), "Person"),)
    assert [c.name for c in columns(result, declared)] == ["person", "n"]
    html = drawn(result, names, *declared)
    assert ">Qian Jun<" in html
    assert 'title="Qian Jun · qian"' in html


def test_cells_are_escaped_and_said_in_words(names: Names) -> None:
    row = {
        "a": HOSTILE,
        "stance": "non_supporter",
        "weight": 0.25,
        "none": None,
        "on": date(2026, 1, 2),
        "yes": True,
        "many": 12345,
        "roles": ["coach", "end_user"],
        "map": {"x": "<b>"},
    }
    html = drawn(QueryResult(list(row), [row]), names)
    assert "<img" not in html
    for words in (
        "Non-supporter",
        "0.25",
        ">null<",
        "2026-01-02",
        ">yes<",
        "12,345",
        "Coach, End user",
    ):
        assert words in html, words
    assert "&lt;b&gt;" in html


def test_rows_are_sorted_with_nulls_last() -> None:
    result = QueryResult(["x"], [{"x": 2}, {"x": None}, {"x": 10}, {"x": 1}])
    assert ordered(result, "x") == [3, 0, 2, 1]
    assert ordered(result, "-x") == [2, 0, 3, 1]
    assert ordered(result, "") == ordered(result, "gone") == [0, 1, 2, 3]


def test_mixed_columns_can_be_sorted() -> None:
    result = QueryResult(["x"], [{"x": "b"}, {"x": 2}, {"x": date(2026, 1, 1)}, {"x": "A"}])
    assert ordered(result, "x") == [1, 2, 3, 0]


def test_only_a_page_of_rows_is_drawn(names: Names) -> None:
    result = QueryResult(["x"], [{"x": i} for i in range(ROWS + 50)])
    assert drawn(result, names).count('data-event="row"') == ROWS


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("Invalid (line 3, column 10 (offset: 42))", "Invalid (line 1, column 10 (offset: 9))"),
        ("Syntax error at line 3:9 - no", "Syntax error at line 1:9 - no"),
        ("Unknown function 'x'", "Unknown function 'x'"),
    ],
)
def test_a_mistake_is_placed_in_the_lines_that_are_shown(said, shown):
    choice = Choice("", "// question: Who?\n// theme: deal\nMATCH (n RETURN n")
    assert sum(len(line) + 1 for line in choice.text.splitlines()[:2]) == 33
    placed = choice.placed(QueryError(Text(said, said), Text("Look.", "看。")))
    assert isinstance(placed, QueryError)
    assert (placed.message.en, placed.hint.en) == (shown, "Look.")


@pytest.mark.parametrize(
    ("lang", "person", "stance", "yes"),
    [("en", "Qian Jun", "Non-supporter", "yes"), ("zh", "钱军", "不支持者", "是")],
)
def test_a_sheet_says_what_the_page_says(names: Names, monkeypatch, lang, person, stance, yes):
    monkeypatch.setenv("LINCHPIN_LANG", lang)
    row = {"person": "钱军", "person_id": "qian", "stance": "non_supporter", "n": 3, "so": True}
    rows = [{**row, "n": n} for n in (3, 10)]
    result = QueryResult(list(row), rows)
    made = sheet(Table(result, (Column("person_id", Text("", ""), "Person"),), names), "-n")
    assert made.columns.tolist() == ["person", "stance", "n", "so", "person_id"]
    assert made.iloc[0].tolist() == [person, stance, 10, yes, "qian"]
    assert made["n"].tolist() == [10, 3]
