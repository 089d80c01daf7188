"""The figures of the whole sample book are those of each deal's own analysis."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from types import SimpleNamespace

import polars as pl
import pytest

from data import AS_OF, BOOK
from graph.decision import analyze_all
from graph.decision.book import SCHEMA, figures
from graph.settings import Settings
from graph.snapshot import Snapshot
from loaders import read_paths
from ui.terminal import figures_of_book


@pytest.fixture(scope="module")
def snapshot():
    (records,) = read_paths([BOOK]).records
    return Snapshot.from_frames(records.nodes, records.relationships)


@pytest.fixture(scope="module")
def sample(snapshot):
    answers = list(analyze_all(snapshot, as_of=AS_OF, settings=Settings()))
    ids = [a.opportunity.id for a in answers]
    return answers, figures(snapshot, ids, as_of=AS_OF, settings=Settings())


def test_lean_uncertainty_and_structure_are_the_same(sample):
    answers, found = sample
    assert found["opportunity"].to_list() == [a.opportunity.id for a in answers]
    for name in ("lean", "lean_sd", "known_share"):
        expected = [getattr(a, name) for a in answers]
        assert found[name].to_list() == pytest.approx(expected, abs=1e-9)
    threads = [min((w.threads for w in a.access), default=None) for a in answers]
    assert found["fewest_threads"].to_list() == threads
    assert found["people"].to_list() == [len(a.people) for a in answers]


def test_access_loss_and_the_next_meeting_agree_within_the_stated_error(sample):
    answers, found = sample
    for answer, row in zip(answers, found.to_dicts(), strict=True):
        near = 4 * row["access_error"] + 0.002
        assert row["access_weighted"] == pytest.approx(answer.access_weighted, abs=near)
        largest = max((x.loss for x in answer.losses), default=0.0)
        assert row["largest_loss"] == pytest.approx(largest, abs=0.05)
        contact = answer.next_contact
        gain = contact.gain_lean + contact.gain_access if contact else 0.0
        assert row["next_gain"] == pytest.approx(gain, abs=0.025)


def test_a_book_without_deals_and_a_deal_without_anybody():
    empty = Snapshot.from_frames({"Opportunity": pl.DataFrame({"id": ["d"]})}, {})
    asked = {"as_of": date(2026, 3, 31), "settings": Settings()}
    assert figures(empty, [], **asked).schema == SCHEMA
    (row,) = figures(empty, ["d"], **asked).to_dicts()
    assert (row["opportunity"], row["people"], row["lean"]) == ("d", 0, None)


def test_one_deal_alone_does_not_load_the_compiler():
    code = (
        "import sys, cli, graph.decision, graph.decision.book, ui.terminal.analyze\n"
        "assert not {'numba', 'llvmlite'} & set(sys.modules), 'a single deal pays for it'"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.mark.parametrize(("language", "head"), [("en", "meet next"), ("zh", "下一步见")])
def test_in_the_terminal_a_row_a_deal_with_names(snapshot, sample, language, head):
    answers, found = sample
    reader = SimpleNamespace(language=language, word=lambda en, zh: {"en": en, "zh": zh}[language])
    frame = figures_of_book.with_deal(snapshot, found, AS_OF)
    lines = figures_of_book.as_table(frame, snapshot, reader).splitlines()
    assert head in lines[0]
    assert len(lines) == 1 + len(answers)
    most = max(answers, key=lambda a: a.lean)
    named = {p.id: (p.name_en, p.name)[language == "zh"] for p in most.people}
    assert lines[1].startswith(most.opportunity.id)
    next_ = found.filter(opportunity=most.opportunity.id)["next_person"][0]
    assert named[next_] in lines[1]
