"""Rows that are bad: left out and listed with file, line, column, found, expected and a hint."""

from __future__ import annotations

import csv
import zipfile
from datetime import date

import openpyxl
import pytest
from openpyxl.cell import WriteOnlyCell

from graph.text import Text
from loaders import read_paths
from loaders.rejects import inert, write_rejects
from loaders.report import LoadReport, Reject
from tests.loaders.loader_books import hints, nodes, rejects, ties

ROLES = (
    "one of: tender_organizer, end_user, technical_expert, decision_maker, coach, influencer, "
    "approver, gatekeeper"
)
DIGITS = "Write digits alone, such as {}; leave the cell empty if it is not known."
BOOK = {
    "enterprises": "id,name\ne1,Delta\n",
    "opportunities": "id,name,enterprise\no1,Backbone,e1\n",
    "people": "id,name\np1,Chen\np2,Zhao\n",
}


def only(result):
    """Return the one reject as a mapping."""
    (row,) = result.rejects.iter_rows(named=True)
    return row


@pytest.mark.parametrize(
    ("files", "where", "expected", "hint"),
    [
        ({"influences": "from,to,weight\np1,p2,1.2\n"}, ("influences.csv", 2, "weight", "1.2"),
         "a number from 0 to 1", "If percent is meant, write 1.2% or 0.012."),
        ({"influences": "from,to,权重\np1,p2,-0.1\n"}, ("influences.csv", 2, "权重", "-0.1"),
         "a number from 0 to 1", "Correct the number or leave the cell empty."),
        ({"influences": "from,to,weight\np1,p2,o.5\n"}, ("influences.csv", 2, "weight", "o.5"),
         "a number from 0 to 1",
         DIGITS.format("0.45 or 45%")),
        ({"influences": "from\tto\tweight\np1\tp2\t0,5\n"}, ("influences.csv", 2, "weight", "0,5"),
         "a number from 0 to 1", DIGITS.format("0.5")),
        ({"opportunities": "id\tname\tamount\no1\tBackbone\t1.234,50\n"},
         ("opportunities.csv", 2, "amount", "1.234,50"), "a number of at least 0",
         DIGITS.format("1234.50")),
        ({"plays": "from,to,roles\np1,o1,couch\n"}, ("plays.csv", 2, "roles", "couch"),
         ROLES, "Did you mean coach?"),
        ({"plays": "from,to,roles\np1,o1,coach;boss of bosses\n"},
         ("plays.csv", 2, "roles", "coach;boss of bosses"),
         ROLES, "Use one of the listed words, in either language."),
        ({"plays": "from,to,stance\np1,o1,suporter\n"}, ("plays.csv", 2, "stance", "suporter"),
         "one of: mentor, supporter, neutral, non_supporter, enemy, unknown",
         "Did you mean supporter?"),
        ({"holds": "from,to,态度\np1,o1,支特者\n"}, ("holds.csv", 2, "态度", "支特者"),
         "one of: mentor, supporter, neutral, non_supporter, enemy, unknown",
         "Did you mean supporter?"),
        ({"interactions": "id,on\ni1,2026-02-30\n"}, ("interactions.csv", 2, "on", "2026-02-30"),
         "a date such as 2026-03-01", "There is no such day: check month and day."),
        ({"interactions": "id,on\ni1,3/1/2017\n"}, ("interactions.csv", 2, "on", "3/1/2017"),
         "a date such as 2026-03-01",
         "Write the year first (2026-03-01): day and month cannot be told apart here."),
        ({"interactions": "id,on\ni1,0001-01-01\n"}, ("interactions.csv", 2, "on", "0001-01-01"),
         "a date such as 2026-03-01", "Years go from 1800 to 2199."),
        ({"interactions": "id,on\ni1,2026\n"}, ("interactions.csv", 2, "on", "2026"),
         "a date such as 2026-03-01", "Add the month: 2026-03."),
        ({"billing": "customer,month\ne1,2026-13\n"}, ("billing.csv", 2, "month", "2026-13"),
         "a month such as 2026-03", "Write year and month: 2026-03."),
        ({"plays": "from,to,veto\np1,o1,maybe\n"}, ("plays.csv", 2, "veto", "maybe"),
         "yes or no", "Write yes, no, true, false, 1, 0, 是 or 否."),
        ({"sellers": "id,level\ns1,2.5\n"}, ("sellers.csv", 2, "level", "2.5"),
         "a whole number of at least 1", "Correct the number or leave the cell empty."),
        ({"products": "id,list_price\nx,$5000\n"}, ("products.csv", 2, "list_price", "$5000"),
         "a number of at least 0",
         "Convert it into the book's currency and write the number alone."),
        ({"products": "id,list_price\nx,45%\n"}, ("products.csv", 2, "list_price", "45%"),
         "a number of at least 0", "Write an amount, not a percentage."),
        ({"products": "id,name\n,Nameless\n"}, ("products.csv", 2, "id", ""),
         "a value", "Fill the cell or remove the row."),
        ({"influences": "from,to\np1,\n"}, ("influences.csv", 2, "to", ""),
         "a value", "Fill the cell or remove the row."),
        ({"products": "id,name\nx,Fibre,surplus\n"}, ("products.csv", 2, "", "surplus"),
         "no more cells than the header", "Put cells that hold the separator in quotation marks."),
        ({"knows": "from,to\np1,p1\n"}, ("knows.csv", 2, "to", "p1"),
         "somebody else", "Nobody stands in this relationship to themself: correct the id."),
        ({"influences": "from,to,since,until\np1,p2,2026-03-01,2026-02-01\n"},
         ("influences.csv", 2, "until", "2026-02-01"), "a day not before since",
         "Check both dates; they may stand in each other's place."),
        ({"works_for": "from,to\np1,e2\n"}, ("works_for.csv", 2, "to", "e2"),
         "the id of a known Enterprise", "Did you mean e1? Else add it to enterprises."),
        ({"knows": "from,to\np1,Zhao\n"}, ("knows.csv", 2, "to", "Zhao"),
         "the id of a known Person",
         "That is a name: write its id, p2. Or load with --placeholders."),
        ({"took_part": "from,from_kind,to\np1,persn,i1\n"},
         ("took_part.csv", 2, "from_kind", "persn"), "one of: Person, Seller",
         "Did you mean Person?"),
    ],
)  # fmt: skip
def test_each_bad_cell_is_worded(books, files, where, expected, hint):
    result = books.read(**{**BOOK, **files})
    row = only(result)
    assert (row["file"], row["line"], row["column"], row["found"]) == where
    assert (row["expected"], row["hint"]) == (expected, hint)
    assert row["expected_zh"] != expected
    assert row["hint_zh"] != hint
    assert nodes(result, "Person") == {
        (("id", "p1"), ("name", "Chen")),
        (("id", "p2"), ("name", "Zhao")),
    }


def test_the_good_rows_load_and_every_bad_cell_is_listed(books):
    result = books.read(
        people="id,name,level,works_for\np1,Chen,x,\np2,Zhao,1,\n,Wu,y,\np3,Wu,2,\n"
    )
    assert nodes(result, "Person") == {
        (("id", "p2"), ("name", "Zhao"), ("level", 1)),
        (("id", "p3"), ("name", "Wu"), ("level", 2)),
    }
    assert rejects(result) == {
        ("people.csv", 2, "level", "x"),
        ("people.csv", 4, "id", ""),
        ("people.csv", 4, "level", "y"),
    }
    assert result.rejected_rows == 2


def test_the_line_is_the_row_that_a_spreadsheet_shows(books):
    result = books.read(people='id,name,placeholder\n\np1,"Chen\nWei",maybe\n\n"p2",Zhao,perhaps\n')
    assert rejects(result) == {
        ("people.csv", 3, "placeholder", "maybe"),
        ("people.csv", 5, "placeholder", "perhaps"),
    }
    assert result.rejects["row"].to_list() == ['p1,"Chen\nWei",maybe', "p2,Zhao,perhaps"]


def test_equal_repeats_count_and_contradictions_are_rejected(books):
    result = books.read(
        people="id,name,phone,email\np1,Chen,,\np1,Chen,,c@x\np1,Chan,1,\np1,Chen,2,c@x\np2,Zhao,,\np2,Zhao,,\n"
    )
    assert nodes(result, "Person") == {
        (("id", "p1"), ("name", "Chen"), ("email", "c@x"), ("phone", "2")),
        (("id", "p2"), ("name", "Zhao")),
    }
    assert rejects(result) == {("people.csv", 4, "name", "Chan")}
    assert only(result)["expected"] == "Chen, as in line 2"
    assert result.repeats == 3


def test_contradictions_between_two_files_of_a_source_name_the_other_file(books):
    books.write("联系人.csv", "编号,姓名\np1,Chan\n")
    result = books.read(people="id,name\np1,Chen\n")
    assert rejects(result) == {("联系人.csv", 2, "姓名", "Chan")}
    assert only(result)["expected"] == "Chen, as in people.csv, line 2"


def test_relationships_are_unique_by_their_key(books):
    result = books.read(
        enterprises="id\ne1\n",
        people="id\np1\np2\n",
        works_for="from,to,title,since\np1,e1,CEO,\np1,e1,CEO,\np1,e1,CFO,\np1,e1,CFO,2020-01-01\n",
        knows="from,to,strength\np2,p1,0.5\np1,p2,0.5\np1,p2,0.6\n",
    )
    assert ties(result, "WORKS_FOR") == {
        ("p1", "e1", ("title", "CEO")),
        ("p1", "e1", ("title", "CFO"), ("since", date(2020, 1, 1))),
    }
    assert ties(result, "KNOWS") == {("p1", "p2", ("strength", 0.5))}
    assert rejects(result) == {
        ("works_for.csv", 4, "title", "CFO"),
        ("knows.csv", 4, "strength", "0.6"),
    }
    assert result.repeats == 2


def test_a_row_that_refers_to_a_rejected_one_is_rejected_too(books):
    result = books.read(people="id,placeholder\np1,\np2,perhaps\n", knows="from,to\np1,p2\n")
    assert rejects(result) == {
        ("people.csv", 3, "placeholder", "perhaps"),
        ("knows.csv", 2, "to", "p2"),
    }


def test_a_fault_on_a_persons_row_about_the_employer_keeps_the_person(books):
    result = books.read(people="id,单位,上级\np1,e9,\np2,,p1\n")
    assert rejects(result) == {("people.csv", 2, "单位", "e9")}
    assert nodes(result, "Person") == {(("id", "p1"),), (("id", "p2"),)}
    assert ties(result, "REPORTS_TO") == {("p2", "p1")}


def test_ids_that_are_stored_already_may_be_referred_to(books):
    path = books.write("knows.csv", "from,to\np1,p2\np1,p3\n")
    asked = []

    def known(kind, ids):
        asked.append((kind, sorted(ids)))
        return {"p1", "p2"} & set(ids)

    result = read_paths([path], known_ids=known)
    assert ties(result, "KNOWS") == {("p1", "p2")}
    assert rejects(result) == {("knows.csv", 3, "to", "p3")}
    assert asked == [("Person", ["p1"]), ("Person", ["p2", "p3"])]
    assert ties(read_paths([path], known_ids={"Person": {"p1", "p2", "p3"}}), "KNOWS") == {
        ("p1", "p2"),
        ("p1", "p3"),
    }


def test_placeholders_stand_in_for_people_alone(books):
    books.write("people.csv", "id\np1\n")
    books.write("knows.csv", "from,to\np1,p8\np9,p8\n")
    books.write("works_for.csv", "from,to\np1,e9\n")
    result = read_paths([books.folder], placeholders=True)
    assert nodes(result, "Person") == {
        (("id", "p1"),), (("id", "p8"), ("placeholder", True)),
        (("id", "p9"), ("placeholder", True)),
    }  # fmt: skip
    assert ties(result, "KNOWS") == {("p1", "p8"), ("p8", "p9")}
    assert rejects(result) == {("works_for.csv", 2, "to", "e9")}


STRANGE = [
    "O'Brien",
    'say "hi"',
    "`drop`",
    "</script><script>",
    "😀👩‍👩‍👧",
    "a,b",
    "=1+1",
    "é",
    "007",
    "x" * 1000,
]


def test_strange_ids_are_kept_as_they_are(books):
    with (books.folder / "people.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([["id"], *([i] for i in STRANGE)])
    result = read_paths([books.folder])
    assert nodes(result, "Person") == {(("id", i),) for i in STRANGE}


def test_a_nul_in_an_id_is_rejected(books):
    result = books.read(people="id,name\np\x001,Chen\np2,Zhao\n")
    assert nodes(result, "Person") == {(("id", "p2"), ("name", "Zhao"))}
    assert rejects(result) == {("people.csv", 2, "id", "p␀1")}
    assert only(result)["expected"] == "text without NUL bytes"


def test_names_have_a_limit_and_texts_a_larger_one(books):
    most = "x" * 100_000
    rows = [
        "id,name,remark",
        f"p1,{'陈' * 1000},",
        f"p2,{most},",
        f"p3,Wu,{most}",
        f"p4,Wu,{most}x",
    ]
    result = books.read(people="\n".join(rows))
    assert {dict(n)["id"] for n in nodes(result, "Person")} == {"p1", "p3"}
    assert result.rejects.select("line", "column", "expected", "hint").rows() == [
        (3, "name", "at most 1,000 characters", "It has 100,000: shorten it."),
        (5, "remark", "at most 100,000 characters", "It has 100,001: shorten it."),
    ]  # fmt: skip


def workbook_of_formulas(path):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "people"
    sheet.append(["id", "name", "phone"])
    sheet.append(["p1", "Chen", "=1+1"])
    sheet.append(["p2", "Zhao", "139"])
    error = WriteOnlyCell(sheet, value="#N/A")
    sheet.append(["p3", error, None])
    sheet["B4"].data_type = "e"
    book.save(path)


def test_formulas_without_a_value_and_errors_are_rejected(books):
    path = books.folder / "book.xlsx"
    workbook_of_formulas(path)
    result = read_paths([path])
    assert nodes(result, "Person") == {(("id", "p2"), ("name", "Zhao"), ("phone", "139"))}
    assert rejects(result) == {
        ("book.xlsx [people]", 2, "phone", "=1+1"),
        ("book.xlsx [people]", 4, "name", "#"),
    }
    assert hints(result) == {
        ("book.xlsx [people]", 2): (
            "Open the workbook in a spreadsheet and save it, or paste the cells as values."
        ),
        ("book.xlsx [people]", 4): "Mend the formula or empty the cell.",
    }  # fmt: skip


def test_a_quotation_mark_that_swallows_rows_is_noticed(books):
    result = books.read(people='id,name\np1,"Chen\np2,Zhao\np3,"\np4,Wu\np5,"Li\nLei"\n')
    assert nodes(result, "Person") == {
        (("id", "p4"), ("name", "Wu")),
        (("id", "p5"), ("name", "Li\nLei")),
    }
    assert rejects(result) == {("people.csv", 2, "name", "Chen\np2,Zhao\np3,")}
    assert only(result)["expected"] == "one cell, not whole rows"


def test_a_formula_that_gives_an_empty_text_is_an_absent_value(tmp_path, caplog):
    written, path = tmp_path / "written.xlsx", tmp_path / "book.xlsx"
    book = openpyxl.Workbook()
    book.active.title = "people"
    for row in (["id", "name", "phone"], ["p1", "Chen", '=IF(1,"","x")']):
        book.active.append(row)
    book.save(written)
    with zipfile.ZipFile(written) as source, zipfile.ZipFile(path, "w") as target:
        for part in source.namelist():
            # As a spreadsheet saves it: the type of the result stands on the cell.
            target.writestr(part, source.read(part).replace(b'r="C2"', b'r="C2" t="str"'))
    result = read_paths([path])
    assert nodes(result, "Person") == {(("id", "p1"), ("name", "Chen"))}
    assert rejects(result) == set()
    assert caplog.text == ""


def test_a_column_in_the_wrong_place_is_worded_quickly(books):
    people = "".join(f"p{i}\n" for i in range(5000))
    rows = "".join(f"p{i},p{i + 1},remark number {i}\n" for i in range(4999))
    result = books.read(people=f"id\n{people}", influences=f"from,to,weight\n{rows}")
    assert result.rejects.height == 4999
    assert set(result.rejects["expected"]) == {"a number from 0 to 1"}
    assert set(result.rejects["hint"]) == {
        DIGITS.format("0.45 or 45%"),
        "Correct it as the others in this column.",
    }


def test_the_value_saved_with_a_formula_is_taken_and_said_once(tmp_path):
    import xlsxwriter

    path = tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("influences")
        sheet.write_row(3, 2, ["from", "to", "weight"])
        for row in (4, 5):
            sheet.write_row(row, 2, ["p1", f"p{row}"])
            sheet.write_formula(row, 4, "=1/4", None, 0.25)
    result = read_paths([path], known_ids={"Person": {"p1", "p4", "p5"}})
    assert ties(result, "INFLUENCES") == {
        ("p1", "p4", ("weight", 0.25)),
        ("p1", "p5", ("weight", 0.25)),
    }
    assert [n.en for n in result.notes] == [
        "book.xlsx [influences], column weight: formulas; the values saved with them are used."
    ]


def test_the_line_of_a_sheet_that_begins_further_down(tmp_path):
    import xlsxwriter

    path = tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("people")
        sheet.write_row(2, 1, ["id", "placeholder"])
        sheet.write_row(3, 1, ["p1", "yes"])
        sheet.write_row(6, 1, ["p2", "perhaps"])
    assert rejects(read_paths([path])) == {("book.xlsx [people]", 7, "placeholder", "perhaps")}


@pytest.mark.parametrize(("language", "expected"), [("en", "yes or no"), ("zh", "是或否")])
def test_the_rejects_file_speaks_the_readers_language(books, tmp_path, language, expected):
    result = books.read(
        people='id,name,placeholder\n=cmd|x,"=HYPERLINK(""http://x"")",@maybe\n-5,Chen,\n'
    )
    path = tmp_path / "out" / "rejects.csv"
    write_rejects(result.rejects, path, language)
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert rows[0] == ["file", "line", "column", "found", "expected", "hint", "row"]
    assert rows[1][:5] == ["people.csv", "2", "placeholder", "'@maybe", expected]
    assert rows[1][6].startswith("'=cmd|x,")
    assert len(rows) == 2
    assert [p.name for p in path.parent.iterdir()] == ["rejects.csv"]


def test_no_text_becomes_a_formula():
    assert [inert(t) for t in ("=1", "+a", "-a", "@a", "\t=1", "-5", "+1.5", "a=1", "")] == [
        "'=1", "'+a", "'-a", "'@a", "'\t=1", "-5", "+1.5", "a=1", "",
    ]  # fmt: skip


def test_a_row_that_fails_twice_alike_is_listed_once(books):
    """The deal is rejected, and with it what each row of plays says: role and stance."""
    result = books.read(
        people="id\np1\n",
        opportunities="id,pass_mark\nd1,-3\n",
        plays="from,to,roles,stance\np1,d1,coach,mentor\n",
    )
    listed = result.rejects.select("file", "line", "column").rows()
    assert sorted(listed) == [("opportunities.csv", 2, "pass_mark"), ("plays.csv", 2, "to")]
    assert "不小于 0 的数字" in result.rejects["expected_zh"].to_list()


def test_a_cell_beyond_the_last_column_is_said_to_stand_in_none():
    sure = Text("x", "x")
    for column, said in (("", "a.csv, line 8: found '=y'"), ("name", "a.csv, line 8, name: found")):
        bad = Reject(file="a.csv", line=8, column=column, found="=y", expected=sure, hint=sure)
        report = LoadReport(exit_code=3, loaded=True, rejected=1, first_rejects=[bad])
        assert said in report.text("en")
        assert "第 8 行" in report.text("zh")
