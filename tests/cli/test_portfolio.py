"""``linchpin portfolio``: the week within its hours, a group alone, the same in every format."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import jsonschema
import pytest

AS_OF = ("--as-of", "2026-03-31")


def answer_of(linchpin, *words: str) -> dict:
    said = linchpin("portfolio", *words, "--format", "json", *AS_OF)
    assert said.code == 0, said.err
    answer = json.loads(said.out)
    jsonschema.validate(answer, json.loads(linchpin("schema", "portfolio").out))
    return answer


def test_the_book_in_short(loaded: str, linchpin) -> None:
    answer = answer_of(linchpin)
    assert answer["deals"] == ["deal"]
    analysis = json.loads(linchpin("analyze", "deal", "--format", "json", *AS_OF).out)
    lost = {(x["kind"], x["id"]): x["loss"] * 1_200_000 for x in analysis["losses"]}
    assert lost
    assert {(r["kind"], r["id"]): r["money"]["CNY"] for r in answer["at_risk"]} == pytest.approx(
        lost
    )
    total = answer["week_total"]
    worth = sum(a["worth"] for own in answer["week"].values() for a in own)
    assert total == {
        "worth": pytest.approx(worth), "bound": pytest.approx(worth), "exact": True, "sampled": 0,
    }  # fmt: skip
    for own in answer["week"].values():
        assert sum(a["hours"] for a in own) <= answer["hours"]


def test_a_row_a_meeting(loaded: str, linchpin) -> None:
    answer = answer_of(linchpin)
    rows = list(csv.DictReader(io.StringIO(linchpin("portfolio", "--format", "csv", *AS_OF).out)))
    wanted = {(a["seller"], a["person"]) for own in answer["week"].values() for a in own}
    assert wanted
    assert {(r["seller"], r["person"]) for r in rows} == wanted


def test_a_table_in_both_languages(loaded: str, linchpin) -> None:
    english, chinese = (linchpin("portfolio", "--lang", x, *AS_OF) for x in ("en", "zh"))
    assert (english.code, chinese.code) == (0, 0)
    assert "This week, at most 10 hours a seller, nobody met by two of ours:" in english.out
    assert "no other week is worth more: proven." in english.out
    assert "已证明没有价值更高的安排" in chinese.out
    assert "收入系于" in chinese.out


def test_a_group_without_deals_and_one_that_is_not_there(loaded: str, linchpin) -> None:
    assert answer_of(linchpin, "--group", "bank")["deals"] == ["deal"]
    said = linchpin("portfolio", "--group", "bonk", *AS_OF)
    assert said.code == 1
    assert "bank" in said.err


def test_a_week_without_room_says_which_best_meetings_it_leaves_out(
    loaded: str, linchpin, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    best = json.loads(linchpin("analyze", "deal", "--format", "json", *AS_OF).out)["next_contact"]
    assert answer_of(linchpin)["passed_over"] == []
    (tmp_path / "linchpin.toml").write_text("[plan]\nhours = 1\n", encoding="utf-8")
    monkeypatch.setenv("LINCHPIN_SETTINGS", str(tmp_path / "linchpin.toml"))
    (left,) = answer_of(linchpin)["passed_over"]
    assert left == {
        "deal": "deal", "seller": best["seller"], "person": best["person"], "why": "short",
    }  # fmt: skip
    assert "销售的时间不足以会面：deal" in linchpin("portfolio", "--lang", "zh", *AS_OF).out
