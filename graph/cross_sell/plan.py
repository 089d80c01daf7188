"""The best set of cross-sell paths under hours, money and what one person may be asked for.

A 0/1 program, solved to proven optimality by HiGHS through scipy: choose the paths with the largest
sum of expected value such that their hours and costs keep within the budgets, nobody stands on the
routes of more than ``per_person`` of them, and nothing is sold twice. Where the time is up before
the proof is complete, the best set found is given with the proven bound and the gap to it.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Hashable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import scipy.sparse as sp
from scipy.optimize import Bounds, LinearConstraint, OptimizeResult

from graph.solver import milp

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]

# The largest gain as the solver sees it: its own absolute tolerance is then next to nothing.
SCALE = 1000.0
# Gains below this are scaled no further: the scale itself would not be a number.
SMALLEST = 1e-300
# By how much a sum may pass a budget (rounding), and what the solver lets pass.
ROUNDING = 1e-9
FEASIBLE = 1e-6
PROVEN = 1e-7
# Larger programs are solved as they are: preparing them takes longer than the search.
PREPARED = 2000


@dataclass(frozen=True, slots=True)
class Candidate:
    """One path that may be chosen: who stands on its route, what it takes and what it brings.

    Of several with one ``sale`` only one can be chosen; None: there is no other.
    """

    people: tuple[Hashable, ...]
    hours: float
    cost: float
    gain: float
    sale: Hashable = None


@dataclass(frozen=True, slots=True)
class Budget:
    """What a plan may use; None: no limit."""

    hours: float | None = None
    money: float | None = None
    per_person: int | None = None


@dataclass(frozen=True, slots=True)
class Chosen:
    """The chosen candidates by their place in the list, and what is proven of them.

    ``bound`` is what no set can pass; ``proven`` where nothing is better than this one.
    """

    places: list[int]
    bound: float
    proven: bool


def best_set(candidates: Sequence[Candidate], budget: Budget, seconds: float) -> Chosen:
    """Return the candidates that bring most together within the budget.

    Parameters
    ----------
    candidates : sequence of Candidate
    budget : Budget
    seconds : float
        Time for the search.

    Examples
    --------
    Two paths of 2 hours each together bring more than one of 4:

    >>> ways = [Candidate(("a", "b"), 4, 0, 10.0), Candidate(("c",), 2, 0, 6.0),
    ...         Candidate(("d",), 2, 0, 5.0)]
    >>> best_set(ways, Budget(hours=4.0), 5.0)
    Chosen(places=[1, 2], bound=11.0, proven=True)
    """
    kept = _worth_asking(candidates, budget)
    if not kept:
        return Chosen([], 0.0, proven=True)
    chosen = [candidates[i] for i in kept]
    scale = SCALE / max(SMALLEST, *(c.gain for c in chosen))
    spare = 0.0
    while True:
        answer = _solve(chosen, budget, scale, seconds, spare)
        found = answer.x is not None
        taken = np.flatnonzero(answer.x > 0.5).tolist() if found else _greedy(chosen, budget)
        if _within([chosen[i] for i in taken], budget):
            break
        # The solver let a sum pass a budget by its tolerance: keep that much away from it.
        spare = max(2 * spare, FEASIBLE)
    total = math.fsum(chosen[i].gain for i in taken)
    bound = -float(answer.mip_dual_bound) / scale if answer.mip_dual_bound is not None else math.inf
    if answer.status == 0 and not spare:
        return Chosen([kept[i] for i in taken], total, proven=True)
    if not math.isfinite(bound):
        bound = math.fsum(c.gain for c in chosen)
    proven = answer.status == 0 and total >= bound * (1 - PROVEN)
    return Chosen([kept[i] for i in taken], max(total, bound), proven=proven)


def _worth_asking(candidates: Sequence[Candidate], budget: Budget) -> list[int]:
    """Return the candidates that fit by themselves and that no others crowd out.

    Of those with the same people and hours, one that costs no less and brings no more than as many
    others as a person may be asked for is never needed; nor beside one of the same sale. Only those
    count whose sale nobody else can make: a route of other people may take it from them.
    """
    makers: dict[Hashable, set[tuple[Hashable, ...]]] = {}
    for c in candidates:
        if c.sale is not None:
            makers.setdefault(c.sale, set()).add((*c.people, c.hours))
    order = sorted(
        range(len(candidates)), key=lambda i: (-candidates[i].gain, candidates[i].cost, i)
    )
    ahead: dict[tuple[Hashable, ...], list[tuple[Hashable, float]]] = {}
    kept = []
    for i in order:
        c = candidates[i]
        if c.gain <= 0 or not _within([c], budget):
            continue
        before = ahead.setdefault((*c.people, c.hours), [])
        better = {sale for sale, cost in before if budget.money is None or cost <= c.cost}
        sale = (i,) if c.sale is None else c.sale
        own = sum(len(makers.get(other, ())) <= 1 for other in better)
        if sale not in better and own < _most(c, budget):
            kept.append(i)
            before.append((sale, c.cost))
    return sorted(kept)


def _most(c: Candidate, budget: Budget) -> float:
    """Return how many with the same people and hours can be chosen together."""
    asked = budget.per_person if budget.per_person is not None and c.people else math.inf
    if budget.hours is None or c.hours <= 0:
        return asked
    return min(asked, math.floor((budget.hours + ROUNDING) / c.hours))


def _greedy(chosen: Sequence[Candidate], budget: Budget) -> list[int]:
    """Return a good set where the time was up before the search found any: the best that fit."""
    taken: list[int] = []
    for i in sorted(range(len(chosen)), key=lambda i: (-chosen[i].gain, i)):
        if _within([chosen[j] for j in (*taken, i)], budget):
            taken.append(i)
    return sorted(taken)


def _within(chosen: Sequence[Candidate], budget: Budget) -> bool:
    hours, cost = math.fsum(c.hours for c in chosen), math.fsum(c.cost for c in chosen)
    asked = Counter(person for c in chosen for person in c.people)
    sold = Counter(c.sale for c in chosen if c.sale is not None)
    return max(sold.values(), default=1) == 1 and (
        (budget.hours is None or hours <= budget.hours + ROUNDING)
        and (budget.money is None or cost <= budget.money + ROUNDING)
        and (budget.per_person is None or max(asked.values(), default=0) <= budget.per_person)
    )


def _solve(
    chosen: Sequence[Candidate], budget: Budget, scale: float, seconds: float, spare: float
) -> OptimizeResult:
    rows = []
    if budget.hours is not None:
        hours = np.array([[c.hours for c in chosen]])
        rows.append(LinearConstraint(hours, ub=budget.hours - spare))
    if budget.money is not None:
        costs = np.array([[c.cost for c in chosen]])
        rows.append(LinearConstraint(costs, ub=budget.money - spare))
    if budget.per_person is not None:
        rows.append(LinearConstraint(_incidence([c.people for c in chosen]), ub=budget.per_person))
    sold = Counter(c.sale for c in chosen if c.sale is not None)
    twice = [() if sold[c.sale] < 2 else (c.sale,) for c in chosen]
    if any(twice):
        rows.append(LinearConstraint(_incidence(twice), ub=1))
    return milp(
        -scale * np.array([c.gain for c in chosen]),
        integrality=np.ones(len(chosen), dtype=np.int32),
        bounds=Bounds(0, 1),
        constraints=rows,
        options={"time_limit": seconds, "mip_rel_gap": 0, "presolve": len(chosen) <= PREPARED},
    )


def _incidence(held: Sequence[Sequence[Hashable]]) -> sp.csr_array:
    """Return what each candidate holds, people of its route or its sale: things x candidates."""
    place: dict[Hashable, int] = {}
    pairs = [(place.setdefault(p, len(place)), i) for i, own in enumerate(held) for p in own]
    row, column = zip(*pairs, strict=True) if pairs else ((), ())
    return sp.csr_array((np.ones(len(pairs)), (row, column)), shape=(len(place), len(held)))
