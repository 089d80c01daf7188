"""The k cheapest simple paths of a small directed graph (Yen 1971, with Lawler's saving).

Searches run towards what is left to the target, known from one search back from it (A*), so a
detour costs little more than its own length.
"""

from __future__ import annotations

import heapq
from collections.abc import Mapping, Sequence
from itertools import pairwise

Arcs = Mapping[int, Sequence[tuple[int, float]]]
Path = tuple[int, ...]


def cheapest_paths(out: Arcs, source: int, target: int, k: int) -> list[Path]:
    """Return up to ``k`` simple paths from source to target, the cheapest first.

    Parameters
    ----------
    out : mapping of node to (next node, cost)
        The arcs; costs are 0 or more.
    source, target : int
        Two different nodes.
    k : int
        How many paths are wanted.

    Returns
    -------
    list of tuple of int
        Each from source to target; fewer than ``k`` where there are no more.

    References
    ----------
    J. Y. Yen, Finding the K shortest loopless paths in a network (1971); E. L. Lawler (1972).

    Examples
    --------
    >>> square = {0: [(1, 1.0), (2, 2.0)], 1: [(3, 1.0), (2, 0.5)], 2: [(3, 1.0)]}
    >>> cheapest_paths(square, 0, 3, 5)
    [(0, 1, 3), (0, 1, 2, 3), (0, 2, 3)]
    """
    left = costs_to(out, target)
    found: list[Path] = []
    waiting: list[tuple[float, Path, int]] = []
    _add(waiting, _detour(out, left, (source,), ()), 0)
    while waiting and len(found) < k:
        _, path, parted = heapq.heappop(waiting)
        found.append(path)
        for at in range(parted, len(path) - 1):
            stem = path[: at + 1]
            taken = [p[at + 1] for p in found if p[: at + 1] == stem]
            _add(waiting, _detour(out, left, stem, taken), at)
    return found


def costs_to(out: Arcs, target: int) -> dict[int, float]:
    """Return the least cost to the target of every node from which it can be reached."""
    into: dict[int, list[tuple[int, float]]] = {}
    for u, arcs in out.items():
        for v, cost in arcs:
            into.setdefault(v, []).append((u, cost))
    left: dict[int, float] = {}  # the target comes first
    queue = [(0.0, target)]
    while queue:
        cost, v = heapq.heappop(queue)
        if v in left:
            continue
        left[v] = cost
        for u, step in into.get(v, ()):
            if u not in left:
                heapq.heappush(queue, (cost + step, u))
    return left


def _add(waiting: list[tuple[float, Path, int]], path: tuple[float, Path] | None, at: int) -> None:
    if path is not None:
        heapq.heappush(waiting, (*path, at))


def _detour(
    out: Arcs, left: Mapping[int, float], stem: Path, taken: Sequence[int]
) -> tuple[float, Path] | None:
    """Return the cheapest path that starts with ``stem`` and goes on to none of ``taken``."""
    target = next(iter(left))
    spent = sum(dict(out[u])[v] for u, v in pairwise(stem))
    closed = set(stem[:-1])
    queue: list[tuple[float, float, Path]] = [(0.0, spent, stem)]
    while queue:
        _, cost, path = heapq.heappop(queue)
        node = path[-1]
        if node in closed:
            continue
        closed.add(node)
        if node == target:
            return cost, path
        barred = taken if len(path) == len(stem) else ()
        for v, step in out.get(node, ()):
            if v in left and v not in closed and v not in barred:
                heapq.heappush(queue, (cost + step + left[v], cost + step, (*path, v)))
    return None
