"""The access network of a deal: our team, its sellers, the people, and who passes on to whom."""

from __future__ import annotations

import heapq
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from graph.decision.coverage import strength_of
from graph.decision.exact import Problem
from graph.decision.threads import split

if TYPE_CHECKING:
    from graph.decision.model import DealModel

Ints = npt.NDArray[np.int32]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Network:
    """The access network over the people of a model, numbered from 0.

    Parameters
    ----------
    tail, head : array of int
        Arcs between people: ``head`` listens to ``tail``.
    chance : array of float
        Probability that the arc passes something on (a of the head for the tail).
    seller, covered : array of int
        Our ties: seller (numbered from 0 in the team) and person.
    strength : array of float
        Strength of each of our ties today.
    silent : array of bool
        People who pass nothing on (opponents).
    """

    size: int
    tail: Ints
    head: Ints
    chance: Floats
    seller: Ints
    covered: Ints
    strength: Floats
    silent: Bools

    @cached_property
    def reach(self) -> Floats:
        """S of each person: 1 - prod(1 - s)."""
        return strength_of(self.covered, self.strength, self.size)

    @cached_property
    def passing(self) -> list[tuple[int, int, float]]:
        """The arcs that pass something on, leaving out those of opponents."""
        kept = ~self.silent[self.tail]
        arcs = zip(self.tail[kept], self.head[kept], self.chance[kept], strict=True)
        return [(int(u), int(v), float(p)) for u, v, p in arcs]

    @cached_property
    def into(self) -> dict[int, list[tuple[int, float]]]:
        """Of each person the (tail, probability) of the passing arcs that enter."""
        found: dict[int, list[tuple[int, float]]] = {}
        for u, v, p in self.passing:
            found.setdefault(v, []).append((u, p))
        return found

    @cached_property
    def out(self) -> dict[int, list[tuple[int, float]]]:
        """Of each person the (head, probability) of the passing arcs that leave."""
        found: dict[int, list[tuple[int, float]]] = {}
        for u, v, p in self.passing:
            found.setdefault(u, []).append((v, p))
        return found

    @cached_property
    def ties(self) -> list[tuple[int, int]]:
        """Our ties as (seller, person), sorted."""
        return sorted(zip(self.seller.tolist(), self.covered.tolist(), strict=True))

    @cached_property
    def split(self) -> dict[int, list[int]]:
        """The network with every node halved, for finding threads."""
        return split(self)

    @cached_property
    def gates(self) -> list[int]:
        """Of each person, as bits, those whom every way from us to that person passes."""
        return _gates(self)

    def problem(self, decider: int) -> Problem:
        """Cut out what matters for one decider."""
        behind = self.behind(decider)
        before = self._before(behind)
        arcs = [
            (u, v, p)
            for v in sorted(behind & before | {decider})
            for u, p in self.into.get(v, ())
            if u in behind and u in before and u != decider and not self.gates[u] >> v & 1
        ]
        return Problem(decider, arcs, (1.0 - self.reach).tolist())

    def behind(self, decider: int) -> set[int]:
        """Return the people from whom something may get through to the decider, with him."""
        found, stack = {decider}, [decider]
        while stack:
            for u, _ in self.into.get(stack.pop(), ()):
                if u not in found:
                    found.add(u)
                    stack.append(u)
        return found

    def _before(self, allowed: set[int]) -> set[int]:
        stack = [int(i) for i in np.flatnonzero(self.reach > 0) if int(i) in allowed]
        found = set(stack)
        while stack:
            for v, _ in self.out.get(stack.pop(), ()):
                if v in allowed and v not in found:
                    found.add(v)
                    stack.append(v)
        return found

    def best_to(self, decider: int) -> Floats:
        """Return what the best way from each person carries to a decider, 0 where there is none."""
        if decider not in self._best_to:
            self._best_to[decider] = _carried(self.into, decider, self.size)
        return self._best_to[decider]

    @cached_property
    def _best_to(self) -> dict[int, Floats]:
        return {}

    def sharing(self, other: Network) -> Network:
        """Take over what another network of the same ties between people has worked out."""
        if np.array_equal(self.silent, other.silent):
            for part in ("passing", "into", "out", "_best_to"):
                self.__dict__[part] = getattr(other, part)
        return self

    def with_contact(self, person: int, missed: float) -> Network:
        """Return the network in which our chance to miss ``person`` is ``missed`` times as large.

        It is one more tie by a seller of his own, which is the same for reliability.
        """
        return replace(
            self,
            seller=np.append(self.seller, self.seller.max(initial=-1) + 1).astype(np.int32),
            covered=np.append(self.covered, person).astype(np.int32),
            strength=np.append(self.strength, 1.0 - missed),
        )

    def with_voice(self, person: int) -> Network:
        """Return the network in which ``person`` passes on again."""
        silent = self.silent.copy()
        silent[person] = False
        return replace(self, silent=silent)


def network_of(model: DealModel) -> Network:
    """Return the access network of a model."""
    heard, covers = model.listens, model.covers
    live = covers.now > 0
    return Network(
        size=model.size,
        tail=heard.speaker,
        head=heard.listener,
        chance=heard.weight,
        seller=np.searchsorted(model.team, covers.seller[live]).astype(np.int32),
        covered=model.cover_person[live],
        strength=covers.now[live],
        silent=model.opponent,
    )


def _carried(into: dict[int, list[tuple[int, float]]], decider: int, size: int) -> Floats:
    """Follow the best ways backwards (Dijkstra)."""
    carried = np.zeros(size)
    done: set[int] = set()
    queue = [(-1.0, decider)]
    while queue:
        cost, v = heapq.heappop(queue)
        if v in done:
            continue
        done.add(v)
        carried[v] = -cost
        for u, p in into.get(v, ()):
            if u not in done and p > 0:
                heapq.heappush(queue, (cost * p, u))
    return carried


def _gates(network: Network) -> list[int]:
    """Dominators, as seen from our team, by repeated intersection."""
    everybody = (1 << network.size) - 1
    start = {int(i) for i in np.flatnonzero(network.reach > 0)}
    gates = [1 << i if i in start else everybody for i in range(network.size)]
    waiting = sorted(start)
    while waiting:
        changed: set[int] = set()
        for u in waiting:
            for v, _ in network.out.get(u, ()):
                after = gates[v] & (gates[u] | 1 << v)
                if after != gates[v]:
                    gates[v] = after
                    changed.add(v)
        waiting = sorted(changed)
    return gates
