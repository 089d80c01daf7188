"""Cut points of a network, and the groups that only they hold together (Tarjan 1972)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse

Ints = npt.NDArray[np.int32]

# How many people of a group are named.
NAMED = 10


@dataclass(frozen=True)
class Piece:
    """A group that falls off: how many people, and the first few of them by position."""

    size: int
    some: tuple[int, ...]


def pieces_without(one: npt.ArrayLike, other: npt.ArrayLike, n: int) -> dict[int, list[Piece]]:
    """Return for each cut point the groups into which its component falls without it.

    Parameters
    ----------
    one, other : array of int
        The ends of each tie; its direction does not matter.
    n : int
        How many people there are.

    Returns
    -------
    dict
        Cut point to at least two groups, the largest first.

    Examples
    --------
    0 and 1 know each other, and 3 only through 2:

    >>> found = pieces_without([0, 1, 0, 2], [1, 2, 2, 3], 4)
    >>> {person: [p.some for p in pieces] for person, pieces in found.items()}
    {2: [(0, 1), (3,)]}
    """
    walk = _Walk(_neighbours(np.asarray(one), np.asarray(other), n), n)
    return {cut: walk.pieces(cut) for cut in sorted(walk.below)}


def _neighbours(one: Ints, other: Ints, n: int) -> tuple[list[int], list[int]]:
    """Return starts and neighbours of everybody, each neighbour once."""
    ends = np.concatenate([one, other]), np.concatenate([other, one])
    links = sparse.csr_array((np.ones(ends[0].size), ends), shape=(n, n))
    links.sum_duplicates()
    return links.indptr.tolist(), links.indices.tolist()


class _Walk:
    """A depth-first walk: whom it met in order, and below whom what has no other way round.

    A part that hangs on a person alone is a run of the order, so that its people need no search.
    """

    def __init__(self, neighbours: tuple[list[int], list[int]], n: int) -> None:
        self.starts, self.ends = neighbours
        self.order: list[int] = []
        self.met = [-1] * n
        self.reach = [0] * n
        self.component: dict[int, tuple[int, int]] = {}
        # Cut point to the runs of the order that hang on it alone.
        self.below: dict[int, list[tuple[int, int]]] = {}
        for root in range(n):
            if self.met[root] < 0:
                self._from(root)

    def _from(self, root: int) -> None:
        begin = len(self.order)
        hanging: dict[int, list[tuple[int, int]]] = {}
        stack = [(root, -1, self._meet(root))]
        while stack:
            person, parent, at = stack[-1]
            if at < self.starts[person + 1]:
                stack[-1] = (person, parent, at + 1)
                near = self.ends[at]
                if self.met[near] < 0:
                    stack.append((near, person, self._meet(near)))
                elif near != parent:
                    self.reach[person] = min(self.reach[person], self.met[near])
                continue
            stack.pop()
            if parent >= 0:
                self.reach[parent] = min(self.reach[parent], self.reach[person])
                if self.reach[person] >= self.met[parent]:
                    hanging.setdefault(parent, []).append((self.met[person], len(self.order)))
        self._keep(root, begin, hanging)

    def _meet(self, person: int) -> int:
        self.met[person] = self.reach[person] = len(self.order)
        self.order.append(person)
        return self.starts[person]

    def _keep(self, root: int, begin: int, hanging: dict[int, list[tuple[int, int]]]) -> None:
        for person, runs in hanging.items():
            if person != root or len(runs) > 1:
                self.below[person] = runs
                self.component[person] = (begin, len(self.order))

    def pieces(self, cut: int) -> list[Piece]:
        """Return the groups without ``cut``."""
        begin, end = self.component[cut]
        runs = self.below[cut]
        pieces = [self._piece(range(a, b)) for a, b in runs]
        left = end - begin - 1 - sum(b - a for a, b in runs)
        if left:
            taken = [*runs, (self.met[cut], self.met[cut] + 1)]
            pieces.append(Piece(left, self._some(begin, end, taken)))
        return sorted(pieces, key=lambda p: (-p.size, p.some))

    def _piece(self, run: range) -> Piece:
        return Piece(len(run), tuple(sorted(self.order[i] for i in run[:NAMED])))

    def _some(self, begin: int, end: int, taken: list[tuple[int, int]]) -> tuple[int, ...]:
        """Return the first people of the walk outside of ``taken``."""
        found: list[int] = []
        at = begin
        for a, b in [*sorted(taken), (end, end)]:
            found += self.order[at : min(a, at + NAMED)]
            at = max(at, b)
            if len(found) >= NAMED:
                break
        return tuple(sorted(found[:NAMED]))
