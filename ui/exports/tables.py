"""Tables as csv, Parquet and Excel, in which a text is never a formula or a link."""

from __future__ import annotations

import io
import math
from collections.abc import Mapping
from typing import Any

import polars as pl

from loaders.rejects import inert

SHEET_NAME_LENGTH = 31
MOST_ROWS = 1_048_575
LONGEST_CELL = 32_767
_NOT_IN_A_SHEET_NAME = str.maketrans(dict.fromkeys("[]:*?/\\'", "_"))


def flat(frame: pl.DataFrame) -> pl.DataFrame:
    """Return the rows with lists as ``a;b``, so that every cell is one value.

    Examples
    --------
    >>> flat(pl.DataFrame({"roles": [["coach", "end_user"], None]}))["roles"].to_list()
    ['coach;end_user', None]
    """
    changed = []
    for name, kind in frame.schema.items():
        if isinstance(kind, pl.List):
            changed.append(pl.col(name).cast(pl.List(pl.String)).list.join(";", ignore_nulls=True))
        elif isinstance(kind, pl.Struct):
            changed.append(pl.col(name).struct.json_encode())
        elif kind in (pl.Object, pl.Null):
            changed.append(pl.col(name).map_elements(_text, return_dtype=pl.String))
    return frame.with_columns(changed) if changed else frame


def safe(frame: pl.DataFrame) -> pl.DataFrame:
    """Return the rows with texts that no spreadsheet takes for a formula.

    Examples
    --------
    >>> safe(pl.DataFrame({"name": ["=1+1", "A"]}))["name"].to_list()
    ["'=1+1", 'A']
    """
    text = [n for n, kind in frame.schema.items() if kind == pl.String()]
    return frame.with_columns(
        pl.when(pl.col(n).str.contains(r"^[=+\-@\t\r]"))
        .then(pl.col(n).map_elements(inert, return_dtype=pl.String))
        .otherwise(pl.col(n))
        .alias(n)
        for n in text
    )


def _text(value: Any) -> str | None:
    return None if value is None else str(value)


def to_xlsx(sheets: Mapping[str, pl.DataFrame]) -> bytes:
    """Return an Excel workbook with a sheet a frame: heads fixed, numbers as numbers.

    A text that starts with ``=`` stays a text; a frame longer than a sheet goes on in the next.
    """
    import xlsxwriter

    buffer = io.BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}
    with xlsxwriter.Workbook(buffer, options) as book:
        styles = {
            "head": book.add_format({"bold": True, "bg_color": "#F3F6FA", "bottom": 1}),
            "date": book.add_format({"num_format": "yyyy-mm-dd"}),
        }
        used: set[str] = set()
        for name, frame in sheets.items():
            for start in range(0, max(1, frame.height), MOST_ROWS):
                sheet = book.add_worksheet(_sheet_name(name, used))
                _fill(sheet, flat(frame).slice(start, MOST_ROWS), styles)
    return buffer.getvalue()


def _fill(sheet: Any, frame: pl.DataFrame, styles: Mapping[str, Any]) -> None:
    sheet.freeze_panes(1, 0)
    for column, (name, kind) in enumerate(frame.schema.items()):
        sheet.write_string(0, column, name, styles["head"])
        sheet.set_column(column, column, _width(name, frame[name]))
        write = _writer(sheet, kind, styles)
        for row, value in enumerate(frame[name].to_list(), start=1):
            if value is not None:
                write(row, column, value)
    if frame.width:
        sheet.autofilter(0, 0, frame.height, frame.width - 1)


def _writer(sheet: Any, kind: pl.DataType, styles: Mapping[str, Any]) -> Any:
    if kind == pl.Boolean:
        return sheet.write_boolean
    if kind.is_numeric():
        return lambda r, c, v: sheet.write_number(r, c, v) if math.isfinite(v) else 0
    if kind == pl.Date:
        return lambda r, c, v: _write_date(sheet, r, c, v, styles["date"])
    return lambda r, c, v: sheet.write_string(r, c, str(v)[:LONGEST_CELL])


def _write_date(sheet: Any, row: int, column: int, value: Any, style: Any) -> None:
    if value.year < 1900:  # Excel has no earlier days
        sheet.write_string(row, column, value.isoformat())
    else:
        sheet.write_datetime(row, column, value, style)


def _width(name: str, values: pl.Series) -> int:
    longest = values.head(200).cast(pl.String, strict=False).str.len_chars().max() or 0
    return min(48, max(len(name), int(longest)) + 2)  # type: ignore[arg-type]


def _sheet_name(name: str, used: set[str]) -> str:
    plain = name.translate(_NOT_IN_A_SHEET_NAME)[:SHEET_NAME_LENGTH] or "sheet"
    chosen, number = plain, 2
    while chosen.casefold() in used:
        ending = f"_{number}"
        chosen, number = plain[: SHEET_NAME_LENGTH - len(ending)] + ending, number + 1
    used.add(chosen.casefold())
    return chosen
