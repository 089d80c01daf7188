"""Rows of a log into messages: who, to whom, on which day; rows that make no sense are faults."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from graph.text import Text
from loaders.conversion import clean
from loaders.logs.addresses import split_cells
from loaders.logs.columns import ATTENDEE, COPY, MAIL, MESSAGE, RECIPIENT, SENDER, TIME
from loaders.moments import moments
from loaders.wording import MISSING, Wording

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from loaders.cells import Raw
    from loaders.context import Reading

# Before this there was hardly any mail: an earlier day is the zero of somebody's clock.
FIRST_YEAR = 1980


@dataclass(frozen=True)
class LogSheet:
    """One log as it was read: its number in the reading, its cells, which column says what.

    ``mapping`` is ``mail-log`` or ``meeting-log``; days after ``today`` are impossible.
    """

    number: int
    raw: Raw
    columns: dict[str, int]
    mapping: str
    today: date

    def cells(self, part: str) -> pl.Series:
        """Return the cells of a part."""
        return clean(self.raw.frame[str(self.columns[part])])

    def header(self, part: str) -> str:
        """Return the header of a part as the file has it."""
        return self.raw.headers[self.columns[part]].strip()

    @property
    def needed(self) -> tuple[str, ...]:
        """The parts without which a row makes no sense."""
        return (SENDER, RECIPIENT, TIME) if self.mapping == MAIL else (ATTENDEE, TIME)

    @property
    def parties(self) -> tuple[str, ...]:
        """The parts in which people stand, as far as the log has them."""
        parts = (SENDER, RECIPIENT, COPY) if self.mapping == MAIL else (SENDER, ATTENDEE)
        return tuple(part for part in parts if part in self.columns)


def read_messages(reading: Reading, log: LogSheet) -> pl.DataFrame:
    """Return the messages of a log; rows without an end or a possible day become faults.

    Returns
    -------
    DataFrame
        One row a message and party: ``message``, ``who`` (address or id), ``sends`` (whether who
        sent it; nobody sends a meeting), ``day``, ``_line``, ``column`` (the header it is under).
    """
    rows = party_rows(reading, log)
    return rows.unique(["message", "who", "sends"], keep="first", maintain_order=True)


def party_rows(reading: Reading, log: LogSheet) -> pl.DataFrame:
    """Return one row a line of a log and party, as :func:`read_messages`, repeats and all."""
    when = moments(log.cells(TIME))
    bad = _faults(reading, log, when)
    frame = log.raw.frame.select("_line").with_columns(
        when.dt.date().alias("day"), _number(log, when).alias("message")
    )
    parties = [
        frame.with_columns(
            split_cells(log.cells(part)).alias("who"),
            pl.lit(part == SENDER and log.mapping == MAIL).alias("sends"),
            pl.lit(log.header(part)).alias("column"),
        )
        .filter(~bad)
        .explode("who")
        for part in log.parties
    ]
    rows = pl.concat(parties).drop_nulls("who")
    return rows.select("message", "who", "sends", "day", "_line", "column")


def _number(log: LogSheet, when: pl.Series) -> pl.Series:
    """Tell messages apart: by their own id, else by sender and moment.

    A meeting without an id is its row, since two may begin at once.
    """
    if MESSAGE in log.columns:
        by = pl.DataFrame({"a": log.cells(MESSAGE), "b": when.dt.date()})
    elif log.mapping == MAIL:
        by = pl.DataFrame({"a": log.cells(SENDER), "b": when})
    else:
        return pl.Series("message", range(len(when)), dtype=pl.UInt64)
    return by.select(pl.struct("a", "b").hash()).to_series()


def _faults(reading: Reading, log: LogSheet, when: pl.Series) -> pl.Series:
    """Make rows that cannot be read faults; return which they are."""
    places = log.raw.frame.select(pl.lit(log.number, pl.Int32).alias("_sheet"), "_line")
    bad = pl.Series([False]).new_from_index(0, len(when))
    written, years = log.cells(TIME).is_not_null(), when.dt.year()
    checks: list[tuple[pl.Series, str, Wording]] = [
        *((log.cells(part).is_null(), part, MISSING) for part in log.needed),
        (when.is_null() & written, TIME, Wording(_NO_DAY, _CORRECT)),
        ((years < FIRST_YEAR).fill_null(value=False), TIME, Wording(_TOO_EARLY, _CORRECT)),
        (
            (when.dt.date() > log.today).fill_null(value=False),
            TIME,
            Wording(_FUTURE.format(day=log.today), _CORRECT),
        ),
    ]
    for mask, part, wording in checks:
        cells = log.cells(part).filter(mask)
        reading.faults.add(places.filter(mask), log.header(part), cells, _always(wording))
        bad = bad | mask
    return bad


def _always(wording: Wording) -> Callable[[str], Wording]:
    return lambda _: wording


_CORRECT = Text("Correct it or remove the row.", "请更正，或删除该行。")
_NO_DAY = Text(
    "a day and time that exist, as 2026-03-01 09:07", "存在的日期时间，如 2026-03-01 09:07"
)
_TOO_EARLY = Text("a day since 1980", "1980 年以后的日期")
_FUTURE = Text("a day not after {day}", "不晚于 {day} 的日期")
