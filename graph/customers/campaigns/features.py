"""What was known of a campaign's customers before it began, as columns beside its outcome.

Columns are named as a tag's expression names them (:mod:`graph.customers.tags.columns`), so that
a condition found on them defines a tag as it stands. Months that count end before the campaign
begins, and what it promotes is left out: who accepted uses it since.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import polars as pl

from graph.customers.campaigns.assign import parts_of
from graph.customers.campaigns.refine import tag_word
from graph.customers.tags.columns import BILLING, properties, values_of
from graph.customers.tags.customers import CUSTOMERS
from graph.customers.tags.expression import comparisons
from graph.customers.tags.reading import parse

if TYPE_CHECKING:
    from graph.customers.tags.customers import Customers

TAG = "tag"
# Who a customer is, or what may happen to it: nothing to choose customers by.
_NO_PROPERTIES = frozenset(
    ("id", "name", "name_en", "do_not_contact", "as_of", "sources", "currency", "lei",
     "registration_number", "left_on")
)  # fmt: skip
MONTHS = 6


def strata_columns(rows: pl.DataFrame, strata: Sequence[str]) -> pl.DataFrame:
    """Give the rows of a campaign its strata as columns of their own again.

    Examples
    --------
    >>> strata_columns(pl.DataFrame({"stratum": ["N|1"]}), ["region", "size"]).columns
    ['stratum', 'region', 'size']
    """
    taken = [c for c in strata if c not in rows.columns]
    parts = [parts_of(s or "", len(strata)) for s in rows["stratum"].to_list()]
    columns = {
        name: [p[at] if at < len(p) else None for p in parts]
        for at, name in enumerate(strata)
        if name in taken
    }
    return rows.with_columns(pl.Series(n, v, dtype=pl.String) for n, v in columns.items())


def with_columns(rows: pl.DataFrame, names: Iterable[str], customers: Customers) -> pl.DataFrame:
    """Add columns of what is known to the rows of a campaign.

    Parameters
    ----------
    rows : frame
        As :func:`graph.customers.campaigns.history.history` makes them, of one campaign.
    names : iterable of str
        Columns as an expression names them, or ``tag``: all tags of each customer, as a list.
        Those that are there already stay.
    customers : Customers
        What is known, on the day before the campaign.

    Raises
    ------
    NotFoundError
        A name that is no column; the nearest are named.
    """
    for name in dict.fromkeys(names):
        if name in rows.columns:
            continue
        values = _tags(customers) if name == TAG else _values(name, customers)
        rows = rows.join(
            values.rename({"value": name}), on=["kind", "customer"], how="left",
            maintain_order="left",
        )  # fmt: skip
    return rows


def feature_names(rows: pl.DataFrame, customers: Customers, promoted: Iterable[str]) -> list[str]:
    """Return the columns that may tell who accepts: properties, tags, billing, other products."""
    kinds, known = set(rows["kind"].unique()), properties(customers)
    listed = [
        name
        for kind in CUSTOMERS
        if kind in kinds
        for name in customers.frame(kind).columns
        if name in known and _usable(customers.frame(kind), name)
    ]
    carried = customers.carried().filter(pl.col("kind").is_in(list(kinds)))
    tags = carried.select("tag").unique().collect()["tag"].sort().to_list()
    used = customers.usage.select("product").unique().collect()["product"].drop_nulls().sort()
    others = [p for p in used.to_list() if p not in set(promoted)]
    billed = not customers.billing.head(1).collect().is_empty()
    return [
        *dict.fromkeys(listed),
        *(f"tags.{tag_word(tag)}" for tag in tags),
        *([f"billing.{b}[{MONTHS}]" for b in BILLING] if billed else []),
        *(f"usage.{tag_word(product)}[{MONTHS}]" for product in others),
    ]


def _usable(frame: pl.DataFrame, name: str) -> bool:
    type_ = frame.schema[name]
    simple = type_.is_numeric() or type_ in (pl.String, pl.Boolean)
    return simple and name not in _NO_PROPERTIES and frame[name].n_unique() > 1


def _values(name: str, customers: Customers) -> pl.DataFrame:
    """Return ``kind, customer, value`` of a column."""
    column = next(comparisons(parse(f"{name} is known"))).column
    parts = []
    for kind, values in values_of(column, customers).items():
        frame = values.frame
        if frame is None:
            frame = customers.frame(kind).lazy().select("id", pl.col(values.name).alias("value"))
        parts.append(frame.select(pl.lit(kind).alias("kind"), customer="id", value="value"))
    if not parts:
        return pl.DataFrame(schema={"kind": pl.String, "customer": pl.String, "value": pl.String})
    return pl.concat([p.collect() for p in parts], how="vertical_relaxed")


def _tags(customers: Customers) -> pl.DataFrame:
    return (
        customers.carried()
        .group_by("kind", "customer")
        .agg(pl.col("tag").unique().sort().alias("value"))
        .collect()
    )
