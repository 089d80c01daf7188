"""Weak links: each finding with its proof, its effect, and its end when its cause is removed."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as limits
from hypothesis import strategies as st

from benchmarks.truth import Facts, expected
from graph.decision.what_if.mending import mend_changes
from graph.settings import Settings
from tests.decision.oracle import Oracle, plain
from tests.decision.random_deals import random_deal
from tests.decision.toy_graphs import AS_OF, FOUR, ask, four_people, toy


def said(person, stance):
    """Two sources agree where somebody stands."""
    return [(person, "deal", stance, {"source": source}) for source in ("visit", "partner")]


CLEAN = {
    **FOUR,
    "plays": [
        ("chen", "deal", "decision_maker"),
        ("zhao", "deal", "technical_expert;end_user"),
        ("qian", "deal", "coach"),
    ],
    "holds": [row for p in ("chen", "zhao", "qian", "luo") for row in said(p, "supporter")],
    "covers": [
        ("lin", "chen", 0.9),
        ("he", "chen", 0.85),
        ("he", "zhao", 0.6),
        ("lin", "qian", 0.9),
        ("lin", "luo", 0.5),
    ],
}


def keys(found):
    return {f.key for f in found.findings}


def change(**tables):
    return toy(**{**CLEAN, **tables})


def without(table, *start):
    return [r for r in CLEAN[table] if r[: len(start)] != start]


def test_nothing_is_found_in_a_clean_deal():
    assert keys(ask(toy(**CLEAN))) == set()


def test_worked_example():
    found = ask(four_people())
    assert keys(found) == {
        "single_thread:chen",
        "uncovered_power:chen",
        "uncovered_power:luo",
        "hostile_power:luo",
        "missing_role:end_user",
        "single_source:luo",
        "linchpin:zhao",
    }
    together = {f.cause: set() for f in found.findings}
    for finding in found.findings:
        together[finding.cause].add(finding.kind)
    assert together["coverage:chen"] == {"single_thread", "uncovered_power"}
    assert [f.severity for f in found.findings] == sorted(
        (f.severity for f in found.findings), reverse=True
    )
    thread = found.findings[0]
    assert thread.exposure == pytest.approx(1 - 0.16835)
    assert thread.impact == 1
    assert thread.money == pytest.approx(1_000_000)
    assert "Zhao" in thread.sentence.en
    assert "赵敏" in thread.sentence.zh


@pytest.mark.parametrize(
    ("tables", "expected"),
    [
        ({"covers": without("covers", "lin", "luo")}, {"uncovered_power:luo"}),
        (
            {"holds": [*without("holds", "luo"), *said("luo", "enemy")]},
            {"hostile_power:luo"},
        ),
        (
            {"covers": [*without("covers", "lin", "chen"), ("lin", "zhao", 0.9)]},
            {"seller_dependency:he"},
        ),
        (
            {"covers": [("lin", "chen", 0.9), ("lin", "luo", 0.9)], "works_on": [("lin", "deal")]},
            {"single_thread:chen", "seller_dependency:lin"},
        ),
        ({"plays": without("plays", "qian")}, {"missing_role:coach"}),
        (
            {"plays": without("plays", "zhao")},
            {"missing_role:technical_expert", "missing_role:end_user"},
        ),
        ({"has_step": [("deal", "bid")]}, {"weak_step:bid"}),
        ({"has_step": [("deal", "bid")], "acts_in": [("chen", "bid", "decide")]}, set()),
        (
            {
                "covers": [
                    *without("covers", "lin", "luo"),
                    ("lin", "luo", 0.9, {"last_contact": AS_OF - timedelta(days=400)}),
                ]
            },
            {"fading_tie:luo:lin", "uncovered_power:luo"},
        ),
    ],
)
def test_one_cause_one_finding(tables, expected):
    assert keys(ask(change(**tables))) == expected


def test_a_tender_needs_an_organizer():
    tender = {**CLEAN["nodes"], "Opportunity": {"deal": {"procurement": "tender"}}}
    assert keys(ask(change(nodes=tender))) == {"missing_role:tender_organizer"}
    organized = [*CLEAN["plays"], ("luo", "deal", "tender_organizer")]
    assert keys(ask(change(nodes=tender, plays=organized))) == set()


def test_a_placeholder_is_nobody_known():
    people = {**CLEAN["nodes"]["Person"], "qian": {"placeholder": True}}
    found = ask(change(nodes={**CLEAN["nodes"], "Person": people}))
    assert keys(found) == {"missing_role:coach"}
    (coach,) = found.findings
    assert ("qian", "PLAYS", "deal") in coach.evidence.relationships


def test_done_steps_are_not_weak():
    done = {**CLEAN["nodes"], "Step": {"bid": {"done_on": AS_OF}}}
    later = {**CLEAN["nodes"], "Step": {"bid": {"done_on": AS_OF + timedelta(days=1)}}}
    assert keys(ask(change(nodes=done, has_step=[("deal", "bid")]))) == set()
    assert keys(ask(change(nodes=later, has_step=[("deal", "bid")]))) == {"weak_step:bid"}


def test_a_step_of_strangers_is_weak_until_one_is_covered_or_supports():
    step = {
        "has_step": [("deal", "bid"), ("deal", "sign")],
        "acts_in": [("wu", "bid", "review"), ("he2", "bid", "decide"), ("chen", "sign", "sign")],
    }
    (weak,) = ask(change(**step)).findings
    assert (weak.subject.kind, weak.subject.id, weak.exposure) == ("step", "bid", 1)
    assert weak.impact == pytest.approx(0, abs=1e-12)
    covered = [*CLEAN["covers"], ("lin", "wu", 0.3)]
    assert keys(ask(change(**step, covers=covered))) == set()
    supportive = [*CLEAN["holds"], ("wu", "deal", "mentor")]
    assert keys(ask(change(**step, holds=supportive))) == set()
    barely = [*CLEAN["covers"], ("lin", "wu", 0.29)]
    (weak,) = ask(change(**step, covers=barely)).findings
    assert (weak.exposure, weak.measure.now, weak.measure.if_mended) == (0.71, 0.29, 0.6)


def test_a_finding_stays_while_a_second_cause_remains():
    distant = [("he", "zhao", 0.6), ("lin", "qian", 0.9)]
    two = keys(ask(change(covers=distant)))
    assert {"uncovered_power:chen", "single_thread:chen"} <= two
    one = keys(ask(change(covers=[("lin", "chen", 0.4), ("lin", "zhao", 0.9)])))
    assert "uncovered_power:chen" not in one
    assert "single_thread:chen" in one
    assert "single_thread:chen" not in keys(ask(change(covers=[*distant, ("lin", "chen", 0.4)])))


def test_a_tie_on_the_best_route_may_fade_too():
    old = {"last_contact": AS_OF - timedelta(days=400)}
    weak = {f.key: f for f in ask(four_people(covers=[("lin", "qian", 0.9, old)])).findings}
    fading = weak["fading_tie:qian:lin"]
    assert fading.impact == pytest.approx(0.0466, abs=1e-4)  # too little to be found by power
    assert ("zhao", "REPORTS_TO", "chen") in fading.evidence.relationships
    both = ask(four_people(covers=[("lin", "qian", 0.9, old), ("he", "zhao", 0.9)]))
    assert "fading_tie:qian:lin" not in keys(both)


def test_rules_and_thresholds_are_honoured():
    graph = four_people()
    for kind in ("uncovered_power", "hostile_power", "single_thread", "missing_role"):
        off = Settings.model_validate({"rules": {kind: {"enabled": False}}})
        left = {f.kind for f in ask(graph, settings=off).findings}
        assert left == {f.kind for f in ask(graph).findings} - {kind}
    wide = Settings.model_validate({"rules": {"uncovered_power": {"top_share": 0.9}}})
    assert "uncovered_power:zhao" in keys(ask(graph, settings=wide))
    none = Settings.model_validate({"rules": {"missing_role": {"required": []}}})
    assert "missing_role:end_user" not in keys(ask(graph, settings=none))
    three = Settings.model_validate({"rules": {"single_thread": {"threads": 3}}})
    (single,) = ask(change(), settings=three).findings
    assert (single.measure.now, single.measure.if_mended) == (2, 3)
    assert "2 routes" in single.sentence.en


def has_evidence(rows, finding):
    """The proof is made of relationships that are really stated, and is never empty."""
    stated = {
        (r[0], name.rstrip("_").upper(), r[1])
        for name, table in rows.items()
        if name != "nodes"
        for r in table
    }
    ends = {"deal"} | {e for u, _, v in stated for e in (u, v)}
    assert finding.evidence.nodes
    assert set(finding.evidence.nodes) <= ends
    assert set(finding.evidence.relationships) <= stated
    assert {e for u, _, v in finding.evidence.relationships for e in (u, v)} <= set(
        finding.evidence.nodes
    )
    if finding.subject.kind == "person":
        assert finding.subject.id in finding.evidence.nodes


def facts_of(truth):
    """Hand the oracle's figures to the definitions of the weak links."""
    at = {p: i for i, p in enumerate(truth.people)}
    ours = [r for r in truth.get("covers") if r[0] in truth.team() and r[1] in at]
    towards = {rival: truth.towards(rival) for rival in truth.rivals()}
    return Facts(
        people=truth.people,
        d=truth.d,
        v=truth.v,
        e=truth.e,
        c=np.array([s[1] for s in truth.stances]),
        var=truth.var,
        a=np.array([[truth.a(i, j) for j in truth.people] for i in truth.people]),
        level=np.array([truth.level(p) for p in truth.people]),
        ties=[(r[0], at[r[1]], truth.strength(r)) for r in ours],
        once=[plain(r) for r in ours],
        told=[[t for t in truth.told(p) if t[1] > 0] for p in truth.people],
        role_sources=[set() for _ in truth.people],
        roles={r for own in truth.roles.values() for r in own},
        steps={"step": [at[r[0]] for r in truth.get("acts_in")]},
        courts={
            rival: [
                (at[r[1]], truth.strength(r))
                for r in truth.get("courts")
                if r[0] == rival and r[1] in at
            ]
            for rival in truth.rivals()
        },
        towards={
            r: np.array([x if x is not None else np.nan for x in towards[r]]) for r in towards
        },
        late=truth.late(),
    )


seeds = st.randoms(use_true_random=False)


def faded(rows, random):
    """Let some of our ties be old, and rivals court people and bid, one of them late."""
    old = [
        (s, p, x, {"last_contact": AS_OF - timedelta(days=random.choice([0, 200, 400]))})
        for s, p, x, _ in rows["covers"]
    ]
    people = sorted({r[0] for r in rows["works_for"]})
    courted = random.sample(people, random.randint(0, min(3, len(people))))
    return {
        **rows,
        "nodes": {"Opportunity": {"deal": {"shortlisted_on": AS_OF - timedelta(days=20)}}},
        "covers": old,
        "courts": [("rival", p, random.choice([0.0, 0.3, 0.9])) for p in courted],
        "bids_on": [
            (r, "deal", {"first_seen": AS_OF - timedelta(days=random.choice([-5, 5, 30]))})
            for r in ("rival", "other")
            if random.random() < 0.5
        ],
    }


@given(seeds)
@limits(max_examples=24, deadline=None)
def test_found_exactly_where_the_table_says(random):
    rows = faded(random_deal(random), random)
    truth, found = Oracle(**rows), ask(toy(**rows))
    sure, doubtful = expected(facts_of(truth))
    assert sure <= keys(found) <= sure | doubtful
    for finding in found.findings:
        has_evidence(rows, finding)
        assert 0 <= finding.exposure <= 1
        assert 0 <= finding.impact <= 1
        assert finding.severity == pytest.approx(finding.exposure * finding.impact)
        assert len(finding.title.en.split()) <= 5
        assert all((finding.sentence.zh, finding.action.zh, finding.cause, finding.measure.name))
    assert ask(toy(**rows)) == found


def mended(rows, finding, truth):
    """The rows after the cause of a finding is really removed."""
    mend = finding.mend
    if finding.kind == "single_thread":
        seller = mend.seller or "newcomer"
        joined = [(s, "deal") for s in sorted({*truth.team(), seller})]
        return {
            **rows,
            "works_on": joined,
            "covers": [*rows["covers"], (seller, mend.person, mend.strength)],
        }
    fresh = [
        (s, p, x, {"last_contact": AS_OF})
        if (s, p) == (mend.seller, mend.person)
        else (s, p, x, more)
        for s, p, x, more in rows["covers"]
    ]
    return {**rows, "covers": fresh}


@given(seeds)
@limits(max_examples=20, deadline=None)
def test_mending_does_what_was_promised(random):
    rows = faded(random_deal(random), random)
    truth = Oracle(**rows)
    before = ask(toy(**rows))
    for finding in before.findings:
        if finding.kind == "hostile_power":
            after = ask(toy(**rows), f"stance:{finding.subject.id}=neutral")
            assert after.lean == pytest.approx(finding.measure.if_mended, abs=1e-9)
        elif finding.kind == "single_thread":
            after = ask(toy(**mended(rows, finding, truth)))
            (row,) = (a for a in after.access if a.decider == finding.subject.id)
            assert row.threads == finding.measure.if_mended
            best = max((_threads_with(rows, finding, s) for s in truth.team()), default=0)
            assert row.threads >= best
            assert finding.mend.seller or best <= finding.measure.now
        elif finding.kind == "fading_tie":
            after = ask(toy(**mended(rows, finding, truth)))
            (tie,) = (
                c
                for p in after.people
                if p.id == finding.mend.person
                for c in p.covers
                if c.seller == finding.mend.seller
            )
            assert tie.strength == pytest.approx(finding.measure.if_mended)
        else:
            continue
        assert finding.key not in keys(after) or finding.measure.if_mended < 2


def _threads_with(rows, finding, seller):
    """The most threads that one more contact of a seller of ours can give, with anybody."""
    people = {p for r in rows["covers"] for p in r[1:2]} | {finding.subject.id}
    counts = []
    for person in people:
        kept = [r for r in rows["covers"] if r[:2] != (seller, person)]
        changed = Oracle(**{**rows, "covers": [*kept, (seller, person, 0.6)]})
        team = changed.team()
        counts.append(changed.threads(finding.subject.id) if seller in team else 0)
    return max(counts)


@given(seeds)
@limits(max_examples=20, deadline=None)
def test_coverage_really_mends(random):
    rows = faded(random_deal(random), random)
    truth, before = Oracle(**rows), ask(toy(**rows))
    for finding in before.findings:
        if finding.kind not in {"uncovered_power", "weak_step"} or not finding.mend.person:
            continue
        if finding.mend.seller is None:
            continue
        person, seller = finding.mend.person, finding.mend.seller
        kept = [r for r in rows["covers"] if r[1] != person]
        team = [(s, "deal") for s in truth.team()]
        graph = toy(**{**rows, "works_on": team, "covers": [*kept, (seller, person, 0.6)]})
        after = ask(graph)
        assert finding.key not in keys(after)
        if finding.kind == "uncovered_power":
            assert after.decision_covered == pytest.approx(finding.measure.if_mended, abs=1e-9)
        else:
            strengths = {p.id: p.coverage for p in after.people}
            actors = {r[0] for r in rows["acts_in"]}
            assert max(strengths[a] for a in actors) == pytest.approx(finding.measure.if_mended)


def number_of(answer, finding):
    """The number that mending a finding changes, looked up in an answer."""
    mend, people = finding.mend, {p.id: p for p in answer.people}
    return {
        "lean": lambda: answer.lean,
        "decision_covered": lambda: answer.decision_covered,
        "threads": lambda: next(a.threads for a in answer.access if a.decider == mend.person),
        "best_strength": lambda: people[mend.person].coverage,
        "tie_strength": lambda: next(
            c.strength for c in people[mend.person].covers if c.seller == mend.seller
        ),
        "loss": lambda: next((x.loss for x in answer.losses if x.id == finding.subject.id), 0.0),
    }[finding.measure.name]()


@given(seeds)
@limits(max_examples=6, deadline=None)
def test_the_mend_tried_as_a_what_if_gives_the_number_that_was_promised(random):
    rows = faded(random_deal(random), random)
    before = ask(toy(**rows))
    for finding in before.findings:
        changes = mend_changes(before, finding)
        if not changes or finding.kind == "broken_chain":
            continue
        then = number_of(ask(toy(**rows), *changes), finding)
        assert then == pytest.approx(finding.measure.if_mended, abs=1e-9), changes


def test_what_is_lacking_to_a_coverage_is_supposed_of_one_seller():
    weak = [("lin", "chen", 0.1), ("he", "chen", 0.15), *without("covers", "lin", "chen")]
    rows = {**CLEAN, "covers": [r for r in weak if r[:2] != ("he", "chen") or r[2] < 0.2]}
    before = ask(toy(**rows))
    (finding,) = (f for f in before.findings if f.key == "uncovered_power:chen")
    after = ask(toy(**rows), *mend_changes(before, finding))
    assert next(p.coverage for p in after.people if p.id == "chen") == pytest.approx(0.6)
    assert after.decision_covered == pytest.approx(finding.measure.if_mended)
