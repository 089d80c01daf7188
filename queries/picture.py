"""The graph of a table: the nodes that a result names, and the relationships among them.

A node is named by an ``_id`` column (``deal_id``, ``person_id``) or stands in the result itself;
relationships among the nodes are read through the store, whether the query returned them or not.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from graph.model import NODE_KINDS, RELATIONSHIP_TYPES
from graph.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from graph.store.results import QueryResult
    from queries.catalogue import Column
    from queries.runner import Reader

Key = tuple[str, str]

# What the stem of an id column means where no header says it.
STEMS = {
    "deal": "Opportunity",
    "group": "Enterprise",
    "owner": "Enterprise",
    "company": "Enterprise",
    "customer": "Enterprise",
    "rival": "Competitor",
    **{kind.lower(): kind for kind in NODE_KINDS},
}


@dataclass(frozen=True)
class Picture:
    """Nodes and relationships to draw; ``note`` says what was left out, None where nothing was.

    A node is a dict with ``_kind``, ``id`` and its properties; a relationship has ``_type``,
    ``from``, ``to``, ``from_kind``, ``to_kind`` and its properties.
    """

    nodes: list[dict[str, Any]] = field(default_factory=list)
    relationships: list[dict[str, Any]] = field(default_factory=list)
    note: Text | None = None


def picture(
    store: Reader,
    result: QueryResult,
    columns: Sequence[Column] = (),
    *,
    max_nodes: int = 200,
    max_relationships: int = 1000,
) -> Picture:
    """Return the graph of a result.

    Parameters
    ----------
    store : Store
    result : QueryResult
    columns : sequence of Column, optional
        The columns as the query's header declares them, with their kinds.
    max_nodes, max_relationships : int
        How many to draw; the first rows come first, and what is left out is said.
    """
    named = list(dict.fromkeys(_named(result, columns)))
    nodes = _nodes(store, named[:max_nodes])
    drawn = {(n["_kind"], n["id"]) for n in nodes}
    ties = _relationships(store, drawn)
    return Picture(
        nodes=nodes,
        relationships=ties[:max_relationships],
        note=_left_out(len(named) - min(len(named), max_nodes), len(ties[max_relationships:])),
    )


def _named(result: QueryResult, columns: Sequence[Column]) -> Iterable[Key]:
    """Yield kind and id of every node that a row names; kind ``""`` where nothing says it."""
    declared = {c.name: c.kind for c in columns if c.kind}
    kinds = {c: declared.get(c) or _kind_of(c) for c in result.columns if c.endswith("_id")}
    for row in result.rows:
        for name, value in row.items():
            if name in kinds and isinstance(value, str):
                yield kinds[name], value
            elif name.endswith("_ids") and isinstance(value, list):
                stem = name.removesuffix("s")
                kind = declared.get(name) or _kind_of(stem)
                yield from ((kind, v) for v in value if isinstance(v, str))
            else:
                yield from _inside(value)


def _kind_of(column: str) -> str:
    return STEMS.get(column.removesuffix("_id").rpartition("_")[2], "")


def _inside(value: Any) -> Iterable[Key]:
    """Yield the nodes within a returned value: nodes, ends of relationships, paths, lists."""
    if isinstance(value, list):
        for part in value:
            yield from _inside(part)
    elif isinstance(value, dict) and "_kind" in value:
        yield str(value["_kind"]), str(value["id"])
    elif isinstance(value, dict) and "_type" in value:
        type_ = RELATIONSHIP_TYPES.get(value["_type"])
        ends = (type_.starts, type_.ends) if type_ else ((), ())
        for end, kinds in zip(("from", "to"), ends, strict=True):
            yield (kinds[0] if len(kinds) == 1 else "", str(value[end]))
    elif isinstance(value, dict):
        for part in value.values():
            yield from _inside(part)


def _nodes(store: Reader, named: Sequence[Key]) -> list[dict[str, Any]]:
    wanted: dict[str, list[str]] = {}
    for kind, id_ in named:
        for likely in [kind] if kind in NODE_KINDS else NODE_KINDS:
            wanted.setdefault(likely, []).append(id_)
    found: dict[Key, dict[str, Any]] = {}
    for kind, ids in wanted.items():
        text = f"UNWIND $ids AS id MATCH (n:{kind}) WHERE n.id = id RETURN n ORDER BY n.id"
        for row in store.query(text, {"ids": sorted(set(ids))}, limit=len(ids)).rows:
            node = row["n"]
            found[kind, node["id"]] = node | {"_kind": kind}
    return [found[key] for key in sorted(found)]


def _relationships(store: Reader, drawn: set[Key]) -> list[dict[str, Any]]:
    """Read the relationships whose two ends are drawn, sorted by type and ends."""
    everything = sorted({id_ for _, id_ in drawn})
    found = []
    for kind in sorted({kind for kind, _ in drawn}):
        ids = sorted(id_ for k, id_ in drawn if k == kind)
        text = (
            f"UNWIND $ids AS id MATCH (a:{kind})-[r]->(b) WHERE a.id = id AND b.id IN $all "
            "RETURN a.id AS source, b.id AS target, labels(b)[0] AS target_kind, r"
        )
        for row in store.query(text, {"ids": ids, "all": everything}, limit=100_000).rows:
            if (row["target_kind"], row["target"]) in drawn:
                ends = {"from": row["source"], "to": row["target"]}
                kinds = {"from_kind": kind, "to_kind": row["target_kind"]}
                found.append(row["r"] | ends | kinds)
    return sorted(
        found, key=lambda r: (r["_type"], r["from"], r["to"], str(sorted(r.items(), key=str)))
    )


def _left_out(nodes: int, relationships: int) -> Text | None:
    if not nodes and not relationships:
        return None
    parts = [
        Text(f"{nodes} nodes", f"{nodes} 个节点") if nodes else None,
        Text(f"{relationships} relationships", f"{relationships} 条关系")
        if relationships
        else None,
    ]
    said = [part for part in parts if part is not None]
    return Text(
        f"Left out of the picture: {', '.join(p.en for p in said)}.",
        f"图中省略了 {'、'.join(p.zh for p in said)}。",
    )
