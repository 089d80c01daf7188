"""The sample book as the product reads it, shared by the tests of this folder."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date

import polars as pl
import pytest

from data import ANSWERS, AS_OF, BOOK
from graph.decision import analyze
from graph.model import RELATIONSHIP_TYPES
from graph.records import POLARS_TYPES, Records
from graph.settings import Settings
from graph.snapshot import Snapshot
from loaders import read_paths

TYPES = {r.file: r for r in RELATIONSHIP_TYPES.values()}


@pytest.fixture(scope="session")
def answers() -> dict:
    return json.loads(ANSWERS.read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def records() -> Records:
    result = read_paths([BOOK])
    assert result.rejects.is_empty(), result.rejects
    (one,) = result.records
    return one


@pytest.fixture(scope="session")
def snapshot(records: Records) -> Snapshot:
    return Snapshot.from_frames(records.nodes, records.relationships)


@pytest.fixture(scope="session")
def found() -> Callable[[Snapshot, str], set[tuple[str, str]]]:
    """Return what the product finds in a deal: (kind, subject)."""

    def look(snapshot: Snapshot, deal: str) -> set[tuple[str, str]]:
        answer = analyze(snapshot, deal, as_of=AS_OF, settings=Settings())
        return {(f.kind, f.subject.id) for f in answer.findings}

    return look


@pytest.fixture(scope="session")
def cured(records: Records) -> Callable[[list[dict]], Snapshot]:
    """Return the snapshot after the records were changed by the steps of a cure, last first."""

    def change(cure: list[dict]) -> Snapshot:
        ties = dict(records.relationships)
        for step in reversed(cure):
            type_ = TYPES[step["file"]].name
            before = ties[type_]
            ties[type_] = _STEPS[step["op"]](before, step)
            assert not ties[type_].equals(before), step
        return Snapshot.from_frames(records.nodes, ties)

    return change


def _rows(frame: pl.DataFrame, where: dict) -> pl.Series:
    tests = [pl.col(k).cast(pl.String) == str(v) for k, v in where.items()]
    chosen = frame.select(pl.all_horizontal(tests)).to_series().fill_null(value=False)
    assert chosen.any(), where
    return chosen


def _typed(frame: pl.DataFrame, name: str, value: object) -> pl.Expr:
    type_ = frame.schema[name]
    if type_ == pl.Date and isinstance(value, str):
        value = date.fromisoformat(value)
    return pl.lit(value, dtype=type_)


def _set(frame: pl.DataFrame, step: dict) -> pl.DataFrame:
    chosen = _rows(frame, step["where"])
    return frame.with_columns(
        pl.when(chosen).then(_typed(frame, k, v)).otherwise(pl.col(k)).alias(k)
        for k, v in step["values"].items()
    )


def _drop(frame: pl.DataFrame, step: dict) -> pl.DataFrame:
    return frame.filter(~_rows(frame, step["where"]))


def _add(frame: pl.DataFrame, step: dict) -> pl.DataFrame:
    kind = TYPES[step["file"]]
    more = pl.DataFrame(step["rows"])
    typed = [
        pl.col(p.name).cast(POLARS_TYPES[p.type])
        if p.type != "date"
        else pl.col(p.name).str.to_date()
        for p in kind.properties
        if p.name in more.columns
    ]
    ends = [
        pl.lit(kind.starts[0]).alias("from_kind"),
        pl.lit(kind.ends[0]).alias("to_kind"),
    ]
    return pl.concat([frame, more.with_columns(*typed, *ends)], how="diagonal")


_STEPS = {"set": _set, "drop": _drop, "add": _add}
