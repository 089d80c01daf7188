"""Revenue and cost a customer assigned: the arms' means and their difference."""

from __future__ import annotations

import math

import polars as pl

from graph.customers.campaigns.outcomes import CONTROL, TARGET
from graph.customers.campaigns.results import Interval, MoneyEffect

Moments = tuple[float, float, int]


def money_effects(full: pl.DataFrame, confidence: float) -> list[MoneyEffect]:
    """Compare revenue, cost and their net of the arms, Welch's t interval.

    A measure that no row states is left out; who states none of it brought, or cost, nothing.

    Examples
    --------
    >>> frame = pl.DataFrame({"arm": ["target"] * 3 + ["control"] * 3, "cost": [None] * 6,
    ...                       "revenue": [10.0, 20, 30, 1, 2, 3]}, schema_overrides={"cost": float})
    >>> money_effects(frame, 0.95)[0].difference.value
    18.0
    """
    stated = [m for m in ("revenue", "cost") if full[m].count()]
    rows = full.with_columns(pl.col("revenue", "cost").fill_null(0.0))
    rows = rows.with_columns(net=pl.col("revenue") - pl.col("cost"))
    measures = [*stated, *(["net"] if len(stated) > 1 else [])]
    return [_effect(rows, measure, confidence) for measure in measures]


def _effect(rows: pl.DataFrame, measure: str, confidence: float) -> MoneyEffect:
    target, control = (_moments(rows, measure, arm) for arm in (TARGET, CONTROL))
    return MoneyEffect(
        measure=measure,
        target=target[0] if target else None,
        control=control[0] if control else None,
        difference=_welch(target, control, confidence),
    )


def _moments(rows: pl.DataFrame, measure: str, arm: str) -> Moments | None:
    """Return mean, variance of the mean, and number; None of an empty arm."""
    values = rows.filter(pl.col("arm") == arm)[measure].to_numpy()
    if not len(values):
        return None
    variance = float(values.var(ddof=1)) / len(values) if len(values) > 1 else math.nan
    return float(values.mean()), variance, len(values)


def _welch(target: Moments | None, control: Moments | None, confidence: float) -> Interval:
    from scipy.stats import t

    if target is None or control is None:
        return Interval(value=None, low=None, high=None)
    value = target[0] - control[0]
    (_, v1, n1), (_, v2, n2) = target, control
    if math.isnan(v1 + v2):
        return Interval(value=value, low=None, high=None)
    if v1 + v2 == 0:
        return Interval(value=value, low=value, high=value)
    freedom = (v1 + v2) ** 2 / (v1**2 / (n1 - 1) + v2**2 / (n2 - 1))
    half = float(t.ppf((1 + confidence) / 2, freedom)) * math.sqrt(v1 + v2)
    return Interval(value=value, low=value - half, high=value + half)
