"""Who a campaign may be for: the customers that carry its tags and do not use it yet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import polars as pl

from graph.customers.campaigns.exclude import customers_of
from graph.customers.campaigns.features import with_columns
from graph.customers.tags.customers import Customers
from loaders.campaigns import list_of

if TYPE_CHECKING:
    from graph.snapshot import Snapshot
    from loaders.campaigns import ListFile

EPOCH = date(1970, 1, 1)
# What arms may be balanced by, of a list that tags made.
STRATA = {"Enterprise": ("industry", "region"), "Member": ("segment",)}


@dataclass(frozen=True)
class Chosen:
    """Whose list it is: carriers of all ``tags``, of one kind, without users of ``products``."""

    tags: tuple[str, ...]
    kind: str
    products: tuple[str, ...] = ()


def carriers(
    snapshot: Snapshot, tables: Mapping[str, pl.DataFrame], chosen: Chosen, day: date
) -> pl.DataFrame:
    """Return ``customer`` and columns for strata of the customers that are chosen.

    Parameters
    ----------
    snapshot : Snapshot
        Customers, who carries which tag, who uses what.
    tables : mapping of name to frame
        ``member_tags``, ``usage`` and ``billing``.
    chosen : Chosen
        No tag: all customers of the kind.
    day : date
        On which use counts.
    """
    known = Customers(
        snapshot,
        day,
        billing=tables["billing"].lazy(),
        usage=tables["usage"].lazy(),
        member_tags=tables["member_tags"].with_columns(linchpin_source=pl.lit("")).lazy(),
    )
    rows = customers_of(snapshot).filter(pl.col("kind") == chosen.kind).select("customer", "kind")
    carried = known.carried().filter(pl.col("kind") == chosen.kind).collect()
    for tag in chosen.tags:
        having = carried.filter(pl.col("tag") == tag).select("customer")
        rows = rows.join(having, on="customer", how="semi", maintain_order="left")
    if chosen.products:
        users = _users(snapshot, tables["usage"], chosen.products, day)
        rows = rows.join(users, on="customer", how="anti", maintain_order="left")
    return with_columns(rows, STRATA[chosen.kind], known).drop("kind")


def offered(
    snapshot: Snapshot, usage: pl.DataFrame, who: pl.DataFrame, products: Sequence[str], day: date
) -> pl.DataFrame:
    """Return those of ``who`` (``kind, id``) who do not use the products and may be contacted."""
    free = customers_of(snapshot).filter(~pl.col("refuses"))
    users = _users(snapshot, usage, products, day)
    return who.join(free, left_on=["kind", "id"], right_on=["kind", "customer"], how="semi").join(
        users, left_on="id", right_on="customer", how="anti"
    )


def _users(
    snapshot: Snapshot, usage: pl.DataFrame, products: Sequence[str], day: date
) -> pl.DataFrame:
    """Return ``customer`` of all who use any of the products on the day."""
    edges = snapshot.edge("USES")
    held = edges.in_force((day - EPOCH).days)
    ends = pl.DataFrame(
        {
            "customer": snapshot.nodes["Enterprise"].frame["id"].gather(edges.source),
            "product": snapshot.nodes["Product"].frame["id"].gather(edges.target),
        }
    ).filter(pl.Series(held))
    months = usage.filter(pl.col("month") <= f"{day:%Y-%m}")
    last = months.filter(pl.col("month") == pl.col("month").max())
    both = pl.concat([ends, last.select("customer", "product")])
    return both.filter(pl.col("product").is_in(list(products))).select("customer").unique()


def as_list(frame: pl.DataFrame, label: str) -> ListFile:
    """Return customers as a list that arms can be drawn from."""
    return list_of(frame, label)
