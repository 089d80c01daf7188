"""Takes everything of ours out of a database, and nothing else."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from graph.model import NODE_KINDS, RELATIONSHIP_TYPES
from graph.store import statements as cypher
from graph.store.home import store_folder
from graph.store.meta import load_lock, read_meta
from graph.store.reading import counts

if TYPE_CHECKING:
    from graph.store.bolt import Connection

_BATCH = 5_000


def wipe(connection: Connection) -> None:
    """Delete every node of ours with its relationships, documents, tables and snapshots."""
    meta = read_meta(connection)
    if meta is None:
        return
    with load_lock(connection, []):
        present = counts(connection)
        for type_ in (RELATIONSHIP_TYPES[t] for t in present if t not in NODE_KINDS):
            for start in type_.starts:
                found = f"MATCH (:{start})-[x:{type_.name}]->()"
                _drain(connection, f"{found} WITH x LIMIT {_BATCH} DELETE x")
        for kind in (k for k in present if k in NODE_KINDS):
            _drain(connection, f"MATCH (x:{kind}) WITH x LIMIT {_BATCH} DETACH DELETE x")
        _drain(connection, f"MATCH (x:{cypher.DOCUMENT}) WITH x LIMIT {_BATCH} DELETE x")
        connection.write(f"MATCH (m:{cypher.META}) DELETE m")
    shutil.rmtree(store_folder(meta.store_id), ignore_errors=True)


def drain_members(connection: Connection) -> None:
    """Take the individual members out of the graph; they stand in a table from now on."""
    for statement in (
        f"MATCH ()-[x:BELONGS_TO]->() WITH x LIMIT {_BATCH} DELETE x",
        f"MATCH (x:Member) WITH x LIMIT {_BATCH} DETACH DELETE x",
    ):
        _drain(connection, statement)


def _drain(connection: Connection, statement: str) -> None:
    while connection.write(statement + " RETURN count(*) AS n")[0]["n"]:
        pass
