"""The graph for analysts' programs: networkx, GraphML, GEXF and JSON."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import networkx as nx

from graph.text import Language

Node = tuple[str, str]

if TYPE_CHECKING:
    Network = nx.MultiDiGraph[Node]

# Characters that XML 1.0 cannot hold.
_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# Names that the formats, or the library that writes them, use themselves.
_TAKEN = (
    *("id", "label", "source", "target", "type", "start", "end", "viz", "key"),
    *("parents", "pid", "spells", "networkx_key"),
)
_RENAMED = {"_kind": "kind", "_type": "relationship"} | {name: f"own_{name}" for name in _TAKEN}


def to_json(graph: Network) -> dict[str, Any]:
    """Return the graph as JSON data: ``nodes`` and ``relationships`` with their properties."""
    return {
        "nodes": [
            {"kind": kind} | {k: v for k, v in data.items() if k != "_kind"}
            for (kind, _), data in graph.nodes(data=True)
        ],
        "relationships": [
            {
                "type": data["_type"],
                "from_kind": start[0],
                "from": start[1],
                "to_kind": end[0],
                "to": end[1],
                "properties": {k: v for k, v in data.items() if k != "_type"},
            }
            for start, end, data in graph.edges(data=True)
        ],
    }


def write_graphml(graph: Network, path: Path, language: Language = "zh") -> None:
    """Write GraphML, as Gephi, yEd and Cytoscape read it, labels in ``language``."""
    nx.write_graphml(scrubbed(graph, language), path, encoding="utf-8")


def write_gexf(graph: Network, path: Path, language: Language = "zh") -> None:
    """Write GEXF, as Gephi reads it, labels in ``language``."""
    nx.write_gexf(scrubbed(graph, language), path, encoding="utf-8")


WRITERS: dict[str, Callable[[Any, Path, Language], None]] = {
    "graphml": write_graphml,
    "gexf": write_gexf,
}


def scrubbed(graph: Network, language: Language = "zh") -> nx.MultiDiGraph[str]:
    """Return the graph with nothing that these formats refuse: None, lists, control characters.

    A node is called ``Kind:id`` and has ``kind``; a relationship has ``relationship``. A property
    has one type over all nodes, and one over all relationships, as both formats declare it.

    Examples
    --------
    >>> graph = nx.MultiDiGraph()
    >>> graph.add_node(("Person", "a"), _kind="Person", id="a", roles=["coach", "end_user"])
    >>> scrubbed(graph).nodes["Person:a"]
    {'label': 'a', 'kind': 'Person', 'own_id': 'a', 'roles': 'coach;end_user'}
    """
    plain: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for node, data in graph.nodes(data=True):
        names = (data.get("name_en"), data.get("name"))
        label = _plain(next(filter(None, names if language == "en" else names[::-1]), node[1]))
        plain.add_node(_called(node), label=label, **_properties(data))
    for number, (start, end, data) in enumerate(graph.edges(data=True)):
        # The key becomes the id of an element, of which a file holds each once.
        plain.add_edge(
            _called(start), _called(end), f"e{number}", label=data["_type"], **_properties(data)
        )
    _of_one_type([data for _, data in plain.nodes(data=True)])
    _of_one_type([data for *_, data in plain.edges(data=True)])
    return plain


def _of_one_type(rows: list[dict[str, Any]]) -> None:
    """Write a property as decimals where some are, as text where its values are of other kinds."""
    kinds: dict[str, set[type]] = {}
    for row in rows:
        for key, value in row.items():
            kinds.setdefault(key, set()).add(type(value))
    for key, found in kinds.items():
        if len(found) == 1:
            continue
        write = float if found == {int, float} else _written
        for row in rows:
            if key in row:
                row[key] = write(row[key])


def _written(value: bool | float | str) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _called(node: Node) -> str:
    return str(_plain(":".join(node)))


def _properties(data: dict[str, Any]) -> dict[str, Any]:
    return {
        _named(key, plain): plain
        for key, value in data.items()
        if (plain := _plain(value)) is not None
    }


def _named(key: str, value: bool | float | str) -> str:
    # The weight of an edge is a number in GEXF.
    if key == "weight" and isinstance(value, bool | str):
        return "own_weight"
    return _RENAMED.get(key) or str(_plain(key))


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
