"""Sizes against the formula written anew; arms against what random assignment must keep."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

import numpy as np
import polars as pl
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.stats import chisquare, norm

from graph.customers.campaigns.assign import assign, parts_of, stratum_of
from graph.customers.campaigns.rounding import proportional
from graph.customers.campaigns.size import Question, sample_size
from graph.errors import LinchpinError, NotFoundError, UsageError

LEAN = settings(max_examples=40, deadline=None)


def chance(p0: float, p1: float, n: float, ratio: float, alpha: float) -> float:
    """Return the power of n and ratio n customers, from the variances of the two arms."""
    p = (p1 + ratio * p0) / (1 + ratio)
    null = np.sqrt(p * (1 - p) * (1 / n + 1 / (ratio * n)))
    other = np.sqrt(p1 * (1 - p1) / n + p0 * (1 - p0) / (ratio * n))
    return float(norm.cdf((abs(p1 - p0) - norm.ppf(1 - alpha / 2) * null) / other))


@given(
    p0=st.floats(0.02, 0.9), gap=st.floats(0.02, 0.5), ratio=st.floats(0.3, 3),
    power=st.floats(0.5, 0.99), alpha=st.floats(0.001, 0.2),
)  # fmt: skip
@LEAN
def test_the_size_is_the_smallest_that_has_the_power(p0, gap, ratio, power, alpha) -> None:
    assume(p0 + gap < 0.98)
    question = Question(p0, p0 + gap, alpha, ratio)
    target, control = question.per_arm(power)
    assert chance(p0, p0 + gap, target, ratio, alpha) >= power - 1e-7
    if target > 1:
        assert chance(p0, p0 + gap, target - 1, ratio, alpha) < power + 1e-7
    assert (target - 1) * ratio <= control <= target * ratio + 1
    assert question.power(target) == pytest.approx(chance(p0, p0 + gap, target, ratio, alpha))


def test_a_textbook_size_and_the_power_of_a_size() -> None:
    # Fleiss, Levin & Paik (2003), table A.4 before the continuity correction: .6 against .7.
    assert Question(0.6, 0.7).per_arm(0.8) == (356, 356)
    assert sample_size(Question(0.09, 0.43), size=25).power == pytest.approx(
        chance(0.09, 0.43, 25, 1, 0.05)
    )


@pytest.mark.parametrize("rates", [(0.2, 0.2), (-0.1, 0.5), (0.2, 1.1), (float("nan"), 0.2)])
def test_rates_that_are_none_or_equal_are_refused(rates) -> None:
    with pytest.raises(UsageError):
        Question(*rates)


@pytest.mark.parametrize("ratio", [0.0, -1.0, 1e308, float("inf"), float("nan")])
def test_arms_out_of_all_proportion_are_refused(ratio) -> None:
    with pytest.raises(UsageError, match=r"ratio of control to target must lie between 0\.001"):
        Question(0.1, 0.3, ratio=ratio)


def test_a_difference_too_small_to_be_shown_is_refused() -> None:
    with pytest.raises(UsageError, match="no campaign can show"):
        Question(0.1, 0.1000000001).per_arm(0.8)


@st.composite
def tables(draw):
    strata = draw(st.lists(st.integers(0, 15), min_size=1, max_size=9))
    cuts = sorted(draw(st.lists(st.integers(0, sum(strata)), min_size=1, max_size=3)))
    edges = [0, *cuts, sum(strata)]
    return strata, [b - a for a, b in pairwise(edges)]


@given(tables(), st.integers(0, 99))
@LEAN
def test_rounding_keeps_both_sums_and_stays_within_one(table, seed) -> None:
    strata, arms = table
    made = np.array(proportional(strata, arms, np.random.default_rng(seed)))
    assert made.sum(axis=1).tolist() == strata
    assert made.sum(axis=0).tolist() == arms
    share = np.outer(strata, arms) / max(1, sum(strata))
    assert (np.abs(made - share) < 1).all()


def test_rounding_meets_every_share_on_average() -> None:
    strata, arms = [3, 4, 2], [2, 3, 4]
    made = sum(np.array(proportional(strata, arms, np.random.default_rng(s))) for s in range(3000))
    # Three standard deviations of a share that is rounded up or down.
    assert np.abs(made / 3000 - np.outer(strata, arms) / 9).max() < 3 * 0.5 / np.sqrt(3000)


@st.composite
def lists(draw):
    n = draw(st.integers(2, 60))
    values = st.sampled_from(["a", "b|", "\\", "", None])
    frame = pl.DataFrame(
        {
            "customer": [f"c{i}" for i in range(n)],
            "x": draw(st.lists(values, min_size=n, max_size=n)),
            "y": draw(st.lists(values, min_size=n, max_size=n)),
        },
        schema_overrides={"x": pl.String, "y": pl.String},
    )
    target = draw(st.integers(0, n))
    return frame, {"target": target, "control": draw(st.integers(0 if target else 1, n - target))}


@given(lists(), st.integers(0, 999), st.sampled_from([(), ("x",), ("x", "y")]))
@LEAN
def test_arms_are_as_asked_and_balanced_in_every_stratum(made, seed, strata) -> None:
    frame, sizes = made
    assume(sum(sizes.values()))
    rows = assign(frame, sizes, strata=strata, seed=seed)
    assert rows["customer"].is_unique().all()
    counts = Counter(rows["arm"].to_list())
    assert {a: counts[a] for a in sizes} == sizes
    whole = Counter(frame.select("customer", stratum_of(frame, strata))["stratum"].to_list())
    for (stratum, arm), n in Counter(rows.select("stratum", "arm").iter_rows()).items():
        assert abs(n - sizes[arm] * whole[stratum] / frame.height) < 1
    assert rows.equals(assign(frame.reverse(), sizes, strata=strata, seed=seed))
    for stratum, values in zip(
        frame.select(stratum_of(frame, ["x", "y"])).to_series(),
        frame.select("x", "y").fill_null("").iter_rows(),
        strict=True,
    ):
        assert tuple(parts_of(stratum, 2)) == values


def test_everybody_of_a_stratum_is_as_likely_to_be_in_an_arm() -> None:
    frame = pl.DataFrame({"customer": list("abcdefgh"), "s": ["1"] * 5 + ["2"] * 3})
    drawn = Counter(
        c
        for seed in range(800)
        for c, arm, _ in assign(
            frame, {"target": 3, "control": 2}, strata=["s"], seed=seed
        ).iter_rows()
        if arm == "target"
    )
    # Each of the eight stands in the target arm with 3/8: strata and people alike.
    assert chisquare([drawn[c] for c in "abcdefgh"]).pvalue > 0.001


def test_arms_that_cannot_be_drawn_are_refused() -> None:
    frame = pl.DataFrame({"customer": ["a", "b"]})
    for sizes, error in (
        ({"target": 2, "control": 1}, LinchpinError),
        ({"target": 0, "control": 0}, UsageError),
        ({"target": -1, "control": 1}, UsageError),
        ({"treated": 1}, NotFoundError),
    ):
        with pytest.raises(error):
            assign(frame, sizes)
    with pytest.raises(NotFoundError, match="region"):
        assign(frame, {"target": 1}, strata=["region"])
