"""The model of random deals against an independent one: who, how they listen, who decides."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.decision.oracle import Oracle
from tests.decision.random_deals import random_deal
from tests.decision.toy_graphs import ask, toy

seeds = st.randoms(use_true_random=False)


@given(seeds)
@settings(max_examples=50, deadline=None)
def test_model(random):
    rows = random_deal(random)
    truth, found = Oracle(**rows), ask(toy(**rows))
    assert found.model.people == truth.people
    assert found.presumed == truth.presumed
    w = np.zeros((truth.n, truth.n))
    for i, j, x in found.model.listens:
        w[i, j] = x
    np.testing.assert_allclose(w, truth.w, atol=1e-12)
    np.testing.assert_allclose(found.model.stubbornness, truth.l)
    np.testing.assert_allclose(found.model.stance, truth.e, atol=1e-12)
    np.testing.assert_allclose(found.model.variance, truth.var, atol=1e-12)
    np.testing.assert_allclose(found.model.decision_weights, truth.d, atol=1e-12)
    np.testing.assert_allclose([p.influence for p in found.people], truth.v, atol=1e-9)
    np.testing.assert_allclose([p.settled_opinion for p in found.people], truth.x, atol=1e-9)
    assert [p.stance for p in found.people] == pytest.approx([s[0] for s in truth.stances])


@given(seeds)
@settings(max_examples=50, deadline=None)
def test_sums(random):
    found = ask(toy(**random_deal(random, most=12, ties=14)))
    if not found.deciders:
        assert (found.lean, found.lean_sd, found.known_share, found.passes) == (None,) * 4
        return
    assert sum(p.influence for p in found.people) == pytest.approx(1, abs=1e-9)
    assert sum(d.weight for d in found.deciders) == pytest.approx(1, abs=1e-9)
    assert sum(p.contribution for p in found.people) == pytest.approx(found.lean, abs=1e-9)
    assert -1 - 1e-9 <= found.lean <= 1 + 1e-9
    assert all(p.influence >= 0 for p in found.people)
    assert 0 <= found.known_share <= 1 + 1e-9
    variance = sum(p.influence**2 * p.variance for p in found.people)
    assert found.lean_sd == pytest.approx(variance**0.5, abs=1e-9)


@given(seeds)
@settings(max_examples=50, deadline=None)
def test_access(random):
    rows = random_deal(random, ties=4)
    truth = Oracle(**rows)
    assume(sum(t[2] < 1 for t in truth.ties()) <= 11)
    found = ask(toy(**rows))
    assert {a.decider for a in found.access} == set(truth.weights)
    ties = {t[:2]: t[2] for t in found.model.ties if t[0] != "our team"}
    assert ties == pytest.approx({t[:2]: t[2] for t in truth.ties()})
    assert {t[1] for t in found.model.ties if t[0] == "our team"} == set(truth.team())
    for row in found.access:
        assert row.standard_error == 0
        assert row.reliability == pytest.approx(truth.reached(row.decider), abs=1e-12)
    assert found.access_weighted == pytest.approx(truth.weighted(truth.ties()), abs=1e-12)


@given(seeds)
@settings(max_examples=50, deadline=None)
def test_threads(random):
    rows = random_deal(random, most=9, ties=12)
    truth, found = Oracle(**rows), ask(toy(**rows))
    arcs = {t[:2] for t in truth.ties()}
    for row in found.access:
        assert row.threads == truth.threads(row.decider)
        assert set(row.separators) == truth.separators(row.decider)
        assert len(row.routes) == row.threads
        inner = [node for route in row.routes for node in route[:-1]]
        assert len(inner) == len(set(inner))
        for route in [*row.routes, *filter(None, [row.best_route])]:
            assert route[-1] == row.decider
            assert route[0] in truth.team()
            assert all(step in arcs for step in pairwise(route))


@given(seeds)
@settings(max_examples=30, deadline=None)
def test_best_route_is_the_most_probable_one(random):
    import networkx as nx

    rows = random_deal(random, most=8, ties=10)
    truth, found = Oracle(**rows), ask(toy(**rows))
    graph = nx.DiGraph()
    for u, v, p in truth.ties():
        graph.add_edge(u, v, cost=-np.log(p))
    for seller in truth.team():
        graph.add_edge("our team", seller, cost=0.0)
    for row in found.access:
        if not (graph.has_node(row.decider) and graph.has_node("our team")) or not nx.has_path(
            graph, "our team", row.decider
        ):
            assert row.best_route == []
            continue
        cost = nx.dijkstra_path_length(graph, "our team", row.decider, weight="cost")
        assert np.prod(row.best_route_steps) == pytest.approx(np.exp(-cost))
        assert len(row.best_route_steps) == len(row.best_route) - 1


@given(seeds)
@settings(max_examples=30, deadline=None)
def test_next_contact_is_the_best_of_all_meetings(random):
    rows = random_deal(random, most=5, ties=4)
    truth = Oracle(**rows)
    assume(sum(t[2] < 1 for t in truth.ties()) <= 8)
    found = ask(toy(**rows))
    gains = {}
    ties, now = truth.ties(), truth.weighted(truth.ties())
    for seller in truth.team() if truth.weights else []:
        for i, person in enumerate(truth.people):
            gains[seller, person] = _gain(truth, ties, i, seller, now)
    best = max((sum(g) for g in gains.values()), default=0)
    if best <= 1e-12:
        assert found.next_contact is None
        return
    chosen = found.next_contact
    lean, access = gains[chosen.seller, chosen.person]
    assert chosen.gain_lean == pytest.approx(lean, abs=1e-12)
    assert chosen.gain_access == pytest.approx(access, abs=1e-12)
    assert lean + access == pytest.approx(best, abs=1e-12)


def _gain(truth, ties, i, seller, now):
    """What one meeting gains, with sellers whose level is unknown (rank fit 1)."""
    person, s, e = truth.people[i], truth.stances[i][0], truth.e[i]
    covered = 1 - np.prod([1 - t[2] for t in ties if t[1] == person and t[0] in truth.team()])
    after = 1 - (1 - covered) * 0.5
    moved = 0.0 if s is not None and s < -0.75 else 0.2 * after * (1 - e)
    silent = {p for p, x in zip(truth.people, truth.e, strict=True) if x < 0}
    if e + moved >= 0:
        silent.discard(person)
    held = [t for t in truth.ties(silent) if t[:2] != (seller, person)]
    own = next((t[2] for t in ties if t[:2] == (seller, person)), 0.0)
    held.append((seller, person, 1 - (1 - own) * 0.5))
    return truth.v[i] * moved, truth.weighted(held) - now
