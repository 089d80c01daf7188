"""The columns of a history as numbers; their kind is told from the rows before the scored ones.

What later rows hold must not change an earlier score, so kinds and bins are settled on the learnt
rows, and a value is known by the order in which it first came up.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import polars as pl

from graph.customers.response.logistic import Floats
from graph.customers.response.rates import Codes

Kind = Literal["number", "day", "word"]

# A column is of numbers or days where so many of its filled cells are.
MOSTLY = 0.95
# More distinct numbers than this are binned before their rates are taken.
DISTINCT, BINS = 400, 32
# So many values of a column get an indicator of their own in the linear member.
INDICATORS = 20
EXTREMES = (0.001, 0.999)


@dataclass(frozen=True)
class Column:
    """One column.

    Parameters
    ----------
    name : str
        Its header.
    kind : "number", "day" or "word"
        Days are numbers, too: days since 1970, or before the contact where its time is known.
    numbers : (n,) array
        The numbers (NaN: absent); of words their code.
    codes : (n,) array
        The value, or the bin it falls into, as a number from 0; absent is a value.
    """

    name: str
    kind: Kind
    numbers: Floats
    codes: Codes


def columns_of(frame: pl.DataFrame, learnt: int, time: pl.Series | None) -> list[Column]:
    """Make the columns of text usable.

    Parameters
    ----------
    frame : polars.DataFrame
        Text: plain numbers (``1234.5``), days and moments in ISO, words; null where absent.
    learnt : int
        How many rows come before the first scored one.
    time : Series of Datetime or None
        When each row was contacted.

    Examples
    --------
    >>> frame = pl.DataFrame({"age": ["30", "41", None], "job": ["b", "a", "b"]})
    >>> [(c.name, c.kind, c.codes.tolist()) for c in columns_of(frame, 3, None)]
    [('age', 'number', [0, 1, 2]), ('job', 'word', [0, 1, 0])]
    """
    found = [_column(frame[name], learnt, time) for name in frame.columns]
    return found if time is None else [*found, *_calendar(time)]


def _column(cells: pl.Series, learnt: int, time: pl.Series | None) -> Column:
    numbers = cells.cast(pl.Float64, strict=False)
    if _mostly(numbers, cells, learnt):
        return _numeric(cells.name, "number", _floats(numbers), learnt)
    days = as_days(cells)
    if _mostly(days, cells, learnt):
        values = _floats(days)
        return _numeric(
            cells.name,
            "day",
            values if time is None else _floats(as_days_of(time)) - values,
            learnt,
        )
    codes = in_order(cells.fill_null("").to_numpy())
    return Column(cells.name, "word", codes.astype(np.float64), codes)


def _mostly(read: pl.Series, cells: pl.Series, learnt: int) -> bool:
    filled = cells[:learnt].len() - cells[:learnt].null_count()
    known = learnt - read[:learnt].null_count()
    return filled > 0 and known >= MOSTLY * filled


def _numeric(name: str, kind: Kind, values: Floats, learnt: int) -> Column:
    known = values[:learnt][~np.isnan(values[:learnt])]
    if len(np.unique(known)) <= DISTINCT:
        return Column(name, kind, values, in_order(values))
    edges = np.unique(np.quantile(known, np.linspace(0, 1, BINS + 1)[1:-1]))
    codes = np.searchsorted(edges, values, side="right")
    codes[np.isnan(values)] = len(edges) + 1
    return Column(name, kind, values, codes.astype(np.int64))


def in_order(values: np.ndarray) -> Codes:
    """Number the values by the order in which they first come up.

    Examples
    --------
    >>> in_order(np.array(["b", "a", "b"])).tolist()
    [0, 1, 0]
    """
    _, first, inverse = np.unique(values, return_index=True, return_inverse=True)
    place = np.empty(len(first), dtype=np.int64)
    place[np.argsort(first)] = np.arange(len(first))
    return place[inverse]


def as_days(cells: pl.Series) -> pl.Series:
    """Read days and moments in ISO as days since 1970; null where a cell is none."""
    moments = cells.str.head(19).str.replace(" ", "T")
    read = moments.str.to_datetime("%Y-%m-%dT%H:%M:%S", strict=False)
    return as_days_of(read.fill_null(cells.str.to_datetime("%Y-%m-%d", strict=False)))


def as_days_of(moments: pl.Series) -> pl.Series:
    """Return moments as days since 1970, with their part of a day."""
    return moments.dt.epoch("s") / 86_400


def _floats(values: pl.Series) -> Floats:
    found: Floats = values.cast(pl.Float64).fill_null(float("nan")).to_numpy().astype(np.float64)
    return np.where(np.isfinite(found), found, np.nan)


def _calendar(time: pl.Series) -> list[Column]:
    """Month and weekday of the contact, which are known when it is planned."""
    parts = {"month": time.dt.month(), "weekday": time.dt.weekday()}
    return [
        Column(f"{time.name}: {name}", "word", _floats(part), in_order(part.to_numpy()))
        for name, part in parts.items()
    ]


def linear_features(columns: list[Column], learnt: int) -> tuple[Floats, Codes]:
    """Return what the linear member sees, and the position of the column behind each of its own.

    Numbers stay within what the learnt rows showed; words have an indicator for each of their
    most frequent values there.
    """
    parts: list[Floats] = []
    owners: list[int] = []
    for position, column in enumerate(columns):
        made = _indicators(column, learnt) if column.kind == "word" else [_held(column, learnt)]
        parts += made
        owners += [position] * len(made)
    rows = len(columns[0].codes) if columns else 0
    table = np.column_stack(parts) if parts else np.empty((rows, 0))
    return table, np.array(owners, dtype=np.int64)


def _held(column: Column, learnt: int) -> Floats:
    known = column.numbers[:learnt][~np.isnan(column.numbers[:learnt])]
    low, high = np.quantile(known, EXTREMES)
    return np.clip(column.numbers, low, high)


def _indicators(column: Column, learnt: int) -> list[Floats]:
    counts = np.bincount(column.codes[:learnt])
    frequent = np.argsort(-counts, kind="stable")[:INDICATORS]
    return [(column.codes == code).astype(np.float64) for code in frequent if counts[code]]
