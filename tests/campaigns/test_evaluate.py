"""Rates, differences, lifts and p against statsmodels; nulls where nothing can be said."""

from __future__ import annotations

import math

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import (
    confint_proportions_2indep,
    proportion_confint,
    proportions_ztest,
)
from statsmodels.stats.weightstats import CompareMeans, DescrStatsW

from graph.customers.campaigns.evaluate import evaluate
from graph.errors import NotFoundError, UsageError

LEAN = settings(max_examples=30, deadline=None)


def outcome(arms: dict[str, tuple[int, int, int]]) -> pl.DataFrame:
    """Return a frame with so many assigned, contacted and accepted in each arm."""
    rows = [
        (arm, i < contacted, i < accepted)
        for arm, (n, contacted, accepted) in arms.items()
        for i in range(n)
    ]
    return pl.DataFrame(rows, schema=["arm", "contacted", "accepted"], orient="row")


counts = st.tuples(st.integers(1, 80), st.integers(0, 80), st.integers(0, 80)).map(
    lambda c: (max(c), min(c[0], max(c)), min(c))
)


@given(counts, counts, st.sampled_from([0.8, 0.95, 0.99]))
@LEAN
def test_every_figure_is_that_of_statsmodels(target, control, confidence) -> None:
    found = evaluate(outcome({"target": target, "control": control}), confidence=confidence)
    alpha = 1 - confidence
    for arm, (n, contacted, accepted) in zip(found.arms, (target, control), strict=True):
        assert (arm.assigned, arm.contacted, arm.accepted) == (n, contacted, accepted)
        low, high = proportion_confint(accepted, n, alpha, "wilson")
        assert (arm.sales.low, arm.sales.high) == pytest.approx((low, high), abs=1e-12)
    for effect, at in zip(found.effects, (1, 2), strict=True):
        x1, n1, x0, n0 = target[at], target[0], control[at], control[0]
        gap = confint_proportions_2indep(x1, n1, x0, n0, method="newcomb", alpha=alpha)
        got = effect.difference
        assert (got.low, got.high) == pytest.approx(gap, abs=1e-9)
        assert got.value == pytest.approx(x1 / n1 - x0 / n0)
        if x1 and x0:
            ratio = confint_proportions_2indep(
                x1, n1, x0, n0, method="log", compare="ratio", alpha=alpha
            )
            assert (effect.lift.low, effect.lift.high) == pytest.approx(ratio)
        assert (effect.lift.value is None) == (x0 == 0)
        if 0 < x1 + x0 < n1 + n0:
            assert effect.p == pytest.approx(proportions_ztest([x1, x0], [n1, n0])[1])
        else:
            assert effect.p is None


@given(st.lists(st.tuples(counts, counts), min_size=1, max_size=4))
@settings(max_examples=8, deadline=None)
def test_parts_are_the_whole_of_their_rows_with_holm_over_all_that_have_a_p(parts) -> None:
    frame = pl.concat(
        outcome({"target": t, "control": c}).with_columns(
            region=pl.lit(str(i)), half=pl.lit(i % 2 == 0), tags=pl.lit([f"t{i}", "all"])
        )
        for i, (t, c) in enumerate(parts)
    )
    found = evaluate(frame, by=["region", "half", "tags"])
    assert len([r for r in found.by if r.column == "region"]) == 2 * len(parts)
    for row in found.by:
        mask = {
            "region": pl.col("region") == row.value,
            "half": pl.col("half") == (row.value == "yes"),
            "tags": pl.col("tags").list.contains(row.value),
        }[row.column]
        alone = evaluate(frame.filter(mask))
        effect = next(e for e in alone.effects if e.measure == row.measure)
        assert (row.difference, row.lift, row.p) == (effect.difference, effect.lift.value, effect.p)
    known = [r for r in found.by if r.p is not None]
    if known:
        adjusted = multipletests([r.p for r in known], method="holm")[1]
        assert [r.p_adjusted for r in known] == pytest.approx(list(adjusted))
    assert all(r.p_adjusted is None for r in found.by if r.p is None)


def test_who_was_not_reached_or_has_no_result_counts_in_the_arm() -> None:
    frame = pl.DataFrame(
        {
            "arm": ["target"] * 4 + ["control"] * 4,
            "contacted": [True, False, None, None, True, True, False, None],
            "accepted": [True, None, None, None, False, None, None, None],
        }
    )
    target, control = evaluate(frame).arms
    assert (target.assigned, target.contacted, target.sales.rate) == (4, 1, 0.25)
    assert (control.assigned, control.contacted, control.sales.rate) == (4, 2, 0.0)


def test_an_empty_arm_and_a_rate_of_zero_are_null_and_said() -> None:
    alone = evaluate(outcome({"target": (5, 3, 2)}))
    assert alone.arms[1].sales.rate is None
    assert all(x is None for e in alone.effects for x in (e.difference.value, e.lift.value, e.p))
    assert "Nobody is in the control arm" in alone.warnings[0].en
    zero = evaluate(outcome({"target": (5, 3, 2), "control": (5, 3, 0)}))
    assert zero.effects[1].lift.value is None
    assert any("there is no lift" in w.en for w in zero.warnings)
    same = evaluate(outcome({"target": (5, 5, 5), "control": (5, 5, 5)}))
    assert same.effects[1].p is None
    assert any("for everybody" in w.en for w in same.warnings)
    assert evaluate(pl.DataFrame(schema={"arm": pl.String})).rows == 0


def test_money_is_a_mean_of_all_assigned_with_welchs_interval() -> None:
    target, control = [10.0, 0, 30, 5], [1.0, 2, 0]
    frame = pl.DataFrame(
        {
            "arm": ["target"] * 4 + ["control"] * 3,
            "revenue": [10.0, None, 30.0, 5.0, 1.0, 2.0, None],
            "cost": [1.0] * 7,
        }
    )
    found = {m.measure: m for m in evaluate(frame).money}
    means = CompareMeans(DescrStatsW(target), DescrStatsW(control))
    low, high = means.tconfint_diff(usevar="unequal")
    got = found["revenue"].difference
    assert (got.low, got.high) == pytest.approx((low, high))
    assert found["net"].target == pytest.approx(sum(target) / 4 - 1)
    assert evaluate(frame).arms[0].revenue == 45.0
    assert evaluate(frame.drop("cost", "revenue")).money == []


def test_what_cannot_be_asked_is_refused() -> None:
    frame = outcome({"target": (5, 3, 2), "control": (5, 3, 1)})
    with pytest.raises(NotFoundError):
        evaluate(frame, by=["region"])
    for confidence in (0.0, 1.0, math.nan):
        with pytest.raises(UsageError):
            evaluate(frame, confidence=confidence)


def test_missing_results_are_counted_and_said() -> None:
    made = pl.DataFrame(
        {"arm": ["target"] * 6 + ["control"] * 4,
         "contacted": [True, False, None, None, None, True, None, False, None, None],
         "accepted": [True, False, None, False, None, None, None, False, None, True]}
    )  # fmt: skip
    missing = made.filter(pl.col("contacted").is_null() & pl.col("accepted").is_null()).height
    first = evaluate(made).warnings[0]
    assert first.en == f"Results of {missing} of 10 are missing; they count as not contacted."
    assert f"{missing} 名" in first.zh
    full = made.with_columns(pl.col("contacted", "accepted").fill_null(value=False))
    assert not any("missing" in w.en for w in evaluate(full).warnings)
    nothing = evaluate(made.select("arm")).warnings
    assert "No result is known yet: all 10" in nothing[0].en
    assert not any("for everybody" in w.en for w in nothing)
