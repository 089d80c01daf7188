"""The rival's-eye view against the same deal with its data swapped by hand."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.decision.narrowed import narrowed
from graph.decision.rivals.eye import rival_narrowed, rivals_eye, rivals_here
from graph.decision.rivals.side import KINDS
from graph.errors import NotFoundError
from graph.settings import Settings
from tests.decision.oracle import STANCE, Oracle, extra
from tests.decision.random_deals import random_deal
from tests.decision.toy_graphs import AS_OF, ask, four_people, toy
from tests.plan.deals import modelled

seeds = st.randoms(use_true_random=False)
MINUS = {word: {v: k for k, v in STANCE.items()}.get(-x) for word, x in STANCE.items()}


def eye(graph, rival="rival"):
    return rivals_eye(graph, "deal", rival, as_of=AS_OF, settings=Settings())


def deal_with_rival(random):
    rows = random_deal(random)
    people = [r[0] for r in rows["works_for"]]
    courted = random.sample(people, random.randint(0, min(3, len(people))))
    rows["courts"] = [("rival", p, random.choice([0.0, 0.3, 0.8, 1.0])) for p in courted]
    rows["bids_on"] = [("rival", "deal")]
    return rows


def towards(rows, rival):
    """The statements about one side, in the words of statements about us."""
    return [
        (r[0], r[1], r[2], {**r[3], "towards": None})
        for r in rows["holds"]
        if extra(r, "towards") == rival
    ]


def swapped(rows):
    """The deal with the rival in our place: COURTS as COVERS, stances turned, by hand."""
    ours, theirs = towards(rows, None), towards(rows, "rival")
    said = Oracle(**{**rows, "holds": theirs})
    holds = []
    for person in dict.fromkeys(r[0] for r in rows["holds"]):
        own = [r for r in theirs if r[0] == person]
        turned = [(p, d, MINUS.get(word, word), more) for p, d, word, more in ours if p == person]
        known = said.stance(person)[0] is not None
        # What is said of us only later turns nothing; what is said of them still names the person.
        told = [r for r in turned if (r[3].get("as_of") or AS_OF) <= AS_OF]
        holds += own if known or not told else turned
    courts = list(enumerate(sorted(rows["courts"], key=lambda r: r[1])))
    return {
        **{k: v for k, v in rows.items() if k not in ("courts", "bids_on", "manages")},
        "holds": holds,
        "covers": [(f"c{i}", r[1], r[2]) for i, r in courts],
        "works_on": [(f"c{i}", "deal") for i, _ in courts] or [("nobody", "deal")],
    }


@given(seeds)
@settings(max_examples=25, deadline=None)
def test_every_number_is_that_of_the_swapped_deal(random):
    rows = deal_with_rival(random)
    graph, other = toy(**rows), ask(toy(**swapped(rows)))
    found = eye(graph)
    side = found.side
    for name in ("lean", "lean_sd", "known_share", "decision_covered", "access_weighted"):
        assert getattr(side, name) == pytest.approx(getattr(other, name), abs=1e-9), name
    assert (side.passes, side.blocked_by) == (other.passes, other.blocked_by)
    assert _people(side) == pytest.approx(_people(other), abs=1e-9)
    assert _access(side) == pytest.approx(_access(other), abs=1e-9)
    assert _findings(side) == pytest.approx(_findings(other), abs=1e-9)
    assert _separators(side) == [[s for s in a if s[0] != "c"] for a in _separators(other)]
    gain = [a.next_contact and a.next_contact.gain_lean for a in (side, other)]
    assert gain[0] == pytest.approx(gain[1], abs=1e-9)


def _people(analysis):
    numbers = ("expected_stance", "variance", "settled_opinion", "influence", "coverage")
    return {(p.id, name): getattr(p, name) for p in analysis.people for name in numbers}


def _access(analysis):
    return {
        (a.decider, name): getattr(a, name)
        for a in analysis.access
        for name in ("reliability", "standard_error", "threads")
    }


def _separators(analysis):
    return [a.separators for a in analysis.access]


def _findings(analysis):
    return {
        (f.kind, f.subject.id, name): getattr(f, name)
        for f in analysis.findings
        if f.kind in KINDS
        for name in ("exposure", "impact", "severity")
    }


@given(seeds)
@settings(max_examples=15, deadline=None)
def test_the_comparison_is_of_the_two_analyses(random):
    rows = deal_with_rival(random)
    graph = toy(**rows)
    ours, theirs, found = Oracle(**rows), Oracle(**swapped(rows)), eye(graph)
    assert {d.decider for d in found.deciders} == set(ours.weights)
    for row in found.deciders:
        one, other = ours.reached(row.decider), theirs.reached(row.decider)
        assert (row.reliability_ours, row.reliability_theirs) == (
            pytest.approx(one, abs=1e-9),
            pytest.approx(other, abs=1e-9),
        )
        threads = ours.threads(row.decider), theirs.threads(row.decider)
        assert (row.threads_ours, row.threads_theirs) == threads
        gap = one - other if abs(one - other) > 1e-9 else threads[0] - threads[1]
        assert row.ahead == ("ours" if gap > 0 else "theirs" if gap < 0 else "even")
    weaker = {p.subject.id for p in found.weaker if p.measure == "reliability"}
    assert weaker == {d.decider for d in found.deciders if d.ahead == "ours"}
    stronger = {p.subject.id for p in found.stronger if p.measure == "coverage"}
    assert stronger == {p.id for p in found.people if p.coverage_theirs > p.coverage_ours + 1e-9}
    stakes = [p.at_stake for p in found.weaker]
    assert stakes == sorted(stakes, reverse=True)


@given(seeds)
@settings(max_examples=15, deadline=None)
def test_assumed_is_who_speaks_of_us_alone(random):
    rows = deal_with_rival(random)
    found, truth = eye(toy(**rows)), Oracle(**rows)
    theirs = Oracle(**{**rows, "holds": towards(rows, "rival")})
    assert found.assumed == [
        p for p in truth.people if truth.stance(p)[0] is not None and theirs.stance(p)[0] is None
    ]


def test_no_contact_says_so_and_stays_an_answer():
    graph = four_people(nodes={"Competitor": {"hua": {"name": "华通", "name_en": "Huatong"}}})
    found = eye(graph, "hua")
    assert [s.id for s in found.side.team] == ["hua"]
    assert (found.covered_theirs, found.access_theirs) == (0, 0)
    assert "No contact of Huatong" in found.notes[0].en
    assert "华通" in found.notes[0].zh
    assert all(d.ahead == "ours" for d in found.deciders)
    assert {f.kind for f in found.side.findings} >= {"uncovered_power", "single_thread"}


def test_in_words_about_them():
    graph = four_people(courts=[("hua", "zhao", 0.6)], nodes=_named())
    found = eye(graph, "hua")
    words = " ".join(f"{f.title.en} {f.sentence.en} {f.action.en}" for f in found.side.findings)
    assert "Huatong" in words
    assert not {"we", "us", "ours", "our"} & set(
        " ".join(f.sentence.en for f in found.side.findings).replace(",", " ").split()
    ) - {"us"}
    assert all(len(f.title.en.split()) <= 5 for f in found.side.findings)
    assert all(f.mend is None for f in found.side.findings)
    ties = {t for f in found.side.findings for _, t, _ in f.evidence.relationships}
    assert "COVERS" not in ties
    assert any(p.sentence.en.startswith("Chen, who carries 100%") for p in found.weaker)


def _named():
    from tests.decision.toy_graphs import FOUR

    return {**FOUR["nodes"], "Competitor": {"hua": {"name": "华通", "name_en": "Huatong"}}}


def test_who_is_here():
    graph = four_people(
        bids_on=[("late", "deal", {"first_seen": AS_OF}), ("elsewhere", "other")],
        courts=[("hua", "zhao", 0.6), ("hua", "qian", 0.6), ("elsewhere", "stranger", 0.6)],
        supplies=[("old", "bank"), ("gone", "bank", {"until": AS_OF})],
    )
    found = rivals_here(graph, "deal", as_of=AS_OF, settings=Settings())
    assert [(r.id, r.bids, r.courts, r.supplies) for r in found] == [
        ("late", True, 0, False),
        ("hua", False, 2, False),
        ("old", False, 0, True),
    ]
    assert found[0].first_seen == AS_OF


def test_a_rival_that_is_not_there():
    graph = four_people(bids_on=[("huatong", "deal")])
    with pytest.raises(NotFoundError) as raised:
        eye(graph, "huatog")
    assert "huatong" in raised.value.say("en")


def test_nobody_known():
    found = eye(toy(for_=[("deal", "bank")], bids_on=[("rival", "deal")]))
    assert (found.side.lean, found.deciders, found.people) == (None, [], [])
    assert found.stated_share is None


@given(seeds)
@settings(max_examples=25, deadline=None)
def test_over_some_kinds_of_ties_it_is_that_of_the_swapped_deal(random):
    rows = deal_with_rival(random)
    hidden = frozenset(random.sample(("INFLUENCES", "REPORTS_TO", "KNOWS"), random.randint(0, 3)))
    found = rival_narrowed(toy(**rows), "deal", "rival", hidden, as_of=AS_OF, settings=Settings())
    other = narrowed(modelled(toy(**swapped(rows)))[0], hidden)
    assert [(a.decider, a.threads) for a in found.access] == [
        (a.decider, a.threads) for a in other.access
    ]
    for mine, theirs in zip(found.access, other.access, strict=True):
        assert mine.reliability == pytest.approx(theirs.reliability, abs=1e-9)
        assert "rival" not in mine.separators


@pytest.mark.parametrize(
    ("acts", "words"), [([], "Nobody is known who acts"), ([("chen", "bid", "decide")], "none of")]
)
def test_a_step_where_a_rival_has_nobody_says_whether_anybody_is_known(acts, words):
    graph = four_people(
        nodes={"Competitor": {"rival": {"name": "R"}}}, has_step=[("deal", "bid")], acts_in=acts
    )
    (found,) = (f for f in eye(graph).side.findings if f.kind == "weak_step")
    assert words in found.sentence.en
