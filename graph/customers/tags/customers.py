"""What is known of customers, as columns: enterprises and individual members, never objects."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Protocol

import polars as pl

from graph.records import table_schema

if TYPE_CHECKING:
    from graph.snapshot import Snapshot
    from graph.text import Text

CUSTOMERS = ("Enterprise", "Member")
PRODUCT = "Product"

# Who carries which tag: a row a statement.
CARRIED: dict[str, pl.DataType] = {
    "kind": pl.String(),
    "customer": pl.String(),
    "tag": pl.String(),
    "value": pl.String(),
    "source": pl.String(),
    "confidence": pl.Float64(),
    "as_of": pl.Date(),
}


class Output(Protocol):
    """What a model says of customers."""

    @property
    def about(self) -> Text:
        """One sentence for people."""

    def names(self, customers: Customers) -> list[str]:
        """Return the columns that it has, such as products."""

    def values(self, customers: Customers, name: str) -> pl.DataFrame:
        """Return ``id`` and ``value`` of the customers of whom it says something."""


@dataclass(frozen=True)
class Customers:
    """Everything that a tag can be decided by, on one day.

    Parameters
    ----------
    snapshot : Snapshot
        Enterprises, members, products, and who carries which tag.
    as_of : date
        Months after it do not count.
    billing, usage : LazyFrame
        The tables, one row a customer, month and product.
    member_tags : LazyFrame
        Tags of individual members with the hidden ``linchpin_source`` of each row.
    models : mapping of name to Output
        What models say, by name.
    tags_until : date or None
        Statements of tags dated after it do not count; those without a date do.
    """

    snapshot: Snapshot
    as_of: date
    billing: pl.LazyFrame = field(
        default_factory=lambda: pl.LazyFrame(schema=table_schema("billing"))
    )
    usage: pl.LazyFrame = field(default_factory=lambda: pl.LazyFrame(schema=table_schema("usage")))
    member_tags: pl.LazyFrame = field(
        default_factory=lambda: pl.LazyFrame(
            schema=table_schema("member_tags") | {"linchpin_source": pl.String()}
        )
    )
    models: Mapping[str, Output] = field(default_factory=dict)
    tags_until: date | None = None

    def frame(self, kind: str) -> pl.DataFrame:
        """Return everything that stands on the nodes of a kind."""
        return self.snapshot.nodes[kind].frame

    def count(self, kind: str) -> int:
        """Return how many there are of a kind."""
        return self.frame(kind).height

    def carried(self) -> pl.LazyFrame:
        """Return who carries which tag: a row a statement, columns as ``CARRIED``."""
        if self.tags_until is None:
            return self.stated()
        dated = pl.col("as_of")
        return self.stated().filter(dated.is_null() | (dated <= self.tags_until))

    def stated(self) -> pl.LazyFrame:
        """Return all statements of tags, whatever their date."""
        edges = [self._edges(kind).select(list(CARRIED)) for kind in ("Enterprise", PRODUCT)]
        return pl.concat([*edges, self._members().select(list(CARRIED))])

    def stated_by(self, source: str) -> pl.LazyFrame:
        """Return what one source states: ``kind, customer, tag, value, source, as_of``."""
        mine = pl.col("sources").list.contains(source)
        edges = [self._edges(kind).filter(mine) for kind in ("Enterprise", PRODUCT)]
        members = self._members().filter(pl.col("linchpin_source") == source)
        told = ("kind", "customer", "tag", "value", "source", "as_of")
        return pl.concat([part.select(*told) for part in (*edges, members)])

    def _members(self) -> pl.LazyFrame:
        return self.member_tags.with_columns(pl.lit("Member").alias("kind"))

    def _edges(self, kind: str) -> pl.LazyFrame:
        edge = self.snapshot.edge("HAS_TAG", kind, "Tag")
        ends = pl.DataFrame(
            {
                "kind": pl.Series([kind], dtype=pl.String).new_from_index(0, len(edge)),
                "customer": self.frame(kind)["id"].gather(edge.source),
                "tag": self.frame("Tag")["id"].gather(edge.target),
            }
        )
        rest = edge.frame.select("value", "source", "confidence", "as_of", "sources")
        return ends.hstack(rest).lazy()
