"""Answers of the terminal on both servers: shapes, formats, exit codes."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import click
import jsonschema
import polars as pl
import pytest

from graph.decision.results import Evidence, Subject
from graph.text import Text
from tests.decision.toy_graphs import FOUR, ask, toy
from ui.terminal.answer import Answer
from ui.terminal.deals import deals_frame, findings_frame, people_frame
from ui.terminal.emit import emit
from ui.terminal.terminal import Terminal

AS_OF = ("--as-of", "2026-03-31")


def asked(linchpin, name: str, *words: str):
    """Return the JSON answer of a command, held against the schema that is printed for it."""
    said = linchpin(*words, "--format", "json")
    assert said.code == 0, said.err
    answer = json.loads(said.out)
    schema = json.loads(linchpin("schema", name).out)
    jsonschema.validate(answer, schema)
    return answer


def test_one_deal(loaded: str, linchpin) -> None:
    answer = asked(linchpin, "analyze", "analyze", "deal", *AS_OF)
    assert answer["opportunity"]["id"] == "deal"
    assert {p["id"]: round(p["influence"], 4) for p in answer["people"]} == {
        "chen": 0.5692, "zhao": 0.1281, "qian": 0.0466, "luo": 0.2561,
    }  # fmt: skip
    assert (round(answer["lean"], 4), round(answer["lean_sd"], 4)) == (-0.0140, 0.3424)
    assert "model" not in answer
    assert all(isinstance(f["sentence"], str) for f in answer["findings"])


def test_explained(loaded: str, linchpin) -> None:
    answer = asked(linchpin, "analyze", "analyze", "deal", "--explain", *AS_OF)
    assert set(answer["model"]["people"]) == {"chen", "zhao", "qian", "luo"}


def test_sentences_are_in_the_language_asked_for(loaded: str, linchpin) -> None:
    english = asked(linchpin, "analyze", "analyze", "deal", *AS_OF)
    chinese = asked(linchpin, "analyze", "analyze", "deal", "--lang", "zh", *AS_OF)
    assert english["findings"][0]["sentence"].isascii()
    assert not chinese["findings"][0]["sentence"].isascii()


ODD = "N\x1b[31m\nSecond line\x07"


@pytest.mark.parametrize(("lang", "name"), [("en", "Home Ltd"), ("zh", "本家公司")])
def test_employers_have_names_in_proofs(lang: str, name: str) -> None:
    graph = toy(**FOUR)
    analysis = ask(graph)
    posts = {p.employer for p in analysis.people if p.employer}
    assert posts
    update = {"employer_name": "本家公司", "employer_name_en": "Home Ltd"}
    people = [p.model_copy(update=update) for p in analysis.people]
    answer = Answer(analysis.model_copy(update={"people": people}), lang)
    assert {answer.name(post) for post in posts} == {name}


def test_no_name_steers_the_terminal_or_breaks_a_head() -> None:
    people = {id_: {"name": ODD} for id_ in FOUR["nodes"]["Person"]}
    sellers = {id_: {"name": ODD} for id_ in FOUR["nodes"]["Seller"]}
    nodes = {"Person": people, "Seller": sellers, "Opportunity": {"deal": {"name": ODD}}}
    answer = Answer(ask(toy(**(FOUR | {"nodes": nodes}))), "en")
    assert answer.title().splitlines()[0] == "N [31m Second line  (deal)"
    text = answer.text()
    assert text.replace("\n", "").isprintable()
    assert not any(line.startswith("Second") for line in text.splitlines())


def test_whatever_is_told_cannot_steer_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    terminal = Terminal(asked_language="en")
    emit(terminal, table=lambda: f"head {ODD}")
    terminal.note(Text(ODD, ODD))
    said = capsys.readouterr()
    assert said.out == "head N [31m\nSecond line \n"
    assert said.err == "N [31m\nSecond line \n"


def test_the_severest_weak_links_are_shown_and_the_rest_is_counted() -> None:
    answer = ask(toy(**FOUR))
    one = answer.findings[0]
    # The first cause has the worst finding and nine of the lightest.
    severities = [0.9, *[0.01] * 9, *(0.8 - i / 10 for i in range(7))]
    found = [
        one.model_copy(update={"severity": s, "root": "a" if i < 10 else f"r{i}"})
        for i, s in enumerate(severities)
    ]
    text = Answer(answer.model_copy(update={"findings": found}), "en").findings()
    shown = [line.split()[0] for line in text.splitlines() if re.match(r" +\d+%  ", line)]
    assert shown == ["90%", "80%", "70%", "60%", "50%", "40%", "30%", "20%"]
    assert text.endswith("\n  and 9 more")


def test_a_table_for_people(loaded: str, linchpin) -> None:
    said = linchpin("analyze", "deal", *AS_OF)
    assert (said.code, said.err) == (0, "")
    lines = said.out.splitlines()
    assert lines[0] == "Branch network (deal)"
    assert lines[3].startswith("Not enough known · lean −0.01 ± 0.34")
    chen = next(line for line in lines if line.startswith("* Chen"))
    assert chen.split()[1:] == ["Chen", "President", "Decision-maker", "57%", "–", "0.00", "0%"]
    chinese = linchpin("analyze", "deal", "--lang", "zh", *AS_OF).out
    assert {"谁说了算", "薄弱环节", "下一步见谁"} <= {
        word for line in chinese.splitlines() for word in line.split()
    }


def test_what_if_moves_the_answer_and_nothing_else(loaded: str, linchpin) -> None:
    before = asked(linchpin, "analyze", "analyze", "deal", *AS_OF)
    supposed = asked(
        linchpin, "analyze", "analyze", "deal", "--what-if", "stance:chen=supporter",
        "--what-if", "stance:luo=neutral", *AS_OF,
    )  # fmt: skip
    after = asked(linchpin, "analyze", "analyze", "deal", *AS_OF)
    assert supposed["lean"] > before["lean"] + 0.3
    assert before == after


def test_all_deals_are_an_array_or_flat_rows(loaded: str, linchpin, tmp_path: Path) -> None:
    array = asked(linchpin, "analyze-all", "analyze", "--all", *AS_OF)
    assert [a["opportunity"]["id"] for a in array] == ["deal"]
    assert array[0] == asked(linchpin, "analyze", "analyze", "deal", *AS_OF)
    rows = pl.read_csv(
        BytesIO(linchpin("analyze", "--all", "--format", "csv", *AS_OF).out.encode())
    )
    file = tmp_path / "deals.parquet"
    assert linchpin("analyze", "--all", "--out", str(file), *AS_OF).code == 0
    flat = pl.read_parquet(file)
    assert rows.columns == flat.columns
    assert flat["opportunity"].to_list() == ["deal"]
    assert flat["lean"][0] == pytest.approx(array[0]["lean"])
    assert flat["deciders"][0] == "chen"


def test_the_deals_of_a_customer(loaded: str, linchpin) -> None:
    array = asked(linchpin, "analyze-all", "analyze", "--enterprise", "bank", *AS_OF)
    assert [a["opportunity"]["id"] for a in array] == ["deal"]


@pytest.mark.parametrize(
    ("words", "near"),
    [
        (["analyze", "deel"], "deal"),
        (["analyze", "--enterprise", "banc"], "bank"),
        (["cross-sell", "banc"], "bank"),
        (["schema", "analyse"], "analyze"),
        (["export", "tables", "biling"], "billing"),
        (["query", "decidrs"], "deciders"),
        (["query", "--list", "--theme", "rival"], "rivals"),
    ],
)
def test_an_unknown_name_is_refused_with_the_nearest(loaded: str, linchpin, words, near) -> None:
    said = linchpin(*words)
    assert (said.code, said.out) == (1, "")
    assert f"Did you mean {near}" in said.err


def test_a_query_as_text_file_and_standard_input(
    loaded: str, linchpin, tmp_path: Path, monkeypatch
) -> None:
    text = "MATCH (p:Person) WHERE p.id >= $least RETURN p.id AS id, p.title AS title ORDER BY id"
    file = tmp_path / "mine.cypher"
    file.write_text(text, encoding="utf-8")
    by_file = asked(linchpin, "query", "query", str(file), "-p", "least=m")
    rows = [{"id": "qian", "title": None}, {"id": "zhao", "title": None}]
    assert by_file == {"columns": ["id", "title"], "rows": rows, "truncated": False}
    import io

    monkeypatch.setattr("sys.stdin", io.StringIO(text))
    assert asked(linchpin, "query", "query", "-", "-p", "least=m") == by_file
    cut = linchpin("query", str(file), "-p", "least=a", "--limit", "1", "--format", "json")
    assert json.loads(cut.out)["truncated"] is True
    assert "Only the first 1 rows" in cut.err
    assert (
        linchpin("query", str(file), "-p", "least=m", "--format", "csv").out.splitlines()[0]
        == "id,title"
    )


def test_a_query_that_writes_is_refused(loaded: str, linchpin, tmp_path: Path) -> None:
    file = tmp_path / "w.cypher"
    file.write_text("MATCH (p:Person) SET p.name = 'x' RETURN p", encoding="utf-8")
    said = linchpin("query", str(file))
    assert (said.code, said.out) == (1, "")
    names = "MATCH (p:Person {id: 'chen'}) RETURN p.name AS name"
    file.write_text(names, encoding="utf-8")
    assert asked(linchpin, "query", "query", str(file))["rows"] == [{"name": "Chen"}]


def test_nodes_and_ties_in_every_format(loaded: str, linchpin, tmp_path: Path) -> None:
    file = tmp_path / "q.cypher"
    file.write_text(
        "MATCH (p:Person {id: 'chen'})-[r:PLAYS]->(d) RETURN p, r, d.id AS deal, r.roles AS roles",
        encoding="utf-8",
    )
    row = asked(linchpin, "query", "query", str(file))["rows"][0]
    assert (row["p"]["_kind"], row["p"]["id"], row["r"]["_type"]) == ("Person", "chen", "PLAYS")
    shown = linchpin("query", str(file)).out
    assert "Chen (Person)" in shown
    assert "chen -PLAYS-> deal" in shown
    assert "decision_maker" in linchpin("query", str(file), "--format", "csv").out


def test_the_catalogue_is_listed(linchpin) -> None:
    listed = asked(linchpin, "query-list", "query", "--list")
    assert {"name", "theme", "question", "parameters", "columns"} <= listed[0].keys()
    one = asked(linchpin, "query-list", "query", "--list", "--theme", "rivals")
    assert {row["theme"] for row in one} == {"rivals"}
    assert one == [row for row in listed if row["theme"] == "rivals"]


def test_cross_sell_of_a_book_without_groups(loaded: str, linchpin) -> None:
    answer = asked(linchpin, "cross-sell-all", "cross-sell", *AS_OF)
    assert answer["paths"] == []
    assert asked(linchpin, "cross-sell", "cross-sell", "bank", *AS_OF)["group"] == "bank"


def test_status(loaded: str, linchpin) -> None:
    answer = asked(linchpin, "store-status", "store", "status")
    assert answer["server"] == loaded
    assert answer["nodes"] == {"Enterprise": 1, "Person": 4, "Opportunity": 2, "Seller": 2}
    assert answer["relationships"] == {
        "WORKS_FOR": 3, "REPORTS_TO": 1, "FOR": 2, "PLAYS": 3, "HOLDS": 3, "INFLUENCES": 2,
        "COVERS": 2,
    }  # fmt: skip
    assert answer["tables"] == {"billing": 1}
    assert answer["unfinished_load"] is None


def test_a_load_reports_in_its_exit_code(
    in_store: str, small_book: Path, linchpin, tmp_path: Path
) -> None:
    (small_book / "covers.csv").write_text("from,to,strength\nlin,qian,1.4\nhe,zhao,0.29\n")
    dry = asked_load(linchpin, small_book, "--dry-run")
    assert (dry["exit_code"], dry["rejected"], dry["loaded"]) == (3, 1, False)
    assert asked_load(linchpin, small_book, "--strict")["exit_code"] == 1
    assert json.loads(linchpin("store", "status", "--format", "json").out)["nodes"] == {}
    rejects = tmp_path / "bad.csv"
    done = asked_load(linchpin, small_book, "--rejects", str(rejects))
    assert (done["exit_code"], done["rejected"], done["loaded"]) == (3, 1, True)
    assert pl.read_csv(rejects)["line"].to_list() == [2]


def asked_load(linchpin, folder: Path, *words: str):
    said = linchpin("load", str(folder), *words, "--format", "json")
    answer = json.loads(said.out)
    assert said.code == answer["exit_code"]
    jsonschema.validate(answer, json.loads(linchpin("schema", "load").out))
    return answer


def test_backup_wipe_and_restore(loaded: str, linchpin, tmp_path: Path) -> None:
    file = tmp_path / "book.zip"
    held = json.loads(linchpin("store", "status", "--format", "json").out)
    assert linchpin("store", "backup", str(file)).code == 0
    assert linchpin("store", "wipe", "--yes").code == 0
    assert json.loads(linchpin("store", "status", "--format", "json").out)["nodes"] == {}
    assert linchpin("store", "restore", str(file)).code == 0  # nothing is there to be asked about
    assert linchpin("store", "restore", str(file)).code == 1
    again = json.loads(linchpin("store", "status", "--format", "json").out)
    assert [again[k] for k in ("nodes", "relationships", "tables")] == [
        held[k] for k in ("nodes", "relationships", "tables")
    ]


def test_an_answer_is_written_whole_or_not_at_all(loaded: str, linchpin, tmp_path: Path) -> None:
    file = tmp_path / "deep" / "a.json"
    assert linchpin("analyze", "deal", "--out", str(file), *AS_OF).code == 0
    assert json.loads(file.read_text(encoding="utf-8"))["opportunity"]["id"] == "deal"
    refused = linchpin("analyze", "deal", "--out", str(tmp_path), *AS_OF)
    assert refused.code == 1
    assert f"{tmp_path} cannot be written" in refused.err
    assert [p.name for p in file.parent.iterdir()] == ["a.json"]


@pytest.mark.parametrize("name", ["settings", "doctor"])
def test_what_is_about_this_machine(in_store: str, linchpin, name: str) -> None:
    said = linchpin(name, "--format", "json")
    jsonschema.validate(json.loads(said.out), json.loads(linchpin("schema", name).out))


def test_answers_of_rules_figures_and_the_store_keep_to_their_schemas(
    loaded: str, linchpin, tmp_path: Path
) -> None:
    rules = asked(linchpin, "rules-list", "rules", "list")
    assert {"linchpin", "single_thread"} <= {rule["kind"] for rule in rules}
    (row,) = asked(linchpin, "analyze-figures", "analyze", "--all", "--figures", *AS_OF)
    assert (row["opportunity"], row["people"], round(row["lean"], 4)) == ("deal", 4, -0.014)
    assert asked(linchpin, "scenario-show", "scenario", "show", "deal", *AS_OF) == []
    file = str(tmp_path / "book.zip")
    assert asked(linchpin, "store-backup", "store", "backup", file) == {"done": True, "file": file}
    assert asked(linchpin, "store-restore", "store", "restore", file, "--yes")["done"]
    none = linchpin("store", "restore", str(tmp_path / "bok.zip"))
    assert (none.code, "Did you mean book.zip" in none.err) == (1, True)


# Pictures and copies of the graph, which other programs read; and what prints schemas.
NO_ANSWER = {"export-map", "export-graph", "export-tables"}


def test_every_command_that_answers_in_json_has_a_schema(linchpin) -> None:
    from cli import COMMANDS

    def verbs(command: click.Command, name: str) -> Iterator[str]:
        if isinstance(command, click.Group):
            for verb, inner in command.commands.items():
                yield from verbs(inner, f"{name}-{verb}")
        for option in command.params:
            if option.name == "format" and "json" in getattr(option.type, "choices", ()):
                yield name

    found = {name for command in COMMANDS for name in verbs(command, str(command.name))}
    assert {"analyze", "rules-list", "store-wipe"} <= found
    assert found - NO_ANSWER - set(linchpin("schema").out.split()) == set()


def test_every_schema_is_printed(linchpin) -> None:
    for name in linchpin("schema").out.split():
        assert json.loads(linchpin("schema", name).out)


def test_a_deal_without_people_says_that_there_is_nobody() -> None:
    text = Answer(ask(toy(nodes={"Opportunity": {"deal": {}}})), "en").text()
    assert "Nobody is known in this deal" in text
    assert "Who decides" not in text


@pytest.mark.parametrize(
    ("lang", "proof"),
    [
        ("en", "Proof: Rival Ltd bids on the deal · a has a role in the deal"),
        ("zh", "证据：对手 竞标 该商机 · a 参与 该商机"),
    ],
)
def test_the_proof_of_a_weak_link_names_rival_and_deal(lang: str, proof: str) -> None:
    found = ask(toy(plays=[("a", "deal", "decision_maker")]))
    about = Subject(kind="competitor", id="r", name="对手", name_en="Rival Ltd")
    ties = [("r", "BIDS_ON", "deal"), ("a", "PLAYS", "deal")]
    told = Evidence(nodes=["r", "a", "deal"], relationships=ties)
    one = found.findings[0].model_copy(update={"subject": about, "evidence": told})
    text = Answer(found.model_copy(update={"findings": [one]}), lang).text()
    assert proof in text


def test_flat_rows_carry_both_names() -> None:
    people = {"a": {"name": "陈国栋", "name_en": "Chen Guodong"}}
    deals = {"deal": {"name": "网点", "name_en": "Branches"}}
    found = ask(
        toy(
            {"Person": people, "Opportunity": deals},
            plays=[("a", "deal", "decision_maker")],
        )
    )
    names = ("name", "name_en")
    assert deals_frame([found]).select(names).row(0) == ("网点", "Branches")
    assert people_frame(found).select(names).row(0) == ("陈国栋", "Chen Guodong")
    about = findings_frame([found], "en").filter(subject="a")
    assert about.select("subject_name", "subject_name_en").row(0) == ("陈国栋", "Chen Guodong")
