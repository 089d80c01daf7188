"""AUC, lift, ALIFT, Brier score, calibration and Qini against other ways to reckon them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize
from scipy.special import expit, log_expit
from sklearn.metrics import brier_score_loss, roc_auc_score

from graph.customers.response import metrics
from graph.customers.response.logistic import coefficients
from graph.customers.response.uplift import gained, qini

LEAN = settings(max_examples=40, deadline=None)
# Few different scores, so that ties are common.
cases = st.lists(
    st.tuples(st.booleans(), st.integers(0, 6), st.booleans()), min_size=1, max_size=40
)


def columns(rows):
    yes, score, treated = map(np.array, zip(*rows, strict=True))
    return yes.astype(bool), score / 6.0, treated.astype(bool)


@given(cases)
@LEAN
def test_auc_brier_and_alift_are_those_of_others(rows) -> None:
    yes, score, _ = columns(rows)
    assert metrics.brier(yes, score) == pytest.approx(brier_score_loss(yes, score, labels=[0, 1]))
    if yes.all() or not yes.any():
        assert metrics.auc(yes, score) is None
        assert metrics.alift(yes, score) is None
        return
    assert metrics.auc(yes, score) == pytest.approx(roc_auc_score(yes, score))
    # The gains curve point by point: contacts of one score are bought together.
    contacts, found = [0.0], [0.0]
    for level in sorted(set(score), reverse=True):
        contacts.append(float((score >= level).mean()))
        found.append(float(yes[score >= level].sum() / yes.sum()))
    assert metrics.alift(yes, score) == pytest.approx(np.trapezoid(found, contacts))


@given(st.lists(st.tuples(st.booleans(), st.integers(0, 9)), min_size=101, max_size=230))
@LEAN
def test_lift_and_calibration_are_what_sorting_by_hand_gives(rows) -> None:
    yes, score = map(np.array, zip(*rows, strict=True))
    ranked = [hit for hit, _ in sorted(rows, key=lambda row: -row[1])]
    for found in metrics.best(yes, score.astype(float)):
        rate = sum(ranked[: found.n]) / found.n
        assert found.rate == pytest.approx(rate)
        assert found.lift == (pytest.approx(rate / yes.mean()) if yes.any() else None)
    bins = metrics.calibration(yes, score / 9.0)
    sizes = [b.n for b in bins]
    assert (len(bins), sum(sizes), max(sizes) - min(sizes) <= 1) == (10, len(rows), True)
    assert sum(b.observed * b.n for b in bins) == pytest.approx(yes.sum())
    assert sum(b.predicted * b.n for b in bins) == pytest.approx((score / 9.0).sum())
    assert [b.predicted for b in bins] == sorted(b.predicted for b in bins)


@given(cases)
@LEAN
def test_the_qini_curve_is_that_of_its_definition(rows) -> None:
    yes, _, treated = columns(rows)
    curve = gained(yes, treated)
    for n in range(1, len(yes) + 1):
        a, b = yes[:n], treated[:n]
        scaled = (a & ~b).sum() * b.sum() / (~b).sum() if (~b).any() else 0.0
        assert curve[n - 1] == pytest.approx(((a & b).sum() - scaled) / max(treated.sum(), 1e-12))
    line = np.linspace(0, 1, len(yes) + 1) * curve[-1]
    area = sum(
        (u + v) / 2 / len(yes)
        for u, v in zip(np.r_[0, curve] - line, (np.r_[0, curve] - line)[1:], strict=False)
    )
    assert qini(curve) == pytest.approx(area, abs=1e-12)


@given(st.integers(0, 10_000))
@settings(max_examples=10, deadline=None)
def test_newtons_steps_reach_the_least_loss(seed) -> None:
    draw = np.random.default_rng(seed)
    z = draw.normal(size=(60, 3))
    yes, weight = draw.random(60) < expit(z @ [2.0, -1.0, 0.0]), draw.random(60)
    prior = (draw.normal(size=3), np.array([0.5, 2.0, 30.0]))

    def loss(b):
        far = b - prior[0]
        kept = 0.5 * (prior[1] * far) @ far
        return -(weight * log_expit(np.where(yes, 1, -1) * (z @ b))).sum() + kept

    best = minimize(loss, np.zeros(3), method="BFGS", options={"gtol": 1e-8})
    assert loss(coefficients(z, yes, weight, prior)) == pytest.approx(best.fun, abs=1e-4)


def test_the_examples_of_the_page_come_out() -> None:
    yes = np.array([True, False, True, False, False, False])
    score = np.array([0.9, 0.7, 0.5, 0.3, 0.2, 0.1])
    assert metrics.auc(yes, score) == pytest.approx(0.875)
    assert metrics.alift(yes, score) == pytest.approx(0.75)
    assert metrics.brier(yes, score) == pytest.approx(0.89 / 6)
    assert metrics.brier(yes, np.full(6, 1 / 3)) == pytest.approx(2 / 9)
    curve = gained(np.array([True, False, False, True]), np.array([True, False, True, False]))
    assert qini(curve) == pytest.approx(0.375)
