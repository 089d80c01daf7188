"""How good a ranking of new products is: precision and NDCG at k."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt


def precision_at(hits: npt.NDArray[np.bool_], k: int = 10) -> float:
    """Return the mean share of the first k that were taken up; fewer than k count as misses.

    Parameters
    ----------
    hits : array, customers x places
        Whether what stands there was taken up; only customers who took up something.

    Examples
    --------
    >>> precision_at(np.array([[True, False], [True, True]]), 2)
    0.75
    """
    return float(hits[:, :k].sum() / (k * len(hits))) if len(hits) else 0.0


def ndcg_at(hits: npt.NDArray[np.bool_], relevant: npt.NDArray[np.int64], k: int = 10) -> float:
    """Return the mean normalised discounted gain of the first k.

    Parameters
    ----------
    hits : array, customers x places
    relevant : array of int
        How many products each customer took up.

    Examples
    --------
    >>> round(ndcg_at(np.array([[False, True]]), np.array([1]), 2), 4)
    0.6309
    """
    if not len(hits):
        return 0.0
    weights = 1 / np.log2(np.arange(2, k + 2))
    shown = hits[:, :k]
    gained = shown @ weights[: shown.shape[1]]
    ideal = np.cumsum(weights)[np.minimum(relevant, k) - 1]
    return float(np.mean(gained / ideal))
