"""The access network of one deal as nodes and arcs, in room that all deals share.

Node 0 is our team, then its sellers, then the people.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from graph.kernels.blocks import Access, max_size
from graph.kernels.compiled import compiled

if TYPE_CHECKING:
    from graph.kernels.book import Ints

TEAM = 0


class Web(NamedTuple):
    """Arcs of the deal at hand: of node v the successors ``after[out[v]:out[v + 1]]``.

    ``before`` and ``into`` are the predecessors in the same way; the rest is room to work in, one
    entry a node (``halves``: two).
    """

    out: Ints
    after: Ints
    into: Ints
    before: Ints
    tail: Ints
    head: Ints
    number: Ints
    order: Ints
    above: Ints
    low: Ints
    turn: Ints
    stack: Ints
    halves: Ints
    queue: Ints


@compiled
def web(book: Access) -> Web:
    """Return room for the largest deal."""
    nodes, arcs = 1 + max_size(book.people) + max_size(book.sellers), 0
    for deal in range(book.seeds.size):
        p, q = book.people[deal], book.people[deal + 1]
        ours = book.sellers[deal + 1] - book.sellers[deal] + book.cover_ptr[q] - book.cover_ptr[p]
        arcs = max(arcs, book.ptr[q] - book.ptr[p] + ours)
    i = np.int32
    return Web(
        np.zeros(nodes + 1, i), np.zeros(arcs, i), np.zeros(nodes + 1, i), np.zeros(arcs, i),
        np.zeros(arcs, i), np.zeros(arcs, i), np.zeros(nodes, i), np.zeros(nodes, i),
        np.zeros(nodes, i), np.zeros(nodes, i), np.zeros(nodes, i), np.zeros(nodes, i),
        np.zeros(2 * nodes, i), np.zeros(2 * nodes, i),
    )  # fmt: skip


@compiled
def weave(book: Access, deal: int, net: Web) -> int:
    """Put a deal's arcs in; return the number of its nodes. Opponents pass nothing on."""
    first, last = book.people[deal], book.people[deal + 1]
    many = book.sellers[deal + 1] - book.sellers[deal]
    nodes, arcs = int(1 + many + last - first), 0
    for s in range(many):
        net.tail[arcs], net.head[arcs] = TEAM, 1 + s
        arcs += 1
    for i in range(first, last):
        node = 1 + many + i - first
        for k in range(book.cover_ptr[i], book.cover_ptr[i + 1]):
            net.tail[arcs], net.head[arcs] = 1 + book.seller[k], node
            arcs += 1
        if book.stance[i] >= 0:
            for k in range(book.ptr[i], book.ptr[i + 1]):
                net.tail[arcs], net.head[arcs] = node, 1 + many + book.listener[k]
                arcs += 1
    _sort(net.tail, net.head, (arcs, nodes), net.out, net.after)
    _sort(net.head, net.tail, (arcs, nodes), net.into, net.before)
    return nodes


@compiled
def _sort(key: Ints, value: Ints, sizes: tuple[int, int], pointer: Ints, found: Ints) -> None:
    arcs, nodes = sizes
    pointer[: nodes + 1] = 0
    for k in range(arcs):
        pointer[key[k] + 1] += 1
    for v in range(nodes):
        pointer[v + 1] += pointer[v]
    for k in range(arcs - 1, -1, -1):
        pointer[key[k] + 1] -= 1
        found[pointer[key[k] + 1]] = value[k]
    for v in range(nodes):
        pointer[v] = pointer[v + 1]
    pointer[nodes] = arcs
