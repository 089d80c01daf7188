"""Persuasion routes against every simple path that networkx can find."""

from __future__ import annotations

from itertools import pairwise
from math import prod

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.decision.plan.routes import ROUTE_KINDS, routes, strongest
from graph.decision.plan.shortest import cheapest_paths
from graph.errors import NotFoundError
from tests.decision.oracle import Oracle
from tests.decision.random_deals import random_deal
from tests.decision.toy_graphs import four_people, toy
from tests.plan.deals import ids, modelled

seeds = st.randoms(use_true_random=False)


def carried(oracle: Oracle, start: str) -> nx.DiGraph:
    """What gets over each step, from the literal rows; "us" stands before every start."""
    graph = nx.DiGraph()
    graph.add_nodes_from(["us", *oracle.people])
    for seller, person, chance in oracle.ties(set()):
        if seller not in oracle.people:
            graph.add_edge(seller, person, carries=chance)
    for (j, e), i in (
        (x, i) for x in zip(oracle.people, oracle.e, strict=True) for i in oracle.people
    ):
        if e >= 0 and oracle.a(i, j) > 0:
            graph.add_edge(j, i, carries=oracle.a(i, j) * (1 + e) / 2)
    supporters = [p for p, e in zip(oracle.people, oracle.e, strict=True) if e > 0]
    for first in oracle.team() if start == "team" else supporters:
        graph.add_edge("us", first, carries=1.0)
    return graph


def best(graph: nx.DiGraph, target: str, k: int) -> list[float]:
    """Strengths of the k best of all simple paths."""
    found = [
        prod(graph.edges[e]["carries"] for e in pairwise(path))
        for path in nx.all_simple_paths(graph, "us", target)
    ]
    return sorted(found, reverse=True)[:k]


@given(seeds, st.sampled_from(["team", "supporters"]))
@settings(max_examples=40, deadline=None)
def test_the_best_of_all_simple_paths(random, start):
    rows = random_deal(random, most=5, ties=8)
    oracle = Oracle(**rows)
    model, access = modelled(toy(**rows))
    gone = [random.choice(ids(model))] if model.size > 2 and random.random() < 0.3 else []
    kinds = random.sample(ROUTE_KINDS, 3) if random.random() < 0.5 else None
    found = routes(model, access, ids(model), k=3, start=start, avoid=gone, kinds=kinds)
    for kind in set(ROUTE_KINDS) - set(kinds or ROUTE_KINDS):
        oracle.rows[kind.lower()] = []
    graph = carried(oracle, start)
    graph.remove_nodes_from(gone)
    for target in oracle.people:
        mine = [r for r in found if r.target == target]
        expected = best(graph, target, 3) if target in graph else []
        assert [r.strength for r in mine] == pytest.approx(expected, abs=1e-12)
        assert len({tuple(r.ids) for r in mine}) == len(mine)
        for route in mine:
            assert len(set(route.ids)) == len(route.ids)
            assert route.strength == pytest.approx(prod(s.chance for s in route.steps))
            steps = [graph.edges[e]["carries"] for e in pairwise(route.ids)]
            assert [s.chance for s in route.steps] == pytest.approx(steps)


@given(seeds)
@settings(max_examples=60, deadline=None)
def test_cheapest_paths_of_dense_graphs(random):
    n = random.randint(2, 7)
    graph = nx.gnp_random_graph(n, 0.6, seed=random.randint(0, 999), directed=True)
    for edge in graph.edges.values():
        edge["weight"] = random.choice([0.0, 0.5, 1.0, 2.5])
    out = {u: [(v, graph.edges[u, v]["weight"]) for v in graph[u]] for u in graph}
    paths = cheapest_paths(out, 0, n - 1, 12)
    costs = [nx.path_weight(graph, p, "weight") for p in paths]
    every = sorted(nx.path_weight(graph, p, "weight") for p in nx.all_simple_paths(graph, 0, n - 1))
    assert costs == pytest.approx(every[:12])
    assert len(set(paths)) == len(paths)


def test_each_step_says_why():
    model, access = modelled(four_people())
    (route,) = routes(model, access, ["chen"], k=1, avoid=["lin"])
    assert route.ids == ["he", "zhao", "chen"]
    assert route.strength == pytest.approx(0.29 * 0.25 * 0.7)
    first, second = (s.why for s in route.steps)
    assert first.en == "He covers Zhao: 29%; no day of a contact is known."
    assert second.en == (
        "Zhao reports to Chen, who takes 25% of what Zhao says; "
        "Zhao (expected stance +0.40) is 70% willing to speak for us."
    )
    assert "赵敏向陈国栋汇报" in second.zh
    assert [s.kind for s in route.steps] == ["COVERS", "REPORTS_TO"]


def test_a_long_route_of_strong_steps_beats_a_short_weak_one():
    sure = {"confidence": 1.0}
    model, access = modelled(
        toy(
            for_=[("deal", "bank")],
            plays=[("boss", "deal", "decision_maker")],
            holds=[("a", "deal", "mentor", sure), ("b", "deal", "mentor", sure)],
            influences=[("a", "b", 0.8), ("b", "boss", 0.8)],
            covers=[("s", "a", 0.8), ("s", "boss", 0.45)],
            works_on=[("s", "deal")],
        )
    )
    found = routes(model, access, ["boss"])
    assert [r.ids for r in found] == [["s", "a", "b", "boss"], ["s", "boss"]]
    assert [r.strength for r in found] == pytest.approx([0.512, 0.45])


def test_from_whom_we_already_hold():
    model, access = modelled(four_people(covers=[("lin", "luo", 0.9), ("he", "chen", 0.6)]))
    found = routes(model, access, ["zhao"], start="held", avoid=["qian"])
    # Zhao supports us; Chen's stance is not known, but she is well covered; Luo is against us.
    assert [r.ids for r in found] == [["zhao"], ["chen", "zhao"]]
    assert strongest(found, 1) == found[:1]
    assert found[0].strength == 1.0


def test_nothing_leads_there():
    model, access = modelled(four_people(covers=[("lin", "luo", 0.9)]))
    assert routes(model, access, ["chen"]) == []
    assert [r.ids for r in routes(model, access, ["luo"])] == [["lin", "luo"]]
    assert routes(model, access, ["luo"], avoid=["luo"]) == []
    assert routes(model, access, ["luo"], avoid=["lin"]) == []
    with pytest.raises(NotFoundError, match="zhao"):
        routes(model, access, ["zhaoo"])
