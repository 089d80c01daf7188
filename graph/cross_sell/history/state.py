"""What is known on one day of a history: who owns what, since when, how often."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import scipy.sparse as sp

if TYPE_CHECKING:
    import numpy.typing as npt

    from graph.cross_sell.history.events import History

    Floats = npt.NDArray[np.float32]
    Ints = npt.NDArray[np.int64]

# Products beyond these hardly ever stand among the first ten, and the matrices of pairs of
# products grow with the square of their number.
MOST_PRODUCTS = 3000
FEWEST_BUYERS = 2


@dataclass(frozen=True)
class State:
    """A history as it stood on the day ``cut``.

    Parameters
    ----------
    cut, horizon : int
        The day, in days since 1970, and the days looked ahead (and back, for what is recent).
    universe : array of int
        The products that are scored, as positions in the history, in ascending order.
    cells : dict of arrays
        One entry a customer and product bought before the cut, sorted by them: ``customer``,
        ``product`` (position in the universe), ``first``, ``last`` (days), ``count`` (days with
        a purchase).
    """

    history: History
    cut: int
    horizon: int
    universe: Ints
    customer: Ints
    product: Ints
    first: Ints
    last: Ints
    count: Ints

    @property
    def shape(self) -> tuple[int, int]:
        """Customers of the history, products of the universe."""
        return self.history.shape[0], len(self.universe)

    def matrix(self, values: npt.NDArray[np.floating] | None = None) -> sp.csr_array:
        """Return the cells as a sparse matrix, customers x universe; 1 without ``values``."""
        data = np.ones(len(self.customer)) if values is None else values
        size, width = self.shape
        starts = np.searchsorted(self.customer, np.arange(size + 1))
        return sp.csr_array(
            (data.astype(np.float32), self.product.astype(np.int32), starts.astype(np.int32)),
            shape=(size, width),
        )

    @cached_property
    def owned(self) -> sp.csr_array:
        """Return 1 where the customer has bought the product."""
        return self.matrix()

    def decayed(self, half_life: float) -> sp.csr_array:
        """Return log2(1 + days bought), halved with each ``half_life`` days since the last."""
        age = (self.cut - self.last) / half_life
        return self.matrix(np.log2(1.0 + self.count) * 0.5**age)

    @cached_property
    def present(self) -> Ints:
        """Customers with a purchase before the cut."""
        seen = np.zeros(self.history.shape[0], dtype=bool)
        seen[self.history.customer[self.history.day < self.cut]] = True
        return np.flatnonzero(seen)


def state_at(history: History, cut: int, horizon: int, universe: Ints | None = None) -> State:
    """Return the history as it stood on ``cut``: nothing of a later day is looked at."""
    kept = history.day < cut
    customer, product, day = history.customer[kept], history.product[kept], history.day[kept]
    if universe is None:
        universe = _universe(customer, product, day, cut, horizon, history.shape[1])
    place = np.full(history.shape[1], -1, dtype=np.int64)
    place[universe] = np.arange(len(universe))
    inside = place[product] >= 0
    customer, product, day = customer[inside], place[product[inside]], day[inside]
    starts = np.flatnonzero(np.diff(customer, prepend=-1) | np.diff(product, prepend=-1))
    ends = np.append(starts[1:], len(day))
    return State(
        history, cut, horizon, universe, customer[starts], product[starts],
        day[starts], day[ends - 1] if len(day) else day, ends - starts,
    )  # fmt: skip


def _universe(customer: Ints, product: Ints, day: Ints, cut: int, horizon: int, size: int) -> Ints:
    """Choose the products bought by most customers, the lately bought before the others."""
    recent = day >= cut - 2 * horizon
    buyers = _distinct(customer, product, size) + _distinct(customer[recent], product[recent], size)
    known = np.flatnonzero(buyers >= min(FEWEST_BUYERS, buyers.max(initial=0)))
    best = known[np.lexsort((known, -buyers[known]))][:MOST_PRODUCTS]
    return np.sort(best)


def _distinct(customer: Ints, product: Ints, size: int) -> Ints:
    """Count the customers of each product."""
    pairs = np.unique(customer * size + product)
    return np.bincount(pairs % size, minlength=size)


def taken_up(state: State, until: int | None = None) -> sp.csr_array:
    """Return 1 where a customer first bought a product from the cut until before ``until``.

    Customers x universe; by default the horizon of the state.
    """
    history = state.history
    end = state.cut + state.horizon if until is None else until
    rows = history.between(state.cut, end)
    place = np.full(history.shape[1], -1, dtype=np.int64)
    place[state.universe] = np.arange(len(state.universe))
    customer, product = history.customer[rows], place[history.product[rows]]
    inside = product >= 0
    bought = sp.csr_array(
        (np.ones(inside.sum(), dtype=np.float32), (customer[inside], product[inside])),
        shape=state.shape,
    )
    bought.sum_duplicates()
    bought.data[:] = 1.0
    fresh = bought - bought.multiply(state.owned)
    fresh.eliminate_zeros()
    return sp.csr_array(fresh)
