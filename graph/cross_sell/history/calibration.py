"""From scores to probabilities that come true: isotonic in bins, with tails that never tie."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import expit, logit

if TYPE_CHECKING:
    import numpy.typing as npt

    Doubles = npt.NDArray[np.float64]

BINS = 40
# Half a case is added to either side of a bin, so that no bin is sure.
PRIOR = 0.5
# Scores are log-odds: beyond what was observed they are not trusted to mean more than they say.
STEEPEST = 1.0


@dataclass(frozen=True)
class Calibrator:
    """A rising curve through the shares observed: straight lines in log-odds between knots.

    Parameters
    ----------
    at, odds : array
        Scores of the knots, and the log-odds there; both strictly rising.
    slope : float
        How the log-odds go on beyond the first and the last knot.
    """

    at: Doubles
    odds: Doubles
    slope: float

    def __call__(self, scores: npt.NDArray[np.floating]) -> Doubles:
        """Return the probabilities; a higher score always has a higher one."""
        given = np.asarray(scores, dtype=np.float64)
        inside = np.interp(given, self.at, self.odds)
        beyond = given - np.clip(given, self.at[0], self.at[-1])
        return np.asarray(expit(inside + self.slope * beyond))


def calibrator(scores: npt.NDArray[np.floating], hits: npt.NDArray[np.bool_]) -> Calibrator:
    """Fit a curve to what was observed.

    Parameters
    ----------
    scores : array
    hits : array of bool
        Whether it came true.

    Examples
    --------
    >>> score = np.repeat([0.0, 1.0], 1000)
    >>> curve = calibrator(score, np.arange(2000) % 10 < 1 + 4 * score)
    >>> curve(np.array([0.0, 1.0])).round(2).tolist()
    [0.1, 0.5]
    """
    order = np.argsort(scores, kind="stable")
    parts = np.array_split(order, min(BINS, max(1, len(order) // 50)))
    at = np.array([float(np.mean(scores[p])) for p in parts])
    count = np.array([len(p) for p in parts], dtype=float)
    came = np.array([float(hits[p].sum()) for p in parts])
    at, came, count = _rising(at, came, count)
    odds = logit((came + PRIOR * (came.sum() / count.sum() + 1e-6)) / (count + PRIOR))
    odds = odds + 1e-6 * np.arange(len(odds))
    spread = float(at[-1] - at[0])
    slope = float(odds[-1] - odds[0]) / spread if spread > 0 and len(at) > 1 else 1.0
    return Calibrator(at, odds, min(max(slope, 1e-6), STEEPEST))


def _rising(at: Doubles, came: Doubles, count: Doubles) -> tuple[Doubles, Doubles, Doubles]:
    """Pool neighbours whose shares do not rise (pool adjacent violators)."""
    pools: list[list[float]] = []
    for place, yes, n in zip(at, came, count, strict=True):
        pools.append([place * n, yes, n])
        while len(pools) > 1 and _not_above(pools[-2], pools[-1]):
            last = pools.pop()
            pools[-1] = [a + b for a, b in zip(pools[-1], last, strict=True)]
    weighed, yes_, n_ = np.array(pools).T
    return weighed / n_, yes_, n_


def _not_above(left: list[float], right: list[float]) -> bool:
    return right[1] / right[2] <= left[1] / left[2] or right[0] / right[2] <= left[0] / left[2]


def table(
    predicted: Doubles, hits: npt.NDArray[np.bool_], bins: int = 10
) -> list[tuple[float, float, int]]:
    """Return (mean predicted, share observed, cases) of equally filled bins, lowest first."""
    order = np.argsort(predicted, kind="stable")
    parts = [p for p in np.array_split(order, bins) if len(p)]
    return [(float(predicted[p].mean()), float(hits[p].mean()), len(p)) for p in parts]
