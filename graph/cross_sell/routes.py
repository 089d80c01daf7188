"""The persuasion route at group scale: from people who support us to each member's decider.

access = strength of the start x product over the steps of carries x willing, the largest there
is; people only, nobody twice, no opponent anywhere on it. It is a shortest path with
-log(carries x willing) on the arcs, found for all members by one run of Dijkstra.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from math import prod
from typing import TYPE_CHECKING

import numpy as np
import scipy.sparse as sp
from scipy.sparse.csgraph import dijkstra

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]
    Ints = npt.NDArray[np.int64]

# Of two routes that carry the same the one with fewer steps is taken; it also keeps every arc
# above 0, so that no ring can be free.
HOP = 1e-12


@dataclass(frozen=True)
class Network:
    """Who listens to whom among all people, and where each stands.

    Parameters
    ----------
    speaker, listener : arrays of positions
        One entry a tie: ``listener`` listens to ``speaker``.
    carries : array
        How far, in (0, 1].
    tie : list of str
        The relationship that gives it.
    stance : array
        E of every person beyond one deal; below 0 is an opponent.
    """

    speaker: Ints
    listener: Ints
    carries: Floats
    tie: list[str]
    stance: Floats

    def willing(self, person: int) -> float:
        """Return how willing a person is to pass our case on: (1 + E) / 2."""
        return (1 + float(self.stance[person])) / 2


@dataclass(frozen=True)
class Hop:
    """One step of a route."""

    speaker: int
    listener: int
    tie: str
    carries: float
    willing: float


@dataclass(frozen=True)
class Route:
    """The best way to a member's decider."""

    people: list[int]
    strength: float
    hops: list[Hop]

    @cached_property
    def access(self) -> float:
        """The probability that our case gets there."""
        return self.strength * prod(h.carries * h.willing for h in self.hops)


class Routes:
    """Best routes from the given starts, to be asked for one decider after the other.

    Examples
    --------
    Ann supports us; Bo listens to her (.5) and Cy, who decides, to Bo (.8):

    >>> net = Network(np.array([0, 1]), np.array([1, 2]), np.array([0.5, 0.8]),
    ...               ["INFLUENCES", "REPORTS_TO"], np.array([0.4, 0.0, 0.0]))
    >>> route = Routes(net, {0: 1.0}).to([2])
    >>> route.people, round(route.access, 6)
    ([0, 1, 2], 0.2)
    """

    def __init__(self, network: Network, starts: Mapping[int, float]) -> None:
        self._network = network
        self._starts = {p: s for p, s in starts.items() if s > 0 and network.stance[p] >= 0}
        friendly = network.stance >= 0
        usable = friendly[network.speaker] & friendly[network.listener] & (network.carries > 0)
        self._rows = np.flatnonzero(usable)
        self._into = _by_listener(network, self._rows)
        self._cost, self._before = self._run()

    def to(self, deciders: Iterable[int]) -> Route | None:
        """Return the best route to any of ``deciders``, None where none leads there."""
        found = [r for d in sorted(set(deciders)) if (r := self._to_one(d)) is not None]
        return min(found, key=lambda r: (-r.access, len(r.people), r.people), default=None)

    def _run(self) -> tuple[Floats, Ints]:
        """Return cost of reaching each person as one who passes on, and who comes before."""
        net, rows, size = self._network, self._rows, len(self._network.stance)
        willing = (1 + net.stance[net.listener[rows]]) / 2
        people = np.fromiter(self._starts, dtype=np.int64, count=len(self._starts))
        strength = np.fromiter(self._starts.values(), dtype=float, count=len(self._starts))
        cost = -np.log(np.concatenate([net.carries[rows] * willing, strength])) + HOP
        ends = (
            np.concatenate([net.speaker[rows], np.full(len(people), size)]),
            np.concatenate([net.listener[rows], people]),
        )
        arcs = sp.csr_array((cost, ends), shape=(size + 1, size + 1))
        reached, before = dijkstra(arcs, indices=np.array([size]), return_predecessors=True)
        return reached[0], before[0].astype(np.int64)

    def _to_one(self, decider: int) -> Route | None:
        if self._network.stance[decider] < 0:
            return None
        best, last = np.inf, -1
        if decider in self._starts:
            best = -np.log(self._starts[decider]) + HOP
        for row in self._into.get(decider, ()):
            speaker = int(self._network.speaker[row])
            cost = self._cost[speaker] - np.log(self._network.carries[row]) + HOP
            if cost < best:
                best, last = cost, row
        if np.isinf(best):
            return None
        if last < 0:
            return Route([decider], self._starts[decider], [])
        return self._walk(decider, last)

    def _walk(self, decider: int, last: int) -> Route:
        """Follow the predecessors back from the decider's last step to the start."""
        net = self._network
        people = [decider, int(net.speaker[last])]
        while (before := int(self._before[people[-1]])) < len(net.stance):
            people.append(before)
        people.reverse()
        pairs = pairwise(people[:-1])
        rows = [self._row(speaker, listener) for speaker, listener in pairs] + [last]
        hops = [self._hop(row, net.willing(int(net.listener[row]))) for row in rows[:-1]]
        return Route(people, self._starts[people[0]], [*hops, self._hop(last, 1.0)])

    def _row(self, speaker: int, listener: int) -> int:
        rows = self._into[listener]
        return next(r for r in rows if self._network.speaker[r] == speaker)

    def _hop(self, row: int, willing: float) -> Hop:
        net = self._network
        ends = int(net.speaker[row]), int(net.listener[row])
        return Hop(*ends, net.tie[row], float(net.carries[row]), willing)


def _by_listener(network: Network, rows: Ints) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for row in rows[np.lexsort((network.speaker[rows], network.listener[rows]))].tolist():
        found.setdefault(int(network.listener[row]), []).append(row)
    return found
