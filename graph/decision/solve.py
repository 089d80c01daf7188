"""Friedkin and Johnsen's model of settled opinions, solved.

Settled opinion ``x = (I - (I-L)W)^-1 L E``; influence ``v' = d'(I - (I-L)W)^-1 L``. With
every l in (0, 1) and the rows of W summing to 1 the influences sum to the sum of d.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy import sparse
from scipy.linalg import lu_factor, lu_solve
from scipy.sparse.linalg import splu

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int32]

# Up to this many people a dense solve is the fastest; above it, repeated listening. From 200 on
# the dense solver starts threads besides, which cost many times what they save.
DENSE = 150
ROUNDS = 5000


def weights_of(listener: Ints, speaker: Ints, weight: Floats, n: int) -> sparse.csr_array:
    """Return W: a_ij / max(1, sum_k a_ik), and on the diagonal what is left to 1."""
    total = np.bincount(listener, weights=weight, minlength=n)
    share = weight / np.maximum(1.0, total)[listener]
    own = np.maximum(0.0, 1.0 - np.bincount(listener, weights=share, minlength=n))
    everyone = np.arange(n)
    rows, columns = np.concatenate([listener, everyone]), np.concatenate([speaker, everyone])
    return sparse.csr_array((np.concatenate([share, own]), (rows, columns)), shape=(n, n))


def settle(
    w: sparse.csr_array, stubbornness: Floats, stance: Floats, decision: Floats
) -> tuple[Floats, Floats]:
    """Return settled opinions x and influences v.

    Parameters
    ----------
    w : (n, n) sparse array
        Listening, rows summing to 1.
    stubbornness : (n,) array
        l, each in (0, 1).
    stance : (n,) array
        E, each in [-1, 1].
    decision : (n,) array
        d, summing to 1, or all 0 where nobody is known to decide.

    Returns
    -------
    x, v : (n,) arrays
        Opinions once everybody has listened; shares of the decision.

    Examples
    --------
    The boss decides and half listens to a clerk who is for us:

    >>> w = weights_of(np.array([0]), np.array([1]), np.array([0.5]), 2)
    >>> x, v = settle(w, np.array([0.4, 0.5]), np.array([0.0, 1.0]), np.array([1.0, 0.0]))
    >>> v.round(4).tolist(), float(round(x[0], 4))
    ([0.5714, 0.4286], 0.4286)
    """
    n = stubbornness.size
    if n == 0:
        return np.zeros(0), np.zeros(0)
    if n <= DENSE:
        return _dense(w, stubbornness, stance, decision)
    return _rounds(w, stubbornness, stance, decision)


def _dense(
    w: sparse.csr_array, stubbornness: Floats, stance: Floats, decision: Floats
) -> tuple[Floats, Floats]:
    m = np.eye(stubbornness.size) - (1 - stubbornness)[:, None] * w.toarray()
    factor = lu_factor(m, check_finite=False)
    x = lu_solve(factor, stubbornness * stance, check_finite=False)
    v = stubbornness * lu_solve(factor, decision, trans=1, check_finite=False)
    return x, np.maximum(v, 0.0)


def _rounds(
    w: sparse.csr_array, stubbornness: Floats, stance: Floats, decision: Floats
) -> tuple[Floats, Floats]:
    heard = sparse.csr_array(sparse.diags_array(1 - stubbornness) @ w)
    x = repeat(heard, stubbornness * stance)
    u = repeat(sparse.csr_array(heard.T), decision)
    if x is None or u is None:  # hardly any stubbornness: too many rounds
        system = sparse.eye_array(stubbornness.size) - heard
        x = np.asarray(splu(sparse.csc_array(system)).solve(stubbornness * stance))
        u = np.asarray(splu(sparse.csc_array(system.T)).solve(decision))
    return x, np.maximum(stubbornness * u, 0.0)


def repeat(step: sparse.csr_array, start: Floats, tolerance: float = 1e-15) -> Floats | None:
    """Sum start + step start + step step start ...; None if it has not ended in time."""
    total, term = start.copy(), start
    for _ in range(ROUNDS):
        term = step @ term
        total += term
        if np.abs(term).sum() <= tolerance:
            return total
    return None
