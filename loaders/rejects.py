"""The rejects: what is wrong, where, and the row as it was; safe to open in a spreadsheet."""

from __future__ import annotations

import csv
import io
import os
import re
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from graph.errors import LinchpinError
from graph.text import Text

if TYPE_CHECKING:
    from loaders.context import Reading

COLUMNS = ("file", "line", "column", "found", "expected", "hint", "row")
_PLAIN = re.compile(r"[-+]?\d+(?:[.,]\d+)*%?")


def describe(reading: Reading) -> pl.DataFrame:
    """Return all faults with their file and the row as it was."""
    faults = reading.faults.frame()
    parts = []
    for (number,), part in faults.group_by("sheet", maintain_order=True):
        sheet = reading.sheets[int(number)]
        raw = sheet.read()
        rows = raw.frame.filter(pl.col("_line").is_in(part["line"].unique().implode()))
        cells = [str(i) for i in range(len(raw.headers))]
        texts = [_as_csv(row) for row in rows.select(cells).iter_rows()]
        lookup = pl.DataFrame({"line": rows["_line"], "row": pl.Series(texts, dtype=pl.String)})
        joined = part.join(lookup, on="line", how="left", maintain_order="left")
        parts.append(joined.with_columns(pl.lit(sheet.label).alias("file")))
    order = ("file", "line", "column", "found", "expected", "expected_zh", "hint", "hint_zh", "row")
    if not parts:
        return pl.DataFrame(schema={c: pl.UInt32() if c == "line" else pl.String() for c in order})
    return pl.concat(parts).select(order)


def _as_csv(row: tuple[str | None, ...]) -> str:
    line = io.StringIO()
    csv.writer(line, lineterminator="\n").writerow(["" if c is None else c for c in row])
    return line.getvalue()[:-1].replace("\0", "␀")


def inert(text: str) -> str:
    """Keep a text from becoming a formula in a spreadsheet; plain numbers stay.

    Examples
    --------
    >>> inert("=1+1"), inert("-5"), inert("@sum")
    ("'=1+1", '-5', "'@sum")
    """
    if text[:1] in ("=", "+", "-", "@", "\t", "\r") and not _PLAIN.fullmatch(text):
        return f"'{text}"
    return text


def write_rejects(rejects: pl.DataFrame, path: Path, language: str) -> None:
    """Write the rejects as CSV in ``language``, beside and renamed."""
    chosen = rejects
    if language == "zh":
        chosen = rejects.with_columns(expected="expected_zh", hint="hint_zh")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        beside = Path(name)
        try:
            with os.fdopen(handle, "w", encoding="utf-8-sig", newline="") as file:
                _write(chosen.select(COLUMNS), file)
            beside.replace(path)
        finally:
            beside.unlink(missing_ok=True)
    except OSError as error:
        why = error.strerror or str(error)
        raise LinchpinError(
            Text(
                "The rejects cannot be written to {path}: {why}.",
                "无法写入拒绝清单 {path}: {why}。",
            ).format(path=path, why=why),
            Text("Name another file with --rejects.", "请用 --rejects 指定其他文件。"),
        ) from error


def _write(frame: pl.DataFrame, file: io.TextIOBase) -> None:
    writer = csv.writer(file)
    writer.writerow(frame.columns)
    for row in frame.iter_rows():
        writer.writerow([inert(c) if isinstance(c, str) else c for c in row])
