"""What a product would be worth a year: what comparable enterprises pay, else its list price."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from graph.cross_sell.adoption import size_class

if TYPE_CHECKING:
    import numpy.typing as npt

    from graph.cross_sell.revenue import Revenue
    from graph.settings import CrossSellSettings
    from graph.snapshot import Snapshot

    Floats = npt.NDArray[np.float64]
    Ints = npt.NDArray[np.int64]

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

    A payment is the mean of the billed months, else ``USES.monthly_revenue`` in force; ``paying``
    holds them by enterprise and product.
    """

    def __init__(
        self, snapshot: Snapshot, paid: Revenue, day: int, settings: CrossSellSettings
    ) -> None:
        table = snapshot.nodes["Enterprise"]
        self._industry = table.column("industry")
        self._size = [size_class(n) for n in table.column("employees")]
        self._list = snapshot.nodes["Product"].numbers("list_price")
        self._enough = settings.comparable_payers
        self._paid: dict[tuple[object, ...], list[float]] = defaultdict(list)
        self.paying = monthly(snapshot, paid, day)
        for (enterprise, product), amount in self.paying.items():
            for circle in self._circles(
                product, self._industry[enterprise], self._size[enterprise]
            ):
                self._paid[circle].append(12 * amount)
        self._rows: dict[tuple[str | None, int | None], Floats] = {}
        self._known: dict[tuple[int, str | None, int | None], Value] = {}

    def yearly(self, enterprise: int, product: int) -> Value:
        """Return what ``enterprise`` would pay for ``product`` in 12 months."""
        return self._once(product, self._industry[enterprise], self._size[enterprise])

    def _once(self, product: int, industry: str | None, size: int | None) -> Value:
        key = (product, industry, size)
        if key not in self._known:
            self._known[key] = self._yearly(*key)
        return self._known[key]

    def is_unknown(self, product: int) -> bool:
        """Whether nobody pays for a product and it has no list price."""
        return self._once(product, None, None).basis == "nothing"

    def table(self, enterprises: Ints) -> Floats:
        """Return the yearly value of every product for each of ``enterprises``."""
        kinds = [(self._industry[e], self._size[e]) for e in enterprises.tolist()]
        for kind in dict.fromkeys(kinds):
            if kind not in self._rows:
                yearly = [self._once(p, *kind).yearly for p in range(self._list.size)]
                self._rows[kind] = np.array(yearly)
        return np.array([self._rows[kind] for kind in kinds]).reshape(len(kinds), self._list.size)

    def _yearly(self, product: int, industry: str | None, size: int | None) -> Value:
        for circle in self._circles(product, industry, size):
            amounts = sorted(self._paid.get(circle, ()))
            if len(amounts) >= (1 if circle[0] == "all" else self._enough):
                low, middle, high = (quantile(amounts, share) for share in (0.25, 0.5, 0.75))
                return Value(middle, low, high, circle[0], len(amounts))
        price = 12 * float(self._list[product])
        if np.isnan(price):
            return Value(0.0, 0.0, 0.0, "nothing", 0)
        return Value(price, price, price, "list_price", 0)

    @staticmethod
    def _circles(
        product: int, industry: str | None, size: int | None
    ) -> list[tuple[Basis, int, str | None, int | None]]:
        """Return the circles of comparable companies that one belongs to, the narrowest first."""
        circles: list[tuple[Basis, int, str | None, int | None]] = [("all", product, None, None)]
        if industry:
            circles.insert(0, ("industry", product, industry, None))
        if size is not None:
            circles.insert(0, ("size", product, None, size))
        if industry and size is not None:
            circles.insert(0, ("industry_size", product, industry, size))
        return circles


def quantile(ascending: list[float], share: float) -> float:
    """Return a quantile of sorted numbers, between two of them in proportion.

    Examples
    --------
    >>> quantile([1.0, 2.0, 4.0], 0.5), quantile([1.0, 2.0, 4.0], 0.75)
    (2.0, 3.0)
    """
    place = share * (len(ascending) - 1)
    below = int(place)
    above = min(below + 1, len(ascending) - 1)
    return ascending[below] + (place - below) * (ascending[above] - ascending[below])


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
