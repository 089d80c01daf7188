"""The columns that an expression may name, and where their values come from.

==========================  ====================================================================
column                      value of a customer
==========================  ====================================================================
``employees`` ...           a property of the enterprise or member, by its name in either language
``billing.revenue[6]``      mean of its last 6 billed months: all products of a month together;
                            likewise ``cost``, ``discount``, ``adjustment``, ``overdue``
``usage.PRODUCT[6]``        mean amount of the last 6 months in which it used the product
``tags.TAG``                yes where it carries the tag, by anybody's word
``MODEL.NAME``              what a model says (:mod:`graph.customers.tags.models`)
==========================  ====================================================================

A value that is not known meets no test, nor its opposite.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from graph.customers.tags.customers import CUSTOMERS, PRODUCT
from graph.errors import LinchpinError, UsageError, nearest, not_found
from graph.model import NODE_KINDS
from graph.text import Text

if TYPE_CHECKING:
    from graph.customers.tags.customers import Customers
    from graph.customers.tags.expression import Column

BILLING = ("revenue", "cost", "discount", "adjustment", "overdue")
MONTHLY = ("billing", "usage")
FIGURES = 12
# Bookkeeping, not what is known of a customer.
_HIDDEN = ("sources", "linchpin_claims")
_TRUE = pl.lit(value=True)
_MONTHS_MISSING = Text(
    "'{name}' is a series of months: say of how many to take the mean.",
    "“{name}”是按月数列：请说明取几个月的均值。",
)
_MONTHS_TOO_MUCH = Text("'{name}' has no months.", "“{name}”没有月份。")
_COLUMN = Text("column", "列")


@dataclass(frozen=True)
class Values:
    """Values of one column for one kind of customers.

    ``frame`` has ``id`` and ``value``, or is None where the column stands on the nodes
    themselves under ``name``; ``type`` is that of the values.
    """

    name: str
    type: pl.DataType
    frame: pl.LazyFrame | None = None


def values_of(column: Column, customers: Customers) -> dict[str, Values]:
    """Return the values of a column by kind; only kinds that have any.

    Raises
    ------
    NotFoundError
        A name that is no column; the nearest are named.
    UsageError
        Months are missing, or given where there are none.
    """
    root = column.parts[0]
    if len(column.parts) == 1:
        return _property(column, customers)
    if root in MONTHLY:
        return _monthly(column, customers)
    if root == "tags":
        return _carries(column, customers)
    if root in customers.models:
        return _of_model(column, customers)
    raise _unknown(".".join(column.parts), [f"{r}.…" for r in roots(customers)])


def roots(customers: Customers) -> list[str]:
    """Return what may stand before the first dot."""
    return [*MONTHLY, "tags", *customers.models]


def properties(customers: Customers) -> dict[str, set[str]]:
    """Return every property of customers, with the words by which people call it."""
    found: dict[str, set[str]] = {}
    for kind in CUSTOMERS:
        listed = NODE_KINDS[kind]
        for name in customers.frame(kind).columns:
            if name not in _HIDDEN:
                known = listed.property(name)
                words = {known.zh, *known.headers} if known else set()
                found.setdefault(name, set()).update(words)
    return found


def _property(column: Column, customers: Customers) -> dict[str, Values]:
    name = _called(column.parts[0], properties(customers))
    if name is None:
        known = [*properties(customers), *(f"{r}.…" for r in roots(customers))]
        raise _unknown(column.parts[0], known)
    _no_months(column)
    found = {}
    for kind in CUSTOMERS:
        frame = customers.frame(kind)
        if name in frame.columns and frame[name].null_count() < frame.height:
            found[kind] = Values(name, frame.schema[name])
    return found


def _called(word: str, known: dict[str, set[str]]) -> str | None:
    if word in known:
        return word
    return next((name for name, words in known.items() if word in words), None)


def _monthly(column: Column, customers: Customers) -> dict[str, Values]:
    root, name = column.parts[0], ".".join(column.parts[1:])
    if column.months is None:
        raise UsageError(
            _MONTHS_MISSING.format(name=column.name),
            Text(f"Write {column.name}[6].", f"请写成 {column.name}[6]。"),
        )
    if root == "billing":
        if name not in BILLING:
            raise _unknown(column.name, [f"billing.{b}" for b in BILLING])
        billed = customers.billing.select("customer", "month", pl.col(name).alias("value"))
        known = billed.filter(pl.col("value").is_not_null())
        rows = known.group_by("customer", "month").agg(pl.col("value").sum())
    else:
        products = customers.snapshot.nodes[PRODUCT].ids
        if name not in products:
            raise _unknown(column.name, [f"usage.{p}" for p in products])
        used = customers.usage.filter(pl.col("product") == name)
        rows = used.select("customer", "month", pl.col("amount").alias("value"))
    means = last_months(rows, column.months, f"{customers.as_of:%Y-%m}").collect()
    return _by_kind(column.name, means, customers)


def last_months(rows: pl.LazyFrame, months: int, until: str) -> pl.LazyFrame:
    """Return the mean of each customer's last months: ``id`` and ``value``.

    Parameters
    ----------
    rows : LazyFrame
        ``customer``, ``month`` (2026-03) and ``value``; one row a customer and month.
    months : int
        So many of the months in which the customer has a row, the latest.
    until : str
        The last month that counts.

    Examples
    --------
    >>> rows = pl.LazyFrame({"customer": ["a"] * 3, "month": ["2026-01", "2026-02", "2026-03"],
    ...                      "value": [9.0, 2.0, 4.0]})
    >>> last_months(rows, 2, "2026-03").collect().rows()
    [('a', 3.0)]
    """
    known = rows.filter(pl.col("month") <= until, pl.col("value").is_not_null())
    # Within a group rows keep their order: sorting once is much faster than in every group.
    latest = known.sort("month").group_by(pl.col("customer").alias("id"))
    # Twelve figures: a mean of 8.0 is not missed by "at least 8" for its last binary digit.
    return latest.agg(pl.col("value").tail(months).mean().round_sig_figs(FIGURES))


def _carries(column: Column, customers: Customers) -> dict[str, Values]:
    _no_months(column)
    tag = ".".join(column.parts[1:])
    known = customers.snapshot.nodes["Tag"].ids
    if tag not in known:
        raise _unknown(column.name, [f"tags.{k}" for k in known])
    having = customers.carried().filter(pl.col("tag") == tag)
    frame = having.select("kind", pl.col("customer").alias("id")).unique().collect()
    found = {}
    for kind in CUSTOMERS:
        ids = customers.frame(kind).lazy().select("id")
        mine = frame.lazy().filter(pl.col("kind") == kind).select("id", _TRUE.alias("value"))
        joined = ids.join(mine, on="id", how="left").with_columns(
            pl.col("value").fill_null(value=False)
        )
        if customers.count(kind) and frame.filter(pl.col("kind") == kind).height:
            found[kind] = Values(column.name, pl.Boolean(), joined)
    return found


def _of_model(column: Column, customers: Customers) -> dict[str, Values]:
    _no_months(column)
    root, name = column.parts[0], ".".join(column.parts[1:])
    model = customers.models[root]
    names = model.names(customers)
    if name not in names:
        raise _unknown(column.name, [f"{root}.{n}" for n in names])
    return _by_kind(column.name, model.values(customers, name), customers)


def _by_kind(name: str, frame: pl.DataFrame, customers: Customers) -> dict[str, Values]:
    found = {}
    for kind in CUSTOMERS:
        ids = customers.frame(kind).select("id")
        mine = frame.join(ids, on="id", how="semi")
        if mine["value"].null_count() < mine.height:
            found[kind] = Values(name, frame.schema["value"], mine.lazy())
    return found


def _no_months(column: Column) -> None:
    if column.months is not None:
        name = ".".join(column.parts)
        raise UsageError(
            _MONTHS_TOO_MUCH.format(name=name), Text(f"Write {name}.", f"请写成 {name}。")
        )


def _unknown(name: str, known: list[str]) -> LinchpinError:
    error = not_found(_COLUMN, name, known)
    if nearest(name, known):
        return error
    some = ", ".join(known[:12])
    return type(error)(error.message, Text(f"There are {some}.", f"现有：{some}。"))
