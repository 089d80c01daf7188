"""The win plan as an integer program, solved by HiGHS through scipy.

One 0/1 variable a change of mind, one a committee member who is to be won. The rows let the lean,
or enough votes, reach the mark, and lift every veto that stops the deal. A row may miss its mark
by what the solver tolerates, never the other way: no plan that passes is cut off, so the solver's
bound holds. A plan that does not pass when it is judged is cut off with all that change less; where
that takes too long a plan is sought that passes by a margin, and the gap to the bound is told.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, OptimizeResult

from graph.decision.verdict import NOTHING, verdict
from graph.solver import milp

if TYPE_CHECKING:
    from graph.decision.plan.effects import Effects, Options

Floats = npt.NDArray[np.float64]

# What scipy calls a program without a solution.
INFEASIBLE = 2
# The largest coefficient of a row, and what a row may miss.
SCALE = 100.0
SLACK = 1e-7
# Votes this near to the pass mark reach it, as in the verdict.
NEAR = 1e-9
# By how much an opinion or the lean passes where it is to pass for sure.
MARGIN = 1e-6
# Larger programs are solved as they are: preparing them takes longer than the search.
PREPARED = 1000
# Plans that are judged and cut off before a plan with a margin is sought.
ROUNDS = 25


@dataclass(frozen=True)
class Found:
    """Changes that pass (None: none was found in time), and the proven bound of the objective."""

    stances: dict[int, float] | None
    bound: float
    proven: bool
    impossible: bool = False


def search(
    effects: Effects,
    options: Options,
    objective: Floats,
    seconds: float,
    most: int | None = None,
    budget: float | None = None,
) -> Found:
    """Return the changes with the least objective that pass when they are judged.

    Parameters
    ----------
    effects : Effects
        The deal.
    options : Options
        The changes of mind to choose from, at most one a person.
    objective : (changes,) array
        What each counts.
    seconds : float
        Time for each solution.
    most : int, optional
        People who may change their mind at most.
    budget : float, optional
        What the changes may cost at most.
    """
    found = Program(effects, options, most, budget).solve(objective, seconds)
    if found.stances is not None or found.impossible:
        return found
    sure = Program(effects, options, most, budget, margin=MARGIN).solve(objective, seconds)
    if sure.stances is None:
        return found
    worth = float(objective[_chosen(options, sure.stances)].sum())
    return Found(sure.stances, found.bound, proven=worth <= found.bound + SLACK)


def _chosen(options: Options, stances: dict[int, float]) -> npt.NDArray[np.bool_]:
    level = np.array([stances.get(int(i), np.nan) for i in options.person])
    chosen: npt.NDArray[np.bool_] = options.level == level
    return chosen


@dataclass
class Program:
    """Rows ``coefficients >= low`` over the changes (first) and the members to be won."""

    effects: Effects
    options: Options
    most: int | None = None
    budget: float | None = None
    margin: float = 0.0
    rows: list[Floats] = field(default_factory=list)
    low: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.changes = self.options.person.size
        self.won = {i: self.changes + k for k, i in enumerate(self.effects.unwon)}
        self.size = self.changes + len(self.won)
        if self.effects.by_votes:
            self._votes()
        else:
            lean = self._carried(self.effects.model.influence)
            self._at_least(lean, self.effects.lean_short + self.margin)
        for i in self.effects.blocking:
            short = -float(self.effects.model.opinion[i])
            self._at_least(self._carried(self.effects.row(i)), short + self.margin)
        if self.most is not None:
            self._add(-self._of_changes(np.ones(self.changes)), -float(self.most))
        if self.budget is not None:
            self._add(-self._of_changes(self.options.cost), -self.budget - SLACK)

    def solve(self, objective: Floats, seconds: float) -> Found:
        """Solve, judge, and cut off what does not pass, until a plan passes."""
        bound = 0.0
        for _ in range(ROUNDS):
            answer = self._solve(objective, seconds)
            if answer.status == INFEASIBLE:
                return Found(None, bound, proven=True, impossible=True)
            bound = max(bound, float(answer.mip_dual_bound or 0.0))
            if answer.x is None:
                break
            taken = np.flatnonzero(answer.x[: self.changes] > 0.5)
            stances = {int(self.options.person[k]): float(self.options.level[k]) for k in taken}
            after = self.effects.after(stances)
            if verdict(after).passes:
                return Found(stances, bound, proven=answer.status == 0)
            if answer.status != 0:
                break
            self._cut(stances, [i for i, at in self.won.items()
                                if answer.x[at] > 0.5 and after.opinion[i] <= NOTHING])  # fmt: skip
        return Found(None, bound, proven=False)

    def _solve(self, objective: Floats, seconds: float) -> OptimizeResult:
        people = np.unique(self.options.person, return_inverse=True)[1]
        once = sparse.csr_array(
            (np.ones(self.changes), (people, np.arange(self.changes))),
            shape=(int(people.max(initial=-1)) + 1, self.size),
        )
        limits = [LinearConstraint(once, ub=1)] if self.changes else []
        if self.rows:
            limits.append(LinearConstraint(sparse.csr_array(np.array(self.rows)), lb=self.low))
        return milp(
            np.concatenate([objective, np.zeros(len(self.won))]),
            integrality=np.ones(self.size, dtype=np.int32),
            bounds=Bounds(0, 1),
            constraints=limits,
            options={
                "time_limit": seconds,
                "mip_rel_gap": 0,
                "presolve": self.size <= PREPARED,
            },
        )

    def _votes(self) -> None:
        """Let the votes of those who are for us, or are won, reach the mark."""
        effects, row = self.effects, np.zeros(self.size)
        for i, at in self.won.items():
            row[at] = effects.votes[i]
            self._win(i, at)
        self._at_least(row, effects.votes_short - NEAR)

    def _win(self, i: int, at: int) -> None:
        """Let a member count as won only if x > 0.

        At x = 0 that is anything that helps; below, at least what x is short of 0.
        """
        carried, opinion = self._carried(self.effects.row(i)), float(self.effects.model.opinion[i])
        if opinion >= -NOTHING:
            carried = np.where(carried > NOTHING, 1.0, 0.0)
            carried[at] = -1.0
        else:
            carried[at] = opinion - self.margin
        self._at_least(carried, 0.0)

    def _cut(self, stances: dict[int, float], unwon: list[int]) -> None:
        """Ask for a change beyond these: whoever changes less than what fails, fails too.

        For a member who is not won by them, it must be a change that this member hears of.
        """
        reached = np.array([stances.get(int(i), -np.inf) for i in self.options.person])
        beyond = np.zeros(self.size)
        beyond[: self.changes] = self.options.level > reached
        if not unwon:
            self._add(beyond, 1.0)
        for i in unwon:
            row = np.where(self._carried(self.effects.row(i)) > 0, beyond, 0.0)
            row[self.won[i]] = -1.0
            self._add(row, 0.0)

    def _carried(self, weight: Floats) -> Floats:
        """Return what each change adds to an opinion, or the lean, with these weights."""
        row = np.zeros(self.size)
        row[: self.changes] = weight[self.options.person] * self.options.gain
        return row

    def _of_changes(self, each: Floats) -> Floats:
        return np.concatenate([each, np.zeros(len(self.won))])

    def _at_least(self, row: Floats, low: float) -> None:
        largest = float(np.abs(row).max(initial=0.0))
        scale = SCALE / largest if largest > 0 else 1.0
        self._add(row * scale, low * scale - SLACK)

    def _add(self, row: Floats, low: float) -> None:
        self.rows.append(row)
        self.low.append(low)
