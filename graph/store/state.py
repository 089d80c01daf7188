"""What a store holds now, wherever it stands: in the graph, or members in a table beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from graph.model import NODE_KINDS
from graph.records import conform, node_schema, relationship_schema
from graph.store import statements as cypher
from graph.store.reading import counts, read_kind, read_type

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graph.store.bolt import Connection
    from graph.store.meta import Meta
    from graph.store.statements import Ends
    from graph.store.tables import TableFolder

MEMBER = "Member"
BELONGS_TO: Ends = ("BELONGS_TO", "Member", "Enterprise")
# Tables that hold members in place of the graph.
MEMBERS_TABLE = "members"
BELONGS_TABLE = "belongs_to"

# Beyond so many rows a column is not collected in the server's memory but streamed.
_WHOLE = 400_000
_BATCH = 10_000


class State:
    """Reads what the store holds at one moment.

    Parameters
    ----------
    connection, meta, tables
        The store, what it says about itself, and what stands beside it.
    """

    def __init__(self, connection: Connection, meta: Meta, tables: TableFolder) -> None:
        self.connection = connection
        self.meta = meta
        self.tables = tables
        # Counting relationships is a scan on the embedded server: what the last load counted
        # stands, unless one was cut off.
        known = meta.totals if meta.unfinished is None else {}
        self.counts = known or counts(connection)
        self.members_aside = meta.members_in_table

    def columns(self, name: str) -> list[str]:
        """Return the properties that are known to be in use on a kind or type."""
        return self.meta.columns.get(name, [])

    def count(self, name: str) -> int:
        """Return how many there are of a kind or type."""
        if self.members_aside and name in (MEMBER, BELONGS_TO[0]):
            frame = self._aside(MEMBERS_TABLE if name == MEMBER else BELONGS_TABLE)
            return 0 if frame is None else frame.height
        return self.counts.get(name, 0)

    def nodes(
        self, kind: str, names: Sequence[str], ids: Sequence[str] | None = None
    ) -> pl.DataFrame:
        """Return the nodes of ``kind``, or those of ``ids``."""
        if kind == MEMBER and self.members_aside:
            return _chosen(self._aside(MEMBERS_TABLE), names, node_schema(kind))
        if not self.count(kind):
            return pl.DataFrame(schema=node_schema(kind))
        if ids is None:
            whole = self.count(kind) <= _WHOLE
            return read_kind(self.connection, kind, names, whole=whole)
        parts = [
            read_kind(self.connection, kind, names, ids[i : i + _BATCH])
            for i in range(0, len(ids), _BATCH)
        ]
        empty = pl.DataFrame(schema=node_schema(kind))
        return pl.concat([empty, *parts], how="diagonal_relaxed")

    def relationships(
        self, ends: Ends, names: Sequence[str], pairs: Sequence[tuple[str, str]] | None = None
    ) -> pl.DataFrame:
        """Return the relationships between two kinds, or between ``pairs`` of ids."""
        schema = relationship_schema(ends[0])
        if ends == BELONGS_TO and self.members_aside:
            return _chosen(self._aside(BELONGS_TABLE), names, schema)
        if not self.count(ends[0]):
            return pl.DataFrame(schema=schema)
        if pairs is None:
            whole = self.count(ends[0]) <= _WHOLE
            return read_type(self.connection, ends, names, whole=whole)
        parts = [
            read_type(self.connection, ends, names, pairs[i : i + _BATCH])
            for i in range(0, len(pairs), _BATCH)
        ]
        return pl.concat([pl.DataFrame(schema=schema), *parts], how="diagonal_relaxed")

    def existing(self, kind: str, ids: pl.Series) -> pl.Series:
        """Return those of ``ids`` that are nodes of ``kind``."""
        if kind == MEMBER and self.members_aside:
            frame = self._aside(MEMBERS_TABLE)
            known = pl.Series([], dtype=pl.String) if frame is None else frame["id"]
            return ids.filter(ids.is_in(known.implode()))
        if not self.count(kind):
            return ids.clear()
        asked, found = ids.to_list(), list[str]()
        for i in range(0, len(asked), _BATCH):
            answer = self.connection.read(cypher.existing_ids(kind), ids=asked[i : i + _BATCH])
            found += answer[0]["ids"]
        return pl.Series(found, dtype=pl.String)

    def put_aside(self) -> dict[str, pl.DataFrame]:
        """Take the members out of the graph: from now on they are read from the tables."""
        if self.members_aside:
            frames = {n: self._aside(n) for n in (MEMBERS_TABLE, BELONGS_TABLE)}
        else:
            frames = {
                MEMBERS_TABLE: self.nodes(MEMBER, self.columns(MEMBER)),
                BELONGS_TABLE: self.relationships(BELONGS_TO, self.columns(BELONGS_TO[0])),
            }
        self.members_aside = True
        self._frames = {n: f for n, f in frames.items() if f is not None}
        return dict(self._frames)

    _frames: dict[str, pl.DataFrame] | None = None

    def _aside(self, name: str) -> pl.DataFrame | None:
        if self._frames is None:
            return self.tables.frame(name, self.meta.revision)
        return self._frames.get(name)

    def kinds(self) -> list[str]:
        """Return the node kinds that have ever been written."""
        return [k for k in NODE_KINDS if k in self.meta.columns]


def _chosen(
    frame: pl.DataFrame | None, names: Sequence[str], schema: dict[str, pl.DataType]
) -> pl.DataFrame:
    if frame is None:
        return pl.DataFrame(schema=schema)
    extra = [n for n in names if n in frame.columns and n not in schema]
    known = [n for n in frame.columns if n in schema]
    return conform(frame.select(*known, *extra), schema)
