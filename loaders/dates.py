"""Dates and months as people write them in both languages."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, timedelta

# A year outside of these is a slip of the pen; 0001 would also be the store's mark for "absent".
FIRST_YEAR, LAST_YEAR = 1800, 2199

_MONTHS = {
    name: number
    for number, names in enumerate(
        ("jan january", "feb february", "mar march", "apr april", "may", "jun june",
         "jul july", "aug august", "sep sept september", "oct october", "nov november",
         "dec december"), 1)
    for name in names.split()
}  # fmt: skip
_HOUR, _SIXTY = r"(?:[01]?\d|2[0-3])", r"[0-5]?\d"
_TIME = (
    rf"(?:[ t]\s*{_HOUR}(?::|时|点){_SIXTY}(?:[:分](?:{_SIXTY})?(?:\.\d+)?秒?)?"
    r"\s*(?:z|[-+]\d{2}:?\d{2})?)?"
)
_NUMERIC = re.compile(
    rf"(\d{{4}})\s*[-/.年]\s*(\d{{1,2}})(?:\s*(?:[-/.月])\s*(\d{{1,2}})\s*[日号]?{_TIME}|\s*月?)"
)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})?")
_DAY_MONTH_YEAR = re.compile(r"(?:(\d{1,2})[ -])?([a-z]+)\.?[ ,-]+(\d{4})")
_MONTH_DAY_YEAR = re.compile(r"([a-z]+)\.? (\d{1,2}),? (\d{4})")
_SERIAL = re.compile(r"(\d{5})(?:\.\d+)?")
_SERIAL_ZERO = date(1899, 12, 30)


def parse_date(text: str) -> date | None:
    """Read a date as people write it; a month is its first day; None if it is none.

    Examples
    --------
    >>> [str(parse_date(t)) for t in ("2026/3/1", "2026年3月1日", "2026年3月", "46082")]
    ['2026-03-01', '2026-03-01', '2026-03-01', '2026-03-01']
    >>> parse_date("2026-02-30") is parse_date("2026-02-03 25:00") is None
    True
    """
    folded = unicodedata.normalize("NFKC", text).strip().casefold()
    serial = _SERIAL.fullmatch(folded)
    if serial:
        return _within(_SERIAL_ZERO + timedelta(days=int(serial[1])))
    parts = _parts(folded)
    return None if parts is None else _made(*parts)


def parse_month(text: str) -> str | None:
    """Read a month, or the month of a date, as ``2026-03``; None if it is none.

    Examples
    --------
    >>> parse_month("2026年3月"), parse_month("202603"), parse_month("2026-13")
    ('2026-03', '2026-03', None)
    """
    day = parse_date(text)
    return None if day is None else f"{day:%Y-%m}"


def _parts(text: str) -> tuple[int, int, int] | None:
    match = _NUMERIC.fullmatch(text) or _COMPACT.fullmatch(text)
    if match:
        return int(match[1]), int(match[2]), int(match[3] or 1)
    match = _DAY_MONTH_YEAR.fullmatch(text)
    if match and match[2] in _MONTHS:
        return int(match[3]), _MONTHS[match[2]], int(match[1] or 1)
    match = _MONTH_DAY_YEAR.fullmatch(text)
    if match and match[1] in _MONTHS:
        return int(match[3]), _MONTHS[match[1]], int(match[2])
    return None


def _made(year: int, month: int, day: int) -> date | None:
    try:
        return _within(date(year, month, day))
    except ValueError:
        return None


def _within(day: date) -> date | None:
    return day if FIRST_YEAR <= day.year <= LAST_YEAR else None
