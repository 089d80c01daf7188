"""Who brought about how much of a difference: Shapley's value of each of several changes.

The effect of a change is what it adds on average, over all orders in which the changes could have
been made. The effects add up to the whole difference; a change that never matters has none; two
that do the same have the same (Shapley 1953).

Changes are of two kinds. *Structural* ones change the influences v (a tie, a person, a role).
*Linear* ones (a stance) add ``gain_i(T)``, which depends on the structural changes T alone; so
the linear ones need no orders of their own: in an order of the structural changes a linear one
stands at each of the k+1 places equally often. Exactness costs 2^k evaluations, however many
stances have changed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import factorial

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
# Structural changes made (k flags) -> (value without linear changes, gain of each linear one).
Game = Callable[[Bools], tuple[float, Floats]]

MOST_EXACT = 10
# About so many evaluations an estimate may take; never fewer than two pairs of orders.
EVALUATIONS = 4096
MOST_PAIRS = 200


@dataclass(frozen=True)
class Attribution:
    """The effect of each change, structural first, and its standard error (0 means exact)."""

    effect: Floats
    error: Floats

    @property
    def exact(self) -> bool:
        """Whether every order was looked at."""
        return not self.error.any()


def attribute(
    game: Game, k: int, *, seed: int = 0, most_exact: int = MOST_EXACT, budget: int = EVALUATIONS
) -> Attribution:
    """Share a difference out among ``k`` structural changes and any number of linear ones.

    Parameters
    ----------
    game : callable
        Which structural changes are made -> (value, gain of each linear change).
    k : int
        Number of structural changes.
    seed : int
        Of the sampled orders, where there are too many changes for all of them.
    most_exact : int
        Up to so many structural changes the answer is exact.
    budget : int
        About so many evaluations an estimate may take.

    Returns
    -------
    Attribution
        k structural effects, then the linear ones. They add up to the difference between all
        changes made and none, in an estimate too: the sum of each order telescopes.

    Examples
    --------
    The first change doubles what the second, linear one is worth (1 alone, 2 together):

    >>> def doubled(made):
    ...     return 0.0, np.array([2.0 if made[0] else 1.0])
    >>> attribute(doubled, 1).effect.tolist()
    [0.5, 1.5]
    """
    if k <= most_exact:
        effect = _exact(game, k)
        return Attribution(effect, np.zeros(effect.size))
    return _sampled(_remembered(game), k, np.random.default_rng(seed), budget)


def _exact(game: Game, k: int) -> Floats:
    base, gains = _table(game, k)
    sizes = np.array([mask.bit_count() for mask in range(1 << k)])
    alone = [_weight(size, k) for size in range(k)]
    # With one linear change in the order: before the structural one, or after it.
    ahead = [_weight(size + 1, k + 1) for size in range(k)]
    effect = np.zeros(k)
    for j in range(k):
        without = np.flatnonzero((np.arange(1 << k) >> j & 1) == 0)
        with_ = without | 1 << j
        size = sizes[without]
        effect[j] = np.take(alone, size) @ (base[with_] - base[without])
        effect[j] += np.take(ahead, size) @ (gains[with_] - gains[without]).sum(axis=1)
    late = np.array([_weight(size, k + 1) for size in range(k + 1)])
    return np.concatenate([effect, late[sizes] @ gains])


def _weight(size: int, n: int) -> float:
    """Share of the orders of ``n`` in which exactly a given ``size`` of them come before one."""
    return factorial(size) * factorial(n - size - 1) / factorial(n)


def _table(game: Game, k: int) -> tuple[Floats, Floats]:
    bits = np.arange(k)
    found = [game((mask >> bits & 1).astype(bool)) for mask in range(1 << k)]
    return np.array([value for value, _ in found]), np.array([gain for _, gain in found])


def _sampled(game: Game, k: int, dice: np.random.Generator, budget: int) -> Attribution:
    pairs = int(np.clip(budget // (2 * k), 2, MOST_PAIRS))
    found = []
    for _ in range(pairs):
        order = dice.permutation(k)
        # An order and its reverse: what comes early in one comes late in the other.
        found.append((_along(game, order) + _along(game, order[::-1])) / 2)
    effects = np.array(found)
    error = effects.std(axis=0, ddof=1) / np.sqrt(pairs)
    mean = effects.mean(axis=0)
    return Attribution(mean, np.where(error > 1e-12, error, 0.0))


def _along(game: Game, order: npt.NDArray[np.int64]) -> Floats:
    """Return what each change adds in one order of the structural ones."""
    k = order.size
    made = np.zeros(k, dtype=bool)
    value, gain = game(made)
    effect, total = np.zeros(k), gain.copy()
    for place, j in enumerate(order, start=1):
        made[j] = True
        value_after, gain_after = game(made)
        # A linear change stands before the structural one in `place` of its k + 1 places.
        effect[j] = value_after - value + place / (k + 1) * (gain_after - gain).sum()
        value, gain = value_after, gain_after
        total += gain
    return np.concatenate([effect, total / (k + 1)])


def _remembered(game: Game) -> Game:
    known: dict[bytes, tuple[float, Floats]] = {}

    def look(made: Bools) -> tuple[float, Floats]:
        key = np.packbits(made).tobytes()
        if key not in known:
            known[key] = game(made)
        return known[key]

    return look
