"""What the loader tests share: books written into a folder, records read as plain sets."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from loaders import ReadResult, read_paths


class Books:
    """A folder in which a test writes files and reads them back."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def write(self, name: str, text: str, encoding: str = "utf-8") -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode(encoding))
        return path

    def read(self, **files: str) -> ReadResult:
        """Write each keyword as a CSV file and read the folder."""
        for name, text in files.items():
            self.write(f"{name}.csv", text)
        return read_paths([self.folder])


def facts(frame: pl.DataFrame) -> set[tuple]:
    """Return the rows as a set of tuples (name, value) without absent values."""
    return {
        tuple((k, tuple(v) if isinstance(v, list) else v) for k, v in row.items() if v is not None)
        for row in frame.iter_rows(named=True)
    }


def nodes(result: ReadResult, kind: str) -> set[tuple]:
    return {f for r in result.records for f in facts(r.nodes.get(kind, pl.DataFrame()))}


def ties(result: ReadResult, type_: str) -> set[tuple]:
    """Return relationships of a type as (from, to, (property, value)...)."""
    found = set()
    for record in result.records:
        for row in facts(record.relationships.get(type_, pl.DataFrame())):
            told = dict(row)
            rest = tuple((k, v) for k, v in row if k not in ("from", "to", "from_kind", "to_kind"))
            found.add((told["from"], told["to"], *rest))
    return found


def rejects(result: ReadResult) -> set[tuple]:
    """Return the rejects as (file, line, column, found)."""
    return set(result.rejects.select("file", "line", "column", "found").iter_rows())


def hints(result: ReadResult) -> dict[tuple[str, int], str]:
    return {(r["file"], r["line"]): r["hint"] for r in result.rejects.iter_rows(named=True)}
