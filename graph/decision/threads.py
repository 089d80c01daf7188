"""Threads: the largest number of routes to a decider that share no seller and no person (Menger).

And who separates us from the decider: everybody whom every route passes.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from graph.decision.network import Network

# A node of a route: ("s", number of the seller) or ("p", number of the person).
Node = tuple[str, int]
START = -1


@dataclass(frozen=True)
class Threads:
    """Routes that share nobody, shortest first, and those whom every route passes."""

    routes: list[list[Node]]
    separators: list[Node]

    @property
    def count(self) -> int:
        """How many threads there are."""
        return len(self.routes)


def threads(network: Network, decider: int) -> Threads:
    """Return the threads to a decider.

    Opponents stand in no thread, except the decider at its end. A seller who covers the decider
    is a thread of his own.
    """
    behind = network.behind(decider)
    direct = {s for s, v in network.ties if v == decider}
    usable = [
        (s, v)
        for s, v in network.ties
        if v != decider and s not in direct and v in behind and not network.silent[v]
    ]
    routes = [[("s", s), ("p", decider)] for s in sorted(direct)]
    if usable:
        routes += _disjoint(_split(network, decider, behind, usable), network.size, decider)
    return Threads(routes, _separators(network, decider, behind, routes))


def _split(
    network: Network, decider: int, behind: set[int], ties: list[tuple[int, int]]
) -> dict[int, set[int]]:
    """Return the successors of each half node: 2v enters person v, 2v+1 leaves; sellers follow."""
    after: dict[int, set[int]] = {START: set()}
    for v in behind:
        for u, _ in network.into.get(v, ()):
            if u != decider:
                after.setdefault(2 * u, set()).add(2 * u + 1)
                after.setdefault(2 * u + 1, set()).add(2 * v)
    for s, v in ties:
        seller = 2 * (network.size + s)
        after[START].add(seller)
        after.setdefault(seller, set()).add(seller + 1)
        after.setdefault(seller + 1, set()).add(2 * v)
    return after


def _disjoint(after: dict[int, set[int]], size: int, decider: int) -> list[list[Node]]:
    """Find one route after the other; a later one may reroute the earlier ones."""
    used: dict[int, set[int]] = {}
    while path := _free_path(after, 2 * decider):
        for a, b in pairwise(path):
            after[a].discard(b)
            after.setdefault(b, set()).add(a)
            if a in used.get(b, ()):
                used[b].discard(a)
            else:
                used.setdefault(a, set()).add(b)
    routes = [_walk(used, first, size, decider) for first in sorted(used.get(START, ()))]
    return sorted(routes, key=lambda r: (len(r), r))


def _free_path(after: dict[int, set[int]], goal: int) -> list[int]:
    came: dict[int, int] = {START: START}
    queue = [START]
    for node in queue:
        for following in sorted(after.get(node, ())):
            if following in came:
                continue
            came[following] = node
            if following == goal:
                path = [goal]
                while path[-1] != START:
                    path.append(came[path[-1]])
                return path[::-1]
            queue.append(following)
    return []


def _walk(used: dict[int, set[int]], first: int, size: int, decider: int) -> list[Node]:
    route: list[Node] = []
    node = first
    while True:
        at = node // 2
        route.append(("p", at) if at < size else ("s", at - size))
        if node == 2 * decider:
            return route
        (leaves,) = used[node]
        (node,) = used[leaves]


def _separators(
    network: Network, decider: int, behind: set[int], routes: list[list[Node]]
) -> list[Node]:
    if not routes:
        return []
    entering = {s for s, v in network.ties if v == decider or _passes(network, v, behind)}
    gates = network.gates[decider]
    return [
        (kind, i)
        for kind, i in routes[0]
        if (kind == "s" and entering == {i}) or (kind == "p" and i != decider and gates >> i & 1)
    ]


def _passes(network: Network, person: int, behind: set[int]) -> bool:
    return person in behind and not network.silent[person]
