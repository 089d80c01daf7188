"""What is known of people: coverage goals, key-player status, and what both rest on."""

from __future__ import annotations

from datetime import date

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.decision.answer import day_of
from graph.decision.members import Case
from graph.decision.model import build
from graph.decision.status import beyond_rank, heard_by
from graph.settings import Settings
from tests.decision.random_deals import random_deal
from tests.decision.toy_graphs import AS_OF, FOUR, ask, four_people, toy


def people(graph, **chosen):
    found = ask(graph, settings=Settings.model_validate(chosen))
    return found, {p.id: p for p in found.people}


# -- coverage against goals ------------------------------------------------------------------


def test_a_goal_is_the_highest_of_roles_and_level() -> None:
    found, known = people(four_people())
    goals = {i: (p.goal, p.goal_from) for i, p in known.items()}
    assert goals == {
        "chen": (0.6, "decision_maker"),
        "zhao": (0.6, "technical_expert"),
        "qian": (0.6, "coach"),
        "luo": (None, None),
    }
    total = found.coverage_goals
    assert (total.met, total.people, total.share) == (1, 3, pytest.approx(1 / 3))
    v = {i: p.influence for i, p in known.items()}
    assert total.weighted == pytest.approx(v["qian"] / (v["chen"] + v["zhao"] + v["qian"]))
    assert [(p.name, p.met, p.people) for p in total.parts] == [
        ("coach", 1, 1), ("decision_maker", 0, 1), ("technical_expert", 0, 1)
    ]  # fmt: skip


def test_goals_are_settings_and_zero_is_none() -> None:
    chosen = {
        "decision_maker": 0,
        "level_1": 0.0,
        "level_2": 0,
        "technical_expert": 0.29,
        "level_3": 0.95,
    }
    found, known = people(four_people(), coverage_goals=chosen)
    assert known["chen"].goal is None
    assert (known["qian"].goal, known["qian"].goal_from) == (0.95, "level_3")
    assert found.coverage_goals.met == 1  # Zhao, at just the goal


def test_nobody_with_a_goal_is_no_share() -> None:
    none = dict.fromkeys(Settings().coverage_goals.model_dump(), 0.0)
    found, _ = people(four_people(), coverage_goals=none)
    assert (found.coverage_goals.people, found.coverage_goals.share) == (0, None)


# -- key players -----------------------------------------------------------------------------


def test_the_worked_example_has_a_circle() -> None:
    _, known = people(four_people())
    assert {i: p.status for i, p in known.items()} == {
        "chen": "inner_circle",  # 57%
        "luo": "inner_circle",  # 26%, above him 57%
        "zhao": "outside",  # 13%, below an even share; Chen listens at .25
        "qian": "outside",
    }
    assert {p.status_source for p in known.values()} == {"suggested"}
    assert "57%" in known["luo"].status_reason.en


def test_who_is_heard_in_the_circle_is_of_the_structure() -> None:
    _, known = people(four_people(), status={"heard": 0.25})
    assert known["zhao"].status == "political_structure"
    assert "Chen" in known["zhao"].status_reason.en
    assert known["qian"].status == "outside"  # .6 x .25


def test_a_veto_is_of_the_circle() -> None:
    plays = [*FOUR["plays"][:2], ("qian", "deal", "coach", {"veto": True})]
    _, known = people(four_people(plays=plays))
    assert known["qian"].status == "inner_circle"
    assert "veto" in known["qian"].status_reason.en


def test_what_the_data_state_stands() -> None:
    plays = [("chen", "deal", "decision_maker", {"status": "outside"}), *FOUR["plays"][1:]]
    _, known = people(four_people(plays=plays))
    assert (known["chen"].status, known["chen"].status_source) == ("outside", "stated")
    assert "inner circle" in known["chen"].status_reason.en
    assert "核心圈" in known["chen"].status_reason.zh


def test_nobody_decides_no_status() -> None:
    _, known = people(four_people(plays=[], works_for=[]))
    assert {p.status for p in known.values()} == {None}
    assert all(p.status_reason.en for p in known.values())


@settings(max_examples=40, deadline=None)
@given(st.randoms(use_true_random=False))
def test_who_hears_whom_is_the_strongest_path(random) -> None:
    """The loudest chain is the shortest one by -log, as networkx finds it."""
    graph = toy(**random_deal(random, most=8, ties=14))
    model = build(Case(graph, 0, day_of(AS_OF), Settings()))
    inner = np.zeros(model.size, dtype=bool)
    if not model.size:
        return
    inner[: max(1, model.size // 3)] = True
    ties = nx.DiGraph()
    ties.add_nodes_from(range(model.size))
    heard = model.listens
    for i, j, a in zip(heard.listener, heard.speaker, heard.weight, strict=True):
        if a > 0 and not inner[j]:
            ties.add_edge(int(i), int(j), cost=-np.log(a))
    reached = nx.multi_source_dijkstra_path_length(
        ties, set(np.flatnonzero(inner).tolist()), weight="cost"
    )
    expected = {i: np.exp(-cost) for i, cost in reached.items() if not inner[i]}
    found = {i: chance for i, (chance, _) in heard_by(model, inner).items()}
    assert found == pytest.approx(expected)
    beyond = beyond_rank(model)
    known = model.posts.inside & ~np.isnan(model.posts.level)
    assert beyond[known].sum() == pytest.approx(0, abs=1e-9)


# -- evidence --------------------------------------------------------------------------------


def rows_of(holds, plays=None, deal_day=AS_OF):
    graph = four_people(holds=holds, **({"plays": plays} if plays else {}))
    return {p.id: p for p in ask(graph, as_of=deal_day).people}


def test_every_statement_is_there_and_the_latest_of_a_source_stands() -> None:
    zhao = rows_of(
        [
            ("zhao", "deal", "enemy", {"source": "visit", "as_of": date(2026, 1, 1)}),
            ("zhao", "deal", "supporter", {"source": "visit", "as_of": date(2026, 2, 1)}),
            ("zhao", "deal", "supporter", {"source": "CRM", "confidence": 0.5}),
            ("zhao", "deal", "enemy", {"source": "CRM", "towards": "rival"}),
            ("zhao", "deal", "enemy", {"source": "later", "as_of": date(2027, 1, 1)}),
        ]
    )["zhao"]
    stances = [r for r in zhao.evidence if r.about == "stance"]
    assert [(r.source, r.says, r.stands, r.confidence, r.agrees) for r in stances] == [
        ("visit", ["supporter"], True, 0.8, True),
        ("CRM", ["supporter"], True, 0.5, True),
        ("visit", ["enemy"], False, 0.8, False),
    ]
    assert (zhao.contradiction, "stance" in zhao.single_source) == (False, False)


@pytest.mark.parametrize(
    ("first", "second", "contradict"),
    [("supporter", "non_supporter", True), ("mentor", "supporter", False),
     ("mentor", "neutral", True), ("supporter", "unknown", False)],
)  # fmt: skip
def test_sources_that_disagree_by_the_rule_contradict(first, second, contradict) -> None:
    zhao = rows_of(
        [("zhao", "deal", first, {"source": "a"}), ("zhao", "deal", second, {"source": "b"})]
    )["zhao"]
    assert zhao.contradiction is contradict
    assert ("stance" in zhao.single_source) is (second == "unknown")


@pytest.mark.parametrize("coach", ["coach", "教练 coach", "qian", "Qian", "钱军"])
def test_a_coachs_word_alone_is_flagged_until_another_source_speaks(coach) -> None:
    told = ("zhao", "deal", "supporter", {"source": coach})
    alone = rows_of([told])["zhao"]
    assert (alone.single_source, alone.coach_alone) == (["stance"], ["stance"])
    more = rows_of([told, ("zhao", "deal", "supporter", {"source": "visit log"})])["zhao"]
    assert (more.single_source, more.coach_alone) == ([], [])
    against = rows_of([told, ("zhao", "deal", "enemy", {"source": "visit log"})])["zhao"]
    assert (against.contradiction, against.coach_alone) == (True, ["stance"])


def test_the_sources_of_a_role_are_there() -> None:
    plays = [
        *FOUR["plays"][:1],
        ("zhao", "deal", "technical_expert", {"role_sources": ["coach"]}),
        ("qian", "deal", "coach", {"role_sources": ["CRM", "visit"]}),
    ]
    known = rows_of(FOUR["holds"], plays)
    zhao, qian = known["zhao"], known["qian"]
    assert [(r.source, r.says) for r in qian.evidence if r.about == "role"] == [
        ("CRM", ["coach"]), ("visit", ["coach"])
    ]  # fmt: skip
    assert (zhao.coach_alone, qian.coach_alone) == (["role"], [])
    assert ("role" in zhao.single_source, "role" in qian.single_source) == (True, False)
    assert known["chen"].single_source == []  # nobody named: not one source, but none
