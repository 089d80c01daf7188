"""Many possible worlds at once, and in which of them each person gets through to a decider.

In a world every tie between people either passes something on or does not. Where few ties may
fail the worlds are all there are, with their probabilities; else they are drawn at random. A set
of worlds is one long integer, a bit a world, so that walking the network once walks it in all.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import blake2b
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from graph.decision.network import Network

Floats = npt.NDArray[np.float64]

# All worlds are looked at up to this many uncertain ties.
ALL_WORLDS = 12
# Bound on ties x worlds, so that a deal of thousands of people still answers.
MOST_DRAWS = 20_000_000


@dataclass(frozen=True)
class Worlds:
    """Some worlds with their weights (summing to 1); ``open_in`` has a bit set for each arc."""

    count: int
    weight: Floats
    drawn: bool
    open_in: dict[tuple[int, int], int]


def seed_of(*parts: object) -> int:
    """Return a number that depends on ``parts`` alone, the same on every machine."""
    text = "\x1f".join(str(p) for p in parts)
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "big")


def worlds_of(network: Network, samples: int, seed: int) -> Worlds:
    """Return all worlds of a network, or ``samples`` drawn at random."""
    arcs = sorted(
        zip(network.tail.tolist(), network.head.tolist(), network.chance.tolist(), strict=True)
    )
    unsure = [(u, v) for u, v, p in arcs if p < 1]
    chance = np.array([p for _, _, p in arcs if p < 1], dtype=np.float64)
    drawn = len(unsure) > ALL_WORLDS
    if drawn:
        count = max(64, min(samples, MOST_DRAWS // len(unsure) // 64 * 64))
        bits = _draw(chance, count, seed)
        weight = np.full(count, 1 / count)
    else:
        bits, weight = _all(chance)
        count = weight.size
    packed = np.packbits(bits, axis=1, bitorder="little")
    open_in = {(u, v): (1 << count) - 1 for u, v, p in arcs if p >= 1}
    open_in |= {
        arc: int.from_bytes(row.tobytes(), "little")
        for arc, row in zip(unsure, packed, strict=True)
    }
    return Worlds(count, weight, drawn, open_in)


def _draw(chance: Floats, count: int, seed: int) -> npt.NDArray[np.bool_]:
    random = np.random.default_rng(seed)
    return random.random((chance.size, count), dtype=np.float32) < chance[:, None]


def _all(chance: Floats) -> tuple[npt.NDArray[np.bool_], Floats]:
    world = np.arange(1 << chance.size)
    bits = (world[None, :] >> np.arange(chance.size)[:, None] & 1).astype(bool)
    weight = np.where(bits, chance[:, None], 1 - chance[:, None]).prod(axis=0)
    return bits, weight


def getting_through(network: Network, worlds: Worlds, decider: int) -> npt.NDArray[np.bool_]:
    """Return a row a person: in which worlds that person gets through to the decider."""
    reach = [0] * network.size
    reach[decider] = (1 << worlds.count) - 1
    queue = [decider]
    for v in queue:
        heard = reach[v]
        for u, _ in network.into.get(v, ()):
            grown = reach[u] | heard & worlds.open_in[u, v]
            if grown != reach[u]:
                reach[u] = grown
                queue.append(u)
    size = (worlds.count + 7) // 8
    raw = b"".join(r.to_bytes(size, "little") for r in reach)
    packed = np.frombuffer(raw, dtype=np.uint8).reshape(network.size, size)
    return np.unpackbits(packed, axis=1, count=worlds.count, bitorder="little").astype(bool)


def missed_in(network: Network, through: npt.NDArray[np.bool_]) -> Floats:
    """Return for each world the probability that none of our ties gets through."""
    missed = np.ones(through.shape[1])
    for i in np.flatnonzero(network.reach > 0):
        missed *= np.where(through[i], 1 - network.reach[i], 1.0)
    return missed
