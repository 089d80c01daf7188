"""Every query on a small book full of gaps, on both servers, against plain Python."""

import json

import pytest

from queries import catalogue, picture, run
from tests.queries.oracles import ORACLES
from tests.queries.worlds import AS_OF, World, small

# What does not occur in the small book does in the sample.
ONLY_IN_SAMPLE = {"deals_without_decider", "ways_in"}


def plain(value):
    if isinstance(value, list):
        return tuple(plain(v) for v in value)
    return round(value, 6) if isinstance(value, float) else value


def rows_of(result, columns):
    rows = [tuple(plain(row[c]) for c in columns) for row in result.rows]
    assert len(rows) == len(set(rows)), "a row is answered twice"
    return set(rows)


def same(found, expected):
    assert found == {tuple(plain(v) for v in row) for row in expected}


def check_order(query, result):
    """The rows of a catalogue query have a total order: no two of them are equal."""
    written = [json.dumps(row, default=str, sort_keys=True) for row in result.rows]
    assert len(set(written)) == len(written), f"{query.name} answers a row twice"


def test_every_query_answers_as_plain_python_does(store):
    records = small()
    store.load(records)
    world = World(records)
    empty, wrong = set(), []
    for query in catalogue():
        result = run(store, query.name, {}, today=AS_OF)
        assert result.columns == [c.name for c in query.columns], query.name
        check_order(query, result)
        if not result.rows:
            empty.add(query.name)
        if query.name in ORACLES:
            columns, oracle = ORACLES[query.name]
            try:
                same(rows_of(result, columns), oracle(world, AS_OF))
            except AssertionError as error:
                wrong.append(f"{query.name}: {error}")
    assert not wrong, "\n".join(wrong)
    assert empty == ONLY_IN_SAMPLE


def test_the_picture_of_a_result_holds_its_nodes_and_what_ties_them(store):
    records = small()
    store.load(records)
    world = World(records)
    query = next(q for q in catalogue() if q.name == "deciders")
    result = run(store, query.name, {}, today=AS_OF)
    drawn = picture(store, result, query.columns)
    deals = {("Opportunity", r["deal_id"]) for r in result.rows}
    people = {("Person", r["person_id"]) for r in result.rows}
    assert {(n["_kind"], n["id"]) for n in drawn.nodes} == deals | people
    assert drawn.note is None
    ends = {id_ for _, id_ in deals | people}
    expected = sorted(
        (type_, t["from"], t["to"])
        for type_ in ("PLAYS", "HOLDS", "REPORTS_TO", "INFLUENCES", "KNOWS", "CONFLICTS_WITH")
        for t in world.ties[type_]
        if t["from"] in ends and t["to"] in ends
    )
    found = [(r["_type"], r["from"], r["to"]) for r in drawn.relationships]
    assert found == expected
    assert {r["from_kind"] for r in drawn.relationships} == {"Person"}
    few = picture(store, result, query.columns, max_nodes=3, max_relationships=0)
    assert len(few.nodes) == 3
    assert few.relationships == []
    assert f"{len(deals | people) - 3} nodes" in few.note.en


def test_returned_nodes_relationships_and_paths_are_drawn_too(store):
    records = small()
    store.load(records)
    text = (
        "MATCH path = (s:Seller)-[c:COVERS]->(p:Person)-[r:PLAYS]->(o:Opportunity) "
        "RETURN s, c, [p, o] AS rest ORDER BY s.id, p.id, o.id LIMIT 2"
    )
    result = run(store, text)
    drawn = picture(store, result)
    assert {n["_kind"] for n in drawn.nodes} == {"Seller", "Person", "Opportunity"}
    assert {r["_type"] for r in drawn.relationships} >= {"COVERS", "PLAYS"}


@pytest.mark.parametrize("name", sorted(ORACLES))
def test_every_oracle_has_its_query(name):
    columns, _ = ORACLES[name]
    query = next(q for q in catalogue() if q.name == name)
    assert set(columns) <= {c.name for c in query.columns}
