"""Shapley's values against their definition: the mean over every order of the changes."""

from __future__ import annotations

from itertools import permutations
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.decision.reviews.shapley import attribute


def random_game(r: Random, k: int, m: int):
    values = {}

    def look(made):
        key = tuple(made.tolist())
        if key not in values:
            values[key] = (r.uniform(-1, 1), np.array([r.uniform(-1, 1) for _ in range(m)]))
        return values[key]

    return look


def by_every_order(game, k: int, m: int) -> np.ndarray:
    """Shapley's definition, every change (linear ones too) a player of its own."""

    def worth(players) -> float:
        value, gain = game(np.array([j in players for j in range(k)], dtype=bool))
        return value + sum(gain[i] for i in range(m) if k + i in players)

    total, orders = np.zeros(k + m), list(permutations(range(k + m)))
    for order in orders:
        for place, player in enumerate(order):
            total[player] += worth(set(order[: place + 1])) - worth(set(order[:place]))
    return total / len(orders)


games = settings(max_examples=40, deadline=None)


@games
@given(st.integers(0, 10**6), st.integers(0, 4), st.integers(0, 2))
def test_effects_are_shapleys(seed, k, m):
    game = random_game(Random(seed), k, m)
    found = attribute(game, k)
    assert found.effect == pytest.approx(by_every_order(game, k, m), abs=1e-12)
    assert found.exact


@games
@given(st.integers(0, 10**6), st.integers(1, 7), st.integers(0, 3))
def test_effects_add_up_exact_or_sampled(seed, k, m):
    game = random_game(Random(seed), k, m)
    none, whole = game(np.zeros(k, dtype=bool)), game(np.ones(k, dtype=bool))
    difference = whole[0] + whole[1].sum() - none[0]
    for most in (k, 0):
        assert attribute(game, k, most_exact=most).effect.sum() == pytest.approx(
            difference, abs=1e-9
        )


def test_a_change_that_never_matters_has_no_effect():
    def game(made):
        return float(made[0]) + float(made[0] and made[2]), np.array([1.0 + made[2]])

    for most in (10, 0):
        found = attribute(game, 3, most_exact=most)
        assert found.effect[1] == 0.0
        assert found.error[1] == 0.0


def test_an_estimate_is_within_its_error_and_the_same_each_time():
    game = random_game(Random(3), 7, 2)
    exact = attribute(game, 7)
    rough = attribute(game, 7, most_exact=0, budget=700, seed=5)
    assert not rough.exact
    assert np.all(np.abs(rough.effect - exact.effect) <= 4.5 * rough.error)
    assert np.array_equal(rough.effect, attribute(game, 7, most_exact=0, budget=700, seed=5).effect)
