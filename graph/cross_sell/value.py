"""What a product would be worth a year: what comparable enterprises pay, else its list price."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from graph.cross_sell.shares import size_class

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy.typing as npt

    from graph.cross_sell.revenue import Revenue
    from graph.settings_cross_sell import CrossSellSettings
    from graph.snapshot import Snapshot

    Floats = npt.NDArray[np.float64]
    Ints = npt.NDArray[np.int64]
    Bools = npt.NDArray[np.bool_]

# Industry and size class of an enterprise as numbers.
Kind = tuple[int, int]
UNKNOWN = -1

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
        self._kinds = _kinds(table.column("industry"), table.column("employees"))
        self._list = snapshot.nodes["Product"].numbers("list_price")
        self._enough = settings.comparable_payers
        self.paying = monthly(snapshot, paid, day)
        self._payers = _payers(self.paying, self._kinds)
        self._rows: dict[Kind, Floats] = {}
        self._known: dict[tuple[int, Kind], Value] = {}

    def yearly(self, enterprise: int, product: int) -> Value:
        """Return what ``enterprise`` would pay for ``product`` in 12 months."""
        return self._once(product, self._kinds[enterprise])

    def _once(self, product: int, kind: Kind) -> Value:
        key = (product, kind)
        if key not in self._known:
            self._known[key] = self._yearly(product, kind)
        return self._known[key]

    def is_unknown(self, product: int) -> bool:
        """Whether nobody pays for a product and it has no list price."""
        return self._once(product, (UNKNOWN, UNKNOWN)).basis == "nothing"

    def table(self, enterprises: Ints) -> Floats:
        """Return the yearly value of every product for each of ``enterprises``."""
        kinds = [self._kinds[e] for e in enterprises.tolist()]
        for kind in dict.fromkeys(kinds):
            if kind not in self._rows:
                yearly = [self._once(p, kind).yearly for p in range(self._list.size)]
                self._rows[kind] = np.array(yearly)
        return np.array([self._rows[kind] for kind in kinds]).reshape(len(kinds), self._list.size)

    def _yearly(self, product: int, kind: Kind) -> Value:
        payers = self._payers.get(product, NOBODY)
        for basis, inside in payers.circles(*kind):
            amounts = np.sort(payers.yearly[inside]).tolist()
            if len(amounts) >= (1 if basis == "all" else self._enough):
                low, middle, high = (quantile(amounts, share) for share in (0.25, 0.5, 0.75))
                return Value(middle, low, high, basis, len(amounts))
        price = 12 * float(self._list[product])
        if np.isnan(price):
            return Value(0.0, 0.0, 0.0, "nothing", 0)
        return Value(price, price, price, "list_price", 0)


@dataclass(frozen=True)
class Payers:
    """Who pays for one product: industry and size class of each, and what they pay a year."""

    industry: Ints
    size: Ints
    yearly: Floats

    def circles(self, industry: int, size: int) -> Iterator[tuple[Basis, Bools]]:
        """Yield the circles of comparable companies that one belongs to, the narrowest first."""
        if UNKNOWN not in (industry, size):
            yield "industry_size", (self.industry == industry) & (self.size == size)
        if size != UNKNOWN:
            yield "size", self.size == size
        if industry != UNKNOWN:
            yield "industry", self.industry == industry
        yield "all", np.ones(self.yearly.size, dtype=bool)


def _kinds(industries: list[str | None], employees: list[float | None]) -> list[Kind]:
    """Return the number of the industry and the size class of every enterprise."""
    number: dict[str, int] = {}
    kinds = []
    for industry, people in zip(industries, employees, strict=True):
        size = size_class(people)
        place = number.setdefault(industry, len(number)) if industry else UNKNOWN
        kinds.append((place, UNKNOWN if size is None else size))
    return kinds


def _payers(paying: dict[tuple[int, int], float], kinds: list[Kind]) -> dict[int, Payers]:
    rows: dict[int, list[tuple[int, int, float]]] = defaultdict(list)
    for (enterprise, product), amount in paying.items():
        rows[product].append((*kinds[enterprise], 12 * amount))
    return {
        product: Payers(*map(np.array, zip(*some, strict=True))) for product, some in rows.items()
    }


NOBODY = Payers(np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64), np.empty(0))


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
