"""Logistic regression with a weight a row and a ridge towards given coefficients."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import expit, log_expit

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

FLAT, STEPS, HALVINGS = 1e-4, 20, 14
FURTHEST = 6.0


def coefficients(
    z: Floats, responded: Bools, weight: Floats, prior: tuple[Floats, Floats]
) -> Floats:
    """Return the coefficients of least loss, by Newton's steps, each halved until it helps.

    Parameters
    ----------
    z : (n, k) array
        A row a case.
    responded : (n,) array of bool
        Outcomes.
    weight : (n,) array
        How much each row counts.
    prior : two (k,) arrays
        The coefficients expected, and the strength with which each is held there.

    Examples
    --------
    >>> z, yes = np.ones((10, 1)), np.arange(10) < 2
    >>> held = (np.zeros(1), np.full(1, 1e-9))
    >>> float(expit(coefficients(z, yes, np.ones(10), held)[0]).round(3))
    0.2
    """
    sign = np.where(responded, 1.0, -1.0)
    middle, strength = prior
    held = np.diag(strength + 1e-9)

    def loss(b: Floats) -> float:
        far = b - middle
        return float(-(weight * log_expit(sign * (z @ b))).sum() + 0.5 * (strength * far) @ far)

    b, value = middle.copy(), loss(middle)
    for _ in range(STEPS):
        p = expit(z @ b)
        slope = z.T @ (weight * (p - responded)) + strength * (b - middle)
        step = np.linalg.solve((z.T * (weight * p * (1 - p))) @ z + held, slope)
        if step @ slope < FLAT:
            break
        for _ in range(HALVINGS):
            found = loss(b - step)
            if found < value:
                b, value = b - step, found
                break
            step = step / 2
        else:
            break
    return b


@dataclass(frozen=True)
class Weighted:
    """A fitted model: how columns are standardised, their coefficients, last the intercept."""

    mean: Floats
    scale: Floats
    weights: Floats

    def log_odds(self, x: Floats) -> Floats:
        """Return the log-odds of some rows, never further out than 6."""
        z = np.nan_to_num((x - self.mean) / self.scale, nan=0.0)
        found: Floats = np.clip(z @ self.weights[:-1] + self.weights[-1], -FURTHEST, FURTHEST)
        return found


def fit(x: Floats, responded: Bools, *, half_life: float | None, ridge: float) -> Weighted:
    """Fit rows in the order of time; the last counts 1, one ``half_life`` rows earlier half.

    An absent value (NaN) counts as the mean; a column that does not vary counts nothing.
    """
    known = ~np.isnan(x)
    seen = np.maximum(known.sum(axis=0), 1)
    mean = np.where(known, x, 0.0).sum(axis=0) / seen
    spread = np.sqrt((np.where(known, x - mean, 0.0) ** 2).sum(axis=0) / seen)
    scale = np.where(spread > 1e-9, spread, np.inf)
    z = np.column_stack([np.nan_to_num((x - mean) / scale, nan=0.0), np.ones(len(x))])
    weight = decayed(len(x), half_life)
    k = x.shape[1]
    prior = (np.zeros(k + 1), np.append(np.full(k, ridge), 1e-6))
    return Weighted(mean, scale, coefficients(z, responded, weight, prior))


def decayed(rows: int, half_life: float | None) -> Floats:
    """Return the weight of each of some rows in the order of time.

    Examples
    --------
    >>> decayed(3, 1.0).tolist()
    [0.25, 0.5, 1.0]
    """
    if half_life is None:
        return np.ones(rows)
    found: Floats = 0.5 ** (np.arange(rows - 1, -1, -1) / half_life)
    return found
