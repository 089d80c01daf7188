"""Names of what an answer names by id, from the snapshot, in the reader's language."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from graph.snapshot import Snapshot
from ui.text import language


@dataclass(frozen=True)
class Post:
    """Where a person works, as of the day that is looked at."""

    enterprise: str | None = None
    title: str | None = None


class Names:
    """Looks names up; an id that is absent is shown as it is."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot

    def of(self, kind: str, id_: str) -> str:
        """Return the name of a node."""
        table = self.snapshot.nodes[kind]
        return table.name(table.position(id_), language()) if id_ in table else id_

    def value(self, kind: str, id_: str, column: str) -> object:
        """Return a property of a node, None where it or the node is absent."""
        table = self.snapshot.nodes[kind]
        return table.value(column, table.position(id_)) if id_ in table else None

    def post(self, person: str, day: date) -> Post:
        """Return the post of a person: the highest in force."""
        people, edges = self.snapshot.nodes["Person"], self.snapshot.edge("WORKS_FOR")
        if person not in people:
            return Post()
        rows = edges.out(people.position(person))
        rows = rows[edges.in_force((day - date(1970, 1, 1)).days)[rows]]
        if not len(rows):
            return Post()
        row = min(rows.tolist(), key=lambda r: (edges.column("level")[r] or 99, r))
        enterprises = self.snapshot.nodes["Enterprise"]
        own, english = edges.column("title")[row], edges.column("title_en")[row]
        title = (english or own) if language() == "en" else (own or english)
        return Post(enterprises.name(int(edges.target[row]), language()), title)
