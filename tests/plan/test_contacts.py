"""The contact plan against every set of meetings that fits, each held in the model itself."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations, permutations
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.decision.access import AccessMap
from graph.decision.meet import hold_meetings
from graph.decision.next_contact import next_contact
from graph.decision.plan import search
from graph.decision.plan.contacts import contact_plan
from graph.decision.what_if.suppose import Supposed
from tests.decision.random_deals import random_deal
from tests.decision.toy_graphs import ask, four_people, toy
from tests.plan.deals import modelled

seeds = st.randoms(use_true_random=False)


def worth(model, meetings) -> float:
    """Lean and access together after some meetings (seller, person)."""
    case = replace(model.case, supposed=Supposed(meetings=tuple(meetings)))
    met = hold_meetings(replace(model, case=case))
    return met.lean + AccessMap(met).weighted


def brute_force(model, plan: dict[str, Any], hours: float) -> float:
    """The most that any set of meetings within the hours gains; with one person in any order."""
    seller_ids = model.snapshot.nodes["Seller"].ids
    people = [int(p) for i, p in enumerate(model.people) if not model.placeholder[i]]
    pairs = [(int(s), p) for s in model.team for p in people]
    takes = {s: 2.0 + plan["travel_hours"].get(seller_ids[s], 0.0) for s, _ in pairs}
    limit = {s: plan["seller_hours"].get(seller_ids[s], hours) for s in takes}
    today, best = worth(model, ()), 0.0
    for n in range(1, int(hours // 2) + 1):
        for chosen in combinations(pairs, n):
            mine = {s: sum(takes[s] for t, _ in chosen if t == s) for s, _ in chosen}
            if sum(mine.values()) > hours or any(h > limit[s] for s, h in mine.items()):
                continue
            again = len({p for _, p in chosen}) < n
            orders = permutations(chosen) if again else [chosen]
            best = max(best, *(worth(model, order) - today for order in orders))
    return best


def small(random: Random) -> tuple[dict[str, Any], dict[str, Any]]:
    """A random deal with levels, and what hours its sellers have and need."""
    rows = random_deal(random, most=4, ties=6)
    sellers = ["s0", "s1", "s2"][: random.randint(1, 2)]
    rows["works_on"] = [(s, "deal") for s in sellers]
    rows["plays"] = rows["plays"] or [("p0", "deal", "decision_maker", {})]
    rows["nodes"] = {
        "Seller": {s: {"level": random.choice([1, 2, 4, None])} for s in sellers},
        "Person": {"p0": {"placeholder": random.random() < 0.1}},
    }
    plan = {
        "travel_hours": {"s0": 1.0} if random.random() < 0.4 else {},
        "seller_hours": {"s1": random.choice([0.0, 2.0, 4.0])} if random.random() < 0.4 else {},
    }
    return rows, plan


@given(seeds, st.sampled_from([2.0, 4.0, 5.0, 6.0]))
@settings(max_examples=40, deadline=None)
def test_no_set_of_meetings_gains_more(random, hours):
    rows, plan = small(random)
    model, access = modelled(toy(**rows), plan=plan)
    found, total = contact_plan(model, access, hours)
    if total is None:
        assert not model.decided
        return
    expected = brute_force(model, plan, hours)
    gain = sum(c.gain_lean + c.gain_access for c in found)
    assert gain == pytest.approx(expected, abs=1e-8)
    assert total.exact
    assert total.bound == pytest.approx(gain)
    assert total.hours <= hours
    assert total.lean_after - total.lean_before == pytest.approx(sum(c.gain_lean for c in found))


def test_the_plan_says_what_a_what_if_says():
    graph = four_people()
    found, total = contact_plan(*modelled(graph), 6)
    after = ask(graph, *(f"meet:{c.seller}={c.person}" for c in found))
    assert total.lean_after == pytest.approx(after.lean)
    assert total.access_after == pytest.approx(after.access_weighted)
    assert sum(c.gain_access for c in found) == pytest.approx(
        total.access_after - total.access_before
    )


@given(seeds)
@settings(max_examples=30, deadline=None)
def test_one_meeting_is_the_next_contact(random):
    rows, _ = small(random)
    model, access = modelled(toy(**rows))
    found, _ = contact_plan(model, access, 2)
    single = next_contact(model, access)
    assert [(c.seller, c.person) for c in found] == (
        [(single.seller, single.person)] if single else []
    )


def test_the_next_contact_takes_its_preparation_and_the_way_there():
    rows = {"plays": [("boss", "deal", "decision_maker")], "for_": [("deal", "bank")]}
    rows |= {"works_for": [("boss", "bank", 1)], "works_on": [("s", "deal")]}
    plan = {"preparation_hours": 0.5, "travel_hours": {"bank": 3.0, "s": 1.0}}
    model, access = modelled(toy(**rows), plan=plan)
    (planned,), _ = contact_plan(model, access, 10)
    assert next_contact(model, access).hours == planned.hours == 6.5


def test_turning_an_opponent_opens_the_way_behind():
    """Wu hears us well, is slightly against us, and is the only one whom the decider hears."""
    graph = toy(
        for_=[("deal", "bank")],
        plays=[("boss", "deal", "decision_maker")],
        holds=[("wu", "deal", "non_supporter", {"confidence": 0.2})],
        influences=[("wu", "boss", 0.9)],
        covers=[("s", "wu", 0.9)],
        works_on=[("s", "deal")],
        nodes={"Seller": {"s": {"level": 6}}, "Person": {"boss": {}}},
        works_for=[("boss", "bank", 1), ("wu", "bank", 6)],
    )
    model, access = modelled(graph)
    assert access.weighted == 0
    (one,), total = contact_plan(model, access, 2)
    assert (one.seller, one.person) == ("s", "wu")
    assert one.gain_access == pytest.approx(0.9 * (1 - 0.1 * 0.5))
    assert "leans against us so far" in one.because.en
    assert total.exact


def test_an_opponent_is_turned_though_another_meeting_seems_better_at_first():
    """Ann would bring more than Wu if Wu stayed silent; turned, he brings the most."""
    graph = toy(
        for_=[("deal", "bank")],
        plays=[("boss", "deal", "decision_maker")],
        holds=[("wu", "deal", "non_supporter", {"confidence": 0.2})],
        influences=[("wu", "boss", 0.9), ("ann", "boss", 0.6)],
        covers=[("s", "wu", 0.9)],
        works_on=[("s", "deal")],
        nodes={"Seller": {"s": {"level": 6}}},
        works_for=[("boss", "bank", 1), ("wu", "bank", 6), ("ann", "bank", 6)],
    )
    model, access = modelled(graph)
    (one,), total = contact_plan(model, access, 2)
    assert one.person == "wu"
    gain = one.gain_lean + one.gain_access
    assert gain == pytest.approx(brute_force(model, {"travel_hours": {}, "seller_hours": {}}, 2))
    assert total.exact


def test_the_seller_with_few_hours_goes_where_it_counts_and_another_elsewhere():
    graph = toy(
        for_=[("deal", "bank")],
        plays=[("a", "deal", "decision_maker"), ("b", "deal", "decision_maker")],
        works_on=[("few", "deal"), ("many", "deal")],
        nodes={"Seller": {"few": {"level": 1}, "many": {"level": 2}}},
        works_for=[("a", "bank", 1), ("b", "bank", 1)],
    )
    found, _ = contact_plan(*modelled(graph), 4, available={"few": 2})
    assert sorted((c.seller, c.person) for c in found) in (
        [("few", "a"), ("many", "b")],
        [("few", "b"), ("many", "a")],
    )


def test_an_enemy_gains_no_lean_and_an_unknown_post_is_not_met():
    graph = four_people(
        nodes={"Person": {"qian": {"placeholder": True, "name_en": "Qian"}}},
        holds=[("luo", "deal", "enemy"), ("zhao", "deal", "supporter")],
    )
    found, total = contact_plan(*modelled(graph), 40)
    assert "qian" not in {c.person for c in found}
    assert {c.gain_lean for c in found if c.person == "luo"} <= {0.0}
    assert any("Qian" in a.en for a in total.assumptions)


def test_limits_are_kept_and_named():
    graph = four_people()
    found, total = contact_plan(*modelled(graph), 8, available={"lin": 2}, avoid=["chen"])
    assert sum(c.hours for c in found if c.seller == "lin") <= 2
    assert "chen" not in {c.person for c in found}
    assert any(a.en == "Lin has 2 h." for a in total.assumptions)
    nothing, total = contact_plan(*modelled(graph), 1.5)
    assert nothing == []
    assert total.lean_after == total.lean_before
    assert contact_plan(*modelled(toy(nodes={"Opportunity": {"deal": {}}}))) == ([], None)


def test_a_seller_meets_a_person_again_only_if_settings_let_him():
    graph = toy(
        for_=[("deal", "bank")],
        plays=[("boss", "deal", "decision_maker")],
        works_on=[("s", "deal")],
    )
    once, _ = contact_plan(*modelled(graph), 10)
    twice, total = contact_plan(*modelled(graph, plan={"repeat": 2}), 10)
    assert len(once) == 1
    assert [(c.seller, c.person) for c in twice] == [("s", "boss")] * 2
    assert total.access_after == pytest.approx(0.75)


def test_meetings_again_count_within_the_hours_of_a_seller():
    graph = toy(
        for_=[("deal", "bank")],
        plays=[(who, "deal", "decision_maker") for who in ("a", "b")],
        works_on=[("s", "deal")],
    )
    found, _ = contact_plan(*modelled(graph, plan={"repeat": 2}), 20, available={"s": 6})
    assert len(found) == 3
    assert sum(c.hours for c in found) == pytest.approx(6)


def test_out_of_work_the_bound_still_holds(monkeypatch):
    rows, _ = small(Random(7))
    rows["plays"] = [("p0", "deal", "decision_maker", {}), ("p1", "deal", "decision_maker", {})]
    model, access = modelled(toy(**rows))
    _, proven = contact_plan(model, access, 6)
    monkeypatch.setattr(search, "WORK", -1)
    found, total = contact_plan(model, access, 6)
    gain = sum(c.gain_lean + c.gain_access for c in found)
    assert not total.exact
    assert gain - 1e-12 <= proven.bound
    assert total.bound is None or total.bound >= proven.bound - 1e-12


def test_sampled_plans_are_near_the_best(monkeypatch):
    model, access = modelled(four_people())
    exact, _ = contact_plan(model, access, 6)
    monkeypatch.setattr("graph.decision.plan.reach.STATES", 0)
    found, total = contact_plan(model, access, 6)
    assert not total.exact
    gain = sum(c.gain_lean + c.gain_access for c in found)
    assert gain >= 0.98 * sum(c.gain_lean + c.gain_access for c in exact)
    assert any("sampling" in a.en for a in total.assumptions)


def test_a_plan_without_anybody_of_ours_says_so():
    model, access = modelled(toy(plays=[("a", "deal", "decision_maker")]))
    contacts, total = contact_plan(model, access, 10.0)
    assert contacts == []
    assert [a.en.split(":")[0] for a in total.assumptions] == [
        "Nobody of ours works on the deal, manages the customer or covers anybody there"
    ]
