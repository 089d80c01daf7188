"""Recent response rates: what share of the last rows responded, in all and by each value.

A row carries the rates as they stood when its block began, learnt rows as well as scored ones, so
that a model learns from rates what it will know when it scores.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.special import logit

from graph.customers.response.blocks import Block, Memory
from graph.customers.response.logistic import Bools, Floats

Codes = npt.NDArray[np.int64]

# Pseudo-rows: of all at a tenth, of a value at the rate of all.
FEW, RESPONDED, BY_VALUE = 20.0, 2.0, 20.0


def recent_rates(codes: Codes, responded: Bools, blocks: list[Block], back: Memory) -> Floats:
    """Return the log-odds of recent rates, a row a row.

    Parameters
    ----------
    codes : (n, k) array
        The value of each column as a number from 0.
    responded : (n,) array of bool
        Outcomes.
    blocks : list of Block
        All rows in order.
    back : Memory
        ``trailing``: one column each, over all rows; then ``by_value``: one for each column of
        ``codes``, as the difference from all rows.

    Examples
    --------
    >>> blocks = [Block(0, 100), Block(100, 200)]
    >>> yes = np.arange(200) < 50
    >>> found = recent_rates(np.zeros((200, 1), dtype=np.int64), yes, blocks, Memory())
    >>> found.shape, float(found[150, 0].round(2)), float(found[150, 4].round(2))
    ((200, 5), -0.27, 0.22)
    """
    parts = [_of_all(responded, blocks, rows) for rows in back.trailing]
    overall = _of_all(responded, blocks, back.by_value)[:, 0]
    parts += [
        (_of_values(codes[:, j], responded, blocks, back.by_value, overall) - overall)[:, None]
        for j in range(codes.shape[1])
    ]
    return np.column_stack(parts)


def _of_all(responded: Bools, blocks: list[Block], rows: int) -> Floats:
    """Return the log-odds of the rate of the last ``rows`` rows, whole blocks, at each row."""
    total = np.concatenate([[0], np.cumsum(responded)])
    found = np.empty((len(responded), 1))
    for now, block in enumerate(blocks):
        tail = blocks[_oldest(blocks, now, rows)].start
        hits, seen = total[block.start] - total[tail], block.start - tail
        found[block.start : block.end] = logit((hits + RESPONDED) / (seen + FEW))
    return found


def _oldest(blocks: list[Block], now: int, rows: int) -> int:
    """Return the oldest block that lies within ``rows`` rows before the block ``now``."""
    oldest = now
    while oldest > 0 and blocks[now].start - blocks[oldest - 1].start <= rows:
        oldest -= 1
    return oldest


def _of_values(
    codes: npt.NDArray[np.int64], responded: Bools, blocks: list[Block], rows: int, overall: Floats
) -> Floats:
    """Return the log-odds of the rate of a row's value; whole counts, so that none is left over."""
    size = int(codes.max(initial=0)) + 1
    hits, seen = np.zeros(size, dtype=np.int64), np.zeros(size, dtype=np.int64)
    found, tail = np.empty(len(codes)), 0
    for now, block in enumerate(blocks):
        while tail < now and block.start - blocks[tail].start > rows:
            _count(hits, seen, codes, responded, blocks[tail], -1)
            tail += 1
        mine = codes[block.start : block.end]
        rate = 1 / (1 + np.exp(-overall[block.start]))
        found[block.start : block.end] = logit(
            (hits[mine] + BY_VALUE * rate) / (seen[mine] + BY_VALUE)
        )
        _count(hits, seen, codes, responded, block, 1)
    return found


def _count(
    hits: Codes, seen: Codes, codes: Codes, responded: Bools, block: Block, sign: int
) -> None:
    mine = codes[block.start : block.end]
    np.add.at(seen, mine, sign)
    np.add.at(hits, mine[responded[block.start : block.end]], sign)
