"""A deal over some kinds of ties alone, against every world of the rows that are left."""

from __future__ import annotations

from itertools import pairwise
from math import prod

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.decision.narrowed import PASSING, narrowed
from tests.decision.oracle import Oracle
from tests.decision.random_deals import random_deal
from tests.decision.toy_graphs import ask, toy
from tests.plan.deals import modelled

seeds = st.randoms(use_true_random=False)


@given(seeds)
@settings(max_examples=40, deadline=None)
def test_deciders_are_reached_over_what_is_left(random):
    rows = random_deal(random, most=5, ties=8)
    hidden = frozenset(random.sample(PASSING, random.randint(0, 3)))
    oracle = Oracle(**rows)
    model, _ = modelled(toy(**rows))
    found = narrowed(model, hidden)
    for kind in hidden:
        oracle.rows[kind.lower()] = []
    ties = oracle.ties()
    carries = {(u, v): p for u, v, p in ties}
    assert {(u, v): p for u, v, p in found.ties} == pytest.approx(carries)
    graph = nx.DiGraph(list(carries))
    for way in found.access:
        assert way.reliability == pytest.approx(oracle.reached(way.decider), abs=1e-9)
        assert way.threads == oracle.threads(way.decider)
        every = [
            prod(carries[step] for step in pairwise(path))
            for seller in {u for u, _ in carries} - set(oracle.people)
            for path in (
                nx.all_simple_paths(graph, seller, way.decider) if way.decider in graph else []
            )
        ]
        assert prod(way.best_route_steps) == pytest.approx(max(every, default=1.0))
        assert bool(way.best_route) == bool(every)
        steps = [carries[step] for step in pairwise(way.best_route)]
        assert way.best_route_steps == pytest.approx(steps)


@given(seeds)
@settings(max_examples=20, deadline=None)
def test_with_nothing_hidden_it_is_the_access_of_the_deal(random):
    graph = toy(**random_deal(random, most=6, ties=10))
    model, _ = modelled(graph)
    whole = ask(graph, explain=True)
    found = narrowed(model, frozenset())
    assert found.access == whole.access
    assert found.ties == [t for t in whole.model.ties if t[0] != "our team"]
