"""What a product would be worth a year: what comparable enterprises pay, else its list price."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from graph.cross_sell.adoption import size_class

if TYPE_CHECKING:
    from graph.cross_sell.revenue import Revenue
    from graph.settings import CrossSellSettings
    from graph.snapshot import Snapshot

Basis = Literal["industry_size", "size", "industry", "all", "list_price", "nothing"]


@dataclass(frozen=True, slots=True)
class Value:
    """Yearly value with its range: the quartiles of what ``payers`` comparable companies pay."""

    yearly: float
    low: float
    high: float
    basis: Basis
    payers: int


class Prices:
    """Monthly payments by product, to be asked for what a company would pay.

    A payment is the mean of the billed months, else ``USES.monthly_revenue`` in force.
    """

    def __init__(
        self, snapshot: Snapshot, paid: Revenue, day: int, settings: CrossSellSettings
    ) -> None:
        table = snapshot.nodes["Enterprise"]
        self._industry = table.column("industry")
        self._size = [size_class(n) for n in table.column("employees")]
        self._list = snapshot.nodes["Product"].numbers("list_price")
        self._enough = settings.comparable_payers
        self._payers: dict[int, list[tuple[int, float]]] = defaultdict(list)
        for (enterprise, product), amount in sorted(monthly(snapshot, paid, day).items()):
            self._payers[product].append((enterprise, amount))
        self._known: dict[tuple[int, str | None, int | None], Value] = {}

    def yearly(self, enterprise: int, product: int) -> Value:
        """Return what ``enterprise`` would pay for ``product`` in 12 months."""
        key = (product, self._industry[enterprise], self._size[enterprise])
        if key not in self._known:
            self._known[key] = self._yearly(*key)
        return self._known[key]

    def _yearly(self, product: int, industry: str | None, size: int | None) -> Value:
        payers = self._payers.get(product, [])
        same_industry = {e for e, _ in payers if industry and self._industry[e] == industry}
        same_size = {e for e, _ in payers if size is not None and self._size[e] == size}
        tiers: tuple[tuple[Basis, set[int], int], ...] = (
            ("industry_size", same_industry & same_size, self._enough),
            ("size", same_size, self._enough),
            ("industry", same_industry, self._enough),
            ("all", {e for e, _ in payers}, 1),
        )
        for basis, chosen, enough in tiers:
            if len(chosen) >= enough:
                amounts = [12 * amount for e, amount in payers if e in chosen]
                low, middle, high = np.percentile(amounts, [25, 50, 75])
                return Value(float(middle), float(low), float(high), basis, len(amounts))
        price = 12 * float(self._list[product])
        if np.isnan(price):
            return Value(0.0, 0.0, 0.0, "nothing", 0)
        return Value(price, price, price, "list_price", 0)


def monthly(snapshot: Snapshot, paid: Revenue, day: int) -> dict[tuple[int, int], float]:
    """Return what each enterprise pays a month for each product that it uses on ``day``.

    What the bills say; where they say nothing, what the relationship states.
    """
    edges = snapshot.edge("USES")
    stated = edges.numbers("monthly_revenue")
    found: dict[tuple[int, int], float] = {}
    for row in np.flatnonzero(edges.in_force(day)):
        pair = (int(edges.source[row]), int(edges.target[row]))
        if pair in paid.monthly:
            found[pair] = paid.monthly[pair]
        elif stated[row] > 0:
            found[pair] = found.get(pair, 0.0) + float(stated[row])
    return found
