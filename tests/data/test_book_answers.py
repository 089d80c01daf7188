"""The product finds what was planted in the sample book, and nothing else."""

from __future__ import annotations

import json
from collections import Counter

import pytest

from data import ANSWERS
from data.generator.planted import CLEAN, PLANS

_KNOWN = json.loads(ANSWERS.read_text(encoding="utf-8"))
_PLANTED = {p["deal"]: p for p in _KNOWN["planted"]}
KINDS = {
    "uncovered_power", "hostile_power", "single_thread", "missing_role", "weak_step", "fading_tie",
}  # fmt: skip


def _now(findings: set[tuple[str, str]]) -> set[tuple[str, str]]:
    """Keep the kinds that the answers speak of: later kinds have answers of their own."""
    return {f for f in findings if f[0] in KINDS}


def test_every_kind_is_planted_several_times() -> None:
    count = Counter(kind for p in _PLANTED.values() for kind, _ in p["findings"])
    assert set(count) == KINDS
    assert min(count.values()) >= 3


def test_the_answers_speak_of_all_planted_and_clean_deals() -> None:
    assert set(_PLANTED) == {plan.id for plan, *_ in PLANS}
    assert set(_KNOWN["clean"]) == {plan.id for plan, _ in CLEAN}


@pytest.mark.parametrize("deal", _PLANTED)
def test_a_planted_deal_shows_exactly_what_was_planted(deal, snapshot, found) -> None:
    assert _now(found(snapshot, deal)) == {tuple(f) for f in _PLANTED[deal]["findings"]}


@pytest.mark.parametrize("deal", _PLANTED)
def test_taking_the_cause_away_takes_the_finding_away(deal, cured, found) -> None:
    assert _now(found(cured(_PLANTED[deal]["cure"]), deal)) == set()


@pytest.mark.parametrize("deal", _KNOWN["clean"])
def test_nothing_is_found_where_nothing_was_planted(deal, snapshot, found) -> None:
    assert _now(found(snapshot, deal)) == set()


def test_the_first_deal_shows_its_whole_story(answers, snapshot, found) -> None:
    story = answers["headline"]
    assert _now(found(snapshot, story["deal"])) == {tuple(f) for f in story["findings"]}
