"""How good a ranking and its probabilities are: AUC, the area under the gains, lift, calibration.

Sources: Hanley & McNeil (1982) for the AUC by ranks; Moro, Cortez & Rita (2014) for ALIFT; Brier
(1950).
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.stats import rankdata

from graph.customers.response.results import Best, Calibrated

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

SIZES = (100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000)
BINS = 10


def auc(responded: Bools, score: Floats) -> float | None:
    """Return the chance that who responded has a higher score than who did not (ties half).

    None where all rows ended alike.

    Examples
    --------
    >>> auc(np.array([True, False, False]), np.array([0.9, 0.9, 0.1]))
    0.75
    """
    yes = int(responded.sum())
    no = len(responded) - yes
    if not yes or not no:
        return None
    ranks = rankdata(score)
    return float((ranks[responded].sum() - yes * (yes + 1) / 2) / (yes * no))


def alift(responded: Bools, score: Floats) -> float | None:
    """Return the area under the cumulative gains: share of responses over share of contacts.

    Rows of one score are taken together (a straight line between). .5 is chance; the most there
    can be is 1 - rate / 2.

    Examples
    --------
    >>> alift(np.array([True, False, False, False]), np.array([4.0, 3.0, 2.0, 1.0]))
    0.875
    """
    area, rate = auc(responded, score), float(responded.mean())
    return None if area is None else (1 - rate) * area + rate / 2


def best(responded: Bools, score: Floats) -> list[Best]:
    """Return rate and lift of the best n rows; equals stand in the order of time.

    Examples
    --------
    >>> best(np.arange(200) < 100, -np.arange(200.0))[0].lift
    2.0
    """
    order = np.argsort(-score, kind="stable")
    hits, base = np.cumsum(responded[order]), float(responded.mean())
    sizes = [n for n in SIZES if n < len(score)] + [len(score)]
    return [
        Best(n=n, rate=float(hits[n - 1] / n), lift=float(hits[n - 1] / n / base) if base else None)
        for n in sizes
    ]


def calibration(responded: Bools, probability: Floats) -> list[Calibrated]:
    """Return ten groups of rows in the order of their probability, as equal in size as can be."""
    order = np.argsort(probability, kind="stable")
    return [
        Calibrated(
            predicted=float(probability[part].mean()),
            observed=float(responded[part].mean()),
            n=len(part),
        )
        for part in np.array_split(order, min(BINS, len(order)))
    ]


def brier(responded: Bools, probability: Floats) -> float:
    """Return the mean squared error of probabilities."""
    return float(((probability - responded) ** 2).mean())
