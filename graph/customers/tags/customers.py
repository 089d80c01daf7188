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
    "stated_by": pl.List(pl.String()),
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

    def frame(self, kind: str) -> pl.DataFrame:
        """Return everything that stands on the nodes of a kind."""
        return self.snapshot.nodes[kind].frame

    def count(self, kind: str) -> int:
        """Return how many there are of a kind."""
        return self.frame(kind).height

    def carried(self) -> pl.LazyFrame:
        """Return who carries which tag, by whose word: columns as ``CARRIED``."""
        edges = [self._edges(kind) for kind in ("Enterprise", PRODUCT)]
        members = self.member_tags.select(
            pl.lit("Member").alias("kind"),
            "customer",
            "tag",
            "value",
            "source",
            "confidence",
            "as_of",
            pl.concat_list("linchpin_source").alias("stated_by"),
        )
        return pl.concat([*edges, members])

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
        return ends.hstack(rest.rename({"sources": "stated_by"})).lazy()
