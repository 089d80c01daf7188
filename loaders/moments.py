"""Moments as people and programs write them: a date with or without a time, or a number of them."""

from __future__ import annotations

import polars as pl

from loaders.dates import FIRST_YEAR, LAST_YEAR, parse_date

TIME_FORMATS = (
    "%Y-%m-%d %H:%M:%S",
    "%Y-%m-%d %H:%M",
    "%Y-%m-%dT%H:%M:%S",
    "%Y-%m-%d",
    "%Y/%m/%d %H:%M:%S",
    "%Y/%m/%d %H:%M",
    "%Y/%m/%d",
    "%Y-%m-%dT%H:%M:%S%.f",
    "%Y-%m-%d %H:%M:%S%.f",
)
# With a zone: mail headers (RFC 5322) and ISO 8601. The local time is kept, as a sender saw it.
ZONED = (
    (r"^(?:[A-Za-z]{3}, )?(\d{1,2} [A-Za-z]{3} \d{4} \d{2}:\d{2}:\d{2}) ", "%d %b %Y %H:%M:%S"),
    (
        r"^(\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}:\d{2})(?:\.\d+)?(?:[Zz]|[-+]\d{2}:?\d{2})$",
        "%Y-%m-%dT%H:%M:%S",
    ),
)
MILLISECONDS_FROM = 1e11
TYPE = pl.Datetime("us")


def moments(cells: pl.Series) -> pl.Series:
    """Read moments: dates with or without a time, or seconds or milliseconds since 1970.

    A year that is a slip of the pen (0206, 9999) is none.

    Examples
    --------
    >>> mixed = ["2026-03-01 09:07", "2026年3月1日", "Sun, 1 Mar 2026 09:07:00 +0800", "never"]
    >>> [str(m) for m in moments(pl.Series(mixed))]
    ['2026-03-01 09:07:00', '2026-03-01 00:00:00', '2026-03-01 09:07:00', 'None']
    """
    read = _read(cells)
    return read.set(~read.dt.year().is_between(FIRST_YEAR, LAST_YEAR), None)


def _read(cells: pl.Series) -> pl.Series:
    numbers = cells.cast(pl.Float64, strict=False)
    if cells.len() and numbers.null_count() == cells.null_count():
        return _since_1970(numbers)
    read = pl.Series("time", [None] * len(cells), dtype=TYPE)
    for form in TIME_FORMATS:
        read = _filled(read, cells, None, form)
    for pattern, form in ZONED:
        read = _filled(read, cells, pattern, form)
    odd = cells.filter(read.is_null() & cells.is_not_null()).unique()
    table = {cell: day for cell in odd if (day := parse_date(cell)) is not None}
    if not table:
        return read
    days = cells.replace_strict(table, default=None, return_dtype=pl.Date)
    return read.fill_null(days.cast(TYPE))


def _filled(read: pl.Series, cells: pl.Series, pattern: str | None, form: str) -> pl.Series:
    """Read in one way what is still unread; the column is only gone through where there is some."""
    left = cells.set(read.is_not_null(), None)
    if left.null_count() == len(left):
        return read
    if pattern is not None:
        left = left.str.extract(pattern).str.replace(" ", "T" if "T" in form else " ")
    return read.fill_null(left.str.to_datetime(form, strict=False, time_unit="us"))


def _since_1970(numbers: pl.Series) -> pl.Series:
    scale = pl.when(pl.col("n") >= MILLISECONDS_FROM).then(1_000.0).otherwise(1_000_000.0)
    micro = pl.DataFrame({"n": numbers}).select((pl.col("n") * scale).cast(pl.Int64)).to_series()
    return micro.cast(TYPE)
