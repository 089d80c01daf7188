"""What the cross-sell of every group of a book has in common, each computed once when asked for."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import scipy.sparse as sp
from scipy.sparse.csgraph import connected_components

from graph.cross_sell.channel import Channels
from graph.cross_sell.learnt import likelihood
from graph.cross_sell.learnt.choice import learnt
from graph.cross_sell.ownership import ownership
from graph.cross_sell.people import People
from graph.cross_sell.revenue import day_of, revenue
from graph.cross_sell.value import Prices

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    import numpy.typing as npt
    import polars as pl

    from graph.cross_sell.adoption import Adoption
    from graph.cross_sell.learnt.choice import Learnt
    from graph.cross_sell.ownership import Ownership
    from graph.cross_sell.revenue import Revenue
    from graph.settings import Settings
    from graph.snapshot import Snapshot

    Ints = npt.NDArray[np.int64]

# What the adoption model holds by enterprise; the rest is of the book.
BY_ENTERPRISE = ("probability", "factor", "sibling_share", "siblings_using", "similar_share")


@dataclass
class SellingBook:
    """A snapshot with its billing on one day.

    Parameters
    ----------
    snapshot : Snapshot
    billing : DataFrame or None
    as_of : date
    settings : Settings
    many : bool
        Whether many groups are asked for: adoption is then computed for all at once.
    """

    snapshot: Snapshot
    billing: pl.DataFrame | None
    as_of: date
    settings: Settings
    many: bool = False

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

    @cached_property
    def families(self) -> Ints:
        """The number of the family of each enterprise: all that hang together by MEMBER_OF."""
        edges = self.snapshot.edge("MEMBER_OF")
        held = edges.in_force(self.day)
        size = len(self.snapshot.nodes["Enterprise"])
        ends = (edges.source[held], edges.target[held])
        ties = sp.csr_array((np.ones(ends[0].size), ends), shape=(size, size))
        return np.asarray(connected_components(ties, directed=False)[1], dtype=np.int64)

    @cached_property
    def everyone(self) -> Adoption:
        """The adoption model for all enterprises of the book."""
        return self._likelihood(None)

    @cached_property
    def learnt(self) -> Learnt:
        """The model that tells adoption, and how it was chosen."""
        chosen = self.settings.cross_sell
        return learnt(self.snapshot, self.billing, self.day, chosen, self.settings)

    def _likelihood(self, group: Sequence[int] | None) -> Adoption:
        chosen = self.settings.cross_sell
        return likelihood(
            self.snapshot, group, self.day, chosen, self.billing, hearing=self.settings
        )

    def adoption_of(self, group: Sequence[int]) -> Adoption:
        """Return the adoption model for the enterprises of a group, as siblings of one another.

        Of ``many`` groups those that are a whole family have it from the model of everyone, which
        is the same for them: siblings there are who hangs together.
        """
        family = np.unique(self.families[np.asarray(group, dtype=np.int64)])
        if not self.many or family.size != 1 or (self.families == family[0]).sum() != len(group):
            return self._likelihood(group)
        rows = {name: getattr(self.everyone, name)[list(group)] for name in BY_ENTERPRISE}
        return replace(self.everyone, **rows)


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
