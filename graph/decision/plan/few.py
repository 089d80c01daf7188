"""Plans that change one or two minds, found by trying them all: most deals need no solver."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from graph.decision.plan.effects import ROUNDED
from graph.decision.verdict import NOTHING

if TYPE_CHECKING:
    from graph.decision.plan.effects import Effects, Options

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
# What one change adds, laid out for each way of changing minds.
Together = Callable[[Floats], Floats]

# Beyond so many changes of mind the solver is quicker than all pairs.
MOST_OPTIONS = 1500
# What may pass by its sums is judged, the cheapest first; so many failures leave it to the solver.
MOST_JUDGED = 60


class NotTriedError(Exception):
    """There is too much to try; a solver has to tell."""


def few(effects: Effects, options: Options) -> dict[int, float] | None:
    """Return the cheapest of the plans that change the fewest minds, if one or two are enough.

    Parameters
    ----------
    effects : Effects
        The deal, which does not pass as it stands.
    options : Options
        The changes of mind to choose from.

    Returns
    -------
    dict of person to stance, or None
        None says that no two changes let the deal pass.

    Raises
    ------
    NotTriedError
        There are too many to try.
    """
    if options.person.size > MOST_OPTIONS:
        raise NotTriedError
    for ways in (_alone(effects, options), _pairs(effects, options)):
        for tried, way in enumerate(ways):
            stances = {int(options.person[k]): float(options.level[k]) for k in way}
            if effects.passes(stances):
                return stances
            if tried >= MOST_JUDGED:
                raise NotTriedError
    return None


def _alone(effects: Effects, options: Options) -> Iterator[list[int]]:
    """Yield the single changes that may be enough, the cheapest first."""
    fits = np.flatnonzero(_may_pass(effects, options, lambda one: one))
    for k in fits[np.lexsort((fits, np.round(options.cost[fits], 9)))].tolist():
        yield [k]


def _pairs(effects: Effects, options: Options) -> Iterator[list[int]]:
    """Yield the pairs of changes that may be enough, the cheapest first."""
    fits = np.triu(_may_pass(effects, options, lambda one: one[:, None] + one[None, :]), 1)
    first, second = np.nonzero(fits & (options.person[:, None] != options.person[None, :]))
    cost = np.round(options.cost[first] + options.cost[second], 9)
    for k in np.lexsort((second, first, cost)).tolist():
        yield [int(first[k]), int(second[k])]


def _may_pass(effects: Effects, options: Options, together: Together) -> Bools:
    """Say which ways may pass by what each change adds: never no where one passes."""

    def added(weight: Floats) -> Floats:
        return together(weight[options.person] * options.gain)

    if effects.by_votes:
        found: Bools = _votes(effects, added) >= effects.votes_short - ROUNDED
    else:
        found = added(effects.model.influence) >= effects.lean_short - ROUNDED
    for i in effects.blocking:
        found &= effects.model.opinion[i] + added(effects.row(i)) >= -ROUNDED
    return found


def _votes(effects: Effects, added: Together) -> Floats:
    """Return the votes of those who may be won: who is at 0 needs no more than what helps."""
    votes = np.zeros_like(added(effects.model.influence))
    for i in effects.unwon:
        more = added(effects.row(i))
        won = (more > NOTHING) & (effects.model.opinion[i] + more > -ROUNDED)
        votes += effects.votes[i] * won
    return votes
