"""What enterprises bring in: billing by enterprise and by product, and their deals."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from graph.cross_sell.revenue_amounts import Amounts, laid_on
from graph.opportunities import states
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
class Revenue(Amounts):
    """Billing of the billed months that count, laid on the enterprises.

    An enterprise's own billing is its own rows and those of the individual members that belong
    to it.

    Parameters
    ----------
    own, shared
        Revenue of each enterprise, and of individual members that belong to several.
    months : list of str
        The billed months that count, oldest first; empty where nothing is billed.
    monthly : dict of (enterprise, product) to float
        Mean revenue of a billed month, where there was any.
    """

    months: list[str]
    monthly: dict[tuple[int, int], float]


@dataclass(frozen=True, slots=True)
class Months:
    """The months asked for, as ``2026-03``, both ends included; None is open.

    Without a first month the last ``count`` billed ones count.
    """

    first: str | None = None
    last: str | None = None
    count: int = 12

    def of(self, billed: Iterable[str], as_of: date) -> list[str]:
        """Return which of the billed months count, oldest first.

        Examples
        --------
        >>> Months(count=2).of(["2026-01", "2026-02", "2026-03"], date(2026, 2, 28))
        ['2026-01', '2026-02']
        """
        last = self.last or f"{as_of:%Y-%m}"
        within = sorted({m for m in billed if (self.first or "") <= m <= last})
        return within if self.first else within[-self.count :]


def revenue(
    snapshot: Snapshot, billing: pl.DataFrame | None, as_of: date, months: int | Months
) -> Revenue:
    """Return the billing of the last ``months`` billed months up to ``as_of``, or of those asked.

    Parameters
    ----------
    snapshot : Snapshot
    billing : DataFrame or None
        The billing table.
    as_of : date
    months : int or Months
        How many, or which.
    """
    asked = Months(count=months) if isinstance(months, int) else months
    rows = pl.DataFrame(schema=table_schema("billing")) if billing is None else billing
    rows = rows.filter(pl.col("revenue").is_not_null())
    counted = asked.of(rows["month"].unique().to_list(), as_of)
    rows = rows.filter(pl.col("month").is_in(counted)).select(
        "customer", "month", "product", "revenue"
    )
    customers = _customers(snapshot)
    paid = rows.join(customers, on="customer", how="inner")
    own = np.zeros(len(snapshot.nodes["Enterprise"]))
    sums = paid.group_by("enterprise").agg(pl.col("revenue").sum())
    own[sums["enterprise"].to_numpy()] = sums["revenue"].to_numpy()
    return Revenue(own, _shared(rows, customers), counted, _monthly(snapshot, paid))


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
    """Deals of each enterprise, in the book's currency.

    Parameters
    ----------
    open, won : Amounts
        What is open, and what was won.
    at_risk : Amounts or None
        The part of ``open`` that is at risk; None where nobody said which deals are.
    left_out : dict
        Amounts of open and won deals in currencies without a rate.
    """

    open: Amounts
    won: Amounts
    at_risk: Amounts | None
    left_out: dict[str, float]


def open_deals(
    snapshot: Snapshot,
    as_of: date,
    currency: str,
    rates: pl.DataFrame | None = None,
    risky: Iterable[str] | None = None,
) -> Deals:
    """Return the amounts of the deals open on ``as_of``, and of those won, by enterprise.

    Parameters
    ----------
    snapshot : Snapshot
    as_of : date
    currency : str
        The book's.
    rates : DataFrame or None
        The table of exchange rates; the latest one up to ``as_of`` counts.
    risky : ids of opportunities or None
        Open deals that count as at risk.
    """
    table = snapshot.nodes["Opportunity"]
    size = len(snapshot.nodes["Enterprise"])
    into = {**latest_rates(rates, as_of), currency: 1.0}
    left_out: dict[str, float] = defaultdict(float)
    found: dict[str, list[tuple[list[int], float]]] = {"open": [], "won": [], "risk": []}
    dangerous = set(risky or ())
    stood = states(table.frame, as_of).to_list()
    for deal, enterprises in _enterprises_of(snapshot).items():
        state, row = stood[deal], table.row(deal)
        if state not in ("open", "won") or row["amount"] is None:
            continue
        rate = into.get(row["currency"] or currency)
        if rate is None:
            left_out[row["currency"]] += row["amount"]
            continue
        found[state].append((enterprises, row["amount"] * rate))
        if state == "open" and table.ids[deal] in dangerous:
            found["risk"].append((enterprises, row["amount"] * rate))
    laid = {name: laid_on(size, amounts) for name, amounts in found.items()}
    at_risk = None if risky is None else laid["risk"]
    return Deals(laid["open"], laid["won"], at_risk, dict(sorted(left_out.items())))


def _enterprises_of(snapshot: Snapshot) -> dict[int, list[int]]:
    """Return the enterprises that each deal is for."""
    edges = snapshot.edge("FOR")
    found: dict[int, list[int]] = defaultdict(list)
    for deal, enterprise in zip(edges.source.tolist(), edges.target.tolist(), strict=True):
        found[deal].append(enterprise)
    return found


def latest_rates(rates: pl.DataFrame | None, as_of: date) -> dict[str, float]:
    """Return the latest rate of each currency up to ``as_of``."""
    if rates is None or rates.is_empty():
        return {}
    known = rates.filter(pl.col("month") <= f"{as_of:%Y-%m}", pl.col("rate").is_not_null())
    latest = known.sort("month").group_by("currency").agg(pl.col("rate").last())
    return dict(latest.iter_rows())
