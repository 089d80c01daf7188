"""The budgeted plan against every subset of its candidates."""

import math
import random
from collections import Counter
from itertools import combinations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from graph.cross_sell.plan import Budget, Candidate, best_set

ROUTES = [("a",), ("a", "b"), ("b", "c", "d"), ("d",), ("e", "a"), ("f",)]


@st.composite
def candidates(draw):
    route = draw(st.sampled_from(ROUTES))
    cost = draw(st.sampled_from([0.0, 0.1, 0.2, 12.0, 45.0, 900.0]))
    gain = draw(st.one_of(st.integers(0, 5).map(float), st.floats(0, 9e4, allow_nan=False)))
    sale = draw(st.one_of(st.none(), st.integers(0, 3)))
    return Candidate(route, 2.0 * len(route), cost, gain, sale)


limits = st.builds(
    Budget,
    st.one_of(st.none(), st.sampled_from([0.0, 1.9, 2.0, 6.0, 11.0, 40.0])),
    st.one_of(st.none(), st.sampled_from([0.0, 0.3, 57.0, 1000.0])),
    st.one_of(st.none(), st.integers(0, 3)),
)


def fits(chosen, budget):
    asked = Counter(p for c in chosen for p in c.people)
    sold = [c.sale for c in chosen if c.sale is not None]
    return len(sold) == len(set(sold)) and (
        (budget.hours is None or sum(c.hours for c in chosen) <= budget.hours + 1e-9)
        and (budget.money is None or sum(c.cost for c in chosen) <= budget.money + 1e-9)
        and (budget.per_person is None or all(n <= budget.per_person for n in asked.values()))
    )


def best_of_all(ways, budget):
    """Return the largest gain of any subset that fits."""
    return max(
        sum(c.gain for c in chosen)
        for size in range(len(ways) + 1)
        for chosen in combinations(ways, size)
        if fits(chosen, budget)
    )


@given(st.lists(candidates(), max_size=9), limits)
@example([Candidate(("a",), 2.0, 0.1, 5.0), Candidate(("b",), 2.0, 0.2, 5.0)], Budget(money=0.3))
@example(
    # What crowds the second out may lose its sale to the third.
    [
        Candidate(("a",), 2.0, 0.0, 2.0, 2),
        Candidate(("a",), 2.0, 0.0, 1.0),
        Candidate(("b", "c"), 4.0, 0.0, 2.0, 2),
    ],
    Budget(per_person=1),
)
@settings(max_examples=200, deadline=None)
def test_no_subset_is_better(ways, budget):
    found = best_set(ways, budget, 10.0)
    chosen = [ways[i] for i in found.places]
    total = math.fsum(c.gain for c in chosen)
    assert len(set(found.places)) == len(found.places)
    assert fits(chosen, budget)
    assert total == pytest.approx(best_of_all(ways, budget), rel=1e-9, abs=1e-9)
    assert found.proven
    assert found.bound == pytest.approx(total)


@pytest.mark.parametrize(
    "budget", [Budget(hours=0.0), Budget(hours=1.0), Budget(per_person=0), Budget(money=1.0)]
)
def test_what_nothing_fits_into_is_an_empty_plan(budget):
    found = best_set([Candidate(("a",), 2.0, 5.0, 9.0)], budget, 10.0)
    assert (found.places, found.bound, found.proven) == ([], 0.0, True)


def test_who_may_be_asked_twice_opens_two_doors():
    ways = [Candidate(("a", x), 4.0, 0.0, g) for x, g in zip("bcd", (5.0, 4.0, 3.0), strict=True)]
    assert best_set(ways, Budget(per_person=2), 10.0).places == [0, 1]
    assert best_set(ways, Budget(per_person=1), 10.0).places == [0]


def test_where_the_time_is_up_the_bound_is_told_and_the_plan_still_fits():
    dice = random.Random(3)
    ways = [
        Candidate(tuple(dice.sample("abcdefghijklmnop", 3)), 6.0, dice.uniform(1, 90),
                  dice.uniform(50, 60)) for _ in range(1500)
    ]  # fmt: skip
    budget = Budget(hours=151.0, money=333.3, per_person=4)
    found = best_set(ways, budget, 1e-3)
    chosen = [ways[i] for i in found.places]
    assert chosen
    assert fits(chosen, budget)
    assert not found.proven
    assert found.bound >= sum(c.gain for c in chosen)
