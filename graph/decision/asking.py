"""Who asks whom, as the decision model: listening W and stubbornness l of a bare network.

One fixed rule for every network, reasoned in docs/decisions/0021-influence-of-bare-networks.md:

- a tie that is returned says less about rank than one that is not: equals turn to each other, and
  only the lower turns to the higher. So of i's listening to j the part that j returns is cut by
  ``mutual_discount`` times the network's own *excess of mutual ties* (Garlaschelli & Loffredo
  2004: how far they are more than chance makes them); the total of i's listening stays;
- whom many turn to without being asked back is hard to sway: l rises with that breadth, half of
  the most where it is the network's mean;
- who asks nobody may have nobody to ask, or may not have been seen asking. The part of listening
  that is not seen stays with oneself by ``silence_kept`` and goes for the rest to those who turn
  to one (Stork & Richards 1992); where nobody does, to everybody alike.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
from scipy import sparse

from graph.decision.solve import Settling

if TYPE_CHECKING:
    from graph.settings import ModelSettings

Ints = npt.NDArray[np.int32]
Floats = npt.NDArray[np.float64]

# Breadth of one to whom nobody turns, as a share of the mean.
LEAST = 0.1


@dataclass(frozen=True)
class Asking:
    """Who asks whom: one row a pair, none to oneself.

    Parameters
    ----------
    listener, speaker : (m,) int arrays
        Positions from 0.
    a : (m,) array
        How far the first listens to the second, in (0, 1].
    people : int
        How many there are.
    """

    listener: Ints
    speaker: Ints
    a: Floats
    people: int

    def only(self, keep: npt.NDArray[np.bool_]) -> Asking:
        """Return the pairs of ``keep`` among the same people."""
        return Asking(self.listener[keep], self.speaker[keep], self.a[keep], self.people)


@dataclass(frozen=True)
class Settled:
    """The model of a bare network, solved.

    Parameters
    ----------
    w : (n + 1, n + 1) sparse array
        Who listens to whom; the last place stands for everybody and hears all alike.
    stubborn, breadth, influence : (n,) arrays
        l; how much reaches each after the cut of what is returned; v, summing to 1.
    """

    w: sparse.csr_array
    stubborn: Floats
    breadth: Floats
    influence: Floats


def influence_of(asking: Asking, model: ModelSettings) -> Floats:
    """Return each person's influence: v of the decision model, everybody deciding alike.

    Sums to 1; empty where there is nobody.

    Examples
    --------
    Li and Wu ask He, and Li and Wu ask each other:

    >>> from graph.settings import ModelSettings
    >>> asks = [(1, 0), (2, 0), (1, 2), (2, 1)]
    >>> listener, speaker = (np.array(end, dtype=np.int32) for end in zip(*asks))
    >>> v = influence_of(Asking(listener, speaker, np.ones(4), 3), ModelSettings())
    >>> int(v.argmax()), float(v.sum().round(9))
    (0, 1.0)
    """
    return settled(asking, model).influence if asking.people else np.zeros(0)


def settled(asking: Asking, model: ModelSettings) -> Settled:
    """Return W, l and v of a network of at least one person, everybody deciding alike.

    Examples
    --------
    >>> from graph.settings import ModelSettings
    >>> one = Asking(np.array([1]), np.array([0]), np.ones(1), 2)
    >>> settled(one, ModelSettings()).stubborn.round(3).tolist()
    [0.07, 0.01]
    """
    n = asking.people
    told = _discounted(asking, model.mutual_discount)
    breadth: Floats = np.bincount(asking.speaker, weights=told, minlength=n).astype(np.float64)
    stubborn = stubbornness(breadth, model.bare_stubbornness)
    # One hidden place stands for everybody: who is tied to nobody listens there.
    w = _listening(asking, told, model.silence_kept)
    decision = np.append(np.full(n, 1 / n), 0.0)
    v = Settling(w, np.append(stubborn, 0.0)).influences(decision)
    return Settled(w, stubborn, breadth, v[:n])


def shares_of(asking: Asking, model: ModelSettings) -> Floats:
    """Return how each one's listening is divided: W of each pair, before what is not seen.

    Examples
    --------
    Li asks He and Wu alike, and Wu asks back:

    >>> from graph.settings import ModelSettings
    >>> listener, speaker = np.array([0, 0, 2]), np.array([1, 2, 0])
    >>> shares_of(Asking(listener, speaker, np.ones(3), 3), ModelSettings()).round(3).tolist()
    [0.556, 0.444, 1.0]
    """
    return _shares(asking, _discounted(asking, model.mutual_discount))


def excess_of_mutual(asking: Asking) -> float:
    """Return how far ties are returned beyond chance: 0 as chance makes it, 1 all returned.

    Examples
    --------
    >>> one, other = np.array([0, 1, 2, 3]), np.array([1, 0, 3, 2])
    >>> excess_of_mutual(Asking(one, other, np.ones(4), 4))
    1.0
    """
    tied = np.unique(np.concatenate([asking.listener, asking.speaker])).size
    total = float(asking.a.sum())
    if tied < 2 or total <= 0:
        return 0.0
    density = total / (tied * (tied - 1))
    mutual = float(returned(asking).sum()) / total
    return 0.0 if density >= 1 else max(0.0, (mutual - density) / (1 - density))


def returned(asking: Asking) -> Floats:
    """Return of each pair the part of its listening that the other one returns."""
    n = asking.people
    shape = (n, n)
    a = sparse.csr_array((asking.a, (asking.listener, asking.speaker)), shape=shape)
    back: Floats = np.asarray(sparse.csr_array(a.T)[asking.listener, asking.speaker]).ravel()
    return np.minimum(asking.a, back)


def stubbornness(breadth: Floats, most: float) -> Floats:
    """Return l: near ``most`` for whom very many turn to, half of it at the mean breadth.

    Examples
    --------
    >>> stubbornness(np.array([0.0, 1.0, 2.0]), 0.1).round(4).tolist()
    [0.01, 0.055, 0.07]
    """
    mean = float(breadth.mean())
    if mean <= 0:
        return np.full(breadth.size, most * LEAST)
    stubborn: Floats = most * (breadth + LEAST * mean) / (breadth + mean)
    return stubborn


def _discounted(asking: Asking, discount: float) -> Floats:
    cut = discount * excess_of_mutual(asking)
    return asking.a - cut * returned(asking) if cut > 0 else asking.a


def _heard(asking: Asking) -> Floats:
    """Return how far each one listens to others at all."""
    total = np.bincount(asking.listener, weights=asking.a, minlength=asking.people)
    return np.minimum(1.0, total)


def _shares(asking: Asking, told: Floats) -> Floats:
    total = np.bincount(asking.listener, weights=told, minlength=asking.people)
    share: Floats = told * (_heard(asking) / np.maximum(total, 1e-300))[asking.listener]
    return share


def _listening(asking: Asking, told: Floats, kept: float) -> sparse.csr_array:
    """Return W over the people and, last, the place of everybody."""
    n, listener, speaker = asking.people, asking.listener, asking.speaker
    share, heard = _shares(asking, told), _heard(asking)
    unseen = 1.0 - heard
    turned = np.bincount(speaker, weights=asking.a, minlength=n)
    back = ((1 - kept) * unseen / np.where(turned > 0, turned, 1.0))[speaker] * asking.a
    lost = np.where(turned > 0, 0.0, (1 - kept) * unseen)
    everyone, place = np.arange(n), np.full(n, n)
    parts = [
        (share, listener, speaker),
        (back, speaker, listener),
        (kept * unseen, everyone, everyone),
        (lost, everyone, place),
        (np.full(n, 1 / n), place, everyone),
    ]
    values, rows, columns = (np.concatenate(p) for p in zip(*parts, strict=True))
    keep = values > 0
    return sparse.csr_array((values[keep], (rows[keep], columns[keep])), shape=(n + 1, n + 1))
