"""A purchase history: who bought what on which day, as sorted arrays."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy.typing as npt

    from graph.text import Text

    Progress = Callable[[int, int, Text], None]

    Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class History:
    """Purchases before a day, each customer, product and day once, sorted by them.

    Parameters
    ----------
    customers, products : list of str
        Their ids in order of the text; positions in the arrays below point into them.
    customer, product, day : array of int
        One entry a purchase; days since 1970.
    until : int
        The first day that is not in it: everything was bought before.
    """

    customers: list[str]
    products: list[str]
    customer: Ints
    product: Ints
    day: Ints
    until: int

    @property
    def shape(self) -> tuple[int, int]:
        """Number of customers and of products."""
        return len(self.customers), len(self.products)

    @property
    def span(self) -> int:
        """Days from the first purchase to the end."""
        return int(self.until - self.day.min()) if len(self.day) else 0

    def between(self, start: int, end: int) -> Ints:
        """Return the positions of the purchases from ``start`` until before ``end``."""
        return np.flatnonzero((self.day >= start) & (self.day < end))


def history_of(rows: pl.DataFrame, until: int) -> History:
    """Sort the rows ``customer, product, day`` before ``until``; the others change nothing.

    Parameters
    ----------
    rows : DataFrame
        Text, text, and days since 1970; nothing empty.
    until : int
        Days since 1970.

    Examples
    --------
    >>> rows = pl.DataFrame({"customer": ["b", "a", "a", "a"], "product": ["x", "y", "y", "x"],
    ...                      "day": [3, 1, 1, 9]})
    >>> history = history_of(rows, 5)
    >>> history.customers, history.products, history.day.tolist()
    (['a', 'b'], ['x', 'y'], [1, 3])
    """
    kept = (
        rows.filter(pl.col("day") < until)
        .select("customer", "product", "day")
        .unique()
        .sort("customer", "product", "day")
    )
    customers = kept["customer"].unique().sort()
    products = kept["product"].unique().sort()
    return History(
        customers.to_list(),
        products.to_list(),
        customers.search_sorted(kept["customer"]).to_numpy().astype(np.int64),
        products.search_sorted(kept["product"]).to_numpy().astype(np.int64),
        kept["day"].to_numpy().astype(np.int64),
        until,
    )
