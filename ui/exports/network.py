"""The graph for analysts' programs: networkx, GraphML, GEXF and JSON."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Collection, Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import networkx as nx

if TYPE_CHECKING:
    from graph.snapshot import EdgeTable, Snapshot

    Network = nx.MultiDiGraph[str]

Node = tuple[str, str]

# Characters that XML 1.0 cannot hold.
_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# Names that the formats use themselves.
_TAKEN = {"id", "label", "source", "target", "type", "start", "end", "viz", "key"}
_POSITIONS = {"source_position", "target_position"}


def to_networkx(snapshot: Snapshot, only: Collection[Node] | None = None) -> Network:
    """Return the graph, or what lies between the nodes of ``only``, with all properties.

    A node is called ``Kind:id`` and has ``kind``; a relationship has ``relationship``.
    """
    graph: Network = nx.MultiDiGraph()
    for (kind, id_), properties in nodes_of(snapshot, only):
        graph.add_node(f"{kind}:{id_}", kind=kind, **properties)
    for type_, start, end, properties in relationships_of(snapshot, only):
        graph.add_edge(":".join(start), ":".join(end), relationship=type_, **properties)
    return graph


def nodes_of(
    snapshot: Snapshot, only: Collection[Node] | None = None
) -> Iterator[tuple[Node, dict[str, Any]]]:
    """Iterate over the nodes with what is known of each."""
    for kind, table in snapshot.nodes.items():
        for row in table.frame.iter_rows(named=True):
            if only is None or (kind, row["id"]) in only:
                yield (kind, row["id"]), {k: v for k, v in row.items() if v is not None}


def relationships_of(
    snapshot: Snapshot, only: Collection[Node] | None = None
) -> Iterator[tuple[str, Node, Node, dict[str, Any]]]:
    """Iterate over the relationships: type, both ends, what is known of each."""
    for edge in snapshot.edges.values():
        starts = snapshot.nodes[edge.source_kind].ids
        ends = snapshot.nodes[edge.target_kind].ids
        rows = edge.frame.iter_rows(named=True)
        for s, t, row in zip(edge.source.tolist(), edge.target.tolist(), rows, strict=True):
            start, end = (edge.source_kind, starts[s]), (edge.target_kind, ends[t])
            if only is None or (start in only and end in only):
                yield edge.type, start, end, _known(row)


def _known(row: dict[str, Any]) -> dict[str, Any]:
    return {k: v for k, v in row.items() if v is not None and k not in _POSITIONS}


def around(snapshot: Snapshot, opportunity: str, people: Collection[Node]) -> set[Node]:
    """Return the nodes of one deal: itself, all that touches it, and ``people``."""
    kept: set[Node] = {("Opportunity", opportunity), *people}
    place = snapshot.nodes["Opportunity"].position(opportunity)
    for edge in snapshot.edges.values():
        kept |= _touching(snapshot, edge, place)
    return kept


def _touching(snapshot: Snapshot, edge: EdgeTable, place: int) -> set[Node]:
    found: set[Node] = set()
    if edge.source_kind == "Opportunity":
        ids = snapshot.nodes[edge.target_kind].ids
        found |= {(edge.target_kind, ids[edge.target[row]]) for row in edge.out(place)}
    if edge.target_kind == "Opportunity":
        ids = snapshot.nodes[edge.source_kind].ids
        found |= {(edge.source_kind, ids[edge.source[row]]) for row in edge.into(place)}
    return found


def to_json(graph: Network) -> dict[str, Any]:
    """Return the graph as JSON data: ``nodes`` and ``relationships`` with their properties."""
    return {
        "nodes": [dict(data) for _, data in graph.nodes(data=True)],
        "relationships": [
            {
                "type": data["relationship"],
                "from_kind": start.partition(":")[0],
                "from": start.partition(":")[2],
                "to_kind": end.partition(":")[0],
                "to": end.partition(":")[2],
                "properties": {k: v for k, v in data.items() if k != "relationship"},
            }
            for start, end, data in graph.edges(data=True)
        ],
    }


def write_graphml(graph: Network, path: Path) -> None:
    """Write GraphML, as Gephi, yEd and Cytoscape read it."""
    nx.write_graphml(scrubbed(graph), path, encoding="utf-8", named_key_ids=True)


def write_gexf(graph: Network, path: Path) -> None:
    """Write GEXF, as Gephi reads it."""
    nx.write_gexf(scrubbed(graph), path, encoding="utf-8")


WRITERS: dict[str, Callable[[Any, Path], None]] = {
    "graphml": write_graphml,
    "gexf": write_gexf,
}


def scrubbed(graph: Network) -> Network:
    """Return the graph with nothing that these formats refuse: None, lists, control characters.

    Examples
    --------
    >>> graph = nx.MultiDiGraph()
    >>> graph.add_node("Person:a", kind="Person", roles=["coach", "end_user"], phone=None)
    >>> scrubbed(graph).nodes["Person:a"]
    {'label': 'Person:a', 'kind': 'Person', 'roles': 'coach;end_user'}
    """
    plain: Network = nx.MultiDiGraph()
    for name, data in graph.nodes(data=True):
        label = _plain(data.get("name") or name)
        plain.add_node(_plain(name), label=label, **_properties(data))
    for start, end, data in graph.edges(data=True):
        plain.add_edge(_plain(start), _plain(end), label=data["relationship"], **_properties(data))
    return plain


def _properties(data: dict[str, Any]) -> dict[str, Any]:
    return {
        (f"own_{key}" if key in _TAKEN else str(_plain(key))): plain
        for key, value in data.items()
        if (plain := _plain(value)) is not None
    }


def _plain(value: Any) -> Any:
    if isinstance(value, bool | int):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return ";".join(str(_plain(v)) for v in value)
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False, default=str)
    return None if value is None else _NOT_IN_XML.sub("", str(value))
