"""The graph, or one deal of it, as analysts want it: a networkx multigraph."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import networkx as nx
import polars as pl

if TYPE_CHECKING:
    from graph.snapshot import EdgeTable, Snapshot

Node = tuple[str, str]
_POSITIONS = frozenset({"source_position", "target_position"})
# What joins the people of a deal to each other and to those who look after them.
_AMONG_PEOPLE = ("COVERS", "COURTS", "WORKS_FOR", "HAS_NEED")


def to_networkx(snapshot: Snapshot, opportunity: str | None = None) -> nx.MultiDiGraph[Node]:
    """Return the whole graph, or that of one deal.

    Parameters
    ----------
    snapshot : Snapshot
        The graph as columns.
    opportunity : str or None
        Id of a deal: then the deal with everything that touches it or its steps, the employers
        and needs of its people, who covers and courts them, and every tie between these.

    Returns
    -------
    networkx.MultiDiGraph
        A node is the tuple ``(kind, id)`` and has ``_kind``, ``id`` and its properties; a
        relationship has ``_type`` and its properties. What is absent is left out.

    Examples
    --------
    >>> import polars as pl
    >>> from graph.snapshot import Snapshot
    >>> snap = Snapshot.from_frames(
    ...     {"Person": pl.DataFrame({"id": ["a", "b"], "name": ["Ann", None]})},
    ...     {"INFLUENCES": pl.DataFrame({"from": ["a"], "to": ["b"], "weight": [0.5]})})
    >>> graph = to_networkx(snap)
    >>> graph.nodes["Person", "a"]["name"]
    'Ann'
    >>> list(graph.edges(data="weight"))
    [(('Person', 'a'), ('Person', 'b'), 0.5)]
    """
    graph: nx.MultiDiGraph[Node] = nx.MultiDiGraph()
    kept = None if opportunity is None else _of_deal(snapshot, opportunity)
    for kind, table in snapshot.nodes.items():
        if kept is not None and not kept.get(kind):
            continue
        frame = table.frame if kept is None else _rows(table.frame, sorted(kept[kind]))
        for row in frame.iter_rows(named=True):
            graph.add_node((kind, row["id"]), _kind=kind, **_known(row))
    for edges in snapshot.edges.values():
        if len(edges):
            _add_edges(graph, snapshot, edges, kept)
    return graph


def _add_edges(
    graph: nx.MultiDiGraph[Node],
    snapshot: Snapshot,
    edges: EdgeTable,
    kept: dict[str, set[int]] | None,
) -> None:
    starts, ends = snapshot.nodes[edges.source_kind].ids, snapshot.nodes[edges.target_kind].ids
    source, target = edges.source.tolist(), edges.target.tolist()
    rows = list(range(len(edges)))
    if kept is not None:
        here, there = kept.get(edges.source_kind, set()), kept.get(edges.target_kind, set())
        rows = [i for s in sorted(here) for i in edges.out(s).tolist() if target[i] in there]
    for i, row in zip(rows, _rows(edges.frame, rows).iter_rows(named=True), strict=True):
        graph.add_edge(
            (edges.source_kind, starts[source[i]]),
            (edges.target_kind, ends[target[i]]),
            _type=edges.type,
            **_known(row),
        )


def _rows(frame: pl.DataFrame, rows: list[int]) -> pl.DataFrame:
    return frame.select(pl.all().gather(pl.Series(rows, dtype=pl.UInt32)))


def _known(row: dict[str, Any]) -> dict[str, Any]:
    return {k: v for k, v in row.items() if v is not None and k not in _POSITIONS}


def _of_deal(snapshot: Snapshot, opportunity: str) -> dict[str, set[int]]:
    """Return the positions of a deal's nodes, by kind."""
    kept: dict[str, set[int]] = {
        "Opportunity": {snapshot.nodes["Opportunity"].position(opportunity)}
    }
    for edges in snapshot.edges.values():
        _reach(edges, "Opportunity", kept["Opportunity"].copy(), kept)
    for edges in snapshot.edges.values():
        if edges.type == "ACTS_IN":
            _reach(edges, "Step", kept.get("Step", set()).copy(), kept)
    people = kept.get("Person", set()).copy()
    for edges in snapshot.edges.values():
        if edges.type in _AMONG_PEOPLE:
            _reach(edges, "Person", people, kept)
    return kept


def _reach(edges: EdgeTable, kind: str, places: set[int], kept: dict[str, set[int]]) -> None:
    """Add what stands at the other end of the relationships of ``places``."""
    for place in places:
        if edges.source_kind == kind and edges.target_kind != kind:
            found = edges.target[edges.out(place)].tolist()
            kept.setdefault(edges.target_kind, set()).update(found)
        if edges.target_kind == kind and edges.source_kind != kind:
            found = edges.source[edges.into(place)].tolist()
            kept.setdefault(edges.source_kind, set()).update(found)
