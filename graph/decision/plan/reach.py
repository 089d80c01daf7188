"""Decision-weighted reliability as our own contacts change, and what each person adds to it.

The ties between people stay as they are, so their part is worked out once. Let B be the random
people from whom a message gets through to a decider; the decider is missed with probability
E[prod over k in B of m_k], where m_k is our chance to miss k. That is linear in each m_k, so one
more contact with k alone gains exactly (1 - factor on m_k) x leverage_k, and gains shrink as
contacts are added (a submodular function): sums of leverages bound whole plans from above.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

import numpy as np
import numpy.typing as npt

from graph.decision.access import SURPLUS
from graph.decision.exact import DEEPEST, Diagram, Problem, Remainder, TooManyStatesError

if TYPE_CHECKING:
    from graph.decision.access import AccessMap
    from graph.decision.network import Network

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int32]

# Remainders that the diagrams of all deciders together may have.
STATES = 3000


class Reach(Protocol):
    """The decision-weighted reliability as a function of our chances to miss each person."""

    exact: bool
    work: int

    def __call__(self, missed: Floats) -> tuple[float, Floats]:
        """Return the reliability, and of each person the gain if we missed them never."""

    def value(self, missed: Floats) -> float:
        """Return the reliability alone."""


def reach_of(access: AccessMap, voices: frozenset[int], able: Ints) -> Reach:
    """Return the function for a network in which ``voices`` pass on again.

    Exact where the diagrams are small; else over some sampled worlds.

    Parameters
    ----------
    access : AccessMap
        The access today.
    voices : frozenset of int
        People who are against us today and would be no more.
    able : array of int
        The people with whom contacts may be added.
    """
    network = access.network
    for person in sorted(voices):
        network = network.with_voice(person)
    # With more ties of ours a problem only grows.
    if any(problem.surplus > SURPLUS for problem in access.problems.values()):
        return _Sampled(access, network)
    try:
        return _Exact(access, _opened(network, able))
    except TooManyStatesError:
        return _Sampled(access, network)


def _opened(network: Network, able: Ints) -> Network:
    """Return the network in which everybody we could meet has a tie, so that none is cut off."""
    return replace(
        network,
        seller=np.append(network.seller, np.zeros(able.size)).astype(np.int32),
        covered=np.append(network.covered, able).astype(np.int32),
        strength=np.append(network.strength, np.full(able.size, 0.5)),
    )


class _Exact:
    """A diagram a decider, forwards for the value, backwards for its derivatives."""

    exact = True

    def __init__(self, access: AccessMap, network: Network) -> None:
        self.diagrams = []
        left = STATES
        for t in access.deciders:
            self.diagrams.append(_Lines(network.problem(t), left))
            left -= len(self.diagrams[-1].lines)
        self.weights: list[float] = access.weights.tolist()
        self.work = STATES - left

    def __call__(self, missed: Floats) -> tuple[float, Floats]:
        m: list[float] = missed.tolist()
        value, slope = 0.0, np.zeros(missed.size)
        for weight, lines in zip(self.weights, self.diagrams, strict=True):
            lost, falls = lines(m)
            value += weight * (1.0 - lost)
            slope += weight * np.array(falls)
        return value, slope * missed

    def value(self, missed: Floats) -> float:
        m: list[float] = missed.tolist()
        lost = [lines.value(m) for lines in self.diagrams]
        return sum(w * (1.0 - x) for w, x in zip(self.weights, lost, strict=True))


class _Lines:
    """A diagram written out: a line is (person, p, line with the tie, line without)."""

    def __init__(self, problem: Problem, most: int) -> None:
        if len(problem.arcs) > DEEPEST or problem.surplus > SURPLUS:
            raise TooManyStatesError
        self.decider = problem.decider
        self.most = most
        self.diagram = Diagram(problem, None)
        self.at: dict[Remainder, int] = {}
        self.lines: list[tuple[int, float, int, int]] = []
        self.first = self._write(*self.diagram.start())

    def _write(self, pending: int, reached: int) -> int:
        """Return the number of a remainder's line; 0 is the end, where nobody was in B."""
        if not pending:
            return 0
        key = self.diagram.key(pending, reached)
        if key not in self.at:
            u, p, through, rest = self.diagram.parts(*key)
            line = (u, p, self._write(*through), self._write(*rest) if p < 1 else 0)
            if len(self.lines) >= self.most:
                raise TooManyStatesError
            self.lines.append(line)
            self.at[key] = len(self.lines)
        return self.at[key]

    def __call__(self, m: list[float]) -> tuple[float, list[float]]:
        """Return the probability of missing the decider, and its derivative by each of ``m``."""
        value = self._values(m)
        slope = [0.0] * len(m)
        slope[self.decider] = value[self.first]
        share = [0.0] * len(value)
        share[self.first] = m[self.decider]
        for n in range(len(self.lines), 0, -1):
            own = share[n]
            u, p, through, rest = self.lines[n - 1]
            slope[u] += own * p * value[through]
            share[through] += own * m[u] * p
            share[rest] += own * (1 - p)
        return m[self.decider] * value[self.first], slope

    def value(self, m: list[float]) -> float:
        """Return the probability of missing the decider."""
        return m[self.decider] * self._values(m)[self.first]

    def _values(self, m: list[float]) -> list[float]:
        value = [1.0]
        for u, p, through, rest in self.lines:
            value.append(m[u] * p * value[through] + (1 - p) * value[rest])
        return value


class _Sampled:
    """Sampled worlds, the same for every question, so that plans are compared fairly."""

    exact = False

    def __init__(self, access: AccessMap, network: Network) -> None:
        sampling = access.comparing.after(network)
        self.through = [sampling.through(t).astype(np.float32) for t in access.deciders]
        self.weights = access.weights
        self.world = sampling.worlds.weight
        self.work = sum(t.size for t in self.through) // 500
        self._today = _doubts(1 - network.reach)
        met = np.flatnonzero(self._today)
        self._missed = [self._today[met] @ through[met] for through in self.through]

    def __call__(self, missed: Floats) -> tuple[float, Floats]:
        value, leverage = 0.0, np.zeros(missed.size)
        for weight, through, lost in zip(
            self.weights, self.through, self._lost(missed), strict=True
        ):
            value += float(weight * (1 - lost.sum()))
            leverage += weight * (through @ lost.astype(np.float32))
        return value, leverage

    def value(self, missed: Floats) -> float:
        lost = zip(self.weights, self._lost(missed), strict=True)
        return sum(float(weight * (1 - x.sum())) for weight, x in lost)

    def _lost(self, missed: Floats) -> Iterator[Floats]:
        """Yield for each decider the worlds' weights times the chance that we miss him there."""
        more = _doubts(missed) - self._today
        met = np.flatnonzero(more)
        for today, through in zip(self._missed, self.through, strict=True):
            yield self.world * np.exp(today + more[met] @ through[met])


def _doubts(missed: Floats) -> npt.NDArray[np.float32]:
    """Return the logarithms of chances to miss, which add up."""
    return np.log(np.maximum(missed, 1e-300)).astype(np.float32)
