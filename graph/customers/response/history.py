"""A campaign history as it is asked about: outcome, order, arms, and the columns beside them."""

from __future__ import annotations

from dataclasses import dataclass, field

import polars as pl

from graph.customers.response.columns import as_days, as_days_of
from graph.customers.response.leaks import Leak, after_contact
from graph.customers.response.logistic import Bools
from graph.customers.response.names import known_after
from graph.customers.response.outcome import choose_positive, spelled
from graph.errors import not_found
from graph.text import Text

ROW = "_row"


@dataclass(frozen=True)
class Asked:
    """What is asked of a history.

    Parameters
    ----------
    outcome : str
        The column to forecast.
    positive : str or None
        Its value that is a response; None: told by what it means, or the rarer one.
    time : str or None
        The column by whose moments rows are ordered; None: as they stand.
    hold_out : float
        Which share of the rows, the last ones, is scored.
    window : int or None
        Never look back further than so many rows.
    known_after : tuple of str
        Columns known only after the contact.
    """

    outcome: str
    positive: str | None = None
    time: str | None = None
    hold_out: float = 0.4
    window: int | None = None
    known_after: tuple[str, ...] = ()


@dataclass(frozen=True)
class History:
    """The rows in the order of time.

    Parameters
    ----------
    rows : Series of int
        The number of each row in the file, from 1.
    responded : (n,) array of bool
        Outcomes.
    positive : str
        The value that is a response.
    time : Series of Datetime or None
        When each row was contacted.
    features : polars.DataFrame
        The other columns, as text, without those that names or days show to be later.
    leaks : list of Leak
        Those, with the reason.
    warnings : list of Text
        What a reader should know.
    """

    rows: pl.Series
    responded: Bools
    positive: str
    time: pl.Series | None
    features: pl.DataFrame
    leaks: list[Leak]
    warnings: list[Text] = field(default_factory=list)


def history_of(frame: pl.DataFrame, asked: Asked, learnt: int) -> History:
    """Order the rows, read the outcome, and set aside the columns that come after the contact.

    Parameters
    ----------
    frame : polars.DataFrame
        ``_row`` and columns of text: plain numbers, days and moments in ISO, words.
    asked : Asked
        The question.
    learnt : int
        How many rows come before the first scored one; what a column means is told from them.

    Raises
    ------
    NotFoundError
        A column that is not there, with the nearest names.
    UsageError
        An outcome that cannot be forecast.
    """
    for name in (asked.outcome, asked.time, *asked.known_after):
        _present(frame, name)
    warnings: list[Text] = []
    ordered = _ordered(frame, asked, warnings)
    cells = spelled(ordered[asked.outcome])
    positive = choose_positive(cells, asked, learnt, warnings)
    time = None if asked.time is None else _moments(ordered[asked.time])
    others = ordered.drop(ROW, asked.outcome, *([asked.time] if asked.time else []))
    leaks = _later(others, asked, time, learnt)
    return History(
        rows=ordered[ROW],
        responded=(cells == positive).to_numpy().astype(bool),
        positive=positive,
        time=time,
        features=others.drop([leak.column for leak in leaks]),
        leaks=leaks,
        warnings=warnings,
    )


def _present(frame: pl.DataFrame, name: str | None) -> None:
    if name is not None and name not in frame.columns:
        raise not_found(Text("column", "列"), name, [c for c in frame.columns if c != ROW])


def _moments(cells: pl.Series) -> pl.Series:
    days = as_days(cells)
    return (days * 86_400_000_000).round().cast(pl.Int64).cast(pl.Datetime("us")).alias(cells.name)


def _ordered(frame: pl.DataFrame, asked: Asked, warnings: list[Text]) -> pl.DataFrame:
    if asked.time is None:
        return frame
    days = as_days(frame[asked.time])
    behind = int((days < days.cum_max()).sum())
    if not behind:
        return frame
    warnings.append(_SORTED.format(n=f"{behind:,}", column=asked.time))
    order = days.to_frame("d").with_row_index("i").sort("d", maintain_order=True)["i"]
    return frame[order]


def _later(others: pl.DataFrame, asked: Asked, time: pl.Series | None, learnt: int) -> list[Leak]:
    """Return the columns that names, the user or their days show to be known after the contact."""
    found = []
    contact = None if time is None else as_days_of(time)
    for name in others.columns:
        if name in asked.known_after:
            found.append(Leak(name, "known_after", _STATED))
        elif known_after(name):
            found.append(Leak(name, "named", _NAMED))
        elif contact is not None:
            days = as_days(others[name][:learnt])
            late = after_contact(days, contact[:learnt])
            if late > max(1, 0.01 * days.drop_nulls().len()):
                found.append(Leak(name, "later_day", _LATER.format(n=f"{late:,}")))
    return found


_SORTED = Text(
    "{n} rows stood behind a later one: the rows were sorted by {column}, equals as they stood.",
    "有 {n} 行排在更晚的行之后：已按“{column}”排序，同一时间的行保持原有顺序。",
)
_STATED = Text(
    "You said that it is known only after the contact (--known-after).",
    "按您的说明，该列在接触之后才可知（--known-after）。",
)
_NAMED = Text(
    "By its name it is known only after the contact; if it was known before, rename it.",
    "从列名看，该列在接触之后才可知；若接触之前已知，请改名。",
)
_LATER = Text(
    "It is known only after the contact: in {n} of the earlier rows its day lies after that of the "
    "contact.",
    "该列在接触之后才可知：较早的行中有 {n} 行的日期晚于接触日期。",
)
