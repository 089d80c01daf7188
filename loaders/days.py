"""Days of a column as people and programs write them, the order of day and month included."""

from __future__ import annotations

import re
from datetime import date, timedelta

import polars as pl

from loaders.dates import parse_date

_EPOCH = date(1970, 1, 1)
# What may follow a day: a time with or without seconds, parts of them, a zone, AM or PM.
_TIME = r"(?:[T ]\s*\d{1,2}[:时点].*)$"
_PARTS = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})")
_EPOCH_SECONDS = re.compile(r"\d{9,10}(?:\.\d+)?")
_EPOCH_MILLISECONDS = re.compile(r"\d{12,13}")


def days(cells: pl.Series) -> pl.Series:
    """Read days since 1970; null where there is none.

    Days with or without a time, in the notations of :func:`loaders.dates.parse_date`;
    ``31/12/2025``
    and ``12/31/2025`` by what fits the whole column, the day first where both fit; seconds or
    milliseconds since 1970.

    Examples
    --------
    >>> days(pl.Series(["12/1/2010 8:26", "12/13/2010 9:00", "x"])).to_list()
    [14944, 14956, None]
    >>> days(pl.Series(["2010-12-01T08:26:00Z", "20101201", "1291190000"])).to_list()
    [14944, 14944, 14944]
    """
    texts = cells.str.strip_chars().str.replace(_TIME, "").str.strip_chars()
    table = {text: _day(text) for text in texts.drop_nulls().unique().to_list()}
    split = {text: match for text in table if (match := _PARTS.fullmatch(text))}
    if split:
        month_first = any(int(m[2]) > 12 for m in split.values())
        month_first &= not any(int(m[1]) > 12 for m in split.values())
        for text, match in split.items():
            table[text] = _of_parts(match, month_first=month_first)
    found = {text: (day - _EPOCH).days for text, day in table.items() if day is not None}
    return texts.replace_strict(found, default=None, return_dtype=pl.Int64)


def _day(text: str) -> date | None:
    if _EPOCH_SECONDS.fullmatch(text):
        return _EPOCH + timedelta(seconds=float(text))
    if _EPOCH_MILLISECONDS.fullmatch(text):
        return _EPOCH + timedelta(milliseconds=int(text))
    return parse_date(text)


def _of_parts(match: re.Match[str], *, month_first: bool) -> date | None:
    first, second, year = int(match[1]), int(match[2]), int(match[3])
    month, day = (first, second) if month_first else (second, first)
    return parse_date(f"{year + 2000 if year < 100 else year:04d}-{month:02d}-{day:02d}")
