"""Drawing worlds: in which of 1,024 each tie passes something on. A deal's seed decides alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from graph.kernels.compiled import compiled
from graph.kernels.words import WORDS, fill, halve

if TYPE_CHECKING:
    from graph.kernels.book import Seeds

# Binary digits of a probability: an error of 1/8,192 at most, where 1,024 worlds err by a
# hundred times as much.
DIGITS = 12
EVEN = np.uint64(0x9E3779B97F4A7C15)
NONE, ALL = np.uint64(0), np.uint64(0xFFFFFFFFFFFFFFFF)


@compiled
def sow(seed: np.uint64, state: Seeds) -> None:
    """Start the row of generators from a seed (splitmix64: Steele, Lea & Flood 2014)."""
    x = seed
    for w in range(WORDS):
        x += EVEN
        z = (x ^ (x >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        state[0, w] = (z ^ (z >> np.uint64(31))) | np.uint64(1)


@compiled
def draw(chance: float, state: Seeds, worlds: Seeds, row: int) -> None:
    """Set each bit of a row with probability ``chance``."""
    digits = np.int64(np.rint(min(1.0, max(0.0, chance)) * (1 << DIGITS)))
    if digits == 1 << DIGITS:
        fill(worlds, row, ALL)
        return
    fill(worlds, row, NONE)
    if digits == 0:
        return
    place = 0
    while not digits >> place & 1:
        place += 1
    while place < DIGITS:
        halve(state, worlds, row, NONE if digits >> place & 1 == 0 else ALL)
        place += 1
