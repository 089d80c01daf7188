"""The snapshot: an immutable, columnar picture of the graph at one revision.

Nodes of a kind stand in one table sorted by id; a node's *position* is its row there. The
relationships of a type between two kinds stand in one edge table with the positions of both ends
and a CSR index in each direction. Everything that is computed starts from here.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from graph.errors import not_found
from graph.model import NODE_KINDS, RELATIONSHIP_TYPES
from graph.records import conform, node_schema, relationship_schema
from graph.text import Text

if TYPE_CHECKING:
    from collections.abc import Mapping

    import networkx as nx
    import numpy.typing as npt

    Ints = npt.NDArray[np.int32]
    Floats = npt.NDArray[np.float64]

# Days since 1970 that stand for "no date" in :meth:`Columns.days`.
NO_DAY = np.iinfo(np.int32).min

# Columns of an edge frame that hold the ends' positions (HOLDS has a property called source).
SOURCE, TARGET = "source_position", "target_position"

EdgeKey = tuple[str, str, str]


class Columns:
    """Access to the columns of a frame, each converted once."""

    def __init__(self, frame: pl.DataFrame) -> None:
        self.frame = frame
        self._cache: dict[tuple[str, str], Any] = {}

    def __len__(self) -> int:
        return self.frame.height

    def _once(self, kind: str, name: str, make: Any) -> Any:
        key = (kind, name)
        if key not in self._cache:
            self._cache[key] = make()
        return self._cache[key]

    def column(self, name: str) -> list[Any]:
        """Return a column as Python values, None where absent."""
        known = self._cache.get(("list", name))
        if known is not None:
            return known  # type: ignore[no-any-return]
        if name not in self.frame.columns:
            return [None] * len(self)
        return self._once("list", name, self.frame[name].to_list)  # type: ignore[no-any-return]

    def value(self, name: str, row: int) -> Any:
        """Return one value without converting the whole column."""
        return self.frame[name][int(row)] if name in self.frame.columns else None

    def numbers(self, name: str) -> Floats:
        """Return a column as floats, NaN where absent."""
        if name not in self.frame.columns:
            return np.full(len(self), np.nan)
        return self._once(  # type: ignore[no-any-return]
            "numbers", name, lambda: self.frame[name].cast(pl.Float64).fill_null(np.nan).to_numpy()
        )

    def days(self, name: str) -> Ints:
        """Return a date column as days since 1970-01-01, ``NO_DAY`` where absent."""
        if name not in self.frame.columns:
            return np.full(len(self), NO_DAY, dtype=np.int32)
        return self._once(  # type: ignore[no-any-return]
            "days",
            name,
            lambda: self.frame[name].cast(pl.Date).cast(pl.Int32).fill_null(NO_DAY).to_numpy(),
        )


class NodeTable(Columns):
    """All nodes of one kind, sorted by id."""

    def __init__(self, kind: str, frame: pl.DataFrame) -> None:
        super().__init__(frame)
        self.kind = kind

    @cached_property
    def ids(self) -> list[str]:
        """The ids in order of position."""
        return self.frame["id"].to_list()

    @cached_property
    def _positions(self) -> dict[str, int]:
        return {id_: i for i, id_ in enumerate(self.ids)}

    def __contains__(self, id_: str) -> bool:
        return id_ in self._positions

    def position(self, id_: str) -> int:
        """Return the position of ``id_``; raises NotFoundError that names the nearest ids."""
        try:
            return self._positions[id_]
        except KeyError:
            kind = NODE_KINDS[self.kind]
            label = Text(kind.name.lower(), kind.zh)
            raise not_found(label, id_, self.ids) from None

    def row(self, position: int) -> dict[str, Any]:
        """Return one node with all its properties."""
        return self.frame.row(int(position), named=True)

    def name(self, position: int, language: str = "zh") -> str:
        """Return the name in ``language`` where there is one, else any name, else the id."""
        own, english = self.value("name", position), self.value("name_en", position)
        chosen = (english or own) if language == "en" else (own or english)
        return chosen or self.value("id", position)  # type: ignore[no-any-return]


class EdgeTable(Columns):
    """All relationships of one type between two kinds, sorted by source, target and keys.

    ``source`` and ``target`` are positions in the node tables of ``source_kind`` and
    ``target_kind``; :meth:`out` and :meth:`into` give row numbers.
    """

    def __init__(self, key: EdgeKey, frame: pl.DataFrame, sizes: tuple[int, int]) -> None:
        super().__init__(frame)
        self.type, self.source_kind, self.target_kind = key
        self._sizes = sizes

    def of(self, frame: pl.DataFrame) -> EdgeTable:
        """Return the table with other rows between the same nodes, nothing remembered."""
        return EdgeTable((self.type, self.source_kind, self.target_kind), frame, self._sizes)

    @cached_property
    def source(self) -> Ints:
        """Position of each row's first end."""
        return self.frame[SOURCE].to_numpy()

    @cached_property
    def target(self) -> Ints:
        """Position of each row's second end."""
        return self.frame[TARGET].to_numpy()

    @cached_property
    def _out(self) -> Ints:
        return _pointers(self.source, self._sizes[0])

    @cached_property
    def _in(self) -> tuple[Ints, Ints]:
        order = np.argsort(self.target, kind="stable").astype(np.int32)
        return _pointers(self.target[order], self._sizes[1]), order

    def out(self, position: int) -> Ints:
        """Row numbers of the relationships that start at ``position``."""
        return np.arange(self._out[position], self._out[position + 1], dtype=np.int32)

    def into(self, position: int) -> Ints:
        """Row numbers of the relationships that end at ``position``."""
        pointers, order = self._in
        return order[pointers[position] : pointers[position + 1]]

    def rows_out(self, positions: Ints) -> Ints:
        """Row numbers of the relationships that start at any of ``positions``, in their order."""
        return _spans(self._out, positions)

    def rows_into(self, positions: Ints) -> Ints:
        """Row numbers of the relationships that end at any of ``positions``, in their order."""
        pointers, order = self._in
        rows: Ints = order[_spans(pointers, positions)]
        return rows

    def in_force(self, day: int) -> npt.NDArray[np.bool_]:
        """Which rows hold on ``day`` (days since 1970): since <= day < until."""
        return self._once("in_force", str(day), lambda: self._in_force(day))  # type: ignore[no-any-return]

    def _in_force(self, day: int) -> npt.NDArray[np.bool_]:
        until = self.days("until")
        holds: npt.NDArray[np.bool_] = (self.days("since") <= day) & (
            (until > day) | (until == NO_DAY)
        )
        return holds


def _pointers(sorted_ends: Ints, size: int) -> Ints:
    return np.searchsorted(sorted_ends, np.arange(size + 1)).astype(np.int32)


def _spans(pointers: Ints, positions: Ints) -> Ints:
    starts = pointers[positions]
    lengths = pointers[np.asarray(positions) + 1] - starts
    if not lengths.sum():
        return np.empty(0, dtype=np.int32)
    shifts = np.repeat(starts - (np.cumsum(lengths) - lengths), lengths)
    rows: Ints = (np.arange(lengths.sum()) + shifts).astype(np.int32)
    return rows


@dataclass(frozen=True)
class Snapshot:
    """An immutable picture of the whole graph.

    Parameters
    ----------
    revision : int
        The store's revision it was read at.
    nodes : mapping of kind to NodeTable
        Every kind of the vocabulary is there, empty ones too.
    edges : mapping of (type, kind of source, kind of target) to EdgeTable
        Every combination that the vocabulary allows is there.

    Examples
    --------
    >>> people = pl.DataFrame({"id": ["b", "a"]})
    >>> ties = pl.DataFrame({"from": ["a"], "to": ["b"], "weight": [0.5]})
    >>> snap = Snapshot.from_frames({"Person": people}, {"INFLUENCES": ties})
    >>> snap.nodes["Person"].ids
    ['a', 'b']
    >>> snap.edge("INFLUENCES").into(1).tolist()
    [0]
    """

    revision: int
    nodes: Mapping[str, NodeTable]
    edges: Mapping[EdgeKey, EdgeTable]
    memo: dict[Any, Any] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def from_frames(
        cls,
        nodes: Mapping[str, pl.DataFrame],
        relationships: Mapping[str, pl.DataFrame],
        revision: int = 0,
    ) -> Snapshot:
        """Build a snapshot from node frames (``id`` and properties) and relationship frames.

        Relationship frames have ``from`` and ``to`` ids, ``from_kind`` and ``to_kind`` where the
        first allowed kind is not meant, and properties. A relationship whose end is absent raises
        KeyError: the store never holds one.
        """
        tables = {kind: _node_table(kind, nodes.get(kind)) for kind in NODE_KINDS}
        edges: dict[EdgeKey, EdgeTable] = {}
        for type_ in RELATIONSHIP_TYPES:
            edges |= _edge_tables(type_, relationships.get(type_), tables)
        return cls(revision, tables, edges)

    def edge(
        self, type_: str, source_kind: str | None = None, target_kind: str | None = None
    ) -> EdgeTable:
        """Return the edges of ``type_``, between its first allowed kinds where none are named."""
        kind = RELATIONSHIP_TYPES[type_]
        return self.edges[type_, source_kind or kind.starts[0], target_kind or kind.ends[0]]

    def to_networkx(self, opportunity: str | None = None) -> nx.MultiDiGraph[tuple[str, str]]:
        """Return the whole graph, or one deal, as :func:`graph.networkx_view.to_networkx` does."""
        from graph.networkx_view import to_networkx

        return to_networkx(self, opportunity)


def _node_table(kind: str, frame: pl.DataFrame | None) -> NodeTable:
    schema = node_schema(kind)
    full = pl.DataFrame(schema=schema) if frame is None else conform(frame, schema).sort("id")
    return NodeTable(kind, full)


def _edge_tables(
    type_: str, frame: pl.DataFrame | None, tables: Mapping[str, NodeTable]
) -> dict[EdgeKey, EdgeTable]:
    kind = RELATIONSHIP_TYPES[type_]
    schema = relationship_schema(type_)
    if frame is None or (frame.is_empty() and schema.keys() >= set(frame.columns)):
        keys = [(type_, start, end) for start in kind.starts for end in kind.ends]
        return {key: _no_edges(key, tables) for key in keys}
    full = conform(frame, schema).with_columns(
        pl.col("from_kind").fill_null(kind.starts[0]), pl.col("to_kind").fill_null(kind.ends[0])
    )
    made: dict[EdgeKey, EdgeTable] = {}
    for start in kind.starts:
        for end in kind.ends:
            part = full.filter((pl.col("from_kind") == start) & (pl.col("to_kind") == end))
            made[type_, start, end] = _edge_table((type_, start, end), part, tables)
    return made


def _no_edges(key: EdgeKey, tables: Mapping[str, NodeTable]) -> EdgeTable:
    return EdgeTable(key, _empty(key[0]), (len(tables[key[1]]), len(tables[key[2]])))


@cache
def _empty(type_: str) -> pl.DataFrame:
    """Return the table of a type without a row, as :func:`_edge_table` would make it."""
    ends = ("from_kind", "to_kind", "from", "to")
    kept = {k: v for k, v in relationship_schema(type_).items() if k not in ends}
    return pl.DataFrame(schema=kept | {SOURCE: pl.Int32(), TARGET: pl.Int32()})


def _edge_table(key: EdgeKey, part: pl.DataFrame, tables: Mapping[str, NodeTable]) -> EdgeTable:
    start, end = tables[key[1]], tables[key[2]]
    keys = RELATIONSHIP_TYPES[key[0]].keys
    frame = (
        part.with_columns(
            _positions(part["from"], start).alias(SOURCE),
            _positions(part["to"], end).alias(TARGET),
        )
        .sort(SOURCE, TARGET, *keys, nulls_last=False, maintain_order=True)
        .drop("from_kind", "to_kind", "from", "to")
    )
    return EdgeTable(key, frame, (len(start), len(end)))


def _positions(ids: pl.Series, table: NodeTable) -> pl.Series:
    index = pl.DataFrame(
        {"id": table.frame["id"], "position": np.arange(len(table), dtype=np.int32)}
    )
    found = ids.to_frame("id").join(index, on="id", how="left", maintain_order="left")["position"]
    if found.null_count():
        absent = ids.filter(found.is_null())[0]
        raise KeyError(f"{table.kind} {absent!r} is named by a relationship and is not there")
    return found
