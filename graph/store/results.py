"""What the store answers: typed results of a load, a query and a look at its state."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel, ConfigDict

from graph.text import Text


@dataclass(frozen=True, slots=True)
class Change:
    """How many things of one kind a load created, changed, found unchanged and deleted."""

    created: int = 0
    changed: int = 0
    unchanged: int = 0
    deleted: int = 0

    def __add__(self, other: Change) -> Change:
        return Change(
            self.created + other.created,
            self.changed + other.changed,
            self.unchanged + other.unchanged,
            self.deleted + other.deleted,
        )

    @property
    def writes(self) -> int:
        """Number of things that had to be written."""
        return self.created + self.changed + self.deleted


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Two sources state different values of one property; ``kept`` is the one in force.

    ``key`` is the id of a node, or ``from``, ``to`` and keys of a relationship.
    """

    kind: str
    key: tuple[str, ...]
    property: str
    kept: Any
    kept_source: str
    other: Any
    other_source: str


@dataclass(frozen=True, slots=True)
class Dangling:
    """A relationship that was left out because one of its ends is not in the graph."""

    type: str
    source_id: str
    target_id: str
    absent_kind: str
    absent_id: str


@dataclass
class LoadSummary:
    """What one load did, by node kind, relationship type and table."""

    revision: int = 0
    nodes: dict[str, Change] = field(default_factory=dict)
    relationships: dict[str, Change] = field(default_factory=dict)
    tables: dict[str, int] = field(default_factory=dict)
    disagreements: list[Disagreement] = field(default_factory=list)
    disagreement_count: int = 0
    dangling: list[Dangling] = field(default_factory=list)
    notes: list[Text] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def changed(self) -> bool:
        """Whether anything was written."""
        parts = (*self.nodes.values(), *self.relationships.values())
        return bool(self.tables) or any(c.writes for c in parts)


class UnfinishedLoad(BaseModel):
    """A load that was cut off: run the same load again to complete it."""

    model_config = ConfigDict(frozen=True)

    sources: list[str]
    start: str


class StoreStatus(BaseModel):
    """The state of the store, in the shape of ``linchpin store status --format json``."""

    model_config = ConfigDict(frozen=True)

    server: str
    version: str | None = None
    address: str | None = None
    database: str | None = None
    running: bool = False
    store_id: str | None = None
    revision: int | None = None
    nodes: dict[str, int] = {}
    relationships: dict[str, int] = {}
    tables: dict[str, int] = {}
    unfinished_load: UnfinishedLoad | None = None


@dataclass(frozen=True, slots=True)
class QueryResult:
    """Rows of a query; ``truncated`` says that there were more than the limit."""

    columns: list[str]
    rows: list[dict[str, Any]]
    truncated: bool = False
