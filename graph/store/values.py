"""Turns what the driver answers into plain Python values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import neo4j
from neo4j import time as neo4j_time

from graph.model import ABSENT_DATE, RELATIONSHIP_TYPES
from graph.store.statements import CLAIMS


def plain(value: Any, ends: Mapping[str, str] | None = None) -> Any:
    """Return ``value`` without any class of the driver.

    A node is a dict with ``_kind``, ``id`` and its properties; a relationship a dict with
    ``_type``, ``from``, ``to`` and its properties; a path a list of both in turn. A date is a
    ``datetime.date``.

    Examples
    --------
    >>> plain([1, {"a": neo4j.time.Date(2026, 3, 31)}])
    [1, {'a': datetime.date(2026, 3, 31)}]
    >>> plain(neo4j.time.Duration(days=1))
    'P1D'
    """
    made: Any = value
    if isinstance(value, neo4j.graph.Node):
        kind = next(iter(sorted(value.labels)), None)
        made = {"_kind": kind, "id": value.get("id")} | _properties(value)
    elif isinstance(value, neo4j.graph.Relationship):
        made = {
            "_type": value.type,
            "from": _id(value.start_node, ends or {}),
            "to": _id(value.end_node, ends or {}),
        } | _without_absent_keys(value.type, _properties(value))
    elif isinstance(value, neo4j.graph.Path):
        made = [plain(part, ends) for part in _in_turn(value)]
    elif isinstance(value, neo4j_time.Duration):  # before the tuple, which it is too
        made = value.iso_format()
    elif isinstance(value, list | tuple):
        made = [plain(v, ends) for v in value]
    elif isinstance(value, dict):
        made = {k: plain(v, ends) for k, v in value.items()}
    elif isinstance(value, neo4j_time.Date | neo4j_time.DateTime | neo4j_time.Time):
        native = value.to_native()
        made = None if native == ABSENT_DATE else native
    elif isinstance(value, bytes | bytearray):
        made = value.hex()
    elif value is not None and not isinstance(value, bool | int | float | str):
        made = str(value)
    return made


def _without_absent_keys(type_: str, properties: dict[str, Any]) -> dict[str, Any]:
    kind = RELATIONSHIP_TYPES.get(type_)
    keys = kind.keys if kind else ()
    return {k: v for k, v in properties.items() if k not in keys or v not in ("", None)}


def _id(node: neo4j.graph.Node | None, ends: Mapping[str, str]) -> str | None:
    if node is None:
        return None
    known: str | None = node.get("id") or ends.get(node.element_id)
    return known


def unnamed_ends(values: Iterable[Any]) -> list[str]:
    """Return the server's own ids of relationship ends that came without their properties."""
    found: dict[str, None] = {}

    def walk(value: Any) -> None:
        if isinstance(value, neo4j.graph.Relationship):
            for node in value.nodes:
                if node is not None and node.get("id") is None:
                    found[node.element_id] = None
        elif isinstance(value, list | tuple):
            for v in value:
                walk(v)
        elif isinstance(value, Mapping):
            for v in value.values():
                walk(v)

    for record in values:
        walk(list(record.values()))
    return list(found)


def _properties(entity: neo4j.graph.Entity) -> dict[str, Any]:
    return {k: plain(v) for k, v in sorted(entity.items()) if k not in (CLAIMS, "id")}


def _in_turn(path: neo4j.graph.Path) -> list[Any]:
    parts: list[Any] = [path.nodes[0]]
    for relationship, node in zip(path.relationships, path.nodes[1:], strict=True):
        parts += [relationship, node]
    return parts
