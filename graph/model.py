"""The vocabulary: every node kind, relationship type, property and table, as data.

Everything that depends on the shape of the graph (constraints, MERGE statements, the native
file format, JSON schemas, ``docs/graph-model.md``) is generated from what is listed here. To add
a property, add its line in :mod:`graph.vocabulary`.
"""

from __future__ import annotations

from datetime import date

from graph.vocabulary import values
from graph.vocabulary.nodes import NODES
from graph.vocabulary.relationships import RELATIONSHIPS
from graph.vocabulary.tables import TABLES
from graph.vocabulary.types import NodeKind, Property, RelationshipType, Table, Value, Values, fold

__all__ = [
    "ABSENT_DATE",
    "COVERAGE_NUMBER",
    "NODE_KINDS",
    "RELATIONSHIP_TYPES",
    "STANCE_NUMBER",
    "TABLES_BY_NAME",
    "NodeKind",
    "Property",
    "RelationshipType",
    "Table",
    "Value",
    "Values",
    "fold",
    "values",
]

NODE_KINDS: dict[str, NodeKind] = {kind.name: kind for kind in NODES}
RELATIONSHIP_TYPES: dict[str, RelationshipType] = {r.name: r for r in RELATIONSHIPS}
TABLES_BY_NAME: dict[str, Table] = {table.name: table for table in TABLES}

# Neither server merges on a null key: an absent date is stored as this one, an absent text as "".
ABSENT_DATE = date(1, 1, 1)

# Numbers of the stance scale (unknown has none) and of the coverage levels.
STANCE_NUMBER: dict[str, float] = values.STANCES.numbers
COVERAGE_NUMBER: dict[str, float] = values.COVERAGE_LEVELS.numbers
