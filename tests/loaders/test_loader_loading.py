"""The ways of ``load``: dry run, strict, replace, rejects, ids that are stored already."""

from __future__ import annotations

import csv
import json

import pytest

from graph.errors import LinchpinError
from graph.paths import inside
from graph.store.results import Change, Disagreement, LoadSummary
from loaders import load_paths
from loaders.report import LoadReport

GOOD = "id,name\np1,Chen\np2,Zhao\n"
BAD = "id,placeholder\np1,\np2,perhaps\n"


class Recorder:
    """A store that remembers what it was given and answers from a set of ids."""

    def __init__(self, known=(), summary=None) -> None:
        self.loads, self.asked = [], []
        self.known, self.summary = set(known), summary or LoadSummary(revision=7)

    def load(self, records, *, replace=False, progress=None):
        self.loads.append((records, replace))
        return self.summary

    def existing(self, kind, ids, without=()):
        self.asked.append((kind, ids, without))
        return self.known & set(ids)


def loaded(store):
    return [
        {r.source: {k: f["id"].to_list() for k, f in r.nodes.items()} for r in records}
        for records, _ in store.loads
    ]


def test_a_clean_book_is_loaded(books):
    path = books.write("people.csv", GOOD)
    store = Recorder(summary=LoadSummary(revision=3, nodes={"Person": Change(created=2)}))
    report = load_paths([path], store)
    assert loaded(store) == [{str(path): {"Person": ["p1", "p2"]}}]
    assert (report.exit_code, report.loaded, report.rejects, report.revision) == (0, True, None, 3)
    assert report.text("en").splitlines() == [
        "Read 2 rows (mapping: native).",
        "Person: 2 (2 new, 0 changed, 0 unchanged, 0 deleted)",
        "Loaded.",
    ]
    assert "已导入。" in report.text("zh")


def test_bad_rows_are_listed_and_the_others_loaded(books):
    path = books.write("people.csv", BAD)
    store = Recorder()
    report = load_paths([path], store)
    assert (report.exit_code, report.loaded, report.rejected) == (3, True, 1)
    assert loaded(store) == [{str(path): {"Person": ["p1"]}}]
    assert report.rejects.parent == inside("rejects")
    with report.rejects.open(encoding="utf-8-sig", newline="") as file:
        (row,) = csv.DictReader(file)
    assert (row["file"], row["line"], row["column"], row["found"], row["row"]) == (
        "people.csv", "3", "placeholder", "perhaps", "p2,perhaps",
    )  # fmt: skip
    assert "people.csv, line 3, placeholder: found 'perhaps', expected yes or no." in report.text(
        "en"
    )
    books.write("people.csv", GOOD)
    assert load_paths([path], store).rejects is None
    assert not report.rejects.exists()


@pytest.mark.parametrize(("text", "code"), [(GOOD, 0), (BAD, 3)])
def test_a_dry_run_answers_alike_and_writes_nothing(books, text, code):
    path = books.write("people.csv", text)
    store = Recorder()
    before = set(inside("rejects").iterdir())
    report = load_paths([path], store, dry_run=True)
    assert (report.exit_code, report.loaded, store.loads, report.rejects) == (code, False, [], None)
    assert set(inside("rejects").iterdir()) == before
    assert report.text("en").endswith("Dry run: nothing was written.")
    assert len(report.first_rejects) == (1 if code else 0)


def test_strict_loads_nothing_if_a_row_is_bad(books):
    path = books.write("people.csv", BAD)
    store = Recorder()
    report = load_paths([path], store, strict=True)
    assert (report.exit_code, report.loaded, store.loads) == (1, False, [])
    assert report.rejects.is_file()
    assert report.text("en").endswith("Nothing was loaded.")
    books.write("people.csv", GOOD)
    assert load_paths([path], store, strict=True).exit_code == 0
    assert len(store.loads) == 1


def test_stored_ids_are_asked_for_and_replaced_sources_do_not_count(books):
    path = books.write("knows.csv", "from,to\np1,p2\np1,p3\n")
    store = Recorder(known=["p1", "p2"])
    report = load_paths([path], store, replace=True)
    assert (report.exit_code, report.relationships) == (3, {"KNOWS": 1})
    assert store.loads[0][1] is True
    assert store.asked == [
        ("Person", ["p1"], [str(path)]),
        ("Person", ["p2", "p3"], [str(path)]),
    ]


def test_the_rejects_go_where_they_are_asked_for(books, tmp_path):
    path, target = books.write("people.csv", BAD), tmp_path / "new" / "bad.csv"
    report = load_paths([path], Recorder(), rejects=target, dry_run=True, lang="zh")
    assert report.rejects == target
    assert "是或否" in target.read_text(encoding="utf-8-sig")
    with pytest.raises(LinchpinError, match="The rejects cannot be written"):
        load_paths([path], Recorder(), rejects=tmp_path, dry_run=True)


def test_nothing_is_loaded_where_the_rejects_cannot_be_written(books, tmp_path):
    store = Recorder()
    with pytest.raises(LinchpinError):
        load_paths([books.write("people.csv", BAD)], store, rejects=tmp_path)
    assert store.loads == []


def test_what_the_store_says_is_reported(books):
    summary = LoadSummary(
        revision=2,
        disagreements=[Disagreement("Person", ("p1",), "name", "Chen", "crm", "Chan", "book")],
        disagreement_count=1,
    )
    report = load_paths([books.write("people.csv", GOOD)], Recorder(summary=summary))
    assert [n.en for n in report.notes] == [
        "Sources disagree on 1 values:",
        "  Person p1, name: 'Chen' of crm stands against 'Chan' of book.",
    ]


def test_a_stop_on_the_way_leaves_nothing_half_written(books):
    path = books.write("people.csv", BAD)
    store = Recorder()

    def stop(done, total, what):
        raise KeyboardInterrupt

    before = set(inside("rejects").iterdir())
    with pytest.raises(KeyboardInterrupt):
        load_paths([path], store, progress=stop)
    assert (store.loads, set(inside("rejects").iterdir())) == ([], before)


def test_the_report_as_json(books):
    answer = json.loads(load_paths([books.write("people.csv", BAD)], Recorder()).to_json())
    assert (answer["exit_code"], answer["rows"], answer["nodes"]) == (3, 2, {"Person": 1})
    assert answer["first_rejects"][0]["expected"] == {"en": "yes or no", "zh": "是或否"}


def test_members_in_a_table_may_be_referred_to(books, embedded_store):
    few = embedded_store.settings.store.model_copy(update={"max_member_nodes": 1})
    settings = embedded_store.settings
    embedded_store.settings = settings.model_copy(update={"store": few})
    try:
        books.write("enterprises.csv", "id\ne1\n")
        books.write("members.csv", "id,企业\nm1,e1\nm2,e1\n")
        assert load_paths([books.folder], embedded_store).exit_code == 0
    finally:
        embedded_store.settings = settings
    assert embedded_store.query("MATCH (m:Member) RETURN m").rows == []
    other = books.folder.parent / "belongs_to.csv"
    other.write_text("from,to\nm2,e1\nm3,e1\n")
    seen = load_paths([other], embedded_store, dry_run=True)
    assert [(r.line, r.column, r.found) for r in seen.first_rejects] == [(3, "from", "m3")]


def test_a_real_store_takes_what_was_read(books, embedded_store):
    books.write("people.csv", GOOD)
    books.write("knows.csv", "from,to,strength\np2,p1,0.5\n")
    assert load_paths([books.folder], embedded_store).exit_code == 0
    again = load_paths([books.folder], embedded_store)
    assert {k: w.unchanged for k, w in again.written.items()} == {"Person": 2, "KNOWS": 1}
    other = books.folder.parent / "influences.csv"
    other.write_text("from,to\np1,p2\np1,p9\n")
    seen = load_paths([other], embedded_store, dry_run=True)
    assert [(r.line, r.found) for r in seen.first_rejects] == [(3, "p9")]
    books.write("people.csv", "id,name\np1,Chen\n")
    gone = load_paths([books.folder], embedded_store, replace=True)
    assert "no source states it any more: 2 (Person 1, KNOWS 1)." in gone.text("en")
    assert "2 项（Person 1、KNOWS 1）。" in gone.text("zh")
    # p2 was stated by this book alone: with --replace it goes, so nobody may refer to it.
    assert [(r.column, r.found) for r in gone.first_rejects] == [("from", "p2")]
    rows = embedded_store.query("MATCH (p:Person) RETURN p.id AS id ORDER BY id").rows
    assert [r["id"] for r in rows] == ["p1"]


def test_one_row_is_counted_as_one():
    one = LoadReport(exit_code=3, loaded=True, rows=1, repeats=1, rejected=1).text("en")
    assert one.startswith(
        "Read 1 row (mapping: native).\n1 row repeats or completes an earlier one."
    )
    assert "1 row was rejected:" in one
    two = LoadReport(exit_code=3, loaded=True, rows=1200, repeats=2, rejected=2).text("en")
    assert two.startswith(
        "Read 1,200 rows (mapping: native).\n2 rows repeat or complete an earlier one."
    )


def test_rows_that_no_file_states_are_not_counted_as_unchanged(books, embedded_store):
    books.write("people.csv", GOOD)
    assert load_paths([books.folder], embedded_store).exit_code == 0
    other = books.folder.parent / "more"
    other.mkdir()
    (other / "people.csv").write_text("id,name\np1,\np7,Wu\n")
    (other / "knows.csv").write_text("from,to,strength\np1,p7,0.5\n")
    assert load_paths([other], embedded_store).exit_code == 0
    again = load_paths([other], embedded_store)
    assert {k: (w.created, w.unchanged) for k, w in again.written.items()} == {
        "Person": (0, 2),
        "KNOWS": (0, 1),
    }
