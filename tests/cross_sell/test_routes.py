"""Best routes against enumeration of every simple path."""

from itertools import pairwise

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.cross_sell.routes import Network, Routes

SIZE = 7
weights = st.sampled_from([0.05, 0.25, 0.3, 0.5, 0.8, 1.0])
stances = st.sampled_from([-1.0, -0.4, 0.0, 0.0, 0.4, 1.0])


@st.composite
def worlds(draw):
    arcs = draw(
        st.dictionaries(
            st.tuples(st.integers(0, SIZE - 1), st.integers(0, SIZE - 1)).filter(
                lambda pair: pair[0] != pair[1]
            ),
            weights,
            max_size=20,
        )
    )
    stance = draw(st.lists(stances, min_size=SIZE, max_size=SIZE))
    starts = draw(st.dictionaries(st.integers(0, SIZE - 1), weights, max_size=3))
    deciders = draw(st.sets(st.integers(0, SIZE - 1), min_size=1, max_size=2))
    return arcs, stance, starts, deciders


def network(arcs, stance):
    ends = np.array(list(arcs), dtype=np.int64).reshape(-1, 2)
    carries = np.array(list(arcs.values()), dtype=float)
    return Network(ends[:, 0], ends[:, 1], carries, ["KNOWS"] * len(arcs), np.array(stance))


def best_by_enumeration(arcs, stance, starts, deciders):
    """Try every simple path of friendly people and return the largest access."""
    graph = nx.DiGraph(list(arcs))
    graph.add_nodes_from(range(SIZE))
    graph.remove_nodes_from([p for p in range(SIZE) if stance[p] < 0])
    best = 0.0
    for start, strength in starts.items():
        for decider in deciders:
            if start not in graph or decider not in graph:
                continue
            paths = [[start]] if start == decider else nx.all_simple_paths(graph, start, decider)
            for path in paths:
                access = strength
                for speaker, listener in pairwise(path):
                    willing = 1.0 if listener == path[-1] else (1 + stance[listener]) / 2
                    access *= arcs[speaker, listener] * willing
                best = max(best, access)
    return best


@given(worlds())
@settings(max_examples=200, deadline=None)
def test_no_simple_path_is_better(world):
    arcs, stance, starts, deciders = world
    route = Routes(network(arcs, stance), starts).to(deciders)
    best = best_by_enumeration(*world)
    if route is None:
        assert best == 0.0
        return
    assert route.access == pytest.approx(best, rel=1e-9)
    assert len(set(route.people)) == len(route.people)
    assert all(stance[p] >= 0 for p in route.people)
    assert route.people[0] in starts
    assert route.people[-1] in deciders
    assert [(h.speaker, h.listener) for h in route.hops] == list(
        zip(route.people, route.people[1:], strict=False)
    )
    assert all(h.carries == arcs[h.speaker, h.listener] for h in route.hops)


@given(worlds())
@settings(deadline=None)
def test_the_order_of_ties_does_not_matter(world):
    arcs, stance, starts, deciders = world
    turned = dict(reversed(arcs.items()))
    one = Routes(network(arcs, stance), starts).to(deciders)
    other = Routes(network(turned, stance), dict(reversed(starts.items()))).to(deciders)
    assert (one is None) == (other is None)
    if one is not None:
        assert one.access == pytest.approx(other.access, rel=1e-12)


def test_of_equal_routes_the_one_with_fewer_steps():
    # Mentors who pass everything on: the long way carries as much as the short one.
    arcs = {(0, 1): 1.0, (1, 2): 1.0, (0, 2): 1.0}
    assert Routes(network(arcs, [1.0] * SIZE), {0: 1.0}).to([2]).people == [0, 2]


def test_an_opponent_neither_passes_on_nor_is_the_end():
    arcs = {(0, 1): 0.9, (1, 2): 0.9, (0, 3): 0.5}
    stance = [0.4, -0.1, 0.0, -0.4, 0.0, 0.0, 0.0]
    ways = Routes(network(arcs, stance), {0: 1.0})
    assert ways.to([2]) is None
    assert ways.to([3]) is None


def test_a_decider_who_supports_us_is_a_route_of_one():
    route = Routes(network({}, [0.4] + [0.0] * 6), {0: 1.0}).to([0])
    assert (route.people, route.hops, route.access) == ([0], [], 1.0)
