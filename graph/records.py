"""What a loader hands to the store: nodes, relationships and table rows as typed frames."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import polars as pl

from graph.model import NODE_KINDS, RELATIONSHIP_TYPES, TABLES_BY_NAME

if TYPE_CHECKING:
    from collections.abc import Mapping

    from graph.model import Property

POLARS_TYPES: dict[str, pl.DataType] = {
    "text": pl.String(),
    "texts": pl.List(pl.String()),
    "number": pl.Float64(),
    "integer": pl.Int64(),
    "yes_no": pl.Boolean(),
    "date": pl.Date(),
    "month": pl.String(),
}


@dataclass(frozen=True)
class Records:
    """Validated rows of one source, ready to be written.

    Parameters
    ----------
    source : str
        Name of the source, added to ``sources`` of everything it states.
    nodes : mapping of node kind to frame
        Column ``id`` and properties of the kind (typed as :func:`node_schema` says); further
        columns are kept as they come.
    relationships : mapping of type to frame
        Columns ``from_kind``, ``from``, ``to_kind``, ``to`` and properties; one row a key.
    tables : mapping of table name to frame
        Rows for the tables beside the graph.

    Examples
    --------
    >>> records = Records("book", nodes={"Person": pl.DataFrame({"id": ["li"], "name": ["Li"]})})
    >>> records.node_count
    1
    """

    source: str
    nodes: Mapping[str, pl.DataFrame] = field(default_factory=dict)
    relationships: Mapping[str, pl.DataFrame] = field(default_factory=dict)
    tables: Mapping[str, pl.DataFrame] = field(default_factory=dict)

    @property
    def node_count(self) -> int:
        """Number of node rows."""
        return sum(f.height for f in self.nodes.values())

    @property
    def relationship_count(self) -> int:
        """Number of relationship rows."""
        return sum(f.height for f in self.relationships.values())


def schema_of(properties: tuple[Property, ...]) -> dict[str, pl.DataType]:
    """Return the polars type of each property."""
    return {p.name: POLARS_TYPES[p.type] for p in properties}


def node_schema(kind: str) -> dict[str, pl.DataType]:
    """Return the columns of a node frame of ``kind``."""
    return schema_of(NODE_KINDS[kind].properties)


def relationship_schema(type_: str) -> dict[str, pl.DataType]:
    """Return the columns of a relationship frame of ``type_``, its four end columns first."""
    ends = {c: pl.String() for c in ("from_kind", "from", "to_kind", "to")}
    return ends | schema_of(RELATIONSHIP_TYPES[type_].properties)


def table_schema(name: str) -> dict[str, pl.DataType]:
    """Return the columns of the table called ``name``."""
    return schema_of(TABLES_BY_NAME[name].properties)


def conform(frame: pl.DataFrame, schema: Mapping[str, pl.DataType]) -> pl.DataFrame:
    """Give ``frame`` every column of ``schema`` with its type; further columns follow."""
    known = [
        pl.col(name).cast(type_) if name in frame.columns else pl.lit(None, type_).alias(name)
        for name, type_ in schema.items()
    ]
    return frame.select(*known, *(pl.col(c) for c in frame.columns if c not in schema))
