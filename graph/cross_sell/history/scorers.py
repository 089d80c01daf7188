"""Ways to score products for customers by what they own: each a matrix of pairs of products.

A scorer gives ``weights`` (customers x products, sparse: what speaks) and ``pairs`` (products x
products: how loudly q speaks for p); the scores of a customer are ``weights[u] @ pairs``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import scipy.sparse as sp
from scipy.linalg import cho_factor, cho_solve, eigh

from graph.cross_sell.history.state import State, state_at, taken_up

if TYPE_CHECKING:
    import numpy.typing as npt

    from graph.cross_sell.history.state import Floats


# Parts that are kept of who bought what, and how many products each stands for at least.
MOST_PARTS, PRODUCTS_A_PART = 48, 8


@dataclass(frozen=True)
class Scorer:
    """What speaks for a product, and how loudly."""

    weights: sp.csr_array
    pairs: Floats

    def of(self, customers: npt.NDArray[np.int64]) -> Floats:
        """Return the scores of some customers, customers x products."""
        return np.asarray(self.weights[customers] @ self.pairs, dtype=np.float32)


def gram(left: sp.csr_array, right: sp.csr_array | None = None) -> Floats:
    """Return left.T @ right as a full matrix."""
    return np.asarray((left.T @ (left if right is None else right)).todense(), dtype=np.float32)


def item_knn(state: State) -> Scorer:
    """Sum the cosines between the customers of a product and of those that are owned.

    After Sarwar et al., Item-based collaborative filtering (WWW 2001), all neighbours counted.
    """
    return Scorer(state.owned, cosines(gram(state.owned)))


def cosines(together: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """Return the cosine of each pair of products, 0 of one with itself.

    Parameters
    ----------
    together : (products, products) array
        How many own both; on the diagonal how many own it.

    Examples
    --------
    >>> cosines(np.array([[4.0, 1.0], [1.0, 1.0]])).tolist()
    [[0.0, 0.5], [0.5, 0.0]]
    """
    norm = np.sqrt(np.maximum(np.diag(together), 1e-9))
    cosine = together / norm[:, None] / norm[None, :]
    np.fill_diagonal(cosine, 0.0)
    return cosine


def walk(state: State, beta: float = 0.0) -> Scorer:
    """Three steps customer - product - customer - product, over popularity ** ``beta``.

    P3 of Cooper et al. (WWW 2014); ``beta`` makes it RP3beta (Paudel et al., 2017).
    """
    owned = state.owned
    degree = np.maximum(np.asarray(owned.sum(axis=1)).ravel(), 1.0)
    buyers = np.maximum(np.asarray(owned.sum(axis=0)).ravel(), 1.0)
    share = owned.multiply((1 / degree)[:, None]).tocsr()
    pairs = gram(owned, share) / buyers[:, None] / (buyers**beta)[None, :]
    np.fill_diagonal(pairs, 0.0)
    return Scorer(share, pairs.astype(np.float32))


def spectral(state: State) -> Scorer:
    """Keep of who bought what only its smoothest parts: what many of the same customers share.

    The ideal low-pass filter of GF-CF (Shen et al., CIKM 2021): with R scaled by the square roots
    of both degrees and V its first right singular vectors, V V' between the scaled products.
    """
    owned = state.owned
    customers = np.maximum(np.asarray(owned.sum(axis=1)).ravel(), 1.0) ** -0.5
    products = np.maximum(np.asarray(owned.sum(axis=0)).ravel(), 1.0) ** -0.5
    scaled = owned.multiply(customers[:, None]).multiply(products[None, :]).tocsr()
    parts = min(MOST_PARTS, max(1, owned.shape[1] // PRODUCTS_A_PART))
    last = owned.shape[1] - 1
    _, first = eigh(gram(sp.csr_array(scaled)), subset_by_index=(last - parts + 1, last))
    pairs = (first @ first.T) * products[:, None] / products[None, :]
    np.fill_diagonal(pairs, 0.0)
    return Scorer(owned, pairs.astype(np.float32))


def ease(weights: sp.csr_array, ridge: float) -> Scorer:
    """Reconstruct each product from the others by least squares (Steck, WWW 2019)."""
    square = gram(weights)
    scale = float(np.mean(np.diag(square)))
    square[np.diag_indices_from(square)] += max(ridge * scale, 1e-3)
    inverse = _inverse(square)
    pairs = -inverse / np.diag(inverse)[None, :]
    np.fill_diagonal(pairs, 0.0)
    return Scorer(weights, pairs)


def following(state: State, half_life: float, ridge: float, steps: int = 3) -> Scorer:
    """Learn from what is owned what is taken up next, by least squares over earlier cuts."""
    square, cross = None, None
    for step in range(1, steps + 1):
        cut = state.cut - step * state.horizon
        before = state_at(state.history, cut, state.horizon, state.universe)
        if not len(before.customer):
            break
        weights, fresh = before.decayed(half_life), taken_up(before)
        part, label = gram(weights), gram(weights, fresh)
        square = part if square is None else square + part
        cross = label if cross is None else cross + label
    if square is None or cross is None:
        return Scorer(state.owned, np.zeros((state.shape[1],) * 2, dtype=np.float32))
    square[np.diag_indices_from(square)] += max(ridge * float(np.mean(np.diag(square))), 1e-3)
    pairs = cho_solve(cho_factor(square, lower=True), cross)
    np.fill_diagonal(pairs, 0.0)
    return Scorer(state.decayed(half_life), pairs)


def _inverse(square: Floats) -> Floats:
    factor = cho_factor(square, lower=True)
    return np.asarray(cho_solve(factor, np.eye(len(square), dtype=np.float32)), dtype=np.float32)
