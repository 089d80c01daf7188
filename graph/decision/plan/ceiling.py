"""The most that any week can be worth: a program over all meetings, cut by cut.

One 0/1 variable a meeting and one variable a deal for its gain in access, which is bounded by cuts
(:meth:`graph.decision.plan.offers.Offers.ceiling`), as Nemhauser and Wolsey (1981) maximise a
submodular function. What the program chooses is measured: it may be the best week so far, and it
gives the cuts by which the next one is bounded. Where nothing is left to cut the bound is reached.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint

from graph.decision.plan.meetings import SLACK
from graph.decision.plan.offers import NOBODY
from graph.solver import milp

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from graph.decision.plan.board import Board
    from graph.decision.plan.offers import Taken

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

# What the solver may leave open where not every meeting is 0 or 1, and where it need not be exact.
ROUGH = 0.002
# Parts of the program's answer that count as held where meetings may be held in part.
HALF = 0.5


class Ceiling:
    """The program.

    Parameters
    ----------
    board : Board
        The meetings; a variable each, then one a deal.
    weights : (deals,) array
        What a gain of 1 is worth in each deal; 0 leaves it out.
    fixed : collection of int
        Meetings that are held in any case.
    """

    def __init__(self, board: Board, weights: Floats, fixed: Collection[int] = ()) -> None:
        self.board, self.fixed = board, fixed
        self.count = len(board.pairs)
        self.scale = float(weights.max())
        self.bound = np.inf
        self._deals = {int(d): self.count + k for k, d in enumerate(np.flatnonzero(weights))}
        self._rows: list[tuple[Ints, Floats, float]] = []
        self._cuts: set[tuple[int, Taken, frozenset[int]]] = set()
        self._worth = np.zeros(self.count + len(self._deals))
        for deal, column in self._deals.items():
            weight, offers = weights[deal] / self.scale, board.deals[deal]
            self._worth[board.places[deal]] += weight * offers.lean
            self._worth[column] = weight
            self._cut(deal, NOBODY)

    def cut(self, held: Iterable[int]) -> bool:
        """Bound each deal's gain at a set of meetings; say whether any of these cuts is new."""
        before = len(self._cuts)
        for deal, taken in self.board.taken(held).items():
            if deal in self._deals:
                self._cut(deal, taken)
        return len(self._cuts) > before

    def _cut(self, deal: int, taken: Taken) -> None:
        """Bound a gain where nobody else is turned than here, and where anybody is."""
        offers = self.board.deals[deal]
        for voices in {offers.turned(taken), offers.turnable}:
            if (deal, taken, voices) in self._cuts:
                continue
            self._cuts.add((deal, taken, voices))
            start, rise = offers.ceiling(taken, voices)
            at = np.append(self.board.places[deal], self._deals[deal])
            self._rows.append((at, np.append(-rise, 1.0), start))

    def solve(self, *, whole: bool, exact: bool) -> list[int]:
        """Lower the bound, and return the meetings that reach it as the cuts see it.

        Parameters
        ----------
        whole : bool
            Hold meetings not in part; much more work in a large book.
        exact : bool
            Solve to the end.
        """
        meeting = np.arange(self._worth.size) < self.count
        low = np.zeros(self._worth.size)
        low[list(self.fixed)] = 1.0
        answer = milp(
            -self._worth,
            integrality=meeting.astype(np.int32) if whole else np.zeros_like(low),
            bounds=Bounds(low, np.where(meeting, 1.0, np.inf)),
            constraints=self._limits(),
            options={"mip_rel_gap": 0.0 if exact else ROUGH},
        )
        if answer.x is None:
            return []
        reached = -answer.mip_dual_bound if whole else -answer.fun
        self.bound = min(self.bound, float(reached) * self.scale)
        part = answer.x[: self.count]
        order = np.argsort(-part, kind="stable")
        found: list[int] = order[part[order] > HALF].tolist()
        return found

    def _limits(self) -> list[LinearConstraint]:
        board = self.board
        at = np.arange(self.count)
        return [
            self._rows_of(np.ones(self.count), board.person, at, np.ones(len(board.people))),
            self._rows_of(board.hours, board.seller, at, board.limit + SLACK),
            self._rows_of(
                np.concatenate([rise for _, rise, _ in self._rows]),
                np.repeat(np.arange(len(self._rows)), [at.size for at, _, _ in self._rows]),
                np.concatenate([at for at, _, _ in self._rows]),
                np.array([start for _, _, start in self._rows]),
            ),
        ]

    def _rows_of(self, value: Floats, row: Ints, at: Ints, most: Floats) -> LinearConstraint:
        shape = most.size, self._worth.size
        return LinearConstraint(sparse.csr_array((value, (row, at)), shape=shape), ub=most)
