"""Excel workbooks: refused when they would inflate absurdly, formulas found, values as text."""

from __future__ import annotations

import logging
import re
import zipfile
import zlib
from functools import cached_property
from html import unescape
from typing import TYPE_CHECKING

import fastexcel
import polars as pl

from graph.errors import InputError
from graph.text import Text
from loaders.cells import Raw, as_text, odd_cells
from loaders.wording import ERROR_MARK, FORMULA_MARK

if TYPE_CHECKING:
    from pathlib import Path

    from loaders.cells import Oddity

# It warns of every empty column, which is nobody's concern.
logging.getLogger("fastexcel").setLevel(logging.ERROR)

LARGEST = 2 << 30
SUSPECT, RATIO = 64 << 20, 200
# Deflate packs a thousand to one at most: smaller parts cannot become large.
_COULD_BE_LARGE = 256 << 10

_BOOK, _RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
_SHEET = re.compile(rb"<(?:\w+:)?sheet\b[^>]*>")
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\b[^>]*>")
_ODD = re.compile(rb'<(?:\w+:)?f[\s>/]|\bt="e"')
_CELL = re.compile(
    rb'<(?:\w+:)?c\b(?=[^>]*?\br="(?P<column>[A-Z]+)(?P<row>\d+)")(?P<rest>[^>]*)>\s*'
    rb"(?P<formula><(?:\w+:)?f\b(?:[^>]*[^/>])?(?:>(?P<words>[^<]*))?)?"
)


class Workbook:
    """An Excel file; raises InputError where it is none, or is a bomb."""

    def __init__(self, path: Path, label: str) -> None:
        self.path, self.label = path, label
        self._refuse()
        try:
            self._reader = fastexcel.read_excel(path)
        except (fastexcel.FastExcelError, OSError) as error:
            raise self._broken() from error
        self.names: list[str] = list(self._reader.sheet_names)

    def _broken(self) -> InputError:
        return InputError(
            Text(
                "{file} is not an Excel workbook that can be read.",
                "{file} 不是可读取的 Excel 工作簿。",
            ).format(file=self.label),
            Text(
                "Open it in a spreadsheet and save it as .xlsx without a password.",
                "请用表格软件打开，另存为不带密码的 .xlsx。",
            ),
        )

    def _refuse(self) -> None:
        if not self.path.stat().st_size:
            raise InputError(Text("{file} is empty.", "{file} 是空文件。").format(file=self.label))
        try:
            with zipfile.ZipFile(self.path) as archive:
                parts = archive.infolist()
                _check_sizes(archive, parts)
        except (zipfile.BadZipFile, zlib.error, OSError) as error:
            raise self._broken() from error
        whole = sum(p.file_size for p in parts)
        packed = max(1, sum(p.compress_size for p in parts))
        if whole > LARGEST or (whole > SUSPECT and whole / packed > RATIO):
            raise InputError(
                Text(
                    "{file} would inflate from {packed} to {whole} MB: refused as a zip bomb.",
                    "{file} 解压后将从 {packed} MB 膨胀到 {whole} MB, 疑似压缩炸弹，已拒绝。",
                ).format(file=self.label, packed=round(packed / 1e6, 1), whole=round(whole / 1e6)),
                Text(
                    "If it is genuine, save the sheets as CSV.",
                    "若确为正常文件，请将各工作表另存为 CSV。",
                ),
            )

    @cached_property
    def _parts(self) -> dict[str, str]:
        """Name of the archive's part behind each sheet."""
        with zipfile.ZipFile(self.path) as archive:
            if not {_BOOK, _RELATIONS} <= set(archive.namelist()):
                return {}  # a writer with habits of its own: values are read, formulas not seen
            relations, book = archive.read(_RELATIONS), archive.read(_BOOK)
        targets = {
            _attribute(tag, "Id"): _attribute(tag, "Target") for tag in _RELATION.findall(relations)
        }
        ids = {_attribute(t, "name"): _attribute(t, r"\w+:id") for t in _SHEET.findall(book)}
        paths = {name: targets.get(id_, "") for name, id_ in ids.items()}
        return {
            name: path.lstrip("/") if path.startswith("/") else f"xl/{path}"
            for name, path in paths.items()
            if path
        }

    def read(self, name: str) -> Raw:
        """Return the cells of a sheet."""
        try:
            first, headers = self._header(name)
            if not headers:
                return Raw([], pl.DataFrame(schema={"_line": pl.UInt32()}))
            cells = self._load(name, first)
        except fastexcel.FastExcelError as error:
            raise self._broken() from error
        cells.columns = [str(i) for i in range(len(headers))]
        cells = cells.select(as_text(cells[c]) for c in cells.columns)
        odd, formulas = self._odd_cells(name, cells, first)
        lines = pl.int_range(first + 2, pl.len() + first + 2, dtype=pl.UInt32).alias("_line")
        filled = cells.with_columns(lines).filter(
            ~pl.all_horizontal(pl.exclude("_line").is_null())
            | pl.col("_line").is_in(odd["_line"].implode())
        )
        return Raw(headers, filled, odd, formulas)

    def _header(self, name: str) -> tuple[int, list[str]]:
        """Return the position of the first row that is not blank, and its cells."""
        head = self._reader.load_sheet(
            name, header_row=None, skip_rows=0, n_rows=100, dtypes="string", whitespace_as_null=True
        ).to_polars()
        for position, row in enumerate(head.iter_rows()):
            if any(cell is not None for cell in row):
                return position, [cell or "" for cell in row]
        return 0, []

    def _load(self, name: str, first: int) -> pl.DataFrame:
        try:
            return self._reader.load_sheet(
                name, header_row=first, schema_sample_rows=None
            ).to_polars()
        except fastexcel.UnsupportedColumnTypeCombinationError:
            return self._reader.load_sheet(name, header_row=first, dtypes="string").to_polars()

    def _odd_cells(
        self, name: str, cells: pl.DataFrame, first: int
    ) -> tuple[pl.DataFrame, list[int]]:
        """Find formulas and errors in the sheet's XML, which the value reader does not show."""
        xml = self._xml(name)
        if not xml:
            return odd_cells([]), []
        found = [(int(c["row"]) - 1, _column_number(c["column"]), c) for c in _CELL.finditer(xml)]
        leftmost = min((column for _, column, _ in found), default=0)
        odd: list[tuple[int, int, str, Oddity]] = []
        formulas = set()
        for row, column, cell in found:
            if row <= first:
                continue
            error, formula = b't="e"' in cell["rest"], cell["formula"] is not None
            if formula:
                formulas.add(column - leftmost)
            # A formula that gives an empty text says so (t="str"): that is an absent value.
            lost = formula and b't="str"' not in cell["rest"]
            if error or (lost and cells[row - first - 1, column - leftmost] in (None, "")):
                mark = FORMULA_MARK + _words(cell) if formula else ERROR_MARK
                why: Oddity = "formula" if formula else "error"
                odd.append((row + 1, column - leftmost, mark, why))
        return odd_cells(odd), sorted(formulas)

    def _xml(self, name: str) -> bytes:
        """Return the sheet's XML where it holds formulas or errors, else nothing."""
        part = self._parts.get(name)
        if part is None:
            return b""
        with zipfile.ZipFile(self.path) as archive:
            return archive.read(part) if _is_odd(archive, part) else b""


def _words(cell: re.Match[bytes]) -> str:
    """Return how a formula is written; cells that share one with another have no words."""
    return unescape((cell["words"] or b"").decode("utf-8", "replace"))


def _is_odd(archive: zipfile.ZipFile, part: str) -> bool:
    """Look through a part piece by piece: most sheets hold values alone, and may be large."""
    with archive.open(part) as file:
        tail = b""
        while piece := file.read(4 << 20):
            if _ODD.search(tail + piece):
                return True
            tail = piece[-40:]
    return False


def _check_sizes(archive: zipfile.ZipFile, parts: list[zipfile.ZipInfo]) -> None:
    """Raise BadZipFile where a part holds more than it states: reading stops at what is stated."""
    if sum(p.file_size for p in parts) > LARGEST:
        return
    for part in parts:
        if part.compress_size > _COULD_BE_LARGE:
            with archive.open(part) as file:
                while file.read(1 << 20):
                    pass


def _attribute(tag: bytes, name: str) -> str:
    match = re.search(rf'\b{name}="([^"]*)"', tag.decode("utf-8"))
    return unescape(match[1]) if match else ""


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1
