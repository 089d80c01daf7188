"""Counting swings and pivots of a weighted vote by generating functions."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import comb, factorial
from typing import Any

import numpy as np
import numpy.typing as npt

# Cells of the table of coalitions (sizes x sums), and members whose coalitions are looked at one
# by one where that table would be larger.
CELLS = 10_000_000
FEW = 20
# Up to so many members every count fits a 64-bit number.
WIDE = 62


class TooFineError(Exception):
    """More different sums of votes than can be counted."""


@dataclass(frozen=True)
class Game:
    """Votes of the members without a veto, the number of vetoes, and the votes needed of them.

    A coalition wins when it holds every veto and ``quota`` of the others' votes.
    """

    units: list[int]
    vetoes: int
    quota: int

    @property
    def size(self) -> int:
        """Number of members."""
        return len(self.units) + self.vetoes


@dataclass(frozen=True)
class Power:
    """Swings (coalitions) and pivots (share of orders) of each member, and of one with a veto."""

    swings: list[int]
    pivots: list[Fraction]
    veto_swings: int
    veto_pivots: Fraction


def power(game: Game) -> Power:
    """Count the swings of each member, and the share of orders in which each decides.

    Raises
    ------
    TooFineError
        Where neither a table of sums nor a look at every coalition is feasible.

    Examples
    --------
    >>> power(Game([4, 3, 2], 0, 6)).swings
    [3, 1, 1]
    """
    losing = _losing(game)
    others, n, m = len(game.units), game.size, game.vetoes
    swings, pivots = [], []
    for unit in game.units:
        own = losing.swings(unit)
        swings.append(sum(own))
        pivots.append(_orders(own, m, n))
    wins = [comb(others, k) - losing.below(k, game.quota) for k in range(others + 1)]
    veto = _orders(wins, m - 1, n) if m else Fraction(0)
    return Power(swings, pivots, sum(wins) if m else 0, veto)


def _orders(by_size: list[int], more: int, n: int) -> Fraction:
    """Return the share of orders in which one of these coalitions, and ``more``, come first."""
    ways = sum(
        count * factorial(k + more) * factorial(n - 1 - k - more)
        for k, count in enumerate(by_size)
        if count
    )
    return Fraction(ways, factorial(n))


class _Table:
    """How many coalitions of each size hold less than each sum of votes, up to the quota."""

    def __init__(self, game: Game) -> None:
        self.game = game
        n = len(game.units)
        number: Any = np.int64 if n <= WIDE else object
        counts = np.zeros((n + 1, game.quota + 1), dtype=number)
        counts[0, 1:2] = 1  # nobody holds 0: less than 1
        for unit in game.units:
            if unit < game.quota:
                counts[1:, 1 + unit :] += counts[:-1, 1 : game.quota + 1 - unit].copy()
        self.less: npt.NDArray[Any] = np.cumsum(counts, axis=1, dtype=number)

    def below(self, size: int, sum_: int) -> int:
        """Return the number of coalitions of ``size`` that hold less than ``sum_``."""
        return int(self.less[size, sum_]) if sum_ > 0 else 0

    def swings(self, unit: int) -> list[int]:
        """Return, by size, how many coalitions of others lose, and win with these votes."""
        quota = self.game.quota
        return [
            self._without(unit, k, quota) - self._without(unit, k, quota - unit)
            for k in range(len(self.game.units))
        ]

    def _without(self, unit: int, size: int, sum_: int) -> int:
        """Return ``below`` among the others: the coalitions with the member are taken out again."""
        total, sign = 0, 1
        while size >= 0 and sum_ > 0:
            total += sign * self.below(size, sum_)
            size, sum_, sign = size - 1, sum_ - unit, -sign
        return total


class _Each:
    """The same, looking at every coalition of a few members."""

    def __init__(self, game: Game) -> None:
        self.game = game
        self.sums, self.sizes = _subsets(game.units)

    def below(self, size: int, sum_: int) -> int:
        """Return the number of coalitions of ``size`` that hold less than ``sum_``."""
        return int(((self.sizes == size) & (self.sums < sum_)).sum())

    def swings(self, unit: int) -> list[int]:
        """Return, by size, how many coalitions of others lose, and win with these votes."""
        others = list(self.game.units)
        others.remove(unit)
        sums, sizes = _subsets(others)
        swing = (sums < self.game.quota) & (sums + unit >= self.game.quota)
        counted: list[int] = np.bincount(sizes[swing], minlength=len(others) + 1).tolist()
        return counted


def _subsets(units: list[int]) -> tuple[npt.NDArray[Any], npt.NDArray[np.int64]]:
    large = sum(units) >= 2**62
    sums = np.zeros(1, dtype=object if large else np.int64)
    sizes = np.zeros(1, dtype=np.int64)
    for unit in units:
        sums, sizes = np.concatenate([sums, sums + unit]), np.concatenate([sizes, sizes + 1])
    return sums, sizes


def _losing(game: Game) -> _Table | _Each:
    n = len(game.units)
    if (n + 1) * (game.quota + 1) <= CELLS:
        return _Table(game)
    if n <= FEW:
        return _Each(game)
    raise TooFineError
