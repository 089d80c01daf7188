"""Offers of one group, or the best of several, with the channels that take them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from graph.cross_sell.book import SellingBook
    from graph.cross_sell.channel import Assignment, Channels
    from graph.cross_sell.offer import Ranking


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
    def assigned(self) -> Assignment:
        """The best assignment."""
        return self.channels.assign(self.offers)
