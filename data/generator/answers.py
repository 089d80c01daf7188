"""The known answers: what was planted, and the change of the records that takes it away again."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from data.generator.book import Book, Row

# What tells one row of a relationship from another.
_KEYS = ("from", "to", "source", "towards", "as_of", "function", "since")


@dataclass
class Plant:
    """Plants one cause into the records of a deal and remembers how to take it out again.

    ``findings`` are the (kind, subject) that the cause must show.
    """

    book: Book
    deal: str
    why: str
    findings: list[tuple[str, str]] = field(default_factory=list)
    cure: list[dict[str, Any]] = field(default_factory=list)

    def shows(self, kind: str, subject: str) -> Plant:
        """Say that the product must find ``kind`` about ``subject``."""
        self.findings.append((kind, subject))
        return self

    def remove(self, file: str, keep: Any = None, **where: Any) -> Plant:
        """Take rows out; the cure puts them back. ``keep`` spares rows for which it is true."""
        gone = [r for r in self.book.rows[file] if _is(r, where) and not (keep and keep(r))]
        if not gone:
            raise LookupError(f"no row of {file} is {where}")
        self.book.rows[file] = [r for r in self.book.rows[file] if r not in gone]
        self.cure.append({"op": "add", "file": file, "rows": gone})
        return self

    def change(self, file: str, where: Row, **values: Any) -> Plant:
        """Change rows; the cure changes each of them back."""
        found = [r for r in self.book.rows[file] if _is(r, where)]
        if not found:
            raise LookupError(f"no row of {file} is {where}")
        for row in found:
            key = {k: row[k] for k in _KEYS if row.get(k) is not None and k not in values}
            old = {k: row.get(k) for k in values}
            row.update(values)
            self.cure.append({"op": "set", "file": file, "where": key, "values": old})
        return self

    def insert(self, file: str, **row: Any) -> Plant:
        """Add a row; the cure drops it."""
        added = self.book.add(file, **row)
        self.cure.append({"op": "drop", "file": file, "where": dict(added)})
        return self


def _is(row: Row, where: Row) -> bool:
    return all(row.get(k) == v for k, v in where.items())


@dataclass
class Answers:
    """Everything that the tests hold the product to."""

    plants: list[Plant] = field(default_factory=list)
    clean: list[str] = field(default_factory=list)
    facts: dict[str, Any] = field(default_factory=dict)

    def plant(self, book: Book, deal: str, why: str) -> Plant:
        """Start a plant in ``deal``."""
        made = Plant(book, deal, why)
        self.plants.append(made)
        return made

    def write(self, path: Path) -> None:
        """Write the answers as JSON."""
        data = {
            "clean": self.clean,
            "planted": [
                {
                    "deal": p.deal,
                    "why": p.why,
                    "findings": p.findings,
                    "cure": p.cure,
                }
                for p in self.plants
            ],
            **self.facts,
        }
        path.parent.mkdir(parents=True, exist_ok=True)
        text = json.dumps(data, ensure_ascii=False, indent=1, default=_plain)
        path.write_text(text + "\n", encoding="utf-8", newline="\n")


def _plain(value: Any) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(value)
