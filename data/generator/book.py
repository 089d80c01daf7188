"""The book while it is being written: rows by file, ids handed out, dice by subject."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

import polars as pl

from data import AS_OF
from graph.model import NODE_KINDS, RELATIONSHIP_TYPES, TABLES_BY_NAME
from graph.records import node_schema, relationship_schema, table_schema

Row = dict[str, Any]

# Files whose rows are many and are read by machines rather than by people.
PARQUET = ("members", "belongs_to", "usage", "member_tags", "member_targets", "billing")

_FILES = (
    {kind.file: node_schema(kind.name) for kind in NODE_KINDS.values()}
    | {kind.file: relationship_schema(kind.name) for kind in RELATIONSHIP_TYPES.values()}
    | {name: table_schema(name) for name in TABLES_BY_NAME}
)

_RELATIONSHIPS = {kind.file for kind in RELATIONSHIP_TYPES.values()}


def days_ago(days: int, since: date = AS_OF) -> date:
    """Return the day ``days`` before ``since``."""
    return since - timedelta(days=days)


@dataclass
class Book:
    """Rows of every file, in the order in which they were told.

    Parameters
    ----------
    seed : int
        Everything random comes from :meth:`dice`, so one seed gives one book.
    """

    seed: int
    rows: dict[str, list[Row]] = field(default_factory=lambda: defaultdict(list))
    frames: dict[str, pl.DataFrame] = field(default_factory=dict)
    _counts: dict[str, int] = field(default_factory=dict)

    def dice(self, subject: str) -> Random:
        """Return random numbers of their own for ``subject``: a change in one moves no other."""
        return Random(f"{self.seed}/{subject}")  # noqa: S311 -- a sample book, no secret

    def next_id(self, prefix: str, width: int = 3) -> str:
        """Return the next id with ``prefix``."""
        self._counts[prefix] = self._counts.get(prefix, 0) + 1
        return f"{prefix}{self._counts[prefix]:0{width}d}"

    def add(self, file: str, **row: Any) -> Row:
        """Add a row to ``file``; ``start`` and ``end`` are the two ends of a relationship."""
        if file in _RELATIONSHIPS:
            row = {"from": row.pop("start"), "to": row.pop("end"), **row}
        self.rows[file].append(row)
        return row

    def frame(self, file: str) -> pl.DataFrame:
        """Return one file as a typed frame with the columns that are filled."""
        if file in self.frames:
            return self.frames[file]
        rows = self.rows[file]
        names = {name for row in rows for name, value in row.items() if value is not None}
        schema = {name: type_ for name, type_ in _FILES[file].items() if name in names}
        strange = names - schema.keys()
        if strange:
            raise KeyError(f"{file} has no column {sorted(strange)}")
        return pl.DataFrame([{n: row.get(n) for n in schema} for row in rows], schema=schema)

    def files(self) -> list[str]:
        """Return the names of all files that have rows, nodes first."""
        return [f for f in _FILES if f in self.frames or self.rows.get(f)]

    def write(self, folder: Path) -> None:
        """Write the book into ``folder``, replacing what an earlier run left there."""
        folder.mkdir(parents=True, exist_ok=True)
        for old in (*folder.glob("*.csv"), *folder.glob("*.parquet")):
            old.unlink()
        for file in self.files():
            frame = self.frame(file)
            if file in PARQUET:
                frame.write_parquet(
                    folder / f"{file}.parquet", compression="zstd", statistics=False
                )
            else:
                text = frame.with_columns(
                    pl.col(pl.List(pl.String)).list.join(";"), pl.col(pl.Boolean).cast(pl.String)
                ).write_csv(float_precision=None)
                (folder / f"{file}.csv").write_text(text, encoding="utf-8", newline="\n")
