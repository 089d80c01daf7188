"""The cells of a sheet as they were written, whatever kind of file they stand in."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

import polars as pl

Oddity = Literal["surplus", "swallowed", "formula", "error"]
_ODD = {
    "_line": pl.UInt32(),
    "column": pl.Int64(),
    "found": pl.String(),
    "why": pl.String(),
}


def odd_cells(rows: list[tuple[int, int, str, Oddity]]) -> pl.DataFrame:
    """Return cells that no value can be read from: line, number of column, found, why."""
    return pl.DataFrame(rows, schema=_ODD, orient="row")


@dataclass(frozen=True)
class Raw:
    """The cells of a sheet.

    Parameters
    ----------
    headers : list of str
        The header row.
    frame : polars.DataFrame
        A text column a header, called ``"0"``, ``"1"`` and so on, and ``_line``, the line that a
        spreadsheet shows (the header is 1).
    odd : polars.DataFrame
        As :func:`odd_cells` makes it.
    formulas : list of int
        Columns in which formulas stand.
    may_hold_nul : bool
        Whether a NUL byte was seen anywhere.
    """

    headers: list[str]
    frame: pl.DataFrame
    odd: pl.DataFrame = field(default_factory=lambda: odd_cells([]))
    formulas: list[int] = field(default_factory=list)
    may_hold_nul: bool = False


def as_text(values: pl.Series) -> pl.Series:
    """Write a typed column as the text a person would have typed.

    Examples
    --------
    >>> as_text(pl.Series([1.0, 0.25, None])).to_list()
    ['1', '0.25', None]
    """
    if values.dtype == pl.String:
        return values
    if values.dtype.is_float():
        return _float_text(values)
    if values.dtype in (pl.Datetime, pl.Date):
        return values.dt.to_string("iso")
    if values.dtype.is_numeric() or values.dtype in (pl.Boolean, pl.Categorical, pl.Enum):
        return values.cast(pl.String)
    return pl.Series(values.name, [_spelled(v) for v in values.to_list()], dtype=pl.String)


def _float_text(values: pl.Series) -> pl.Series:
    whole = (values.floor() == values) & (values.abs() < 1e15)
    digits = values.set(~whole, None).cast(pl.Int64).cast(pl.String)
    return digits.fill_null(values.cast(pl.String))


def _spelled(value: object) -> str | None:
    if isinstance(value, list):
        return ";".join(s for s in map(_spelled, value) if s)
    if isinstance(value, bytes):
        return value.decode("utf-8", errors="replace")
    return None if value is None else str(value)
