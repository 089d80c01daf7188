"""Columns that give the outcome away, found on the rows before those to be scored.

How well a column by itself tells responses apart is measured within stretches of time, so that a
column which follows the drift of the rate (a month, an interest rate) is not taken for one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
import polars as pl

from graph.customers.response.columns import Column
from graph.customers.response.logistic import Bools, Floats
from graph.customers.response.metrics import auc
from graph.customers.response.rates import Codes
from graph.text import Text

# A column alone that tells so well apart is no property of a customer.
IMPLAUSIBLE = 0.88
# With a value that so many rows hold and nobody of them responded, less is enough.
SUSPECT, HELD_BY, EXPECTED = 0.80, 0.05, 20.0
STRETCHES, LEAST_RESPONSES, LATEST = 5, 10, 5_000
# A word for nearly each row names the row.
NEARLY_EACH, LEAST_WORDS = 0.9, 50
_KEY = re.compile(r"(?i)(?:^|[_\W])id$|phone|mobile|编号|号码|手机")


@dataclass(frozen=True)
class Leak:
    """A column that must not be used, and why."""

    column: str
    kind: str
    reason: Text
    auc: float | None = None


def find_leak(column: Column, responded: Bools) -> Leak | None:
    """Say why a column is not to be used, judged by these rows alone; None where nothing is wrong.

    Parameters
    ----------
    column : Column
        Its first ``len(responded)`` rows are looked at.
    responded : (n,) array of bool
        Outcomes of those rows.
    """
    rows = len(responded)
    if names_rows(column, rows):
        values = _distinct(column, rows) if column.kind == "word" else rows
        return Leak(column.name, "names_rows", _NAMES.format(n=values))
    start = max(0, rows - LATEST)
    codes, numbers, yes = column.codes[start:rows], column.numbers[start:rows], responded[start:]
    if min(yes.sum(), (~yes).sum()) < LEAST_RESPONSES:
        return None
    alone = alone_auc(codes, None if column.kind == "word" else numbers, yes)
    if alone >= IMPLAUSIBLE:
        return Leak(column.name, "gives_away", _AWAY.format(auc=f"{alone:.2f}"), alone)
    if alone >= SUSPECT and (held := _never(codes, yes)):
        reason = _NEVER.format(auc=f"{alone:.2f}", n=f"{held:,}")
        return Leak(column.name, "gives_away", reason, alone)
    return None


def names_rows(column: Column, rows: int) -> bool:
    """Tell whether a column holds a word of its own for nearly each row, or counts the rows."""
    if rows < LEAST_WORDS:
        return False
    if column.kind == "word":
        return _distinct(column, rows) >= NEARLY_EACH * rows
    numbers = column.numbers[:rows]
    # Numbers that go up by one and the same step count the rows.
    steps = np.diff(numbers)
    if (steps == steps[0]).all() and steps[0] != 0:
        return True
    return bool(_KEY.search(column.name)) and len(np.unique(numbers)) == rows


def _distinct(column: Column, rows: int) -> int:
    """Return how many values of a column came up so far: they are numbered in that order."""
    return int(column.codes[:rows].max()) + 1


def alone_auc(codes: Codes, numbers: Floats | None, responded: Bools) -> float:
    """Return how well a column alone tells apart, within stretches of time; .5 is not at all.

    Its values are ranked by the rate of their other rows (one half of all by the other);
    numbers in their own order, too, and the better of both counts.

    Examples
    --------
    >>> yes = np.arange(400) % 4 == 0
    >>> alone_auc(yes.astype(np.int64), None, yes), alone_auc(np.zeros(400, np.int64), None, yes)
    (1.0, 0.5)
    """
    ways = [0.5, _within_stretches(_by_others(codes, responded), responded)]
    if numbers is not None:
        low = np.nanmin(numbers, initial=0.0) - 1
        upwards = _within_stretches(np.where(np.isnan(numbers), low, numbers), responded)
        ways.append(max(upwards, 1 - upwards))
    return max(ways)


def _by_others(codes: Codes, responded: Bools) -> Floats:
    # Halves at random: every other row would fall in with a pattern of the file.
    half = np.random.default_rng(0).integers(0, 2, len(codes))
    size = int(codes.max(initial=0)) + 1
    base, found = float(responded.mean()), np.empty(len(codes))
    for mine in (0, 1):
        other = half != mine
        hits = np.bincount(codes[other & responded], minlength=size)
        seen = np.bincount(codes[other], minlength=size)
        found[~other] = ((hits + base) / (seen + 1.0))[codes[~other]]
    return found


def _within_stretches(score: Floats, responded: Bools) -> float:
    total = weight = 0.0
    for part in np.array_split(np.arange(len(score)), STRETCHES):
        yes = int(responded[part].sum())
        pairs = float(yes * (len(part) - yes))
        total += pairs * (auc(responded[part], score[part]) or 0.5)
        weight += pairs
    return total / weight if weight else 0.5


def _never(codes: Codes, responded: Bools) -> int:
    """Return how many rows hold the commonest value at which nobody responded, or 0."""
    seen, hits = np.bincount(codes), np.bincount(codes[responded], minlength=codes.max() + 1)
    enough = (seen >= HELD_BY * len(codes)) & (seen * responded.mean() >= EXPECTED) & (hits == 0)
    return int(seen[enough].max(initial=0))


def after_contact(days: pl.Series, contact: pl.Series) -> int:
    """Return how many rows have a day (column ``days``) after the day of the contact."""
    return int((days.floor() > contact.floor()).sum())


_NAMES = Text(
    "It names the row: {n:,} different values, next to one for each row.",
    "该列标识各行：有 {n:,} 个不同的值，几乎每行一个。",
)
_AWAY = Text(
    "It gives the outcome away: alone it tells responses apart with an AUC of {auc} within the "
    "same weeks, more than anything known before a contact does.",
    "该列泄露结果：单独使用时在同一时段内的 AUC 为 {auc}，接触之前可知的信息达不到这一水平。",
)
_NEVER = Text(
    "It gives the outcome away: alone it has an AUC of {auc} within the same weeks, and of {n} "
    "rows with one and the same value nobody responded, as if it were filled by the contact.",
    "该列泄露结果：单独使用时在同一时段内的 AUC 为 {auc}，"
    "且取同一个值的 {n} 行无一响应，像是接触时才填写。",
)
