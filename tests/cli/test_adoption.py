"""``cross-sell --adoption``: the likeliest adoptions of companies and lines, on both servers."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import polars as pl
import pytest

from tests.cli.test_terminal_answers import AS_OF, asked
from tests.cross_sell.dated_world import dated_frames

TOLD = {"fitted", "rules", "popularity", "item_knn", "walk"}


@pytest.fixture
def dated(in_store: str, linchpin, tmp_path: Path) -> str:
    """Let commands find a book with six years of dated use, and a few lines of one company."""
    folder = tmp_path / "dated"
    folder.mkdir()
    nodes, ties = dated_frames(seed=4)
    nodes["Enterprise"].write_csv(folder / "enterprises.csv")
    nodes["Product"].write_csv(folder / "products.csv")
    for name, frame in ties.items():
        frame.write_csv(folder / f"{name.lower()}.csv")
    (folder / "members.csv").write_text("id,segment\nm1,mass\nm2,mass\n", encoding="utf-8")
    (folder / "belongs_to.csv").write_text("from,to\nm1,e001\nm2,e001\n", encoding="utf-8")
    usage = "customer,month,product,amount\nm1,2026-01,p01,5\n"
    (folder / "usage.csv").write_text(usage, encoding="utf-8")
    said = linchpin("load", str(folder))
    assert said.code == 0, said.err
    return in_store


def test_adoption_by_the_model_that_proved_better(dated: str, linchpin, tmp_path: Path) -> None:
    words = ("cross-sell", "--adoption", "--top", "2", *AS_OF)
    answer = asked(linchpin, "cross-sell-adoption", *words)
    assert answer["model"] == "fitted"
    assert {j["model"] for j in answer["validation"]} == TOLD
    assert answer["calibration"]
    assert answer["notes"][0].startswith("Adoption by a model fitted on earlier years")
    rows = answer["adoptions"]
    assert len(rows) == 2 * 40 + 2
    assert {row["customer"] for row in rows if row["kind"] == "member"} <= {"m1", "m2"}
    assert any("head_office" in row["because"] for row in rows if row["kind"] == "enterprise")
    listed = pl.read_csv(StringIO(linchpin(*words, "--format", "csv").out))
    assert listed.to_dicts() == [pytest.approx(row) for row in rows]
    out = tmp_path / "adoption.parquet"
    said = linchpin(*words, "--out", str(out))
    assert (said.code, said.out) == (0, "")
    assert "82 rows." in said.err
    assert pl.read_parquet(out).equals(listed)
    one = asked(linchpin, "cross-sell", "cross-sell", "e000", *AS_OF)
    assert {k: one[k] for k in ("model", "validation")} == {
        k: answer[k] for k in ("model", "validation")
    }
    chinese = linchpin(*words, "--lang", "zh").out
    assert "采用概率由用往年数据拟合的模型给出" in chinese.replace("\n", "")
    reasons = pl.read_csv(StringIO(linchpin(*words, "--format", "csv", "--lang", "zh").out))
    assert not reasons["because"].str.contains("[a-z]{5}").any()
    assert reasons["because"].str.contains("上级企业使用: ").any()


def test_what_does_not_go_with_it_is_refused(linchpin) -> None:
    for words in (["G"], ["--hours", "4"], ["--per-person", "1"]):
        said = linchpin("cross-sell", *words, "--adoption")
        assert (said.code, said.out) == (2, "")
        assert "--adoption is about all groups" in said.err


def test_a_book_without_products(loaded: str, linchpin) -> None:
    answer = asked(linchpin, "cross-sell-adoption", "cross-sell", "--adoption", *AS_OF)
    assert (answer["model"], answer["adoptions"]) == ("rules", [])
