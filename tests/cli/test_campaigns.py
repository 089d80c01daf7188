"""The closed loop on the terminal: sizes and files alone, and the whole of it on both servers."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import jsonschema
import openpyxl
import polars as pl
import pytest

AS_OF = ("--as-of", "2026-03-31")
FORMULA = "=1+1"


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.lstrip("\ufeff"))))


def answer(linchpin, schema: str, *words: str, code: int = 0):
    """Return the JSON answer of a command, held against its schema."""
    said = linchpin("campaign", *words, "--format", "json")
    assert said.code == code, said.err
    found = json.loads(said.out)
    jsonschema.validate(found, json.loads(linchpin("schema", schema).out))
    return found


def test_size_and_power(linchpin) -> None:
    size = answer(linchpin, "campaign-size", "plan", "--base", "0.6", "--target", "0.7")
    assert size["per_arm"] == {"target": 356, "control": 356}
    power = answer(
        linchpin, "campaign-size", "plan", "--base", "0.6", "--target", "0.7", "--size", "356"
    )
    assert 0.8 <= power["power"] < 0.802


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("plan",), "rate today"),
        (("plan", "--base", "0.1"), "rate today"),
        (("plan", "--base", "0.1", "--target", "0.1"), "difference of nothing"),
        (("plan", "--base", "1.1", "--target", "0.1"), "no share"),
        (("plan", "--base", "0.1", "--target", "0.2", "--power", "1"), "power must lie"),
        (("plan", "--base", "0.1", "--target", "0.2", "--product", "p"), "needs an id"),
        (("assign", "K", "--targets", "x.csv", "--arms", "target=x"), "no size of an arm"),
        (("assign", "K", "--targets", "x.csv", "--arms", "target=1,target=2"), "no size"),
    ],
)
def test_wrong_words_are_refused(linchpin, words, said) -> None:
    result = linchpin("campaign", *words)
    assert (result.code, result.out) == (2, "")
    assert said in result.err


@pytest.fixture
def outcome(tmp_path: Path) -> str:
    path = tmp_path / "outcome.csv"
    lines = ["编号,组别,已联系,已接受,收入,地区"]
    lines += [f"t{i},目标组,是,{'是' if i % 2 else '否'},{i % 2 * 10},{i % 3}" for i in range(60)]
    lines += [f"c{i},control,yes,{'yes' if i % 5 == 0 else 'no'},0,{i % 3}" for i in range(60)]
    lines += ["t1,target,yes,yes,1,0", "x1,nobody,yes,yes,1,0", "x2,target,perhaps,yes,1,0"]
    path.write_text("\n".join(lines), encoding="utf-8")
    return str(path)


def test_a_file_is_evaluated_and_its_bad_rows_left_out(linchpin, outcome, tmp_path) -> None:
    bad = tmp_path / "bad.csv"
    words = ("evaluate", outcome, "--by", "地区", "--rejects", str(bad))
    found = answer(linchpin, "campaign-evaluate", *words, code=3)
    assert [(a["assigned"], a["accepted"], a["revenue"]) for a in found["arms"]] == [
        (60, 30, 300.0), (60, 12, 0.0),
    ]  # fmt: skip
    assert [e["lift"]["value"] for e in found["effects"]] == [1.0, pytest.approx(2.5)]
    assert {(r["value"], r["measure"]) for r in found["by"]} == {
        (v, m) for v in "012" for m in ("contact", "sales")
    }
    assert [(r["line"], r["column"]) for r in rows(bad.read_text(encoding="utf-8"))] == [
        ("122", "编号"), ("123", "组别"), ("124", "已联系"),
    ]  # fmt: skip
    flat = linchpin("campaign", "evaluate", outcome, "--by", "地区", "--format", "csv")
    assert len(rows(flat.out)) == 2 + 6
    nowhere = linchpin("campaign", "evaluate", outcome, "--by", "nowhere")
    assert nowhere.code == 1
    assert "outcome.csv has no column 'nowhere'; it has" in nowhere.err
    assert "地区" in nowhere.err
    assert "Did you mean" in linchpin("campaign", "evaluate", f"{outcome}x.csv").err


def test_a_file_is_improved(linchpin, tmp_path) -> None:
    path = tmp_path / "o.csv"
    frame = pl.DataFrame(
        {"id": range(600), "fit": [i % 2 for i in range(600)],
         "accepted": ["yes" if i % 2 and i % 3 else "no" for i in range(600)]}
    )  # fmt: skip
    frame.write_csv(path)
    found = answer(linchpin, "campaign-improve", "improve", str(path), "--seed", "5")
    assert found["refinement"]["condition"] == "fit >= 1"
    assert found["refinement"]["rule"] == "fit >= 1"
    assert found["refinement"]["current_rate"] == pytest.approx(1 / 3)
    assert found["next"]["per_arm"]["target"] > 10
    text = linchpin("campaign", "improve", str(path), "--lang", "zh")
    assert "细化标签：fit >= 1" in text.out


def test_values_in_both_languages_are_read_in_the_readers_and_kept_for_scripts(
    linchpin, tmp_path
) -> None:
    path = tmp_path / "o.csv"
    lines = [
        f"{i},{('target', 'control')[i // 2 % 2]},{'yes' if i % 2 and i % 3 else 'no'},"
        f"{'商务 business' if i % 2 else '大众 mass'}"
        for i in range(600)
    ]
    path.write_text("id,arm,accepted,segment\n" + "\n".join(lines), encoding="utf-8")
    improved = ("improve", str(path), "--seed", "5")
    assert "Refined tag: segment = business\n" in linchpin("campaign", *improved).out
    assert "细化标签：细分 = 商务\n" in linchpin("campaign", *improved, "--lang", "zh").out
    better = answer(linchpin, "campaign-improve", *improved)["refinement"]
    assert better["condition"] == "segment = 商务 business"
    assert better["rule"] == "segment = '商务 business'"
    evaluated = ("evaluate", str(path), "--by", "segment")
    text = linchpin("campaign", *evaluated).out
    assert "segment = mass" in text
    assert "大众" not in text
    parts = answer(linchpin, "campaign-evaluate", *evaluated)["by"]
    assert {r["value"] for r in parts} == {"商务 business", "大众 mass"}


def test_no_value_of_a_column_becomes_a_formula_in_csv(linchpin, tmp_path) -> None:
    path = tmp_path / "o.csv"
    lines = [
        f"{arm}{i},{arm},{int(i % 4 == 0)},{FORMULA if i % 2 else 'A'}"
        for arm in ("target", "control")
        for i in range(20)
    ]
    path.write_text("customer,arm,accepted,plan\n" + "\n".join(lines))
    words = ("evaluate", str(path), "--by", "plan")
    told = rows(linchpin("campaign", *words, "--format", "csv").out)
    assert {r["value"] for r in told} == {"", f"'{FORMULA}", "A"}
    parts = answer(linchpin, "campaign-evaluate", *words)["by"]
    assert {r["value"] for r in parts} == {FORMULA, "A"}


# --- the whole loop, on both servers


@pytest.fixture
def planned(loaded: str, linchpin, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    book = tmp_path / "more"
    book.mkdir()
    members = [f"m{i:03}" for i in range(60)]
    (book / "members.csv").write_text(
        "id,segment,do_not_contact\n" + "".join(f"{m},s,{m == 'm059'}\n" for m in members)
    )
    (book / "products.csv").write_text("id,name\np,Line\n")
    (book / "campaigns.csv").write_text("id,started_on,ended_on\nold,2026-03-01,2026-03-09\n")
    (book / "targeted.csv").write_text(
        "from,to,to_kind,arm,contacted_on\nold,m000,Member,target,2026-03-08\n"
    )
    assert linchpin("load", str(book)).code == 0
    lines = [f"{m},{'N' if i % 2 else 'S'}" for i, m in enumerate(members)]
    lines += ["bank,N", "m001,N", f"{FORMULA},N"]
    (tmp_path / "list.csv").write_text("customer,region\n" + "\n".join(lines))
    (tmp_path / "never.txt").write_text("m002\nM003\n")
    words = ("--product", "p", "--starts", "2026-04-01", "--ends", "2026-04-30")
    plan = answer(
        linchpin, "campaign-plan", "plan", "new", *words, "--base", "0.1", "--target", "0.6",
        "--budget", "100", "--measure", "sales", *AS_OF,
    )  # fmt: skip
    assert plan["background"]["products"][0]["open"] == 1
    assert plan["per_arm"]["target"] > 1
    return tmp_path


DRAW = ("assign", "new", "--targets", "list.csv", "--strata", "region", "--seed", "7",
        "--do-not-contact", "never.txt", "--rest-days", "30", "--rejects", "left.csv")  # fmt: skip


def test_the_loop(planned: Path, linchpin) -> None:
    dry = linchpin("campaign", *DRAW, "--arms", "target=20,control=30", "--dry-run")
    assert dry.code == 3
    assert "1 id of the list of who must not be contacted is no customer's: M003." in dry.err
    assert linchpin("campaign", "list", "new").code == 1  # nothing was stored
    few = ("--arms", "target=1,control=1")
    # The record of a trial has a name of its own.
    assert "campaign-new-trial" in linchpin("campaign", *DRAW[:-2], *few, "--dry-run").err
    nope = linchpin("campaign", *DRAW[:4], *few, "--strata", "nope")
    assert (nope.code, "list.csv has no column 'nope'; it has region." in nope.err) == (1, True)
    alone = linchpin("campaign", *DRAW, "--arms", "target=5,control=0", "--dry-run")
    assert "One arm has nobody" in alone.err
    made = linchpin("campaign", *DRAW, "--arms", "target=20,control=30", "--out", "arms.csv")
    assert made.code == 3, made.err
    arms = rows((planned / "arms.csv").read_text())
    assert rows(dry.out) == arms
    assert "earlier draw" not in dry.err + made.err
    again = linchpin("campaign", *DRAW, "--arms", "target=5,control=5", "--dry-run")
    assert "It takes the place of an earlier draw of 50 customers" in again.err
    assert [r["arm"] for r in arms].count("target") == 20
    left = rows((planned / "left.csv").read_text(encoding="utf-8"))
    assert {(r["line"], r["found"]) for r in left} == {
        ("2", "m000"), ("4", "m002"), ("61", "m059"), ("63", "m001"), ("64", "'=1+1"),
    }  # fmt: skip
    _results_come_back(planned, linchpin, arms)
    _nobody_in_two(linchpin)
    _impossible_results_are_left_out(planned, linchpin, sorted(r["customer"] for r in arms))


def _results_come_back(planned: Path, linchpin, arms: list[dict[str, str]]) -> None:
    assert linchpin("campaign", "list", "new", "--arm", "target", "--out", "t.xlsx").code == 0
    sheet = openpyxl.load_workbook(planned / "t.xlsx").active
    assert sheet.max_row == 21
    listed = rows(linchpin("campaign", "list", "new").out)
    assert {r["customer"] for r in listed} == {r["customer"] for r in arms}
    back = ["customer,contacted,accepted,revenue,cost"]
    back += [f"{r['customer']},yes,{'yes' if r['arm'] == 'target' else 'no'},5,1" for r in listed]
    back += [back[1], "stranger,yes,yes,1,1"]
    (planned / "back.csv").write_text("\n".join(back))
    taken = answer(linchpin, "campaign-results", "results", "new", "back.csv", code=3)
    assert (taken["taken"], taken["rejected"], taken["accepted"]) == (50, 2, 20)
    assert taken["missing"] == 0
    found = answer(linchpin, "campaign-evaluate", "evaluate", "new", "--by", "region,stratum")
    assert [(a["assigned"], a["accepted"], a["revenue"], a["cost"]) for a in found["arms"]] == [
        (20, 20, 100.0, 20.0), (30, 0, 150.0, 30.0),
    ]  # fmt: skip
    assert {r["value"] for r in found["by"]} == {"N", "S"}
    assert answer(linchpin, "campaign-improve", "improve", "new")["refinement"] is None
    again = linchpin("campaign", *DRAW, "--arms", "target=1,control=1")
    assert again.code == 1
    assert "has results already" in again.err
    only_strangers = linchpin("campaign", "results", "old", "back.csv")
    assert only_strangers.code == 3
    query = "MATCH (c:Campaign {id: 'new'})-[:PROMOTES]->(p) RETURN c.seed AS seed, p.id AS p"
    (planned / "q.cypher").write_text(query)
    told = linchpin("query", "q.cypher", "--format", "json")
    assert json.loads(told.out)["rows"] == [{"seed": 7, "p": "p"}]


def _impossible_results_are_left_out(planned: Path, linchpin, customers: list[str]) -> None:
    cells = ["yes,2031-01-01,5", "yes,2026-03-31,5", "no,,-5", "no,2026-04-02,", "no,,5"]
    lines = [f"{m},{c},yes" for m, c in zip(customers, cells, strict=False)]
    (planned / "odd.csv").write_text("customer,已联系,联系日期,收入,accepted\n" + "\n".join(lines))
    words = ("results", "new", "odd.csv", "--as-of", "2026-05-01", "--rejects", "odd-left.csv")
    taken = answer(linchpin, "campaign-results", *words, code=3)
    # Who bought without a contact, and an attempt that reached nobody, are good.
    assert (taken["taken"], taken["rejected"]) == (2, 3)
    left = rows((planned / "odd-left.csv").read_text(encoding="utf-8"))
    assert [(r["line"], r["column"], r["found"]) for r in left] == [
        ("2", "联系日期", "2031-01-01"), ("3", "联系日期", "2026-03-31"), ("4", "收入", "-5"),
    ]  # fmt: skip
    assert all(r["expected"] and r["hint"] for r in left)
    assert "2026-05-01" in left[0]["hint"]
    assert "2026-04-01" in left[1]["hint"]


def _nobody_in_two(linchpin) -> None:
    words = ("--product", "p", "--starts", "2026-04-20", "--ends", "2026-05-20")
    assert linchpin("campaign", "plan", "other", *words).code == 0
    crowded = linchpin(
        "campaign", "assign", "other", "--targets", "list.csv", "--arms", "target=40,control=1"
    )
    assert crowded.code == 1
    assert "10 of the list can be chosen" in crowded.err
    assert "50 in another campaign then" in crowded.err
    assert "rows were left out; see" in crowded.err
    reversed_ = linchpin("campaign", "plan", "third", *words[:4], "--ends", "2026-04-01")
    assert reversed_.code == 2
    assert linchpin("campaign", "evaluate", "nowhere").code == 1
