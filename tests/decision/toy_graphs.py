"""Toy graphs for tests: a snapshot from short literals, nodes made from the ends that are named."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl

from graph.decision import analyze
from graph.model import NODE_KINDS, RELATIONSHIP_TYPES
from graph.records import node_schema, relationship_schema
from graph.settings import Settings
from graph.snapshot import Snapshot

AS_OF = date(2026, 3, 31)

# What the third value of a row means.
THIRD = {
    "WORKS_FOR": "level",
    "PLAYS": "roles",
    "HOLDS": "stance",
    "INFLUENCES": "weight",
    "KNOWS": "strength",
    "COVERS": "strength",
    "COURTS": "strength",
    "ACTS_IN": "function",
    "MEMBER_OF": "share",
    "REPORTS_TO": "enterprise",
}


def toy(nodes: dict[str, dict[str, dict[str, Any]]] | None = None, **rows: list[tuple]) -> Snapshot:
    """Build a snapshot: ``toy(plays=[("wang", "deal", "coach")], for_=[("deal", "bank")])``.

    Each row is (from, to), then the value that matters most for the type, then a dict of others.
    ``nodes`` gives properties of nodes, by kind and id.
    """
    found: dict[str, dict[str, dict[str, Any]]] = {
        kind: dict((nodes or {}).get(kind, {})) for kind in NODE_KINDS
    }
    relationships = {}
    for name, entries in rows.items():
        type_ = name.rstrip("_").upper()
        made = [_row(type_, entry) for entry in entries]
        for row in made:
            found[row["from_kind"]].setdefault(row["from"], {})
            found[row["to_kind"]].setdefault(row["to"], {})
        relationships[type_] = _frame(made, relationship_schema(type_))
    frames = {
        kind: _frame([{"id": i, **own} for i, own in ids.items()], node_schema(kind))
        for kind, ids in found.items()
    }
    return Snapshot.from_frames(frames, relationships, revision=7)


def _row(type_: str, entry: tuple) -> dict[str, Any]:
    kind = RELATIONSHIP_TYPES[type_]
    row: dict[str, Any] = {"from_kind": kind.starts[0], "to_kind": kind.ends[0]}
    row |= {"from": entry[0], "to": entry[1]}
    for value in entry[2:]:
        row |= value if isinstance(value, dict) else {THIRD[type_]: value}
    if isinstance(row.get("roles"), str):
        row["roles"] = row["roles"].split(";")
    return row


def _frame(rows: list[dict[str, Any]], schema: dict[str, pl.DataType]) -> pl.DataFrame:
    return (
        pl.DataFrame(rows, schema_overrides=schema, infer_schema_length=None)
        if rows
        else (pl.DataFrame(schema=schema))
    )


def ask(graph: Snapshot, *what_if: str, **more):
    """Analyse the deal of a toy graph, with its model."""
    more = {"as_of": AS_OF, "explain": True, "settings": Settings()} | more
    return analyze(graph, more.pop("deal", "deal"), what_if=what_if, **more)


FOUR: dict[str, Any] = {
    "nodes": {
        "Person": {
            "chen": {"name": "陈国栋", "name_en": "Chen"},
            "zhao": {"name": "赵敏", "name_en": "Zhao"},
            "qian": {"name": "钱军", "name_en": "Qian"},
            "luo": {"name": "罗明", "name_en": "Luo"},
        },
        "Seller": {
            "lin": {"name": "林悦", "name_en": "Lin"},
            "he": {"name": "贺军", "name_en": "He"},
        },
        "Opportunity": {"deal": {"name": "智慧网点", "amount": 1_000_000.0, "currency": "CNY"}},
    },
    "for_": [("deal", "bank")],
    "works_for": [
        ("chen", "bank", 1),
        ("zhao", "bank", 2),
        ("qian", "bank", 3),
        ("luo", "consultants", {"title": "顾问"}),
    ],
    "reports_to": [("zhao", "chen")],
    "plays": [
        ("chen", "deal", "decision_maker"),
        ("zhao", "deal", "technical_expert"),
        ("qian", "deal", "coach"),
    ],
    "holds": [
        ("zhao", "deal", "supporter", {"source": "visit log"}),
        ("qian", "deal", "mentor", {"source": "visit log"}),
        ("luo", "deal", "non_supporter", {"source": "press"}),
    ],
    "influences": [("qian", "zhao", 0.6), ("luo", "chen", 0.3)],
    "covers": [("lin", "qian", 0.9), ("he", "zhao", 0.29)],
    "works_on": [("lin", "deal"), ("he", "deal")],
}


def four_people(**changes: Any) -> Snapshot:
    """Return the worked example of four people, with some of its tables changed."""
    return toy(**{**FOUR, **changes})
