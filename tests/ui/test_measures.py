"""Every measure that a rule gives is called something in both languages on the screen."""

from __future__ import annotations

import re
from pathlib import Path

import graph.decision.rules as rules
from ui.deal.mending import measures


def test_every_measure_has_a_name() -> None:
    given = {
        name
        for path in Path(rules.__file__).parent.glob("*.py")
        for name in re.findall(r'Measure\(\s*name="(\w+)"', path.read_text(encoding="utf-8"))
    }
    assert len(given) > 8
    assert given == set(measures())
