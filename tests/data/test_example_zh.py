"""The small Chinese example is the worked example of the docs, figure for figure."""

from __future__ import annotations

from datetime import date

import pytest

from data import EXAMPLE_ZH
from graph.decision import analyze
from graph.settings import Settings
from graph.snapshot import Snapshot
from loaders import read_paths


@pytest.fixture(scope="module")
def answer():
    result = read_paths([EXAMPLE_ZH])
    assert result.rejects.is_empty(), result.rejects
    (one,) = result.records
    snapshot = Snapshot.from_frames(one.nodes, one.relationships)
    return analyze(snapshot, "YL-1", as_of=date(2026, 3, 31), settings=Settings())


def test_its_files_are_in_the_encoding_that_spreadsheets_write() -> None:
    text = (EXAMPLE_ZH / "people.csv").read_bytes()
    assert "编号,姓名" in text.decode("gb18030")
    with pytest.raises(UnicodeDecodeError):
        text.decode("utf-8")


def test_it_gives_the_figures_of_the_docs(answer) -> None:
    shares = {p.id: round(p.influence, 4) for p in answer.people}
    assert shares == {"chen": 0.5692, "zhao": 0.1281, "qian": 0.0466, "luo": 0.2561}
    assert round(answer.lean, 4) == -0.014
    assert round(answer.lean_sd, 4) == 0.3424
    assert round(answer.known_share, 4) == 0.3446
    assert answer.access[0].reliability == pytest.approx(0.16835)
    assert answer.access[0].separators == ["zhao"]


def test_words_and_figures_are_understood(answer) -> None:
    assert (answer.opportunity.stage, answer.opportunity.amount) == ("technical", 1_200_000)
    assert answer.opportunity.expected_close == date(2026, 6, 1)
