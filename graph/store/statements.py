"""Cypher generated from the vocabulary: constraints, writes, reads by column, deletions.

Names are quoted with back-quotes wherever they come from data (a column that nobody listed), so
no file can break out of a statement.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.model import ABSENT_DATE, NODE_KINDS, RELATIONSHIP_TYPES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from graph.model import RelationshipType

META = "LinchpinMeta"
# Reviews and scenarios: graph/store/documents.py.
DOCUMENT = "LinchpinDocument"
# Where several sources state one thing, what each of them says, as JSON; else absent.
CLAIMS = "linchpin_claims"

Ends = tuple[str, str, str]


def quoted(name: str) -> str:
    """Quote a name for Cypher.

    Examples
    --------
    >>> quoted("odd`name")
    '`odd``name`'
    """
    return "`" + name.replace("`", "``") + "`"


# Plain SHOW: the embedded server knows no YIELD here.
SHOW_CONSTRAINTS = "SHOW CONSTRAINTS"


def constraints() -> dict[str, str]:
    """Return the uniqueness constraint of every node kind; they come before the first write."""
    return {
        kind: f"CREATE CONSTRAINT linchpin_{kind} IF NOT EXISTS "
        f"FOR (n:{kind}) REQUIRE n.id IS UNIQUE"
        for kind in (*NODE_KINDS, META, DOCUMENT)
    }


def absent_key(type_: RelationshipType, key: str) -> object:
    """Return what stands for an absent key property: neither server merges on null."""
    listed = type_.property(key)
    return ABSENT_DATE if listed is not None and listed.type == "date" else ""


def write_nodes(kind: str) -> str:
    """Rows of ``id`` and ``p`` (properties; null removes one).

    Examples
    --------
    >>> write_nodes("Person")
    'UNWIND $rows AS r MERGE (n:Person {id: r.id}) SET n += r.p'
    """
    return f"UNWIND $rows AS r MERGE (n:{kind} {{id: r.id}}) SET n += r.p"


def write_relationships(ends: Ends) -> str:
    """Rows of ``from``, ``to``, one field a key and ``p``; answers how many found both ends.

    Examples
    --------
    >>> write_relationships(("FOR", "Opportunity", "Enterprise"))
    ... # doctest: +NORMALIZE_WHITESPACE
    'UNWIND $rows AS r MATCH (a:Opportunity {id: r.from}) MATCH (b:Enterprise {id: r.to})
     MERGE (a)-[x:FOR]->(b) SET x += r.p RETURN count(x) AS written'
    """
    type_, start, end = ends
    keys = ", ".join(f"{quoted(k)}: r.{quoted('k_' + k)}" for k in RELATIONSHIP_TYPES[type_].keys)
    pattern = f" {{{keys}}}" if keys else ""
    return (
        f"UNWIND $rows AS r MATCH (a:{start} {{id: r.from}}) MATCH (b:{end} {{id: r.to}}) "
        f"MERGE (a)-[x:{type_}{pattern}]->(b) SET x += r.p RETURN count(x) AS written"
    )


def delete_relationships(ends: Ends) -> str:
    """Rows of ``from``, ``to`` and one field a key."""
    type_, start, end = ends
    tests = [f"x.{quoted(k)} = r.{quoted('k_' + k)}" for k in RELATIONSHIP_TYPES[type_].keys]
    where = f" WHERE {' AND '.join(tests)}" if tests else ""
    return (
        f"UNWIND $rows AS r MATCH (a:{start} {{id: r.from}})-[x:{type_}]->(b:{end} {{id: r.to}})"
        f"{where} DELETE x"
    )


def delete_lonely_nodes(kind: str) -> str:
    """Delete those of ``$ids`` that no relationship needs any more; answers their ids."""
    return (
        f"UNWIND $ids AS id MATCH (n:{kind} {{id: id}}) WHERE NOT (n)--() "
        "WITH n, id DELETE n RETURN collect(id) AS deleted"
    )


def count_all() -> str:
    """Count everything in one statement: rows of ``name`` and ``n``, a type by its start kinds."""
    parts = [f"MATCH (n:{k}) RETURN '{k}' AS name, count(n) AS n" for k in NODE_KINDS]
    # Without its start the embedded server looks at every node for each type.
    parts += [
        f"MATCH (:{start})-[r:{t.name}]->() RETURN '{t.name}' AS name, count(r) AS n"
        for t in RELATIONSHIP_TYPES.values()
        for start in t.starts
    ]
    return " UNION ALL ".join(parts)


def _columns(variable: str, columns: Iterable[tuple[str, bool]], *, whole: bool) -> list[str]:
    # collect() drops nulls: '' stands for absent. A date is sent as text, which the driver reads
    # three times as fast as a date object.
    parts = []
    for i, (name, is_date) in enumerate(columns):
        value = f"{variable}.{quoted(name)}"
        value = f"coalesce(toString({value}), '')" if is_date else f"coalesce({value}, '')"
        parts.append(f"{f'collect({value})' if whole else value} AS c{i}")
    return parts


def read_nodes(
    kind: str, columns: Sequence[tuple[str, bool]], *, by_id: bool = False, whole: bool = True
) -> str:
    """Read a kind: ``columns`` are (name, is a date); ``whole`` columns in one row, else by row.

    Examples
    --------
    >>> read_nodes("Person", [("as_of", True)])  # doctest: +NORMALIZE_WHITESPACE
    "MATCH (n:Person) RETURN collect(n.id) AS id, collect(coalesce(toString(n.`as_of`), '')) AS c0"
    """
    match = f"MATCH (n:{kind})"
    if by_id:
        match = f"UNWIND $ids AS wanted MATCH (n:{kind} {{id: wanted}})"
    ids = "collect(n.id) AS id" if whole else "n.id AS id"
    return f"{match} RETURN " + ", ".join([ids, *_columns("n", columns, whole=whole)])


def read_relationships(
    ends: Ends, columns: Sequence[tuple[str, bool]], *, by_id: bool = False, whole: bool = True
) -> str:
    """Read the relationships of a type between two kinds, as :func:`read_nodes` does."""
    type_, start, end = ends
    match = f"MATCH (a:{start})-[x:{type_}]->(b:{end})"
    if by_id:
        match = (
            f"UNWIND $pairs AS pair MATCH (a:{start} {{id: pair[0]}})-[x:{type_}]->"
            f"(b:{end} {{id: pair[1]}})"
        )
    ids = ["a.id AS source", "b.id AS target"]
    if whole:
        ids = ["collect(a.id) AS source", "collect(b.id) AS target"]
    return f"{match} RETURN " + ", ".join([*ids, *_columns("x", columns, whole=whole)])


def existing_ids(kind: str) -> str:
    """Return those of ``$ids`` that are there."""
    return f"UNWIND $ids AS id MATCH (n:{kind} {{id: id}}) RETURN collect(n.id) AS ids"


def ends_of(type_: str) -> list[Ends]:
    """Return every (type, start kind, end kind) that the vocabulary allows for ``type_``."""
    kind = RELATIONSHIP_TYPES[type_]
    return [(type_, start, end) for start in kind.starts for end in kind.ends]
