"""Snapshots on disk: the same as in memory, whole or not at all."""

from __future__ import annotations

from datetime import date

import numpy as np
import polars as pl
import pytest

from graph import snapshot_cache
from graph.snapshot import Snapshot


def picture(revision: int = 1, count: int = 50) -> Snapshot:
    ids = [f"p{i:03d}" for i in range(count)]
    people = pl.DataFrame(
        {"id": ids, "name": ids, "sources": [["a", "b"]] * count, "extra": range(count)}
    )
    ties = pl.DataFrame(
        {
            "from": ids[:-1],
            "to": ids[1:],
            "weight": np.linspace(0, 1, count - 1),
            "since": [date(2020, 1, 1)] * (count - 1),
        }
    )
    return Snapshot.from_frames({"Person": people}, {"INFLUENCES": ties}, revision)


def same(left: Snapshot, right: Snapshot) -> bool:
    return all(left.nodes[k].frame.equals(right.nodes[k].frame) for k in left.nodes) and all(
        left.edges[k].frame.equals(right.edges[k].frame) for k in left.edges
    )


def test_what_was_saved_is_loaded(tmp_path):
    snapshot_cache.save(picture(), tmp_path)
    loaded = snapshot_cache.load(tmp_path, 1)
    assert same(loaded, picture())
    assert loaded.revision == 1
    assert loaded.edge("INFLUENCES").into(3).tolist() == [2]


def test_the_same_graph_gives_the_same_bytes(tmp_path):
    one = snapshot_cache.save(picture(), tmp_path / "a")
    parts = picture()
    shuffled = Snapshot.from_frames(
        {
            "Person": pl.concat(
                [parts.nodes["Person"].frame[25:], parts.nodes["Person"].frame[:25]], rechunk=False
            )
        },
        {
            "INFLUENCES": pl.DataFrame(
                {
                    "from": [f"p{i:03d}" for i in range(49)][::-1],
                    "to": [f"p{i + 1:03d}" for i in range(49)][::-1],
                    "weight": np.linspace(0, 1, 49)[::-1],
                    "since": [date(2020, 1, 1)] * 49,
                }
            )
        },
        1,
    )
    two = snapshot_cache.save(shuffled, tmp_path / "b")
    assert {p.name: p.read_bytes() for p in one.iterdir()} == {
        p.name: p.read_bytes() for p in two.iterdir()
    }


def test_only_the_revision_asked_for_is_given(tmp_path):
    snapshot_cache.save(picture(3), tmp_path)
    assert snapshot_cache.load(tmp_path, 2) is None
    assert snapshot_cache.load(tmp_path / "absent", 3) is None


def test_old_revisions_go(tmp_path):
    for revision in range(1, 6):
        snapshot_cache.save(picture(revision), tmp_path)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["4", "5"]


@pytest.mark.parametrize("damage", ["truncate", "empty", "missing", "seal", "half"])
def test_a_damaged_one_is_not_used(tmp_path, damage):
    target = snapshot_cache.save(picture(), tmp_path)
    file = target / "Person.arrow"
    if damage == "truncate":
        file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])
    elif damage == "empty":
        file.write_bytes(b"")
    elif damage == "missing":
        file.unlink()
    elif damage == "seal":
        (target / "seal.json").write_text("{")
    else:
        (target / "seal.json").unlink()
    assert snapshot_cache.load(tmp_path, 1) is None
    snapshot_cache.save(picture(), tmp_path)
    assert same(snapshot_cache.load(tmp_path, 1), picture())


def test_one_of_another_vocabulary_is_read_anew_without_a_word(tmp_path, monkeypatch, caplog):
    with monkeypatch.context() as older:
        older.setattr(snapshot_cache, "_shape", lambda: "before")
        snapshot_cache.save(picture(), tmp_path)
    assert snapshot_cache.load(tmp_path, 1) is None
    assert not caplog.records
