"""Shares as used, control and heads, against plain recomputation."""

from datetime import date

import networkx as nx
import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.cross_sell import group_heads, ownership_interest
from graph.cross_sell.ownership import Problem, ownership
from graph.cross_sell.ownership_groups import headed
from graph.cross_sell.ownership_interest import Interests
from graph.cross_sell.tree import places
from graph.snapshot import Snapshot

DAY = 20_543
IDS = [f"e{i}" for i in range(7)]


def snapshot(arcs):
    """Build companies with the given (member, owner, share or None) arcs."""
    frame = pl.DataFrame(
        {
            "from": [IDS[m] for m, _, _ in arcs],
            "to": [IDS[o] for _, o, _ in arcs],
            "share": [s for _, _, s in arcs],
        },
        schema={"from": pl.String, "to": pl.String, "share": pl.Float64},
    )
    return Snapshot.from_frames({"Enterprise": pl.DataFrame({"id": IDS})}, {"MEMBER_OF": frame})


pairs = st.tuples(st.integers(0, 6), st.integers(0, 6))
shares = st.one_of(st.none(), st.sampled_from([0.0, 0.2, 0.3, 0.5, 0.51, 0.6, 1.0]))
books = st.dictionaries(pairs, shares, max_size=14).map(
    lambda found: [(m, o, s) for (m, o), s in found.items()]
)


def used(arcs):
    """Compute the shares as the page defines them, by plain loops."""
    found = {}
    for member in range(7):
        held = {o: s for m, o, s in arcs if m == member and o != member}
        known = sum(s for s in held.values() if s is not None)
        silent = [o for o, s in held.items() if s is None]
        for owner, share in held.items():
            if share is None:
                found[member, owner] = max(0.0, 1 - known) / len(silent)
            else:
                found[member, owner] = share / known if known > 1 else share
    return found


def control(found, group):
    """Grow the controlled set until nothing joins, looking at every company each time."""
    inside = {group}
    while True:
        joins = {
            m
            for m in range(7)
            if m not in inside and sum(found.get((m, o), 0.0) for o in inside) > 0.5 + 1e-9
        }
        if not joins:
            return inside
        inside |= joins


@given(books)
@settings(max_examples=50, deadline=None)
def test_shares_and_control_are_as_defined(arcs):
    owned = ownership(snapshot(arcs), DAY)
    expected = used(arcs)
    assert {
        (m, o): pytest.approx(h.share) for m in range(7) for o, h in owned.owners[m].items()
    } == expected
    assert [owned.controlled(g) for g in range(7)] == [control(expected, g) for g in range(7)]


def dense(found, group):
    """Invert I - A, the group's own owners left out, over what has a positive way from it."""
    shares = np.zeros((7, 7))
    for (member, owner), share in found.items():
        shares[owner, member] = 0.0 if member == group else share
    reached = [group]
    for at in reached:
        reached += [m for m in range(7) if shares[at, m] > 0 and m not in reached]
    part = shares[np.ix_(reached, reached)]
    row = np.linalg.inv(np.eye(len(reached)) - part)[0]
    return dict(zip(reached, row, strict=True))


@given(books)
@settings(max_examples=40, deadline=None)
def test_interest_is_the_inverse_and_never_above_one(arcs):
    owned, expected = ownership(snapshot(arcs), DAY), used(arcs)
    interests = Interests(owned)
    for group in range(7):
        found, row = interests.of(group), dense(expected, group)
        assert found.keys() == owned.reach(group).keys()
        assert found == {m: pytest.approx(row.get(m, 0.0), abs=1e-9) for m in found}
        assert found[group] == 1.0
        assert max(found.values()) <= 1.0


@given(books)
@settings(max_examples=20, deadline=None)
def test_large_rings_are_solved_sparse_to_the_same(arcs):
    owned = ownership(snapshot(arcs), DAY)
    expected = [Interests(owned).of(group) for group in range(7)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ownership_interest, "DENSE", 0)
        assert [Interests(owned).of(group) for group in range(7)] == [
            pytest.approx(row, abs=1e-12) for row in expected
        ]


def test_a_ring_counts_what_comes_back_once():
    """N[g,m] / N[g,g] with nobody left out is the same number."""
    arcs = [(1, 0, 0.8), (0, 1, 0.3), (2, 1, 0.5), (2, 0, 0.5)]
    whole = np.zeros((3, 3))
    for member, owner, share in arcs:
        whole[owner, member] = share
    inverse = np.linalg.inv(np.eye(3) - whole)
    interest = Interests(ownership(snapshot(arcs), DAY)).of(0)
    assert interest[2] == pytest.approx(inverse[0, 2] / inverse[0, 0])
    assert interest[1] == pytest.approx(0.8)


@given(books)
@settings(max_examples=40, deadline=None)
def test_cycles_are_the_strongly_connected_sets(arcs):
    owned = ownership(snapshot(arcs), DAY)
    graph = nx.DiGraph([(o, m) for m, o, _ in arcs if m != o])
    rings = [sorted(ring) for ring in nx.strongly_connected_components(graph) if len(ring) > 1]
    assert owned.cycles == sorted(rings)
    seen = set()
    for ring in owned.order:
        assert {o for m in ring for o, h in owned.owners[m].items() if h.share} <= seen | set(ring)
        seen |= set(ring)
    assert seen == set(range(7))


@given(books)
@settings(max_examples=40, deadline=None)
def test_every_enterprise_has_one_row_with_head_interest_and_controllers(arcs):
    expected = used(arcs)
    controls = [control(expected, g) for g in range(7)]
    for m, row in enumerate(headed(snapshot(arcs), date(2026, 3, 31))):
        rulers = {g for g in range(7) if m in controls[g]}
        head = min(g for g in rulers if all(h in controls[g] for h in range(7) if g in controls[h]))
        assert (row.enterprise, row.head) == (IDS[m], IDS[head])
        assert row.interest == pytest.approx(dense(expected, head).get(m, 0.0), abs=1e-9)
        holders = {o for o in controls[head] if expected.get((m, o), 0.0) > 0}
        together = sum(expected[m, o] for o in holders)
        # A head has none, but in a ring those that it controls may hold most of it.
        assert m == head or together > 0.5
        passed = together > 0.5 + 1e-9
        assert {IDS.index(c) for c in row.controllers} == (holders if passed else set())


@given(books)
@settings(max_examples=50, deadline=None)
def test_everything_reached_is_drawn_once_at_its_depth(arcs):
    owned = ownership(snapshot(arcs), DAY)
    graph = nx.DiGraph([(o, m) for m, o, _ in arcs if m != o])
    graph.add_node(0)
    depth = nx.single_source_shortest_path_length(graph, 0)
    drawn = places(owned, 0)
    assert {p.enterprise: p.depth for p in drawn} == dict(depth)
    assert len(drawn) == len(depth)
    at = {p.enterprise: i for i, p in enumerate(drawn)}
    for place in drawn[1:]:
        assert place.enterprise in graph[place.parent]
        assert at[place.parent] < at[place.enterprise]
        assert depth[place.parent] == place.depth - 1


def test_wrong_shares_are_reported():
    owned = ownership(snapshot([(1, 1, 0.4), (3, 3, None), (2, 0, 0.8), (2, 1, 0.8)]), DAY)
    assert owned.problems == [
        Problem("self_ownership", 1, 0.4),
        Problem("self_ownership", 3, None),
        Problem("shares_above_one", 2, pytest.approx(1.6)),
    ]
    assert owned.owners[2][0].share == pytest.approx(0.5)


def test_a_holding_counts_from_since_until_before_until():
    arcs = pl.DataFrame(
        {
            "from": ["e1", "e2", "e3"],
            "to": ["e0", "e0", "e0"],
            "since": [date(2026, 4, 1), None, date(2026, 3, 31)],
            "until": [None, date(2026, 3, 31), None],
        }
    )
    made = Snapshot.from_frames({"Enterprise": pl.DataFrame({"id": IDS})}, {"MEMBER_OF": arcs})
    assert set(ownership(made, DAY).reach(0)) == {0, 3}


def test_heads_of_two_groups_a_ring_and_a_joint_holding():
    arcs = [(1, 0, 0.6), (2, 1, 1.0), (3, 4, 0.9), (4, 3, 0.9), (5, 0, 0.5), (5, 3, 0.5)]
    assert group_heads(snapshot(arcs), date(2026, 3, 31)) == ["e0", "e3"]
