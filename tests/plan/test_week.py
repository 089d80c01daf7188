"""The week of each seller against every week that could be, each held in the models themselves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import product
from random import Random
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.decision.access import AccessMap
from graph.decision.analyze import analyze
from graph.decision.meet import hold_meetings
from graph.decision.plan import best_week, reach
from graph.decision.plan.book import week_of_book
from graph.decision.plan.offers import Offers
from graph.decision.plan.week import WeekPlan
from graph.decision.what_if.suppose import Supposed
from graph.settings import Settings
from graph.snapshot import Snapshot
from tests.decision.random_deals import STANCES, random_deal
from tests.decision.toy_graphs import AS_OF, toy
from tests.plan.deals import modelled

if TYPE_CHECKING:
    from graph.decision.model import DealModel

# A meeting: places of the seller and the person in their tables.
Pair = tuple[int, int]


def asked(graph: Snapshot, amounts: dict[str, float], *deals: str, **plan: Any) -> WeekPlan:
    """The week over some deals."""
    chosen = Settings.model_validate({"plan": plan})
    analyses = [analyze(graph, d, as_of=AS_OF, settings=chosen) for d in deals]
    return week_of_book(graph, analyses, amounts, as_of=AS_OF, settings=chosen)


def held(found: WeekPlan) -> dict[str, list[str]]:
    return {seller: [a.person for a in own] for seller, own in found.sellers.items()}


# -- by hand --------------------------------------------------------------------------------


def people_of(sellers: dict[str, str], people: str, **more: Any) -> Snapshot:
    """Deals a, b, .. in which everybody of ``people`` (a digit each) decides with equal weight."""
    who = more.pop("who", {})
    return toy(
        for_=[(d, "bank") for d in sellers],
        plays=[(p, d, "decision_maker") for d in sellers for p in who.get(d, people)],
        works_on=[(s, d) for d, own in sellers.items() for s in own],
        **more,
    )


def test_one_meeting_serves_two_deals() -> None:
    graph = people_of({"a": "s", "b": "s"}, "1")
    found = asked(graph, {"a": 100.0, "b": 200.0}, *"ab")
    (action,) = found.sellers["s"]
    # Covered by half: E .5 x .2 = .1, and the one who decides is reached with .5.
    assert [(g.deal, g.worth) for g in action.deals] == [
        ("b", pytest.approx(120.0)),
        ("a", pytest.approx(60.0)),
    ]
    assert action.worth == found.total.worth == pytest.approx(180.0)
    assert (action.hours, found.total.exact, found.total.bound) == (2, True, pytest.approx(180))


def test_a_deal_takes_more_than_the_hours_of_one_plan() -> None:
    """Ten hours a seller, not a deal: three sellers hold seven meetings in one deal."""
    found = asked(people_of({"a": "rst"}, "1234567"), {"a": 1.0}, *"a")
    assert sorted(p for own in held(found).values() for p in own) == list("1234567")


def test_nobody_is_met_by_two_of_ours_in_a_week() -> None:
    found = asked(people_of({"a": "st", "b": "t"}, "1"), {"a": 9.0, "b": 1.0}, *"ab")
    assert held(found) == {"t": ["1"]}  # who serves both deals
    found = asked(people_of({"a": "s", "b": "t"}, "1"), {"a": 9.0, "b": 1.0}, *"ab")
    assert held(found) == {"s": ["1"]}  # though another could in the other deal


def test_a_deal_without_amount_counts_last_and_is_no_zero() -> None:
    graph = people_of({"a": "s", "b": "s"}, "", who={"a": "12", "b": "34"})
    found = asked(graph, {"b": 1.0}, *"ab", hours=6)
    worths = [(a.deals[0].deal, a.worth) for a in found.sellers["s"]]
    assert worths[:2] == [("b", pytest.approx(0.3)), ("b", pytest.approx(0.3))]
    assert worths[2:] == [("a", None)]
    assert found.total.worth == pytest.approx(0.6)


def test_what_a_seller_has_less_of_is_kept_to() -> None:
    graph = people_of({"a": "s"}, "123")
    found = asked(graph, {"a": 1.0}, *"a", seller_hours={"s": 5}, travel_hours={"bank": 0.5})
    assert [len(own) for own in found.sellers.values()] == [2]


def test_the_best_meeting_of_a_deal_that_the_week_does_not_hold_says_why() -> None:
    graph = people_of(
        {"a": "s", "b": "s", "c": "rt", "d": "t", "e": "q"}, "",
        who={"a": "1", "b": "2", "c": "3", "d": "3", "e": "4"},
    )  # fmt: skip
    amounts = {"a": 9.0, "b": 1.0, "c": 1.0, "d": 5.0, "e": 1.0}
    found = asked(graph, amounts, *"abcde", hours=2, seller_hours={"q": 1})
    assert held(found) == {"s": ["1"], "t": ["3"]}
    assert [(p.deal, p.seller, p.person, p.why) for p in found.passed_over] == [
        ("b", "s", "2", "hours"),
        ("c", "r", "3", "met"),
        ("e", "q", "4", "short"),
    ]


# -- against every week ---------------------------------------------------------------------


def random_book(random: Random) -> tuple[Snapshot, dict[str, Any], dict[str, float]]:
    """Two deals among a few people whom some sellers of both could meet."""
    rows = random_deal(random, most=4, ties=5)
    people = sorted({p for p, *_ in rows["works_for"]})
    sellers = ["s0", "s1"]
    rows["works_on"] = [(s, d) for d in ("deal", "more") for s in sellers if random.random() < 0.8]
    rows["plays"] += [("p0", "deal", "decision_maker")] if not rows["plays"] else []
    rows["for_"].append(("more", "parent"))
    rows["plays"] += [(p, "more", "approver") for p in people if random.random() < 0.6]
    rows["holds"] += [
        (p, "more", random.choice(STANCES), {"confidence": random.choice([0.2, 0.9])})
        for p in people
    ]
    if random.random() < 0.5:  # opponents whom a meeting may turn
        rows["holds"] = [
            (p, d, "non_supporter", {"confidence": 0.2})
            for p in people
            for d in ("deal", "more")
            if random.random() < 0.6
        ]
    rows["nodes"] = {"Seller": {s: {"level": random.choice([1, 2, 4, None])} for s in sellers}}
    plan = {
        "hours": random.choice([2.0, 4.0, 5.0]),
        "travel_hours": {"s0": 1.0} if random.random() < 0.4 else {},
        "stance_gain": random.choice([0.2, 0.6]),
    }
    return toy(**rows), plan, {"deal": random.choice([1.0, 3.0]), "more": 2.0}


def weeks(models: list[DealModel], plan: dict[str, Any]) -> Iterator[tuple[Pair, ...]]:
    """Every set of meetings within the hours: nobody or one seller for each person."""
    people = sorted({p for m in models for p in m.people.tolist()})
    sellers = sorted({s for m in models for s in m.team.tolist()})
    ids = models[0].snapshot.nodes["Seller"].ids
    takes = {s: 2.0 + plan["travel_hours"].get(ids[s], 0.0) for s in sellers}
    for who in product([None, *sellers], repeat=len(people)):
        if all(who.count(s) * takes[s] <= plan["hours"] for s in sellers):
            yield tuple((s, p) for s, p in zip(who, people, strict=True) if s is not None)


class Gains:
    """What a week gains in one deal, its meetings held in the model itself."""

    def __init__(self, model: DealModel) -> None:
        self.model = model
        self.team, self.people = set(model.team.tolist()), set(model.people.tolist())
        self._known: dict[tuple[Pair, ...], float] = {}

    def __call__(self, week: Iterable[Pair]) -> float:
        own = tuple((s, p) for s, p in week if s in self.team and p in self.people)
        if not self.model.decided:
            return 0.0
        return self._after(own) - self._after(())

    def _after(self, meetings: tuple[Pair, ...]) -> float:
        if meetings not in self._known:
            case = replace(self.model.case, supposed=Supposed(meetings=meetings))
            met = hold_meetings(replace(self.model, case=case))
            self._known[meetings] = met.lean + AccessMap(met).weighted
        return self._known[meetings]


@given(st.randoms(use_true_random=False))
@settings(max_examples=12, deadline=None)
def test_no_week_is_worth_more(random: Random) -> None:
    graph, plan, amounts = random_book(random)
    found = asked(graph, amounts, *amounts, **plan)
    models = {d: modelled(graph, deal=d, plan=plan)[0] for d in amounts}
    of_deal = {d: Gains(model) for d, model in models.items()}
    every = list(weeks([*models.values()], plan))
    most = max(sum(amounts[d] * gains(w) for d, gains in of_deal.items()) for w in every)

    places = {
        k: {id_: at for at, id_ in enumerate(graph.nodes[k].ids)} for k in ("Seller", "Person")
    }
    actions = sorted((a for own in found.sellers.values() for a in own), key=lambda a: a.order)
    pairs = [(places["Seller"][a.seller], places["Person"][a.person]) for a in actions]
    assert tuple(sorted(pairs, key=lambda pair: pair[1])) in every
    assert (found.total.worth or 0.0) == pytest.approx(most, abs=1e-6)
    assert (found.total.bound or 0.0) == pytest.approx(most, abs=1e-5)
    assert found.total.exact or not actions
    for deal, gains in of_deal.items():  # what is told of each sums up, in the order that is told
        so_far = 0.0
        for n, action in enumerate(actions, start=1):
            so_far += sum(g.gain_lean + g.gain_access for g in action.deals if g.deal == deal)
            assert so_far == pytest.approx(gains(pairs[:n]), abs=1e-9)


def test_no_set_of_meetings_gains_more_access_than_a_cut_at_another_set_grants() -> None:
    seen = turned = 0
    for seed in range(30):
        random = Random(seed)
        graph, plan, _ = random_book(random)
        offers = Offers(*modelled(graph, plan=plan), plan["hours"])
        people = sorted(set(offers.person.tolist()))

        def some(of: Offers, people: list[int], random: Random) -> frozenset[int]:
            """Nobody or one seller for each person."""
            own = [[None, *np.flatnonzero(of.person == p).tolist()] for p in people]
            return frozenset(n for n in map(random.choice, own) if n is not None)

        for _ in range(6):
            here, there = (some(offers, people, random) for _ in range(2))
            for voices in {offers.turned(here), offers.turnable}:
                start, rise = offers.ceiling(here, voices)
                granted = start + rise[list(there)].sum()
                assert offers.access_gain(there) <= granted + 1e-9
                if voices == offers.turned(here):
                    reached = start + rise[list(here)].sum()
                    assert offers.access_gain(here) == pytest.approx(reached)
            seen += bool(there - here)
            turned += offers.turned(there) > offers.turned(here)
    assert seen > 50
    assert turned > 5


def test_where_proof_takes_long_a_bound_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """With meetings held in part the bound is no lower than the truth, and nothing is proven."""
    for seed in range(3):
        graph, plan, amounts = random_book(Random(seed))
        sure = asked(graph, amounts, *amounts, **plan).total
        for few, many in ((0, 1000), (0, 0)):
            monkeypatch.setattr(best_week, "FEW", few)
            monkeypatch.setattr(best_week, "MANY", many)
            rough = asked(graph, amounts, *amounts, **plan).total
            if sure.worth is not None:
                assert rough.bound >= sure.worth - 1e-6
                assert rough.worth >= 0.98 * sure.worth
        monkeypatch.undo()


def test_chances_that_had_to_be_sampled_prove_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """The week is nearly the best in the exact chances; nothing is proven, and that is said."""
    judged = 0
    for seed in range(4):
        graph, plan, amounts = random_book(Random(seed))
        sure = asked(graph, amounts, *amounts, **plan)
        with monkeypatch.context() as sampling:
            sampling.setattr(reach, "SURPLUS", -1)
            rough = asked(graph, amounts, *amounts, **plan)
        models = {d: modelled(graph, deal=d, plan=plan)[0] for d in amounts}
        reached = {d for d, model in models.items() if model.decided}
        assert (rough.total.sampled, sure.total.sampled) == (len(reached), 0)
        assert not (rough.total.exact and reached)
        if sure.total.worth:
            worth = sum(amounts[d] * Gains(m)(_pairs(graph, rough)) for d, m in models.items())
            assert sure.total.worth >= worth - 1e-9 >= 0.95 * sure.total.worth
            assert rough.total.worth == pytest.approx(worth, rel=0.1)
            judged += 1
    assert judged > 1


def _pairs(graph: Snapshot, found: WeekPlan) -> list[Pair]:
    """The meetings of a week as places in their tables."""
    seller, person = graph.nodes["Seller"], graph.nodes["Person"]
    own = [a for actions in found.sellers.values() for a in actions]
    return [(seller.position(a.seller), person.position(a.person)) for a in own]
