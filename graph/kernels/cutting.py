"""Who holds the access network together: cut points, and whom every route to somebody passes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.kernels.compiled import compiled
from graph.kernels.web import TEAM, Web

if TYPE_CHECKING:
    from graph.kernels.book import Bools


@compiled
def cut_points(net: Web, nodes: int, cuts: Bools) -> None:
    """Say of each node whether its leaving takes the network apart, ties in no direction.

    One walk in depth (Tarjan 1972): v holds apart what hangs below it and has no other way up.
    """
    cuts[:nodes] = False
    net.number[:nodes] = -1
    count = 0
    for root in range(nodes):
        if net.number[root] >= 0:
            continue
        count = _enter(net, root, root, count)
        branches, depth = 0, 0
        net.stack[0] = root
        while depth >= 0:
            v = net.stack[depth]
            w = _next(net, v)
            if w < 0:
                depth -= 1
                up = net.above[v]
                if depth >= 0:
                    net.low[up] = min(net.low[up], net.low[v])
                    branches += up == root
                    cuts[up] |= up != root and net.low[v] >= net.number[up]
            elif net.number[w] < 0:
                count = _enter(net, w, v, count)
                depth += 1
                net.stack[depth] = w
            else:
                net.low[v] = min(net.low[v], net.number[w])
        cuts[root] = branches > 1


@compiled
def _enter(net: Web, v: int, up: int, count: int) -> int:
    net.number[v] = net.low[v] = count
    net.above[v], net.turn[v] = up, 0
    return count + 1


@compiled
def _next(net: Web, v: int) -> int:
    """Return the next neighbour of v, -1 after the last."""
    turn, many = net.turn[v], net.out[v + 1] - net.out[v]
    net.turn[v] += 1
    if turn < many:
        return int(net.after[net.out[v] + turn])
    at = net.into[v] + turn - many
    return int(net.before[at]) if at < net.into[v + 1] else -1


@compiled
def dominators(net: Web, nodes: int) -> int:
    """Find of each node the last one that every route from our team passes before it.

    It stands in ``net.above`` (-1 where no route leads); return how many nodes are reached. By
    repeated intersection along the order of a walk in depth (Cooper, Harvey & Kennedy 2001).
    """
    reached = _number(net, nodes)
    net.above[:nodes] = -1
    net.above[TEAM] = TEAM
    changed = True
    while changed:
        changed = False
        for at in range(1, reached):
            v, found = net.order[at], -1
            for k in range(net.into[v], net.into[v + 1]):
                u = net.before[k]
                if net.above[u] >= 0:
                    found = u if found < 0 else _meeting(net, u, found)
            if found != net.above[v]:
                net.above[v] = found
                changed = True
    return reached


@compiled
def _number(net: Web, nodes: int) -> int:
    """Put the nodes that are reached in ``order``, last finished first; ``number`` is the place."""
    net.number[:nodes] = -1
    net.turn[:nodes] = 0
    net.stack[0], net.number[TEAM], depth, done = TEAM, 0, 0, 0
    while depth >= 0:
        v = net.stack[depth]
        at = net.out[v] + net.turn[v]
        net.turn[v] += 1
        if at == net.out[v + 1]:
            net.low[done] = v
            done += 1
            depth -= 1
        elif net.number[net.after[at]] < 0:
            depth += 1
            net.stack[depth] = net.after[at]
            net.number[net.after[at]] = 0
    for at in range(done):
        net.order[at] = net.low[done - 1 - at]
        net.number[net.order[at]] = at
    return done


@compiled
def _meeting(net: Web, one: int, other: int) -> int:
    while one != other:
        while net.number[one] > net.number[other]:
            one = net.above[one]
        while net.number[other] > net.number[one]:
            other = net.above[other]
    return one
