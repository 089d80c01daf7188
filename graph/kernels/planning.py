"""The contact plan of one deal on its worlds: the best meeting, then the best after it, and on.

A meeting lifts coverage c to c' = 1 - (1 - c)(1 - lift) and, where the stance moves, E by
eta c' (1 - E). Gain in lean = v x dE; gain in access = change of the weighted reliability: the
meeting succeeds with probability ``lift`` and then counts in the worlds in which the person gets
through to a decider and we do not yet. Where a meeting turns an opponent (E < 0, no longer after
it) he passes on again, also what others tell him.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from graph.kernels.blocks import Access
from graph.kernels.compiled import compiled
from graph.kernels.drawing import NONE, draw
from graph.kernels.sampling import Room, arrive, walk_back, walk_on
from graph.kernels.words import WORDS, WORLDS, count_both, count_only, fill, spread, unless

if TYPE_CHECKING:
    from graph.kernels.book import Bools, Floats, Ints, Seeds

# Gains below this are what rounding leaves of 0.
NOTHING = 1e-12


class Plan(NamedTuple):
    """A deal's worlds (see :mod:`graph.kernels.chance`), its weights, and where the plan goes."""

    through: Seeds
    reach: Seeds
    weights: Floats
    silent: Bools
    influence: Floats
    stance_gain: float
    person: Ints
    gain_lean: Floats
    gain_access: Floats


@compiled
def plan_deal(book: Access, deal: int, at: Room, plan: Plan) -> None:
    """Choose the meetings of a deal; an estimate that cannot have grown is looked at again late."""
    if not plan.weights.size:
        return
    first = book.people[deal]
    lean, turns = _alone(book, deal, plan)
    if turns.any():
        arrive(book, first, book.people[deal + 1], at, -1)
        walk_on(book, first, at, plan.silent, -1)
    rough = np.where(book.lift[first : book.people[deal + 1]] < 0, -1.0, np.inf)
    fresh = np.full(lean.size, -1, np.int64)
    access = np.zeros(lean.size)
    for turn in range(plan.person.size):
        while True:
            i = int(np.argmax(rough))
            if rough[i] <= NOTHING or fresh[i] == turn:
                break
            access[i] = _access_gain(book, first, at, plan, (i, turns[i]))
            rough[i], fresh[i] = lean[i] + access[i], turn
        if rough[i] <= NOTHING:
            return
        plan.person[turn] = first + i
        plan.gain_lean[turn], plan.gain_access[turn] = lean[i], access[i]
        _hold(book, deal, at, plan, (i, bool(turns[i]), bool(turns.any())))
        _age(rough, turns, (i, bool(turns[i])))


@compiled
def _age(rough: Floats, turns: Bools, met: tuple[int, bool]) -> None:
    """Let estimates that may have grown be looked at first; whoever was met is not met again."""
    i, turned = met
    rough[i] = -1.0
    for k in range(rough.size):
        if rough[k] > 0 and (turned or turns[k]):
            rough[k] = np.inf


@compiled
def _alone(book: Access, deal: int, plan: Plan) -> tuple[Floats, Bools]:
    """Return of each person the gain in lean of a meeting, and whether it would turn them."""
    first, n = book.people[deal], plan.silent.size
    lean, turns = np.zeros(n), np.zeros(n, np.bool_)
    for i in range(n):
        missed, e = 1.0, book.stance[first + i]
        for k in range(book.cover_ptr[first + i], book.cover_ptr[first + i + 1]):
            missed *= 1.0 - book.strength[k]
        if book.lift[first + i] >= 0 and book.moves[first + i]:
            after = 1.0 - missed * (1.0 - book.lift[first + i])
            change = plan.stance_gain * after * (1.0 - e)
            lean[i] = plan.influence[i] * change
            turns[i] = e < 0 and e + change >= 0
    return lean, turns


@compiled
def _access_gain(book: Access, first: int, at: Room, plan: Plan, who: tuple[int, bool]) -> float:
    i, turned = who
    lift, gain, n = book.lift[first + i], 0.0, plan.silent.size
    voice = np.zeros((2, WORDS), np.uint64)
    for k in range(plan.weights.size):
        row = k * n + i
        if not turned:
            gain += plan.weights[k] * lift * count_only(plan.through, row, plan.reach, k)
            continue
        fill(voice, 0, NONE)
        spread(voice, 0, plan.through, row, at.every, 0)
        for c in range(book.ptr[first + i], book.ptr[first + i + 1]):
            heard = k * n + book.listener[c]
            spread(voice, 0, plan.through, heard, at.tie, c - book.ptr[first])
        unless(voice, 1, voice, 0, plan.reach, k)
        told = count_both(voice, 1, at.came, i)
        gain += plan.weights[k] * (told + lift * count_only(voice, 1, at.came, i))
    return gain / WORLDS


@compiled
def _hold(book: Access, deal: int, at: Room, plan: Plan, who: tuple[int, bool, bool]) -> None:
    """Hold a meeting: draw in which worlds it succeeds, and who is reached from now on."""
    i, turned, walked = who
    first, n = book.people[deal], plan.silent.size
    met = np.zeros((1, WORDS), np.uint64)
    draw(book.lift[first + i], at.state, met, 0)
    if turned:
        plan.silent[i] = False
    if walked:
        spread(at.came, i, met, 0, at.every, 0)
        walk_on(book, first, at, plan.silent, -1)
    for k in range(plan.weights.size):
        if turned:
            target = book.decider[book.deciders[deal] + k] - first
            walk_back(at, plan.silent, target, plan.through, k * n)
            spread(plan.reach, k, at.came, target, at.every, 0)
        spread(plan.reach, k, met, 0, plan.through, k * n + i)
