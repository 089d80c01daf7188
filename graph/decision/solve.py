"""Friedkin and Johnsen's model of settled opinions, solved.

Settled opinion ``x = (I - (I-L)W)^-1 L E``; influence ``v' = d'(I - (I-L)W)^-1 L``. With
every l in (0, 1) and the rows of W summing to 1 the influences sum to the sum of d.
"""

from __future__ import annotations

from functools import cached_property

import numpy as np
import numpy.typing as npt
from scipy import sparse
from scipy.linalg import lu_factor, lu_solve
from scipy.sparse.linalg import splu

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int32]

# Up to this many people a dense solve is the fastest; above it, repeated listening.
DENSE = 250
ROUNDS = 5000


def weights_of(listener: Ints, speaker: Ints, weight: Floats, n: int) -> sparse.csr_array:
    """Return W: a_ij / max(1, sum_k a_ik), and on the diagonal what is left to 1."""
    total = np.bincount(listener, weights=weight, minlength=n)
    share = weight / np.maximum(1.0, total)[listener]
    own = np.maximum(0.0, 1.0 - np.bincount(listener, weights=share, minlength=n))
    everyone = np.arange(n)
    rows, columns = np.concatenate([listener, everyone]), np.concatenate([speaker, everyone])
    return sparse.csr_array((np.concatenate([share, own]), (rows, columns)), shape=(n, n))


class Settling:
    """Who listens to whom, prepared once for any stances and any decision weights.

    Parameters
    ----------
    w : (n, n) sparse array
        Listening, rows summing to 1.
    stubbornness : (n,) array
        l, each in (0, 1).

    Examples
    --------
    The boss decides and half listens to a clerk who is for us:

    >>> w = weights_of(np.array([0]), np.array([1]), np.array([0.5]), 2)
    >>> settling = Settling(w, np.array([0.4, 0.5]))
    >>> settling.influences(np.array([1.0, 0.0])).round(4).tolist()
    [0.5714, 0.4286]
    >>> settling.opinions(np.array([0.0, 1.0])).round(4).tolist()
    [0.4286, 1.0]
    """

    def __init__(self, w: sparse.csr_array, stubbornness: Floats) -> None:
        self._w, self._own = w, stubbornness

    def opinions(self, stance: Floats) -> Floats:
        """Return x, the opinions once everybody has listened, of stances E in [-1, 1]."""
        return self._solved(self._own * stance, turned=False)

    def influences(self, decision: Floats) -> Floats:
        """Return v, the shares of the decision, of weights d that sum to 1 (or all 0)."""
        v = self._own * self._solved(decision, turned=True)
        return np.asarray(np.maximum(v, 0.0))

    def _solved(self, right: Floats, *, turned: bool) -> Floats:
        """Solve (I - (I-L)W) y = right, or with the matrix turned."""
        if not right.size:
            return np.zeros(0)
        if right.size <= DENSE:
            return np.asarray(
                lu_solve(self._factor, right, trans=1 if turned else 0, check_finite=False)
            )
        heard = self._heard[turned]
        solved = repeat(heard, right)
        if solved is None:  # hardly any stubbornness: too many rounds
            system = sparse.csc_array(sparse.eye_array(right.size) - heard)
            return np.asarray(splu(system).solve(right))
        return solved

    @cached_property
    def _factor(self) -> tuple[Floats, Ints]:
        m = np.eye(self._own.size) - (1 - self._own)[:, None] * self._w.toarray()
        factored: tuple[Floats, Ints] = lu_factor(m, check_finite=False)
        return factored

    @cached_property
    def _heard(self) -> tuple[sparse.csr_array, sparse.csr_array]:
        heard = sparse.csr_array(sparse.diags_array(1 - self._own) @ self._w)
        return heard, sparse.csr_array(heard.T)


def repeat(step: sparse.csr_array, start: Floats, tolerance: float = 1e-15) -> Floats | None:
    """Sum start + step start + step step start ...; None if it has not ended in time."""
    total, term = start.copy(), start
    for _ in range(ROUNDS):
        term = step @ term
        total += term
        if np.abs(term).sum() <= tolerance:
            return total
    return None
