"""Documents beside the graph: kept, found, shared, saved and taken away with the store."""

from __future__ import annotations

import pytest

from graph.errors import StoreError
from tests.conformance.test_load_and_read import book

BODY = {"lean": -0.014, "who": "Chen 陈", "people": [{"id": "a'`\"", "stance": None}]}


def kept(store, kind="review", about=None):
    return [(d.id, d.about, d.body) for d in store.documents.list(kind, about)]


def test_a_document_is_kept_as_it_was_given(store):
    store.load(book())
    put = store.documents.put("review", "March", "deal", BODY)
    found = store.documents.get("review", "March")
    assert found == put
    assert (found.kind, found.id, found.about, found.body) == ("review", "March", "deal", BODY)


def test_documents_are_told_apart_by_kind_and_id_and_found_by_what_they_are_about(store):
    store.load(book())
    for kind, name, about in (
        ("review", "b", "deal"),
        ("review", "a", "deal"),
        ("review", "c", "other"),
        ("scenario", "a", "deal"),
    ):
        store.documents.put(kind, name, about, {"of": f"{kind} {name}"})
    store.documents.put("review", "c", "other", {"of": "again"})
    assert kept(store, about="deal") == [
        ("b", "deal", {"of": "review b"}),
        ("a", "deal", {"of": "review a"}),
    ]
    assert kept(store)[-1] == ("c", "other", {"of": "again"})
    assert kept(store, "scenario") == [("a", "deal", {"of": "scenario a"})]
    assert store.documents.get("scenario", "b") is None
    assert store.documents.delete("review", "a")
    assert not store.documents.delete("review", "a")
    assert store.documents.get("scenario", "a") is not None


def test_documents_are_no_part_of_the_graph(store):
    store.load(book())
    before, version = store.status(), store.version()
    store.documents.put("review", "March", "deal", BODY)
    assert store.status() == before
    assert store.version() == version
    assert "LinchpinDocument" not in store.snapshot().nodes
    store.check_own()
    found = store.query("MATCH (d:LinchpinDocument) RETURN d.name AS name, d.about AS about")
    assert found.rows == [{"name": "March", "about": "deal"}]


def test_a_large_document_is_kept_whole(store):
    store.load(book())
    body = {"people": [{"id": f"p{i}", "name": "陈" * 40, "stance": i / 7} for i in range(10_000)]}
    store.documents.put("review", "large", "deal", body)
    found = store.documents.get("review", "large")
    assert found is not None
    assert found.body == body


def test_a_backup_holds_the_documents_and_a_wipe_takes_them(store, tmp_path):
    store.load(book())
    store.documents.put("review", "March", "deal", BODY)
    store.documents.put("scenario", "what if", "deal", {"changes": []})
    before = store.documents.all()
    store.backup(tmp_path / "book.linchpin")
    store.wipe()
    assert store.documents.all() == []
    assert store.connection.read("MATCH (d:LinchpinDocument) RETURN count(d) AS n") == [{"n": 0}]
    store.restore(tmp_path / "book.linchpin")
    assert store.documents.all() == before
    with pytest.raises(StoreError, match="not empty"):
        store.restore(tmp_path / "book.linchpin")


def test_a_store_without_data_has_no_documents_and_takes_some(store):
    assert store.documents.list("review") == []
    store.documents.put("review", "first", "deal", {})
    assert kept(store) == [("first", "deal", {})]


def test_nothing_is_left_behind_in_a_store_that_was_emptied_meanwhile(store):
    store.load(book())
    document = store.documents.put("review", "March", "deal", BODY)
    store.wipe()
    with pytest.raises(StoreError, match="emptied"):
        store.documents.write([document])
    assert store.connection.read("MATCH (d:LinchpinDocument) RETURN count(d) AS n") == [{"n": 0}]


def test_what_is_no_number_is_never_kept(store):
    with pytest.raises(ValueError, match="JSON"):
        store.documents.put("review", "x", "deal", {"lean": float("nan")})
