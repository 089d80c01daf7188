"""The first day of every use: what is stated, else the first month that was billed."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from graph.cross_sell.revenue import EPOCH
from graph.snapshot import NO_DAY

if TYPE_CHECKING:
    import numpy.typing as npt

    from graph.snapshot import Snapshot

    Days = npt.NDArray[np.int32]


def first_days(snapshot: Snapshot, billing: pl.DataFrame | pl.LazyFrame | None, day: int) -> Days:
    """Return the first day of each row of USES as days since 1970, ``NO_DAY`` where unknown.

    A row without ``since`` began in the first month in which it was billed, unless that is the
    first month of all bills: then it may be older. Months after ``day`` do not count.
    """
    edges = snapshot.edge("USES")
    since = edges.days("since")
    open_ = np.flatnonzero(since == NO_DAY)
    if billing is None or not open_.size:
        return since
    billed = _first_billed(billing, day)
    ids = snapshot.nodes["Enterprise"].ids, snapshot.nodes["Product"].ids
    found = since.copy()
    for row in open_.tolist():
        cell = ids[0][edges.source[row]], ids[1][edges.target[row]]
        found[row] = billed.get(cell, NO_DAY)
    return found


def _first_billed(billing: pl.DataFrame | pl.LazyFrame, day: int) -> dict[tuple[str, str], int]:
    last = (EPOCH + timedelta(days=day)).isoformat()[:7]
    rows = billing.lazy().filter((pl.col("month") <= last) & (pl.col("revenue") > 0))
    first = (
        rows.group_by("customer", "product").agg(pl.col("month").min())
        .with_columns(pl.col("month").min().alias("earliest"))
        .filter(pl.col("month") > pl.col("earliest"))
        .collect()
    )  # fmt: skip
    return {
        (customer, product): (date.fromisoformat(f"{month}-01") - EPOCH).days
        for customer, product, month in first.select("customer", "product", "month").iter_rows()
    }
