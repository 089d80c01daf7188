"""Companies that nobody leads into: told by reason, however many they are."""

from __future__ import annotations

import pytest

from graph.cross_sell.results import Unreachable
from graph.decision.results import Sentence
from graph.snapshot import Snapshot
from ui.terminal.cross_sell import Names, _unreachable
from ui.terminal.terminal import Terminal


@pytest.mark.parametrize(
    ("lang", "wide", "two"),
    [
        ("en", "e0, e1, e2, e3, e4 and 295 more: No decider.", "e300, e301: No route."),
        ("zh", "e0、e1、e2、e3、e4等 300 家: 没有决策者。", "e300、e301: 没有路线。"),
    ],
)
def test_one_line_a_reason(lang: str, wide: str, two: str) -> None:
    none = Sentence(en="No decider.", zh="没有决策者。")
    no_way = Sentence(en="No route.", zh="没有路线。")
    left = [Unreachable(member=f"e{i}", because=none if i < 300 else no_way) for i in range(302)]
    terminal = Terminal(asked_language=lang)
    names = Names(Snapshot.from_frames({}, {}), terminal.language)
    assert _unreachable(left, names, terminal) == [wide, two]
