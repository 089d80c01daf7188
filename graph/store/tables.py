"""The tables beside the graph: Parquet files of one store, one set of files a revision.

A table file carries a hidden column saying which source states each row, so that a source can be
taken away. Files are written beside and never changed; a small manifest a revision names them, so
a reader of revision n sees the tables of revision n even while the next load is under way.

What a source restates whole and often (the carriers of one tag) stands in files of its own, its
*part* of the table: restating it writes these files alone. Any other load that changes the table
folds the parts into it again.
"""

from __future__ import annotations

import errno
import json
import os
import uuid
from typing import TYPE_CHECKING, Any

import polars as pl

from graph.model import TABLES_BY_NAME
from graph.records import conform, table_schema
from graph.store.bolt import disk_full
from graph.store.claims import precedence_of
from graph.store.home import private_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

# What sources restate: by table and source, their rows.
Parts = dict[str, dict[str, pl.DataFrame]]

SOURCE = "linchpin_source"
_KEPT_MANIFESTS = 2
# Rows of a part that are written at once.
PART_ROWS = 500_000


class TableFolder:
    """The tables of one store.

    Parameters
    ----------
    folder : Path
        Where they stand; made when first written.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def names(self, revision: int) -> dict[str, int]:
        """Return the rows of each table at ``revision``."""
        return {n: t["rows"] for n, t in self._manifest(revision).items()}

    def read(self, name: str, revision: int, precedence: Sequence[str] = ()) -> pl.DataFrame:
        """Return a table, one row a key: where sources disagree, precedence decides."""
        frame = self.raw(name, revision)
        keys = [k for k in TABLES_BY_NAME[name].keys if k in frame.columns]
        if frame[SOURCE].n_unique() > 1:
            rank = {s: precedence_of(s, precedence) for s in frame[SOURCE].unique().to_list()}
            frame = (
                frame.with_columns(pl.col(SOURCE).replace_strict(rank, default=0).alias("rank"))
                .sort("rank", descending=True, maintain_order=True)
                .unique(keys, keep="last", maintain_order=True)
                .drop("rank")
            )
        return frame.drop(SOURCE).sort(keys, nulls_last=False, maintain_order=True)

    def frame(self, name: str, revision: int) -> pl.DataFrame | None:
        """Return a file of any name as it was written, None where there is none."""
        file = self._manifest(revision).get(name, {}).get("file")
        return None if file is None else pl.read_parquet(self.folder / file)

    def raw(self, name: str, revision: int) -> pl.DataFrame:
        """Return every row with the source that states it."""
        return self.scan(name, revision).collect()

    def scan(self, name: str, revision: int) -> pl.LazyFrame:
        """Return every row with the source that states it, read when it is needed."""
        schema = table_schema(name) | {SOURCE: pl.String()}
        files = _files(self._manifest(revision).get(name, {}))
        if not files:
            return pl.LazyFrame(schema=schema)
        parts = [pl.scan_parquet(self.folder / f) for f in files]
        return pl.concat([_conformed(p, schema) for p in parts], how="diagonal_relaxed")

    def part(self, name: str, revision: int, source: str) -> pl.DataFrame:
        """Return the rows that one source states."""
        return self.scan(name, revision).filter(pl.col(SOURCE) == source).collect()

    def folded(self, name: str, revision: int, source: str) -> bool:
        """Whether rows of a source stand among those of others, not in its own part."""
        file = self._manifest(revision).get(name, {}).get("file")
        if file is None:
            return False
        mine = pl.scan_parquet(self.folder / file).filter(pl.col(SOURCE) == source)
        return mine.select(SOURCE).head(1).collect().height > 0

    def commit(
        self,
        frames: Mapping[str, pl.DataFrame],
        base: int,
        revision: int,
        parts: Parts | None = None,
        tick: Callable[[int], None] = lambda _: None,
    ) -> None:
        """Make ``frames`` (with their source column) the tables of ``revision``.

        Tables that are not among ``frames`` stay as they were at revision ``base``; an empty
        frame takes a table away. ``parts``: what sources restate, whose rows stand in no frame;
        ``tick`` is told of their rows as they are written.
        """
        manifest = dict(self._manifest(base))
        try:
            private_folder(self.folder)
            for name, frame in frames.items():
                manifest.pop(name, None)
                if frame.height:
                    file = f"{name}-{uuid.uuid4().hex[:12]}.parquet"
                    write_parquet(frame, self.folder / file)
                    manifest[name] = {"file": file, "rows": frame.height}
            for name, by_source in (parts or {}).items():
                manifest[name] = self._restated(manifest.get(name, {}), name, by_source, tick)
            manifest = {n: entry for n, entry in manifest.items() if entry["rows"]}
            target = self.folder / f"manifest-{revision}.json"
            write_text(target, json.dumps(manifest, ensure_ascii=False, indent=1))
        except (OSError, pl.exceptions.ComputeError) as error:
            raise_if_full(error)
            raise
        self._clean(revision)

    def _restated(
        self,
        entry: Mapping[str, Any],
        name: str,
        by_source: Mapping[str, pl.DataFrame],
        tick: Callable[[int], None],
    ) -> dict[str, Any]:
        """Return the entry of a table in which sources have parts of their own."""
        parts = dict(entry.get("parts", {}))
        others = entry.get("rows", 0) - sum(p["rows"] for p in parts.values())
        for source, frame in by_source.items():
            parts.pop(source, None)
            if frame.height:
                files = list(self._written(name, frame, tick))
                parts[source] = {"files": files, "rows": frame.height}
        rows = others + sum(p["rows"] for p in parts.values())
        return {**entry, "rows": rows, "parts": parts}

    def _written(
        self, name: str, frame: pl.DataFrame, tick: Callable[[int], None]
    ) -> Iterable[str]:
        for batch in frame.iter_slices(PART_ROWS):
            file = f"{name}-{uuid.uuid4().hex[:12]}.parquet"
            write_parquet(batch, self.folder / file)
            tick(batch.height)
            yield file

    def _manifests(self) -> list[int]:
        if not self.folder.is_dir():
            return []
        return sorted(int(p.stem.split("-")[1]) for p in self.folder.glob("manifest-*.json"))

    def _manifest(self, revision: int) -> dict[str, Any]:
        at = [r for r in self._manifests() if r <= revision]
        if not at:
            return {}
        text = (self.folder / f"manifest-{at[-1]}.json").read_text(encoding="utf-8")
        return dict(json.loads(text))

    def _clean(self, revision: int) -> None:
        known = [r for r in self._manifests() if r <= revision]
        for old in known[:-_KEPT_MANIFESTS]:
            (self.folder / f"manifest-{old}.json").unlink(missing_ok=True)
        entries = (entry for r in self._manifests() for entry in self._manifest(r).values())
        kept = {file for entry in entries for file in _files(entry)}
        for path in self.folder.glob("*.parquet"):
            if path.name not in kept:
                path.unlink(missing_ok=True)


def _files(entry: Mapping[str, Any]) -> list[str]:
    own = [entry["file"]] if "file" in entry else []
    return own + [f for part in entry.get("parts", {}).values() for f in part["files"]]


def _conformed(rows: pl.LazyFrame, schema: Mapping[str, pl.DataType]) -> pl.LazyFrame:
    """Give rows of a file the columns that the table has today."""
    present = rows.collect_schema()
    known = [
        pl.col(n).cast(t) if n in present else pl.lit(None, t).alias(n) for n, t in schema.items()
    ]
    return rows.select(*known, *(pl.col(c) for c in present if c not in schema))


def restate_table(
    name: str, old: pl.DataFrame, rows: pl.DataFrame | None, source: str
) -> pl.DataFrame:
    """Return the rows of a source when it states them whole; ``old`` is what it stated before.

    ``as_of`` says since when a row stands: it is kept where nothing else of the row changed.

    Examples
    --------
    >>> from datetime import date
    >>> old = pl.DataFrame({"customer": ["a"], "tag": ["t"], "as_of": [date(2026, 1, 1)]})
    >>> new = pl.DataFrame({"customer": ["a", "b"], "tag": "t", "as_of": [date(2026, 2, 1)] * 2})
    >>> restate_table("member_tags", old, new, "s")["as_of"].to_list()
    [datetime.date(2026, 1, 1), datetime.date(2026, 2, 1)]
    """
    schema = table_schema(name) | {SOURCE: pl.String()}
    old = conform(old, schema)
    if rows is None or rows.is_empty():
        return old.clear()
    keys = list(TABLES_BY_NAME[name].keys)
    new = conform(rows.with_columns(pl.lit(source).alias(SOURCE)), schema)
    if not _in_order(new, keys):
        new = new.unique(keys, keep="last", maintain_order=True).sort(keys)
    if "as_of" not in schema or old.is_empty():
        return new
    same = [c for c in schema if c not in ("as_of", SOURCE)]
    before = old.select(*same, pl.col("as_of").alias("since"))
    kept = new.join(before, on=same, how="left", nulls_equal=True, maintain_order="left")
    return kept.with_columns(pl.coalesce("since", "as_of").alias("as_of")).drop("since")


def _in_order(frame: pl.DataFrame, keys: Sequence[str]) -> bool:
    """Whether rows stand by their keys and no key is repeated: looking is faster than sorting."""
    after = pl.lit(value=False)
    for key in reversed(keys):
        now, before = pl.col(key), pl.col(key).shift()
        after = (now > before) | ((now == before) & after)
    return bool(frame.select(after.slice(1).all()).item())


def merge_table(
    name: str, old: pl.DataFrame, rows: pl.DataFrame | None, source: str, *, replace: bool
) -> pl.DataFrame:
    """Return the rows of a table after ``source`` states ``rows``.

    A table of months is replaced month by month: what the source said about a month that it now
    states again goes first. Other tables are replaced key by key. With ``replace`` everything
    the source said goes first.

    Examples
    --------
    >>> old = pl.DataFrame({"customer": ["a", "b"], "month": ["2026-01", "2026-01"],
    ...                     "linchpin_source": ["s", "s"]})
    >>> new = pl.DataFrame({"customer": ["a"], "month": ["2026-01"]})
    >>> merge_table("billing", old, new, "s", replace=False)["customer"].to_list()
    ['a']
    """
    schema = table_schema(name) | {SOURCE: pl.String()}
    table = TABLES_BY_NAME[name]
    old = conform(old, schema)
    mine = pl.col(SOURCE) == source
    if replace:
        old = old.filter(~mine)
    if rows is None or rows.is_empty():
        return old
    keys = list(table.keys)
    new = conform(rows.with_columns(pl.lit(source).alias(SOURCE)), schema)
    new = new.unique(keys, keep="last", maintain_order=True)
    by = ["month"] if "month" in keys else keys
    stated = new.select(*by, SOURCE).unique()
    old = old.join(stated, on=[*by, SOURCE], how="anti", nulls_equal=True, maintain_order="left")
    merged = pl.concat([old, new], how="diagonal_relaxed")
    return merged.sort(*keys, SOURCE, nulls_last=False, maintain_order=True)


def same(left: pl.DataFrame, right: pl.DataFrame) -> bool:
    """Whether two tables hold the same rows in the same order."""
    if set(left.columns) != set(right.columns):
        return False
    return left.select(right.columns).equals(right, null_equal=True)


def write_parquet(frame: pl.DataFrame, path: Path) -> None:
    """Write a Parquet file beside its place, then rename it into place."""
    beside = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        frame.write_parquet(beside, compression="zstd")
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def write_text(path: Path, text: str) -> None:
    """Write a text file beside its place, then rename it into place."""
    beside = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        beside.write_text(text, encoding="utf-8")
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def raise_if_full(error: Exception) -> None:
    """Raise the disk-full error if that is what happened."""
    number = getattr(error, "errno", None)
    full = number in (errno.ENOSPC, errno.EDQUOT)
    if full or "No space left" in str(error):
        raise disk_full() from None
