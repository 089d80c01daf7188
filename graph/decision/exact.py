"""Exact reliability: the probability that at least one of our ties gets through to a person.

Looked at backwards. Let B be the random set of people from whom a message gets through to the
decider over the ties between people. Our ties are independent of those, so the decider is missed
with probability E[prod over k in B of (1 - S_k)]. That expectation is found tie by tie, deepest
first; what lies behind no longer matters, so equal remainders are computed once (a decision
diagram). Series, parallel and tree-like parts cost no more than their number of ties.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

Arcs = Sequence[tuple[int, int, float]]
# Ties still to be looked at, and people already in B, as bits.
Remainder = tuple[int, int]

# Beyond this depth the recursion would be deeper than Python likes.
DEEPEST = 500


class TooManyStatesError(Exception):
    """The diagram outgrew its budget; the caller samples instead."""


@dataclass(frozen=True)
class Problem:
    """The part of the access network that matters for one decider.

    ``arcs`` are (from, to, probability) between people, all on some way from a covered person to
    the decider; ``missed`` is 1 - S of each person.
    """

    decider: int
    arcs: list[tuple[int, int, float]]
    missed: Sequence[float]

    @property
    def uncertain(self) -> int:
        """Number of ties that may fail."""
        return sum(p < 1 for _, _, p in self.arcs)

    @property
    def surplus(self) -> int:
        """Number of ties beyond those of a tree: how far it is from being easy."""
        return len(self.arcs) - len({u for u, _, _ in self.arcs})


def reliability(problem: Problem, budget: int | None = None) -> tuple[float, int]:
    """Return the exact probability that the decider is reached, and how many remainders it took.

    Raises
    ------
    TooManyStatesError
        More than ``budget`` different remainders.

    Examples
    --------
    Two people are covered; the first is heard by the second, who is heard by the decider:

    >>> network = Problem(2, [(0, 1, 0.6), (1, 2, 0.25)], [0.1, 0.71, 1.0])
    >>> round(reliability(network)[0], 5)
    0.16835
    """
    if len(problem.arcs) > DEEPEST or (problem.arcs and budget == 0):
        raise TooManyStatesError
    diagram = Diagram(problem, budget)
    return min(1.0, max(0.0, 1.0 - diagram.missed())), len(diagram.memo)


class Diagram:
    """Remainders as bit sets: pending ties, and people already in B who could be met again.

    Its shape does not depend on our own ties: see :mod:`graph.decision.plan.reach`.
    """

    def __init__(self, problem: Problem, budget: int | None) -> None:
        self.problem = problem
        self.budget = budget
        self.memo: dict[tuple[int, int], float] = {}
        self._number(problem)

    def _number(self, problem: Problem) -> None:
        """Number ties in the order of a depth-first walk back from the decider."""
        into: dict[int, list[tuple[int, float]]] = {}
        for u, v, p in sorted(problem.arcs):
            into.setdefault(v, []).append((u, p))
        self.tail: list[int] = []
        self.chance: list[float] = []
        self.entering: dict[int, list[int]] = {}  # person -> numbers of the ties that enter there
        self.leaving: dict[int, int] = {}  # person -> bits of the ties that leave there
        self.heard: dict[int, int] = {}  # person -> bits of the people heard there
        seen, stack = {problem.decider}, [problem.decider]
        while stack:
            v = stack.pop()
            for u, p in into.get(v, ()):
                tie = len(self.tail)
                self.tail.append(u)
                self.chance.append(p)
                self.entering.setdefault(v, []).append(tie)
                self.leaving[u] = self.leaving.get(u, 0) | 1 << tie
                self.heard[v] = self.heard.get(v, 0) | 1 << u
                if u not in seen:
                    seen.add(u)
                    stack.append(u)

    def missed(self) -> float:
        """Return the probability that the decider is missed."""
        return self.problem.missed[self.problem.decider] * self._value(*self.start())

    def _value(self, pending: int, reached: int) -> float:
        if not pending:
            return 1.0
        key = self.key(pending, reached)
        known = self.memo.get(key)
        if known is None:
            if self.budget is not None and len(self.memo) >= self.budget:
                raise TooManyStatesError
            known = self.memo[key] = self._branch(*key)
        return known

    def _branch(self, pending: int, reached: int) -> float:
        u, p, through, rest = self.parts(pending, reached)
        value = self.problem.missed[u]
        if value:
            value *= p * self._value(*through)
        if p < 1:
            value += (1 - p) * self._value(*rest)
        return value

    def parts(self, pending: int, reached: int) -> tuple[int, float, Remainder, Remainder]:
        """Return the person and probability of the deepest tie, and what remains with it or not."""
        tie = pending.bit_length() - 1
        u, p = self.tail[tie], self.chance[tie]
        through = pending & ~self.leaving[u]
        for entering in self.entering.get(u, ()):
            if not reached >> self.tail[entering] & 1:
                through |= 1 << entering
        return u, p, (through, reached | 1 << u), (pending ^ 1 << tie, reached)

    def start(self) -> Remainder:
        """Return what remains before any tie was looked at."""
        decider = self.problem.decider
        return sum(1 << tie for tie in self.entering.get(decider, ())), 1 << decider

    def key(self, pending: int, reached: int) -> Remainder:
        """Return the same for remainders of equal value."""
        return pending, reached & self._ahead(pending, reached)

    def _ahead(self, pending: int, reached: int) -> int:
        """Return the people at whom ties still to be looked at may start."""
        people = 0
        while pending:
            tie = pending.bit_length() - 1
            people |= 1 << self.tail[tie]
            pending &= ~self.leaving[self.tail[tie]]
        waiting = people & ~reached
        while waiting:
            u = waiting.bit_length() - 1
            waiting ^= 1 << u
            new = self.heard.get(u, 0) & ~people
            people |= new
            waiting |= new & ~reached
        return people
