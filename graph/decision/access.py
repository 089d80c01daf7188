"""Access: how surely we reach each decider, by how many threads, past whom, and by which route."""

from __future__ import annotations

import heapq
from dataclasses import dataclass
from functools import cached_property
from math import sqrt
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from graph.decision.exact import DEEPEST, TooManyStatesError, reliability
from graph.decision.network import Network, network_of
from graph.decision.threads import Threads, threads
from graph.decision.worlds import getting_through, missed_in, seed_of, worlds_of

if TYPE_CHECKING:
    from graph.decision.model import DealModel
    from graph.decision.threads import Node
    from graph.decision.worlds import Worlds

Floats = npt.NDArray[np.float64]

# Deciders looked at one by one, the heaviest first.
MOST_DECIDERS = 60
# Worlds for comparing contacts, where reliability itself is exact.
COMPARING = 1024
# Remainders that the exact computation may look at beyond the guaranteed number of ties.
STATES = 4000


@dataclass(frozen=True)
class Reached:
    """How one decider is reached; ``error`` 0 means exact."""

    decider: int
    reliability: float
    error: float
    threads: Threads
    best: list[Node]
    steps: list[float]


class AccessMap:
    """The access of our team to the deciders of a model, computed as it is asked for."""

    def __init__(self, model: DealModel) -> None:
        self.model = model
        self.network = network_of(model)
        self.deciders = [int(i) for i in model.deciders[:MOST_DECIDERS]]
        self.left_out = model.deciders.size - len(self.deciders)
        self._seed = seed_of(model.deal_id, model.snapshot.revision)

    @cached_property
    def rows(self) -> list[Reached]:
        """One entry a decider, the heaviest first."""
        return [self._reached(t) for t in self.deciders]

    @cached_property
    def weighted(self) -> float:
        """Decision-weighted reliability."""
        return self.weigh([r.reliability for r in self.rows])

    def weigh(self, reliabilities: list[float]) -> float:
        """Return sum d_t R_t over the deciders looked at."""
        d = self.model.decision[self.deciders]
        return float(d @ np.array(reliabilities, dtype=np.float64)) if self.deciders else 0.0

    @cached_property
    def worlds(self) -> Worlds:
        """Worlds for estimates where an exact answer is too much work."""
        return worlds_of(self.network, self.model.settings.model.samples, self._seed)

    @cached_property
    def comparing(self) -> Worlds:
        """Fewer worlds, for comparing many contacts."""
        return worlds_of(self.network, COMPARING, self._seed)

    def reach(self, decider: int, network: Network | None = None) -> tuple[float, float]:
        """Return the reliability to one decider and its standard error (0: exact)."""
        network = network or self.network
        problem = network.problem(decider)
        guaranteed = problem.uncertain <= self.model.settings.model.exact_ties
        guaranteed &= len(problem.arcs) <= DEEPEST
        budget = None if guaranteed else STATES // len(self.deciders)
        try:
            return min(1.0, max(0.0, reliability(problem, budget))), 0.0
        except TooManyStatesError:
            return self._sampled(network, decider)

    def _sampled(self, network: Network, decider: int) -> tuple[float, float]:
        through = getting_through(network, self.worlds, decider)
        hit = 1 - missed_in(network, through)
        mean = float(self.worlds.weight @ hit)
        spread = float(self.worlds.weight @ (hit - mean) ** 2)
        return mean, sqrt(spread / self.worlds.count) if self.worlds.drawn else 0.0

    def _reached(self, decider: int) -> Reached:
        sure, error = self.reach(decider)
        best, steps = self._best(decider)
        return Reached(decider, sure, error, threads(self.network, decider), best, steps)

    def _best(self, decider: int) -> tuple[list[Node], list[float]]:
        """Walk back the most probable route: [seller, person, ..., decider] with its steps."""
        chance, before = self._routes
        if decider not in chance:
            return [], []
        route: list[Node] = [("p", decider)]
        steps: list[float] = []
        while route[-1][0] == "p":
            node, p = before[route[-1][1]]
            route.append(node)
            steps.append(p)
        return route[::-1], steps[::-1]

    @cached_property
    def _routes(self) -> tuple[dict[int, float], dict[int, tuple[Node, float]]]:
        """The most probable single route to everybody (Dijkstra); fewer steps where equal."""
        network = self.network
        before: dict[int, tuple[Node, float]] = {}
        chance: dict[int, float] = {}
        queue: list[tuple[float, int, int, Node, float]] = [
            (-p, 1, v, ("s", s), p)
            for s, v, p in zip(
                network.seller.tolist(),
                network.covered.tolist(),
                network.strength.tolist(),
                strict=True,
            )
        ]
        heapq.heapify(queue)
        while queue:
            cost, hops, v, source, p = heapq.heappop(queue)
            if v in chance:
                continue
            chance[v], before[v] = -cost, (source, p)
            for w, step in network.out.get(v, ()):
                if w not in chance:
                    heapq.heappush(queue, (cost * step, hops + 1, w, ("p", v), step))
        return chance, before
