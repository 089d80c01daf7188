"""Rows and cells of a delimited text: its separator, then all cells as text."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace
from typing import TYPE_CHECKING

import polars as pl

from graph.errors import InputError
from graph.text import Text
from loaders.cells import Raw, odd_cells
from loaders.delimited.decimals import with_points
from loaders.delimited.encoding import LONGEST_LINE, in_old_encoding, open_text
from loaders.delimited.spaced import read_spaced

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from loaders.cells import Oddity
    from loaders.delimited.encoding import TextFile

_SEPARATORS = (",", ";", "\t", "|")


def read_delimited(path: Path, label: str) -> Raw:
    """Read a delimited text file.

    Raises InputError where it is no table that can be read, OSError where it may not be opened.
    """
    file = open_text(path, label)
    try:
        return _parse(file, label)
    except UnicodeDecodeError:
        return _parse(in_old_encoding(file, path, label), label)


def _parse(file: TextFile, label: str) -> Raw:
    sample = file.head()
    separator, skip = _separator(sample)
    if not skip and len(_header(sample).split()) > 1 and separator not in _header(sample):
        spaced = read_spaced(file.text(), label)
        if spaced is not None:
            return replace(spaced, may_hold_nul=file.nul)
    width = _width(sample, separator, skip)
    names = [str(i) for i in range(width)]
    try:
        cells = pl.read_csv(
            file.source,
            has_header=False,
            separator=separator,
            skip_lines=skip,
            schema=dict.fromkeys([*names, "_surplus"], pl.String()),
            missing_columns="insert",
            extra_columns="ignore",
            glob=False,
        )
    except pl.exceptions.PolarsError as error:
        if "utf-8" in str(error):
            raise UnicodeDecodeError("utf-8", b"", 0, 1, "not UTF-8") from error
        cells = _tolerant(file.text(), separator, skip, names, label)
    headers, body = _headed(cells, names)
    if separator == ";":
        headers, body = with_points(headers, body, label)
    if separator == "|":
        body = _without_rule(body, names)
    odd = body.filter(pl.col("_surplus").is_not_null()).select(
        "_line",
        pl.lit(-1, pl.Int64).alias("column"),
        pl.col("_surplus").alias("found"),
        pl.lit("surplus").alias("why"),
    )
    if file.quote and width > 1:
        odd = pl.concat([odd, *(_swallowed(body, n, separator, width) for n in names)])
    return Raw(headers, body.drop("_surplus"), odd, may_hold_nul=file.nul)


def _without_rule(body: pl.DataFrame, names: list[str]) -> pl.DataFrame:
    """Leave out the line of dashes under the header of a printed table."""
    first = "".join(cell or "" for cell in body.select(names).head(1).row(0)) if body.height else ""
    return body.slice(1) if re.fullmatch(r"[\s:+=-]*-{2}[\s:+=-]*", first) else body


def _swallowed(body: pl.DataFrame, name: str, separator: str, width: int) -> pl.DataFrame:
    """Find cells that run over whole rows: a stray quotation mark up to the next one."""
    broken = body.filter(pl.col(name).str.contains("\n", literal=True)).select("_line", name)
    rows: list[tuple[int, int, str, Oddity]] = []
    for line, cell in broken.iter_rows():
        inner = cell.split("\n")[1:-1]
        if inner and all(part.count(separator) == width - 1 for part in inner):
            rows.append((line, int(name), cell, "swallowed"))
    return odd_cells(rows)


def _separator(sample: str) -> tuple[str, int]:
    """Return the separator, and how many lines stand before the table (Excel's ``sep=;``)."""
    first = sample.split("\n", 1)[0].strip().strip('"')
    if first.startswith("sep=") and len(first) == 5:
        return first[4], 1
    outside = re.sub(r'"[^"]*"', "", _header(sample))
    counts = {s: outside.count(s) for s in _SEPARATORS}
    best = max(counts, key=lambda s: counts[s])
    return (best if counts[best] else ","), 0


def _header(sample: str) -> str:
    return next((line for line in sample.splitlines() if line.strip()), "")


def _width(sample: str, separator: str, skip: int) -> int:
    lines: Iterable[str] = io.StringIO(sample, newline="")
    rows = csv.reader(lines, delimiter=separator)
    for number, row in enumerate(_guarded(rows)):
        if number >= skip and any(cell.strip() for cell in row):
            return len(row)
    return 1


def _guarded(rows: Iterable[list[str]]) -> Iterable[list[str]]:
    try:
        yield from rows
    except csv.Error:
        return


def _headed(cells: pl.DataFrame, names: list[str]) -> tuple[list[str], pl.DataFrame]:
    numbered = cells.with_columns(pl.int_range(1, pl.len() + 1, dtype=pl.UInt32).alias("_line"))
    if numbered[names[0]].null_count():  # else no row can be blank
        numbered = numbered.filter(~pl.all_horizontal(pl.col(names).is_null()))
    headers = [h or "" for h in numbered.row(0)[: len(names)]] if numbered.height else []
    return headers, numbered.slice(1)


def _tolerant(text: str, separator: str, skip: int, names: list[str], label: str) -> pl.DataFrame:
    """Read with the slow parser, which forgives text behind a closing quote."""
    csv.field_size_limit(LONGEST_LINE)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    rows, opened = [], 1
    try:
        for row in reader:
            rows.append(row)
            if _unclosed(row, opened, reader.line_num, text):
                raise _open_quote(label, opened)
            opened = reader.line_num + 1
    except csv.Error as error:
        raise _open_quote(label, opened) from error
    width = len(names)
    padded = [(row + [""] * (width + 1))[: width + 1] for row in rows[skip:]]
    frame = pl.DataFrame(padded, schema=[*names, "_surplus"], orient="row").cast(pl.String)
    return frame.with_columns(pl.all().replace("", None))


def _unclosed(row: list[str], first: int, last: int, text: str) -> bool:
    # The end of the file closes an open quote: that record is the last and has an odd count.
    if not row or "\n" not in row[-1] or last < text.count("\n"):
        return False
    record = text.split("\n", first - 1)[-1]
    return record.count('"') % 2 == 1


def _open_quote(label: str, line: int) -> InputError:
    return InputError(
        Text(
            "A quotation mark that opens in line {line} of {file} is never closed.",
            "{file} 第 {line} 行的引号没有闭合。",
        ).format(file=label, line=line),
        Text(
            'Close it, or write a quotation mark inside a cell twice ("").',
            '请补上引号；单元格内的引号应写两次（""）。',
        ),
    )
