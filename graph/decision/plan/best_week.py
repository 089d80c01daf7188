"""The set of meetings over all deals that is worth most, and how sure that is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from graph.decision.plan.filling import Filling

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from graph.decision.plan.board import Board

Floats = npt.NDArray[np.float64]

# A week this near to the bound is good enough where proof takes long.
GOOD = 0.01
# Meetings up to which the program is solved to the end, and beyond which only in part.
FEW = 400
MANY = 2000
# Times that the program is solved: to the end, whole, in part.
ROUNDS = {"exact": 40, "whole": 4, "part": 6}
# What the solver's answers are off by, in parts of the largest weight.
ROUNDED = 2e-6


@dataclass(frozen=True)
class Found:
    """Meetings (numbers on the board), what they are worth, and the most that any could be."""

    held: list[int]
    worth: float
    bound: float
    proven: bool


def best_week(
    board: Board,
    weights: Floats,
    fixed: Collection[int] = (),
    tell: Callable[[], None] | None = None,
) -> Found:
    """Return the best set found: greedy, by exchange, then what a program proposes.

    Parameters
    ----------
    board : Board
        The meetings.
    weights : (deals,) array
        What a gain of 1 is worth in each deal; none is negative.
    fixed : collection of int
        Meetings that are held in any case.
    tell : callable or None
        Called at every step; may raise to stop.
    """
    tell = tell or (lambda: None)
    best = Filling(board, weights, fixed).fill().improve(fixed, tell)
    if not weights.any() or not board.pairs:
        return Found(best.held, best.worth, best.worth, proven=True)
    search = _Search(board, weights, fixed, best)
    search.run(tell)
    bound = max(search.ceiling.bound, search.best.worth)
    return Found(search.best.held, search.best.worth, bound, search.proven)


class _Search:
    """The best week so far and the bound, which draw nearer to each other."""

    def __init__(
        self, board: Board, weights: Floats, fixed: Collection[int], best: Filling
    ) -> None:
        # Only the solver needs it, which takes its time to be imported.
        from graph.decision.plan.ceiling import Ceiling

        self.best, self.fixed = best, fixed
        self.empty = Filling(board, weights, fixed)
        self.ceiling = Ceiling(board, weights, fixed)
        self.ceiling.cut(best.held)
        self.slack = ROUNDED * self.ceiling.scale
        size = len(board.pairs)
        self.kind = "exact" if size <= FEW else "whole" if size <= MANY else "part"

    @property
    def proven(self) -> bool:
        """Whether no other week is worth more."""
        return self.ceiling.bound <= self.best.worth + self.slack

    @property
    def enough(self) -> bool:
        """Whether the bound is near enough."""
        near = self.kind != "exact" and self.ceiling.bound <= self.best.worth * (1 + GOOD)
        return self.proven or near

    def run(self, tell: Callable[[], None]) -> None:
        """Solve the program until the bound is near or the rounds are over."""
        for _ in range(ROUNDS[self.kind]):
            tell()
            chosen = self.ceiling.solve(whole=self.kind != "part", exact=self.kind == "exact")
            new = self.ceiling.cut(chosen)
            other = self._held(chosen)
            new |= self.ceiling.cut(other.held)
            if other.worth > self.best.worth:
                self.best = other.improve(self.fixed, tell)
                new |= self.ceiling.cut(self.best.held)
            if self.enough or not new:
                return

    def _held(self, chosen: list[int]) -> Filling:
        """Hold what the program chose, as far as it fits, and fill up."""
        other = self.empty.copy()
        for at in chosen:
            if other.fits(at):
                other.hold(at)
        return other.fill()
