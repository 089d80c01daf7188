"""Tables as files for a spreadsheet: text stays text, whatever it begins with."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from typing import Any

import pandas as pd

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def csv_bytes(frame: pd.DataFrame) -> bytes:
    """Return CSV that Excel opens in any language; text that looks like a formula gets a quote."""
    safe = frame.map(_no_formula)
    safe.columns = [_no_formula(str(c)) for c in frame.columns]
    return safe.to_csv(index=False).encode("utf-8-sig")


def _no_formula(value: Any) -> Any:
    if isinstance(value, str) and value.startswith(FORMULA_STARTS):
        return "'" + value
    return value


def xlsx_bytes(frame: pd.DataFrame, sheet: str = "linchpin") -> bytes:
    """Return an Excel file with a fixed head, no formulas and no links."""
    return xlsx_book({sheet: frame})


def xlsx_book(sheets: Mapping[str, pd.DataFrame]) -> bytes:
    """Return an Excel file of several sheets, each with a fixed head, no formulas and no links."""
    import xlsxwriter

    out = io.BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}
    with xlsxwriter.Workbook(out, options) as book:
        for name, frame in sheets.items():
            _write_sheet(book, name[:31], frame)
    return out.getvalue()


def _write_sheet(book: Any, name: str, frame: pd.DataFrame) -> None:
    page = book.add_worksheet(name)
    head = book.add_format({"bold": True, "bg_color": "#F3F6FA", "bottom": 1})
    date_format = book.add_format({"num_format": "yyyy-mm-dd"})
    for at, column in enumerate(frame.columns):
        page.write_string(0, at, str(column), head)
        page.set_column(at, at, min(40, max(10, len(str(column)) + 4)))
    for down, row in enumerate(frame.itertuples(index=False, name=None), start=1):
        for at, value in enumerate(row):
            write_cell(page, (down, at), value, date_format)
    page.freeze_panes(1, 0)
    page.autofilter(0, 0, max(len(frame), 1), max(len(frame.columns) - 1, 0))


def write_cell(
    page: Any, at: tuple[int, int], value: Any, date_format: Any = None, look: Any = None
) -> None:
    """Write one value as what it is, in the format ``look``; text too long for a cell is cut."""
    import datetime

    if value is None or (isinstance(value, float) and not pd.notna(value)):
        return
    if isinstance(value, bool):
        page.write_boolean(*at, value, look)
    elif isinstance(value, int | float):
        page.write_number(*at, value, look)
    elif isinstance(value, datetime.date):
        page.write_datetime(*at, value, date_format)
    else:
        text = (
            value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
        )
        page.write_string(*at, text[:32767], look)
