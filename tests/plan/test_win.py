"""The win plan against brute force over every set of people and stances, on random deals."""

from __future__ import annotations

from itertools import combinations, product
from random import Random
from time import perf_counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.decision.answer import day_of
from graph.decision.members import Case
from graph.decision.model import DealModel, build
from graph.decision.plan import few, program
from graph.decision.plan.win import win_plan, win_plans
from graph.settings import Settings
from tests.decision.random_deals import random_deal
from tests.decision.toy_graphs import AS_OF, ask, four_people, toy

LEVELS = (-0.5, 0.0, 0.5, 1.0)


def model_of(graph) -> DealModel:
    return build(Case(graph, 0, day_of(AS_OF), Settings()))


def ids(model: DealModel) -> list[str]:
    return [model.snapshot.nodes["Person"].ids[p] for p in model.people]


def committee_deal(r: Random) -> dict:
    """Make a random deal in which votes decide, with vetoes and conflicts."""
    rows = random_deal(r, most=6)
    people = sorted({p for p, *_ in rows["works_for"]})
    rows["plays"] = [
        (
            p,
            "deal",
            "approver",
            {"vote_weight": r.choice([0.5, 1.0, 2.0]), "veto": r.random() < 0.3},
        )
        for p in r.sample(people, r.randint(1, len(people)))
    ]
    mark = r.choice([0.5, 2 / 3, 1.0, 2.0, 3.5, 20.0])
    rows["nodes"] = {"Opportunity": {"deal": {"pass_mark": mark}}}
    return rows


def passes_with(model: DealModel, expected: np.ndarray) -> bool:
    """Judge the deal anew, apart from the product: x by a plain solve, then the rule."""
    w, own = model.w.toarray(), model.stubbornness
    x = np.linalg.solve(np.eye(model.size) - (1 - own)[:, None] * w, own * expected)
    votes = np.nan_to_num(model.parts.votes, nan=0.0)
    mark = model.snapshot.nodes["Opportunity"].value("pass_mark", 0)
    if (model.parts.veto & (x < -1e-12)).any():
        return False
    if mark is None or not (votes > 0).any():
        return model.decision @ x >= model.settings.model.pass_lean - 1e-12
    needed = mark * votes.sum() if mark <= 1 else mark
    return votes[x > 1e-12].sum() >= needed - 1e-9


def fewest(model: DealModel) -> int | None:
    """Return the least number of people who must become mentors, None where that is not enough."""
    start = model.stances.expected
    for size in range(model.size + 1):
        for chosen in combinations(range(model.size), size):
            expected = start.copy()
            expected[list(chosen)] = 1.0
            if passes_with(model, expected):
                return size
    return None


def least_cost(model: DealModel, most: int = 9) -> float | None:
    """Return the least cost over every choice of a better stance, or none, for ``most`` people."""
    return least_cost_and_people(model, most)[0]


def least_cost_and_people(model: DealModel, most: int = 9) -> tuple[float | None, int]:
    """Return the least cost, and the fewest people for whom it is enough."""
    start, best, people = model.stances.expected, None, 0
    ways = [[None, *(s for s in LEVELS if s > e + 1e-12)] for e in start]
    for choice in product(*ways):
        size = sum(s is not None for s in choice)
        if size > most:
            continue
        expected = np.array([e if s is None else s for e, s in zip(start, choice, strict=True)])
        cost = float(((expected - start) / 0.5 * (2 - model.strength)).sum())
        better = best is None or cost < best - 1e-9 or (cost < best + 1e-9 and size < people)
        if better and passes_with(model, expected):
            best, people = cost, size
    return best, people


DEALS = st.tuples(st.randoms(use_true_random=False), st.booleans())


@given(DEALS, st.booleans())
@settings(max_examples=40, deadline=None)
def test_the_fewest_people(drawn, solved: bool) -> None:
    r, votes = drawn
    model = model_of(toy(**(committee_deal(r) if votes else random_deal(r))))
    with pytest.MonkeyPatch.context() as patch:
        if solved:  # by the integer program, as where there are too many to try them all
            patch.setattr(few, "MOST_OPTIONS", 0)
        plan, reason = win_plan(model)
    expected = fewest(model) if model.decided else None
    assert (plan is None) == (reason is not None) == (expected is None)
    if plan is None:
        return
    assert (len(plan.changes), plan.total, plan.bound) == (expected, expected, expected)
    assert plan.proven_smallest
    if 0 < expected <= 2 and not solved:
        assert plan.cost == pytest.approx(least_cost(model, most=expected))
    _is_what_it_says(model, plan)


@given(DEALS)
@settings(max_examples=25, deadline=None)
def test_the_least_cost(drawn) -> None:
    r, votes = drawn
    model = model_of(toy(**(committee_deal(r) if votes else random_deal(r, most=5))))
    plan, _ = win_plan(model, cheapest=True)
    expected, people = None, 0
    if model.decided and model.size <= 6:
        expected, people = least_cost_and_people(model)
    if plan is None or expected is None:
        assert plan is None
        return
    assert plan.total == pytest.approx(expected, abs=1e-6)
    assert plan.cost == pytest.approx(plan.total)
    assert plan.bound == pytest.approx(plan.total, abs=1e-5)
    assert len(plan.changes) == people
    _is_what_it_says(model, plan)


@pytest.mark.parametrize(("people", "mark", "steps"), [(8, 0.5, 16), (10, 0.6, 22)])
def test_of_equal_costs_the_fewest_people(people: int, mark: float, steps: int) -> None:
    """All hear only themselves and count alike: each step costs 2, and nobody takes over three."""
    who = [f"p{i}" for i in range(people)]
    graph = toy(
        plays=[(p, "deal", "approver") for p in who],
        holds=[(p, "deal", "non_supporter", {"confidence": 1.0}) for p in who],
    )
    constants = Settings.model_validate({"model": {"pass_lean": mark}})
    plan, _ = win_plan(build(Case(graph, 0, day_of(AS_OF), constants)), cheapest=True)
    assert plan is not None
    assert plan.proven_smallest
    assert (plan.total, len(plan.changes)) == (pytest.approx(2 * steps), -(-steps // 3))


def _is_what_it_says(model: DealModel, plan) -> None:
    at = {id_: i for i, id_ in enumerate(ids(model))}
    expected = model.stances.expected.copy()
    for change in plan.changes:
        i = at[change.person]
        assert change.was == expected[i]
        assert change.was < change.becomes <= 1
        assert change.cost == pytest.approx(
            (change.becomes - change.was) / 0.5 * (2 - model.strength[i])
        )
        expected[i] = change.becomes
    assert passes_with(model, expected)
    assert plan.lean_after == pytest.approx(float(model.influence @ expected))


def test_two_minds_at_the_least_cost() -> None:
    seen = 0
    for seed in range(60):
        rows = committee_deal(Random(seed))
        rows["nodes"] = {"Opportunity": {"deal": {"pass_mark": 1.0}}}  # all of them
        model = model_of(toy(**rows))
        if fewest(model) == 2:
            plan, _ = win_plan(model)
            assert plan is not None
            assert plan.cost == pytest.approx(least_cost(model, most=2))
            seen += 1
    assert seen >= 5


def test_the_what_if_agrees() -> None:
    graph = four_people()
    plan, _ = win_plan(model_of(graph))
    assert plan is not None
    words = {-0.5: "non_supporter", 0.0: "neutral", 0.5: "supporter", 1.0: "mentor"}
    after = ask(graph, *(f"stance:{c.person}={words[c.becomes]}" for c in plan.changes))
    assert after.passes
    assert after.lean == pytest.approx(plan.lean_after)
    assert [(c.person, c.becomes) for c in plan.changes] == [("chen", 0.5)]


def test_alternatives_leave_the_people_before_as_they_are() -> None:
    plan, _ = win_plans(model_of(four_people()))
    assert plan is not None
    used: set[str] = set()
    for one in (plan, *plan.alternatives):
        people = {c.person for c in one.changes}
        assert not people & used
        assert set(one.without) == used
        used |= people
    assert plan.alternatives


def test_a_deal_that_passes_needs_nothing() -> None:
    graph = four_people(holds=[("chen", "deal", "mentor")])
    plan, reason = win_plan(model_of(graph))
    assert reason is None
    assert plan is not None
    assert (plan.changes, plan.total, plan.proven_smallest) == ([], 0.0, True)
    assert plan.lean_after == pytest.approx(ask(graph).lean)
    assert plan.because[0].en == "It passes as it stands."


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ({"plays": [("a", "deal", "coach")]}, "Nobody is known to decide."),
        (
            {
                "plays": [("a", "deal", "approver", {"vote_weight": 1.0})],
                "nodes": {"Opportunity": {"deal": {"pass_mark": 3.0}}},
            },
            "The pass mark of 3 is above all 1 votes: the deal cannot pass.",
        ),
        ({"nodes": {"Opportunity": {"deal": {}}}}, "Nobody is known to decide."),
    ],
)
def test_no_plan_has_its_reason(rows, words) -> None:
    plan, reason = win_plan(model_of(toy(**rows)))
    assert plan is None
    assert reason is not None
    assert reason.en == words


def test_who_may_not_be_changed_is_named() -> None:
    model = model_of(four_people())
    plan, reason = win_plan(model, without=[0, 1, 2, 3])
    assert plan is None
    assert "Chen" in reason.en


def test_opinions_that_cancel_to_nothing_win_no_vote() -> None:
    """The voter hears one for and one against alike: x is 0 exactly, which is no vote."""
    graph = toy(
        nodes={"Opportunity": {"deal": {"pass_mark": 1.0}}},
        plays=[("v", "deal", "none", {"vote_weight": 1.0})],
        holds=[
            ("v", "deal", "enemy", {"confidence": 1.0}),
            ("pro", "deal", "neutral", {"confidence": 1.0}),
        ],
        influences=[("pro", "v", 3 / 7)],
    )
    model = model_of(graph)
    # x_v = .3 (-1) + .7 (3/7 x_pro + 4/7 x_v), which is 0 with pro a mentor.
    plan, reason = win_plan(model, without=[ids(model).index("v")])
    assert reason is not None
    assert plan is None


def test_a_search_that_ends_early_is_honest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(few, "MOST_OPTIONS", 0)
    monkeypatch.setattr(program, "ROUNDS", 0)  # as if no search ended in time
    model = model_of(four_people())
    for cheapest in (False, True):
        plan, _ = win_plan(model, cheapest=cheapest)
        assert plan is not None
        assert not plan.proven_smallest
        assert plan.bound < plan.total
        _is_what_it_says(model, plan)


def test_a_large_committee_in_time() -> None:
    r = Random(5)
    people = [f"p{i:03}" for i in range(60)]
    graph = toy(
        nodes={"Opportunity": {"deal": {"pass_mark": 0.6}}},
        plays=[(p, "deal", "approver", {"vote_weight": r.randint(1, 4)}) for p in people[:21]],
        holds=[(p, "deal", r.choice(["supporter", "neutral", "enemy"])) for p in people],
        influences=[(*r.sample(people, 2), r.random()) for _ in range(200)],
    )
    model = model_of(graph)
    plan, _ = win_plan(model)
    assert plan is not None
    assert plan.proven_smallest
    assert plan.bound == plan.total == len(plan.changes)
    _is_what_it_says(model, plan)


def test_neutral_is_no_vote() -> None:
    """Members who hear only themselves: neutral is x = 0, so each of three needs more than that."""
    graph = toy(
        nodes={"Opportunity": {"deal": {"pass_mark": 3.0}}},
        plays=[(p, "deal", "approver", {"vote_weight": 1.0}) for p in "abcde"],
        holds=[(p, "deal", "enemy") for p in "abcde"],
    )
    plan, _ = win_plan(model_of(graph), cheapest=True)
    assert plan is not None
    assert [c.becomes for c in plan.changes] == [0.5] * 3
    assert plan.proven_smallest
    assert plan.total == pytest.approx(3 * 1.3 / 0.5 * 2)


def test_a_crowd_is_answered_in_time() -> None:
    r = Random(1)
    people = [f"p{i}" for i in range(2000)]
    model = model_of(
        toy(
            plays=[(p, "deal", r.choice(["approver", "influencer"])) for p in people],
            influences=[(*r.sample(people, 2), r.random()) for _ in range(6000)],
        )
    )
    before = perf_counter()
    plan, _ = win_plan(model)
    assert perf_counter() - before < 10
    # The lean alone decides, so the fewest are those whose word counts most.
    counts = np.sort(model.influence * (1 - model.stances.expected))[::-1].cumsum()
    fewest = int(np.searchsorted(counts, model.settings.model.pass_lean - (model.lean or 0))) + 1
    assert len(plan.changes) == fewest > 50
    assert plan.proven_smallest
