"""The week of each seller: meetings worth most, one for several deals, within the hours."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.decision.plan.results import Contact
from graph.decision.plan.week import passed_over, week
from graph.decision.results import NextContact, Sentence

WHY = Sentence(en="", zh="")


def meets(seller: str, person: str, gain: float, hours: float = 2.0) -> Contact:
    return Contact(
        seller=seller,
        person=person,
        hours=hours,
        gain_lean=gain,
        gain_access=0.0,
        rank_fit=1.0,
        coverage_after=0.5,
        because=WHY,
    )


def test_one_meeting_serves_two_deals() -> None:
    plans = {"a": [meets("lin", "chen", 0.1)], "b": [meets("lin", "chen", 0.2, hours=3.0)]}
    (action,) = week(plans, {"a": 100.0, "b": 200.0}, 10)["lin"]
    assert (action.worth, action.hours) == (50.0, 3.0)
    assert [g.deal for g in action.deals] == ["b", "a"]


def test_a_smaller_meeting_still_fits_where_a_longer_one_does_not() -> None:
    plans = {
        "a": [meets("lin", "chen", 0.3), meets("lin", "wu", 0.2, 4.0), meets("lin", "he", 0.1)]
    }
    assert [a.person for a in week(plans, {"a": 1.0}, 4)["lin"]] == ["chen", "he"]


def test_a_deal_without_amount_counts_last_and_is_no_zero() -> None:
    plans = {"a": [meets("lin", "chen", 0.9)], "b": [meets("lin", "wu", 0.1)]}
    found = week(plans, {"b": 10.0}, 10)["lin"]
    assert [(a.person, a.worth) for a in found] == [("wu", 1.0), ("chen", None)]


def test_nobody_is_met_by_two_of_ours() -> None:
    plans = {"a": [meets("lin", "chen", 0.3), meets("he", "chen", 0.2), meets("he", "wu", 0.1)]}
    found = week(plans, {"a": 1.0}, 10)
    assert {s: [a.person for a in own] for s, own in found.items()} == {
        "lin": ["chen"],
        "he": ["wu"],
    }


@settings(max_examples=50, deadline=None)
@given(
    st.dictionaries(
        st.sampled_from("abc"),
        st.lists(
            st.tuples(st.sampled_from(["xp", "xq", "xr", "ys", "yt"]), st.integers(1, 9)),
            max_size=4,
        ),
        max_size=3,
    ),
    st.integers(1, 8),
)
def test_nothing_worth_more_that_fits_is_left_out(
    given_plans: dict[str, list[tuple[str, int]]], hours: int
) -> None:
    plans = {d: [meets(p[0], p[1], g / 10) for p, g in own] for d, own in given_plans.items()}
    amounts = {d: float(ord(d)) for d in plans}
    found = week(plans, amounts, hours)
    worth: dict[tuple[str, str], float] = {}
    for deal, own in plans.items():
        for c in own:
            pair = (c.seller, c.person)
            worth[pair] = worth.get(pair, 0.0) + c.gain_lean * amounts[deal]
    for seller in "xy":
        held = {a.person: a.worth or 0.0 for a in found.get(seller, [])}
        assert 2 * len(held) <= hours
        best = sorted((w for (s, _), w in worth.items() if s == seller), reverse=True)[: hours // 2]
        assert sorted(held.values(), reverse=True) == pytest.approx(best)


def test_a_deals_best_meeting_that_the_week_does_not_hold_says_why() -> None:
    def alone(seller: str, person: str, hours: float = 2.0) -> NextContact:
        figures = dict.fromkeys(
            ("gain_lean", "gain_access", "lean_after", "access_before", "access_after",
             "coverage_after"), 0.1,
        )  # fmt: skip
        return NextContact(seller=seller, person=person, hours=hours, because=WHY, **figures)

    plans = {"a": [meets("lin", "chen", 0.3)], "b": [meets("he", "wu", 0.2)]}
    planned = week(plans, {"a": 1.0, "b": 1.0}, 4)
    best = {
        "held": alone("lin", "chen"),
        "full": alone("lin", "wu", 3.0),
        "met": alone("lin", "wu"),
        "free": alone("he", "qian"),
    }
    found = passed_over(best, planned, 4)
    assert [(p.deal, p.seller, p.person, p.why) for p in found] == [
        ("full", "lin", "wu", "hours"),
        ("met", "lin", "wu", "met"),
        ("free", "he", "qian", "plan"),
    ]
