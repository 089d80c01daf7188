"""The ties of a book in compressed rows, deal by deal, people numbered within their deal."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from graph.kernels.compiled import compiled, entry

if TYPE_CHECKING:
    from graph.kernels.book import Book, Bools, Floats, Ints, Pointers, Seeds


class Listening(NamedTuple):
    """Who listens to whom: the ties of listener i are ``ptr[i]:ptr[i + 1]``.

    ``speaker`` is a number within the deal, ``weight`` is a.
    """

    people: Pointers
    ptr: Pointers
    speaker: Ints
    weight: Floats
    stubbornness: Floats
    stance: Floats
    decision: Floats


class Access(NamedTuple):
    """The access networks: to whom everybody passes on, and whom our sellers cover.

    The ties of speaker j are ``ptr[j]:ptr[j + 1]``, those of our team with person i
    ``cover_ptr[i]:cover_ptr[i + 1]``; listeners and sellers are numbers within the deal. Those who
    pass nothing on (E < 0) have their ties too: a meeting may turn them.
    """

    people: Pointers
    ptr: Pointers
    listener: Ints
    weight: Floats
    sellers: Pointers
    cover_ptr: Pointers
    seller: Ints
    strength: Floats
    deciders: Pointers
    decider: Ints
    decision: Floats
    stance: Floats
    lift: Floats
    moves: Bools
    seeds: Seeds


def listening(book: Book) -> Listening:
    """Build what the decision model walks on.

    Raises
    ------
    ValueError
        A tie between people of different deals, or a number of nobody.

    Examples
    --------
    >>> from graph.kernels.book import alone
    >>> listening(alone()).ptr.tolist()
    [0, 0]
    """
    rows = _rows(
        book.person_ptr, book.person_ptr, book.listener, book.speaker, book.weight, loops=False
    )
    return Listening(
        book.person_ptr, *_checked(rows), book.stubbornness, book.stance, book.decision
    )


def access(book: Book) -> Access:
    """Build what the access kernels walk on; raises as :func:`listening` does."""
    told = _rows(
        book.person_ptr, book.person_ptr, book.speaker, book.listener, book.weight, loops=False
    )
    covers = _rows(
        book.person_ptr, book.seller_ptr, book.cover_person, book.cover_seller,
        book.cover_strength, loops=True,
    )  # fmt: skip
    return Access(
        book.person_ptr, *_checked(told), book.seller_ptr, *_checked(covers), book.decider_ptr,
        book.decider, book.decision, book.stance, book.lift, book.moves, book.seeds,
    )  # fmt: skip


def _checked(rows: tuple[Pointers, Ints, Floats]) -> tuple[Pointers, Ints, Floats]:
    if rows[0][0] < 0:
        raise ValueError("a tie leaves its deal")
    return rows


@entry
def _rows(
    from_ptr: Pointers, to_ptr: Pointers, start: Ints, end: Ints, value: Floats, loops: bool
) -> tuple[Pointers, Ints, Floats]:
    """Sort ties by ``start``, and number ``end`` within the deal; a first pointer of -1 says no."""
    people, others = from_ptr[-1], to_ptr[-1]
    pointer = np.zeros(people + 1, np.int64)
    for k in range(start.size):
        i, j = start[k], end[k]
        if i < 0 or i >= people or j < 0 or j >= others:
            pointer[0] = -1
            return pointer, end[:0].copy(), value[:0].copy()
        if value[k] > 0 and (loops or i != j):
            pointer[i + 1] += 1
    for i in range(people):
        pointer[i + 1] += pointer[i]
    ends, values = np.empty(pointer[-1], np.int32), np.empty(pointer[-1], np.float64)
    place = pointer[:-1].copy()
    for k in range(start.size):
        i, j = start[k], end[k]
        if value[k] > 0 and (loops or i != j):
            ends[place[i]], values[place[i]] = j, value[k]
            place[i] += 1
    if not _localised(from_ptr, to_ptr, pointer, ends):
        pointer[0] = -1
    return pointer, ends, values


@compiled
def _localised(from_ptr: Pointers, to_ptr: Pointers, pointer: Pointers, ends: Ints) -> bool:
    for b in range(from_ptr.size - 1):
        base, size = to_ptr[b], to_ptr[b + 1] - to_ptr[b]
        for k in range(pointer[from_ptr[b]], pointer[from_ptr[b + 1]]):
            local = ends[k] - base
            if local < 0 or local >= size:
                return False
            ends[k] = local
    return True


@compiled
def max_size(pointer: Pointers) -> int:
    """Return the size of the largest block."""
    most = 0
    for b in range(pointer.size - 1):
        most = max(most, pointer[b + 1] - pointer[b])
    return most
