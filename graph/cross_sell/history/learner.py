"""The learner over the columns of candidates: boosted trees, and the single scores beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from threadpoolctl import threadpool_limits

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import numpy.typing as npt
    from sklearn.ensemble import HistGradientBoostingClassifier

    from graph.cross_sell.history.state import Floats

    Doubles = npt.NDArray[np.float64]

# Small trees: what one cut teaches must hold on a later one.
MOST_ROWS = 200_000
# Threads that wait for a busy core cost more than a second one brings.
MOST_THREADS = 1


class Boosted:
    """Gradient boosting on log loss: the chance of a first use within the horizon.

    Parameters
    ----------
    columns : sequence of arrays, candidates x columns
        One an earlier cut.
    hits : sequence of arrays of bool
        Which of them were taken up.
    """

    def __init__(self, columns: Sequence[Floats], hits: Sequence[npt.NDArray[np.bool_]]) -> None:
        from sklearn.ensemble import HistGradientBoostingClassifier

        self.trees: HistGradientBoostingClassifier = HistGradientBoostingClassifier(
            max_iter=100, learning_rate=0.08, max_leaf_nodes=8, min_samples_leaf=100,
            l2_regularization=5.0, early_stopping=False, random_state=0,
        )  # fmt: skip
        with threadpool_limits(MOST_THREADS, user_api="openmp"):
            self.trees.fit(np.vstack(columns), np.concatenate(hits))

    def __call__(self, columns: Floats) -> Doubles:
        """Return the log-odds of candidates."""
        with threadpool_limits(MOST_THREADS, user_api="openmp"):
            return np.asarray(self.trees.decision_function(columns), dtype=np.float64)


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
