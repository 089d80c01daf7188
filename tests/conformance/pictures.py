"""The graph as sets of tuples, so that a test states the whole of what there should be."""

from __future__ import annotations

from typing import Any


def _plain(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def nodes(snapshot: Any, kind: str, *names: str) -> set[tuple[Any, ...]]:
    """Return (id, property, ...) of every node of ``kind``."""
    table = snapshot.nodes[kind]
    columns = [table.column(n) for n in names]
    return {(id_, *(_plain(c[i]) for c in columns)) for i, id_ in enumerate(table.ids)}


def edges(
    snapshot: Any, type_: str, *names: str, start: str | None = None, end: str | None = None
) -> set[tuple[Any, ...]]:
    """Return (from, to, property, ...) of every relationship of ``type_``."""
    table = snapshot.edge(type_, start, end)
    sources = snapshot.nodes[table.source_kind].ids
    targets = snapshot.nodes[table.target_kind].ids
    columns = [table.column(n) for n in names]
    return {
        (sources[a], targets[b], *(_plain(c[i]) for c in columns))
        for i, (a, b) in enumerate(zip(table.source, table.target, strict=True))
    }
