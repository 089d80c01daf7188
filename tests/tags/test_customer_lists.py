"""Lists of customers from files: good rows count, bad ones are said with their line."""

from __future__ import annotations

import polars as pl
import pytest

from graph.errors import InputError
from loaders.customer_lists import read_customers

KNOWN = pl.DataFrame({"kind": ["Enterprise", "Member", "Member"], "id": ["e1", "m1", "m2"]})


def test_good_rows_count_and_bad_ones_are_said(tmp_path) -> None:
    path = tmp_path / "list.csv"
    path.write_text(
        "客户,取值,置信度\nm1,a,0.5\n m1 ,b,\nm9,,\n,,\ne1,,2\nm2,,x\n=1+1,,\n", encoding="utf-8"
    )
    read = read_customers(path, KNOWN)
    assert read.frame.rows() == [("Member", "m1", "a", 0.5)]
    bad = read.rejects.select("line", "column", "found", "expected").rows()
    assert bad == [
        (3, "客户", "m1", "each customer once"),
        (4, "客户", "m9", "the id of a customer in the graph"),
        (6, "置信度", "2", "a number from 0 to 1"),
        (7, "置信度", "x", "a number from 0 to 1"),
        (8, "客户", "=1+1", "the id of a customer in the graph"),
    ]
    assert read.rejects["file"].unique().to_list() == ["list.csv"]


def test_parquet_and_other_headers(tmp_path) -> None:
    path = tmp_path / "list.parquet"
    pl.DataFrame({"ID": ["m2", "e1"], "extra": [1, 2]}).write_parquet(path)
    read = read_customers(path, KNOWN)
    assert read.frame.rows() == [("Member", "m2", None, None), ("Enterprise", "e1", None, None)]
    assert read.rejects.is_empty()


def test_a_file_without_customers_is_refused(tmp_path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("custmer,x\nm1,2\n", encoding="utf-8")
    with pytest.raises(InputError, match="Call the column of their ids customer"):
        read_customers(path, KNOWN)
    with pytest.raises(InputError, match="folder"):
        read_customers(tmp_path, KNOWN)
