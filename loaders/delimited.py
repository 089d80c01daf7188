"""Delimited text: encoding, separator and early refusals, then all cells as text."""

from __future__ import annotations

import codecs
import csv
import io
import mmap
import re
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from graph.errors import InputError
from graph.text import Text
from loaders.cells import Raw, odd_cells
from loaders.decimals import with_points
from loaders.spaced import read_spaced

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from loaders.cells import Oddity

LONGEST_LINE = 10_000_000
_SAMPLE = 1 << 20
_SEPARATORS = (",", ";", "\t", "|")
_MAGIC = {
    b"PK\x03\x04": Text("an Excel workbook or a zip archive", "Excel 工作簿或 zip 压缩包"),
    b"\xd0\xcf\x11\xe0": Text("an old Excel workbook", "旧版 Excel 工作簿"),
    b"\x89PNG": Text("a picture", "图片"),
    b"\xff\xd8\xff": Text("a picture", "图片"),
    b"%PDF": Text("a PDF", "PDF 文件"),
    b"\x1f\x8b": Text("a compressed file", "压缩文件"),
    b"PAR1": Text("a Parquet file", "Parquet 文件"),
    b"SQLite format 3": Text("a database", "数据库文件"),
    b"\x7fELF": Text("a program", "程序文件"),
}
_EMPTY = Text("{file} is empty.", "{file} 是空文件。")
_FIRST_LINE = Text(
    "Its first line must hold the column headers, such as id,name.",
    "第一行应为列标题，例如：编号,名称。",
)
_BINARY = Text("a binary file", "二进制文件")
_CONTROL = bytes(set(range(32)) - {9, 10, 12, 13, 27})
_SAVE_AS = Text("Save it as 'CSV UTF-8' and load it again.", "请另存为“CSV UTF-8”后重新导入。")


class _Has(NamedTuple):
    """Which bytes that need a second look stand in a file."""

    nul: bool
    quote: bool


def read_delimited(path: Path, label: str) -> Raw:
    """Read a delimited text file; raises InputError where it cannot be read at all."""
    try:
        return _read(path, label)
    except OSError as error:
        why = error.strerror or str(error)
        raise InputError(
            Text("{file} cannot be read: {why}.", "无法读取 {file}: {why}。").format(
                file=label, why=why
            )
        ) from error


def _read(path: Path, label: str) -> Raw:
    with path.open("rb") as file:
        head = file.read(_SAMPLE)
    encoding = _encoding(head)
    if not head.decode(encoding, errors="replace").strip("\ufeff \t\r\n"):
        raise InputError(_EMPTY.format(file=label), _FIRST_LINE)
    if encoding == "utf-8":
        _refuse_binary(head, label)
    has = _scan(path, label)
    if encoding != "utf-8" or _old_mac(head):
        return _parse(_decoded(path.read_bytes(), encoding, label), label, has)
    try:
        return _parse(path, label, has)
    except UnicodeDecodeError:
        data = path.read_bytes()
        return _parse(_decoded(data, _legacy_encoding(data, label), label), label, has)


def _encoding(head: bytes) -> str:
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    even, odd = head[0:4000:2], head[1:4000:2]
    if len(head) >= 8 and odd.count(0) > 0.3 * len(odd) and not even.count(0):
        return "utf-16-le"
    if len(head) >= 8 and even.count(0) > 0.3 * len(even) and not odd.count(0):
        return "utf-16-be"
    return "utf-8"


def _refuse_binary(head: bytes, label: str) -> None:
    found = next((what for magic, what in _MAGIC.items() if head.startswith(magic)), None)
    controls = len(head) - len(head.translate(None, _CONTROL))
    if found is None and (controls <= 8 or controls < 0.02 * len(head)):
        return
    raise InputError(
        Text(
            "{file} is not a text file: it holds {what}.", "{file} 不是文本文件，其内容是{what}。"
        ).format(file=label, what=found or _BINARY),
        Text(
            "Export the table as CSV, or give the file its own ending (.xlsx, .parquet).",
            "请将表格导出为 CSV, 或改用正确的扩展名（.xlsx、.parquet）。",
        ),
    )


def _scan(path: Path, label: str) -> _Has:
    """Refuse a line without an end before anything reads it; say what the file has."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        size, start, line = len(data), 0, 1
        while size - start > LONGEST_LINE:
            window = (start, start + LONGEST_LINE + 2)
            end = data.rfind(b"\n", *window)
            end = data.rfind(b"\r", *window) if end < 0 else end
            if end < 0:
                raise _endless(label, data[:start].count(b"\n") + line)
            start = end + 1
        return _Has(nul=data.find(b"\0") >= 0, quote=data.find(b'"') >= 0)


def _endless(label: str, line: int) -> InputError:
    return InputError(
        Text(
            "Line {line} of {file} is longer than {limit} MB: this is not a table.",
            "{file} 第 {line} 行超过 {limit} MB, 不是表格。",
        ).format(file=label, line=line, limit=LONGEST_LINE // 1_000_000),
        Text(
            "Check how it was exported: rows must end with a line break.",
            "请检查导出方式：每行应以换行结束。",
        ),
    )


def _old_mac(head: bytes) -> bool:
    return b"\r" in head and b"\n" not in head


def _decoded(data: bytes, encoding: str, label: str) -> io.BytesIO:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise _undecodable(data, error.start, label, encoding.upper()) from error
    text = text.removeprefix("\ufeff")
    return io.BytesIO((text.replace("\r", "\n") if "\n" not in text else text).encode())


def _legacy_encoding(data: bytes, label: str) -> str:
    """Return the encoding of a file that is not UTF-8, or raise and say where it breaks."""
    fault = _fault(data, "utf-8")
    broken = data[max(0, fault - _SAMPLE) : fault + _SAMPLE].decode("utf-8", errors="replace")
    bad = broken.count("\ufffd")
    good = sum(count for c, count in Counter(broken).items() if c > "\x7f") - bad
    if good <= 5 * bad and _fault(data, "gb18030") < 0 and _reads_as_chinese(data):
        return "gb18030"
    raise _undecodable(data, fault, label, "UTF-8, GB18030, UTF-16")


def _fault(data: bytes, encoding: str) -> int:
    try:
        data.decode(encoding)
    except UnicodeDecodeError as error:
        return error.start
    return -1


def _reads_as_chinese(data: bytes) -> bool:
    # An accented letter with the ASCII letter behind it makes a pair of GB18030, too; in real
    # Chinese nearly every second byte is a high one.
    counts = Counter(c for c in data[: 4 * _SAMPLE].decode("gb18030", "ignore") if c > "\x7f")
    pairs = {c: n for c, n in counts.items() if len(c.encode("gb18030")) == 2}
    odd = sum(n for c, n in pairs.items() if c.encode("gb18030")[1] < 0x80)
    return odd <= 0.5 * sum(pairs.values())


def _undecodable(data: bytes, offset: int, label: str, tried: str) -> InputError:
    line = data[:offset].count(b"\n") + 1
    return InputError(
        Text(
            "{file} cannot be read as {tried}: byte {byte} at offset {offset} "
            "(line {line}) does not fit.",
            "{file} 无法按 {tried} 读取：偏移 {offset} 处（第 {line} 行）的字节 {byte} 不合编码。",
        ).format(file=label, tried=tried, byte=f"0x{data[offset]:02X}", offset=offset, line=line),
        _SAVE_AS,
    )


def _parse(source: Path | io.BytesIO, label: str, has: _Has) -> Raw:
    sample = _sample(source)
    separator, skip = _separator(sample)
    if not skip and len(_header(sample).split()) > 1 and separator not in _header(sample):
        spaced = read_spaced(_whole(source), label)
        if spaced is not None:
            return replace(spaced, may_hold_nul=has.nul)
    width = _width(sample, separator, skip)
    names = [str(i) for i in range(width)]
    try:
        cells = pl.read_csv(
            source,
            has_header=False,
            separator=separator,
            skip_lines=skip,
            schema=dict.fromkeys([*names, "_surplus"], pl.String()),
            missing_columns="insert",
            extra_columns="ignore",
            glob=False,
        )
    except pl.exceptions.PolarsError as error:
        if "utf-8" in str(error):
            raise UnicodeDecodeError("utf-8", b"", 0, 1, "not UTF-8") from error
        cells = _tolerant(source, separator, skip, names, label)
    headers, body = _headed(cells, names)
    if separator == ";":
        headers, body = with_points(headers, body, label)
    if separator == "|":
        body = _without_rule(body, names)
    odd = body.filter(pl.col("_surplus").is_not_null()).select(
        "_line",
        pl.lit(-1, pl.Int64).alias("column"),
        pl.col("_surplus").alias("found"),
        pl.lit("surplus").alias("why"),
    )
    if has.quote and width > 1:
        odd = pl.concat([odd, *(_swallowed(body, n, separator, width) for n in names)])
    return Raw(headers, body.drop("_surplus"), odd, may_hold_nul=has.nul)


def _without_rule(body: pl.DataFrame, names: list[str]) -> pl.DataFrame:
    """Leave out the line of dashes under the header of a printed table."""
    first = "".join(cell or "" for cell in body.select(names).head(1).row(0)) if body.height else ""
    return body.slice(1) if re.fullmatch(r"[\s:+=-]*-{2}[\s:+=-]*", first) else body


def _swallowed(body: pl.DataFrame, name: str, separator: str, width: int) -> pl.DataFrame:
    """Find cells that run over whole rows: a stray quotation mark up to the next one."""
    broken = body.filter(pl.col(name).str.contains("\n", literal=True)).select("_line", name)
    rows: list[tuple[int, int, str, Oddity]] = []
    for line, cell in broken.iter_rows():
        inner = cell.split("\n")[1:-1]
        if inner and all(part.count(separator) == width - 1 for part in inner):
            rows.append((line, int(name), cell, "swallowed"))
    return odd_cells(rows)


def _sample(source: Path | io.BytesIO) -> str:
    if isinstance(source, io.BytesIO):
        head = source.getvalue()[:_SAMPLE]
    else:
        with source.open("rb") as file:
            head = file.read(_SAMPLE)
    return head.decode("utf-8", errors="replace").removeprefix("\ufeff")


def _separator(sample: str) -> tuple[str, int]:
    """Return the separator, and how many lines stand before the table (Excel's ``sep=;``)."""
    first = sample.split("\n", 1)[0].strip().strip('"')
    if first.startswith("sep=") and len(first) == 5:
        return first[4], 1
    outside = re.sub(r'"[^"]*"', "", _header(sample))
    counts = {s: outside.count(s) for s in _SEPARATORS}
    best = max(counts, key=lambda s: counts[s])
    return (best if counts[best] else ","), 0


def _header(sample: str) -> str:
    return next((line for line in sample.splitlines() if line.strip()), "")


def _whole(source: Path | io.BytesIO) -> str:
    data = source.getvalue() if isinstance(source, io.BytesIO) else source.read_bytes()
    return data.decode("utf-8").removeprefix("\ufeff")


def _width(sample: str, separator: str, skip: int) -> int:
    lines: Iterable[str] = io.StringIO(sample, newline="")
    rows = csv.reader(lines, delimiter=separator)
    for number, row in enumerate(_guarded(rows)):
        if number >= skip and any(cell.strip() for cell in row):
            return len(row)
    return 1


def _guarded(rows: Iterable[list[str]]) -> Iterable[list[str]]:
    try:
        yield from rows
    except csv.Error:
        return


def _headed(cells: pl.DataFrame, names: list[str]) -> tuple[list[str], pl.DataFrame]:
    numbered = cells.with_columns(pl.int_range(1, pl.len() + 1, dtype=pl.UInt32).alias("_line"))
    if numbered[names[0]].null_count():  # else no row can be blank
        numbered = numbered.filter(~pl.all_horizontal(pl.col(names).is_null()))
    headers = [h or "" for h in numbered.row(0)[: len(names)]] if numbered.height else []
    return headers, numbered.slice(1)


def _tolerant(
    source: Path | io.BytesIO, separator: str, skip: int, names: list[str], label: str
) -> pl.DataFrame:
    """Read with the slow parser, which forgives text behind a closing quote."""
    text = _whole(source)
    csv.field_size_limit(LONGEST_LINE)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    rows, opened = [], 1
    try:
        for row in reader:
            rows.append(row)
            if _unclosed(row, opened, reader.line_num, text):
                raise _open_quote(label, opened)
            opened = reader.line_num + 1
    except csv.Error as error:
        raise _open_quote(label, opened) from error
    width = len(names)
    padded = [(row + [""] * (width + 1))[: width + 1] for row in rows[skip:]]
    frame = pl.DataFrame(padded, schema=[*names, "_surplus"], orient="row").cast(pl.String)
    return frame.with_columns(pl.all().replace("", None))


def _unclosed(row: list[str], first: int, last: int, text: str) -> bool:
    # The end of the file closes an open quote: that record is the last and has an odd count.
    if not row or "\n" not in row[-1] or last < text.count("\n"):
        return False
    record = text.split("\n", first - 1)[-1]
    return record.count('"') % 2 == 1


def _open_quote(label: str, line: int) -> InputError:
    return InputError(
        Text(
            "A quotation mark that opens in line {line} of {file} is never closed.",
            "{file} 第 {line} 行的引号没有闭合。",
        ).format(file=label, line=line),
        Text(
            'Close it, or write a quotation mark inside a cell twice ("").',
            '请补上引号；单元格内的引号应写两次（""）。',
        ),
    )
