"""Offers to channels under capacity: a linear program, solved by HiGHS through scipy.

Maximise the sum of what is brought home; an offer takes one place of at most one channel. Such a
transport program has whole numbers at its corners, so the linear solution is the exact one.

It is solved on the offers whose choice is in doubt. Prices of places by which each channel fills
just up to its room make the choice of most offers plain; these are fixed, and the solver places
the rest. Its prices then say whether a fixed offer would rather go elsewhere: those join the rest
and it is solved again. When none would, the fixed choices and the prices prove each other
(duality), so the result is that of the whole program.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import scipy.sparse as sp

from graph.solver import linprog

if TYPE_CHECKING:
    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]
    Ints = npt.NDArray[np.int64]
    Bools = npt.NDArray[np.bool_]

# What stands for "no channel" among the choices.
NONE = -1
# Worth of the whole program that counts as nothing.
TOLERANCE = 1e-9
# Offers in doubt that the solver starts with, and turns to find the first prices.
FIRST = 20
ROUNDS = 30


@dataclass(frozen=True)
class Placed:
    """The best assignment.

    Parameters
    ----------
    channel : array of int, one an offer
        The channel, ``NONE`` where none brings anything or none has room.
    price : array of float, one a channel
        Dual of its room: what the last place is worth, 0 where places are left.
    worth : float
        What all offers bring together.
    """

    channel: Ints
    price: Floats
    worth: float


def place(worth: Floats, room: Floats, start: Floats | None = None) -> Placed:
    """Return the best assignment of offers to channels.

    Parameters
    ----------
    worth : array, offers x channels
        What each channel brings of each offer; one that brings nothing is not chosen.
    room : array, one a channel
        Places left, ``inf`` where there is no limit.
    start : array, optional
        Prices to start from, as of a program with nearly the same room.

    Examples
    --------
    Two offers, and one place in the channel that both would rather take:

    >>> best = place(np.array([[9.0, 5.0], [8.0, 1.0]]), np.array([1.0, np.inf]))
    >>> best.channel.tolist(), best.worth, place(np.array([[9.0, 5.0]]), np.zeros(2)).worth
    ([1, 0], 13.0, 0.0)
    """
    offers, channels = worth.shape
    scale = float(worth.max(initial=0.0))
    if not scale > 0 or not channels:
        return Placed(np.full(offers, NONE, dtype=np.int64), np.zeros(channels), 0.0)
    program = Program(worth / scale, np.minimum(np.floor(room), offers + 1))
    placed = program.solve(start / scale if start is not None else None)
    inside = placed.channel != NONE
    total = float(worth[np.flatnonzero(inside), placed.channel[inside]].sum())
    return Placed(placed.channel, placed.price * scale, total)


@dataclass
class Program:
    """The program with worths of at most 1; more room than one for each offer stays out of it."""

    worth: Floats
    room: Floats
    doubtful: Bools = field(init=False)

    def solve(self, price: Floats | None) -> Placed:
        """Fix what is plain, let the solver place the rest, until the prices agree."""
        price = self._prices() if price is None else price
        self.doubtful = self._in_doubt(price)
        while True:
            fixed = self._choice(price)
            fixed[self.doubtful] = NONE
            left = self.room - np.bincount(fixed[fixed != NONE], minlength=self.room.size)
            if (left < 0).any():
                self._doubt_more()
                continue
            rest, dual = self._solved(left)
            unhappy = ~self.doubtful & (self._regret(fixed, dual) > TOLERANCE)
            if not unhappy.any():
                fixed[self.doubtful] = rest
                return Placed(fixed, dual, 0.0)
            self.doubtful |= unhappy

    def _prices(self) -> Floats:
        """Return prices at which each channel in its turn fills just up to its room."""
        price = np.zeros(self.room.size)
        for _ in range(ROUNDS):
            before = price.copy()
            for c, room in enumerate(self.room.astype(int)):
                elsewhere = np.delete(self.worth - price, c, axis=1).max(axis=1, initial=0.0)
                bid = self.worth[:, c] - np.maximum(elsewhere, 0.0)
                last = bid.size - room - 1
                price[c] = max(0.0, np.partition(bid, last)[last]) if last >= 0 else 0.0
            if np.abs(price - before).max() < TOLERANCE:
                break
        return price

    def _choice(self, price: Floats) -> Ints:
        """Return what each offer would choose at these prices; nothing gained: none."""
        gain = self.worth - price
        best: Ints = gain.argmax(axis=1)
        best[gain.max(axis=1) <= 0] = NONE
        return best

    def _in_doubt(self, price: Floats) -> Bools:
        """Mark the offers for which two choices lie nearest to each other."""
        gain = np.column_stack([self.worth - price, np.zeros(len(self.worth))])
        upper = -np.partition(-gain, 1, axis=1)[:, :2]
        margin = upper[:, 0] - upper[:, 1]
        chosen = np.zeros(len(margin), dtype=bool)
        chosen[np.argsort(margin, kind="stable")[: FIRST * self.room.size]] = True
        self._margin = margin
        return chosen

    def _doubt_more(self) -> None:
        """Let twice as many be in doubt."""
        count = min(len(self._margin), 2 * max(1, int(self.doubtful.sum())))
        self.doubtful[np.argsort(self._margin, kind="stable")[:count]] = True

    def _regret(self, choice: Ints, price: Floats) -> Floats:
        """Return how much more each offer would gain by its best choice at these prices."""
        gain = self.worth - price
        own = np.where(choice == NONE, 0.0, gain[np.arange(len(gain)), choice])
        return np.asarray(np.maximum(gain.max(axis=1), 0.0) - own)

    def _solved(self, room: Floats) -> tuple[Ints, Floats]:
        """Place the doubtful offers with the room that is left; return choices and duals."""
        worth = self.worth[self.doubtful]
        offer, channel = np.nonzero(worth > 0)
        if not offer.size:
            return np.full(len(worth), NONE, dtype=np.int64), np.zeros(room.size)
        one, column = np.ones(offer.size), np.arange(offer.size)
        limits = sp.vstack(
            [
                sp.csr_array((one, (offer, column)), shape=(len(worth), offer.size)),
                sp.csr_array((one, (channel, column)), shape=(room.size, offer.size)),
            ]
        )
        found = linprog(
            -worth[offer, channel],
            A_ub=limits.tocsc(),
            b_ub=np.concatenate([np.ones(len(worth)), room]),
            method="highs-ds",
        )
        taken = found.x > 0.5
        choice = np.full(len(worth), NONE, dtype=np.int64)
        choice[offer[taken]] = channel[taken]
        return choice, np.maximum(0.0, -found.ineqlin.marginals[len(worth) :])
