"""The learner: regularised logistic regression over named columns, calibrated out of fold."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    Bools = npt.NDArray[np.bool_]
    Floats = npt.NDArray[np.float64]
    Ints = npt.NDArray[np.int64]

# The inverse strength of the ridge, over columns of mean 0 and deviation 1.
RIDGE = 0.1
FOLDS = 3


@dataclass(frozen=True)
class Logistic:
    """Log-odds as a weighted sum of columns.

    Parameters
    ----------
    places : array of int
        The columns that count, by their place in ``NAMES``.
    weights : array, one a place
        What a unit of each column adds to the log-odds, after calibration.
    constant : float
    """

    places: Ints
    weights: Floats
    constant: float

    def log_odds(self, columns: Floats) -> Floats:
        """Return the log-odds of cells; ``columns`` has its columns along the first axis."""
        return np.asarray(np.tensordot(self.weights, columns[self.places], axes=1) + self.constant)


@dataclass(frozen=True)
class Cells:
    """Cells that could be taken up on a day: columns x cells, what came, and whose they are."""

    columns: Floats
    came: Bools
    company: Ints
    product: Ints


def joined(parts: Sequence[Cells]) -> Cells:
    """Return the cells of several days as one; a company stays one company."""
    return Cells(
        np.concatenate([p.columns for p in parts], axis=1),
        *(np.concatenate([getattr(p, name) for p in parts]) for name in Cells.__match_args__[1:]),
    )


def fit(cells: Cells, places: Sequence[int]) -> Logistic:
    """Fit the log-odds of being taken up, and stretch them until they come true out of fold.

    Each fold leaves out some companies whole; the log-odds of those left out, against what came,
    give the slope and shift of the calibration (Platt 1999).

    Parameters
    ----------
    cells : Cells
        With some that came and some that did not.
    places : sequence of int
        The columns to use.
    """
    chosen = np.asarray(places, dtype=np.int64)
    table = cells.columns[chosen].T
    mean, spread = table.mean(axis=0), table.std(axis=0)
    spread = np.where(spread > 1e-9, spread, np.inf)
    scaled = (table - mean) / spread
    weights, constant = _ridge(scaled, cells.came, RIDGE)
    # One column needs no stretching: its own slope is what was fitted.
    slope, shift = _stretch(scaled, cells) if chosen.size > 1 else (1.0, 0.0)
    weights = slope * weights / spread
    return Logistic(chosen, weights, float(slope * constant + shift - weights @ mean))


def _stretch(scaled: Floats, cells: Cells) -> tuple[float, float]:
    fold = _folds(cells.company)
    odds, told = np.zeros(len(scaled)), np.zeros(len(scaled), dtype=bool)
    for number in range(FOLDS):
        out = fold == number
        learnt = cells.came[~out]
        if out.any() and learnt.any() and not learnt.all():
            weights, constant = _ridge(scaled[~out], learnt, RIDGE)
            odds[out], told[out] = scaled[out] @ weights + constant, True
    came = cells.came[told]
    if not came.any() or came.all() or np.ptp(odds[told]) == 0:
        return 1.0, 0.0
    weights, constant = _ridge(odds[told, None], came, 1e6)
    # A ranking that turns round out of fold says nothing: it is left as it is.
    return (float(weights[0]), constant) if weights[0] > 0 else (1.0, 0.0)


def _folds(company: Ints) -> Ints:
    """Deal companies out to folds, each whole, the same way every time."""
    known, place = np.unique(company, return_inverse=True)
    return np.asarray(np.random.default_rng(0).permutation(known.size)[place] % FOLDS)


def _ridge(table: Floats, came: Bools, strength: float) -> tuple[Floats, float]:
    from sklearn.linear_model import LogisticRegression

    learner = LogisticRegression(C=strength, solver="newton-cholesky", tol=1e-6)
    learner.fit(table, came)
    return learner.coef_[0], float(learner.intercept_[0])
