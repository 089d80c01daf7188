"""What is taken up next: how often p follows within a year after q was taken up."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from graph.cross_sell.adoption import smoothed
from graph.cross_sell.usage import YEAR, taken_up, used_on

if TYPE_CHECKING:
    import numpy.typing as npt

    from graph.snapshot import Snapshot

    Floats = npt.NDArray[np.float64]

# Years looked back on.
YEARS = 5


def sequence_lift(
    snapshot: Snapshot, day: int, since: npt.NDArray[np.int32], base: Floats, smoothing: float
) -> Floats:
    """Return the log of how many times as often p is taken up after q, products x products.

    Parameters
    ----------
    day : int
        Nothing later counts.
    base : array, one a product
        The yearly rate of taking it up.
    smoothing : float
        Average companies added to every count.

    Notes
    -----
    Of those that took up q in a year and lacked p at its end, the share that took up p in the
    year after, over ``base``; counted over the years before ``day``.
    """
    products = base.size
    followed, asked = np.zeros((products, products)), np.zeros((products, products))
    for year in range(1, YEARS + 1):
        turn = day - YEAR * year
        new = taken_up(snapshot, turn - YEAR, turn, since)
        if not new.nnz:
            continue
        later = taken_up(snapshot, turn, turn + YEAR, since)
        had = used_on(snapshot, turn, since)
        followed += np.asarray((new.T @ later).todense())
        asked += np.asarray(new.sum(axis=0)).ravel()[:, None] - np.asarray((new.T @ had).todense())
    rate = np.maximum(base, 1e-6)[None, :]
    return np.asarray(np.log(smoothed(followed, asked, rate, smoothing) / rate))
