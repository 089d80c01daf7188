"""The page about the model: its code runs, and gives what the page says."""

from __future__ import annotations

import doctest
from pathlib import Path

PAGE = Path(__file__).parents[2] / "docs" / "decision-model.md"


def test_snippets_of_the_decision_model():
    outcome = doctest.testfile(str(PAGE), module_relative=False, encoding="utf-8")
    assert outcome.attempted >= 20
    assert outcome.failed == 0
