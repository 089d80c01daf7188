"""Rows of a network that came after the day whose knowledge is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.text import Text
from loaders.cells import Raw
from loaders.moments import moments
from loaders.ties.cells import words

if TYPE_CHECKING:
    from datetime import date

TIMELESS = Text(
    "No moments are known of these ties: all of them count, whatever the day.",
    "这些关系没有时间：不论哪一天都全部计入。",
)
_LATER = Text("{n} later than {day}: not looked at.", "有 {n}晚于 {day}，未计入。")


def up_to(raw: Raw, column: int | None, day: date | None) -> tuple[Raw, list[Text]]:
    """Return the rows up to a day, and what is said of later ones; a row without a moment stays.

    Without a day all rows stay; without a column of moments too, and it is said.

    Examples
    --------
    >>> from datetime import date
    >>> import polars as pl
    >>> raw = Raw(["on"], pl.DataFrame({"0": ["2026-03-31", "2026-04-01"], "_line": [2, 3]}))
    >>> kept, said = up_to(raw, 0, date(2026, 3, 31))
    >>> kept.frame["_line"].to_list(), str(said[0])
    ([2], '1 row later than 31 Mar 2026: not looked at.')
    """
    if day is None:
        return raw, []
    if column is None:
        return raw, [TIMELESS]
    later = (moments(words(raw, column)).dt.date() > day).fill_null(value=False)
    n = int(later.sum())
    if not n:
        return raw, []
    rows = Text(f"{n:,} row" if n == 1 else f"{n:,} rows", f"{n:,} 行")
    return Raw(raw.headers, raw.frame.filter(~later)), [_LATER.format(n=rows, day=day)]
