"""The answer of ``campaign score``: who is likely to respond, and how well that was told before."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import polars as pl

from graph import rounding
from graph.customers.response import metrics
from graph.customers.response.blocks import STEP, Layout, Memory, layout, memory
from graph.customers.response.columns import Column, columns_of
from graph.customers.response.history import Asked, History, history_of
from graph.customers.response.logistic import Bools, Floats
from graph.customers.response.outcome import Arms, find_arms, spelled
from graph.customers.response.results import CampaignScore, Dropped, Update, Uplift
from graph.customers.response.rolling import Progress, Rolled, roll
from graph.customers.response.uplift import forecast_uplift, judge, why_none
from graph.decision.results import Sentence
from graph.text import Text


class Scored(NamedTuple):
    """The answer, and ``row``, ``score``, ``probability`` (and ``uplift``) of each scored row."""

    answer: CampaignScore
    scores: pl.DataFrame


class _Lift(NamedTuple):
    """The uplift where there can be one, else why not."""

    judged: Uplift | None
    forecast: Floats | None
    reason: Text | None


def score_history(frame: pl.DataFrame, asked: Asked, progress: Progress | None = None) -> Scored:
    """Score the later rows of a campaign history, each by models of the rows before its block.

    Parameters
    ----------
    frame : polars.DataFrame
        A row a contact: ``_row``, its number in the file from 1, and columns of text: plain
        numbers, days and moments in ISO, words; null where absent. The outcome (and the time,
        where one is named) is filled.
    asked : Asked
        The question.
    progress : callable or None
        Told ``(done, total, what)``; may raise to stop.

    Raises
    ------
    NotFoundError
        A column or value that is not there.
    UsageError
        Too few rows, a window too small, or an outcome that cannot be forecast.

    Examples
    --------
    >>> n = 1250
    >>> frame = pl.DataFrame({
    ...     "_row": range(1, n + 1),
    ...     "age": [str(20 + i * 7 % 50) for i in range(n)],
    ...     "bought": ["yes" if i * 7 % 50 > 40 else "no" for i in range(n)],
    ... })
    >>> found = score_history(frame, Asked("bought"))
    >>> found.answer.scored, len(found.answer.updates), [d.column for d in found.answer.dropped]
    (500, 5, ['age'])
    """
    plan = layout(frame.height, asked.hold_out)
    back = memory(asked.window, plan.size)
    history = history_of(frame, asked, plan.learnt)
    arms = find_arms(history.features, plan.learnt)
    columns = columns_of(history.features, plan.learnt, history.time)
    rolled = roll(columns, history.responded, plan, back, progress)
    lift = _lift(history, arms, rolled, (plan, back))
    answer = _answer(history, asked, (columns, rolled), (plan, back), lift)
    return Scored(answer, _scores(history, rolled, plan, lift))


def _lift(history: History, arms: Arms | None, rolled: Rolled, how: tuple[Layout, Memory]) -> _Lift:
    plan, back = how
    if arms is None:
        return _Lift(None, None, why_none(None, history.responded, history.responded, plan))
    treated = (spelled(history.features[arms.column]) == arms.target).fill_null(value=False)
    mine: Bools = treated.to_numpy().astype(bool)
    reason = why_none(arms, history.responded, mine, plan)
    if reason is not None:
        return _Lift(None, None, reason)
    at = history.features.columns.index(arms.column)
    used = {number: _without(usable, at) for number, usable in rolled.used.items()}
    found = forecast_uplift(rolled.features, history.responded, mine, plan, back, used)
    late = slice(plan.learnt, None)
    judged = judge(found[late], history.responded[late], mine[late], arms)
    return _Lift(judged, found, None)


def _without(usable: Bools, at: int) -> Bools:
    found = usable.copy()
    found[at] = False
    return found


def _answer(
    history: History,
    asked: Asked,
    made: tuple[list[Column], Rolled],
    how: tuple[Layout, Memory],
    lift: _Lift,
) -> CampaignScore:
    (columns, rolled), (plan, back) = made, how
    late = slice(plan.learnt, None)
    yes, score = history.responded[late], rolled.blended.score[late]
    probability = rolled.blended.probability[late]
    warnings = [*history.warnings, *_said(yes, lift), *_undistinguished(columns, rolled)]
    return CampaignScore(
        outcome=asked.outcome,
        positive=history.positive,
        rows=len(history.responded),
        scored=len(yes),
        responses=int(yes.sum()),
        base_rate=float(yes.mean()),
        updates=_updates(rolled, plan, back),
        dropped=_dropped(history, rolled, plan),
        auc=metrics.auc(yes, score),
        alift=metrics.alift(yes, score),
        brier=metrics.brier(yes, probability),
        brier_of_rate=metrics.brier(
            yes, np.full(len(yes), history.responded[: plan.learnt].mean())
        ),
        best=metrics.best(yes, score),
        calibration=metrics.calibration(yes, probability),
        uplift=lift.judged,
        uplift_reason=None if lift.reason is None else Sentence.of(lift.reason),
        warnings=[Sentence.of(w) for w in warnings],
    )


def _said(yes: Bools, lift: _Lift) -> list[Text]:
    said = [] if lift.reason is None else [lift.reason]
    if yes.all() or not yes.any():
        said.append(_ALIKE)
    return said


def _undistinguished(columns: list[Column], rolled: Rolled) -> list[Text]:
    """Say so where no column that may be used differs between any two rows."""
    used = rolled.used[max(rolled.used)]
    differ = any(u and len(np.unique(c.codes)) > 1 for c, u in zip(columns, used, strict=True))
    return [] if differ else [_SAME]


def _updates(rolled: Rolled, plan: Layout, back: Memory) -> list[Update]:
    skipped = plan.first - plan.rehearsed_from
    # What looks at everything may have been fitted some blocks earlier.
    reach = back.reach + (back.pause - 1) * plan.size * (back.pause == STEP)
    return [
        Update(
            from_row=block.start + 1,
            to_row=block.end,
            fitted_from=max(0, block.start - reach) + 1,
            fitted_to=block.start,
            model=Sentence.of(_model(rolled, weights)),
        )
        for block, weights in zip(
            rolled.blocks[skipped:], rolled.blended.weights[skipped:], strict=True
        )
    ]


def _model(rolled: Rolled, weights: Floats) -> Text:
    ranked = sorted(zip(rolled.members, weights, strict=True), key=lambda pair: -pair[1])
    named = [(m.name, rounding.share(w)) for m, w in ranked if w >= 0.005]
    return Text(
        ", ".join(f"{name.en} {w}" for name, w in named),
        "、".join(f"{name.zh} {w}" for name, w in named),
    )


def _dropped(history: History, rolled: Rolled, plan: Layout) -> list[Dropped]:
    found = [(leak, plan.first) for leak in history.leaks] + rolled.leaks
    return [
        Dropped(
            column=leak.column,
            reason=Sentence.of(leak.reason),
            kind=leak.kind,
            from_row=plan.blocks[number].start + 1,
            auc=leak.auc,
        )
        for leak, number in found
    ]


def _scores(history: History, rolled: Rolled, plan: Layout, lift: _Lift) -> pl.DataFrame:
    late = slice(plan.learnt, None)
    columns = {
        "row": history.rows[plan.learnt :],
        "score": rolled.blended.score[late],
        "probability": rolled.blended.probability[late],
    }
    if lift.forecast is not None:
        columns["uplift"] = lift.forecast[late]
    return pl.DataFrame(columns)


_ALIKE = Text(
    "All scored rows ended alike: AUC and lift cannot be given.",
    "评分的各行结果全部相同：无法给出 AUC 和提升度。",
)
_SAME = Text(
    "No column tells one row from another: the ranking is none, whatever its AUC.",
    "没有任何列能区分各行：排序没有意义，无论 AUC 为何。",
)
