"""Which rows are scored together, and how far back each part of the model may look."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from graph.errors import UsageError
from graph.text import Text

SMALLEST, FEWEST, MOST = 100, 5, 200
# Before the first scored block so many are forecast, too: the blend is chosen on them.
REHEARSED = 20
# Leaks are searched for, and members that look at everything fitted anew, every so many blocks.
STEP = 5
LEARNT_AT_LEAST = 100


class Block(NamedTuple):
    """Rows ``start`` up to ``end``, without it."""

    start: int
    end: int


@dataclass(frozen=True)
class Layout:
    """The blocks of a history.

    Parameters
    ----------
    blocks : list of Block
        All rows, in order; a block is scored by what came before it.
    first : int
        Position in ``blocks`` of the first one whose scores count.
    rehearsed_from : int
        Position of the first one that is forecast at all.
    size : int
        Rows of a block (the last has up to twice as many).
    """

    blocks: list[Block]
    first: int
    rehearsed_from: int
    size: int

    @property
    def scored(self) -> list[Block]:
        """The blocks whose scores count."""
        return self.blocks[self.first :]

    @property
    def learnt(self) -> int:
        """How many rows come before the first scored one."""
        return self.blocks[self.first].start


def layout(rows: int, hold_out: float) -> Layout:
    """Divide a history: the last ``hold_out`` of it in 5 to 200 blocks of 100 rows or more.

    Raises
    ------
    UsageError
        Too few rows for five blocks, or too few before them.

    Examples
    --------
    >>> found = layout(41_188, 0.4)
    >>> len(found.scored), found.scored[0], found.scored[-1]
    (164, Block(start=24713, end=24813), Block(start=41013, end=41188))
    """
    scored = round(rows * hold_out)
    start = rows - scored
    if scored < FEWEST * SMALLEST or start < LEARNT_AT_LEAST:
        raise _too_few(rows, scored, start)
    size = max(SMALLEST, -(-scored // MOST))
    later = [*range(start, rows - size + 1, size), rows]
    earlier = [*range(start % size, start + 1, size)]
    edges = sorted({0, *earlier, *later})
    blocks = [Block(a, b) for a, b in pairwise(edges)]
    first = edges.index(start)
    rehearsed = first - max(first - REHEARSED, first // 2, 1)
    return Layout(blocks, first, first - rehearsed // STEP * STEP, size)


def _too_few(rows: int, scored: int, start: int) -> UsageError:
    return UsageError(
        Text(
            "{rows:,} rows are too few: {scored:,} would be scored (five blocks of 100 are the "
            "least), {start:,} come before them (100 are the least).",
            "{rows:,} 行太少：将评分 {scored:,} 行（至少需要 5 块、每块 100 行），"
            "其前有 {start:,} 行（至少 100 行）。",
        ).format(rows=rows, scored=scored, start=start),
        Text(
            "Give a longer history, or another --hold-out; with the usual .4 it takes 1,250 rows.",
            "请提供更长的历史，或调整 --hold-out；默认 0.4 时需要 1,250 行。",
        ),
    )


@dataclass(frozen=True)
class Memory:
    """How many rows back each part looks; all of it is finite where a window is asked for.

    Parameters
    ----------
    trailing : tuple of int
        Over how many rows the recent response rates are taken.
    by_value : int
        Over how many rows the rate of each value of a column is taken.
    rates, recent, mixed, every : int
        Rows that the members of those names are fitted on.
    choice : int
        Rows on whose forecasts weights and calibration rest.
    pause : int
        Members that look at everything are fitted anew every so many blocks (1 or STEP).
    """

    trailing: tuple[int, ...] = (100, 300, 1_000, 4_000)
    by_value: int = 2_000
    rates: int = 8_000
    recent: int = 5_000
    mixed: int = 8_000
    every: int = 50_000
    choice: int = 10_000
    pause: int = STEP

    @property
    def reach(self) -> int:
        """How many rows back a score rests on: forecasts, fits, and the rates they carry."""
        rates = max(*self.trailing, self.by_value)
        return max(self.rates + rates, self.mixed + rates, self.recent, self.every) + self.choice


def memory(window: int | None, size: int) -> Memory:
    """Return how far back to look: as is best, or never beyond the last ``window`` rows.

    Of a window half is fitted on, a quarter gives the recent rates that those rows carry, and on
    the forecasts of the last quarter weights and calibration rest.

    Raises
    ------
    UsageError
        A window that holds too few blocks.

    Examples
    --------
    >>> memory(4_000, 100).reach
    4000
    """
    if window is None:
        return Memory()
    if window < 4 * size:
        raise UsageError(
            Text(
                "--window {window:,}: a window of {least:,} rows or more is needed here.",
                "--window {window:,}：此处至少需要 {least:,} 行的窗口。",
            ).format(window=window, least=4 * size)
        )
    usual, half, quarter = Memory(), window // 2, window // 4
    return Memory(
        trailing=tuple(min(rows, quarter) for rows in usual.trailing),
        by_value=min(usual.by_value, quarter),
        rates=min(usual.rates, half),
        recent=min(usual.recent, half),
        mixed=min(usual.mixed, half),
        every=min(usual.every, half),
        choice=min(usual.choice, quarter),
        pause=1,
    )
