"""Everything out into one file and back in, on every store and from one to another."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from graph import snapshot_cache
from graph.errors import ForeignDataError, StoreError
from graph.records import Records
from graph.settings import Settings
from graph.store import Store
from tests.conformance.pictures import edges, nodes
from tests.conformance.test_load_and_read import book


def two_sources() -> list[Records]:
    other = Records(
        "/books/two",
        {
            "Person": pl.DataFrame(
                {"id": ["li", "zhao"], "name": ["Li Na", "赵"], "shoe": [41, None]}
            )
        },
        tables={
            "billing": pl.DataFrame({"customer": ["f"], "month": ["2026-02"], "product": ["p"]})
        },
    )
    return [book(), other]


def content(store: Store, folder: Path) -> dict[str, bytes]:
    """Return the snapshot as the bytes it has on disk, the revision aside."""
    snapshot = store.snapshot()
    saved = snapshot_cache.save(snapshot, folder)
    return {p.name: p.read_bytes() for p in sorted(saved.glob("*.arrow"))}


def test_a_backup_is_for_its_owner_alone_from_the_start(store, tmp_path):
    store.load(two_sources())
    modes = []

    def looking(*_: object) -> None:
        modes.extend(p.stat().st_mode & 0o777 for p in tmp_path.iterdir())

    store.backup(tmp_path / "book.linchpin", progress=looking)
    assert set(modes) == {0o600}
    assert (tmp_path / "book.linchpin").stat().st_mode & 0o777 == 0o600


def test_a_backup_restores_everything(store, tmp_path):
    store.load(two_sources())
    before, billing = content(store, tmp_path / "a"), store.table("billing")
    store.backup(tmp_path / "book.linchpin")
    store.wipe()
    assert store.status().nodes == {}
    store.restore(tmp_path / "book.linchpin")
    assert content(store, tmp_path / "b") == before
    assert store.table("billing").equals(billing)
    # Who states what came back too: a source can still be taken away.
    store.load(Records("/books/two"), replace=True)
    assert nodes(store.snapshot(), "Person", "name", "shoe") == {
        ("li", "Li", None),
        ("wang", "王", None),
    }


def test_both_servers_give_the_same_bytes_and_take_each_others_backup(
    embedded_store, neo4j_store, tmp_path
):
    contents = []
    for i, store in enumerate((embedded_store, neo4j_store)):
        store.load(two_sources())
        contents.append(content(store, tmp_path / str(i)))
        store.backup(tmp_path / f"{i}.linchpin")
    assert contents[0] == contents[1]
    for i, store in enumerate((neo4j_store, embedded_store)):
        store.wipe()
        store.restore(tmp_path / f"{i}.linchpin")
        assert content(store, tmp_path / f"again-{i}") == contents[0]


def test_a_restore_never_goes_over_data(store, tmp_path):
    store.load(book())
    store.backup(tmp_path / "book.linchpin")
    with pytest.raises(StoreError, match="not empty"):
        store.restore(tmp_path / "book.linchpin")
    assert nodes(store.snapshot(), "Person") == {("li",), ("wang",)}


def test_a_restore_that_may_replace_leaves_only_the_backup(store, tmp_path):
    store.load(book())
    store.backup(tmp_path / "book.linchpin")
    store.load(Records("later", {"Person": pl.DataFrame({"id": ["late"]})}))
    (tmp_path / "bad.linchpin").write_text("no backup")
    with pytest.raises(StoreError, match="no backup"):
        store.restore(tmp_path / "bad.linchpin", replace=True)
    assert ("late",) in nodes(store.snapshot(), "Person")
    store.restore(tmp_path / "book.linchpin", replace=True)
    assert nodes(store.snapshot(), "Person") == {("li",), ("wang",)}


@pytest.mark.parametrize("damage", ["absent", "text", "truncated"])
def test_what_is_no_backup_is_refused(store, tmp_path, damage):
    path = tmp_path / "x.linchpin"
    if damage == "text":
        path.write_text("hello")
    if damage == "truncated":
        store.load(book())
        store.backup(path)
        path.write_bytes(path.read_bytes()[:-200])
        store.wipe()
    with pytest.raises(StoreError, match="no backup"):
        store.restore(path)
    assert store.status().nodes == {}


def test_a_backup_that_cannot_be_written_leaves_nothing(store, tmp_path):
    store.load(book())
    with pytest.raises(StoreError, match="cannot be written"):
        store.backup(tmp_path / "absent" / "x.linchpin")


def test_a_wiped_store_is_as_new(store):
    store.load(two_sources())
    store.wipe()
    status = store.status()
    assert (status.nodes, status.relationships, status.tables) == ({}, {}, {})
    store.load(book())
    assert nodes(store.snapshot(), "Person") == {("li",), ("wang",)}


def test_foreign_data_are_never_touched(store):
    store.connection.write("CREATE (:Somebody {name: 'x'})")
    try:
        for act in (
            lambda: store.load(book()),
            store.wipe,
            lambda: store.backup(Path("x")),
            lambda: store.restore(Path("x")),
            store.check_own,
        ):
            with pytest.raises(ForeignDataError, match="Somebody"):
                act()
        assert store.connection.read("MATCH (n) RETURN n.name AS name") == [{"name": "x"}]
    finally:
        store.connection.write("MATCH (n:Somebody) DELETE n")


def test_data_beside_ours_outlive_a_wipe(store):
    store.load(book())
    ours = store.status().relationships
    # A type of ours between nodes that are not: neither counted nor taken away.
    store.connection.write("CREATE (:Somebody {name: 'x'})-[:KNOWS]->(:Somebody {name: 'x'})")
    assert store.status().relationships == ours
    store.wipe()
    left = "MATCH (n)-[r]->() RETURN n.name AS name, type(r) AS type"
    assert store.connection.read(left) == [{"name": "x", "type": "KNOWS"}]
    store.connection.write("MATCH (n:Somebody) DETACH DELETE n")


def members(count: int, source: str = "lines") -> Records:
    ids = [f"m{i}" for i in range(count)]
    return Records(
        source,
        {
            "Enterprise": pl.DataFrame({"id": ["e"]}),
            "Member": pl.DataFrame({"id": ids, "segment": ["gold"] * count}),
        },
        {"BELONGS_TO": pl.DataFrame({"from": ids, "to": ["e"] * count})},
    )


def test_many_members_read_the_same_wherever_they_stand(store, tmp_path):
    section = store.settings.store.model_copy(update={"max_member_nodes": 3})
    narrow = Store(store.connection, store._reader, store.dialect, Settings(store=section))
    for count in (3, 5):
        summary = narrow.load(members(count))
        expected = {(f"m{i}",) for i in range(count)}
        assert nodes(narrow.snapshot(), "Member") == expected
        assert edges(narrow.snapshot(), "BELONGS_TO") == {(m, "e") for (m,) in expected}
        in_graph = narrow.query("MATCH (m:Member) RETURN count(m) AS n").rows[0]["n"]
        assert in_graph in (count, 0)
        assert bool(summary.notes) == (in_graph == 0)
    assert not narrow.load(members(5)).changed
    narrow.load(members(1, "more"))
    narrow.backup(tmp_path / "m.linchpin")
    narrow.load(members(2), replace=True)
    assert nodes(narrow.snapshot(), "Member", "sources") == {
        ("m0", ("lines", "more")),
        ("m1", ("lines",)),
    }
    narrow.wipe()
    narrow.restore(tmp_path / "m.linchpin")
    assert nodes(narrow.snapshot(), "Member") == {(f"m{i}",) for i in range(5)}
