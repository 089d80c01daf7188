"""Influence on bare networks: toy ones with obvious answers, and real ones with known titles."""

from __future__ import annotations

import os
from itertools import combinations
from pathlib import Path

import networkx as nx
import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.decision.bare import COLUMNS, listening_of, rank_network

DATA = Path(os.environ.get("LINCHPIN_VALIDATION_DATA", "../shared/data"))


def ties(*rows, names=("from", "to", "weight", "time")):
    return pl.DataFrame(rows, schema=list(names[: len(rows[0])]), orient="row")


def test_who_is_asked_holds_power():
    found = rank_network(ties(("b", "a"), ("c", "a"), ("d", "b")))
    assert found.select("id", "rank").rows() == [("a", 1), ("b", 2), ("c", 3), ("d", 3)]
    assert found["influence"].sum() == pytest.approx(1)
    assert found.columns == list(COLUMNS)


def test_rows_that_say_nothing_are_left_out():
    good = ties(("b", "a", 1.0))
    noise = ties(("a", "a", 9.0), ("c", "a", 0.0), ("c", "b", -2.0), ("c", "b", float("nan")))
    nobody = pl.DataFrame({"from": [None, "b"], "to": ["a", None], "weight": [1.0, 1.0]})
    assert rank_network(pl.concat([good, noise, nobody])).equals(rank_network(good))


def test_people_without_ties_are_in_the_answer():
    found = rank_network(ties(("b", "a")), people=["z", "a"])
    assert found["id"].to_list() == ["a", "z", "b"]


@pytest.mark.parametrize("people", [[], ["x", "y"]])
def test_empty_network(people):
    found = rank_network(pl.DataFrame(schema={"from": pl.String, "to": pl.String}), people=people)
    assert found["id"].to_list() == people
    assert found["influence"].to_list() == pytest.approx([1 / 2] * len(people))
    assert not any(found[c].is_nan().any() for c in ("influence", "pagerank", "hits", "closeness"))


def test_a_broadcast_is_not_a_question():
    log = ties(("a", "b", 1, 10), ("a", "c", 1, 10), ("a", "b", 1, 20), ("a", "b", 1, 20))
    assert listening_of(log).rows() == [("a", "b", 1.0, 1.5), ("a", "c", 0.5, 0.5)]


pairs = st.lists(st.tuples(st.sampled_from("abcdefg"), st.sampled_from("abcdefg")), max_size=25)


@given(pairs)
@settings(max_examples=60, deadline=None)
def test_influence_against_a_dense_solve(rows):
    found = rank_network(
        pl.DataFrame(rows, schema={"from": pl.String, "to": pl.String}, orient="row")
    )
    ids = sorted(found["id"].to_list())
    a = np.zeros((len(ids),) * 2)
    for u, v in rows:
        if u != v:
            a[ids.index(u), ids.index(v)] = 1
    w = a / np.maximum(1, a.sum(axis=1, keepdims=True))
    w += np.diag(1 - w.sum(axis=1))
    breadth = a.sum(axis=0)
    stubborn = 0.1 * np.maximum(breadth / max(1, breadth.max(initial=0)), 0.02)
    v = stubborn * np.linalg.solve(
        (np.eye(len(ids)) - (1 - stubborn)[:, None] * w).T,
        np.full(len(ids), 1 / max(1, len(ids))),
    )
    truth = dict(zip(ids, v, strict=True))
    assert dict(found.select("id", "influence").rows()) == pytest.approx(truth, abs=1e-9)
    assert found.equals(found.sort("rank", "id"))
    shuffled = pl.DataFrame(rows[::-1], schema={"from": pl.String, "to": pl.String}, orient="row")
    assert rank_network(shuffled).equals(found)


@given(pairs)
@settings(max_examples=40, deadline=None)
def test_classical_scores_against_networkx(rows):
    graph = nx.DiGraph((u, v) for u, v in rows if u != v)
    log = pl.DataFrame(list(graph.edges), schema={"from": pl.String, "to": pl.String}, orient="row")
    found = rank_network(log)
    for name, truth in {
        "pagerank": nx.pagerank(graph, tol=1e-12, max_iter=1000) if graph else {},
        "betweenness": nx.betweenness_centrality(graph, normalized=False),
        "in_degree": dict(graph.in_degree),
        "out_degree": dict(graph.out_degree),
        "closeness": nx.closeness_centrality(graph, wf_improved=False),
    }.items():
        assert dict(found.select("id", name).rows()) == pytest.approx(truth, abs=1e-6), name


def order_quality(found, level):
    """Share of the pairs of different level that influence puts in the right order."""
    score = dict(found.select("id", "influence").rows())
    known = [i for i in level if i in score]
    right = [
        0.5 if score[a] == score[b] else float((score[a] > score[b]) == (level[a] < level[b]))
        for a, b in combinations(known, 2)
        if level[a] != level[b]
    ]
    return sum(right) / len(right)


def krackhardt(name):
    path = DATA / "krackhardt" / f"Krack-High-Tec-edgelist-{name}.txt"
    if not path.exists():
        pytest.skip("the validation data are not here")
    rows = [line.split() for line in path.read_text().splitlines()]
    return ties(*[(a, b) for a, b, tie in rows if tie == "1"])


@pytest.mark.parametrize(
    ("name", "least"), [("Advice", 0.95), ("Friendship", 0.78), ("ReportsTo", 1)]
)
def test_managers_are_ranked_by_level(name, least):
    log = krackhardt(name)
    people = pl.read_csv(DATA / "krackhardt" / "Krack-High-Tec-Attributes.csv")
    level = {str(i): lv for i, lv in people.select("ID", "LEVEL").rows()}
    found = rank_network(log)
    assert set(found["id"]) == set(level)
    assert order_quality(found, level) >= least


TITLES = ("ceo", "president", "managing director", "vice president", "director", "manager")


def enron_level(title):
    title = (title or "").lower()
    if not title:
        return None
    ranked = ("vice president", "managing director", *TITLES)
    named = next((t for t in ranked if t in title), None)
    return TITLES.index(named) if named else len(TITLES)


def test_enron_titles():
    folder = DATA / "enron"
    if not folder.exists():
        pytest.skip("the validation data are not here")
    people = pl.read_csv(folder / "people.csv").with_columns(
        pl.col("address_id").cast(pl.String), pl.col("person").fill_null(pl.col("email"))
    )
    owner = dict(people.select("address_id", "person").rows())
    level = {p: enron_level(t) for p, t in people.select("person", "title").rows()}
    log = pl.read_csv(folder / "mails.csv.gz").select(
        pl.col("sender").cast(pl.String).replace_strict(owner).alias("from"),
        pl.col("recipient").cast(pl.String).replace_strict(owner).alias("to"),
        "time",
    )
    found = rank_network(log)
    assert found["influence"].sum() == pytest.approx(1, abs=1e-9)
    assert order_quality(found, {p: v for p, v in level.items() if v is not None}) >= 0.79
