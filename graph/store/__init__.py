"""The graph store: one Bolt code path on Neo4j and on the embedded server.

``connect`` gives a :class:`Store`; ``status``, ``start`` and ``stop`` look after the embedded
server without one.
"""

from __future__ import annotations

from graph.store.connecting import connect, start, status, stop
from graph.store.core import Store
from graph.store.results import (
    Change,
    Dangling,
    Disagreement,
    LoadSummary,
    QueryResult,
    StoreStatus,
    UnfinishedLoad,
)

__all__ = [
    "Change",
    "Dangling",
    "Disagreement",
    "LoadSummary",
    "QueryResult",
    "Store",
    "StoreStatus",
    "UnfinishedLoad",
    "connect",
    "start",
    "status",
    "stop",
]
