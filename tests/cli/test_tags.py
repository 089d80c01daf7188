"""``linchpin tags``: the answers of each verb, what is refused, and with which exit code."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from graph.customers.tags.results import TagView
from tests.cli.test_terminal_answers import AS_OF, asked
from ui.terminal.tags import _view
from ui.terminal.terminal import Terminal


@pytest.fixture
def tagged(loaded: str, linchpin):
    """Return a function that defines a tag on the small book; what was defined goes again."""
    made: list[str] = []

    def define(tag: str, *words: str, name: str = "A tag", dimension: str = "business"):
        made.append(tag)
        named = ("--name", name, "--dimension", dimension)
        return linchpin("tags", "define", tag, *named, *words, *AS_OF)

    yield define
    for tag in dict.fromkeys(made):
        linchpin("tags", "remove", tag, *AS_OF)


def test_a_tag_from_definition_to_carriers(tagged, linchpin) -> None:
    rule = "MATCH (e:Enterprise) RETURN e.id AS id"
    said = tagged("T-R", "--rule", rule, "--confidence", "0.6", name='=1+1 "x"')
    assert said.code == 0
    assert "Everybody meets it" in said.err
    before = asked(linchpin, "tags-preview", "tags", "preview", "T-R", "--top", "0", *AS_OF)
    assert (before["carriers"], before["ids"], before["coverage"]) == (1, ["bank"], 1.0)
    assert asked(linchpin, "tags-show", "tags", "show", "T-R", *AS_OF)["carriers"] == 0
    applied = asked(linchpin, "tags-apply", "tags", "apply", *AS_OF)
    assert applied["applied"] == [{"tag": "T-R", "carriers": 1, "added": 1, "removed": 0}]
    again = asked(linchpin, "tags-apply", "tags", "apply", "T-R", *AS_OF)
    assert again["applied"] == [{"tag": "T-R", "carriers": 1, "added": 0, "removed": 0}]
    (row,) = asked(linchpin, "tags-list", "tags", "list", *AS_OF)["tags"]
    assert row["name"] == '=1+1 "x"'
    wanted = {"how": "rule", "source": "tag:T-R", "confidence": 0.6, "applied_on": AS_OF[1]}
    assert {k: row[k] for k in wanted} == wanted
    listed = linchpin("tags", "list", *AS_OF, "--format", "csv").out
    assert next(csv.DictReader(io.StringIO(listed)))["name"] == '\'=1+1 "x"'
    shown = asked(linchpin, "tags-show", "tags", "show", "T-R", *AS_OF)
    assert shown["history"] == [{"applied_on": AS_OF[1], "added": 1, "removed": 0}]
    assert asked(linchpin, "tags-conflicts", "tags", "conflicts", *AS_OF)["contradictions"] == []
    assert asked(linchpin, "tags-match", "tags", "match", *AS_OF)["offers"] == []
    assert linchpin("tags", "remove", "T-R", *AS_OF).code == 0


def test_a_tag_is_called_by_its_name_in_the_readers_language() -> None:
    answer = TagView(
        tag="T-S", name="股民", name_en="Investor", how="stated", carriers=1, eligible=2,
        coverage=0.5, ids=["a"],
    )  # fmt: skip
    for language, head in (("en", "Investor (T-S)"), ("zh", "股民 (T-S)")):
        assert _view(Terminal(asked_language=language), answer).splitlines()[0] == head


@pytest.mark.parametrize(
    ("kinds", "en", "zh"),
    [
        (["Member"], "1 of 2 individual members carry it (50%)", "2 名集团成员中有 1 个"),
        (["Enterprise"], "1 of 2 enterprises carry it (50%)", "2 家企业中有 1 个"),
        (["Enterprise", "Member"], "1 of 2 customers carry it (50%)", "2 个客户中有 1 个"),
    ],
)
def test_a_share_says_of_whom_it_is(kinds, en, zh) -> None:
    answer = TagView(
        tag="T-S", name="S", how="stated", carriers=1, eligible=2, coverage=0.5, ids=["a"],
        kinds=kinds,
    )  # fmt: skip
    for language, said in (("en", en), ("zh", zh)):
        assert said in _view(Terminal(asked_language=language), answer).splitlines()[1]


REFUSED = [
    (("--threshold", "employees >"), 2, "at character 12"),
    (("--threshold", "employes > 5"), 1, "Did you mean employees?"),
    (("--threshold", "employees > 5", "--confidence", "1.5"), 2, "between 0 and 1"),
    (("--model", "employees > 5"), 2, "adoption: "),
    (("--rule", "MATCH (e:Enterprise) SET e.x = 1 RETURN e.id AS id"), 1, "refused"),
    (("--rule", "MATCH (e:Enterprise) RETURN e.name AS name"), 1, "no column id"),
    (("--threshold", "a = 1", "--rule", "x"), 2, "one way"),
    ((), 2, "one way"),
    (("--import", "nowhere.csv"), 1, "nowhere.csv"),
    (("--threshold", "tags.T-Z = yes"), 2, "by itself"),
    (("--threshold", "employees > 5", "--excludes", "T-Y"), 1, "no other tag 'T-Y'"),
]


def test_what_is_refused_and_why(tagged, linchpin) -> None:
    for words, code, said in REFUSED:
        answer = tagged("T-Z", *words)
        assert (answer.code, answer.out) == (code, ""), words
        assert said in answer.err, words
    assert linchpin("tags", "preview", "T-Z").code == 1


def test_an_unknown_dimension_names_the_nearest(tagged) -> None:
    answer = tagged("T-Z", "--threshold", "employees > 5", dimension="demografic")
    assert answer.code == 2
    assert "Did you mean demographic?" in answer.err


def test_nobody_is_no_error(tagged, linchpin) -> None:
    answer = tagged("T-N", "--threshold", "employees > 5")
    assert answer.code == 0
    assert "Of nobody 'employees' is known." in answer.err
    assert "Nobody meets it." in answer.err
    assert linchpin("tags", "apply", "T-N", *AS_OF).code == 0


def test_bad_rows_of_a_list_are_rejected(tagged, linchpin, tmp_path: Path) -> None:
    path, rejects = tmp_path / "list.csv", tmp_path / "bad.csv"
    path.write_text("id\nbank\nbank\n=1+1\n", encoding="utf-8")
    answer = tagged("T-L", "--import", str(path), "--rejects", str(rejects))
    assert answer.code == 3
    rows = list(csv.DictReader(io.StringIO(rejects.read_text(encoding="utf-8-sig"))))
    assert [(r["line"], r["found"]) for r in rows] == [("3", "bank"), ("4", "'=1+1")]
    path.unlink()
    applied = asked(linchpin, "tags-apply", "tags", "apply", "T-L", *AS_OF)["applied"]
    assert applied == [{"tag": "T-L", "carriers": 1, "added": 1, "removed": 0}]
