"""The persuasion route at group scale: from people who support us to each member's decider.

access = strength of the start x product over the steps of carries x willing, the largest there
is; people only, nobody twice, no opponent anywhere on it. It is a shortest path with
-log(carries x willing) on the arcs, found for all members by one run of Dijkstra over the people
who hang together with somebody who opens the door.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from math import prod
from typing import TYPE_CHECKING

import numpy as np
import scipy.sparse as sp
from scipy.sparse.csgraph import connected_components, dijkstra

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

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

    @cached_property
    def friendly(self) -> Friendly:
        """The ties that routes may use: those between people who are not against us."""
        return Friendly(self)


class Friendly:
    """The usable ties, sorted by listener and speaker, and as parts that hang together.

    ``rows`` are the usable rows of the network in that order; those into a person stand at
    ``start[person]`` to ``start[person + 1]``.
    """

    def __init__(self, network: Network) -> None:
        size = network.stance.size
        friendly = network.stance >= 0
        usable = friendly[network.speaker] & friendly[network.listener] & (network.carries > 0)
        rows = np.flatnonzero(usable)
        self.rows = rows[np.lexsort((network.speaker[rows], network.listener[rows]))]
        self.speaker = network.speaker[self.rows]
        listener = network.listener[self.rows]
        self.start = np.searchsorted(listener, np.arange(size + 1))
        self.log_carries = np.log(network.carries[self.rows])
        willing = np.log((1 + network.stance[listener]) / 2)
        cost = HOP - self.log_carries - willing
        arcs = sp.csr_array((cost, (self.speaker, listener)), shape=(size, size))
        self.part = connected_components(arcs, directed=False)[1]
        self._order = np.argsort(self.part, kind="stable")
        self._place = np.empty(size, dtype=np.int64)
        self._place[self._order] = np.arange(size)
        self._begin = np.searchsorted(self.part[self._order], np.arange(size + 1))
        self._arcs = arcs[self._order][:, self._order].tocsr()

    def people(self, part: int) -> Ints:
        """Return the people of a part."""
        return self._order[self._begin[part] : self._begin[part + 1]]

    def place(self, people: Ints) -> Ints:
        """Return where people stand in their part."""
        return self._place[people] - self._begin[self.part[people]]

    def from_starts(self, part: int, starts: Ints, cost: Floats) -> sp.csr_array:
        """Return the ties of a part as costs, with a source at its end that leads to starts."""
        begin, end = self._begin[part], self._begin[part + 1]
        first, last = self._arcs.indptr[begin], self._arcs.indptr[end]
        inner = self._arcs.indptr[begin : end + 1] - first
        return sp.csr_array(
            (
                np.concatenate([self._arcs.data[first:last], cost]),
                np.concatenate([self._arcs.indices[first:last] - begin, self.place(starts)]),
                np.append(inner, inner[-1] + starts.size),
            ),
            shape=(end - begin + 1, end - begin + 1),
        )


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
        self._ties = network.friendly
        self._starts = {p: s for p, s in starts.items() if s > 0 and network.stance[p] >= 0}
        self._reached = dict(self._run())

    def to(self, deciders: Iterable[int]) -> Route | None:
        """Return the best route to any of ``deciders``, None where none leads there."""
        found = [r for d in sorted(set(deciders)) if (r := self._to_one(d)) is not None]
        return min(found, key=lambda r: (-r.access, len(r.people), r.people), default=None)

    def _run(self) -> Iterator[tuple[int, tuple[Floats, Ints]]]:
        """Yield for each part with a start what it costs to reach its people, and who is before.

        As those who pass on: the last step to a decider is another matter.
        """
        people = np.fromiter(self._starts, dtype=np.int64, count=len(self._starts))
        strength = np.fromiter(self._starts.values(), dtype=float, count=len(self._starts))
        cost, parts = HOP - np.log(strength), self._ties.part[people]
        for part in np.unique(parts).tolist():
            inside = parts == part
            arcs = self._ties.from_starts(part, people[inside], cost[inside])
            source = np.array([arcs.shape[0] - 1])
            reached, before = dijkstra(arcs, indices=source, return_predecessors=True)
            yield part, (reached[0], before[0].astype(np.int64))

    def _to_one(self, decider: int) -> Route | None:
        part = int(self._ties.part[decider])
        if self._network.stance[decider] < 0 or part not in self._reached:
            return None
        best, last = np.inf, -1
        if decider in self._starts:
            best = HOP - np.log(self._starts[decider])
        into = slice(self._ties.start[decider], self._ties.start[decider + 1])
        speakers = self._ties.speaker[into]
        costs = self._reached[part][0][self._ties.place(speakers)] + HOP
        costs -= self._ties.log_carries[into]
        if costs.size and costs.min() < best:
            best, last = costs.min(), int(costs.argmin()) + into.start
        if np.isinf(best):
            return None
        if last < 0:
            return Route([decider], self._starts[decider], [])
        return self._walk(decider, last)

    def _walk(self, decider: int, last: int) -> Route:
        """Follow the predecessors back from the decider's last step to the start."""
        net, part = self._network, int(self._ties.part[decider])
        inside, before = self._ties.people(part), self._reached[part][1]
        people, at = [decider], int(self._ties.place(self._ties.speaker[last : last + 1])[0])
        while at < inside.size:
            people.append(int(inside[at]))
            at = int(before[at])
        people.reverse()
        rows = [self._row(*pair) for pair in pairwise(people[:-1])] + [int(self._ties.rows[last])]
        hops = [self._hop(row, net.willing(int(net.listener[row]))) for row in rows[:-1]]
        return Route(people, self._starts[people[0]], [*hops, self._hop(rows[-1], 1.0)])

    def _row(self, speaker: int, listener: int) -> int:
        begin, end = self._ties.start[listener], self._ties.start[listener + 1]
        place = begin + np.searchsorted(self._ties.speaker[begin:end], speaker)
        return int(self._ties.rows[place])

    def _hop(self, row: int, willing: float) -> Hop:
        net = self._network
        ends = int(net.speaker[row]), int(net.listener[row])
        return Hop(*ends, net.tie[row], float(net.carries[row]), willing)
