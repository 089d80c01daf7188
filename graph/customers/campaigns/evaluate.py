"""What a campaign brought: arms, their difference and ratio, per part, with intervals.

All who were assigned count in their arm, whether they were reached or not (intention to treat):
else the arm that is easier to reach would look better than it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import polars as pl

from graph.customers.campaigns import intervals, words
from graph.customers.campaigns.intervals import Count, holm
from graph.customers.campaigns.money import money_effects
from graph.customers.campaigns.outcomes import (
    ARMS,
    CONTROL,
    MEASURES,
    TARGET,
    outcomes,
    without_result,
)
from graph.customers.campaigns.results import (
    ArmResult,
    Effect,
    Evaluation,
    Interval,
    Part,
    PartEffect,
    Rate,
)
from graph.decision.results import Sentence
from graph.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.text import Text

NOTHING = Interval(value=None, low=None, high=None)


def evaluate(
    frame: pl.DataFrame,
    *,
    by: Sequence[str] = (),
    confidence: float = 0.95,
    campaign: str | None = None,
) -> Evaluation:
    """Compare the arms of a campaign.

    Parameters
    ----------
    frame : polars.DataFrame
        One row a customer assigned: ``arm`` (target or control), ``contacted``, ``accepted``
        (absent or null: no), ``revenue``, ``cost``, and any columns to look into by their values
        (a list column, such as tags, counts a customer under each of its values).
    by : sequence of str
        Columns whose values are compared one by one.
    confidence : float
        Of every interval, in (0, 1).
    campaign : str or None
        Its id, for the answer alone.

    Raises
    ------
    UsageError
        A confidence that is none.
    NotFoundError
        A column of ``by`` that is not there.

    Examples
    --------
    >>> made = pl.DataFrame({"arm": ["target"] * 4 + ["control"] * 4,
    ...                      "accepted": [True, True, True, False, True, False, False, False]})
    >>> evaluate(made).effects[1].lift.value
    3.0
    """
    if not 0 < confidence < 1:
        raise UsageError(words.CONFIDENCE)
    full = outcomes(frame)
    for column in by:
        if column not in frame.columns:
            raise words.no_column(column, frame.columns)
    arms = {arm: _arm(arm, full.filter(pl.col("arm") == arm), confidence) for arm in ARMS}
    effects = [_effect(m, arms, confidence) for m in MEASURES]
    parts = [row for column in dict.fromkeys(by) for row in _parts(full, column, confidence)]
    return Evaluation(
        campaign=campaign,
        confidence=confidence,
        rows=full.height,
        arms=list(arms.values()),
        effects=effects,
        money=money_effects(full, confidence),
        by=_adjusted(parts),
        methods=[Sentence.of(m) for m in words.methods(confidence)],
        warnings=[Sentence.of(w) for w in _warnings(frame, arms, effects, parts)],
    )


def _warnings(
    frame: pl.DataFrame, arms: dict[str, ArmResult], effects: list[Effect], parts: list[PartEffect]
) -> Iterator[Text]:
    return words.warnings(outcomes(frame), arms, effects, parts, without_result(frame))


def _arm(arm: str, rows: pl.DataFrame, confidence: float) -> ArmResult:
    counts = {m: Count(int(rows[c].sum()), rows.height) for m, c in MEASURES.items()}
    return ArmResult(
        arm=arm,
        assigned=rows.height,
        contacted=counts["contact"].x,
        accepted=counts["sales"].x,
        contact=_rate(counts["contact"], confidence),
        sales=_rate(counts["sales"], confidence),
        revenue=_sum(rows["revenue"]),
        cost=_sum(rows["cost"]),
    )


def _rate(count: Count, confidence: float) -> Rate:
    low, high = intervals.wilson(count, confidence) or (None, None)
    return Rate(rate=count.rate, low=low, high=high)


def _sum(values: pl.Series) -> float | None:
    """Return a sum, None where nobody says anything."""
    return float(values.sum()) if values.count() else None


def _effect(measure: str, arms: dict[str, ArmResult], confidence: float) -> Effect:
    first, second = (_count(arms[a], measure) for a in ARMS)
    return Effect(
        measure=measure,
        difference=difference(first, second, confidence),
        lift=_lift(first, second, confidence),
        p=intervals.p_value(first, second),
    )


def _count(arm: ArmResult, measure: str) -> Count:
    return Count(arm.contacted if measure == "contact" else arm.accepted, arm.assigned)


def difference(first: Count, second: Count, confidence: float = 0.95) -> Interval:
    """Return the difference of two shares with Newcombe's interval."""
    bounds = intervals.newcombe(first, second, confidence)
    if bounds is None:
        return NOTHING
    return Interval(value=first.x / first.n - second.x / second.n, low=bounds[0], high=bounds[1])


def _ratio(first: Count, second: Count) -> float | None:
    if not (first.n and second.x):
        return None
    return (first.x / first.n) / (second.x / second.n)


def _lift(first: Count, second: Count, confidence: float) -> Interval:
    low, high = intervals.katz(first, second, confidence) or (None, None)
    return Interval(value=_ratio(first, second), low=low, high=high)


def _parts(full: pl.DataFrame, column: str, confidence: float) -> Iterator[PartEffect]:
    """Compare the arms within each value of a column, the values in order."""
    rows = full.select(column, "arm", *MEASURES.values())
    if isinstance(rows.schema[column], pl.List):
        rows = rows.explode(column).filter(pl.col(column).is_not_null())
    counted = (
        rows.with_columns(_as_text(rows[column]))
        .group_by(column, "arm")
        .agg(pl.len().alias("n"), *(pl.col(c).sum() for c in MEASURES.values()))
    )
    found = {(v, a): tuple(n) for v, a, *n in counted.iter_rows()}
    for value in _ordered({v for v, _ in found}):
        n = {arm: found.get((value, arm), (0, 0, 0)) for arm in ARMS}
        for place, measure in enumerate(MEASURES, start=1):
            pair = [Count(int(n[arm][place]), int(n[arm][0])) for arm in (TARGET, CONTROL)]
            yield _part(column, value, measure, pair, confidence)


def _part(
    column: str, value: str | None, measure: str, pair: list[Count], confidence: float
) -> PartEffect:
    first, second = pair
    return PartEffect(
        column=column,
        value=value,
        measure=measure,
        target=Part(n=first.n, rate=first.rate),
        control=Part(n=second.n, rate=second.rate),
        difference=difference(first, second, confidence),
        lift=_ratio(first, second),
        p=intervals.p_value(first, second),
        p_adjusted=None,
    )


def _as_text(values: pl.Series) -> pl.Series:
    if values.dtype == pl.Boolean:
        return values.cast(pl.String).replace({"true": "yes", "false": "no"})
    return values.cast(pl.String)


def _ordered(values: set[str | None]) -> list[str | None]:
    """Return values in order, numbers by size, nothing at the end."""

    def place(value: str | None) -> tuple[int, float, str]:
        if value is None:
            return (2, 0.0, "")
        try:
            return (0, float(value), value)
        except ValueError:
            return (1, 0.0, value)

    return sorted(values, key=place)


def _adjusted(parts: list[PartEffect]) -> list[PartEffect]:
    adjusted = holm([row.p for row in parts])
    return [
        row.model_copy(update={"p_adjusted": p}) for row, p in zip(parts, adjusted, strict=True)
    ]
