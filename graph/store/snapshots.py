"""Reads the whole graph as a snapshot, and keeps it on disk by revision."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from graph import snapshot_cache
from graph.model import NODE_KINDS, RELATIONSHIP_TYPES
from graph.snapshot import Snapshot
from graph.store.meta import read_meta
from graph.store.state import State
from graph.store.statements import CLAIMS, ends_of
from graph.store.tables import TableFolder, raise_if_full
from graph.text import Text

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from graph.store.bolt import Connection
    from graph.store.meta import Meta

    Progress = Callable[[int, int, Text], None]

READING = Text("Reading {name}", "正在读取 {name}")
_TRIES = 3


class SnapshotReader:
    """Gives the snapshot of the store's present revision.

    While a load is under way, or was cut off, the graph is between two revisions: then the last
    whole snapshot on disk is given, and what has to be read is not kept.
    """

    def __init__(self, connection: Connection, folder: Callable[[str], Path]) -> None:
        self.connection = connection
        self.folder = folder
        self._last: tuple[str, Snapshot] | None = None

    def get(self, progress: Progress | None = None) -> Snapshot:
        """Return the snapshot, from memory, from disk or from the server."""
        for _ in range(_TRIES):
            meta = read_meta(self.connection)
            if meta is None:
                return Snapshot.from_frames({}, {})
            known = self._known(meta)
            if known is not None:
                return known
            tables = TableFolder(self.folder(meta.store_id) / "tables")
            snapshot = read_snapshot(State(self.connection, meta, tables), progress)
            after = read_meta(self.connection)
            if after == meta and meta.unfinished is None:
                self._keep(meta, snapshot)
                return snapshot
            if after is not None and after.unfinished is not None:
                return snapshot
        return snapshot

    def forget(self) -> None:
        """Drop the snapshot in memory."""
        self._last = None

    def _cache(self, meta: Meta) -> Path:
        return self.folder(meta.store_id) / "snapshots"

    def _known(self, meta: Meta) -> Snapshot | None:
        if self._last is not None and self._last[0] == meta.store_id:
            last = self._last[1]
            if last.revision == meta.revision:
                return last
        found = snapshot_cache.load(self._cache(meta), meta.revision)
        if found is not None:
            self._last = (meta.store_id, found)
        return found

    def _keep(self, meta: Meta, snapshot: Snapshot) -> None:
        self._last = (meta.store_id, snapshot)
        try:
            snapshot_cache.save(snapshot, self._cache(meta))
        except OSError as error:
            raise_if_full(error)
            raise


def read_snapshot(state: State, progress: Progress | None = None) -> Snapshot:
    """Read every kind and type, column by column; members wherever they stand."""
    nodes, relationships = {}, {}
    columns = state.meta.columns
    kinds = [k for k in NODE_KINDS if k in columns]
    types = [t for t in RELATIONSHIP_TYPES if t in columns]
    total = len(kinds) + len(types)

    def tell(done: int, name: str) -> None:
        if progress is not None:
            progress(done, total, READING.format(name=name))

    for i, kind in enumerate(kinds):
        tell(i, kind)
        nodes[kind] = state.nodes(kind, _visible(state, kind))
    for i, type_ in enumerate(types):
        tell(len(kinds) + i, type_)
        names = _visible(state, type_)
        frames = [state.relationships(ends, names) for ends in ends_of(type_)]
        relationships[type_] = pl.concat(frames, how="diagonal_relaxed")
    return Snapshot.from_frames(nodes, relationships, state.meta.revision)


def _visible(state: State, name: str) -> list[str]:
    return [c for c in state.columns(name) if c != CLAIMS]
