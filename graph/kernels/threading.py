"""Threads: the largest number of routes to a decider that share no seller and no person.

By Menger's theorem one route after the other is found, each of which may lead an earlier one
another way. A node is two halves: 2v is entered and 2v + 1 is left, and only one route passes from
the one to the other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.kernels.compiled import compiled
from graph.kernels.web import TEAM, Web

if TYPE_CHECKING:
    from graph.kernels.book import Ints


@compiled
def threads(net: Web, nodes: int, decider: int) -> int:
    """Return the number of threads, after :func:`graph.kernels.cutting.dominators`."""
    if net.above[decider] < 0:
        return 0
    if net.above[decider] != TEAM:
        return 1  # everybody passes the same one
    most = min(_sellers(net), _heard(net, decider))
    if most <= 2:
        return most  # nobody separates, so there are two
    return _flow(net, nodes, decider, most)


@compiled
def _sellers(net: Web) -> int:
    """Return how many sellers cover anybody."""
    many = 0
    for k in range(net.out[TEAM], net.out[TEAM + 1]):
        s = net.after[k]
        many += net.out[s + 1] > net.out[s]
    return many


@compiled
def _heard(net: Web, decider: int) -> int:
    """Return how many who are reached speak to the decider."""
    many = 0
    for k in range(net.into[decider], net.into[decider + 1]):
        many += net.above[net.before[k]] >= 0
    return many


@compiled
def _flow(net: Web, nodes: int, decider: int, most: int) -> int:
    """Lead routes; ``low`` is where a node's route goes on, ``turn`` where it comes from."""
    net.low[:nodes] = -1
    net.turn[:nodes] = -1
    found = 0
    while found < most and _free_way(net, nodes, decider):
        found += 1
        _lead(net, decider)
    return found


@compiled
def _free_way(net: Web, nodes: int, decider: int) -> bool:
    """Look for a way that the routes leave free; ``halves`` says whence each half is reached."""
    came, queue = net.halves, net.queue
    came[: 2 * nodes] = -1
    queue[0], came[1], read, write = 1, 1, 0, 1
    while read < write:
        half = queue[read]
        read += 1
        v = half >> 1
        if half & 1 == 0:
            # Held by a route: one may only step back on it. Else on to the other half.
            onward = 2 * v + 1 if net.turn[v] < 0 else 2 * net.turn[v] + 1
            write = _reach(came, queue, write, (half, onward))
            continue
        if v != TEAM and net.turn[v] >= 0:
            write = _reach(came, queue, write, (half, 2 * v))
        for k in range(net.out[v], net.out[v + 1]):
            w = net.after[k]
            if net.low[v] == w or net.turn[w] == v:
                continue
            write = _reach(came, queue, write, (half, 2 * w))
            if w == decider:
                return True
    return False


@compiled
def _reach(came: Ints, queue: Ints, write: int, step: tuple[int, int]) -> int:
    half, onward = step
    if came[onward] >= 0:
        return write
    came[onward] = half
    queue[write] = onward
    return write + 1


@compiled
def _lead(net: Web, decider: int) -> None:
    """Lead a route along the way found, and earlier ones round it.

    Walked from the decider back, so where a piece is given up one of its ends may be led anew.
    """
    half = 2 * decider
    while half != 1:
        before = net.halves[half]
        v, w = before >> 1, half >> 1
        if v != w:
            if before & 1:
                _add(net, v, w, decider)
            else:
                _take(net, w, v)
        half = before


@compiled
def _add(net: Web, v: int, w: int, decider: int) -> None:
    if v != TEAM:
        net.low[v] = w
    if w != decider:
        net.turn[w] = v


@compiled
def _take(net: Web, v: int, w: int) -> None:
    if net.low[v] == w:
        net.low[v] = -1
    if net.turn[w] == v:
        net.turn[w] = -1
