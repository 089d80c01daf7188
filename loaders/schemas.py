"""JSON schemas of node kinds, relationship types and tables, generated from the vocabulary."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from graph.model import NODE_KINDS, RELATIONSHIP_TYPES, TABLES_BY_NAME

if TYPE_CHECKING:
    from graph.model import NodeKind, Property, RelationshipType, Table

_TYPES: dict[str, dict[str, Any]] = {
    "text": {"type": "string"},
    "texts": {"type": "array", "items": {"type": "string"}},
    "number": {"type": "number"},
    "integer": {"type": "integer"},
    "yes_no": {"type": "boolean"},
    "date": {"type": "string", "format": "date"},
    "month": {"type": "string", "pattern": r"^\d{4}-\d{2}$"},
}


def schema_names() -> list[str]:
    """Return every name that :func:`vocabulary_schema` knows."""
    return [*NODE_KINDS, *RELATIONSHIP_TYPES, *TABLES_BY_NAME]


def vocabulary_schema(name: str) -> dict[str, Any]:
    """Return the JSON schema (draft 2020-12) of a node kind, relationship type or table.

    Examples
    --------
    >>> schema = vocabulary_schema("INFLUENCES")
    >>> schema["properties"]["weight"]["maximum"], schema["required"]
    (1.0, ['from', 'to'])
    """
    if name in NODE_KINDS:
        return _schema(NODE_KINDS[name], {})
    if name in TABLES_BY_NAME:
        return _schema(TABLES_BY_NAME[name], {})
    type_ = RELATIONSHIP_TYPES[name]
    ends: dict[str, Any] = {
        "from": {"type": "string", "description": "Id of the first end."},
        "from_kind": {"enum": list(type_.starts)},
        "to": {"type": "string", "description": "Id of the second end."},
        "to_kind": {"enum": list(type_.ends)},
    }
    return _schema(type_, ends)


def _schema(what: NodeKind | RelationshipType | Table, ends: dict[str, Any]) -> dict[str, Any]:
    required = [p.name for p in what.properties if p.required]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": what.name,
        "description": f"{what.zh}. {what.about}",
        "type": "object",
        "properties": ends | {p.name: _property(p) for p in what.properties},
        "required": [*(e for e in ("from", "to") if e in ends), *required],
        "additionalProperties": True,
    }


def _property(property_: Property) -> dict[str, Any]:
    schema = {**_TYPES[property_.type], "description": f"{property_.zh}. {property_.about}"}
    if property_.values is not None:
        words = {"enum": list(property_.values.words)}
        schema |= {"items": {"type": "string", **words}} if property_.type == "texts" else words
    if property_.low is not None:
        schema["minimum"] = property_.low
    if property_.high is not None:
        schema["maximum"] = property_.high
    return schema
