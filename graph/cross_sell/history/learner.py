"""The learner over the columns of candidates, and the single scores beside it.

Boosted trees see what bends and what depends on another column; a logistic regression keeps to what
holds everywhere, so a later day that is like none before fools it less. Their mean errs less than
either.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from threadpoolctl import threadpool_limits

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import numpy.typing as npt
    from sklearn.ensemble import HistGradientBoostingClassifier

    from graph.cross_sell.history.state import Floats

    Bools = npt.NDArray[np.bool_]
    Doubles = npt.NDArray[np.float64]

# Small trees: what one cut teaches must hold on a later one.
MOST_ROWS = 200_000
# Threads that wait for a busy core cost more than a second one brings.
MOST_THREADS = 1
# What no column's size or spread is below, and how many deviations off a figure still counts.
LEAST, FARTHEST = 1e-9, 5.0


class Blended:
    """The mean log-odds of boosted trees and a logistic regression: a first use within the horizon.

    Parameters
    ----------
    columns : sequence of arrays, candidates x columns
        One an earlier cut.
    hits : sequence of arrays of bool
        Which of them were taken up.
    """

    def __init__(self, columns: Sequence[Floats], hits: Sequence[Bools]) -> None:
        table, came = np.vstack(columns), np.concatenate(hits)
        self.parts = (Boosted(table, came), Straight(table, came))

    def __call__(self, columns: Floats) -> Doubles:
        """Return the log-odds of candidates."""
        return np.asarray(np.mean([part(columns) for part in self.parts], axis=0))


class Boosted:
    """Gradient boosting on log loss."""

    def __init__(self, table: Floats, came: Bools) -> None:
        from sklearn.ensemble import HistGradientBoostingClassifier

        self.trees: HistGradientBoostingClassifier = HistGradientBoostingClassifier(
            max_iter=100, learning_rate=0.08, max_leaf_nodes=8, min_samples_leaf=100,
            l2_regularization=5.0, early_stopping=False, random_state=0,
        )  # fmt: skip
        with threadpool_limits(MOST_THREADS, user_api="openmp"):
            self.trees.fit(table, came)

    def __call__(self, columns: Floats) -> Doubles:
        """Return the log-odds of candidates."""
        with threadpool_limits(MOST_THREADS, user_api="openmp"):
            return np.asarray(self.trees.decision_function(columns), dtype=np.float64)


class Straight:
    """Logistic regression over columns on a scale of logarithms, of mean 0 and deviation 1."""

    def __init__(self, table: Floats, came: Bools) -> None:
        from sklearn.linear_model import LogisticRegression

        self.usual = np.abs(table).mean(axis=0, dtype=np.float64) + LEAST
        bent = self._bent(table)
        self.mean, self.spread = bent.mean(axis=0), bent.std(axis=0) + LEAST
        learner = LogisticRegression(solver="newton-cholesky")
        with threadpool_limits(MOST_THREADS, user_api="blas"):
            learner.fit(self._scaled(bent), came)
        self.weights, self.constant = learner.coef_[0], float(learner.intercept_[0])

    def __call__(self, columns: Floats) -> Doubles:
        """Return the log-odds of candidates."""
        return np.asarray(self._scaled(self._bent(columns)) @ self.weights + self.constant)

    def _bent(self, columns: Floats) -> Doubles:
        """Return the columns as logarithms of 1 + parts of their usual size, signs kept."""
        return np.asarray(np.sign(columns) * np.log1p(np.abs(columns) / self.usual))

    def _scaled(self, bent: Doubles) -> Doubles:
        return np.asarray(np.clip((bent - self.mean) / self.spread, -FARTHEST, FARTHEST))


def single(names: Sequence[str], of: str) -> Callable[[Floats], Doubles]:
    """Return the score that one column gives, as a logarithm where it is a share or a sum."""
    place = list(names).index(of)
    return lambda columns: np.asarray(columns[:, place], dtype=np.float64)


def associated(names: Sequence[str]) -> Callable[[Floats], Doubles]:
    """Return the smoothed rules: the usual share, moved by the lifts of what is owned."""
    lift, owns, usual = (list(names).index(n) for n in ("association", "owns", "buyers"))
    return lambda columns: np.asarray(
        np.log(columns[:, usual] + 1e-6)
        + 0.5 * columns[:, lift] / np.sqrt(np.maximum(columns[:, owns], 1.0)),
        dtype=np.float64,
    )
