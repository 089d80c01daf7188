"""Tables as reports print them and as European spreadsheets save them, for every reader."""

from __future__ import annotations

import gzip

import pytest

from graph.errors import InputError
from loaders import read_paths
from loaders.delimited import read_delimited
from loaders.histories import read_history
from loaders.purchases import read_history as read_purchases
from loaders.ties import read_ties
from tests.loaders.loader_books import nodes, rejects

FIRM = {(("id", "E1"), ("name", "Bank of X"), ("employees", 12)),
        (("id", "E2"), ("name", "Port"), ("employees", 3))}  # fmt: skip
PRINTED = [
    "id   name       employees\nE1   Bank of X  12\nE2   Port       3\n",
    (
        "  id  name       employees  \n----  ---------  ---------\n  E1  Bank of X         12\n\n"
        "  E2  Port               3\n"
    ),
    "id|name|employees\nE1|Bank of X|12\nE2|Port|3\n",
    (
        " id | name      | employees\n----+-----------+----------\n E1 | Bank of X | 12\n"
        " E2 | Port      | 3\n"
    ),
    (
        "| id | name | employees |\n|:---|------|----------:|\n| E1 | Bank of X | 12 |\n"
        "| E2 | Port | 3 |\n"
    ),
]


@pytest.mark.parametrize("text", PRINTED)
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_a_printed_table_is_read(books, text, encoding):
    books.write("enterprises.csv", text.replace("Port", "港口"), encoding)
    result = read_paths([books.folder])
    assert rejects(result) == set()
    assert nodes(result, "Enterprise") == {
        tuple((k, "港口" if v == "Port" else v) for k, v in row) for row in FIRM
    }


def test_a_name_may_hold_what_separates_nothing(books):
    result = books.read(people="id  name\np1  Li, Wei; of X\np2  Wu\n")
    assert nodes(result, "Person") == {
        (("id", "p1"), ("name", "Li, Wei; of X")),
        (("id", "p2"), ("name", "Wu")),
    }


UNEVEN = "customer  product  date\nC1        OA       2025-01-03\nC2               2025-02-03\n"
SINGLE = "customer product date\nC1 OA 2025-01-03\nC2 ZX 2025-02-03\n"
READERS = {
    "load": lambda path: read_paths([path]),
    "cross-sell": lambda path: read_purchases(path, {}),
    "influence": read_ties,
    "campaign score": lambda path: read_history(path, "product"),
}


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize(
    ("text", "said"),
    [(UNEVEN, "line 3 has 2 where the first has 3"), (SINGLE, "its 3 columns seem")],
)
def test_columns_that_spaces_do_not_tell_apart_are_refused(tmp_path, reader, text, said):
    path = tmp_path / "uses.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as refused:
        READERS[reader](path)
    assert said in refused.value.message.en
    assert "separated by" in refused.value.message.en
    assert "空格" in refused.value.message.zh
    assert "Save it as CSV with commas (or tabs)" in refused.value.hint.en


def test_one_column_of_names_is_one_column(tmp_path):
    path = tmp_path / "list.csv"
    path.write_text("full name\nLi Wei\nWu Xiao Fan\n", encoding="utf-8")
    assert read_history(path, "full name").frame["full name"].to_list() == ["Li Wei", "Wu Xiao Fan"]


def test_names_of_ties_in_line_keep_their_spaces(tmp_path):
    path = tmp_path / "ties.txt"
    path.write_text("from      to\nLi Wei    Wu Fan\nWu Fan    Chen\n", encoding="utf-8")
    assert set(read_ties(path).people) == {"Li Wei", "Wu Fan", "Chen"}


# --- decimal commas


def test_a_comma_between_semicolons_is_that_of_the_decimals(books):
    result = books.read(
        people="id\np1\np2\n",
        influences="from;to;weight\np1;p2;0,5\np2;p1;1\n",
        opportunities=(
            "id;name;amount\no1;1,5 or 2;1.234,50\no2;A;1,234\no3;B;-\n"
            "o4;C;1.234.567\no5;D;2 000,5 €\n"
        ),
    )
    assert {found for *_, found in rejects(result)} == {"-"}  # as in any other file
    amounts = {dict(f)["id"]: dict(f).get("amount") for f in nodes(result, "Opportunity")}
    wanted = {"o1": 1234.5, "o2": 1.234, "o4": 1234567.0, "o5": 2000.5}
    assert {k: v for k, v in amounts.items() if k in wanted} == wanted
    names = {dict(f)["name"] for f in nodes(result, "Opportunity")}
    assert "1,5 or 2" in names


@pytest.mark.parametrize(
    ("text", "amounts"),
    [
        # Points for the decimals elsewhere in the column or the file: commas stand for thousands.
        ("id;amount\no1;1,234.5\no2;1,234\n", {1234.5, 1234.0}),
        ("id;amount;base_rate\no1;1,234;0.5\no2;12;0.25\n", {1234.0, 12.0}),
        # Another column has decimal commas: so has this.
        ("id;amount;base_rate\no1;1,234;0,5\no2;12;0,25\n", {1.234, 12.0}),
        ("id;amount\no1;1234.5\no2;12.125\n", {1234.5, 12.125}),
        ('id,amount\no1,"1,234"\n', {1234.0}),
    ],
)
def test_what_else_the_file_says_tells_how_to_read_a_comma(books, text, amounts):
    result = books.read(opportunities=text)
    assert {dict(f)["amount"] for f in nodes(result, "Opportunity")} == amounts


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (("1,234", "5"), "'1,234' may be 1234 or 1.234. The columns are separated by semicolons"),
        (("1.234", "5"), None),
        (("1,234", "1.234"), "'1,234' may be 1234 or 1.234"),
    ],
)
def test_a_comma_that_may_be_either_is_refused(tmp_path, reader, rows, said):
    path = tmp_path / "uses.csv"
    lines = [f"C{i};OA{i};2025-01-03;{cell}" for i, cell in enumerate(rows)]
    heads = "from;to;date;amount" if reader == "influence" else "customer;product;date;amount"
    path.write_text("\n".join([heads, *lines]) + "\n", encoding="utf-8")
    if said is None:
        if reader != "load":  # which needs the customers beside
            READERS[reader](path)
        return
    with pytest.raises(InputError) as refused:
        READERS[reader](path)
    assert "line 2, column amount: " in refused.value.message.en
    assert said in refused.value.message.en
    assert "分号" in refused.value.message.zh


def test_a_point_between_thousands_is_refused_where_commas_are_the_decimals(books):
    with pytest.raises(InputError) as refused:
        books.read(enterprises="id;employees;annual_revenue\nE1;1.200;0,5\nE2;3;12,25\n")
    assert "column employees: '1.200' may be 1200 or 1.200" in refused.value.message.en
    assert "decimals behind a comma" in refused.value.message.en


def test_ties_without_a_header_have_decimal_commas_too(tmp_path):
    path = tmp_path / "ties.csv"
    path.write_text("1;2;0,5\n2;3;1,25\n", encoding="utf-8")
    assert read_ties(path).frame["weight"].to_list() == [0.5, 1.25]


def test_decimal_commas_of_a_packed_history(tmp_path):
    path = tmp_path / "h.csv.gz"
    path.write_bytes(gzip.compress(b"score;y\n0,5;yes\n12,25;no\n"))
    assert read_history(path, "y").frame["score"].to_list() == ["0.5", "12.25"]


def test_a_cell_that_is_no_number_leaves_the_others_of_its_column_readable(books):
    text = "id;amount\no1;0,5\no2;1.234,56\no3;about 3,5\no4;12,25\n"
    result = books.read(opportunities=text)
    amounts = {dict(f)["id"]: dict(f).get("amount") for f in nodes(result, "Opportunity")}
    assert [amounts[k] for k in ("o1", "o2", "o4")] == [0.5, 1234.56, 12.25]
    assert {found for *_, found in rejects(result)} == {"about 3,5"}


def test_a_wider_gap_in_a_header_alone_makes_no_columns(tmp_path):
    path = tmp_path / "list.csv"
    path.write_text("customer  id\nC1\nC2\n", encoding="utf-8")
    assert read_history(path, "customer  id").frame.height == 2


def test_only_the_rule_under_a_header_is_left_out(tmp_path):
    path = tmp_path / "a.csv"
    for text in ("a|b\n--|--\n1|2\n--|--\n", "a   b\n--  --\n1   2\n--  --\n"):
        path.write_text(text, encoding="utf-8")
        raw = read_delimited(path, "a.csv")
        assert raw.frame.select("0", "1").rows() == [("1", "2"), ("--", "--")]
