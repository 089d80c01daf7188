"""Writes a plan to the server in batches."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from graph.model import RELATIONSHIP_TYPES
from graph.store import statements as cypher
from graph.text import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from graph.store.bolt import Connection
    from graph.store.plan import Part, Plan

WRITING = Text("Writing {name}", "正在写入 {name}")
DELETING = Text("Removing {name}", "正在删除 {name}")


class Writer:
    """Writes the parts of a plan: nodes, relationships, then deletions the other way round.

    Parameters
    ----------
    connection : Connection
        Where to write.
    batch_size : int
        Rows a transaction.
    tick : callable
        Called after each batch with its number of rows and what was written.
    """

    def __init__(
        self, connection: Connection, batch_size: int, tick: Callable[[int, Text], None]
    ) -> None:
        self.connection = connection
        self.batch_size = batch_size
        self.tick = tick

    def write(self, plan: Plan) -> None:
        """Write everything that stands in the graph."""
        nodes = [p for p in plan.nodes.values() if not p.aside]
        relationships = [p for p in plan.relationships.values() if not p.aside]
        for part in nodes:
            self.nodes(part)
        for part in relationships:
            self.relationships(part)
        for part in relationships:
            self.delete_relationships(part)
        for part in nodes:
            self.delete_nodes(part)

    def nodes(self, part: Part) -> None:
        """Create and change nodes."""
        text = cypher.write_nodes(part.name)
        for frame in (_without_empty(part.delta.created), part.delta.changed):
            for batch in self._batches(frame):
                self.connection.write(text, rows=node_parameters(batch))
                self.tick(batch.height, WRITING.format(name=part.name))

    def relationships(self, part: Part) -> None:
        """Create and change relationships."""
        assert part.ends is not None  # noqa: S101 - a relationship has ends
        text = cypher.write_relationships(part.ends)
        for frame in (_without_empty(part.delta.created, part.key), part.delta.changed):
            for batch in self._batches(frame):
                rows = relationship_parameters(batch, part.name)
                self.connection.write(text, rows=rows)
                self.tick(batch.height, WRITING.format(name=part.name))

    def delete_relationships(self, part: Part) -> None:
        """Delete relationships that nobody states any more."""
        assert part.ends is not None  # noqa: S101
        text = cypher.delete_relationships(part.ends)
        for batch in self._batches(part.delta.deleted.select(part.key)):
            self.connection.write(text, rows=relationship_parameters(batch, part.name))
            self.tick(batch.height, DELETING.format(name=part.name))

    def delete_nodes(self, part: Part) -> None:
        """Delete nodes that nobody states any more and no relationship needs."""
        text = cypher.delete_lonely_nodes(part.name)
        for batch in self._batches(part.delta.deleted.select("id")):
            self.connection.write(text, ids=batch["id"].to_list())
            self.tick(batch.height, DELETING.format(name=part.name))

    def _batches(self, frame: pl.DataFrame) -> Iterator[pl.DataFrame]:
        for start in range(0, frame.height, self.batch_size):
            yield frame.slice(start, self.batch_size)


def node_parameters(frame: pl.DataFrame) -> list[dict[str, Any]]:
    """Turn node rows into parameters.

    Examples
    --------
    >>> node_parameters(pl.DataFrame({"id": ["a"], "name": ["A"]}))
    [{'id': 'a', 'p': {'name': 'A'}}]
    """
    ids = frame["id"].to_list()
    properties = frame.drop("id").to_dicts() if frame.width > 1 else [{}] * len(ids)
    return [{"id": i, "p": p} for i, p in zip(ids, properties, strict=True)]


def relationship_parameters(frame: pl.DataFrame, type_: str) -> list[dict[str, Any]]:
    """Turn relationship rows into parameters: both ends, one field a key, the other properties."""
    keys = RELATIONSHIP_TYPES[type_].keys
    named = {"from": "from", "to": "to", **{k: f"k_{k}" for k in keys}}
    ends = frame.select(pl.col(old).alias(new) for old, new in named.items()).to_dicts()
    rest = frame.drop(list(named))
    properties = rest.to_dicts() if rest.width else [{}] * len(ends)
    for row, p in zip(ends, properties, strict=True):
        row["p"] = p
    return ends


def _without_empty(frame: pl.DataFrame, key: tuple[str, ...] = ("id",)) -> pl.DataFrame:
    """Leave out columns that are empty throughout: a new row has nothing to remove."""
    empty = [c for c in frame.columns if c not in key and frame[c].null_count() == frame.height]
    return frame.drop(empty)
