"""The version of the server in use."""

from __future__ import annotations

from importlib import metadata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from graph.store.core import Store


def server_version(store: Store) -> str | None:
    """Return the server's version: of Neo4j as it says, of the embedded one its package's."""
    if store.kind == "embedded":
        return metadata.version("arcadedb-embedded")
    rows = store.connection.read("CALL dbms.components() YIELD versions RETURN versions")
    return str(rows[0]["versions"][0]) if rows else None
