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
    is a thread of his own: any other route through him could be cut short.
    """
    direct = {s for s, v in network.ties if v == decider}
    routes = [[("s", s), ("p", decider)] for s in sorted(direct)]
    routes += _disjoint(network, decider, direct)
    return Threads(routes, _separators(network, decider, routes) if len(routes) == 1 else [])


def split(network: Network) -> dict[int, list[int]]:
    """Return the successors of each half node: 2v enters person v, 2v+1 leaves; sellers follow.

    A half node is passed by one route at most, and so is the person or seller.
    """
    after: dict[int, list[int]] = {START: []}
    for u, v, _ in sorted(network.passing):
        after[2 * u] = [2 * u + 1]
        after.setdefault(2 * u + 1, []).append(2 * v)
    for s, v in network.ties:
        seller = 2 * (network.size + s)
        if seller not in after:
            after[START].append(seller)
            after[seller] = [seller + 1]
        after.setdefault(seller + 1, []).append(2 * v)
    return after


def _disjoint(network: Network, decider: int, direct: set[int]) -> list[list[Node]]:
    """Find one route after the other; a later one may reroute the earlier ones."""
    taken = {2 * (network.size + s) for s in direct}
    most = len(network.split[START]) - len(taken)
    used: dict[int, set[int]] = {}
    back: dict[int, set[int]] = {}
    while most and (path := _free_path(network, (used, back), 2 * decider, taken)):
        most -= 1
        for a, b in pairwise(path):
            if a in used.get(b, ()):
                used[b].discard(a)
                back[a].discard(b)
            else:
                used.setdefault(a, set()).add(b)
                back.setdefault(b, set()).add(a)
    routes = [_walk(used, first, network.size, decider) for first in sorted(used.get(START, ()))]
    return sorted(routes, key=lambda r: (len(r), r))


def _free_path(
    network: Network,
    flow: tuple[dict[int, set[int]], dict[int, set[int]]],
    goal: int,
    taken: set[int],
) -> list[int]:
    """Return the shortest path from our team to the goal that the flow leaves free."""
    used, back = flow
    after = network.split
    came: dict[int, int] = dict.fromkeys(taken, START) | {START: START}
    queue = [START]
    for node in queue:
        held = used.get(node, ())
        ahead = after.get(node, ())
        for following in (*ahead, *sorted(back[node])) if node in back else ahead:
            if following in came or following in held:
                continue
            came[following] = node
            if following == goal:
                return _traced(came, goal)
            queue.append(following)
    return []


def _traced(came: dict[int, int], goal: int) -> list[int]:
    path = [goal]
    while path[-1] != START:
        path.append(came[path[-1]])
    return path[::-1]


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


def _separators(network: Network, decider: int, routes: list[list[Node]]) -> list[Node]:
    behind = network.behind(decider)
    entering = {s for s, v in network.ties if v == decider or _passes(network, v, behind)}
    gates = network.gates[decider]
    return [
        (kind, i)
        for kind, i in routes[0]
        if (kind == "s" and entering == {i}) or (kind == "p" and i != decider and gates >> i & 1)
    ]


def _passes(network: Network, person: int, behind: set[int]) -> bool:
    return person in behind and not network.silent[person]
