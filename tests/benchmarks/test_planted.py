"""Every kind of weak link planted into a few generated books: found, kept, ended, none invented."""

from __future__ import annotations

from random import Random

import pytest

from benchmarks import planted
from benchmarks.planted_causes import KINDS
from benchmarks.planted_ties import generated, real
from graph.settings import Settings
from graph.settings_rules import kinds


@pytest.fixture(scope="module")
def tally():
    return planted.judge(range(18), generated)


def test_every_kind_is_planted(tally) -> None:
    assert set(KINDS) == set(kinds())
    assert set(tally.planted) == set(KINDS)
    assert tally.planted.total() == 18


def test_what_is_planted_is_found_stays_for_a_second_cause_and_ends_when_mended(tally) -> None:
    assert tally.found == tally.planted
    assert tally.kept == tally.planted
    assert tally.ended == tally.planted


def test_nothing_is_missed_and_nothing_invented(tally) -> None:
    assert tally.missed == []
    assert tally.invented == []
    assert tally.unproven == 0


def test_a_rule_that_looks_away_or_sees_too_much_is_noticed(monkeypatch) -> None:
    def rules(**own):
        found = Settings.model_validate({"rules": own})
        monkeypatch.setattr(planted, "Settings", lambda: found)

    rules(power_gap={"enabled": False})
    blind = planted.judge(range(13, 14), generated)
    assert blind.found.total() == 0
    assert any("power_gap" in key for key in blind.missed)
    rules(uncovered_power={"little_coverage": 0.99})
    assert any("uncovered_power" in key for key in planted.judge(range(1), generated).invented)


@pytest.mark.skipif(real() is None, reason="no validation data")
def test_real_topologies_are_read() -> None:
    found = {t.name: t for t in real()(Random(1))}
    assert (found["strike"].size, len(found["strike"].knows)) == (24, 38)
    assert (found["Sawmill"].size, len(found["Sawmill"].knows)) == (36, 62)
    assert len(found["managers, friendship"].reports) == 20
    assert found["mails"].listens
