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


def reliability(problem: Problem, budget: int | None = None) -> float:
    """Return the exact probability that the decider is reached.

    Raises
    ------
    TooManyStatesError
        More than ``budget`` different remainders.

    Examples
    --------
    Two people are covered; the first is heard by the second, who is heard by the decider:

    >>> network = Problem(2, [(0, 1, 0.6), (1, 2, 0.25)], [0.1, 0.71, 1.0])
    >>> round(reliability(network), 5)
    0.16835
    """
    if len(problem.arcs) > DEEPEST:
        raise TooManyStatesError
    return 1.0 - _Diagram(problem, budget).missed()


class _Diagram:
    """Remainders as bit sets: pending ties, and people already in B who could be met again."""

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
        self.entering: dict[int, int] = {}  # person -> bits of the ties that enter there
        self.leaving: dict[int, int] = {}  # person -> bits of the ties that leave there
        seen, stack = {problem.decider}, [problem.decider]
        while stack:
            v = stack.pop()
            for u, p in into.get(v, ()):
                bit = 1 << len(self.tail)
                self.tail.append(u)
                self.chance.append(p)
                self.entering[v] = self.entering.get(v, 0) | bit
                self.leaving[u] = self.leaving.get(u, 0) | bit
                if u not in seen:
                    seen.add(u)
                    stack.append(u)

    def missed(self) -> float:
        """Return the probability that the decider is missed."""
        decider = self.problem.decider
        first = self.problem.missed[decider]
        return first * self._value(self.entering.get(decider, 0), 1 << decider)

    def _value(self, pending: int, reached: int) -> float:
        if not pending:
            return 1.0
        key = (pending, reached & self._ahead(pending, reached))
        known = self.memo.get(key)
        if known is None:
            known = self.memo[key] = self._branch(*key)
            if self.budget is not None and len(self.memo) > self.budget:
                raise TooManyStatesError
        return known

    def _branch(self, pending: int, reached: int) -> float:
        tie = pending.bit_length() - 1
        u, p = self.tail[tie], self.chance[tie]
        into = self._fresh(self.entering.get(u, 0), reached)
        through = (pending & ~self.leaving[u]) | into
        value = p * self.problem.missed[u] * self._value(through, reached | 1 << u) if p else 0.0
        if p < 1:
            value += (1 - p) * self._value(pending & ~(1 << tie), reached)
        return value

    def _fresh(self, ties: int, reached: int) -> int:
        """Leave out the ties that come from people already in B."""
        kept, rest = ties, ties
        while rest:
            low = rest & -rest
            if reached >> self.tail[low.bit_length() - 1] & 1:
                kept &= ~low
            rest &= rest - 1
        return kept

    def _ahead(self, pending: int, reached: int) -> int:
        """Return the people at whom ties still to be looked at may start."""
        people, rest = 0, pending
        while rest:
            low = rest & -rest
            rest &= rest - 1
            u = self.tail[low.bit_length() - 1]
            if not people >> u & 1:
                people |= 1 << u
                if not reached >> u & 1:
                    rest |= self.entering.get(u, 0)
        return people
