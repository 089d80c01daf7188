"""Lists of a campaign: who may be chosen, who must not be contacted, what came of it.

CSV, Excel (its first sheet) or Parquet, headers in English or Chinese. Known columns are read as
what they are; further ones stay as they were written. A bad row is a reject, never an error.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import polars as pl

from graph.errors import InputError
from graph.model import TABLES_BY_NAME, Property, fold
from graph.text import Text
from loaders.cells import Raw
from loaders.conversion import clean, convert
from loaders.faults import shortened
from loaders.sources import Sheet, find_sheets, one_file
from loaders.wording import MISSING, ODD, Wording, word_value

OUTCOME = ("contacted", "accepted", "contacted_on", "revenue", "cost")
REJECTS: dict[str, pl.DataType] = {
    "file": pl.String(),
    "line": pl.UInt32(),
    "column": pl.String(),
    "found": pl.String(),
    "expected": pl.String(),
    "expected_zh": pl.String(),
    "hint": pl.String(),
    "hint_zh": pl.String(),
    "row": pl.String(),
}
_HEADERS: dict[str, tuple[str, ...]] = {
    "customer": ("customer_id", "id", "编号", "成员", "成员编号", "企业编号", "集团编号", "号码"),
    "arm": ("分组",),
    "contacted": ("接触成功", "是否接触", "是否联系", "接触"),
    "accepted": ("sold", "bought", "营销成功", "是否接受", "是否办理", "办理", "接受"),
    "contacted_on": ("接触日期", "联系日期", "日期"),
    "revenue": ("金额",),
    "cost": ("费用", "接触成本"),
}


@dataclass
class ListFile:
    """A list as it was read.

    Parameters
    ----------
    label : str
        How the file is called in messages.
    frame : polars.DataFrame
        The good rows: ``line`` (as a spreadsheet shows it), known columns in their type, further
        ones as text.
    rejects : polars.DataFrame
        What is wrong with the others.
    rows : int
        How many rows the file has.
    headers : mapping
        What the file calls each known column.
    """

    label: str
    frame: pl.DataFrame
    rejects: pl.DataFrame
    rows: int
    raw: Raw = field(repr=False)
    headers: Mapping[str, str] = field(default_factory=dict)

    def reject(self, rows: pl.DataFrame, word: Callable[[str], Wording]) -> None:
        """Take rows out of the good ones, worded by their reason.

        ``line, reason`` and the cell that shows it: ``column`` and ``found``, or ``customer``.
        """
        faults = [
            (
                row["line"],
                self.headers.get(row.get("column", "customer"), "customer"),
                str(row.get("found", row.get("customer", ""))),
                word(row["reason"]),
            )
            for row in rows.iter_rows(named=True)
        ]
        self.rejects = pl.concat([self.rejects, described(self.label, self.raw, faults)]).sort(
            "line", maintain_order=True
        )
        self.frame = self.frame.filter(~pl.col("line").is_in(rows["line"].implode()))


def read_list(
    path: str | Path, known: Sequence[str], *, required: Sequence[str] = ("customer",)
) -> ListFile:
    """Read a list.

    Parameters
    ----------
    path : path
        A CSV, Excel or Parquet file.
    known : sequence of str
        Columns that are read by their type where they stand: ``customer``, ``arm`` and those of
        ``OUTCOME``.
    required : sequence of str
        Those of them that must be there, and filled in every row.

    Raises
    ------
    InputError
        The file cannot be read, or a required column is missing.
    """
    sheet = _sheet(path)
    raw = sheet.read()
    places = _places(raw.headers, known)
    missing = [name for name in required if name not in places]
    if missing:
        raise _without(sheet.label, missing[0], raw.headers)
    filled = raw.frame.filter(~pl.all_horizontal(pl.exclude("_line").is_null()))
    columns = {name: clean(filled[str(at)]) for name, at in places.items()}
    faults = [*odd_faults(raw), *_gaps(filled, columns, required)]
    typed = {}
    for name, cells in columns.items():
        converted = convert(_unquoted(cells), PROPERTIES[name])
        typed[name] = converted.values
        faults += _bad(filled, cells, converted.bad, raw.headers[places[name]], name)
    rest = _rest(raw, filled, set(places.values()), set(known))
    frame = pl.DataFrame({"line": filled["_line"], **typed, **rest})
    rejects = described(sheet.label, raw, faults).sort("line", maintain_order=True)
    good = frame.filter(~pl.col("line").is_in(rejects["line"].implode()))
    headers = {name: raw.headers[at] for name, at in places.items()}
    return ListFile(sheet.label, good, rejects, filled.height, raw, headers)


def list_of(frame: pl.DataFrame, label: str) -> ListFile:
    """Return customers chosen here, ``customer`` and any columns, as if they had been read."""
    lines = pl.Series("line", range(2, frame.height + 2), dtype=pl.UInt32)
    cells = [frame[c].cast(pl.String).alias(str(at)) for at, c in enumerate(frame.columns)]
    raw = Raw(list(frame.columns), pl.DataFrame([*cells, lines.alias("_line")]))
    rows = frame.select(lines, "customer", pl.exclude("customer").cast(pl.String))
    return ListFile(label, rows, pl.DataFrame(schema=REJECTS), frame.height, raw)


def read_ids(path: str | Path) -> list[str]:
    """Return the customers of a file that lists nothing else, with or without a header.

    Raises
    ------
    InputError
        The file cannot be read, or has several columns none of which is called customer.
    """
    sheet = _sheet(path)
    raw = sheet.read()
    places = _places(raw.headers, ("customer",))
    cells = clean(raw.frame[str(places.get("customer", 0))]).drop_nulls().to_list()
    if "customer" in places:
        return _unquoted(pl.Series(cells, dtype=pl.String)).to_list()
    if len(raw.headers) > 1:
        raise _without(sheet.label, "customer", raw.headers)
    return [raw.headers[0].strip(), *cells]


def _sheet(path: str | Path) -> Sheet:
    sheets, _ = find_sheets([one_file(path)])
    if not sheets:
        raise InputError(
            Text("There is no table in {path}.", "{path} 中没有表格。").format(path=path),
            Text("Name a CSV, Excel or Parquet file.", "请指定 CSV、Excel 或 Parquet 文件。"),
        )
    return sheets[0]


@cache
def _properties() -> dict[str, Property]:
    table = TABLES_BY_NAME["member_targets"]
    return {p.name: p for p in table.properties if p.name in _HEADERS}


PROPERTIES = _properties()


@cache
def _spellings() -> dict[str, str]:
    found: dict[str, str] = {}
    for name, p in PROPERTIES.items():
        for word in (name, p.zh, *p.headers, *_HEADERS[name]):
            found.setdefault(fold(word), name)
    return found


def _places(headers: Sequence[str], known: Sequence[str]) -> dict[str, int]:
    """Return where each known column stands; its own name comes before other spellings."""
    folded = [fold(h) for h in headers]
    places = {name: folded.index(name) for name in known if name in folded}
    for at, word in enumerate(folded):
        name = _spellings().get(word, "")
        if name in known and name not in places and at not in places.values():
            places[name] = at
    return places


def _rest(raw: Raw, filled: pl.DataFrame, taken: set[int], known: set[str]) -> dict[str, pl.Series]:
    """Return the further columns as text, each under a name of its own."""
    found: dict[str, pl.Series] = {}
    for at, header in enumerate(raw.headers):
        if at in taken:
            continue
        name = header.strip() or f"column {at + 1}"
        while name in found or name in known or name == "line":
            name += " "
        found[name] = clean(filled[str(at)])
    return found


def _unquoted(cells: pl.Series) -> pl.Series:
    """Take away the quote by which a list that we wrote keeps an id from being a formula."""
    return cells.str.replace(r"^'([=+\-@\t\r])", "$1")


Fault = tuple[int, str, str, Wording]


def odd_faults(raw: Raw) -> list[Fault]:
    """Return the cells from which no value can be read as faults."""
    headers = [*raw.headers, *[""] * 1000]
    return [
        (line, headers[column] if column >= 0 else "", found, ODD[why])
        for line, column, found, why in raw.odd.iter_rows()
    ]


def _gaps(
    filled: pl.DataFrame, columns: dict[str, pl.Series], required: Sequence[str]
) -> list[Fault]:
    faults = []
    for name in required:
        lines = filled.filter(columns[name].is_null())["_line"].to_list()
        faults += [(line, name, "", MISSING) for line in lines]
    return faults


def _bad(
    filled: pl.DataFrame, cells: pl.Series, bad: pl.Series, header: str, name: str
) -> list[Fault]:
    if not bad.any():
        return []
    word = word_value(PROPERTIES[name])
    lines, found = filled["_line"].filter(bad).to_list(), cells.filter(bad).to_list()
    return [
        (line, header, cell or "", word(cell or ""))
        for line, cell in zip(lines, found, strict=True)
    ]


def described(label: str, raw: Raw, faults: Sequence[Fault]) -> pl.DataFrame:
    """Return faults (line, column, found, wording) with the file and the row as it was."""
    lines = {line for line, *_ in faults}
    cells = [str(i) for i in range(len(raw.headers))]
    chosen = raw.frame.filter(pl.col("_line").is_in(list(lines))).select("_line", *cells)
    texts = {line: _as_csv(row) for line, *row in chosen.iter_rows()}
    rows = [
        (label, line, column, shortened(found), w.expected.en, w.expected.zh, w.hint.en, w.hint.zh,
         texts.get(line, ""))
        for line, column, found, w in faults
    ]  # fmt: skip
    return pl.DataFrame(rows, schema=REJECTS, orient="row")


def _as_csv(row: Sequence[str | None]) -> str:
    line = io.StringIO()
    csv.writer(line, lineterminator="").writerow(["" if c is None else c for c in row])
    return line.getvalue().replace("\0", "␀")


def _without(label: str, name: str, headers: Sequence[str]) -> InputError:
    shown = ", ".join(h.strip() for h in headers[:12])
    return InputError(
        Text(
            "{file} has no column '{name}'; it has {shown}.",
            "{file} 没有“{name}”列；现有：{shown}。",
        ).format(file=label, name=name, shown=shown),
        Text("Name the column {name}.", "请将该列命名为 {name}。").format(name=name),
    )
