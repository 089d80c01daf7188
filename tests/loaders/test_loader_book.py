"""A small book in both languages and every format: the records are the whole expected sets."""

from __future__ import annotations

from datetime import date, timedelta

import polars as pl
import pytest
import xlsxwriter

from graph.records import node_schema, relationship_schema, table_schema
from loaders import read_paths
from tests.loaders.loader_books import nodes, rejects, ties

ENGLISH = {
    "enterprises": [
        ["id", "name", "industry", "region", "employees", "annual_revenue", "tax_top_500"],
        ["e1", "Delta Group", "energy", "Harbin", "1200", "3.5e8", "yes"],
        ["e2", "Delta Power", "energy", "Daqing", "300", "12000.50", "no"],
    ],
    "member_of": [["from", "to", "share"], ["e2", "e1", "0.45"]],
    "people": [
        ["id", "name", "email", "works_for", "title", "department", "level", "reports_to", "since"],
        ["p1", "Chen", "chen@delta.example", "e1", "CEO", "Board", "1", "", "2020-01-01"],
        ["p2", "Zhao", "", "e1", "CTO", "IT", "2", "p1", "2020-01-01"],
    ],
    "opportunities": [
        ["id", "name", "enterprise", "stage", "amount", "expected_close", "procurement"],
        ["o1", "Backbone", "e1", "bidding", "1200000", "2026-03-01", "tender"],
    ],
    "plays": [
        ["from", "to", "roles", "stance", "confidence", "source", "as_of"],
        ["p1", "o1", "decision_maker", "", "", "", ""],
        ["p2", "o1", "technical_expert;coach", "supporter", "0.9", "visit", "2026-02-01"],
    ],
    "influences": [["from", "to", "weight", "confidence"], ["p2", "p1", "0.6", "0.8"]],
    "billing": [["customer", "month", "revenue"], ["e1", "2026-03", "12000"]],
}
CHINESE = {
    "企业": [
        ["编号", "名称", "行业", "地区", "员工数", "年收入", "纳税五百强"],
        ["e1", "Delta Group", "energy", "Harbin", "1,200人", "3.5亿", "是"],
        ["e2", "Delta Power", "energy", "Daqing", "３００", "12,000.50", "否"],
    ],
    "隶属于": [["子公司", "母公司", "持股比例"], ["e2", "e1", "45%"]],
    "联系人": [
        ["编号", "姓名", "邮箱", "任职企业", "职务", "部门", "级别", "上级", "起"],
        ["p1", "Chen", "chen@delta.example", "e1", "CEO", "Board", "1", "", "2020年1月"],
        ["p2", "Zhao", "", "e1", "CTO", "IT", "2", "p1", "2020/1/1"],
    ],
    "商机": [
        ["编号", "名称", "企业", "阶段", "金额(万元)", "预计签约日期", "采购方式"],
        ["o1", "Backbone", "e1", "投标", "120", "2026年3月1日", "招标"],
    ],
    "扮演": [
        ["联系人", "商机", "角色", "态度", "置信度", "来源", "日期"],
        ["p1", "o1", "决策者", "", "", "", ""],
        ["p2", "o1", "技术专家、教练", "支持者", "90%", "visit", "2026.2.1"],
    ],
    "影响": [["影响者", "被影响者", "权重", "置信度"], ["p2", "p1", "0.6", "80%"]],
    "账单": [["客户", "月份", "收入"], ["e1", "2026年3月", "1.2万"]],
}


def expect_whole_book(result):
    assert rejects(result) == set()
    assert nodes(result, "Enterprise") == {
        (("id", "e1"), ("name", "Delta Group"), ("industry", "energy"), ("region", "Harbin"),
         ("employees", 1200), ("annual_revenue", 3.5e8), ("tax_top_500", True)),
        (("id", "e2"), ("name", "Delta Power"), ("industry", "energy"), ("region", "Daqing"),
         ("employees", 300), ("annual_revenue", 12000.5), ("tax_top_500", False)),
    }  # fmt: skip
    assert nodes(result, "Person") == {
        (("id", "p1"), ("name", "Chen"), ("email", "chen@delta.example")),
        (("id", "p2"), ("name", "Zhao")),
    }
    assert nodes(result, "Opportunity") == {
        (("id", "o1"), ("name", "Backbone"), ("stage", "bidding"), ("amount", 1_200_000.0),
         ("expected_close", date(2026, 3, 1)), ("procurement", "tender")),
    }  # fmt: skip
    since = ("since", date(2020, 1, 1))
    assert ties(result, "MEMBER_OF") == {("e2", "e1", ("share", 0.45))}
    assert ties(result, "WORKS_FOR") == {
        ("p1", "e1", ("title", "CEO"), ("department", "Board"), ("level", 1), since),
        ("p2", "e1", ("title", "CTO"), ("department", "IT"), ("level", 2), since),
    }
    assert ties(result, "REPORTS_TO") == {("p2", "p1")}
    assert ties(result, "FOR") == {("o1", "e1")}
    assert ties(result, "INFLUENCES") == {("p2", "p1", ("weight", 0.6), ("confidence", 0.8))}
    assert ties(result, "PLAYS") == {
        ("p1", "o1", ("roles", ("decision_maker",))),
        ("p2", "o1", ("roles", ("technical_expert", "coach")), ("role_sources", ("visit",)),
         ("as_of", date(2026, 2, 1))),
    }  # fmt: skip
    assert ties(result, "HOLDS") == {
        ("p2", "o1", ("stance", "supporter"), ("confidence", 0.9), ("source", "visit"),
         ("as_of", date(2026, 2, 1))),
    }  # fmt: skip
    (record,) = result.records
    assert record.tables["billing"].select("customer", "month", "revenue").rows() == [
        ("e1", "2026-03", 12000.0)
    ]
    assert set(record.relationships) == {
        "MEMBER_OF", "WORKS_FOR", "REPORTS_TO", "FOR", "INFLUENCES", "PLAYS", "HOLDS",
    }  # fmt: skip


def as_text(rows, separator):
    def cell(value):
        return f'"{value}"' if separator in value else value

    return "\r\n".join(separator.join(map(cell, row)) for row in rows) + "\r\n"


@pytest.mark.parametrize("book", [ENGLISH, CHINESE], ids=["english", "chinese"])
@pytest.mark.parametrize(
    ("encoding", "separator"),
    [
        ("utf-8", ","),
        ("utf-8-sig", ";"),
        ("utf-16", "\t"),
        ("utf-16-le", "|"),
        ("utf-16-be", ","),
        ("gb18030", ","),
        ("gb18030", "\t"),
    ],
)
def test_every_encoding_and_separator_reads_the_same(books, book, separator, encoding):
    for name, rows in book.items():
        books.write(f"{name}.csv", as_text(rows, separator), encoding)
    expect_whole_book(read_paths([books.folder]))


@pytest.mark.parametrize("book", [ENGLISH, CHINESE], ids=["english", "chinese"])
def test_one_workbook_is_one_source(tmp_path, book):
    path = tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        for name, rows in book.items():
            sheet = workbook.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    result = read_paths([path])
    expect_whole_book(result)
    assert [r.source for r in result.records] == [str(path)]


def test_parquet_files_read_the_same(books):
    for name, rows in ENGLISH.items():
        frame = pl.DataFrame(rows[1:], schema=rows[0], orient="row")
        frame.with_columns(pl.all().replace("", None)).write_parquet(
            books.folder / f"{name}.parquet"
        )
    expect_whole_book(read_paths([books.folder]))


def test_typed_parquet_and_excel_cells_keep_their_values(books):
    pl.DataFrame(
        {
            "id": [7, 8],
            "amount": [1 / 3, 1e6],
            "closed_on": [date(2026, 3, 1), None],
            "note": ["a", None],
        }
    ).write_parquet(books.folder / "opportunities.parquet")
    with xlsxwriter.Workbook(books.folder / "more.xlsx") as workbook:
        sheet = workbook.add_worksheet("enterprises")
        day = workbook.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_row(0, 0, ["id", "prominence", "signed_on", "tax_top_500", "left_on"])
        sheet.write_row(1, 0, [1001, 1 / 3])
        sheet.write_datetime(1, 2, date(2026, 3, 1), day)
        sheet.write_boolean(1, 3, True)
        sheet.write_number(1, 4, 46082)
    result = read_paths([books.folder])
    assert rejects(result) == set()
    assert nodes(result, "Opportunity") == {
        (("id", "7"), ("amount", 1 / 3), ("closed_on", date(2026, 3, 1)), ("note", "a")),
        (("id", "8"), ("amount", 1e6)),
    }
    assert nodes(result, "Enterprise") == {
        (("id", "1001"), ("tax_top_500", True), ("prominence", 1 / 3),
         ("signed_on", date(2026, 3, 1)), ("left_on", date(2026, 3, 1))),
    }  # fmt: skip


def test_parquet_of_other_types_is_read_as_text(books):
    pl.DataFrame(
        {
            "id": [b"a", b"b"],
            "regions": [[1, 2], []],
            "margin": ["45%", None],
            "seen": [timedelta(hours=1), None],
            "extra": [{"x": 1}, {"x": 2}],
        }
    ).write_parquet(books.folder / "products.parquet")
    result = read_paths([books.folder])
    assert rejects(result) == set()
    assert nodes(result, "Product") == {
        (("id", "a"), ("margin", 0.45), ("regions", ("1", "2")), ("seen", "1:00:00"),
         ("extra", "{'x': 1}")),
        (("id", "b"), ("extra", "{'x': 2}")),
    }  # fmt: skip


def test_rare_characters_of_gb18030_are_read(books):
    names = {"p1": "朱镕基", "p2": "陶喆", "p3": "㙓龘"}
    rows = "".join(f"{i},{n}\n" for i, n in names.items())
    books.write("people.csv", f"编号,姓名\n{rows}", "gb18030")
    result = read_paths([books.folder])
    assert nodes(result, "Person") == {(("id", i), ("name", n)) for i, n in names.items()}


def test_old_mac_line_ends_and_the_separator_line_of_excel(books):
    books.write("people.csv", "id,name\rp1,Chen\rp2,Zhao\r")
    books.write("sellers.csv", "sep=;\nid;level\ns1;x\ns2;1\n")
    result = read_paths([books.folder])
    assert nodes(result, "Person") == {
        (("id", "p1"), ("name", "Chen")),
        (("id", "p2"), ("name", "Zhao")),
    }
    assert rejects(result) == {("sellers.csv", 2, "level", "x")}


def test_blanks_that_nobody_sees_are_stripped(books):
    result = books.read(people="id, name \n\u200bp1\u3000,\u00a0Chen Wei \n  ,\n")
    assert nodes(result, "Person") == {(("id", "p1"), ("name", "Chen Wei"))}
    assert rejects(result) == {("people.csv", 3, "id", "")}


def test_a_path_names_one_source_however_it_is_written(books, monkeypatch):
    books.write("people.csv", "id\np1\n")
    monkeypatch.chdir(books.folder)
    result = read_paths([books.folder, ".", "../book", f"{books.folder}/"])
    assert [r.source for r in result.records] == [str(books.folder)]


def test_frames_have_the_types_of_the_vocabulary(books):
    for name, rows in ENGLISH.items():
        books.write(f"{name}.csv", as_text(rows, ","))
    (record,) = read_paths([books.folder]).records
    for kind, frame in record.nodes.items():
        assert dict(frame.schema) == node_schema(kind)
    for type_, frame in record.relationships.items():
        assert dict(frame.schema) == relationship_schema(type_)
    for name, frame in record.tables.items():
        assert dict(frame.schema) == table_schema(name)


def test_each_named_path_is_a_source_of_its_own(books, tmp_path):
    books.write("people.csv", "id,name\np1,Chen\n")
    other = tmp_path / "crm" / "people.csv"
    other.parent.mkdir()
    other.write_text("id,name\np1,Chen Wei\n")
    influences = tmp_path / "influences.csv"
    influences.write_text("from,to\np1,p1x\np1,p2\n")
    other.write_text("id,name\np1,Chen Wei\np2,Zhao\n")
    result = read_paths([books.folder, other, influences])
    assert [(r.source, sorted(r.nodes), sorted(r.relationships)) for r in result.records] == [
        (str(books.folder), ["Person"], []),
        (str(other), ["Person"], []),
        (str(influences), [], ["INFLUENCES"]),
    ]
    assert rejects(result) == {("influences.csv", 2, "to", "p1x")}
