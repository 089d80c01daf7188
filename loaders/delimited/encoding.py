"""What a text file is written in: its encoding, and what is refused before a row is read."""

from __future__ import annotations

import codecs
import io
import mmap
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from graph.errors import InputError
from graph.text import Text

if TYPE_CHECKING:
    from pathlib import Path

LONGEST_LINE = 10_000_000
SAMPLE = 1 << 20
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


class TextFile(NamedTuple):
    """A text file as it can be read: itself where it may be UTF-8, else its text anew.

    ``nul`` and ``quote`` say which bytes that need a second look stand in it.
    """

    source: Path | io.BytesIO
    nul: bool
    quote: bool

    def head(self) -> str:
        """Return the beginning, where a header and the separator are looked for."""
        if isinstance(self.source, io.BytesIO):
            data = self.source.getvalue()[:SAMPLE]
        else:
            with self.source.open("rb") as file:
                data = file.read(SAMPLE)
        return data.decode("utf-8", errors="replace").removeprefix("\ufeff")

    def text(self) -> str:
        """Return all of it; raises UnicodeDecodeError where it is not UTF-8 after all."""
        here = self.source
        data = here.getvalue() if isinstance(here, io.BytesIO) else here.read_bytes()
        return data.decode("utf-8").removeprefix("\ufeff")


def open_text(path: Path, label: str) -> TextFile:
    """Find how a file is encoded; raises InputError where it is empty or no text.

    The beginning alone is looked at: what is not UTF-8 further on is for ``in_old_encoding``.
    """
    with path.open("rb") as file:
        head = file.read(SAMPLE)
    encoding = _encoding(head)
    if not head.decode(encoding, errors="replace").strip("\ufeff \t\r\n"):
        raise InputError(_EMPTY.format(file=label), _FIRST_LINE)
    if encoding == "utf-8":
        _refuse_binary(head, label)
    found = _scan(path, label)
    if encoding != "utf-8" or _old_mac(head):
        return found._replace(source=_decoded(path.read_bytes(), encoding, label))
    return found


def in_old_encoding(file: TextFile, path: Path, label: str) -> TextFile:
    """Return a file that is not UTF-8 in UTF-8; raises InputError where nothing fits."""
    data = path.read_bytes()
    return file._replace(source=_decoded(data, _legacy_encoding(data, label), label))


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


def _scan(path: Path, label: str) -> TextFile:
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
        return TextFile(path, nul=data.find(b"\0") >= 0, quote=data.find(b'"') >= 0)


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
    broken = data[max(0, fault - SAMPLE) : fault + SAMPLE].decode("utf-8", errors="replace")
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
    counts = Counter(c for c in data[: 4 * SAMPLE].decode("gb18030", "ignore") if c > "\x7f")
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
