"""What the benchmark compares with does the same work: its answers are those of the kernels."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from benchmarks import kernel_jobs as jobs
from benchmarks import kernel_peers as peers
from tests.kernels.oracles import book

MADE, DEALS = book(40, 900)


def test_of_the_model():
    found = jobs.model(MADE)
    v, x = peers.scipy_solve(_without_loops(MADE))
    assert found.influence == pytest.approx(v, abs=1e-9)
    each = peers.numpy_solves([_without_loops(one) for one in DEALS])
    assert found.influence == pytest.approx(np.concatenate([a for a, _ in each]), abs=1e-9)
    assert x == pytest.approx(np.concatenate([b for _, b in each]), abs=1e-9)


def _without_loops(one):
    kept = (one.listener != one.speaker) & (one.weight > 0)
    return replace(
        one, listener=one.listener[kept], speaker=one.speaker[kept], weight=one.weight[kept]
    )


def test_of_structure():
    bare = [_bare(one) for one in DEALS]
    found = [jobs.structure(one).threads.tolist() for one in bare]
    assert [threads for _, threads, _ in peers.networkx_structure(bare)] == found


def _bare(one):
    """Peers are given no tie or relationship that is none."""
    kept = one.cover_strength > 0
    return replace(
        _without_loops(one), cover_seller=one.cover_seller[kept],
        cover_person=one.cover_person[kept], cover_strength=one.cover_strength[kept],
    )  # fmt: skip


def test_of_chance_and_loss():
    bare = [_bare(one) for one in DEALS]
    for one, (reliability, _) in zip(bare, peers.scipy_worlds(bare, 0), strict=True):
        found = jobs.chance(one)
        assert reliability == pytest.approx(found.weighted[0], abs=0.08)
    for one, lost in zip(bare, peers.scipy_losses(bare), strict=True):
        found = jobs.loss(one)
        for i in range(one.people):  # theirs counts the leaver's own term
            own = one.decision[i] if i in one.decider else 0.0
            assert found.person[i] - 0.08 <= lost[i] <= found.person[i] + own + 0.08
        assert found.seller == pytest.approx(lost[one.people :], abs=0.08)
