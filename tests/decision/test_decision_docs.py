"""The page about the model: its code runs, and gives what the page says."""

from __future__ import annotations

import doctest
import re
from pathlib import Path

PAGE = Path(__file__).parents[2] / "docs" / "decision-model.md"


def test_snippets_of_the_decision_model():
    outcome = doctest.testfile(str(PAGE), module_relative=False, encoding="utf-8")
    assert outcome.attempted >= 20
    assert outcome.failed == 0


def test_each_section_has_a_chinese_summary():
    sections = PAGE.read_text(encoding="utf-8").split("\n## ")[1:]
    assert len(sections) >= 10
    bare = [s.splitlines()[0] for s in sections if not re.search(r"摘要.*[一-鿿]{2}", s)]
    assert bare == []


def test_the_strength_of_a_tie_is_told():
    text = PAGE.read_text(encoding="utf-8")
    assert "logit s = logit(level)" in text
    assert ">>> refined(" in text  # an example that runs
