"""The access network by itself: disjoint routes, and meetings that turn an opponent."""

from __future__ import annotations

from itertools import pairwise

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.decision.network import Network
from graph.decision.threads import threads
from tests.decision.toy_graphs import ask, toy

seeds = st.randoms(use_true_random=False)


def network(n, arcs, ties, silent=()):
    u, v = zip(*arcs, strict=True) if arcs else ((), ())
    s, p = zip(*ties, strict=True) if ties else ((), ())
    quiet = np.zeros(n, dtype=bool)
    quiet[list(silent)] = True
    return Network(
        size=n,
        tail=np.array(u, dtype=np.int32),
        head=np.array(v, dtype=np.int32),
        chance=np.full(len(arcs), 0.5),
        seller=np.array(s, dtype=np.int32),
        covered=np.array(p, dtype=np.int32),
        strength=np.full(len(ties), 0.5),
        silent=quiet,
    )


def test_a_later_route_moves_an_earlier_one_aside():
    found = threads(network(3, [(1, 0), (2, 0)], [(0, 1), (0, 2), (1, 1)]), 0)
    assert sorted(found.routes) == [
        [("s", 0), ("p", 2), ("p", 0)],
        [("s", 1), ("p", 1), ("p", 0)],
    ]


@given(seeds)
@settings(max_examples=200, deadline=None)
def test_threads_of_dense_networks(random):
    n = random.randint(2, 8)
    pairs = [(u, v) for u in range(n) for v in range(n) if u != v]
    arcs = random.sample(pairs, random.randint(0, min(len(pairs), 16)))
    ties = random.sample([(s, p) for s in range(4) for p in range(n)], random.randint(0, 4 * n))
    silent = [p for p in range(n) if random.random() < 0.15]
    found = threads(network(n, arcs, ties, silent), 0)
    flow = nx.DiGraph([("team", 0)])
    flow.remove_edge("team", 0)
    for s, p in ties:
        flow.add_edge("team", ("s", s, "in"), capacity=1)
        flow.add_edge(("s", s, "in"), ("s", s, "out"), capacity=1)
        flow.add_edge(("s", s, "out"), ("p", p, "in") if p else 0, capacity=1)
    for u, v in arcs:
        if u and u not in silent:
            flow.add_edge(("p", u, "in"), ("p", u, "out"), capacity=1)
            flow.add_edge(("p", u, "out"), ("p", v, "in") if v else 0, capacity=1)
    assert found.count == nx.maximum_flow_value(flow, "team", 0)
    inner = [node for route in found.routes for node in route[:-1]]
    assert len(inner) == len(set(inner))
    for route in found.routes:
        assert (route[0][1], route[1][1]) in ties
        assert all((u, v) in arcs for (_, u), (_, v) in pairwise(route[1:]))
        assert not {p for kind, p in route[:-1] if kind == "p"} & set(silent)


@pytest.mark.parametrize(("confidence", "passes_on"), [(0.1, True), (0.9, False)])
def test_a_meeting_that_turns_an_opponent_opens_the_way(confidence, passes_on):
    """B alone leads to A, and is hardly against us; S can only meet B with effect."""
    rows = {
        "nodes": {"Seller": {"s": {"level": 5}}},
        "for_": [("deal", "home")],
        "works_for": [("a", "home", 20), ("b", "home", 5)],
        "plays": [("a", "deal", "decision_maker")],
        "holds": [("b", "deal", "non_supporter", {"confidence": confidence})],
        "influences": [("b", "a", 0.8)],
        "works_on": [("s", "deal")],
    }
    found = ask(toy(**rows))
    assert found.next_contact.person == "b"
    assert found.access_weighted == 0
    gain = 0.5 * 0.8 if passes_on else 0.0
    assert found.next_contact.gain_access == pytest.approx(gain)
    assert ask(toy(**rows), "meet:s=b").access_weighted == pytest.approx(gain)
