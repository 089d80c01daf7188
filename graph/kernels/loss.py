"""N-1: what is lost of the decision-weighted reliability if a person or a seller leaves."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from graph.kernels.blocks import Access, max_size
from graph.kernels.chance import weights_of
from graph.kernels.compiled import compiled, entry
from graph.kernels.drawing import NONE
from graph.kernels.sampling import Room, arrive, prepare, room, walk_on
from graph.kernels.words import WORDS, WORLDS, count_only, fill, spread, unless

if TYPE_CHECKING:
    from graph.kernels.book import Bools, Floats, Seeds


class Loss(NamedTuple):
    """What the leaving of each person and each seller costs (numbered through the book).

    The leaver's own term as a decider is left out. All are compared in the same worlds, so that
    a difference is not the noise of two estimates.
    """

    person: Floats
    seller: Floats


class Whole(NamedTuple):
    """A deal with everybody there: who is reached, by us alone or in the end, and what counts."""

    ours: Seeds
    came: Seeds
    silent: Bools
    weights: Floats


@entry
def loss(book: Access) -> Loss:
    """Let everybody of every deal leave in turn."""
    found = Loss(np.zeros(book.stance.size), np.zeros(book.sellers[-1]))
    at = room(book)
    most = max_size(book.people)
    ours, came = np.zeros((most, WORDS), np.uint64), np.zeros((most, WORDS), np.uint64)
    for deal in range(book.seeds.size):
        first, last = book.people[deal], book.people[deal + 1]
        whole = Whole(ours, came, book.stance[first:last] < 0, weights_of(book, deal))
        if not whole.weights.size:
            continue
        prepare(book, deal, at)
        _everybody(book, first, at, whole)
        for i in range(last - first):
            ties = book.ptr[first + i + 1] - book.ptr[first + i]
            if ties and not whole.silent[i] and count_only(came, i, at.none, 0):
                _leave(book, first, at, whole, i)
                found.person[first + i] = _lost(book, deal, at, whole, i)
        for s in range(book.sellers[deal], book.sellers[deal + 1]):
            arrive(book, first, last, at, s - book.sellers[deal])
            walk_on(book, first, at, whole.silent, -1)
            found.seller[s] = _lost(book, deal, at, whole, -1)
    return found


@compiled
def _everybody(book: Access, first: int, at: Room, whole: Whole) -> None:
    n = whole.silent.size
    arrive(book, first, first + n, at, -1)
    whole.ours[:n] = at.came[:n]
    walk_on(book, first, at, whole.silent, -1)
    whole.came[:n] = at.came[:n]


@compiled
def _leave(book: Access, first: int, at: Room, whole: Whole, i: int) -> None:
    """Find who is reached without i: in the worlds in which i is not reached, the same as with."""
    for v in range(whole.silent.size):
        unless(at.came, v, whole.came, v, whole.came, i)
        spread(at.came, v, whole.ours, v, at.every, 0)
    fill(at.came, i, NONE)
    walk_on(book, first, at, whole.silent, i)


@compiled
def _lost(book: Access, deal: int, at: Room, whole: Whole, i: int) -> float:
    """Return how much less often the deciders are reached now; i's own term is left out."""
    total, first, t = 0.0, book.people[deal], book.deciders[deal]
    for k in range(whole.weights.size):
        target = book.decider[t + k] - first
        if target != i:
            total += whole.weights[k] * count_only(whole.came, target, at.came, target)
    return total / WORLDS
