"""Reading bare networks: every way in which people keep them, and what is bad in them."""

from __future__ import annotations

import gzip
import json
import re
from datetime import datetime
from pathlib import Path

import polars as pl
import pytest

from graph.errors import InputError, UsageError
from loaders.ties import read_people, read_ties


def written(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


ROWS = [("a", "b", 2.0), ("b", "c", 0.5)]
WAYS = {
    "ties.csv": "from,to,weight\na,b,2\nb,c,0.5\n",
    "semicolon.csv": "source;target;strength\na;b;2\nb;c;0.5\n",
    "tab.tsv": "发件人\t收件人\t权重\na\tb\t2\nb\tc\t0.5\n",
    "spaces.txt": "from to weight\na b 2\nb c 0.5\n",
    "spare.csv": "weight,to,from,more\n2,b,a,x\n0.5,c,b,y\n",
}


@pytest.mark.parametrize("name", WAYS)
def test_columns_are_found(tmp_path: Path, name: str) -> None:
    ties = read_ties(written(tmp_path, name, WAYS[name]))
    assert ties.frame.select("from", "to", "weight").rows() == ROWS
    assert ties.rejects.is_empty()


def test_parquet_excel_and_gzip(tmp_path: Path) -> None:
    frame = pl.DataFrame({"from": ["a", "b"], "to": ["b", "c"], "weight": [2.0, 0.5]})
    frame.write_parquet(tmp_path / "t.parquet")
    frame.write_excel(tmp_path / "t.xlsx")
    (tmp_path / "t.csv.gz").write_bytes(gzip.compress(frame.write_csv().encode()))
    for name in ("t.parquet", "t.xlsx", "t.csv.gz"):
        assert read_ties(tmp_path / name).frame.rows() == ROWS


def test_rows_without_a_header(tmp_path: Path) -> None:
    ties = read_ties(written(tmp_path, "advice.txt", " 1 2 1\n 2 3 0\n 3 1 1\n"))
    assert ties.frame.rows() == [("1", "2", 1.0), ("2", "3", 0.0), ("3", "1", 1.0)]
    assert ties.columns == {"from": "1", "to": "2", "weight": "3"}
    two = read_ties(written(tmp_path, "two.csv", "1,2\n2,3\n"))
    assert two.frame.rows() == [("1", "2"), ("2", "3")]


def test_columns_are_named_by_header_or_number(tmp_path: Path) -> None:
    file = written(tmp_path, "x.csv", "Who,Whom,n\na,b,2\nb,c,0.5\n")
    by_name = read_ties(file, {"from": "who", "to": "Whom", "weight": "n", "time": None})
    by_number = read_ties(file, {"from": "1", "to": "2", "weight": "3"})
    assert by_name.frame.rows() == by_number.frame.rows() == ROWS


def test_a_column_that_is_not_there(tmp_path: Path) -> None:
    file = written(tmp_path, "x.csv", "who,whom\na,b\n")
    with pytest.raises(UsageError, match="--from COL --to COL"):
        read_ties(file)
    with pytest.raises(UsageError, match=r"no column 'whoo'\. Did you mean who"):
        read_ties(file, {"from": "whoo", "to": "whom"})


def test_bad_rows_are_left_out_and_told(tmp_path: Path) -> None:
    file = written(
        tmp_path,
        "bad.csv",
        "from,to,weight,time\na,b,1,2026-03-01\n,b,1,2026-03-01\na,,1,2026-03-01\n"
        "a,b,x1,2026-03-01\na,b,-1,2026-03-01\na,b,nan,2026-03-01\na,b,1,2026-02-30\n"
        "c,d,2,2026-03-02\n",
    )
    ties = read_ties(file)
    assert ties.frame["from"].to_list() == ["a", "c"]
    assert ties.rejects.select("line", "column", "found").rows() == [
        (3, "from", ""), (4, "to", ""), (5, "weight", "x1"), (6, "weight", "-1"),
        (7, "weight", "nan"), (8, "time", "2026-02-30"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("written_as", "moment"),
    [
        ("2026-03-01 09:07:00", datetime(2026, 3, 1, 9, 7)),
        ("2026-03-01T09:07:00", datetime(2026, 3, 1, 9, 7)),
        ("2026-03-01", datetime(2026, 3, 1)),
        ("2026/3/1", datetime(2026, 3, 1)),
        ("2026年3月1日", datetime(2026, 3, 1)),
        ("1772355600", datetime(2026, 3, 1, 9)),
        ("1772355600000", datetime(2026, 3, 1, 9)),
    ],
)
def test_moments(tmp_path: Path, written_as: str, moment: datetime) -> None:
    ties = read_ties(written(tmp_path, "t.csv", f"from,to,time\na,b,{written_as}\n"))
    assert ties.frame["time"].to_list() == [moment]


@pytest.mark.parametrize("never", ["2026-03-01 25:00", "2026-03-01 09:61", "9999-01-01", "soon"])
def test_a_moment_that_never_was_is_a_bad_row(tmp_path: Path, never: str) -> None:
    rows = f"from,to,time\na,b,{never}\nb,c,2026-03-01 09:07\n"
    ties = read_ties(written(tmp_path, "t.csv", rows))
    assert ties.rejects.rows() == [(2, "time", never)]
    assert ties.frame.height == 1


def test_people_are_found_by_id_or_by_the_ends(tmp_path: Path) -> None:
    ties = read_ties(written(tmp_path, "t.csv", "from,to\n1,2\n2,3\n"))
    by_id = written(tmp_path, "p.csv", "name,id\nx,1\ny,2\nz,9\n")
    by_ends = written(tmp_path, "q.csv", "age,address\n40,1\n50,2\n60,3\n")
    assert read_people(by_id, ties).ids == ["1", "2", "9"]
    assert read_people(by_ends, ties).ids == ["1", "2", "3"]
    nobody = written(tmp_path, "r.csv", "name\nx\n")
    with pytest.raises(UsageError, match="no column holds the people"):
        read_people(nobody, ties)


@pytest.mark.parametrize(
    "people",
    [
        "id,email\nann,a@x\nbo,b@x; b2@x\ncy,c@x\n",
        "address,person\na@x,ann\nb@x,bo\nb2@x,bo\n,cy\n",
    ],
)
def test_several_addresses_are_one_person(tmp_path: Path, people: str) -> None:
    ties = read_ties(written(tmp_path, "t.csv", "from,to\na@x,b@x\nb2@x,a@x\nb@x,z@x\n"))
    told = read_people(written(tmp_path, "p.csv", people), ties)
    assert told.ids == ["ann", "bo", "cy"]
    assert told.named(ties).frame.rows() == [("ann", "bo"), ("bo", "ann"), ("bo", "z@x")]


def test_an_address_of_two_people_is_refused(tmp_path: Path) -> None:
    ties = read_ties(written(tmp_path, "t.csv", "from,to\na@x,b@x\n"))
    path = written(tmp_path, "p.csv", "id,email\nann,a@x\nbo,b@x\ncy,a@x\n")
    with pytest.raises(UsageError, match="line 2, email: 'a@x' is of ann and of cy"):
        read_people(path, ties)


def test_a_broken_gzip_is_refused(tmp_path: Path) -> None:
    whole = gzip.compress(b"from,to\n" + b"a,b\n" * 1000)
    (tmp_path / "t.csv.gz").write_bytes(whole[:-20])
    with pytest.raises(InputError, match="gzip"):
        read_ties(tmp_path / "t.csv.gz")


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    written(tmp_path, "ties.csv", "from,to\n")
    with pytest.raises(InputError, match=r"Did you mean .*ties\.csv"):
        read_ties(tmp_path / "tiez.csv")


def test_the_ranking_of_a_file(tmp_path: Path, linchpin) -> None:
    file = written(tmp_path, "t.csv", "from,to,weight\nli,he,1\nwu,he,1\nwu,li,1\nzu,he,0\nx,y,z\n")
    said = linchpin("influence", str(file), "--format", "csv")
    assert said.code == 3
    assert said.err.splitlines()[1:] == [
        "1 row was left out as bad:",
        "  line 6, weight: found 'z', expected a number, 0 or more.",
    ]
    rows = pl.read_csv(said.out.encode())
    assert rows.columns == [
        "id", "influence", "rank", "pagerank", "betweenness", "in_degree", "out_degree", "hits",
        "closeness", "cut_point", "bridges",
    ]  # fmt: skip
    assert set(rows["id"]) == {"he", "li", "wu", "zu"}
    assert rows["id"][0] == "he"
    assert rows["influence"].sum() == pytest.approx(1)


def test_the_ranking_as_json_keeps_to_its_schema(tmp_path: Path, linchpin) -> None:
    import json

    import jsonschema

    file = written(tmp_path, "t.csv", "from,to\nli,he\nwu,he\n")
    people = written(tmp_path, "p.csv", "id\nnobody\n")
    said = linchpin("influence", str(file), "--people", str(people), "--format", "json")
    assert said.code == 0
    answer = json.loads(said.out)
    jsonschema.validate(answer, json.loads(linchpin("schema", "influence").out))
    assert {row["id"] for row in answer} == {"he", "li", "wu", "nobody"}


def test_cut_points_are_named_with_what_they_bridge(tmp_path: Path, linchpin) -> None:
    lines = "*Vertices 4\n1 Ann\n2 Bo\n3 Cy\n4 Di\n*Edges\n1 2\n2 3\n1 3\n3 4\n"
    file = written(tmp_path, "t.net", lines)
    said = linchpin("influence", str(file))
    assert said.code == 0
    assert "each counts both ways" in said.err
    assert said.out.splitlines()[-1].strip() == "Cy: Ann, Bo | Di"
    rows = pl.read_csv(linchpin("influence", str(file), "--format", "csv").out.encode())
    assert dict(rows.select("id", "bridges").rows())["Cy"] == "Ann, Bo (2) | Di (1)"
    assert dict(rows.select("id", "cut_point").rows()) == {
        "Ann": False, "Bo": False, "Cy": True, "Di": False,
    }  # fmt: skip


def test_stability_is_asked_for(tmp_path: Path, linchpin) -> None:
    file = written(tmp_path, "t.csv", "from,to,confidence\nli,he,1\nwu,he,1\nwu,li,0\n")
    said = linchpin("influence", str(file), "--stability", "20", "--format", "csv")
    rows = pl.read_csv(said.out.encode())
    assert dict(rows.select("id", "first").rows()) == {"he": 1.0, "li": 0.0, "wu": 0.0}


def test_a_persons_influence_is_explained(tmp_path: Path, linchpin) -> None:
    file = written(tmp_path, "asks.csv", "from,to\nli,he\nwu,he\nwu,li\n")
    said = linchpin("influence", str(file), "--explain", "he", "--format", "json")
    why = json.loads(said.out)
    assert (why["id"], why["rank"], why["asked_by"]) == ("he", 1, 2)
    assert [p["id"] for p in why["through"]] == ["li", "wu"]
    text = linchpin("influence", str(file), "--explain", "he", "--lang", "zh").out
    assert "经由 li" in text
    assert "第 1 名" in text
    lost = linchpin("influence", str(file), "--explain", "hee")
    assert lost.code != 0
    assert "he" in lost.err


def test_the_page_about_influence_computes_its_example(tmp_path: Path, linchpin) -> None:
    page = (Path(__file__).parents[2] / "docs" / "influence.md").read_text(encoding="utf-8")
    asks = re.search(r"```\n(from,to\n.+?)```", page, re.DOTALL)
    told = re.findall(r"^\| (\w+) \| ([\d.]+) \| (\d) \|$", page, re.MULTILINE)
    assert asks is not None
    file = written(tmp_path, "asks.csv", asks[1])
    ranked = json.loads(linchpin("influence", str(file), "--format", "json").out)
    assert [(r["id"], f"{r['influence']:.3f}", str(r["rank"])) for r in ranked] == told
    why = json.loads(linchpin("influence", str(file), "--explain", "he", "--format", "json").out)
    parts = [why["kept"], *(p["share"] for p in why["through"]), why["own"]]
    assert all(f"= {part:.1%}" in " ".join(page.split()) for part in parts)


def test_a_folder_is_refused(tmp_path: Path, linchpin) -> None:
    written(tmp_path, "t.csv", "from,to\nli,he\n")
    said = linchpin("influence", str(tmp_path))
    assert (said.code, said.out) == (1, "")
    assert said.err == f"{tmp_path} is a folder. Name one file in it.\n"


@pytest.mark.parametrize(
    ("rows", "english", "chinese"),
    [
        ("", ["There is nobody in this network: no row names two people."], "没有一行写明双方"),
        ("a,a,1\nb,b,1\n", ["2 rows from somebody to themself: no tie.", "all share alike."],
         "2 行为某人指向自己"),
        ("a,b,0\na,a,0\n", ["No tie is left, so that nobody can be told"], "人人份额相同"),
        ("a,b,\n" + "a,b,-1\n" * 6 + "a,b,1\n",
         ["7 rows were left out as bad:", "line 2, weight: the cell is empty", "  and 2 more."],
         "等共 7 行"),
    ],
)  # fmt: skip
def test_what_is_no_tie_is_said(
    tmp_path: Path, linchpin, rows: str, english: list[str], chinese: str
) -> None:
    file = written(tmp_path, "t.csv", "from,to,weight\n" + rows)
    said = linchpin("influence", str(file))
    assert [words in said.out + said.err for words in english] == [True] * len(english)
    assert "nan" not in said.out
    ours = linchpin("influence", str(file), "--lang", "zh")
    assert chinese in ours.out + ours.err


def test_a_whole_matrix_claims_no_ties_of_people_with_themselves(tmp_path: Path, linchpin) -> None:
    file = written(tmp_path, "t.csv", "from,to,weight\na,a,0\na,b,1\nb,a,0\nb,b,0\n")
    assert "themself" not in linchpin("influence", str(file)).err


def test_who_was_not_seen_asking_is_said_to_be_presumed(tmp_path: Path, linchpin) -> None:
    file = written(tmp_path, "one.csv", "from,to\na,b\n")
    text = linchpin("influence", str(file), "--explain", "a").out
    assert "presumed to listen back" in next(x for x in text.splitlines() if "through b" in x)
