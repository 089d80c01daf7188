"""Writing to either server against a bare driver loop with the same batches."""

from __future__ import annotations

from contextlib import nullcontext
from typing import TYPE_CHECKING, Any

import neo4j

from benchmarks.figures import Figure
from benchmarks.made import records
from benchmarks.servers import stores
from benchmarks.timing import median, ratio, seconds

if TYPE_CHECKING:
    from collections.abc import Mapping

    from graph.records import Records
    from graph.store import Store

NODES, RELATIONSHIPS = 50_000, 100_000
_NODES = "UNWIND $rows AS r MERGE (n:Person {id: r.id}) SET n += r.p"
_TIES = (
    "UNWIND $rows AS r MATCH (a:Person {id: r.from}) MATCH (b:Person {id: r.to}) "
    "MERGE (a)-[x:INFLUENCES]->(b) SET x += r.p"
)


def run(
    scale: float = 1.0, repeats: int = 3, given: Mapping[str, Store] | None = None
) -> list[Figure]:
    """Load a made graph, load it again unchanged, and write it by a bare loop, in turn."""
    nodes, relationships = max(50, int(NODES * scale)), max(50, int(RELATIONSHIPS * scale))
    made = records(nodes, relationships)
    figures = []
    with nullcontext((given, "")) if given is not None else stores() as (found, missing):
        assert found is not None
        for name, store in found.items():
            figures += _server(name, store, made, repeats)
    if "neo4j" not in found and given is None:
        figures.append(Figure("neo4j", None, note=missing))
    return figures


def _server(name: str, store: Store, made: Records, repeats: int) -> list[Figure]:
    size = store.settings.store.batch_size
    batches = _batches(made, size)
    times: dict[str, list[float]] = {"ours": [], "again": [], "bare": []}

    def ours() -> None:
        _emptied(store)
        times["ours"].append(seconds(lambda: store.load(made)))
        times["again"].append(seconds(lambda: store.load(made)))

    def bare() -> None:
        _emptied(store)
        times["bare"].append(seconds(lambda: _bare(store, batches)))

    order = [ours, bare]
    for _ in range(repeats):
        for task in order:
            task()
        order.reverse()
    _emptied(store)
    rows = made.node_count + made.relationship_count
    note = (
        f"{made.node_count:,} nodes, {made.relationship_count:,} relationships, batches of {size:,}"
    )
    return [
        Figure(f"{name}: rows written by us", rows / median(times["ours"]), "rows/s", note=note),
        Figure(f"{name}: rows written by a bare loop", rows / median(times["bare"]), "rows/s"),
        Figure(f"{name}: ours against bare", ratio(times["bare"], times["ours"]), "", 0.8),
        Figure(
            f"{name}: unchanged files again, times as fast",
            ratio(times["ours"], times["again"]),
            "",
            3.0,
        ),
    ]


def _emptied(store: Store) -> None:
    """Empty the store, its constraints standing: neither side pays for them."""
    from graph.store.meta import prepare

    prepare(store.connection)
    store.wipe()
    prepare(store.connection)


def _batches(made: Records, size: int) -> list[tuple[str, list[dict[str, Any]]]]:
    """Return the statements with their rows, ready before the clock starts."""
    people = made.nodes["Person"].to_dicts()
    rows: list[tuple[str, list[dict[str, Any]]]] = [
        (_NODES, [{"id": p.pop("id"), "p": p | {"sources": [made.source]}} for p in people])
    ]
    ties = made.relationships["INFLUENCES"].drop("from_kind", "to_kind").to_dicts()
    rows.append(
        (
            _TIES,
            [
                {"from": t.pop("from"), "to": t.pop("to"), "p": t | {"sources": [made.source]}}
                for t in ties
            ],
        )
    )
    return [(text, some[i : i + size]) for text, some in rows for i in range(0, len(some), size)]


def _bare(store: Store, batches: list[tuple[str, list[dict[str, Any]]]]) -> None:
    driver: neo4j.Driver = store.connection.driver
    with driver.session(database=store.connection.database) as session:
        for text, rows in batches:
            session.execute_write(_run, text, rows)


def _run(tx: neo4j.ManagedTransaction, text: str, rows: list[dict[str, Any]]) -> None:
    tx.run(text, rows=rows).consume()
