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

from graph.decision.bare.ranking import COLUMNS, listening_of, rank_network
from graph.decision.bare.reasons import reasons_of
from graph.errors import NotFoundError

DATA = Path(os.environ.get("LINCHPIN_VALIDATION_DATA", "../shared/data"))


def ties(*rows, names=("from", "to", "weight", "time")):
    return pl.DataFrame(rows, schema=list(names[: len(rows[0])]), orient="row")


def test_who_is_asked_holds_power():
    found = rank_network(ties(("b", "a"), ("c", "a"), ("d", "b")))
    assert found.select("id", "rank").rows() == [("a", 1), ("b", 2), ("c", 3), ("d", 4)]
    assert found["influence"].sum() == pytest.approx(1)
    assert found.columns == list(COLUMNS)


def test_rows_that_say_nothing_are_left_out():
    good = ties(("b", "a", 1.0))
    noise = ties(("a", "a", 9.0), ("c", "a", 0.0), ("c", "b", -2.0), ("c", "b", float("nan")))
    nobody = pl.DataFrame({"from": [None, "b"], "to": ["a", None], "weight": [1.0, 1.0]})
    assert rank_network(pl.concat([good, noise, nobody])).equals(rank_network(good))


def test_people_without_ties_are_in_the_answer():
    found = rank_network(ties(("b", "a")), people=["z", "a"])
    assert found["id"].to_list() == ["a", "b", "z"]


@pytest.mark.parametrize("people", [[], ["x", "y"]])
def test_empty_network(people):
    found = rank_network(pl.DataFrame(schema={"from": pl.String, "to": pl.String}), people=people)
    assert found["id"].to_list() == people
    assert found["influence"].to_list() == pytest.approx([1 / 2] * len(people))
    assert not any(found[c].is_nan().any() for c in ("influence", "pagerank", "hits", "closeness"))


def test_a_broadcast_is_not_a_question():
    log = ties(("a", "b", 1, 10), ("a", "c", 1, 10), ("a", "b", 1, 20), ("a", "b", 1, 20))
    assert listening_of(log).rows() == [("a", "b", 1.0, 1.5, None), ("a", "c", 0.5, 0.5, None)]


pairs = st.lists(st.tuples(st.sampled_from("abcdefg"), st.sampled_from("abcdefg")), max_size=25)


def dense_influence(a):
    """The rule of decision 0021, written down a second time with whole matrices."""
    n = len(a)
    if not n:
        return np.zeros(0)
    mutual = np.minimum(a, a.T)
    tied = ((a + a.T).sum(axis=0) > 0).sum()
    density = a.sum() / max(1, tied * (tied - 1))
    excess = 0.0
    if a.sum() and density < 1:
        excess = max(0.0, (mutual.sum() / a.sum() - density) / (1 - density))
    told = a - 0.6 * excess * mutual
    heard = np.minimum(1, a.sum(axis=1))
    w = np.zeros((n, n))
    for i in range(n):
        if told[i].sum() > 0:
            w[i] = heard[i] * told[i] / told[i].sum()
        back = a[:, i] / a[:, i].sum() if a[:, i].sum() else np.full(n, 1 / n)
        w[i] += 0.25 * (1 - heard[i]) * back
        w[i, i] += 0.75 * (1 - heard[i])
    breadth = told.sum(axis=0)
    mean = breadth.mean()
    stubborn = 0.1 * (breadth + 0.1 * mean) / (breadth + mean) if mean else np.full(n, 0.01)
    return stubborn * np.linalg.solve(
        (np.eye(n) - (1 - stubborn)[:, None] * w).T, np.full(n, 1 / n)
    )


@given(pairs)
@settings(max_examples=40, deadline=None)
def test_influence_against_a_dense_solve(rows):
    found = rank_network(
        pl.DataFrame(rows, schema={"from": pl.String, "to": pl.String}, orient="row")
    )
    ids = sorted(found["id"].to_list())
    a = np.zeros((len(ids),) * 2)
    for u, v in rows:
        if u != v:
            a[ids.index(u), ids.index(v)] = 1
    truth = dict(zip(ids, dense_influence(a), strict=True))
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
        "betweenness": nx.betweenness_centrality(graph),
        "in_degree": dict(graph.in_degree),
        "out_degree": dict(graph.out_degree),
        "closeness": nx.closeness_centrality(graph, wf_improved=True),
    }.items():
        assert dict(found.select("id", name).rows()) == pytest.approx(truth, abs=1e-6), name


@given(pairs)
@settings(max_examples=40, deadline=None)
def test_cut_points_and_what_they_bridge_against_networkx(rows):
    graph = nx.Graph((u, v) for u, v in rows if u != v)
    found = rank_network(
        pl.DataFrame(rows, schema={"from": pl.String, "to": pl.String}, orient="row")
    )
    cuts = set(nx.articulation_points(graph))
    assert {i for i, cut in found.select("id", "cut_point").rows() if cut} == cuts
    for person, bridges in found.select("id", "bridges").rows():
        groups = []
        if person in cuts:
            around = nx.node_connected_component(graph, person) - {person}
            groups = [set(c) for c in nx.connected_components(graph.subgraph(around))]
        assert sorted(map(sorted, groups)) == sorted(sorted(b["people"]) for b in bridges)
        assert [b["size"] for b in bridges] == sorted(map(len, groups), reverse=True)


def test_a_chain_of_many_has_its_inner_people_as_cut_points_and_names_ten():
    chain = pl.DataFrame({"from": range(2000), "to": range(1, 2001)})
    found = {row["id"]: row for row in rank_network(chain).to_dicts()}
    assert not found["0"]["cut_point"]
    assert [b["size"] for b in found["500"]["bridges"]] == [1500, 500]
    assert [len(b["people"]) for b in found["500"]["bridges"]] == [10, 10]


def test_ties_without_direction_count_both_ways():
    list_ = ties(("a", "b", 2.0), ("b", "a", 1.0), ("b", "c", 1.0))
    both = ties(("a", "b", 2.0), ("b", "a", 2.0), ("b", "c", 1.0), ("c", "b", 1.0))
    assert listening_of(list_, undirected=True).equals(listening_of(both))
    met = ties(("a", "b", 1, 10), ("b", "a", 1, 20))
    assert listening_of(met, undirected=True)["amount"].to_list() == [2.0, 2.0]


@pytest.mark.parametrize("names", ["ab", "abc"])
def test_those_who_are_alike_are_equally_often_first(names):
    ring = ties(*((a, b, 1.0) for a, b in zip(names, names[1:] + names[0], strict=True)))
    found = rank_network(ring.with_columns(confidence=0.6), samples=4000)
    assert found["first"].to_list() == pytest.approx([1 / len(names)] * len(names), abs=0.03)


def test_ranks_are_as_stable_as_their_ties():
    certain = ties(("b", "a", 1.0), ("c", "a", 1.0), ("d", "b", 1.0)).with_columns(confidence=1.0)
    first = dict(rank_network(certain, samples=50).select("id", "first").rows())
    assert first == {"a": 1.0, "b": 0.0, "c": 0.0, "d": 0.0}
    doubtful = certain.with_columns(confidence=pl.Series([0.0, 0.5, 1.0]))
    found = rank_network(doubtful, samples=400)
    share = dict(found.select("id", "first").rows())
    # First wherever nobody asks a, level with a wherever somebody does.
    assert share["b"] == pytest.approx(0.75, abs=0.05)
    assert sum(share.values()) == pytest.approx(1)
    assert found["first_three"].sum() == pytest.approx(3)
    assert rank_network(doubtful, samples=400).equals(found)


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


PAIRS = st.lists(
    st.tuples(st.sampled_from("abcdef"), st.sampled_from("abcdef")).filter(lambda p: p[0] != p[1]),
    max_size=14,
)


@given(PAIRS)
@settings(max_examples=40, deadline=None)
def test_reasons_add_up_to_the_influence(pairs):
    log = ties(*pairs) if pairs else pl.DataFrame({"from": [], "to": []})
    ranked = rank_network(log, people="abcdef")
    for person, influence, rank, asked_by in ranked.select(
        "id", "influence", "rank", "in_degree"
    ).rows():
        why = reasons_of(log, person, people="abcdef")
        assert (why.influence, why.rank, why.asked_by) == (influence, rank, asked_by)
        # Everybody decides alike: of that, l of one sixth is this person's own.
        assert why.own * influence == pytest.approx(why.stubbornness / 6)
        parts = [p.share for p in why.through]
        assert why.own + why.kept + why.presumed + sum(parts) == pytest.approx(1)
        assert min([why.kept, why.presumed, *parts]) >= 0
        assert {p.id for p in why.through if p.listens} <= {a for a, b in pairs if b == person}


def test_reasons_name_the_nearest_where_there_is_nobody():
    with pytest.raises(NotFoundError) as refused:
        reasons_of(ties(("li lei", "han")), "li lie")
    assert "li lei" in refused.value.hint.en


def krackhardt(name):
    path = DATA / "krackhardt" / f"Krack-High-Tec-edgelist-{name}.txt"
    if not path.exists():
        pytest.skip("the validation data are not here")
    rows = [line.split() for line in path.read_text().splitlines()]
    return ties(*[(a, b) for a, b, tie in rows if tie == "1"])


@pytest.mark.parametrize(
    ("name", "least"), [("Advice", 0.95), ("Friendship", 0.79), ("ReportsTo", 1)]
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
    assert order_quality(found, {p: v for p, v in level.items() if v is not None}) >= 0.8
