"""The product finds what was planted in the sample book, and nothing else."""

from __future__ import annotations

import json

import pytest

from data import ANSWERS
from data.generator.planted import CLEAN, PLANS
from graph.settings_rules import kinds

_KNOWN = json.loads(ANSWERS.read_text(encoding="utf-8"))
_PLANTED = {p["deal"]: p for p in _KNOWN["planted"]}


def test_every_kind_is_planted() -> None:
    assert {kind for p in _PLANTED.values() for kind, _ in p["findings"]} == set(kinds())


def test_the_answers_speak_of_all_planted_and_clean_deals() -> None:
    assert set(_PLANTED) == {plan.id for plan, *_ in PLANS}
    assert set(_KNOWN["clean"]) == {plan.id for plan, _ in CLEAN}


@pytest.mark.parametrize("deal", _PLANTED)
def test_a_planted_deal_shows_exactly_what_was_planted(deal, snapshot, found) -> None:
    assert found(snapshot, deal) == {tuple(f) for f in _PLANTED[deal]["findings"]}


@pytest.mark.parametrize("deal", _PLANTED)
def test_taking_the_cause_away_takes_the_finding_away(deal, cured, found) -> None:
    assert found(cured(_PLANTED[deal]["cure"]), deal) == set()


@pytest.mark.parametrize("deal", _KNOWN["clean"])
def test_nothing_is_found_where_nothing_was_planted(deal, snapshot, found) -> None:
    assert found(snapshot, deal) == set()


def test_the_first_deal_shows_its_whole_story(answers, snapshot, found) -> None:
    story = answers["headline"]
    assert found(snapshot, story["deal"]) == {tuple(f) for f in story["findings"]}
