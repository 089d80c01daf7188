"""What a person's card says of evidence, status and goal, and what it does not say."""

from __future__ import annotations

import html
import re
from datetime import date

import pytest

from graph.decision.results import EvidenceRow, PersonRow, Sentence
from ui.deal import grounds
from ui.deal.evidence import says, source_name

DAY = date(2026, 3, 31)


def said(markup) -> str:
    return html.unescape(" ".join(re.sub(r"<[^>]+>", " ", str(markup)).split()))


def person(**more) -> PersonRow:
    return PersonRow(id="li", name="Li", stance=0.5, **more)


def row(says: str, source: str, day: int, **more) -> EvidenceRow:
    return EvidenceRow(about="stance", says=[says], source=source, as_of=date(2026, 3, day), **more)


def test_what_stands_comes_first_and_what_is_superseded_says_so():
    text = said(
        grounds.grounds(
            person(evidence=[row("neutral", "CRM", 1, stands=False), row("mentor", "visit", 9)]),
            DAY,
        )
    )
    assert text.index("Mentor") < text.index("visit · 9 Mar") < text.index("Neutral superseded")
    assert "contradict" not in text
    assert "disagrees" not in text


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"contradiction": True}, "Sources contradict each other on the stance."),
        (
            {"coach_alone": ["stance"], "single_source": ["stance"]},
            "Stance: a coach's word that no other source confirms.",
        ),
        ({"single_source": ["stance", "role"]}, "Stance and role: one source alone."),
        ({"single_source": ["role"]}, "Role: one source alone."),
    ],
)
def test_each_doubt_is_said_alone(more, words):
    every = {"contradict", "no other source", "source alone"}
    text = said(grounds.grounds(person(**more), DAY))
    assert words in text
    assert [w for w in every if w in text] == [w for w in every if w in words]


def test_a_source_that_disagrees_is_marked():
    evidence = [row("mentor", "a", 2, agrees=False), row("enemy", "b", 3, agrees=True)]
    text = said(grounds.grounds(person(evidence=evidence), DAY))
    assert "Mentor disagrees" in text
    assert "Enemy disagrees" not in text


def test_the_status_says_why_and_how_to_override_it():
    reason = Sentence(en="Holds 30%.", zh="占 30%。")
    suggested = person(status="inner_circle", status_source="suggested", status_reason=reason)
    text = said(grounds.status(suggested))
    assert "Inner circle" in text
    assert "Holds 30%. suggested by the graph" in text
    assert "To override" in text
    stated = said(grounds.status(suggested.model_copy(update={"status_source": "stated"})))
    assert "stated in the data" in stated
    assert "To override" not in stated
    assert grounds.status(person()) is None


@pytest.mark.parametrize(
    ("cover", "goal", "css"), [(0.6, 0.6, "good"), (0.59, 0.6, "bad"), (0.9, 0.6, "good")]
)
def test_cover_is_told_against_its_goal(cover, goal, css):
    ((name, value),) = grounds.coverage(person(coverage=cover, goal=goal, goal_from="level_1"))
    assert name == "Our cover"
    assert f'class="{css}"' in str(value)
    assert said(value) == f"{cover:.0%} of {goal:.0%}"
    assert 'title="wanted for level 1"' in str(value)


def test_without_a_goal_none_is_named():
    ((_, value),) = grounds.coverage(person(coverage=0.2))
    assert said(value) == "20%"


def test_evidence_of_a_part_names_its_source_and_whole_votes():
    part = {"roles": ["approver"], "vote_weight": 4.0, "role_sources": ["visit"],
            "sources": ["plays.csv"]}  # fmt: skip
    assert says("PLAYS", part, DAY).endswith("votes 4")
    assert says("PLAYS", part | {"vote_weight": 0.25}, DAY).endswith("votes 0.25")
    assert source_name(part) == "visit"
    assert source_name(part | {"role_sources": None}) == "plays.csv"
