"""Who responds to a campaign, foretold block by block, beside gradient boosting fitted five times.

The real contacts are those of Moro, Cortez & Rita 2014 (a bank, UCI); see :mod:`benchmarks.ranked`
for where they stand. Both score the last 40% in the order of time, from earlier rows alone and
without what is known only after the call.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import numpy as np

from benchmarks.figures import Figure
from benchmarks.ranked import data_folder
from graph.customers.response import metrics
from graph.customers.response.answer import score_history
from graph.customers.response.blocks import layout
from graph.customers.response.columns import columns_of
from graph.customers.response.history import Asked, history_of
from loaders.histories import read_history

if TYPE_CHECKING:
    import polars as pl

    from graph.customers.response.logistic import Bools, Floats
    from graph.customers.response.results import CampaignScore

FILE, ASKED = "bank-additional-full.csv.gz", Asked("y")
NAME = "responses to a bank's campaign"
BEST, BLOCKS, FEWEST = 1_000, 5, 1_250
GOAL_AUC, GOAL_LIFT, GOAL_SECONDS = 0.785, 3.4, 180.0


def run(scale: float = 1.0, repeats: int = 1) -> list[Figure]:
    """Score the history once; once more by plain gradient boosting."""
    del repeats
    path = data_folder() / "bank" / FILE
    if not path.is_file():
        return [Figure(NAME, None, note="LINCHPIN_VALIDATION_DATA has no such folder")]
    frame = read_history(path, ASKED.outcome).frame
    frame = frame.tail(max(FEWEST, int(frame.height * scale)))
    started = time.perf_counter()
    answer, scores = score_history(frame, ASKED)
    seconds = time.perf_counter() - started
    yes, plain = boosted(frame)
    n = min(BEST, len(yes))
    dropped = ", ".join(d.column for d in answer.dropped)
    sizes = [u.to_row - u.from_row + 1 for u in answer.updates]
    note = f"{answer.scored:,} of {answer.rows:,} contacts in {len(sizes)} blocks"
    ours = scores["score"].to_numpy()
    return [
        Figure("AUC", answer.auc, "", GOAL_AUC, note=f"{note}; not used: {dropped or 'none'}"),
        Figure("AUC of gradient boosting", metrics.auc(yes, plain), note=f"{BLOCKS} blocks"),
        Figure("ALIFT", answer.alift),
        Figure("ALIFT of gradient boosting", metrics.alift(yes, plain)),
        Figure(f"lift of the best {n:,}", lift_of(yes, ours, n), "", GOAL_LIFT),
        Figure(f"lift of the best {n:,} of gradient boosting", lift_of(yes, plain, n)),
        Figure("Brier score", answer.brier, note=f"of the earlier rate {answer.brier_of_rate:.3f}"),
        Figure("largest gap of a tenth", widest(answer), note="probability against responses"),
        Figure("time", seconds, "s", GOAL_SECONDS, "most"),
    ]


def boosted(frame: pl.DataFrame) -> tuple[Bools, Floats]:
    """Return outcomes and scores of the later rows, by gradient boosting fitted five times."""
    from sklearn.ensemble import HistGradientBoostingClassifier

    learnt = layout(frame.height, ASKED.hold_out).learnt
    history = history_of(frame, ASKED, learnt)
    table = [column.numbers for column in columns_of(history.features, learnt, None)]
    x, yes = np.column_stack(table), history.responded
    parts = []
    for rows in np.array_split(np.arange(learnt, len(yes)), BLOCKS):
        model = HistGradientBoostingClassifier(early_stopping=False, random_state=0)
        model.fit(x[: rows[0]], yes[: rows[0]])
        parts.append(model.decision_function(x[rows]))
    return yes[learnt:], np.concatenate(parts)


def lift_of(responded: Bools, score: Floats, n: int) -> float | None:
    """Return the rate of the best n over that of all; None where nobody responded."""
    order = np.argsort(-score, kind="stable")[:n]
    return float(responded[order].mean() / responded.mean()) if responded.any() else None


def widest(answer: CampaignScore) -> float:
    """Return the largest difference between what was foretold and what came, over the tenths."""
    return max(abs(c.predicted - c.observed) for c in answer.calibration)
