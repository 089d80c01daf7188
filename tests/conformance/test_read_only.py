"""An analyst's query reads the graph and does nothing else, whatever it says."""

from __future__ import annotations

import time
from datetime import date

import polars as pl
import pytest

from graph.errors import QueryError
from graph.records import Records
from tests.conformance.pictures import nodes

REFUSED = [
    "CREATE (n:Person {id: 'x'}) RETURN n",
    "MERGE (n:Person {id: 'x'})",
    "MATCH (n:Person) SET n.name = 'x'",
    "MATCH (n:Person) SET n += {name: 'x'} RETURN n",
    "MATCH (n:Person) REMOVE n.name",
    "MATCH (n:Person) DETACH DELETE n",
    "MATCH (n:Person) FOREACH (i IN [1] | SET n.name = 'x')",
    "MATCH (n) CALL (n) { SET n.name = 'x' } RETURN n",
    "match (n:Person) /* only reading */ set n.name = '// x'",
    "PROFILE CREATE (n:Person {id: 'x'})",
    "CREATE INDEX sly FOR (n:Person) ON (n.name)",
    "CREATE CONSTRAINT sly FOR (n:Tag) REQUIRE n.name IS UNIQUE",
    "DROP CONSTRAINT linchpin_Person",
    "LOAD CSV FROM 'file:///etc/passwd' AS line RETURN line",
    "load /* a */ csv from 'file:///etc/passwd' as line return line",
    "LO\\u0041D CSV FROM 'file:///etc/passwd' AS line RETURN line",
    "MATCH (`load csv`:Person) LOAD CSV FROM 'file:///etc/passwd' AS l RETURN l",
    "MATCH (n:Person) CALL (n) { RETURN n.id AS i } IN TRANSACTIONS RETURN i",
    "MATCH (n:Person) CALL (n) { SET n.name = 'x' } IN TRANSACTIONS OF 5 ROWS",
    "TERMINATE TRANSACTION 'neo4j-transaction-1'",
    "/* hello */ TERMINATE TRANSACTION 'neo4j-transaction-1'",
    "SHOW TRANSACTIONS",
    "SHOW USERS",
    "CALL dbms.listConfig()",
    "CALL db.clearQueryCaches()",
    "CALL db.createLabel('Sly')",
    "CALL `db`.`clearQueryCaches`()",
    "CALL dbms.queryJmx('*:*')",
    "CREATE USER sly SET PASSWORD 'abcdefgh'",
    "CREATE DATABASE sly",
]

ALLOWED = {
    "MATCH (n:Person) RETURN n.id AS id ORDER BY id": [{"id": "a"}, {"id": "b"}],
    "RETURN 'CREATE (n) // LOAD CSV' AS text": [{"text": "CREATE (n) // LOAD CSV"}],
    "MATCH (`set`:Person {id: 'a'}) RETURN `set`.name AS `delete`": [{"delete": "A"}],
    "// CREATE nothing\nMATCH (n:Person) RETURN count(n) AS n": [{"n": 2}],
    "WITH ['a'] AS transactions MATCH (n:Person) WHERE n.id IN transactions RETURN n.id AS id": [
        {"id": "a"}
    ],
    "MATCH (n:Person) CALL (n) { RETURN n.name AS name } RETURN name ORDER BY name": [
        {"name": "A"},
        {"name": "B"},
    ],
    "CALL db.labels() YIELD label WITH label WHERE label = 'Person' RETURN label": [
        {"label": "Person"}
    ],
}


@pytest.fixture
def filled(store):
    people = pl.DataFrame(
        {"id": ["a", "b"], "name": ["A", "B"], "as_of": [date(2026, 3, 31), None]}
    )
    tie = pl.DataFrame({"from": ["a"], "to": ["b"], "enterprise": [None], "since": [None]})
    store.load(Records("s", {"Person": people}, {"REPORTS_TO": tie}))
    return store


def test_what_would_do_more_than_read_is_refused(filled):
    before = filled.snapshot()
    accepted, said = [], set()
    for text in REFUSED:
        try:
            filled.query(text)
        except QueryError as error:
            # Refused as more than reading, or, where the words are not known, as a mistake.
            said.add(type(error).__name__)
        else:
            accepted.append(text)
    assert accepted == []
    assert said <= {"ReadOnlyError", "QueryError"}
    filled._snapshots.forget()
    assert nodes(filled.snapshot(), "Person", "name") == nodes(before, "Person", "name")
    assert filled.status().nodes == {"Person": 2}


@pytest.mark.parametrize("text", ALLOWED, ids=range(len(ALLOWED)))
def test_what_only_reads_is_answered(filled, text):
    assert filled.query(text).rows == ALLOWED[text]


def test_values_are_plain(filled):
    (row,) = filled.query(
        "MATCH p = (a:Person)-[r:REPORTS_TO]->(b) "
        "RETURN a, r, p, a.as_of AS day, r.since AS none, [1, 2.5] AS list, {x: a.as_of} AS map"
    ).rows
    person = {
        "_kind": "Person",
        "id": "a",
        "name": "A",
        "as_of": date(2026, 3, 31),
        "sources": ["s"],
    }
    tie = {"_type": "REPORTS_TO", "from": "a", "to": "b", "sources": ["s"]}
    other = {"_kind": "Person", "id": "b", "name": "B", "sources": ["s"]}
    assert row == {
        "a": person,
        "r": tie,
        "p": [person, tie, other],
        "day": date(2026, 3, 31),
        "none": None,
        "list": [1, 2.5],
        "map": {"x": date(2026, 3, 31)},
    }


def test_a_relationship_alone_knows_its_ends(filled):
    (row,) = filled.query("MATCH ()-[r:REPORTS_TO]->() RETURN collect(r) AS all").rows
    assert row["all"] == [{"_type": "REPORTS_TO", "from": "a", "to": "b", "sources": ["s"]}]


def test_rows_beyond_the_limit_are_cut_and_said(filled):
    exact = filled.query("UNWIND range(1, 5) AS i RETURN i", limit=5)
    cut = filled.query("UNWIND range(1, 6) AS i RETURN i", limit=5)
    assert (len(exact.rows), exact.truncated) == (5, False)
    assert (len(cut.rows), cut.truncated) == (5, True)
    assert cut.columns == ["i"]


def test_columns_of_no_rows_are_known(filled):
    answer = filled.query("MATCH (n:Person {id: 'nobody'}) RETURN n.id AS id, n.name AS name")
    assert (answer.columns, answer.rows) == (["id", "name"], [])


def test_a_query_that_takes_too_long_is_ended(filled):
    began = time.monotonic()
    with pytest.raises(QueryError, match="time limit"):
        filled.query(
            "UNWIND range(1, 100000) AS a UNWIND range(1, 100000) AS b RETURN sum(a * b)",
            timeout=1.0,
        )
    assert time.monotonic() - began < 30
    assert filled.query("RETURN 1 AS one").rows == [{"one": 1}]


@pytest.mark.parametrize(
    "text", ["", "  ", "MATCH (n RETURN n", "RETURN $absent", "RETURN 1/0 AS x", "gibberish"]
)
def test_a_wrong_query_gets_a_sentence(filled, text):
    with pytest.raises(QueryError) as caught:
        filled.query(text)
    said = caught.value.say("en")
    assert said
    assert "\n" not in said
    assert "Exception" not in said
