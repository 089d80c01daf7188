"""Quick ways give what the slow ones do: worlds of a changed network, sampled ranks, meetings."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from random import Random

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from graph.decision.analyze import open_deal
from graph.decision.meet import after_meetings
from graph.decision.network import Network
from graph.decision.stability import _influences, _sampled_ties
from graph.decision.worlds import Sampling, worlds_of
from graph.settings import Settings
from tests.decision.random_deals import random_deal
from tests.decision.toy_graphs import AS_OF, FOUR, four_people, toy

seeds = st.integers(0, 10**6)


def dice_network(dice: np.random.Generator, n: int = 9) -> Network:
    pair = np.argwhere(dice.random((n, n)) < 0.35)
    pair = pair[pair[:, 0] != pair[:, 1]].astype(np.int32)
    covered = dice.choice(n, 3, replace=False).astype(np.int32)
    return Network(
        size=n, tail=pair[:, 0], head=pair[:, 1], chance=dice.uniform(0.1, 0.9, len(pair)),
        seller=np.arange(3, dtype=np.int32), covered=covered, strength=dice.uniform(0.1, 0.9, 3),
        silent=dice.random(n) < 0.1,
    )  # fmt: skip


@given(seeds)
@settings(max_examples=30, deadline=None)
def test_worlds_of_a_changed_network_are_as_if_walked_anew(seed):
    dice = np.random.default_rng(seed)
    network = dice_network(dice)
    sampling = Sampling(network, worlds_of(network, 256, seed))
    for t in range(network.size):
        sampling.chance(t)
    # One contact grows, then somebody else is met for the first time.
    grown = replace(network, strength=np.minimum(network.strength + np.array([0.3, 0, 0]), 1.0))
    changed = grown.with_contact(int(dice.integers(network.size)), 0.4)
    for later in (grown, changed):
        sampling = sampling.after(later)
        anew = Sampling(later, sampling.worlds)
        for t in range(network.size):
            assert sampling.chance(t) == pytest.approx(anew.chance(t), abs=1e-12)
            assert sampling.leverage(t) == pytest.approx(anew.leverage(t), abs=1e-6)


@given(seeds)
@settings(max_examples=25, deadline=None)
def test_the_influences_of_each_sample_are_those_of_its_ties(seed):
    rows = random_deal(Random(seed), most=8, ties=12)
    model = open_deal(toy(**rows), "deal", as_of=AS_OF, settings=Settings()).model
    assume(model.decided)
    listener, speaker, a = _sampled_ties(model, 12)
    found = _influences(model, 12)
    keeps = np.diag(1 - model.stubbornness)
    for sample in range(12):
        w = np.zeros((model.size, model.size))
        w[listener, speaker] = a[:, sample]
        w /= np.maximum(1, w.sum(axis=1))[:, None]
        w += np.diag(1 - w.sum(axis=1))
        solved = np.linalg.inv(np.eye(model.size) - keeps @ w)
        v = model.decision @ solved @ np.diag(model.stubbornness)
        assert found[sample] == pytest.approx(v, abs=1e-4)


def test_a_meeting_lifts_a_faded_contact_and_keeps_what_it_was():
    settings_ = Settings()
    long_ago = {"last_contact": AS_OF - timedelta(days=720)}
    covers = [("lin", "qian", 0.9, long_ago), ("he", "qian", 0.5)]
    graph = four_people(covers=covers)
    model = open_deal(graph, "deal", as_of=AS_OF, settings=settings_).model
    lin, qian = graph.nodes["Seller"].position("lin"), graph.nodes["Person"].position("qian")
    at = model.people.tolist().index(qian)
    (row,) = np.flatnonzero((model.covers.seller == lin) & (model.covers.person == qian))
    faded = model.covers.now[row]
    assert faded < 0.1
    met = after_meetings(model, [(lin, at)])
    (row,) = np.flatnonzero((met.covers.seller == lin) & (met.covers.person == qian))
    lift = settings_.plan.meeting_lift  # ranks not known: they fit
    assert met.covers.now[row] == pytest.approx(1 - (1 - faded) * (1 - lift))
    assert met.covers.undecayed[row] == pytest.approx(0.9)
    assert met.covers.last_contact[row] == model.day
    together = 1 - (1 - model.strength[at]) * (1 - lift)
    expected = model.stances.expected[at]
    gained = settings_.plan.stance_gain * together * (1 - expected)
    assert met.stances.expected[at] == pytest.approx(expected + gained)
    assert len(met.covers.row) == len(FOUR["covers"])
