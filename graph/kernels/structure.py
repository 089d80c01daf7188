"""What holds access together in many deals: cut points, threads, separators, who cuts whom off."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from graph.kernels.blocks import Access
from graph.kernels.compiled import compiled, entry
from graph.kernels.cutting import cut_points, dominators
from graph.kernels.threading import threads
from graph.kernels.web import TEAM, Web, weave, web

if TYPE_CHECKING:
    from graph.kernels.book import Bools, Ints, Pointers


class Structure(NamedTuple):
    """Of each deal's access network.

    ``person_cuts``, ``seller_cuts``: who is a cut point. ``threads``: one entry a decider. Of
    decider t the separators are ``separator[ptr[t]:ptr[t + 1]]``, the nearest to us first; every
    one of them cuts t off by leaving. Of somebody who cuts off, the deciders are
    ``cut_off[cut_ptr[k]:cut_ptr[k + 1]]`` (places in the book's ``decider``). People are numbered
    0 .. people - 1 and sellers from there on, through the book.
    """

    person_cuts: Bools
    seller_cuts: Bools
    threads: Ints
    ptr: Pointers
    separator: Ints
    cut_ptr: Pointers
    cut_off: Ints


@entry
def structure(book: Access) -> Structure:
    """Look at the structure of every deal."""
    people, sellers = book.stance.size, book.sellers[-1]
    person_cuts, seller_cuts = np.zeros(people, np.bool_), np.zeros(sellers, np.bool_)
    many = np.zeros(book.decider.size, np.int32)
    ptr = np.zeros(book.decider.size + 1, np.int64)
    separator = np.empty(max(16, book.decider.size), np.int32)
    net = web(book)
    cuts = np.zeros(net.number.size, np.bool_)
    for deal in range(book.seeds.size):
        nodes = weave(book, deal, net)
        cut_points(net, nodes, cuts)
        first, ours = book.people[deal], book.sellers[deal]
        last = book.sellers[deal + 1]
        seller_cuts[ours:last] = cuts[1 : 1 + last - ours]
        person_cuts[first : book.people[deal + 1]] = cuts[1 + last - ours : nodes]
        dominators(net, nodes)
        offsets = (first - 1 - last + ours, people + ours - 1)
        for at in range(book.deciders[deal], book.deciders[deal + 1]):
            node = book.decider[at] - offsets[0]
            many[at] = threads(net, nodes, node)
            separator = _separators(net, node, offsets, (ptr, at, last - ours), separator)
    cut_ptr, cut_off = _turned(ptr, separator, people + sellers)
    return Structure(person_cuts, seller_cuts, many, ptr, separator[: ptr[-1]], cut_ptr, cut_off)


@compiled
def _separators(
    net: Web,
    node: int,
    offsets: tuple[int, int],
    where: tuple[Pointers, int, int],
    found: Ints,
) -> Ints:
    """Write down whom every route to a node passes; return the list, longer if need be."""
    ptr, at, sellers = where
    many, v = 0, net.above[node]
    while v > TEAM:
        many, v = many + 1, net.above[v]
    end = ptr[at] + many
    ptr[at + 1] = end
    if end > found.size:
        longer = np.empty(2 * end, np.int32)
        longer[: ptr[at]] = found[: ptr[at]]
        found = longer
    v = net.above[node]
    for k in range(end - 1, ptr[at] - 1, -1):
        found[k] = v + (offsets[1] if v <= sellers else offsets[0])
        v = net.above[v]
    return found


@compiled
def _turned(ptr: Pointers, separator: Ints, nodes: int) -> tuple[Pointers, Ints]:
    """Return of each person and seller the deciders whom they separate from us."""
    cut_ptr = np.zeros(nodes + 1, np.int64)
    cut_off = np.empty(ptr[-1], np.int32)
    for k in range(ptr[-1]):
        cut_ptr[separator[k] + 1] += 1
    for v in range(nodes):
        cut_ptr[v + 1] += cut_ptr[v]
    place = cut_ptr[:-1].copy()
    for t in range(ptr.size - 1):
        for k in range(ptr[t], ptr[t + 1]):
            cut_off[place[separator[k]]] = t
            place[separator[k]] += 1
    return cut_ptr, cut_off
