"""Many possible worlds at once, and in which of them each person gets through to a decider.

In a world every tie between people either passes something on or does not. Where few ties may
fail the worlds are all there are, with their probabilities; else they are drawn at random. A set
of worlds is one long integer, a bit a world, so that walking the network once walks it in all.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b
from math import sqrt
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
        bits = draw(chance, count, seed)
        weight = np.full(count, 1 / count)
    else:
        bits, weight = every(chance)
        count = weight.size
    packed = np.packbits(bits, axis=1, bitorder="little")
    open_in = {(u, v): (1 << count) - 1 for u, v, p in arcs if p >= 1}
    open_in |= {
        arc: int.from_bytes(row.tobytes(), "little")
        for arc, row in zip(unsure, packed, strict=True)
    }
    return Worlds(count, weight, drawn, open_in)


def draw(chance: Floats, count: int, seed: int) -> npt.NDArray[np.bool_]:
    """Draw what is open in which of ``count`` worlds.

    To 1 in 65,536: far finer than the standard error of any number of worlds here.
    """
    random = np.random.default_rng(seed)
    raw = random.bit_generator.random_raw((chance.size * count + 3) // 4)
    drawn = np.asarray(raw).view(np.uint16)[: chance.size * count]
    below = np.rint(chance * (1 << 16)).clip(0, (1 << 16) - 1).astype(np.uint16)
    return drawn.reshape(chance.size, count) < below[:, None]


def every(chance: Floats) -> tuple[npt.NDArray[np.bool_], Floats]:
    """Return what is open in each of all worlds, and their probabilities."""
    world = np.arange(1 << chance.size)
    bits = (world[None, :] >> np.arange(chance.size)[:, None] & 1).astype(bool)
    weight = np.where(bits, chance[:, None], 1 - chance[:, None]).prod(axis=0)
    return bits, weight


class Sampling:
    """A network looked at in some worlds; each decider is walked back from once."""

    def __init__(self, network: Network, worlds: Worlds) -> None:
        self.network = network
        self.worlds = worlds
        self._missed: dict[int, Floats] = {}
        self._gets_through: dict[int, npt.NDArray[np.bool_]] = {}
        self._doubt = np.log(np.maximum(1 - network.reach, 1e-300))
        self._before: Sampling | None = None

    @cached_property
    def _hearing(self) -> list[list[tuple[int, int]]]:
        """Of each person who is heard there, and in which worlds."""
        found: list[list[tuple[int, int]]] = [[] for _ in range(self.network.size)]
        for u, v, _ in self.network.passing:
            found[v].append((u, self.worlds.open_in[u, v]))
        return found

    def after(self, network: Network) -> Sampling:
        """Return the same worlds for a network that differs in our own ties, or in who is silent.

        Who gets through in which world is not walked again where nobody's silence changed.
        """
        later = Sampling(network, self.worlds)
        if np.array_equal(network.silent, self.network.silent):
            later._gets_through, later._before = self._gets_through, self
        return later

    def walk(self, decider: int) -> tuple[npt.NDArray[np.bool_], Floats]:
        """Return who gets through in which world, and how surely we are missed in each.

        A row a person and a column a world; then for each world the probability that none of our
        ties gets through.
        """
        return self.through(decider), np.exp(self._missed_by(decider))

    def _missed_by(self, decider: int) -> Floats:
        """Return for each world the logarithm of the chance that none of our ties gets through."""
        if decider not in self._missed:
            before, doubt = self._before, self._doubt
            known = None if before is None else before._missed.get(decider)
            if before is not None and known is not None:
                doubt = doubt - before._doubt
            ours = np.flatnonzero(doubt)
            more = doubt[ours] @ self.through(decider)[ours].astype(np.float64)
            self._missed[decider] = more if known is None else known + more
        return self._missed[decider]

    def through(self, decider: int) -> npt.NDArray[np.bool_]:
        """Return in which world (column) each person (row) gets through to a decider."""
        if decider not in self._gets_through:
            self._gets_through[decider] = self._walked(decider)
        return self._gets_through[decider]

    def _walked(self, decider: int) -> npt.NDArray[np.bool_]:
        worlds, reach = self.worlds, [0] * self.network.size
        reach[decider] = (1 << worlds.count) - 1
        grown = [decider]
        while grown:
            growing: dict[int, None] = {}
            for v in grown:
                heard = reach[v]
                for u, is_open in self._hearing[v]:
                    more = reach[u] | heard & is_open
                    if more != reach[u]:
                        reach[u] = more
                        growing[u] = None
            grown = list(growing)
        size = (worlds.count + 7) // 8
        raw = b"".join(r.to_bytes(size, "little") for r in reach)
        packed = np.frombuffer(raw, dtype=np.uint8).reshape(len(reach), size)
        bits = np.unpackbits(packed, axis=1, count=worlds.count, bitorder="little")
        return bits.view(np.bool_)

    def chance(self, decider: int) -> tuple[float, float]:
        """Return the reliability to a decider and its standard error (0 where all worlds are)."""
        _, missed = self.walk(decider)
        mean = float(self.worlds.weight @ (1 - missed))
        spread = float(self.worlds.weight @ (1 - missed - mean) ** 2)
        if not self.worlds.drawn:
            return mean, 0.0
        # What was seen in no world of n may still happen about once in n.
        return mean, max(sqrt(spread / self.worlds.count), 1 / self.worlds.count)

    def leverage(self, decider: int) -> Floats:
        """Return how often each person alone would have got us through: we were missed else."""
        through, missed = self.walk(decider)
        weighted = self.worlds.weight * missed
        kind = np.float32 if self.worlds.drawn else np.float64  # an estimate needs no more
        found = np.empty(through.shape[0])
        for start in range(0, found.size, 256):  # in parts, so that a large deal fits in memory
            some = through[start : start + 256].astype(kind)
            found[start : start + 256] = some @ weighted.astype(kind)
        return found
