"""Ranks by level and by influence, and who counts as having high influence."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

# Influences closer than this are equal.
EQUAL = 1e-9


def ranks(size: Floats) -> list[int]:
    """Return 1 + the number of people above each; those within ``EQUAL`` share a rank.

    Examples
    --------
    >>> ranks(np.array([0.2, 0.5, 0.2]))
    [2, 1, 2]
    """
    ordered = np.sort(size)
    above = size.size - np.searchsorted(ordered, size + EQUAL, side="right")
    return [1 + int(a) for a in above]


def formal_ranks(level: Floats) -> list[int | None]:
    """Return the rank by level, 1 the top; None where no level is known."""
    known = ~np.isnan(level)
    rank = iter(ranks(-level[known]))
    return [next(rank) if k else None for k in known]


def held_above(v: Floats) -> Floats:
    """Return for each person how much of the decision those above hold together."""
    ordered = np.sort(v)
    below = np.searchsorted(ordered, v + EQUAL, side="right")
    total = np.concatenate([[0.0], np.cumsum(ordered)])
    above: Floats = total[-1] - total[below]
    return above


def high_influence(v: Floats, influence: float, top_share: float) -> npt.NDArray[np.bool_]:
    """Say who has high influence: v at least ``influence``, those above below ``top_share``."""
    return (v >= influence) & (held_above(v) < top_share)


def places_of(values: Floats, k: int) -> Floats:
    """Return what part of the first ``k`` places each entry of a row has, equals sharing theirs.

    Parameters
    ----------
    values : (..., n) array
        Rows of figures, the largest first in rank.
    k : int
        How many places; all where there are fewer entries.

    Examples
    --------
    >>> places_of(np.array([3.0, 2.0, 2.0, 1.0]), 1).tolist()
    [1.0, 0.0, 0.0, 0.0]
    >>> places_of(np.array([3.0, 2.0, 2.0, 1.0]), 2).tolist()
    [1.0, 0.5, 0.5, 0.0]
    >>> places_of(np.array([2.0, 2.0, 2.0, 2.0]), 3).tolist()
    [0.75, 0.75, 0.75, 0.75]
    """
    k = min(k, values.shape[-1])
    last = np.sort(values, axis=-1)[..., -k, None]
    sure, level = values > last, values == last
    left = k - sure.sum(axis=-1, keepdims=True)
    found: Floats = sure + level * left / level.sum(axis=-1, keepdims=True)
    return found
