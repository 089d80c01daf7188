"""The search near a plan: never worse, and good where no solver finishes."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest

from graph.decision.model import DealModel
from graph.decision.plan.effects import MENTOR, Effects
from graph.decision.plan.nearby import nearby
from graph.decision.plan.program import search
from graph.decision.plan.seek import cost_of, lowered, pruned
from graph.decision.plan.win import win_plan
from tests.decision.random_deals import random_deal
from tests.decision.toy_graphs import toy
from tests.plan.test_win import committee_deal, model_of, passes_with


def judged(model, stances: dict[int, float]) -> bool:
    expected = model.stances.expected.copy()
    expected[list(stances)] = list(stances.values())
    return passes_with(model, expected)


def large_committee(voters: int = 40):
    """Make a committee of strangers to us who listen to some of one another."""
    r = Random(7)
    people = [f"p{i:02d}" for i in range(voters)]
    return model_of(
        toy(
            plays=[
                (
                    p,
                    "deal",
                    "approver",
                    {"vote_weight": round(r.uniform(0.5, 3), 2)},
                )
                for p in people
            ],
            holds=[
                (
                    p,
                    "deal",
                    r.choice(["enemy", "enemy", "non_supporter"]),
                    {"confidence": r.uniform(0.4, 0.9), "source": "crm"},
                )
                for p in people
            ],
            influences=[
                (a, b, r.uniform(0.2, 0.9)) for a in people for b in r.sample(people, 6) if a != b
            ],
            nodes={"Opportunity": {"deal": {"pass_mark": 0.6}}},
        )
    )


def winnable(made, count: int) -> list[DealModel]:
    """Return random deals that do not pass, and would if everybody were a mentor."""
    found, seed = [], 0
    while len(found) < count:
        model = model_of(toy(**made(Random(seed))))
        effects, seed = Effects(model), seed + 1
        everybody = {int(i): MENTOR for i in np.unique(effects.options().person)}
        if effects.judged.passes is False and effects.passes(everybody):
            found.append(model)
    return found


@pytest.mark.parametrize("made", [committee_deal, random_deal])
def test_from_everybody_a_mentor_to_the_best_there_is(made):
    for model in winnable(made, 12):
        assert_best(model)


def assert_best(model: DealModel) -> None:
    effects = Effects(model)
    options = effects.options()
    everybody = {int(i): MENTOR for i in np.unique(options.person)}
    found = nearby(effects, options, options.cost, everybody, 5.0)
    assert judged(model, found)
    best, _ = win_plan(model, cheapest=True)
    assert best.proven_smallest
    assert cost_of(effects, found) == pytest.approx(best.cost, rel=0.02)


def test_what_the_solver_cannot_finish_is_never_worse_than_a_plan_in_hand():
    model = large_committee()
    effects = Effects(model)
    options = effects.options()
    simple = lowered(effects, pruned(effects, options))
    cheap, _ = win_plan(model, cheapest=True, time_limit=0.4)
    few, _ = win_plan(model, time_limit=0.4)
    solved = search(effects, options, options.cost, 0.4).stances
    assert judged(model, {model_position(model, c.person): c.becomes for c in cheap.changes})
    assert judged(model, {model_position(model, c.person): c.becomes for c in few.changes})
    assert not cheap.proven_smallest
    assert cheap.bound < cheap.cost < 0.9 * cost_of(effects, simple)
    assert solved is None or cheap.cost <= cost_of(effects, solved) + 1e-9
    assert len(few.changes) <= len(simple)


def model_position(model, id_: str) -> int:
    return [model.snapshot.nodes["Person"].ids[p] for p in model.people].index(id_)


def test_the_plan_in_hand_stays_where_nothing_near_is_better():
    model = large_committee(6)
    effects = Effects(model)
    options = effects.options()
    best, _ = win_plan(model, cheapest=True)
    assert best.proven_smallest
    stances = {model_position(model, c.person): c.becomes for c in best.changes}
    assert nearby(effects, options, options.cost, stances, 1.0) == stances
