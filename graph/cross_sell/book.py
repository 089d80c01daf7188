"""What the cross-sell of every group of a book has in common, each computed once when asked for."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from graph.cross_sell.channel import Channels
from graph.cross_sell.ownership import ownership
from graph.cross_sell.people import People
from graph.cross_sell.revenue import day_of, revenue
from graph.cross_sell.value import Prices

if TYPE_CHECKING:
    from datetime import date

    import polars as pl

    from graph.cross_sell.ownership import Ownership
    from graph.cross_sell.revenue import Revenue
    from graph.settings import Settings
    from graph.snapshot import Snapshot


@dataclass
class SellingBook:
    """A snapshot with its billing on one day.

    Parameters
    ----------
    snapshot : Snapshot
    billing : DataFrame or None
    as_of : date
    settings : Settings
    """

    snapshot: Snapshot
    billing: pl.DataFrame | None
    as_of: date
    settings: Settings

    @property
    def day(self) -> int:
        """Days since 1970."""
        return day_of(self.as_of)

    @property
    def owned(self) -> Ownership:
        """Who holds what in whom."""
        return ownership(self.snapshot, self.day)

    @cached_property
    def paid(self) -> Revenue:
        """Billing of the last billed months."""
        months = self.settings.cross_sell.billed_months
        return revenue(self.snapshot, self.billing, self.as_of, months)

    @cached_property
    def prices(self) -> Prices:
        """What products are paid for, by comparable companies."""
        return Prices(self.snapshot, self.paid, self.day, self.settings.cross_sell)

    @cached_property
    def people(self) -> People:
        """All people of the book."""
        return People(self.snapshot, self.day, self.settings)

    @cached_property
    def channels(self) -> Channels:
        """The channels known to the graph."""
        return Channels(self.snapshot, self.paid.own, self.settings.cross_sell.channel)


def selling_book(
    snapshot: Snapshot, billing: pl.DataFrame | None, as_of: date, settings: Settings
) -> SellingBook:
    """Return the book, the same one when it is asked for again."""
    before = snapshot.memo.get("cross_sell.book")
    if isinstance(before, SellingBook) and (
        before.billing is billing and before.as_of == as_of and before.settings == settings
    ):
        return before
    book = SellingBook(snapshot, billing, as_of, settings)
    snapshot.memo["cross_sell.book"] = book
    return book
