"""Logistic regression with a ridge, for a few hundred outcomes: fitted, and how sure it is.

Columns are standardised by what the fit has seen; an absent value counts as the mean. The ridge
is a normal prior on each weight (not on the intercept), which keeps a column without signal near
0 and stands in for a separation. Its size is chosen by forward validation: on rows that come
later than those it was fitted on.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt
from scipy.special import expit, log_expit

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

RIDGES = (1.0, 3.0, 10.0, 30.0, 100.0, 300.0)
FOLDS = 4
# Newton's steps end at a slope of this size, or after so many.
FLAT, MOST_STEPS, HALVINGS = 1e-8, 50, 12


@dataclass(frozen=True)
class Logistic:
    """A fitted model of the chance that an outcome is true.

    Parameters
    ----------
    mean, scale : (k,) arrays
        By which columns are standardised.
    weight : (k,) array
        Log-odds a standard deviation of each column.
    intercept : float
        Log-odds where every column is at its mean.
    covariance : (k + 1, k + 1) array
        Of weights and intercept (last), by the curvature at the fit.
    ridge : float
        Strength of the prior.
    """

    mean: Floats
    scale: Floats
    weight: Floats
    intercept: float
    covariance: Floats
    ridge: float

    def standard(self, x: Floats) -> Floats:
        """Standardise rows; absent values become 0."""
        z: Floats = np.nan_to_num((x - self.mean) / self.scale, nan=0.0)
        return z

    def log_odds(self, x: Floats) -> Floats:
        """Return the log-odds of some rows."""
        found: Floats = self.standard(x) @ self.weight + self.intercept
        return found

    def chance(self, x: Floats) -> Floats:
        """Return the chance of some rows."""
        found: Floats = expit(self.log_odds(x))
        return found

    def band(self, x: Floats, sigmas: float = 1.96) -> tuple[Floats, Floats]:
        """Return the chance of some rows at ``sigmas`` standard errors below and above."""
        z = np.column_stack([self.standard(x), np.ones(len(x))])
        error = np.sqrt(np.einsum("ij,jk,ik->i", z, self.covariance, z))
        middle = self.log_odds(x)
        return expit(middle - sigmas * error), expit(middle + sigmas * error)


def fit(x: Floats, won: Bools, ridge: float) -> Logistic:
    """Fit weights to outcomes.

    Parameters
    ----------
    x : (n, k) array
        A row a case; NaN where a value is absent.
    won : (n,) array of bool
        Outcomes.
    ridge : float
        Prior: the sum of squared weights times half of it is added to the loss.

    Examples
    --------
    >>> x = np.array([[0.0], [1.0], [2.0], [3.0]] * 20)
    >>> model = fit(x, x[:, 0] > 1, 1.0)
    >>> model.chance(np.array([[0.0], [3.0]])).round(2).tolist()
    [0.01, 0.99]
    """
    known = ~np.isnan(x)
    seen = np.maximum(known.sum(axis=0), 1)
    mean = np.where(known, x, 0.0).sum(axis=0) / seen
    spread = np.sqrt((np.where(known, x - mean, 0.0) ** 2).sum(axis=0) / seen)
    scale = np.where(spread > 1e-12, spread, 1.0)
    z = np.nan_to_num((x - mean) / scale, nan=0.0)
    z = np.column_stack([z, np.ones(len(z))])
    sign = np.where(won, 1.0, -1.0)
    prior = np.append(np.full(x.shape[1], ridge), 0.0)
    w = _top(z, sign, prior)
    covariance = np.asarray(np.linalg.inv(_curve(z, expit(z @ w), prior)), dtype=np.float64)
    return Logistic(mean, scale, w[:-1], float(w[-1]), covariance, ridge)


def _top(z: Floats, sign: Floats, prior: Floats) -> Floats:
    """Return the weights of the least loss, by Newton's steps, each halved until it helps."""

    def loss(w: Floats) -> float:
        return float(-log_expit(sign * (z @ w)).sum() + 0.5 * prior @ w**2)

    w = np.zeros(z.shape[1])
    value = loss(w)
    for _ in range(MOST_STEPS):
        slope = prior * w - z.T @ (sign * expit(-sign * (z @ w)))
        if np.abs(slope).max() < FLAT:
            break
        step = np.linalg.solve(_curve(z, expit(z @ w), prior), slope)
        tried = [w - step * 0.5**i for i in range(HALVINGS)]
        w, value, before = (*_first_below(loss, tried, (w, value)), value)
        if value >= before:
            break
    return w


def _first_below(
    loss: Callable[[Floats], float], tried: list[Floats], best: tuple[Floats, float]
) -> tuple[Floats, float]:
    for w in tried:
        value = loss(w)
        if value < best[1]:
            return w, value
    return best


def _curve(z: Floats, p: Floats, prior: Floats) -> Floats:
    """Return the second derivatives of the loss."""
    found: Floats = (z.T * (p * (1 - p))) @ z + np.diag(prior + 1e-9)
    return found


def choose_ridge(x: Floats, won: Bools) -> float:
    """Return the ridge that forecasts best, rows being in the order of time.

    Each fold is forecast from the rows before it alone; of equal ones the strongest is taken.
    """
    edges = np.linspace(0, len(won), FOLDS + 2).astype(int)[1:]
    loss: list[Floats] = []
    for start, end in pairwise(edges.tolist()):
        if end > start and 0 < won[:start].sum() < start:
            loss.append(
                np.array([_losses(fit(x[:start], won[:start], r), x[start:end], won[start:end])
                          for r in RIDGES])
            )  # fmt: skip
    if not loss:
        return RIDGES[-1]
    mean = np.concatenate(loss, axis=1).mean(axis=1)
    return RIDGES[int(np.flatnonzero(mean <= mean.min()).max())]


def _losses(model: Logistic, x: Floats, won: Bools) -> Floats:
    margin = np.where(won, 1.0, -1.0) * model.log_odds(x)
    found: Floats = -log_expit(margin)
    return found
