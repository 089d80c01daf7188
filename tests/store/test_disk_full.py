"""A disk that is full: said plainly, nothing half-written, completed by running again."""

from __future__ import annotations

import errno

import polars as pl
import pytest

from graph.errors import StoreError
from graph.records import Records
from graph.store import tables
from graph.store.bolt import explain
from graph.store.tables import TableFolder


def month(value: float) -> Records:
    frame = pl.DataFrame(
        {"customer": ["a"], "month": ["2026-01"], "product": ["p"], "revenue": [value]}
    )
    return Records("s", {"Person": pl.DataFrame({"id": ["a"]})}, tables={"billing": frame})


def full(*_: object, **__: object) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


def test_tables_stay_as_they_were_and_the_load_is_completed(embedded_store, monkeypatch):
    embedded_store.load(month(1.0))
    with monkeypatch.context() as patch:
        patch.setattr(tables, "write_parquet", full)
        with pytest.raises(StoreError, match="disk is full") as caught:
            embedded_store.load(month(2.0))
    assert "磁盘已满" in caught.value.say("zh")
    assert embedded_store.table("billing")["revenue"].to_list() == [1.0]
    assert embedded_store.status().unfinished_load.sources == ["s"]
    embedded_store.load(month(2.0))
    assert embedded_store.table("billing")["revenue"].to_list() == [2.0]
    assert embedded_store.status().unfinished_load is None


def test_a_full_disk_of_the_server_is_said_as_such():
    error = explain(Exception("java.io.IOException: No space left on device"), "bolt://x")
    assert "disk is full" in error.say("en")


def test_a_reader_of_an_old_revision_sees_its_tables(tmp_path):
    folder = TableFolder(tmp_path)
    one = month(1.0).tables["billing"].with_columns(pl.lit("s").alias(tables.SOURCE))
    two = month(2.0).tables["billing"].with_columns(pl.lit("s").alias(tables.SOURCE))
    folder.commit({"billing": one}, 0, 1)
    folder.commit({"billing": two}, 1, 2)
    assert folder.read("billing", 1)["revenue"].to_list() == [1.0]
    assert folder.read("billing", 2)["revenue"].to_list() == [2.0]
    folder.commit({"billing": one.clear()}, 2, 3)
    assert folder.names(3) == {}
    assert len(list(tmp_path.glob("*.parquet"))) == 1
