"""``linchpin campaign score``: files of all kinds, what is refused, what is written."""

from __future__ import annotations

import csv
import gzip
import json
from pathlib import Path

import polars as pl
import pytest

from graph.customers.response import uplift
from tests.campaigns.histories import made

SCORE = ("campaign", "score")


@pytest.fixture
def history() -> pl.DataFrame:
    """Return a history without arms; of its columns one is known only after the contact."""
    frame = made().drop("_row", "arm")
    return frame.with_columns(duration=pl.Series(range(frame.height)) % 97)


def answered(linchpin, *words: str) -> dict:
    said = linchpin(*SCORE, *words, "--format", "json")
    assert (said.code, said.err.count("Traceback")) == (0, 0), said.err
    return json.loads(said.out)


def test_scores_of_the_later_rows_and_the_answer(history, tmp_path, linchpin) -> None:
    file, scores = tmp_path / "h.csv", tmp_path / "s.csv"
    history.write_csv(file)
    found = answered(linchpin, str(file), "--outcome", "y", "--scores", str(scores))
    assert (found["outcome"], found["positive"], found["rows"]) == ("y", "yes", 1_260)
    assert [d["column"] for d in found["dropped"]] == ["duration"]
    assert "after the contact" in found["dropped"][0]["reason"]
    assert set(found["updates"][0]) == {"from_row", "to_row", "fitted_from", "fitted_to", "model"}
    assert {"n", "rate", "lift"} == set(found["best"][0])
    assert {"predicted", "observed", "n"} == set(found["calibration"][0])
    assert found["uplift"] is None
    assert any("not an uplift" in w for w in found["warnings"])
    with scores.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert list(rows[0]) == ["row", "score", "probability"]
    assert [int(r["row"]) for r in rows] == list(range(757, 1_261))
    assert all(0 < float(r["probability"]) < 1 for r in rows)
    by_score = sorted(rows, key=lambda r: -float(r["score"]))[:100]
    hits = sum(history["y"][int(r["row"]) - 1] == "yes" for r in by_score)
    assert found["best"][0]["rate"] == pytest.approx(hits / 100)


def test_chinese_headers_in_gb18030_with_semicolons_and_gz_say_the_same(
    history, tmp_path, linchpin
) -> None:
    plain, packed = tmp_path / "h.csv", tmp_path / "营销.csv.gz"
    history.write_csv(plain)
    names = {"x": "得分", "noise": "噪声", "segment": "客户分群", "duration": "通话时长（秒）"}
    chinese = history.rename({**names, "y": "是否购买保险"}).with_columns(
        pl.col("是否购买保险").replace({"yes": "是", "no": "否"})
    )
    packed.write_bytes(gzip.compress(chinese.write_csv(separator=";").encode("gb18030")))
    one = answered(linchpin, str(plain), "--outcome", "y")
    two = answered(linchpin, str(packed), "--outcome", "是否购买保险")
    assert two["positive"] == "是"
    assert [d["column"] for d in two["dropped"]] == ["通话时长（秒）"]
    assert (one["auc"], one["brier"]) == (two["auc"], two["brier"])


def _alike(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.with_columns(y=pl.lit("no"))


def _three(frame: pl.DataFrame) -> pl.DataFrame:
    third = pl.when(pl.int_range(pl.len()) % 5 == 0).then(pl.lit("perhaps")).otherwise("y")
    return frame.with_columns(y=third)


@pytest.mark.parametrize(
    ("change", "words", "said"),
    [
        (_alike, (), "has one value alone (no)"),
        (_three, (), "--positive"),
        (lambda f: f.head(300), (), "300 rows are too few"),
        (lambda f: f.rename({"y": "z"}), (), "no column 'y'"),
        (lambda f: f, ("--positive", "maybe"), "maybe"),
        (lambda f: f, ("--window", "10"), "--window 10"),
        (lambda f: f, ("--known-after", "nothing"), "nothing"),
        (lambda f: f, ("--time", "nothing"), "nothing"),
    ],
)
def test_what_cannot_be_scored_is_refused_and_nothing_written(
    history, tmp_path, linchpin, change, words, said
) -> None:
    file, scores = tmp_path / "h.csv", tmp_path / "s.csv"
    change(history).write_csv(file)
    found = linchpin(*SCORE, str(file), "--outcome", "y", *words, "--scores", str(scores))
    assert found.code in (1, 2)
    assert found.out == ""
    assert said.lower() in found.err.lower()
    assert "Traceback" not in found.err
    assert [p.name for p in tmp_path.iterdir()] == ["h.csv"]


def test_three_values_with_positive_and_rows_without_outcome(history, tmp_path, linchpin) -> None:
    file, rejects = tmp_path / "h.csv", tmp_path / "r.csv"
    holed = _three(history).with_columns(
        y=pl.when(pl.int_range(pl.len()).is_in([3, 700])).then(None).otherwise("y"),
        constant=pl.lit(7),
        empty=pl.lit(None, dtype=pl.String),
    )
    holed.write_csv(file)
    words = ("--outcome", "y", "--positive", "yes", "--rejects", str(rejects))
    said = linchpin(*SCORE, str(file), *words, "--format", "json")
    assert said.code == 3
    assert json.loads(said.out)["rows"] == 1_258
    with Path(rejects).open(encoding="utf-8-sig", newline="") as lines:
        assert [(r["line"], r["column"]) for r in csv.DictReader(lines)] == [
            ("5", "y"),
            ("702", "y"),
        ]


def test_an_arm_with_nobody_is_said_and_two_arms_have_an_uplift(
    tmp_path, linchpin, monkeypatch
) -> None:
    monkeypatch.setattr(uplift, "REFITS", 1)
    file, scores = tmp_path / "h.csv", tmp_path / "s.csv"
    made().drop("_row").write_csv(file)
    words = (str(file), "--outcome", "y")
    said = linchpin(*SCORE, *words, "--scores", str(scores))
    assert said.code == 0
    assert "Uplift (arm: target against control)" in said.out
    assert scores.read_text(encoding="utf-8").startswith("row,score,probability,uplift\n")
    made().drop("_row").with_columns(arm=pl.lit("target")).write_csv(file)
    found = answered(linchpin, *words)
    assert found["uplift"] is None
    assert "control arm of 'arm' has 0 rows" in found["uplift_reason"]


def test_an_outcome_in_two_languages_is_named_in_the_readers(history, tmp_path, linchpin) -> None:
    file = tmp_path / "h.csv"
    words = {"yes": "接受 accepted", "no": "未接受 not accepted"}
    history.with_columns(pl.col("y").replace(words)).write_csv(file)
    asked = (str(file), "--outcome", "y", "--positive", words["yes"])
    assert answered(linchpin, *asked)["positive"] == "接受 accepted"
    english = " ".join(linchpin(*SCORE, *asked).out.split())
    assert "y = accepted in" in english
    assert "的“y”为“接受”" in linchpin(*SCORE, *asked, "--lang", "zh").out.replace("\n", "")
