"""How many customers carry each tag, and which tags they carry together."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl
import scipy.sparse as sp

from graph.customers.tags.customers import CUSTOMERS, PRODUCT
from graph.customers.tags.results import Overlap

if TYPE_CHECKING:
    from collections.abc import Iterable

    from graph.customers.tags.customers import Customers


def carriers(customers: Customers) -> pl.DataFrame:
    """Return a row a tag and kind: how many carry it, how sure, by whose word.

    Columns ``tag``, ``kind``, ``carriers``, ``confidence`` (mean of what is stated), ``source``
    (words, each once).
    """
    return (
        customers.carried()
        .group_by("tag", "kind")
        .agg(
            pl.col("customer").n_unique().alias("carriers"),
            pl.col("confidence").mean(),
            pl.col("source").drop_nulls().unique().sort().alias("source"),
        )
        .sort("tag", "kind")
        .collect()
    )


def kinds_of(found: pl.DataFrame, tag: str, defined: Iterable[str] = ()) -> tuple[str, ...]:
    """Return the kinds that a tag is about: of its definition and of the customers that carry it.

    A tag that only products carry is about products; one that nobody carries, about customers.
    """
    carried = set(found.filter(pl.col("tag") == tag)["kind"].to_list())
    kinds = set(defined) | (carried & set(CUSTOMERS))
    if not kinds:
        kinds = carried or set(CUSTOMERS)
    return tuple(k for k in (*CUSTOMERS, PRODUCT) if k in kinds)


def ratio(part: int, whole: int) -> float | None:
    """Return a share; None of nothing."""
    return part / whole if whole else None


def overlaps(customers: Customers) -> list[Overlap]:
    """Return every two tags that some customer carries together, the most alike first.

    ``jaccard`` is the customers that carry both over those that carry either, counted from the
    product of the incidence matrix with itself.
    """
    rows = (
        customers.carried()
        .select("kind", "customer", "tag")
        .join(_places(customers), on=["kind", "customer"])
        .select("place", "tag")
        .unique()
        .collect()
    )
    if rows.is_empty():
        return []
    tags = rows["tag"].unique().sort()
    order = pl.Enum(tags)
    columns = rows["tag"].cast(order).to_physical().to_numpy().astype(np.int64)
    incidence = sp.csr_array(
        (np.ones(len(columns), dtype=np.int64), (rows["place"].to_numpy(), columns))
    )
    together = np.asarray((incidence.T @ incidence).todense())
    return _pairs(together, tags.to_list())


def _places(customers: Customers) -> pl.LazyFrame:
    """Return a number for each customer."""
    parts = [
        customers.frame(kind).select(pl.lit(kind).alias("kind"), pl.col("id").alias("customer"))
        for kind in CUSTOMERS
    ]
    return (
        pl.concat(parts).with_row_index("place").lazy().with_columns(pl.col("place").cast(pl.Int64))
    )


def _pairs(
    together: np.ndarray[tuple[int, int], np.dtype[np.int64]], tags: list[str]
) -> list[Overlap]:
    alone = np.diag(together)
    found = []
    for i, j in zip(*np.nonzero(np.triu(together, 1)), strict=True):
        both = int(together[i, j])
        either = int(alone[i] + alone[j]) - both
        found.append(Overlap(tags=[tags[i], tags[j]], both=both, jaccard=both / either))
    return sorted(found, key=lambda o: (-o.jaccard, -o.both, o.tags))
