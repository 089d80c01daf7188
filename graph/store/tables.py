"""The tables beside the graph: Parquet files of one store, one set of files a revision.

A table file carries a hidden column saying which source states each row, so that a source can be
taken away. Files are written beside and never changed; a small manifest a revision names them, so
a reader of revision n sees the tables of revision n even while the next load is under way.
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
    from collections.abc import Mapping, Sequence
    from pathlib import Path

SOURCE = "linchpin_source"
_KEPT_MANIFESTS = 2


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
        entry = self._manifest(revision).get(name)
        return None if entry is None else pl.read_parquet(self.folder / entry["file"])

    def raw(self, name: str, revision: int) -> pl.DataFrame:
        """Return every row with the source that states it."""
        schema = table_schema(name) | {SOURCE: pl.String()}
        frame = self.frame(name, revision)
        return pl.DataFrame(schema=schema) if frame is None else conform(frame, schema)

    def commit(self, frames: Mapping[str, pl.DataFrame], base: int, revision: int) -> None:
        """Make ``frames`` (with their source column) the tables of ``revision``.

        Tables that are not among ``frames`` stay as they were at revision ``base``; an empty
        frame takes a table away.
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
            target = self.folder / f"manifest-{revision}.json"
            write_text(target, json.dumps(manifest, ensure_ascii=False, indent=1))
        except (OSError, pl.exceptions.ComputeError) as error:
            raise_if_full(error)
            raise
        self._clean(revision)

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
        kept = {entry["file"] for r in self._manifests() for entry in self._manifest(r).values()}
        for path in self.folder.glob("*.parquet"):
            if path.name not in kept:
                path.unlink(missing_ok=True)


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
