"""One deal in its worlds: room to work in, and walking from our team or back from a decider."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from graph.kernels.blocks import Access, max_size
from graph.kernels.compiled import compiled
from graph.kernels.drawing import ALL, NONE, draw, sow
from graph.kernels.words import WORDS, fill, spread

if TYPE_CHECKING:
    from graph.kernels.book import Bools, Ints, Pointers, Seeds


class Room(NamedTuple):
    """The worlds of the deal at hand and lists for walking; rows of worlds are bits.

    ``tie`` has a row a tie, in the order of the deal's ties, ``met`` one a relationship of ours.
    ``came`` (in which worlds we get through to a person), ``state`` (of the generators) and
    ``every`` and ``none`` (one row of ones, of zeros). ``into``, ``teller`` and ``number`` are the
    ties by listener.
    """

    tie: Seeds
    met: Seeds
    came: Seeds
    state: Seeds
    every: Seeds
    none: Seeds
    into: Pointers
    teller: Ints
    number: Ints
    queue: Ints
    waits: Bools


@compiled
def room(book: Access) -> Room:
    """Return room for the largest deal."""
    people, ties, covers = max_size(book.people), 0, 0
    for deal in range(book.seeds.size):
        p, q = book.people[deal], book.people[deal + 1]
        ties = max(ties, book.ptr[q] - book.ptr[p])
        covers = max(covers, book.cover_ptr[q] - book.cover_ptr[p])
    return Room(
        np.zeros((ties, WORDS), np.uint64), np.zeros((covers, WORDS), np.uint64),
        np.zeros((people, WORDS), np.uint64), np.zeros((1, WORDS), np.uint64),
        np.full((1, WORDS), ALL), np.zeros((1, WORDS), np.uint64),
        np.zeros(people + 1, np.int64), np.zeros(ties, np.int32), np.zeros(ties, np.int32),
        np.zeros(people + 1, np.int32), np.zeros(people, np.bool_),
    )  # fmt: skip


@compiled
def prepare(book: Access, deal: int, at: Room) -> None:
    """Draw a deal's worlds, and sort its ties by listener."""
    first, last = book.people[deal], book.people[deal + 1]
    start, cover = book.ptr[first], book.cover_ptr[first]
    sow(book.seeds[deal], at.state)
    for k in range(cover, book.cover_ptr[last]):
        draw(book.strength[k], at.state, at.met, k - cover)
    for k in range(start, book.ptr[last]):
        draw(book.weight[k], at.state, at.tie, k - start)
    _by_listener(book, first, last, at)


@compiled
def _by_listener(book: Access, first: int, last: int, at: Room) -> None:
    start, n = book.ptr[first], last - first
    place = at.queue
    place[: n + 1] = 0
    for k in range(start, book.ptr[last]):
        place[book.listener[k] + 1] += 1
    at.into[0] = 0
    for i in range(n):
        place[i + 1] += place[i]
        at.into[i + 1] = place[i + 1]
    for i in range(n):
        for k in range(book.ptr[first + i], book.ptr[first + i + 1]):
            v = book.listener[k]
            at.teller[place[v]], at.number[place[v]] = i, k - start
            place[v] += 1


@compiled
def walk_back(at: Room, silent: Bools, target: int, through: Seeds, base: int) -> None:
    """Fill row base + i of ``through`` with the worlds in which i gets through to the target.

    Those who are silent get through to nobody but themselves.
    """
    n = silent.size
    for i in range(n):
        fill(through, base + i, NONE)
    fill(through, base + target, ALL)
    at.queue[0], read, write = target, 0, 1
    while read != write:
        v = at.queue[read]
        read = read + 1 if read < n else 0
        at.waits[v] = False
        for k in range(at.into[v], at.into[v + 1]):
            u = at.teller[k]
            if silent[u] or not spread(through, base + u, through, base + v, at.tie, at.number[k]):
                continue
            if not at.waits[u]:
                at.waits[u] = True
                at.queue[write] = u
                write = write + 1 if write < n else 0


@compiled
def walk_on(book: Access, first: int, at: Room, silent: Bools, without: int) -> None:
    """Go on in ``came`` from everybody who is there until nobody new is reached in any world.

    ``without`` is left out (-1: nobody). Those who are silent pass nothing on.
    """
    n, start, came = silent.size, book.ptr[first], at.came
    for i in range(n):
        at.queue[i], at.waits[i] = i, True
    read, write = 0, n
    while read != write:
        v = at.queue[read]
        read = read + 1 if read < n else 0
        at.waits[v] = False
        if silent[v] or v == without:
            continue
        for k in range(book.ptr[first + v], book.ptr[first + v + 1]):
            u = book.listener[k]
            if u == without or not spread(came, u, came, v, at.tie, k - start):
                continue
            if not at.waits[u]:
                at.waits[u] = True
                at.queue[write] = u
                write = write + 1 if write < n else 0


@compiled
def arrive(book: Access, first: int, last: int, at: Room, but: int) -> None:
    """Let ``came`` be who is reached by our own relationships, without those of seller ``but``."""
    start = book.cover_ptr[first]
    for i in range(first, last):
        fill(at.came, i - first, NONE)
        for k in range(book.cover_ptr[i], book.cover_ptr[i + 1]):
            if book.seller[k] != but:
                spread(at.came, i - first, at.met, k - start, at.every, 0)
