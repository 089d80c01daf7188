"""How strong a tie is: what is stated stands; what is known of the contact refines a level."""

from __future__ import annotations

from math import exp, log

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.decision.tie import refined
from graph.settings import Settings
from tests.decision.toy_graphs import FOUR, ask, four_people

LEVELS = {"none": 0.0, "brief": 0.3, "multiple": 0.6, "in_depth": 0.9}


def by_hand(level: float, n: float | None, two_way: bool | None, gap: float | None) -> float:
    lift = 0.0
    if n is not None:
        fit = 1.0 if gap is None else max(0.0, 1 - gap / 5)
        lift += n / (n + 6) * fit
    if two_way is not None:
        lift += 0.5 if two_way else -0.5
    return 1 / (1 + exp(-(log(level / (1 - level)) + lift))) if 0 < level < 1 else level


def covered(seller_level: int | None, tie: dict) -> float:
    """Return our coverage of Qian, level 3, by one seller."""
    sellers = {"lin": {"level": seller_level}, "he": {}}
    graph = four_people(
        nodes={**FOUR["nodes"], "Seller": sellers}, covers=[("lin", "qian", None, tie)]
    )
    return next(p.coverage for p in ask(graph).people if p.id == "qian")


@settings(max_examples=40, deadline=None)
@given(
    level=st.sampled_from(sorted(LEVELS)),
    n=st.none() | st.integers(0, 40),
    two_way=st.none() | st.booleans(),
    ours=st.none() | st.integers(1, 9),
)
def test_a_level_is_refined_by_what_is_known_of_the_contact(level, n, two_way, ours) -> None:
    tie = {"level": level, "contacts_90d": n, "two_way": two_way}
    gap = None if ours is None else abs(ours - 3)
    expected = by_hand(LEVELS[level], n, two_way, gap)
    assert covered(ours, tie) == pytest.approx(expected, abs=1e-12)


def test_a_stated_strength_stands() -> None:
    tie = {"level": "in_depth", "strength": 0.41, "contacts_90d": 30, "two_way": True}
    assert covered(3, tie) == 0.41


def test_a_level_alone_is_its_value() -> None:
    for level, value in LEVELS.items():
        assert covered(1, {"level": level}) == value
    assert covered(1, {}) == 0.5


def test_weights_of_zero_leave_the_level() -> None:
    chosen = Settings.model_validate({"access": {"frequency": 0, "two_way": 0}})
    some = np.array([0.3, 0.6])
    assert refined(some, np.array([9.0, 1]), np.array([1.0, 0]), np.ones(2), chosen) is not some
    again = refined(some, np.array([9.0, 1]), np.array([1.0, 0]), np.ones(2), chosen)
    assert again.tolist() == some.tolist()
