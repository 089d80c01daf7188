"""What the graph holds behind a finding, a tie or a stance: who says so, since when, how surely."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import PurePath
from typing import Any

import polars as pl

from graph.decision.results import Analysis, Finding, PersonRow
from graph.model import RELATIONSHIP_TYPES
from graph.snapshot import EdgeTable, Snapshot
from graph.vocabulary import values
from ui.format import DASH, day, plain, share
from ui.text import either, language, t, tn, together, word


@dataclass(frozen=True)
class Statement:
    """One row of evidence; ``missing``: the evidence is that there is none."""

    type: str
    source_id: str
    target_id: str
    says: str
    source: str = DASH
    as_of: date | None = None
    confidence: float | None = None
    missing: bool = False


class Book:
    """Looks statements up in the snapshot."""

    def __init__(self, snapshot: Snapshot, as_of: date) -> None:
        self.snapshot = snapshot
        self.as_of = as_of

    def name(self, id_: str) -> str:
        """Return the name of any node that has this id, the id where none has."""
        for table in self.snapshot.nodes.values():
            if id_ in table:
                return table.name(table.position(id_), language())
        return id_

    def rows(self, source: str, type_: str, target: str) -> Iterable[tuple[EdgeTable, int]]:
        """Find the relationships of a type between two ids; an undirected one either way."""
        kind = RELATIONSHIP_TYPES.get(type_)
        if kind is None:
            return
        ends = [(source, target)] if kind.directed else [(source, target), (target, source)]
        for a, b in ends:
            for start in kind.starts:
                for end in kind.ends:
                    yield from self._between((type_, start, end), a, b)

    def _between(
        self, key: tuple[str, str, str], source: str, target: str
    ) -> Iterable[tuple[EdgeTable, int]]:
        starts, ends = self.snapshot.nodes[key[1]], self.snapshot.nodes[key[2]]
        if source not in starts or target not in ends:
            return
        table = self.snapshot.edges[key]
        wanted = ends.position(target)
        for row in table.out(starts.position(source)):
            if table.target[row] == wanted:
                yield table, int(row)

    def statements(self, source: str, type_: str, target: str) -> list[Statement]:
        """Return what is stated about one relationship."""
        return [
            self._statement(table, row, source, target)
            for table, row in self.rows(source, type_, target)
        ]

    def _statement(self, table: EdgeTable, row: int, source: str, target: str) -> Statement:
        values_of = {name: _plain(table.value(name, row)) for name in table.frame.columns}
        return Statement(
            type=table.type,
            source_id=source,
            target_id=target,
            says=says(table.type, values_of, self.as_of),
            source=source_name(values_of),
            as_of=values_of.get("as_of") or values_of.get("last_contact") or values_of.get("since"),
            confidence=values_of.get("confidence"),
        )

    def stances(self, person: str, deal: str) -> list[Statement]:
        """Return every statement of where a person stands in the deal, the latest first."""
        found = self.statements(person, "HOLDS", deal)
        return sorted(found, key=lambda s: (s.as_of or date.min, s.source), reverse=True)

    def covers(self, person: str) -> list[Statement]:
        """Return who of ours covers a person."""
        people = self.snapshot.nodes["Person"]
        if person not in people:
            return []
        table, sellers = self.snapshot.edge("COVERS"), self.snapshot.nodes["Seller"]
        return [
            self._statement(table, int(row), sellers.ids[table.source[row]], person)
            for row in table.into(people.position(person))
        ]


def _plain(value: Any) -> Any:
    """Return a list column's value as a list."""
    return value.to_list() if isinstance(value, pl.Series) else value


def source_name(row: dict[str, Any]) -> str:
    """Return who says so: the source of the statement or the role, else the files that state it."""
    if row.get("source"):
        return either(str(row["source"]))
    if row.get("role_sources"):
        return together(str(s) for s in row["role_sources"])
    names = [PurePath(str(s).replace("\\", "/")).name or str(s) for s in row.get("sources") or ()]
    return together(names) or DASH


def says(type_: str, row: dict[str, Any], as_of: date) -> str:
    """Put one relationship into words."""
    makers: dict[str, Callable[[dict[str, Any], date], str]] = {
        "COVERS": _contact,
        "COURTS": _contact,
        "HOLDS": _stance,
        "PLAYS": _part,
        "INFLUENCES": lambda r, _d: _weight(r.get("weight")),
        "KNOWS": lambda r, _d: _weight(r.get("strength")),
        "REPORTS_TO": lambda _r, _d: t("line of command"),
        "ACTS_IN": lambda r, _d: word(values.STEP_FUNCTIONS, r.get("function")),
        "BIDS_ON": _bid,
    }
    if type_ in makers:
        return makers[type_](row, as_of)
    kind = RELATIONSHIP_TYPES[type_]
    return kind.zh if language() == "zh" else kind.about.rstrip(".")


def _weight(value: float | None) -> str:
    if value is None:
        return t("stated without a number, counts .5")
    return t("weight {n}", n=plain(value))


def _contact(row: dict[str, Any], as_of: date) -> str:
    if row.get("strength") is not None:
        how = share(row["strength"])
    else:
        how = word(values.COVERAGE_LEVELS, row.get("level"))
    last = row.get("last_contact")
    if last is None:
        return t("{how}, no contact date known", how=how)
    days = (as_of - last).days
    return t("{how} when last met", how=how) + ", " + days_ago(days)


def days_ago(days: int) -> str:
    """Say how long ago."""
    return t("today") if days == 0 else tn("{n} day ago", "{n} days ago", days)


def _stance(row: dict[str, Any], _as_of: date) -> str:
    said = word(values.STANCES, row.get("stance"))
    if row.get("towards"):
        return t("{stance} towards {rival}", stance=said, rival=row["towards"])
    return said


def _bid(row: dict[str, Any], as_of: date) -> str:
    seen = row.get("first_seen")
    if seen is None:
        return t("no day first seen")
    return t("first seen on {day}", day=day(seen, as_of))


def _part(row: dict[str, Any], _as_of: date) -> str:
    parts = [word(values.ROLES, r) for r in row.get("roles") or ()]
    if row.get("vote_weight") is not None:
        parts.append(t("votes {n}", n=f"{row['vote_weight']:g}"))
    if row.get("veto"):
        parts.append(t("veto"))
    return together(parts) or t("takes part, role unknown")


def of_finding(book: Book, finding: Finding, analysis: Analysis) -> list[Statement]:
    """Return the evidence of a finding as the graph states it, what is missing last."""
    found: list[Statement] = []
    seen: set[tuple[str, str, str]] = set()
    for source, type_, target in finding.evidence.relationships:
        if (source, type_, target) not in seen:
            seen.add((source, type_, target))
            found += book.statements(source, type_, target)
    person = next((p for p in analysis.people if p.id == finding.subject.id), None)
    if person is None:
        return found
    deal = analysis.opportunity.id
    if not any(s.type == "HOLDS" and s.source_id == person.id for s in found):
        found += book.stances(person.id, deal)
    if not any(s.type == "COVERS" and s.target_id == person.id for s in found):
        found += book.covers(person.id)
    return found + _gaps(person, found, deal)


def _gaps(person: PersonRow, found: list[Statement], deal: str) -> list[Statement]:
    gaps = []
    if not any(s.type == "COVERS" and s.target_id == person.id for s in found):
        gaps.append(Statement("COVERS", "", person.id, t("no contact in any source"), missing=True))
    if not any(s.type == "HOLDS" and s.source_id == person.id for s in found):
        gaps.append(Statement("HOLDS", person.id, deal, t("no statement at all"), missing=True))
    return gaps
