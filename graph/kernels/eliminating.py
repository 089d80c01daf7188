"""One deal's model solved by elimination: x = f + C x and y = d + C' y at once.

One person after the other is put into the equations of those who listen to or are heard by him,
always whoever has the fewest of them left. Every term is added and none is taken away (C has no
negative entries), so nothing is lost by rounding. With few ties a person this costs far less than
a dense solve, and less than rounds of listening.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from graph.kernels.compiled import compiled
from graph.kernels.words import lowest, ones

if TYPE_CHECKING:
    from graph.kernels.book import Floats, Ints, Pointers, Seeds


class Desk(NamedTuple):
    """Room to work in: C of one deal (row after row), who is still in whose equation, lists."""

    c: Floats
    beside: Seeds
    degree: Pointers
    order: Ints
    near: Ints
    row: Floats
    last: Floats


@compiled
def desk(most: int) -> Desk:
    """Return room for deals of up to ``most`` people."""
    return Desk(
        np.zeros(most * most),
        np.zeros((most, (most + 63) // 64), np.uint64),
        np.zeros(most, np.int64),
        np.zeros(most, np.int32),
        np.zeros(most, np.int32),
        np.zeros(most),
        np.zeros(most),
    )


@compiled
def clear(room: Desk, n: int) -> None:
    """Make room for a deal of ``n`` people."""
    room.c[: n * n] = 0.0
    room.beside[:n] = 0


@compiled
def enter(room: Desk, n: int, i: int, j: int, value: float) -> None:
    """Let C_ij be larger by ``value``."""
    room.c[i * n + j] += value
    room.beside[i, j >> 6] |= np.uint64(1) << np.uint64(j & 63)
    room.beside[j, i >> 6] |= np.uint64(1) << np.uint64(i & 63)


@compiled
def solve(room: Desk, x: Floats, y: Floats) -> None:
    """Solve in place: x holds f and becomes the opinions, y holds d."""
    n = x.size
    words = (n + 63) // 64
    for i in range(n):
        room.degree[i] = 0
        for w in range(words):
            room.degree[i] += ones(room.beside[i, w])
    for step in range(n):
        p = _fewest(room.degree, n)
        room.order[step] = p
        many = _list(room.beside[p], words, room.near)
        _put_in(room, p, many, x, y)
        _join(room, p, many, words)
    for step in range(n - 1, -1, -1):
        p = room.order[step]
        many = _list(room.beside[p], words, room.near)
        here, there = 0.0, 0.0
        for k in range(many):
            q = room.near[k]
            here += room.c[p * n + q] * x[q]
            there += room.c[q * n + p] * y[q]
        x[p] += here * room.last[p]
        y[p] += there * room.last[p]


@compiled
def _fewest(degree: Pointers, n: int) -> int:
    best, least = 0, np.int64(1 << 60)
    for i in range(n):
        if degree[i] < least:
            best, least = i, degree[i]
    return best


@compiled
def _list(bits: Seeds, words: int, found: Ints) -> int:
    many = 0
    for w in range(words):
        word = bits[w]
        while word:
            found[many] = 64 * w + lowest(word)
            many += 1
            word &= word - np.uint64(1)
    return many


@compiled
def _put_in(room: Desk, p: int, many: int, x: Floats, y: Floats) -> None:
    """Put p into the equations of those beside him."""
    c, near, row, n = room.c, room.near, room.row, x.size
    kept = 1.0 / (1.0 - c[p * n + p])
    room.last[p] = kept
    x[p] *= kept
    y[p] *= kept
    for k in range(many):
        row[k] = c[p * n + near[k]]
        y[near[k]] += row[k] * y[p]
    for k in range(many):
        q = near[k]
        heard = c[q * n + p]
        if heard > 0.0:
            x[q] += heard * x[p]
            heard *= kept
            start = q * n
            for m in range(many):
                c[start + near[m]] += heard * row[m]


@compiled
def _join(room: Desk, p: int, many: int, words: int) -> None:
    """Those beside p are beside each other from now on, and p beside nobody."""
    room.degree[p] = np.int64(1 << 61)
    gone = ~(np.uint64(1) << np.uint64(p & 63))
    for k in range(many):
        q = room.near[k]
        total = 0
        for w in range(words):
            bits = room.beside[q, w] | room.beside[p, w]
            if w == p >> 6:
                bits &= gone
            if w == q >> 6:
                bits &= ~(np.uint64(1) << np.uint64(q & 63))
            room.beside[q, w] = bits
            total += ones(bits)
        room.degree[q] = total
