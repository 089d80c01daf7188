"""The first deal reads as a story: out of reach, a chain of two, whom to meet, and it mends."""

from __future__ import annotations

import pytest

from data import AS_OF
from graph.decision import analyze, analyze_all
from graph.decision.rivals.eye import rivals_eye
from graph.settings import Settings


@pytest.fixture(scope="module")
def story(answers) -> dict:
    return answers["headline"]


@pytest.fixture(scope="module")
def answer(snapshot, story):
    return analyze(snapshot, story["deal"], as_of=AS_OF, settings=Settings())


def test_it_is_the_first_open_deal_and_the_largest(snapshot, story) -> None:
    deals = [a.opportunity for a in analyze_all(snapshot, as_of=AS_OF, settings=Settings())]
    assert len(deals) == 30
    assert deals[0].id == story["deal"]
    assert max(deals, key=lambda d: d.amount or 0).id == story["deal"]


def test_a_readable_number_of_people_in_departments_with_one_outsider_and_one_unknown(
    answer,
) -> None:
    assert 16 <= len(answer.people) <= 20
    inside = [p for p in answer.people if not p.outsider]
    assert len({p.department for p in inside}) in (4, 5, 6)
    assert sum(p.outsider for p in answer.people) == 1
    assert sum(p.placeholder for p in answer.people) == 1


def test_one_decider_is_reached_through_a_chain_of_two_alone(answer, story) -> None:
    access = {a.decider: a for a in answer.access}
    far = access[story["out_of_reach"]]
    assert far.threads == 1
    assert far.separators == story["chain"]
    assert far.reliability < 0.1


def test_whom_to_ask_and_whom_to_meet(answer, story) -> None:
    assert answer.next_question is not None
    assert answer.next_question.person == story["ask_first"]
    assert answer.next_contact is not None
    assert [answer.next_contact.seller, answer.next_contact.person] == story["meet_next"]


def test_less_than_half_is_known_and_it_is_short_of_passing(answer) -> None:
    assert answer.known_share < 0.5
    assert 0 < answer.lean < 0.2
    assert answer.passes is False


def test_meeting_the_cfo_as_advised_ends_what_is_wrong_with_our_access_to_her(
    snapshot, story
) -> None:
    seller, cfo = story["meet_next"]
    after = analyze(
        snapshot, story["deal"], as_of=AS_OF, settings=Settings(), what_if=[f"meet:{seller}={cfo}"]
    )
    # A meeting is no second source for her part in the deal.
    assert {f.kind for f in after.findings if f.subject.id == cfo} == {"single_source"}


def test_a_rival_depends_on_whom_it_would_lose_and_nobody_meets_a_post(
    snapshot, answer, story
) -> None:
    found = rivals_eye(snapshot, story["deal"], "HT", as_of=AS_OF, settings=Settings())
    (post,) = [p.id for p in answer.people if p.placeholder]
    about = [f for f in found.side.findings if f.subject.id == post]
    assert about
    for finding in found.side.findings:
        met = finding.action.en.partition(" meet ")[2]
        assert not met.startswith("Head of Compliance"), finding.action.en
        assert "Head of Compliance" not in finding.action.en.partition("win ")[2]
    leaning = [f for f in found.side.findings if f.kind == "linchpin"]
    assert all("Liang Mingyuan" in f.sentence.en for f in leaning)
