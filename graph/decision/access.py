"""Access: how surely we reach each decider, by how many threads, past whom, and by which route."""

from __future__ import annotations

import heapq
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from graph.decision.exact import TooManyStatesError, reliability
from graph.decision.loss import Leaving, losses
from graph.decision.network import Network, network_of
from graph.decision.threads import Threads, threads
from graph.decision.worlds import Sampling, seed_of, worlds_of

if TYPE_CHECKING:
    from graph.decision.exact import Problem
    from graph.decision.model import DealModel
    from graph.decision.threads import Node

Floats = npt.NDArray[np.float64]

# Deciders looked at one by one, the heaviest first: so many, and fewer in a very large network.
MOST_DECIDERS = 60
MOST_WALKED = 200_000
# Worlds for comparing contacts, where reliability itself is exact.
COMPARING = 1024
# Remainders that the exact computation of a deal may look at beyond the guaranteed ties, and how
# far from a tree a network may be for it to be tried.
STATES = 1200
SURPLUS = 24


@dataclass(frozen=True)
class Chance:
    """A reliability; ``error`` 0 means exact, ``states`` says how much work exactness was."""

    value: float
    error: float
    states: int


@dataclass(frozen=True)
class Reached:
    """How one decider is reached."""

    decider: int
    chance: Chance
    threads: Threads
    best: list[Node]
    steps: list[float]

    @property
    def reliability(self) -> float:
        """Probability that the decider is reached."""
        return self.chance.value

    @property
    def error(self) -> float:
        """Standard error of it; 0 means exact."""
        return self.chance.error


class AccessMap:
    """The access of our team to the deciders of a model, computed as it is asked for.

    ``network`` stands in place of the model's own, to see what a change of it would do.
    """

    def __init__(self, model: DealModel, network: Network | None = None) -> None:
        self.model = model
        self.network = network_of(model) if network is None else network
        most = min(MOST_DECIDERS, max(4, MOST_WALKED // max(1, self.network.tail.size)))
        self.deciders = [int(i) for i in model.deciders[:most]]
        self.left_out = model.deciders.size - len(self.deciders)
        self.seed = seed_of(model.deal_id, model.snapshot.revision)
        self._too_much: set[int] = set()

    @cached_property
    def rows(self) -> list[Reached]:
        """One entry a decider, the heaviest first."""
        return [self._reached(t) for t in self.deciders]

    @cached_property
    def weighted(self) -> float:
        """Decision-weighted reliability."""
        return self.weigh([r.reliability for r in self.rows])

    def weigh(self, reliabilities: list[float]) -> float:
        """Return sum d_t R_t over the deciders looked at, as if they were all of them."""
        if not self.deciders:
            return 0.0
        return float(self.weights @ np.array(reliabilities, dtype=np.float64))

    @cached_property
    def weights(self) -> Floats:
        """Decision weights of the deciders looked at."""
        d = self.model.decision[self.deciders]
        return d / d.sum() if self.left_out else d

    @cached_property
    def exact(self) -> bool:
        """Whether every reliability was found exactly."""
        return all(chance.states > 0 for chance in self.chances.values())

    @cached_property
    def chances(self) -> dict[int, Chance]:
        """The chance of reaching each decider looked at."""
        return {t: self.reach(t) for t in self.deciders}

    @cached_property
    def problems(self) -> dict[int, Problem]:
        """Of each decider looked at the part of the network that matters."""
        return {t: self.network.problem(t) for t in self.deciders}

    @cached_property
    def losses(self) -> list[Leaving]:
        """What is lost with each person or seller who leaves, the largest loss first."""
        return losses(self)

    def changed_to(self, network: Network) -> AccessMap:
        """Return the access to the same deciders over a changed network."""
        return AccessMap(self.model, network)

    def after(self, model: DealModel) -> AccessMap:
        """Return the access once we met some people: the ties between people are the same.

        So are their worlds; and what was too much to be exact does not grow easier.
        """
        later = AccessMap(model)
        later._too_much = {t for t, chance in self.chances.items() if not chance.states}
        if later._too_much:
            later.sampling = self.sampling.after(later.network.sharing(self.network))
        return later

    @cached_property
    def best_chance(self) -> dict[int, float]:
        """Probability of the most probable single route to everybody whom one leads to."""
        return self._routes[0]

    def route_to(self, person: int) -> list[Node]:
        """Return the most probable route to a person, [seller, person, ...]; nothing if none."""
        return self._best(person)[0]

    def is_reached(self, decider: int) -> bool:
        """Whether any route of ours leads to a decider."""
        return decider in self._routes[0]

    @cached_property
    def sampling(self) -> Sampling:
        """The network in sampled worlds, where an exact answer is too much work."""
        worlds = worlds_of(self.network, self.model.settings.model.samples, self.seed)
        return Sampling(self.network, worlds)

    @cached_property
    def comparing(self) -> Sampling:
        """The network in fewer worlds, enough for comparing changes with each other."""
        return Sampling(self.network, worlds_of(self.network, COMPARING, self.seed))

    @cached_property
    def leverage(self) -> Floats:
        """Of each person sum d_t x P(the person gets through to t and none of our ties does)."""
        sampling = self.comparing if self.exact else self.sampling
        found = np.zeros(self.model.size)
        for t, weight in zip(self.deciders, self.weights, strict=True):
            found += weight * sampling.leverage(t)
        return found

    def change(self, network: Network) -> float:
        """Return how the decision-weighted reliability changes with the network, by sampling."""
        after = Sampling(network, self.sampling.worlds)
        gains = [after.chance(t)[0] - self.sampling.chance(t)[0] for t in self.deciders]
        return self.weigh(gains)

    def reach(self, decider: int, network: Network | None = None) -> Chance:
        """Return the reliability to one decider, in a changed network where one is given.

        Raises
        ------
        TooManyStatesError
            A changed network is too much work; the caller has an estimate.
        """
        if network is None and decider in self._too_much:
            return self._estimate(decider)
        problem = self.problems[decider] if network is None else network.problem(decider)
        budget = None
        if problem.uncertain > self.model.settings.model.exact_ties:
            budget = STATES // len(self.deciders) if problem.surplus <= SURPLUS else 0
        try:
            value, states = reliability(problem, budget)
        except TooManyStatesError:
            if network is not None:
                raise
            return self._estimate(decider)
        return Chance(value, 0.0, states + 1)

    def _estimate(self, decider: int) -> Chance:
        sampled, error = self.sampling.chance(decider)
        # A route of ours is there, be it seen in the drawn worlds or not.
        return Chance(max(sampled, self._best_route(decider)), error, 0)

    def _best_route(self, decider: int) -> float:
        """Return the probability of the most probable single route to a decider, 0 for none."""
        network = self.network
        ways = network.strength * network.best_to(decider)[network.covered]
        return float(ways.max(initial=0.0))

    def _reached(self, decider: int) -> Reached:
        best, steps = self._best(decider)
        found = threads(self.network, decider)
        return Reached(decider, self.chances[decider], found, best, steps)

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
