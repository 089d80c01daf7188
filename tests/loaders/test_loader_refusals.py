"""Files that cannot be read at all: refused early, with a sentence that says what to do."""

from __future__ import annotations

import zipfile

import pytest

from graph.errors import InputError, UsageError
from loaders import read_paths


def refusal(path, error=InputError, **more):
    with pytest.raises(error) as caught:
        read_paths(path if isinstance(path, list) else [path], **more)
    assert caught.value.say("zh") != caught.value.say("en")
    return caught.value.say("en")


def test_an_empty_file(books):
    path = books.write("people.csv", "")
    assert refusal(path) == (
        "people.csv is empty. Its first line must hold the column headers, such as id,name."
    )
    assert "people.csv is empty" in refusal(books.write("people.csv", "\ufeff\r\n \n"))


def test_a_header_alone_is_no_error(books):
    result = books.read(people="id,name\n")
    assert [n.en for n in result.notes] == ["people.csv has headers but no rows."]
    assert result.rejects.is_empty()
    assert result.records[0].nodes == {}


def test_bytes_that_are_no_known_encoding(books):
    path = books.folder / "people.csv"
    path.write_bytes("id,name\np1,陈\np2,赵\n".encode() + b"p3,\xff\xfe\xfd\n")
    assert "byte 0xFF at offset 25 (line 4)" in refusal(path)
    assert refusal(path).endswith("Save it as 'CSV UTF-8' and load it again.")


def test_western_text_is_not_taken_for_chinese(books):
    path = books.folder / "people.csv"
    path.write_bytes("id,name\np1,Jürgen Müller\np2,Zoë Blåbær\n".encode("latin-1"))
    assert "byte 0xFC at offset 12 (line 2)" in refusal(path)


def test_a_utf16_file_that_is_cut(books):
    path = books.folder / "people.csv"
    path.write_bytes("id,name\np1,Chen\n".encode("utf-16")[:-1])
    assert "people.csv cannot be read as UTF-16" in refusal(path)


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"\x89PNG\r\n\x1a\n" + bytes(200), "a picture"),
        (b"PK\x03\x04" + bytes(200), "an Excel workbook or a zip archive"),
        (b"\x1f\x8b\x08" + bytes(200), "a compressed file"),
        (b"%PDF-1.7\n" + b"x" * 200, "a PDF"),
        (bytes(range(256)) * 8, "a binary file"),
        (b"\x00" * 4096, "a binary file"),
    ],
)
def test_a_binary_file_named_csv(books, content, what):
    path = books.folder / "people.csv"
    path.write_bytes(content)
    assert f"people.csv is not a text file: it holds {what}." in refusal(path)


def test_one_line_of_two_gigabytes_is_refused_at_once(books):
    path = books.folder / "people.csv"
    with path.open("wb") as file:  # sparse: takes no room, reads as NULs behind the header
        file.write(b"id,name\n")
        file.write(b"a" * 20_000_000)
        file.truncate(2 << 30)
    assert "Line 2 of people.csv is longer than 10 MB" in refusal(path)


def test_a_long_line_far_down_is_found(books):
    path = books.write(
        "people.csv", "id,name\n" + "p1,a\n" * 3 + "p2," + "x" * 10_000_100 + "\np3,b\n"
    )
    assert "Line 5 of people.csv is longer than 10 MB" in refusal(path)


def test_a_zip_bomb(books):
    path = books.folder / "book.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", bytes(80 << 20))
    assert "refused as a zip bomb" in refusal(path)


def test_a_zip_bomb_that_lies_about_its_size(books, monkeypatch):
    def inflate(path):
        pytest.fail(f"{path} was opened")

    monkeypatch.setattr("loaders.workbooks.fastexcel.read_excel", inflate)
    path = books.folder / "book.xlsx"
    name, size = "xl/worksheets/sheet1.xml", 300 << 20
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, bytes(size))
    true, stated = size.to_bytes(4, "little"), (1000).to_bytes(4, "little")
    path.write_bytes(path.read_bytes().replace(true, stated))
    assert "book.xlsx is not an Excel workbook that can be read." in refusal(path)


@pytest.mark.parametrize(
    "content", [b"id,name\n1,2\n", b"PK\x03\x04" + bytes(99), b"\xd0\xcf\x11\xe0" + bytes(99)]
)
def test_what_is_no_workbook(books, content):
    path = books.folder / "book.xlsx"
    path.write_bytes(content)
    assert "book.xlsx is not an Excel workbook that can be read." in refusal(path)


def test_a_zip_that_is_no_workbook(books):
    path = books.folder / "book.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("readme.txt", "hello")
    assert "book.xlsx is not an Excel workbook that can be read." in refusal(path)


def test_what_is_no_parquet(books):
    path = books.write("people.parquet", "PAR1 not really")
    assert "people.parquet is not a Parquet file" in refusal(path)


def test_a_path_that_is_not_there_names_the_near_one(books):
    books.write("people.csv", "id\np1\n")
    said = refusal(books.folder / "peple.csv")
    assert "There is no file or folder" in said
    assert said.endswith(f"Did you mean {books.folder / 'people.csv'}?")
    assert "There is no file or folder" in refusal(books.folder / "no" / "such" / "place")


def test_a_folder_without_a_known_table(books):
    books.write("peple.csv", "id\np1\n")
    books.write("readme.md", "hello")
    said = refusal(books.folder)
    assert "no table of a known name; found: peple." in said
    assert "Did you mean people?" in said
    assert "Known names: enterprises, people, opportunities" in said


def test_a_folder_without_any_table(books):
    books.write("readme.md", "hello")
    assert "There is no CSV, Parquet or Excel file; found: readme.md." in refusal(books.folder)


def test_a_single_file_of_another_kind(books):
    assert "people.docx is not of a kind that can be read" in refusal(
        books.write("people.docx", "x")
    )


def test_unknown_files_beside_known_ones_are_named_and_left(books):
    books.write("readme.md", "hello")
    books.write(".hidden.csv", "x")
    books.write("~$book.xlsx", "x")
    result = books.read(people="id\np1\n", peeple="id\np2\n")
    assert [n.en for n in result.notes] == [
        "readme.md is left: it is no CSV, Parquet or Excel file.",
        "peeple.csv is left: nobody knows a table of this name. Did you mean people?",
    ]
    assert result.rows == 1


def test_a_missing_column_of_ids(books):
    said = refusal(books.write("people.csv", "nom,name\n1,Chen\n"))
    assert said.startswith("people.csv has no column id; its headers are: nom, name.")
    assert "as 'nom'" not in said  # one row tells nothing apart
    rows = "1,a,r,Chen\n2,b,r,Li\n3,,r,Wu\n"
    assert "as 'nom' is here" in refusal(books.write("people.csv", "nom,x,y,name\n" + rows))


def test_two_columns_of_one_meaning(books):
    said = refusal(books.write("people.csv", "id,name,姓名\n1,Chen,陈\n"))
    assert said.startswith("In people.csv the columns 'name' and '姓名' both mean name.")


def test_all_that_is_wrong_with_the_headers_is_told_at_once(books):
    said = refusal(books.write("people.csv", "nom,name,姓名,email,邮箱\n1,Chen,陈,,\n"))
    assert "'name' and '姓名' both mean name." in said
    assert "'email' and '邮箱' both mean email." in said
    assert "people.csv has no column id" in said


def test_an_empty_file_of_any_name_is_empty(books):
    assert refusal(books.write("e.csv", "")).startswith("e.csv is empty. ")


@pytest.mark.parametrize(
    ("headers", "said"),
    [
        ("from,to,subject", "log of mails, but no column holds the time"),
        ("sender,sent", "log of mails, but no column holds the recipient"),
        ("attendees,topic", "log of meetings, but no column holds the time"),
        ("nom,date", "no table of a known name"),
    ],
)
def test_a_log_that_lacks_a_column_is_told_which(books, headers, said):
    assert said in refusal(books.write("mails.csv", f"{headers}\na,b\n"))


def test_a_quotation_mark_that_is_never_closed(books):
    rows = "".join(f"p{i},name {i}\n" for i in range(50))
    said = refusal(books.write("people.csv", f'id,name\n{rows}p99,"open\n{rows}'))
    assert said.startswith("A quotation mark that opens in line 52 of people.csv is never closed.")


def test_an_unknown_mapping(books):
    path = books.write("people.csv", "id\np1\n")
    assert refusal(path, UsageError, mapping="salesfarce") == (
        "There is no mapping 'salesfarce'. "
        "Known mappings: native, mail-log, meeting-log, ownership."
    )
    assert read_paths([path], mapping="native").rows == 1


@pytest.mark.parametrize(("named", "barred"), [("people.csv", "open"), ("", "iterdir")])
def test_a_file_or_a_folder_that_may_not_be_read(books, monkeypatch, named, barred):
    path = books.write("people.csv", "id\np1\n").parent / named

    def refuse(*_, **__):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(type(path), barred, refuse)
    assert refusal(path) == f"{named or path} cannot be read: Permission denied."
