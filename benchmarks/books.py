"""Made books of many deals, as arrays: people in a tree of command, ties, sellers, stances."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from graph.kernels.book import Book

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

# People of an enterprise: median 30, and one in twenty has more than 102.
MEDIAN, SPREAD = 30.0, np.log(102 / 30) / 1.645
STANCES = np.array([1.0, 0.5, 0.0, -0.5, -1.0])
ROLES = np.array([0.4, 0.6, 0.5, 0.5, 0.3])


def book(deals: int, seed: int = 1) -> Book:
    """Return a book of ``deals`` enterprises with one deal each.

    Everybody but the top reports to one above them (about four to a superior); there is about one
    stated influence and one acquaintance a person, two to four sellers, and a relationship of ours
    with every fifth person.
    """
    dice = np.random.default_rng(seed)
    size = np.maximum(1, np.rint(MEDIAN * np.exp(SPREAD * dice.standard_normal(deals)))).astype(int)
    people = _starts(size)
    deal = np.repeat(np.arange(deals), size)
    sellers = _starts(dice.integers(2, 5, deals))
    listener, speaker, weight = _ties(dice, people, deal)
    cover_seller, cover_person, strength = _covers(dice, sellers, deal)
    decider_ptr, decider = _deciders(dice, people)
    decision = np.zeros(deal.size)
    decision[decider] = dice.choice([1.0, 0.5], decider.size, p=[0.7, 0.3])
    decision /= np.repeat(np.add.reduceat(decision, people[:-1]), size)
    sure = np.where(dice.random(deal.size) < 0.5, dice.uniform(0.4, 0.95, deal.size), 0.0)
    stated = dice.choice(STANCES, deal.size, p=[0.15, 0.3, 0.25, 0.2, 0.1])
    stubbornness = np.where(dice.random(deal.size) < 0.4, dice.choice(ROLES, deal.size), 0.3)
    return Book(
        people, sellers, decider_ptr, listener, speaker, weight, cover_seller, cover_person,
        strength, decider, decision, stubbornness, sure * stated,
        0.5 * dice.choice([1.0, 0.8, 0.6, 0.4], deal.size), (sure == 0) | (stated > -0.75),
        dice.integers(1, 2**63, deals).astype(np.uint64),
    )  # fmt: skip


def _starts(size: Ints) -> Ints:
    return np.concatenate([[0], np.cumsum(size)]).astype(np.int64)


def _ties(
    dice: np.random.Generator, people: Ints, deal: Ints
) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int32], Floats]:
    """Return who listens to whom; of several ties between two the stated influence, else the most.

    They stand as tables hold them: the influences by speaker, then the line of command, then
    acquaintances; not deal by deal.
    """
    everyone = np.arange(deal.size)
    local = everyone - people[deal]
    staff = everyone[local > 0]
    boss = people[deal[staff]] + (local[staff] - 1) // 4
    one, other = (_colleague(dice, people, deal) for _ in range(2))
    known = dice.uniform(0.05, 0.5, deal.size).round(2)
    said = dice.uniform(0.05, 1.0, deal.size).round(2)
    parts = [
        (one, everyone, said, 0),
        (staff, boss, np.full(staff.size, 0.5), 1),
        (boss, staff, np.full(staff.size, 0.25), 1),
        (everyone, other, known, 2),
        (other, everyone, known, 2),
    ]
    listener, speaker, value = (np.concatenate([p[i] for p in parts]) for i in range(3))
    kind = np.concatenate([np.full(p[0].size, p[3], np.int8) for p in parts])
    pair = listener * deal.size + speaker
    order = np.lexsort((kind, -value, kind > 0, pair))
    first = order[np.append(True, np.diff(pair[order]) != 0)]
    kept = np.sort(first[listener[first] != speaker[first]])
    return listener[kept].astype(np.int32), speaker[kept].astype(np.int32), value[kept]


def _colleague(dice: np.random.Generator, people: Ints, deal: Ints) -> Ints:
    """Return for each person one of the same deal, mostly not far away in the tree."""
    size = np.diff(people)[deal]
    local = np.arange(deal.size) - people[deal]
    near = local // 4 + dice.integers(-3, 4, deal.size)
    anyone = (dice.random(deal.size) * size).astype(np.int64)
    chosen = np.where(dice.random(deal.size) < 0.5, anyone, np.clip(near, 0, size - 1))
    return people[deal] + chosen


def _covers(
    dice: np.random.Generator, sellers: Ints, deal: Ints
) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int32], Floats]:
    person = np.flatnonzero(dice.random(deal.size) < 0.2)
    home = deal[person]
    team = np.diff(sellers)[home]
    first = (dice.random(person.size) * team).astype(np.int64)
    twice = dice.random(person.size) < 0.15
    second = (first + 1) % team
    seller = np.concatenate([sellers[home] + first, (sellers[home] + second)[twice]])
    met = np.concatenate([person, person[twice]])
    strength = dice.uniform(0.05, 0.9, met.size).round(3)
    return seller.astype(np.int32), met.astype(np.int32), strength


def _deciders(dice: np.random.Generator, people: Ints) -> tuple[Ints, npt.NDArray[np.int32]]:
    """Return about three of the first people of each deal."""
    size = np.diff(people)
    many = np.minimum(size, 1 + dice.poisson(2.0, size.size))
    start = _starts(many)
    home = np.repeat(np.arange(size.size), many)
    return start, (people[home] + np.arange(home.size) - start[home]).astype(np.int32)
