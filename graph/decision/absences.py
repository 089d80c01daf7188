"""Whom we reach if one person or one seller is gone: the same worlds once more for each leaver.

We walk from our team onward. Of each person the worlds in which something gets through stand as
bits, a row for each leaver after a first row in which nobody left, so that one walk answers for
all deciders and all leavers. Where few ties may fail the worlds are all there are.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from graph.decision.worlds import ALL_WORLDS, draw, every

if TYPE_CHECKING:
    from collections.abc import Iterable

    from graph.decision.network import Network

Floats = npt.NDArray[np.float64]

# Bound on arcs x leavers x worlds, and on the worlds looked at.
MOST_BITS = 100_000_000
MOST_WORLDS = 1024
FEWEST_WORLDS = 64


@dataclass(frozen=True)
class Leavers:
    """Who is tried to be gone: people of the model, then sellers of the team."""

    people: list[int]
    sellers: list[int]

    @property
    def rows(self) -> int:
        """Number of rows, the first for nobody."""
        return 1 + len(self.people) + len(self.sellers)


class Absences:
    """The access network in some worlds, with everybody there and with each leaver gone.

    Parameters
    ----------
    arcs : list of (tail, head, probability)
        Those between people that may matter.
    """

    def __init__(
        self,
        network: Network,
        arcs: list[tuple[int, int, float]],
        leavers: Leavers,
        seed: int,
    ) -> None:
        self.leavers = leavers
        ordered = sorted(arcs, key=lambda arc: (arc[1], arc[0]))
        self._tail = np.array([u for u, _, _ in ordered], dtype=np.int64)
        self._head = np.array([v for _, v, _ in ordered], dtype=np.int64)
        chance = np.array([p for _, _, p in ordered], dtype=np.float64)
        self._open(np.concatenate([chance, network.strength]), len(ordered), seed)
        self._gone = np.zeros(network.size, dtype=np.int64)
        self._gone[leavers.people] = np.arange(1, 1 + len(leavers.people))
        self._reach = np.zeros((network.size, leavers.rows, self._ways.shape[1]), dtype=np.uint64)
        self._started: dict[int, None] = {}
        self._start(network)
        self._walk()

    def _open(self, chance: Floats, arcs: int, seed: int) -> None:
        """Draw in which worlds each arc and each of our ties is open."""
        self.drawn = int((chance < 1).sum()) > ALL_WORLDS
        if self.drawn:
            most = MOST_BITS // max(1, arcs * self.leavers.rows) // 64 * 64
            count = max(FEWEST_WORLDS, min(MOST_WORLDS, most))
            bits, self.weight = draw(chance, count, seed), np.full(count, 1 / count)
        else:
            unsure = chance < 1
            some, self.weight = every(chance[unsure])
            bits = np.ones((chance.size, self.weight.size), dtype=bool)
            bits[unsure] = some
        bits[chance >= 1] = True
        size = (self.weight.size + 63) // 64 * 64
        padded = np.zeros((chance.size, size), dtype=bool)
        padded[:, : self.weight.size] = bits
        packed = np.packbits(padded, axis=1, bitorder="little").view(np.uint64)
        self._ways, self._ties = packed[:arcs], packed[arcs:]

    def _start(self, network: Network) -> None:
        """Let our sellers reach whom they cover, each but in the row in which they are gone."""
        first = 1 + len(self.leavers.people)
        rows = {s: first + k for k, s in enumerate(self.leavers.sellers)}
        for seller, person, bits in zip(
            network.seller.tolist(), network.covered.tolist(), self._ties, strict=True
        ):
            block = self._reach[person]
            without = {rows.get(seller, 0), int(self._gone[person])} - {0}
            kept = {row: block[row].copy() for row in without}
            block |= bits
            for row, before in kept.items():
                block[row] = before
            self._started[person] = None

    def _walk(self) -> None:
        """Pass on what is new until nothing is, in sweeps from our team onward.

        One person at a time: what stands of one then stays within the processor's cache, and in
        a sweep everybody comes after those from whom most is heard.
        """
        leaving: dict[int, list[int]] = {}
        for arc, tail in enumerate(self._tail.tolist()):
            leaving.setdefault(tail, []).append(arc)
        heads = self._head.tolist()
        waiting: dict[int, list[int]] = {}  # person -> arcs that may bring something new

        def tell(who: int) -> None:
            for arc in leaving.get(who, ()):
                waiting.setdefault(heads[arc], []).append(arc)

        for who in self._started:
            tell(who)
        order = _from_us(self._started, leaving, heads)
        while waiting:
            for who in order:
                if who in waiting and self._hear(who, waiting.pop(who)):
                    tell(who)

    def _hear(self, who: int, arcs: list[int]) -> bool:
        """Let a person hear what arcs bring; tell whether any of it is new."""
        before = self._reach[who]
        got, passed = before.copy(), np.empty_like(before)
        for arc in arcs:
            np.bitwise_and(self._reach[self._tail[arc]], self._ways[arc], out=passed)
            np.bitwise_or(got, passed, out=got)
        if self._gone[who]:
            got[self._gone[who]] = 0
        if not (got != before).any():
            return False
        self._reach[who] = got
        return True

    def reached(self, person: int) -> npt.NDArray[np.bool_]:
        """Return in which worlds (columns) a person is reached, a row a leaver."""
        packed = self._reach[person].view(np.uint8)
        bits = np.unpackbits(packed, axis=1, count=self.weight.size, bitorder="little")
        return bits.view(np.bool_)

    def lost(self, weights: dict[int, float]) -> tuple[Floats, Floats]:
        """Return how much of the weighted reaching is lost with each leaver, and its error.

        A leaver's own term is left out; an error of 0 says that the worlds are all there are.
        """
        lost = np.zeros((self.leavers.rows, self.weight.size))
        for t, weight in weights.items():
            reached = self.reached(t)
            gone = reached[0] & ~reached
            gone[self._gone[t]] = False
            lost += weight * gone
        mean = lost @ self.weight
        if not self.drawn:
            return mean[1:], np.zeros(mean.size - 1)
        spread = np.maximum(0.0, (lost**2) @ self.weight - mean**2)
        # What was seen in no world of n may still happen about once in n.
        error = np.maximum(np.sqrt(spread / self.weight.size), 1 / self.weight.size)
        return mean[1:], error[1:]


def _from_us(starts: Iterable[int], leaving: dict[int, list[int]], heads: list[int]) -> list[int]:
    """Return the people to whom a way of ours leads, each after all from whom something is heard.

    Where ways go round not all of them can come before.
    """
    done: list[int] = []
    seen: set[int] = set()
    for start in starts:
        if start in seen:
            continue
        seen.add(start)
        stack = [(start, iter(leaving.get(start, ())))]
        while stack:
            ahead = (heads[arc] for arc in stack[-1][1])
            new = next((who for who in ahead if who not in seen), None)
            if new is None:
                done.append(stack.pop()[0])
            else:
                seen.add(new)
                stack.append((new, iter(leaving.get(new, ()))))
    return done[::-1]
