"""What enterprises pay: billing of the last billed months, by enterprise and by product."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from graph.records import table_schema

if TYPE_CHECKING:
    from collections.abc import Iterable

    import numpy.typing as npt

    from graph.snapshot import Snapshot

    Floats = npt.NDArray[np.float64]

EPOCH = date(1970, 1, 1)


def day_of(when: date) -> int:
    """Return ``when`` as days since 1970.

    Examples
    --------
    >>> day_of(date(1970, 1, 11))
    10
    """
    return (when - EPOCH).days


@dataclass(frozen=True)
class Revenue:
    """Billing of the last billed months, laid on the enterprises.

    An enterprise's own billing is its own rows and those of the individual members that belong
    to it.

    Parameters
    ----------
    months : list of str
        The billed months that count, oldest first; empty where nothing is billed.
    own : array
        One number an enterprise.
    monthly : dict of (enterprise, product) to float
        Mean revenue of a billed month, where there was any.
    shared : list of (enterprises, float)
        Revenue of individual members that belong to several enterprises, so that a roll-up can
        count them once.
    """

    months: list[str]
    own: Floats
    monthly: dict[tuple[int, int], float]
    shared: list[tuple[frozenset[int], float]]

    def rolled_up(self, enterprises: Iterable[int]) -> float:
        """Return the revenue of several enterprises, nobody counted twice."""
        inside = set(enterprises)
        total = float(sum(self.own[sorted(inside)])) if inside else 0.0
        for owners, amount in self.shared:
            total -= amount * max(0, len(owners & inside) - 1)
        return total


def revenue(snapshot: Snapshot, billing: pl.DataFrame | None, as_of: date, months: int) -> Revenue:
    """Return the billing of the last ``months`` billed months up to ``as_of``."""
    size = len(snapshot.nodes["Enterprise"])
    rows = pl.DataFrame(schema=table_schema("billing")) if billing is None else billing
    rows = rows.filter(pl.col("month") <= f"{as_of:%Y-%m}", pl.col("revenue").is_not_null())
    counted = sorted(rows["month"].unique().to_list())[-months:]
    rows = rows.filter(pl.col("month").is_in(counted)).select(
        "customer", "month", "product", "revenue"
    )
    customers = _customers(snapshot)
    paid = rows.join(customers, on="customer", how="inner")
    own = np.zeros(size)
    sums = paid.group_by("enterprise").agg(pl.col("revenue").sum())
    own[sums["enterprise"].to_numpy()] = sums["revenue"].to_numpy()
    return Revenue(counted, own, _monthly(snapshot, paid), _shared(rows, customers))


def _customers(snapshot: Snapshot) -> pl.DataFrame:
    """Return every billed customer with the position of the enterprise it counts for."""
    table = snapshot.nodes["Enterprise"]
    edges = snapshot.edge("BELONGS_TO")
    members = snapshot.nodes["Member"].frame["id"].gather(edges.source)
    own = pl.DataFrame(
        {"customer": table.frame["id"], "enterprise": np.arange(len(table), dtype=np.int32)}
    )
    lines = pl.DataFrame({"customer": members, "enterprise": edges.target.astype(np.int32)})
    return pl.concat([own, lines]).unique(maintain_order=True)


def _monthly(snapshot: Snapshot, paid: pl.DataFrame) -> dict[tuple[int, int], float]:
    table = snapshot.nodes["Product"]
    products = pl.DataFrame(
        {"product": table.frame["id"], "position": np.arange(len(table), dtype=np.int32)}
    )
    means = (
        paid.join(products, on="product", how="inner")
        .group_by("enterprise", "position", "month")
        .agg(pl.col("revenue").sum())
        .group_by("enterprise", "position")
        .agg(pl.col("revenue").mean())
        .filter(pl.col("revenue") > 0)
        .sort("enterprise", "position")
    )
    return {(e, p): r for e, p, r in means.iter_rows()}


def _shared(rows: pl.DataFrame, customers: pl.DataFrame) -> list[tuple[frozenset[int], float]]:
    several = (
        customers.group_by("customer")
        .agg(pl.col("enterprise").sort())
        .filter(pl.col("enterprise").list.len() > 1)
    )
    sums = rows.join(several, on="customer", how="inner").group_by("enterprise")
    return sorted(
        (
            (frozenset(owners), amount)
            for owners, amount in sums.agg(pl.col("revenue").sum()).iter_rows()
        ),
        key=lambda row: sorted(row[0]),
    )


@dataclass(frozen=True)
class Deals:
    """Open deals of each enterprise, in the book's currency.

    ``open_amount`` and ``at_risk`` have one number an enterprise (``at_risk`` None where nobody
    said which deals are at risk); ``left_out``: amounts in currencies without a rate.
    """

    open_amount: Floats
    at_risk: Floats | None
    left_out: dict[str, float]


def open_deals(
    snapshot: Snapshot,
    as_of: date,
    currency: str,
    rates: pl.DataFrame | None = None,
    risky: Iterable[str] | None = None,
) -> Deals:
    """Return the amounts of the deals open on ``as_of``, by the enterprise they are for."""
    table = snapshot.nodes["Opportunity"]
    size = len(snapshot.nodes["Enterprise"])
    at_risk = None if risky is None else set(risky)
    sums, risk, left_out = np.zeros(size), np.zeros(size), dict[str, float]()
    edges = snapshot.edge("FOR")
    into = latest_rates(rates, as_of)
    for deal, enterprise in zip(edges.source.tolist(), edges.target.tolist(), strict=True):
        amount = table.column("amount")[deal]
        if amount is None or not _is_open(table.row(deal), as_of):
            continue
        own = table.column("currency")[deal] or currency
        rate = 1.0 if own == currency else into.get(own)
        if rate is None:
            left_out[own] = left_out.get(own, 0.0) + amount
            continue
        sums[enterprise] += amount * rate
        if at_risk is not None and table.ids[deal] in at_risk:
            risk[enterprise] += amount * rate
    return Deals(sums, None if at_risk is None else risk, dict(sorted(left_out.items())))


def _is_open(deal: dict[str, object], as_of: date) -> bool:
    """Whether a deal had been opened by ``as_of`` and was not closed then."""
    opened, closed = deal["opened_on"], deal["closed_on"]
    if isinstance(opened, date) and opened > as_of:
        return False
    if isinstance(closed, date):
        return closed > as_of
    return not deal["outcome"] and deal["stage"] != "closed"


def latest_rates(rates: pl.DataFrame | None, as_of: date) -> dict[str, float]:
    """Return the latest rate of each currency up to ``as_of``."""
    if rates is None or rates.is_empty():
        return {}
    known = rates.filter(pl.col("month") <= f"{as_of:%Y-%m}", pl.col("rate").is_not_null())
    latest = known.sort("month").group_by("currency").agg(pl.col("rate").last())
    return dict(latest.iter_rows())
