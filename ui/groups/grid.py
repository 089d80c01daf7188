"""A whitespace matrix made ready once for all that look at it."""

from __future__ import annotations

from collections.abc import Collection, Hashable
from dataclasses import dataclass
from functools import cached_property
from statistics import median

from graph.cross_sell.results import Cell
from graph.cross_sell.whitespace_results import Whitespace

Key = tuple[str, str]
# A typical cell below this has a single digit, or none, in hundredths of a million.
SMALL = 50_000.0


@dataclass(frozen=True)
class Grid:
    """The cells of a matrix by company and product.

    Parameters
    ----------
    whitespace : Whitespace
    reachable : collection of (member, product)
        Cells to which a way in is known: these can be chosen.
    key : hashable
        Names the state of the book that all this is of.
    """

    whitespace: Whitespace
    reachable: Collection[Key]
    key: Hashable

    @cached_property
    def cells(self) -> dict[Key, Cell]:
        """The cells by member and product."""
        return {(c.member, c.product): c for c in self.whitespace.cells}

    @cached_property
    def most(self) -> float:
        """The largest expected value of a cell."""
        return max((c.expected_value or 0.0 for c in self.whitespace.cells), default=0.0)

    @cached_property
    def thousands(self) -> bool:
        """Whether most cells would be a rounded 0 in millions."""
        paid = (12 * (c.monthly_revenue or 0.0) for c in self.whitespace.cells)
        worth = (c.expected_value or 0.0 for c in self.whitespace.cells)
        known = [v for v in (*paid, *worth) if v > 0]
        return bool(known) and median(known) < SMALL
