"""Whole numbers in a table of strata and arms whose sums are given: controlled rounding.

Proportional shares are seldom whole. Each is rounded up or down by chance so that every stratum
and every arm keeps its sum and every share is met on average (Cox 1987): step by step, shares
along a closed path are raised and lowered in turn until one of them is whole.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

    Path = list[tuple[int, int]]


def proportional(
    strata: Sequence[int], arms: Sequence[int], dice: np.random.Generator
) -> list[list[int]]:
    """Return how many of each stratum go into each arm: less than 1 from proportional.

    Parameters
    ----------
    strata, arms : sequence of int
        Sizes with the same sum.
    dice : numpy.random.Generator
        Decides what is rounded up.

    Examples
    --------
    >>> import numpy as np
    >>> made = proportional([3, 5], [4, 4], np.random.default_rng(1))
    >>> [sum(row) for row in made], [sum(c) for c in zip(*made, strict=True)]
    ([3, 5], [4, 4])
    """
    total = sum(strata)
    if not total:
        return [[0] * len(arms) for _ in strata]
    whole = [[n * m // total for m in arms] for n in strata]
    rest = [[n * m % total for m in arms] for n in strata]
    table = _Table(rest, total)
    while (path := table.closed_path()) is not None:
        for row, column in table.move(path, dice):
            whole[row][column] += 1
    return whole


class _Table:
    """The parts of a share above a whole number, in units of 1 / ``total``."""

    def __init__(self, rest: list[list[int]], total: int) -> None:
        self.rest, self.total = rest, total
        # The rows of each column that may hold a part, the last ones first looked at.
        self._rows = [[i for i, r in enumerate(rest) if r[c]] for c in range(len(rest[0]))]

    def closed_path(self) -> Path | None:
        """Return cells, each pair in one row, the next pair in one column, back to the first."""
        column = next((c for c in range(len(self._rows)) if self._last(c) is not None), None)
        if column is None:
            return None
        row = self._rows[column][-1]
        path: Path = []
        columns: dict[int, int] = {}
        rows: dict[int, int] = {}
        # Columns are few: after as many steps as there are columns one comes again.
        while column not in columns and row not in rows:
            columns[column] = rows[row] = len(path)
            leave = next(c for c, part in enumerate(self.rest[row]) if part and c != column)
            path += [(row, column), (row, leave)]
            column, row = leave, self._other(leave, row)
        if column in columns:
            return path[columns[column] :]
        return [*path[rows[row] + 1 :], (row, column)]

    def move(self, path: Path, dice: np.random.Generator) -> list[tuple[int, int]]:
        """Raise and lower the cells of a path in turn; return those that became one more."""
        ups, downs = path[0::2], path[1::2]
        raised = min(self._room(ups), self._depth(downs))
        lowered = min(self._room(downs), self._depth(ups))
        if int(dice.integers(raised + lowered)) >= lowered:
            ups, downs, raised = downs, ups, lowered
        full = []
        for row, column in ups:
            self.rest[row][column] += raised
            if self.rest[row][column] == self.total:
                self.rest[row][column] = 0
                full.append((row, column))
        for row, column in downs:
            self.rest[row][column] -= raised
        return full

    def _room(self, cells: Path) -> int:
        return min(self.total - self.rest[r][c] for r, c in cells)

    def _depth(self, cells: Path) -> int:
        return min(self.rest[r][c] for r, c in cells)

    def _last(self, column: int) -> int | None:
        rows = self._rows[column]
        while rows and not self.rest[rows[-1]][column]:
            rows.pop()
        return rows[-1] if rows else None

    def _other(self, column: int, row: int) -> int:
        """Return a row other than ``row`` that holds a part of ``column``: there is one."""
        if (last := self._last(column)) is not None and last != row:
            return last
        rows = self._rows[column]
        while not self.rest[rows[-2]][column]:
            del rows[-2]
        return rows[-2]
