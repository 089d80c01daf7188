"""Small worlds of tagged customers, and expressions over them by plain Python."""

from __future__ import annotations

from datetime import date

import polars as pl

from graph.customers.tags.customers import Customers
from graph.customers.tags.expression import KNOWN, Comparison, Not
from graph.records import conform, table_schema
from graph.snapshot import Snapshot

AS_OF = date(2026, 3, 31)


def world(
    enterprises: dict | None = None,
    members: dict | None = None,
    products: dict | None = None,
    has_tag: list[tuple] = (),
    member_tags: list[tuple] = (),
    **tables: pl.DataFrame,
) -> Customers:
    """Return customers who carry tags; each row of tags may end with who states it."""
    tags = sorted({t[2] for t in has_tag} | {t[1] for t in member_tags})
    ties = pl.DataFrame(
        [
            {"from_kind": kind, "from": who, "to": tag, "sources": list(by[0]) if by else ["book"]}
            for kind, who, tag, *by in has_tag
        ],
        schema={"from_kind": pl.String, "from": pl.String, "to": pl.String,
                "sources": pl.List(pl.String)},
    )  # fmt: skip
    nodes = {
        "Enterprise": pl.DataFrame(enterprises or {"id": []}, schema_overrides={"id": pl.String}),
        "Member": pl.DataFrame(members or {"id": []}, schema_overrides={"id": pl.String}),
        "Product": pl.DataFrame(products or {"id": []}, schema_overrides={"id": pl.String}),
        "Tag": pl.DataFrame({"id": tags}, schema={"id": pl.String}),
    }
    relationships = {"HAS_TAG": ties} | {k: v for k, v in tables.items() if k.isupper()}
    rows = pl.DataFrame(
        [
            {"customer": who, "tag": tag, "value": value, "linchpin_source": (by or ["book"])[0]}
            for who, tag, value, *by in member_tags
        ],
        schema=table_schema("member_tags") | {"linchpin_source": pl.String()},
    )
    snapshot = Snapshot.from_frames({k: f for k, f in nodes.items() if f.height}, relationships)
    months = {
        name: conform(tables.get(name, pl.DataFrame()), table_schema(name)).lazy()
        for name in ("billing", "usage")
    }
    return Customers(snapshot, AS_OF, member_tags=rows.lazy(), **months)


def holds(node, row: dict) -> bool | None:
    """Return whether an expression holds of a row, None where too little is known (Kleene)."""
    if isinstance(node, Comparison):
        return _test(node, row.get(node.column.name))
    if isinstance(node, Not):
        inner = holds(node.inner, row)
        return None if inner is None else not inner
    parts = [holds(p, row) for p in node.parts]
    end = node.word == "or"
    if end in parts:
        return end
    return None if None in parts else not end


def _test(test: Comparison, value) -> bool | None:
    if test.sign == KNOWN:
        return (value is not None) == test.values[0]
    if value is None:
        return None
    first = test.values[0]
    return {
        "=": lambda: value in test.values,
        "!=": lambda: value != first,
        "<": lambda: value < first,
        "<=": lambda: value <= first,
        ">": lambda: value > first,
        ">=": lambda: value >= first,
    }[test.sign]()
