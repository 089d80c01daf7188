"""How surely the deciders of many deals are reached, and the best meetings to make it surer."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from graph.kernels.blocks import Access, max_size
from graph.kernels.compiled import compiled, entry
from graph.kernels.planning import Plan, plan_deal
from graph.kernels.sampling import Room, prepare, room, walk_back
from graph.kernels.words import WORDS, WORLDS, count_both, spread

if TYPE_CHECKING:
    from graph.kernels.book import Bools, Floats, Ints, Pointers, Seeds


class Chance(NamedTuple):
    """Reliability of each decider, weighted reliability of each deal and its standard error.

    ``person`` are the meetings of the plan, a row a deal in the order in which to hold them, -1
    where no further one gains anything; ``gain_lean`` and ``gain_access`` what each adds.
    """

    reliability: Floats
    weighted: Floats
    error: Floats
    person: Ints
    gain_lean: Floats
    gain_access: Floats


@entry
def chance(book: Access, influence: Floats, stance_gain: float, meetings: int) -> Chance:
    """Sample every deal and plan up to ``meetings`` meetings in each."""
    deals = book.seeds.size
    found = Chance(
        np.zeros(book.decider.size), np.zeros(deals), np.zeros(deals),
        np.full((deals, meetings), -1, np.int32), np.zeros((deals, meetings)),
        np.zeros((deals, meetings)),
    )  # fmt: skip
    at = room(book)
    most = _most_rows(book.people, book.deciders)
    through = np.zeros((most, WORDS), np.uint64)
    reach = np.zeros((max_size(book.deciders), WORDS), np.uint64)
    for deal in range(deals):
        first, last = book.people[deal], book.people[deal + 1]
        prepare(book, deal, at)
        silent = book.stance[first:last] < 0
        weights = weights_of(book, deal)
        _reach(book, deal, at, silent, (through, reach))
        t = book.deciders[deal]
        for k in range(weights.size):
            found.reliability[t + k] = count_both(reach, k, at.every, 0) / WORLDS
            found.weighted[deal] += weights[k] * found.reliability[t + k]
        found.error[deal] = _error(weights, reach, found.weighted[deal])
        plan = Plan(
            through, reach, weights, silent, influence[first:last], stance_gain,
            found.person[deal], found.gain_lean[deal], found.gain_access[deal],
        )  # fmt: skip
        plan_deal(book, deal, at, plan)
    return found


@compiled
def _most_rows(people: Pointers, deciders: Pointers) -> int:
    most = 0
    for deal in range(people.size - 1):
        most = max(most, (people[deal + 1] - people[deal]) * (deciders[deal + 1] - deciders[deal]))
    return most


@compiled
def weights_of(book: Access, deal: int) -> Floats:
    """Return the decision weights of the deciders looked at, as if they were all of them."""
    t = book.deciders[deal]
    weights = np.empty(book.deciders[deal + 1] - t)
    total = 0.0
    for k in range(weights.size):
        weights[k] = book.decision[book.decider[t + k]]
        total += weights[k]
    if total > 0 and abs(total - 1.0) > 1e-9:
        weights /= total
    return weights


@compiled
def _reach(book: Access, deal: int, at: Room, silent: Bools, to: tuple[Seeds, Seeds]) -> None:
    """Walk back from every decider of a deal, and say in which worlds we get through."""
    through, reach = to
    first, t = book.people[deal], book.deciders[deal]
    start = book.cover_ptr[first]
    for k in range(book.deciders[deal + 1] - t):
        base = k * silent.size
        walk_back(at, silent, book.decider[t + k] - first, through, base)
        reach[k] = 0
        for i in range(silent.size):
            for c in range(book.cover_ptr[first + i], book.cover_ptr[first + i + 1]):
                spread(reach, k, at.met, c - start, through, base + i)


@compiled
def _error(weights: Floats, reach: Seeds, mean: float) -> float:
    """Return the standard error of the weighted reliability."""
    square = 0.0
    for k in range(weights.size):
        for m in range(weights.size):
            square += weights[k] * weights[m] * count_both(reach, k, reach, m) / WORLDS
    found: float = np.sqrt(max(0.0, square - mean * mean) / WORLDS)
    return found
