"""Which individual line uses what, as sorted arrays: by group, company and line."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
import scipy.sparse as sp

from graph.cross_sell.ownership import ownership
from graph.cross_sell.usage import YEAR, Usage

if TYPE_CHECKING:
    import numpy.typing as npt

    from graph.snapshot import Snapshot

    Ints = npt.NDArray[np.int64]

_EPOCH = date(1970, 1, 1)


@dataclass(frozen=True)
class Lines:
    """The lines of all companies, sorted by group, company and id.

    Parameters
    ----------
    ids : Series of str
    group, company : array of int
        Positions of the head and of the company among the enterprises.
    segment : array of int
        A number for each segment; 0 where it is not known.
    use : Usage
        Lines x products; ``now`` is 1 where the line has ever used the product.
    """

    ids: pl.Series
    group: Ints
    company: Ints
    segment: Ints
    use: Usage


def lines_of(snapshot: Snapshot, usage: pl.LazyFrame, day: int) -> Lines:
    """Read the lines and what they used until ``day``.

    Parameters
    ----------
    snapshot : Snapshot
        Members, BELONGS_TO, enterprises, products. A line of several companies counts for the
        first of them, one of none is left out.
    usage : LazyFrame
        The table: ``customer, month, product, amount, since``. Rows of no amount say nothing.
    day : int
        Days since 1970.
    """
    edges = snapshot.edge("BELONGS_TO")
    line, first = np.unique(edges.source, return_index=True)
    company = edges.target[first].astype(np.int64)
    heads = np.asarray(ownership(snapshot, day).heads(), dtype=np.int64)
    group = heads[company] if len(company) else company
    order = np.lexsort((line, company, group))
    members = snapshot.nodes["Member"].frame
    frame = members[line[order]] if len(line) else members.clear()
    segment = frame["segment"] if "segment" in frame.columns else pl.Series([None] * len(order))
    return Lines(
        frame["id"],
        group[order],
        company[order],
        segment.cast(pl.String).rank("dense").fill_null(0).to_numpy().astype(np.int64),
        _use(snapshot, frame["id"], usage, day),
    )


def _use(snapshot: Snapshot, ids: pl.Series, usage: pl.LazyFrame, day: int) -> Usage:
    line, product, since = _first_uses(snapshot, ids, usage, day)
    shape = (len(ids), len(snapshot.nodes["Product"]))
    pointers = np.searchsorted(line, np.arange(shape[0] + 1))
    ones = np.ones(len(line), dtype=np.float32)
    now = sp.csr_array((ones, product, pointers.astype(np.int32)), shape=shape)
    fresh = since > day - YEAR
    starts = np.bincount(product[fresh], minlength=shape[1]).astype(float)
    before = np.bincount(product[~fresh], minlength=shape[1])
    everybody = np.ones(shape[0], dtype=bool)
    # Where nothing reaches back a year, all use looks as if it had begun within it.
    return Usage(now, everybody, starts, shape[0] - before.astype(float), bool((~fresh).any()))


def _first_uses(
    snapshot: Snapshot, ids: pl.Series, usage: pl.LazyFrame, day: int
) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int32], npt.NDArray[np.int32]]:
    """Return line, product and the day of first use of every pair, sorted by line and product."""
    products = snapshot.nodes["Product"].frame["id"]
    months = pl.col("month").str.to_date("%Y-%m", strict=False)
    until = _EPOCH + timedelta(days=day)
    rows = usage.filter(pl.col("amount").is_null() | (pl.col("amount") > 0)).select(
        "customer", "product", pl.min_horizontal("since", months).alias("day")
    )
    found = (
        rows.filter(pl.col("day") <= until)
        .join(_numbered(products, "product"), on="product")
        .join(_numbered(ids, "customer"), on="customer")
        .group_by("customer_at", "product_at")
        .agg(pl.col("day").min().to_physical())
        .sort("customer_at", "product_at")
        .collect()
    )
    at = (found["customer_at"].to_numpy(), found["product_at"].to_numpy())
    return (*at, found["day"].to_numpy())


def _numbered(ids: pl.Series, name: str) -> pl.LazyFrame:
    places = pl.Series(f"{name}_at", np.arange(len(ids), dtype=np.int32))
    return pl.DataFrame([ids.alias(name), places]).lazy()
