"""Offers of one group, or the best of several, with the channels that take them.

A company of two groups is offered the same product twice, by two routes: that is one sale. It takes
one place in one channel, for what the better of its offers brings.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    from graph.cross_sell.book import SellingBook
    from graph.cross_sell.channel import Assignment, Channels
    from graph.cross_sell.offer import Ranking

    Ints = npt.NDArray[np.int64]


@dataclass
class Allotted:
    """Offers in the order of their worth, laid on the channels of the book.

    Parameters
    ----------
    book : SellingBook
    offers : Ranking
    """

    book: SellingBook
    offers: Ranking

    @property
    def channels(self) -> Channels:
        """The channels of the book."""
        return self.book.channels

    @cached_property
    def _firsts(self) -> tuple[Ints, Ints]:
        """The first offer of each sale in order, and the place of each offer's sale in them."""
        pairs = np.column_stack([self.offers.member, self.offers.product])
        _, first, of = np.unique(pairs, axis=0, return_index=True, return_inverse=True)
        order = np.argsort(first)
        return first[order], np.argsort(order)[of.reshape(-1)]

    @cached_property
    def sales(self) -> Ranking:
        """The offers without those that sell once more what a better one sells."""
        return self.offers.at(self._firsts[0])

    @property
    def sale(self) -> Ints:
        """Where the sale of each offer stands in ``sales`` and in ``assigned``."""
        return self._firsts[1]

    @cached_property
    def assigned(self) -> Assignment:
        """The best assignment of the sales."""
        return self.channels.assign(self.sales)
