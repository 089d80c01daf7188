"""What-if on roles, contacts and people outside, its warnings, and comparisons of two analyses."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.decision.rules.power import _neutral
from graph.decision.rules.wording import Name
from graph.decision.what_if.changes import FORMS, worded
from graph.decision.what_if.compare import compare
from graph.errors import NotFoundError, UsageError
from tests.decision.oracle import Oracle
from tests.decision.random_deals import ROLES, random_deal
from tests.decision.toy_graphs import FOUR, ask, four_people, toy

seeds = st.randoms(use_true_random=False)
WITH_WU = {"works_for": [*FOUR["works_for"], ("wu", "bank", 5)]}


def said(found) -> str:
    return " ".join(n.en for n in found.notes)


@given(seeds)
@settings(max_examples=20, deadline=None)
def test_a_role_is_as_if_stated(random):
    rows = random_deal(random)
    who, role = random.choice(rows["works_for"])[0], random.choice(ROLES)
    plays = {r[0]: r for r in rows["plays"]}
    old = plays.get(who, (who, "deal", "", {}))
    roles = ";".join([*filter(None, old[2].split(";")), role])
    others = [r for r in rows["plays"] if r[0] != who]
    stated = {**rows, "plays": [*others, (who, "deal", roles, old[3])]}
    found, truth = ask(toy(**rows), f"role:{who}={role}"), Oracle(**stated)
    assert [p.id for p in found.people] == truth.people
    assert [p.influence for p in found.people] == pytest.approx(list(truth.v), abs=1e-9)
    assert {d.id: d.weight for d in found.deciders} == pytest.approx(truth.weights)


@given(seeds, st.sampled_from([0.0, 0.4, 1.0]))
@settings(max_examples=20, deadline=None)
def test_a_contact_is_as_if_stated(random, strength):
    rows = random_deal(random)
    rows["works_on"] = [("s0", "deal")]
    who = random.choice(rows["works_for"])[0]
    kept = [r for r in rows["covers"] if r[:2] != ("s0", who)]
    stated = {**rows, "covers": [*kept, ("s0", who, strength)]}
    found, truth = ask(toy(**rows), f"cover:s0>{who}={strength}"), Oracle(**stated)
    assert [p.id for p in found.people] == truth.people
    for way in found.access:
        assert way.reliability == pytest.approx(truth.reached(way.decider), abs=1e-9)
        assert way.threads == truth.threads(way.decider)


def test_a_contact_brings_its_seller_into_the_team():
    nodes = {**FOUR["nodes"], "Seller": {**FOUR["nodes"]["Seller"], "new": {}}}
    found = ask(four_people(nodes=nodes), "cover:new>chen=0.6")
    assert [s.id for s in found.team] == ["he", "lin", "new"]
    assert next(p for p in found.people if p.id == "chen").coverage == 0.6


def test_a_meeting_lifts_a_supposed_contact():
    found = ask(four_people(), "meet:lin=chen", "cover:lin>chen=0.4")
    assert next(p for p in found.people if p.id == "chen").coverage == pytest.approx(0.7)


def test_a_role_of_somebody_outside_brings_them_in_and_says_so():
    found = ask(four_people(**WITH_WU), "role:wu=decision_maker")
    assert {d.id: d.weight for d in found.deciders} == {"chen": 0.5, "wu": 0.5}
    assert "no part in this deal so far" in said(found)


def test_a_role_beside_votes_says_that_votes_decide():
    plays = [("chen", "deal", "decision_maker", {"vote_weight": 1.0}), ("zhao", "deal", "coach")]
    found = ask(four_people(plays=plays), "role:zhao=decision_maker")
    assert [d.id for d in found.deciders] == ["chen"]
    assert "they decide" in said(found)


@pytest.mark.parametrize(
    ("changes", "note"),
    [
        (["stance:luo=mentor", "stance:luo=enemy"], "Two stances of Luo"),
        (["cover:lin>chen=0.2", "cover:lin>chen=0.9"], "contact of Lin with Chen"),
        (["influence:luo>chen=0.2", "influence:luo>chen=0"], "influence of Luo on Chen"),
        (["remove:luo", "stance:luo=mentor"], "Luo is removed"),
        (["influence:luo>chen=0.2", "remove:luo"], "Luo is removed"),
        (["stance:wu=enemy"], "wu has had no part in this deal so far"),
        (["remove:wu"], "taking them out changes nothing"),
        (["cover:lin>wu=0.4"], "supposed contact changes nothing"),
        (["influence:chen>wu=0.4"], "supposed influence changes nothing"),
    ],
)  # fmt: skip
def test_warnings(changes, note):
    found = ask(four_people(**WITH_WU), *changes)
    assert note in said(found)
    assert all(any("一" <= c <= "鿿" for c in n.zh) for n in found.notes)


@pytest.mark.parametrize(
    "changes",
    [
        ["stance:luo=mentor"],
        ["stance:luo=mentor", "stance:luo=mentor"],
        ["stance:qian=mentor"],  # no part is stated, but people listen to Qian
        ["remove:luo"],
        ["influence:wu>chen=0.5"],
        ["cover:lin>luo=0.4", "meet:lin=luo"],
    ],
)
def test_what_is_in_order_warns_of_nothing(changes):
    notes = {n.en for n in ask(four_people(**WITH_WU), *changes).notes}
    assert all(n.startswith("Not enough known") for n in notes)


def test_the_later_of_two_stances_stands():
    found = ask(four_people(), "stance:luo=mentor", "stance:luo=enemy")
    assert next(p for p in found.people if p.id == "luo").stance == -1


@pytest.mark.parametrize(
    ("change", "error", "hint"),
    [
        ("role:luo=decison_maker", UsageError, "decision_maker"),
        ("role:luo", UsageError, FORMS["role"]),
        ("cover:lin=0.5", UsageError, FORMS["cover"]),
        ("cover:lin>chen=2", UsageError, "between 0 and 1"),
        ("cover:linn>chen=0.5", NotFoundError, "lin"),
        ("role:luoo=coach", NotFoundError, "luo"),
    ],
)
def test_wrong_words(change, error, hint):
    with pytest.raises(error) as raised:
        ask(four_people(), change)
    assert hint in raised.value.say("en")


def test_changes_in_words():
    graph = four_people()
    found = [
        worded(c, graph)
        for c in ("stance:luo=enemy", "remove:luo", "meet:lin=chen", "influence:luo>chen=0.6",
                  "role:luo=approver", "cover:lin>chen=0.6")
    ]  # fmt: skip
    assert [t.en for t in found] == [
        "Luo is enemy",
        "Luo leaves the deal",
        "Lin meets Chen",
        "Luo influences Chen: 60%",
        "Luo is also approver",
        "Lin covers Chen at 60%",
    ]
    assert [t.zh for t in found][2:4] == ["林悦拜访陈国栋", "罗明影响陈国栋：60%"]


# -- comparisons -----------------------------------------------------------------------------


@given(seeds)
@settings(max_examples=12, deadline=None)
def test_a_comparison_says_what_two_recomputations_say(random):
    rows = random_deal(random)
    rows["works_on"] = [("s0", "deal")]
    gone, told = (random.choice(rows["works_for"])[0] for _ in range(2))
    changes = [f"remove:{gone}", f"cover:s0>{told}=0.6"]
    left = {name: [r for r in table if gone not in r[:2]] for name, table in rows.items()}
    if told != gone:
        left["covers"] = [r for r in left["covers"] if r[:2] != ("s0", told)]
        left["covers"].append(("s0", told, 0.6))
    graph = toy(**rows)
    found = compare(ask(graph), ask(graph, *changes), changes)
    one, other = Oracle(**rows), Oracle(**left)
    _same_figures(found, one, other)
    _same_people(found, one, other)
    for way in found.access:
        for oracle, reached, threads in (
            (one, way.reliability_before, way.threads_before),
            (other, way.reliability_after, way.threads_after),
        ):
            if way.decider not in oracle.weights:
                assert reached is None
                assert threads is None
            else:
                assert reached == pytest.approx(oracle.reached(way.decider), abs=1e-9)
                assert threads == oracle.threads(way.decider)


def _same_figures(found, one, other):
    for oracle, when in ((one, "before"), (other, "after")):
        lean = getattr(found.figure("lean"), when)
        known = getattr(found.figure("known_share"), when)
        if not oracle.weights:
            assert (lean, known) == (None, None)
            continue
        assert lean == pytest.approx(float(oracle.v @ oracle.e), abs=1e-9)
        assert known == pytest.approx(
            sum(v * s[1] for v, s in zip(oracle.v, oracle.stances, strict=True)), abs=1e-9
        )


def _same_people(found, one, other):
    sides = [{p: (x, v) for p, x, v in zip(o.people, o.x, o.v, strict=True)} for o in (one, other)]
    listed = {p.id: p for p in found.people}
    for id_ in {*sides[0], *sides[1]}:
        if id_ not in listed:
            assert sides[0][id_] == pytest.approx(sides[1][id_], abs=1e-8)
            continue
        row = listed[id_]
        for side, pair in (
            (sides[0], (row.opinion_before, row.influence_before)),
            (sides[1], (row.opinion_after, row.influence_after)),
        ):
            assert pair == (pytest.approx(side[id_], abs=1e-9) if id_ in side else (None, None))


def test_an_analysis_against_itself():
    found = compare(ask(four_people()), ask(four_people()))
    assert (found.gone, found.new, found.people) == ([], [], [])
    assert [s.en for s in found.sentences] == ["Nothing changes."]


def test_findings_that_go_and_come():
    before = ask(four_people())
    met = compare(before, ask(four_people(), "cover:lin>chen=0.9"))
    assert "uncovered_power:chen" in {f.key for f in met.gone}
    assert any(s.en.startswith("Weak links gone") for s in met.sentences)
    lost = compare(before, ask(four_people(), "stance:chen=enemy"))
    assert "hostile_power:chen" in {f.key for f in lost.new}
    assert "still short of passing by 0.78" in lost.sentences[0].en


def test_a_veto_that_comes():
    plays = [*FOUR["plays"], ("luo", "deal", "approver", {"veto": True})]
    graph = four_people(plays=plays, holds=FOUR["holds"][:2])
    found = compare(ask(graph), ask(graph, "stance:luo=enemy"))
    assert (found.blocked_before, found.blocked_after) == ([], ["luo"])
    assert any(s.en == "Luo now blocks it by veto." for s in found.sentences)
    assert any(s.zh == "罗明现以否决权阻止该商机。" for s in found.sentences)


def test_no_decider_before_and_after():
    graph = four_people(plays=[], works_for=[("chen", "bank"), ("wu", "bank")])
    found = compare(ask(graph), ask(graph, "role:wu=decision_maker"))
    assert found.figure("lean").before is None
    assert "Somebody is known to decide now" in found.sentences[0].en
    back = compare(ask(graph, "role:wu=decision_maker"), ask(graph))
    assert "Nobody is known to decide any more" in back.sentences[0].en


def test_a_move_too_small_to_show_is_said_to_be_small() -> None:
    far = {"influences": [("qian", "zhao", 0.6), ("luo", "chen", 0.3), ("wu", "qian", 0.001)]}
    found = compare(ask(four_people(**far)), ask(four_people(**far), "stance:wu=enemy"))
    lean = found.figure("lean")
    assert 0 < abs(lean.after - lean.before) < 0.005
    assert found.sentences[0].en.startswith("The lean hardly moves from \u22120.01: ")
    assert found.sentences[0].zh.startswith("倾向几乎不变，仍约为 \u22120.01：")


@given(seeds)
@settings(max_examples=30, deadline=None)
def test_no_sentence_moves_from_a_figure_to_itself(r) -> None:
    """Faint ties to us and among them: much that moves is too small for the digits shown."""
    faint = [("wu", p, r.choice([0.0005, 0.004, 0.03, 0.2])) for p in ("chen", "zhao", "qian")]
    graph = four_people(influences=[("qian", "zhao", 0.6), *faint])
    change = r.choice(["stance:wu=enemy", "cover:lin>wu=0.3", "cover:he>wu=0.9"])
    for one in compare(ask(graph), ask(graph, change)).sentences:
        told = re.search(r"from (\S+) to (\S+?)[.:]( |$)|chance of (\S+) instead of (\S+),", one.en)
        if told:
            assert (told[1] or told[4]) != (told[2] or told[5]), one.en


def test_an_opponent_of_no_weight_hardly_moves_the_lean() -> None:
    name = Name("wu", "Wu", "吴")
    assert _neutral(name, "+0.06", "+0.06").en.endswith("the lean hardly moves from +0.06.")
    assert _neutral(name, "+0.06", "+0.09").en.endswith("moves from +0.06 to +0.09.")
