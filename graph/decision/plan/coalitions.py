"""Minimal winning coalitions of a weighted vote: counted exactly, the smallest listed."""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING, Any

import numpy as np

from graph.decision.plan.swings import CELLS, FEW, WIDE, TooFineError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# Steps of the search for coalitions to list.
STEPS = 200_000


def count_minimal(units: Sequence[int], quota: int) -> int:
    """Return the number of coalitions that win and lose without any one of their members.

    Parameters
    ----------
    units : sequence of int
        Votes of the members, the most first.
    quota : int
        Votes needed.

    Examples
    --------
    >>> count_minimal([4, 3, 2], 6)
    2
    """
    if quota <= 0:
        return 1
    if len(units) * quota > CELLS:
        return _count_each(units, quota)
    # The last of a coalition, in this order, has the fewest votes: it is minimal when the others
    # alone, all of them before the last, fall short.
    sums: Any = np.zeros(quota, dtype=np.int64 if len(units) <= WIDE else object)
    sums[0] = 1
    count = 0
    for unit in units:
        count += int(sums[max(0, quota - unit) :].sum())
        if unit < quota:
            sums[unit:] += sums[: quota - unit].copy()
    return count


def _count_each(units: Sequence[int], quota: int) -> int:
    if len(units) > FEW:
        raise TooFineError
    sums: Any = np.zeros(1, dtype=object if sum(units) >= 2**62 else np.int64)
    count = 0
    for unit in units:
        count += int(((sums < quota) & (sums + unit >= quota)).sum())
        sums = np.concatenate([sums, sums + unit])
    return count


def list_minimal(units: Sequence[int], quota: int, most: int) -> list[list[int]]:
    """Return up to ``most`` of these coalitions as positions in ``units``, the smallest first.

    Examples
    --------
    >>> list_minimal([4, 3, 2], 6, 200)
    [[0, 1], [0, 2]]
    """
    if quota <= 0:
        return [[]]
    search = _Search(units, quota)
    found: list[list[int]] = []
    for size in range(1, len(units) + 1):
        for own in search.of_size(size):
            found.append(own)
            if len(found) == most:
                return found
    return found


class _Search:
    """Depth-first, by size, in the order of votes; stops after ``STEPS`` steps."""

    def __init__(self, units: Sequence[int], quota: int) -> None:
        self.units, self.quota = units, quota
        self.before = list(accumulate(units, initial=0))
        self.steps = 0

    def of_size(self, size: int) -> Iterator[list[int]]:
        """Yield the minimal coalitions of one size."""
        yield from self._more([], 0, 0, size)

    def _more(self, own: list[int], held: int, start: int, size: int) -> Iterator[list[int]]:
        for i in range(start, len(self.units) - size + 1):
            self.steps += 1
            if self.steps > STEPS or held + self.before[i + size] - self.before[i] < self.quota:
                return  # even the heaviest that are left fall short
            then = held + self.units[i]
            if size == 1:
                yield [*own, i]
            elif then + self._lightest(size - 2) < self.quota:
                yield from self._more([*own, i], then, i + 1, size - 1)

    def _lightest(self, members: int) -> int:
        """Return the votes of the lightest few: what all but the last add at the least."""
        return self.before[-1] - self.before[len(self.units) - members]
