"""Shares as used, control and heads, against plain recomputation."""

import os
from datetime import date
from pathlib import Path

import networkx as nx
import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.cross_sell import group_heads
from graph.cross_sell.ownership import Problem, ownership
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
@settings(deadline=None)
def test_shares_and_control_are_as_defined(arcs):
    owned = ownership(snapshot(arcs), DAY)
    expected = used(arcs)
    assert {
        (m, o): pytest.approx(h.share) for m in range(7) for o, h in owned.owners[m].items()
    } == expected
    assert [owned.controlled(g) for g in range(7)] == [control(expected, g) for g in range(7)]


@given(books)
@settings(deadline=None)
def test_a_head_is_controlled_by_nobody_outside_its_ring(arcs):
    owned = ownership(snapshot(arcs), DAY)
    controls = [control(used(arcs), g) for g in range(7)]
    for member, head in enumerate(owned.heads()):
        rulers = {g for g in range(7) if member in controls[g]}
        ring = {g for g in rulers if all(h in controls[g] for h in range(7) if g in controls[h])}
        assert head == min(ring)


@given(books)
@settings(deadline=None)
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
    owned = ownership(snapshot([(1, 1, 0.4), (2, 0, 0.8), (2, 1, 0.8)]), DAY)
    assert owned.problems == [
        Problem("self_ownership", 1, 0.4),
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


EVA = Path(os.environ.get("LINCHPIN_VALIDATION_DATA", "../shared/data")) / "ownership/eva.net"


@pytest.mark.skipif(not EVA.exists(), reason="the real ownership data are not at hand")
def test_real_ownership_has_one_head_each():
    lines = EVA.read_text(encoding="latin-1").splitlines()
    start = next(i for i, line in enumerate(lines) if line.lower().startswith("*arcs"))
    arcs = [line.split()[:2] for line in lines[start + 1 :] if line.strip()]
    count = int(lines[0].split()[1])
    ids = [f"{i:05d}" for i in range(1, count + 1)]
    frame = pl.DataFrame(
        {"from": [f"{int(m):05d}" for _, m in arcs], "to": [f"{int(o):05d}" for o, _ in arcs]}
    ).unique(maintain_order=True)
    owned = ownership(
        Snapshot.from_frames({"Enterprise": pl.DataFrame({"id": ids})}, {"MEMBER_OF": frame}), DAY
    )
    heads = np.array(owned.heads())
    # Nobody controls a head but itself and, in a ring, those it controls.
    for head in np.unique(heads):
        for owner in owned.owners[head]:
            if head in owned.controlled(owner):
                assert owner in owned.controlled(head)
    assert all(member in owned.controlled(head) for member, head in enumerate(heads))
