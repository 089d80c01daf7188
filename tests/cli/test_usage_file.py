"""``cross-sell --usage FILE``: next products from a file alone, without a store."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path

import polars as pl
import pytest

from benchmarks.made_histories import telecom

DAY = ("--as-of", "2024-10-01")


@pytest.fixture
def history(tmp_path: Path) -> Path:
    file = tmp_path / "history.csv"
    telecom(seed=2, customers=300, products=25, weeks=90).write_csv(file)
    return file


def test_next_products_of_a_file(history: Path, linchpin) -> None:
    said = linchpin("cross-sell", "--usage", str(history), *DAY, "--top", "4", "--format", "json")
    assert said.code == 0, said.err
    assert "Columns: customer = customer, product = product, date = date." in said.err
    answer = json.loads(said.out)
    assert {j["model"] for j in answer["validation"]} >= {"item_knn", "popularity", "blended"}
    rows = answer["recommendations"]
    assert max(r["rank"] for r in rows) == 4
    owned = set(pl.read_csv(history).filter(pl.col("date") < DAY[1]).select("customer", "product")
                .iter_rows())  # fmt: skip
    assert not owned & {(r["customer"], r["product"]) for r in rows}
    assert all(0 < r["probability"] < 1 for r in rows)
    listed = linchpin("cross-sell", "--usage", str(history), *DAY, "--top", "4", "--format", "csv")
    frame = pl.read_csv(StringIO(listed.out))
    assert frame["probability"].to_list() == [r["probability"] for r in rows]


def test_rows_of_a_later_day_change_nothing(history: Path, linchpin, tmp_path: Path) -> None:
    rows = pl.read_csv(history)
    cut = tmp_path / "cut.csv"
    rows.filter(pl.col("date") < DAY[1]).sample(fraction=1.0, shuffle=True, seed=1).write_csv(cut)
    whole, part = (
        linchpin("cross-sell", "--usage", str(f), *DAY, "--format", "csv").out
        for f in (history, cut)
    )
    assert whole == part


def test_top_0_is_every_product_that_somebody_lacks(linchpin, tmp_path: Path) -> None:
    file = tmp_path / "few.csv"
    days = [f"{c},p{p},2026-01-{1 + c + p:02}" for c in range(6) for p in range(c % 3 + 1)]
    file.write_text("\n".join(["customer,product,date", *days, ""]), encoding="utf-8")
    said = linchpin(
        "cross-sell", "--usage", str(file), "--as-of", "2026-02-01", "--top", "0", "--format", "csv"
    )
    assert said.code == 0
    assert pl.read_csv(StringIO(said.out)).height == 3 * 6 - len(days)


@pytest.mark.parametrize(
    ("lang", "words"), [("en", "nothing is left to offer"), ("zh", "没有可推荐的产品")]
)
def test_who_has_everything_is_told_of(linchpin, tmp_path: Path, lang: str, words: str) -> None:
    file = tmp_path / "all.csv"
    file.write_text(
        "customer,product,date\na,x,2026-01-01\na,y,2026-01-02\nb,x,2026-01-03\nc,,2026-01-03\n",
        encoding="utf-8",
    )
    said = linchpin(
        "cross-sell",
        "--usage",
        str(file),
        "--as-of",
        "2026-02-01",
        "--format",
        "csv",
        "--lang",
        lang,
    )
    assert said.code == 3  # a row without a product
    assert words in said.err
    assert pl.read_csv(StringIO(said.out)).select("customer", "product").rows() == [("b", "y")]
