"""Influences and settled opinions of many deals (Friedkin & Johnsen 1990).

x = L E + (I - L) W x. With what a person hears of himself taken to the other side this is
x_i = own_i E_i + sum C_ij x_j, where own_i = l_i / (1 - (1 - l_i) W_ii) and
C_ij = (1 - l_i) W_ij / (1 - (1 - l_i) W_ii); and v_i = own_i y_i with y_j = d_j + sum C_ij y_i.
Deals of up to ``MOST`` people are solved by elimination, larger ones by Gauss-Seidel rounds, each
until it has settled itself: its size, not the book's, says how many rounds there are.

The influences of all people together are wrong by no more than the change of the last round:
own = (I - C) 1, so that sum own_i |e_i| <= sum |r_i| for a remainder r.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from graph.kernels.blocks import Listening, max_size
from graph.kernels.compiled import compiled, entry
from graph.kernels.eliminating import Desk, clear, desk, enter, solve

if TYPE_CHECKING:
    from graph.kernels.book import Bools, Floats

# Deals of more people are solved in rounds.
MOST = 192
# The most by which influences (together) and each opinion may be wrong.
WRONG = 1e-11
ROUNDS = 5000


class Settled(NamedTuple):
    """Of each person influence, settled opinion and contribution; of each deal the lean.

    ``ended`` is False where ``ROUNDS`` were not enough (hardly any stubbornness).
    """

    influence: Floats
    opinion: Floats
    contribution: Floats
    lean: Floats
    ended: Bools


@entry
def settle(book: Listening) -> Settled:
    """Solve every deal."""
    people, deals = book.stance.size, book.people.size - 1
    found = Settled(
        np.empty(people), np.empty(people), np.empty(people), np.zeros(deals),
        np.ones(deals, np.bool_),
    )  # fmt: skip
    own = np.empty(max_size(book.people))
    room = desk(min(MOST, own.size))
    carried = np.empty(_most_ties(book))
    for deal in range(deals):
        first, last = book.people[deal], book.people[deal + 1]
        x, y = found.opinion[first:last], found.influence[first:last]
        y[:] = book.decision[first:last]
        if last - first <= MOST:
            _eliminated(book, first, own, room, (x, y))
        else:
            found.ended[deal] = _in_rounds(book, first, own, carried, (x, y))
        for i in range(last - first):
            y[i] *= own[i]
            part = y[i] * book.stance[first + i]
            found.contribution[first + i] = part
            found.lean[deal] += part
    return found


@compiled
def _most_ties(book: Listening) -> int:
    most = 0
    for deal in range(book.people.size - 1):
        first, last = book.people[deal], book.people[deal + 1]
        if last - first > MOST:
            most = max(most, book.ptr[last] - book.ptr[first])
    return most


@compiled
def _shares(book: Listening, i: int) -> tuple[float, float]:
    """Return of a person own, and what a is multiplied with to be C."""
    total = 0.0
    for k in range(book.ptr[i], book.ptr[i + 1]):
        total += book.weight[k]
    stubborn = book.stubbornness[i]
    heard = (1.0 - stubborn) / max(1.0, total)
    kept = stubborn + heard * total
    return stubborn / kept, heard / kept


@compiled
def _eliminated(
    book: Listening, first: int, own: Floats, room: Desk, to: tuple[Floats, Floats]
) -> None:
    x, y = to
    clear(room, x.size)
    for i in range(x.size):
        own[i], share = _shares(book, first + i)
        x[i] = own[i] * book.stance[first + i]
        for k in range(book.ptr[first + i], book.ptr[first + i + 1]):
            enter(room, x.size, i, book.speaker[k], share * book.weight[k])
    solve(room, x, y)


@compiled
def _in_rounds(
    book: Listening, first: int, own: Floats, carried: Floats, to: tuple[Floats, Floats]
) -> bool:
    x, y = to
    start, least = book.ptr[first], 1.0
    for i in range(x.size):
        own[i], share = _shares(book, first + i)
        least = min(least, own[i])
        x[i] = own[i] * book.stance[first + i]
        for k in range(book.ptr[first + i], book.ptr[first + i + 1]):
            carried[k - start] = share * book.weight[k]
    return _opinions(book, first, carried, least, x) and _influences(book, first, carried, y)


@compiled
def _opinions(book: Listening, first: int, carried: Floats, least: float, x: Floats) -> bool:
    start, own = book.ptr[first], x.copy()
    for _ in range(ROUNDS):
        moved = 0.0
        for i in range(x.size):
            new = own[i]
            for k in range(book.ptr[first + i], book.ptr[first + i + 1]):
                new += carried[k - start] * x[book.speaker[k]]
            moved = max(moved, abs(new - x[i]))
            x[i] = new
        if moved <= WRONG * least:
            return True
    return False


@compiled
def _influences(book: Listening, first: int, carried: Floats, y: Floats) -> bool:
    """Pass on to those heard what has newly come in, until next to nothing is on the way."""
    start, new = book.ptr[first], y.copy()
    y[:] = 0.0
    for _ in range(ROUNDS):
        moved = 0.0
        for i in range(y.size):
            passed = new[i]
            new[i] = 0.0
            y[i] += passed
            moved += passed
            for k in range(book.ptr[first + i], book.ptr[first + i + 1]):
                new[book.speaker[k]] += carried[k - start] * passed
        if moved <= WRONG:
            return True
    return False
