"""The history of a campaign: a row a contact, with any columns, each cell spelled one way.

CSV, Excel (its first sheet) or Parquet, also as ``.gz``. What a cell is spelled as depends on
that cell alone, never on the rest of its column: a plain number (``1234.5``), a day or moment in
ISO, or the words as they stand.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from graph.errors import InputError, NotFoundError, not_found
from graph.text import Text
from loaders.campaigns import Fault, ListFile, described, odd_faults
from loaders.cells import Raw
from loaders.conversion import clean
from loaders.dates import parse_date
from loaders.moments import moments
from loaders.numbers import parse_number
from loaders.packed import unpacked
from loaders.sources import find_sheets, one_file
from loaders.wording import MISSING, Wording

ROW = "_row"
ABSENT = ("nan", "null", "na", "n/a", "#n/a", "nat")
# Longer cells are texts, and never read as anything else.
_LONGEST = 40
_DAY = r"^\d{4}\s*[-/.年]\s*\d{1,2}\s*[-/.月]|^\w{3}, \d|^\d{1,2}[ -][A-Za-z]{3,9}[ -]\d{4}"
_NUMBER = r"^[(（]?\s*[-+−]?\s*(?:[¥￥$€£]|RMB|CNY|USD)?\s*[.]?[\d０-９]"
_COMPACT_DAY = r"^(?:19|20)\d{4}(?:\d{2})?$"


def read_history(path: str | Path, outcome: str, time: str | None = None) -> ListFile:
    """Read a campaign history.

    Parameters
    ----------
    path : path
        The file.
    outcome : str
        Its column of outcomes: a row without one is a reject.
    time : str or None
        Its column of moments: a row without one that can be read is a reject.

    Returns
    -------
    ListFile
        ``frame``: ``_row``, its number among the rows of the file from 1, and the columns as text.

    Raises
    ------
    InputError
        The file cannot be read.
    NotFoundError
        There is no such column.
    """
    label, raw = _read(Path(path).expanduser())
    columns = _named(raw)
    for name in (outcome, *([time] if time else [])):
        _check(name, columns)
    faults = [*odd_faults(raw)]
    frame = raw.frame.select("_line").with_row_index(ROW, offset=1)
    frame = frame.with_columns(pl.col(ROW).cast(pl.Int64))
    frame = frame.with_columns(
        as_moments(cells) if name == time else spelled(cells) for name, cells in columns.items()
    )
    faults += _gaps(raw, frame, columns[outcome], MISSING)
    if time is not None:
        faults += _gaps(raw, frame, columns[time], _MOMENT)
    rejects = described(label, raw, faults).sort("line", maintain_order=True)
    good = frame.filter(~pl.col("_line").is_in(rejects["line"].implode())).drop("_line")
    return ListFile(label, good, rejects, frame.height, raw)


def _read(path: Path) -> tuple[str, Raw]:
    with unpacked(one_file(path)) as plain:
        sheets, _ = find_sheets([plain])
        if not sheets:
            raise InputError(
                Text("There is no table in {path}.", "{path} 中没有表格。").format(path=path)
            )
        return path.name, sheets[0].read()


def _named(raw: Raw) -> dict[str, pl.Series]:
    """Return the columns by their header; a header that comes twice is told apart by a number."""
    found: dict[str, pl.Series] = {}
    for at, header in enumerate(raw.headers):
        cells = clean(raw.frame[str(at)])
        plain = header.strip() or f"column {at + 1}"
        if not header.strip() and cells.null_count() == len(cells):
            continue
        name, count = plain, 2
        while name in found or name in (ROW, "_line"):
            name, count = f"{plain} ({count})", count + 1
        found[name] = cells.alias(name)
    return found


def _check(name: str, columns: dict[str, pl.Series]) -> None:
    if name not in columns:
        raise _absent(name, columns)


def _absent(name: str, columns: dict[str, pl.Series]) -> NotFoundError:
    found = not_found(Text("column", "列"), name, columns)
    if found.hint is None:
        shown = ", ".join(list(columns)[:12])
        hint = Text("There are: {shown}.", "现有：{shown}。").format(shown=shown)
        return NotFoundError(found.message, hint)
    return found


def _gaps(raw: Raw, frame: pl.DataFrame, cells: pl.Series, word: Wording) -> list[Fault]:
    """Return the rows in which a column that must be there holds nothing that can be read."""
    empty = frame[cells.name].is_null()
    lines, found = raw.frame["_line"].filter(empty), cells.filter(empty)
    return [
        (line, cells.name, cell or "", word if cell or word is MISSING else MISSING)
        for line, cell in zip(lines.to_list(), found.to_list(), strict=True)
    ]


def spelled(cells: pl.Series) -> pl.Series:
    """Spell each cell one way.

    Examples
    --------
    >>> spelled(pl.Series(["1,200", "3.5万", "2026年3月1日", "blue", "n/a"])).to_list()
    ['1200.0', '35000.0', '2026-03-01', 'blue', None]
    """
    known = cells.set(cells.str.to_lowercase().is_in(ABSENT), None)
    numbers = known.cast(pl.Float64, strict=False)
    left = known.set(numbers.is_not_null() | (known.str.len_chars() > _LONGEST), None)
    days = left.filter(left.str.contains(_DAY).fill_null(value=False)).unique()
    table = dict(zip(days.to_list(), _iso(moments(days)), strict=True)) if len(days) else {}
    for cell in left.filter(left.str.contains(_NUMBER).fill_null(value=False)).unique():
        if table.get(cell) is None and (number := parse_number(cell)) is not None:
            table[cell] = str(number.value)
    read = {cell: text for cell, text in table.items() if text is not None}
    return known.replace(read) if read else known


def as_moments(cells: pl.Series) -> pl.Series:
    """Read the moments of contacts, in ISO; null where a cell is none.

    Besides what :mod:`loaders.moments` reads, ``20260301`` is a day and ``202603`` a month.

    Examples
    --------
    >>> as_moments(pl.Series(["20260301", "20260302"])).to_list()
    ['2026-03-01', '2026-03-02']
    """
    filled = cells.drop_nulls()
    if len(filled) and filled.str.contains(_COMPACT_DAY).all():
        table = {cell: parse_date(cell) for cell in filled.unique()}
        days = {cell: str(day) for cell, day in table.items() if day is not None}
        return cells.replace_strict(days, default=None, return_dtype=pl.String)
    return pl.Series(cells.name, _iso(moments(cells)), dtype=pl.String)


def _iso(read: pl.Series) -> list[str | None]:
    """Write moments as ISO, those at midnight as days."""
    day, moment = read.dt.strftime("%Y-%m-%d"), read.dt.strftime("%Y-%m-%dT%H:%M:%S")
    midnight = (read == read.dt.truncate("1d")).fill_null(value=False)
    return moment.set(midnight, None).fill_null(day).to_list()


_MOMENT = Wording(
    Text("a date, with or without a time", "日期，可带时间"),
    Text("Write it as 2026-03-31 or 2026-03-31 14:05.", "请写成 2026-03-31 或 2026-03-31 14:05。"),
)
