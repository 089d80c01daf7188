"""Reading the whole graph as columns against a bare export by collect(), and from the cache."""

from __future__ import annotations

import tempfile
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.figures import Figure
from benchmarks.made import records
from benchmarks.servers import stores
from benchmarks.timing import interleaved, median, ratio
from graph.store.snapshots import SnapshotReader

if TYPE_CHECKING:
    from collections.abc import Mapping

    from graph.store import Store

NODES, RELATIONSHIPS = 100_000, 400_000
_PEOPLE = ("id", "name", "email", "phone", "placeholder", "sources")
_TIES = ("weight", "confidence", "since", "sources")


def run(
    scale: float = 1.0, repeats: int = 3, given: Mapping[str, Store] | None = None
) -> list[Figure]:
    """Load a made graph, then read it all, ours and bare in turn."""
    nodes, relationships = max(50, int(NODES * scale)), max(50, int(RELATIONSHIPS * scale))
    made = records(nodes, relationships)
    figures = []
    with nullcontext((given, "")) if given is not None else stores() as (found, missing):
        assert found is not None
        for name, store in found.items():
            store.load(made)
            figures += _server(name, store, repeats)
            store.wipe()
    if "neo4j" not in found and given is None:
        figures.append(Figure("neo4j", None, note=missing))
    return figures


def _server(name: str, store: Store, repeats: int) -> list[Figure]:
    with tempfile.TemporaryDirectory(prefix="linchpin-bench-") as made:
        folders = iter(range(10**6))

        def ours() -> object:
            """Read anew and keep it on disk, as a first start does."""
            where = Path(made) / str(next(folders))
            return SnapshotReader(store.connection, lambda _: where).get()

        times = interleaved({"ours": ours, "bare": lambda: _bare(store)}, repeats)
        kept = Path(made) / "0"

        def again() -> object:
            """Map what is on disk, as every later start does."""
            return SnapshotReader(store.connection, lambda _: kept).get()

        cached = interleaved({"again": again}, max(3, repeats))["again"]
    snapshot = store.snapshot()
    people, ties = len(snapshot.nodes["Person"]), len(snapshot.edge("INFLUENCES"))
    note = f"{people:,} people, {ties:,} relationships"
    return [
        Figure(f"{name}: snapshot, kept on disk", median(times["ours"]), "s", note=note),
        Figure(f"{name}: bare collect() export", median(times["bare"]), "s"),
        Figure(f"{name}: ours over bare", ratio(times["ours"], times["bare"]), "", 1.3, "most"),
        Figure(f"{name}: snapshot from the cache", median(cached), "s", 0.3, "most"),
    ]


def _bare(store: Store) -> list[Any]:
    nodes = ", ".join(f"collect(n.{c})" for c in _PEOPLE)
    ties = ", ".join(f"collect(x.{c})" for c in _TIES)
    texts = (
        f"MATCH (n:Person) RETURN {nodes}",
        f"MATCH (a:Person)-[x:INFLUENCES]->(b:Person) RETURN collect(a.id), collect(b.id), {ties}",
    )
    with store.connection.driver.session(database=store.connection.database) as session:
        return [session.run(text).single(strict=True).values() for text in texts]
