"""A week as it is put together: greedily, then by exchange.

Gains are measured again after every meeting that is added or dropped, by the model of each deal
that it serves.
"""

from __future__ import annotations

from copy import copy
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from graph.decision.plan.meetings import SLACK
from graph.decision.plan.offers import NOBODY, NOTHING

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

    from graph.decision.plan.board import Board
    from graph.decision.plan.offers import Taken

Floats = npt.NDArray[np.float64]

# Weeks closer in worth than this part of it are equally good.
EQUAL = 1e-9


class Filling:
    """A set of meetings as it changes, with what every other one would add to it."""

    def __init__(self, board: Board, weights: Floats, held: Iterable[int] = ()) -> None:
        self.board, self.weights = board, weights
        self.held: list[int] = []
        self.left = board.limit.copy()
        self.met = np.zeros(len(board.people), dtype=np.bool_)
        self.adds = np.zeros(len(board.pairs))
        self.worth = 0.0
        self._parts: dict[int, Taken] = {}
        for deal in np.flatnonzero(weights).tolist():
            self._count(deal, 1.0)
        for at in held:
            self.hold(at)

    def copy(self) -> Filling:
        """Return the same set, to be changed on its own."""
        other = copy(self)
        other.held, other._parts = list(self.held), dict(self._parts)
        other.left, other.met, other.adds = self.left.copy(), self.met.copy(), self.adds.copy()
        return other

    def hold(self, at: int) -> None:
        """Add a meeting."""
        self.held.append(at)
        self._change(at, 1.0)

    def drop(self, at: int) -> None:
        """Take a meeting away."""
        self.held.remove(at)
        self._change(at, -1.0)

    def _change(self, at: int, sign: float) -> None:
        board = self.board
        self.left[board.seller[at]] -= sign * board.hours[at]
        self.met[board.person[at]] = sign > 0
        for deal, offer in board.serves[at]:
            if self.weights[deal]:
                self._count(deal, -1.0)
                self._parts[deal] = self._parts.get(deal, NOBODY) ^ {offer}
                self._count(deal, 1.0)

    def _count(self, deal: int, sign: float) -> None:
        """Count what a deal gains and what each meeting would add there, or take it out."""
        offers, weight = self.board.deals[deal], sign * float(self.weights[deal])
        taken = self._parts.get(deal, NOBODY)
        self.worth += weight * offers.gain(taken)
        self.adds[self.board.places[deal]] += weight * offers.adds(taken)

    def room(self) -> npt.NDArray[np.bool_]:
        """Return which meetings can still be held beside these."""
        board = self.board
        room: npt.NDArray[np.bool_] = board.hours <= self.left[board.seller] + SLACK
        return room & ~self.met[board.person]

    def fits(self, at: int) -> bool:
        """Say whether a meeting can still be held beside these."""
        return bool(self.room()[at])

    def fill(self) -> Filling:
        """Add the meeting that adds most an hour, as long as one fits and adds anything."""
        least = NOTHING * float(self.weights.max(initial=0.0))
        while True:
            adds = np.where(self.room(), self.adds, 0.0)
            if not adds.size or adds.max() <= least:
                return self
            self.hold(int((adds / self.board.hours).argmax()))

    def improve(
        self, fixed: Collection[int] = (), tell: Callable[[], None] | None = None
    ) -> Filling:
        """Put others in the place of one, as long as that gains; ``fixed`` stay."""
        now, better = self, True
        while better:
            better = False
            for at in sorted(set(now.held) - set(fixed)):
                if tell is not None:
                    tell()
                other = now.copy()
                other.drop(at)
                other.fill()
                if other.worth > now.worth * (1 + EQUAL):
                    now, better = other, True
        return now
