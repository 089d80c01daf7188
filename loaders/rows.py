"""One sheet from cells to a typed frame of its good rows; the bad ones become faults."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import polars as pl

from graph.errors import InputError
from graph.model import Property
from graph.text import Text
from loaders import wording as say
from loaders.conversion import clean, convert, holds_nul
from loaders.mapping import match_columns
from loaders.wording import Wording, word_value

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from loaders.cells import Raw
    from loaders.context import Reading
    from loaders.conversion import Converted
    from loaders.layouts import Layout
    from loaders.mapping import Column, Columns

# Pairs of dates of which the second must not come before the first.
_SPANS = (
    ("since", "until"),
    ("start", "end"),
    ("started_on", "ended_on"),
    ("opened", "closed"),
    ("opened_on", "closed_on"),
)
# Words of a CRM that load as another role are kept beside it under this name.
ROLE_WORDS = "role_words"
# Names that our own frames and the answers of queries use for something else.
_TAKEN = ("_sheet", "_line", "from", "to", "from_kind", "to_kind")


def read_sheet(reading: Reading, number: int) -> pl.DataFrame | None:
    """Read sheet ``number``: its good rows with ``_sheet`` and ``_line``, None if there are none.

    Raises InputError where a column is missing without which no row makes sense, or stands there
    twice.
    """
    sheet, layout = reading.sheets[number], reading.layouts[number]
    raw = sheet.read()
    columns = match_columns(raw.headers, layout)
    reading.columns[number] = columns
    _check(raw, columns, layout, sheet.label)
    if raw.frame.is_empty():
        reading.note(_NO_ROWS.format(file=sheet.label))
        return None
    reading.rows += raw.frame.height
    return _Rows(reading, number, raw, columns).read()


def _check(raw: Raw, columns: Columns, layout: Layout, label: str) -> None:
    """Refuse headers under which no row makes sense, with all that is wrong with them."""
    headers = raw.headers
    wrong = [
        (_TWICE.format(file=label, first=a.header, second=b.header, name=a.property.name), _RENAME)
        for a, b in columns.twice
    ]
    present = {c.property.name for c in columns.known}
    missing = [p for p in layout.properties if p.required and p.name not in present]
    if missing:
        wrong.append((_lacks(headers, missing, label), _first_row(raw, columns, missing)))
    if not wrong:
        return
    if not any(h.strip() for h in headers):
        raise InputError(_EMPTY.format(file=label), _FIRST_ROW)
    messages, hints = zip(*wrong, strict=True)
    raise InputError(_joined(messages), _joined(tuple(dict.fromkeys(hints))))


def _first_row(raw: Raw, columns: Columns, missing: list[Property]) -> Text:
    """Say where headers stand, and the first that nobody knows under which ids could stand."""
    if "id" not in [p.name for p in missing]:
        return _FIRST_ROW
    key = next((header for at, header in columns.unknown if _tells_apart(raw, at)), None)
    return _FIRST_ROW if key is None else _joined((_KEY.format(key=key), _FIRST_ROW))


def _tells_apart(raw: Raw, position: int) -> bool:
    """Say whether a column has a value in every row, and no value twice."""
    cells = clean(raw.frame[str(position)])
    return len(cells) > 1 and not cells.null_count() and cells.n_unique() == len(cells)


def _joined(texts: Sequence[Text]) -> Text:
    return Text(" ".join(t.en for t in texts), "".join(t.zh for t in texts))


def _lacks(headers: list[str], missing: list[Property], label: str) -> Text:
    names = Text(
        ", ".join(p.name for p in missing), "、".join(f"{p.zh}({p.name})" for p in missing)
    )
    found = ", ".join(h.strip() for h in headers[:12])
    return _LACKS.format(file=label, names=names, found=found)


class _Rows:
    """The steps for one sheet; ``bad`` collects the rows that are out."""

    def __init__(self, reading: Reading, number: int, raw: Raw, columns: Columns) -> None:
        self.reading, self.raw, self.columns = reading, raw, columns
        self.layout, self.label = reading.layouts[number], reading.sheets[number].label
        self.places = raw.frame.select(pl.lit(number, pl.Int32).alias("_sheet"), "_line")
        self.bad = pl.repeat(value=False, n=raw.frame.height, dtype=pl.Boolean, eager=True)
        self.series: dict[str, pl.Series] = {}
        self.amounts: list[tuple[Column, pl.Series, pl.Series]] = []

    def read(self) -> pl.DataFrame:
        self._odd()
        # Each column by itself takes one thread; together they keep all processors busy.
        with ThreadPoolExecutor(max_workers=4) as pool:
            for column, read in zip(
                self.columns.known, pool.map(self._converted, self.columns.known), strict=True
            ):
                self._known(column, *read)
        self._currencies()
        self._unknown()
        self._spans()
        frame = pl.DataFrame([s.alias(n) for n, s in self.series.items()])
        frame = frame.with_columns(self.places)
        return frame.filter(~self.bad) if self.bad.any() else frame

    def _fault(
        self,
        mask: pl.Series,
        column: str,
        found: pl.Series,
        word: Wording | Callable[[str], Wording],
    ) -> None:
        if mask.any():
            worded = (lambda _: word) if isinstance(word, Wording) else word
            self.reading.faults.add(self.places.filter(mask), column, found.filter(mask), worded)
            self.bad = self.bad | mask

    def _odd(self) -> None:
        for position in self.raw.formulas:
            if position < len(self.raw.headers):
                header = self.raw.headers[position]
                self.reading.note(_FORMULAS.format(file=self.label, column=header))
        for (position, why), part in self.raw.odd.group_by("column", "why", maintain_order=True):
            beside = self.raw.frame.select("_line").join(
                part.unique("_line"), on="_line", how="left", maintain_order="left"
            )["found"]
            within = 0 <= int(position) < len(self.raw.headers)
            header = self.raw.headers[int(position)] if within else ""
            self._fault(beside.is_not_null(), header, beside, say.ODD[str(why)])

    def _cells(self, position: int) -> pl.Series:
        return clean(self.raw.frame[str(position)])

    def _converted(self, column: Column) -> tuple[pl.Series, Converted]:
        cells = self._cells(column.position)
        return cells, convert(cells, column.property, column.unit)

    def _known(self, column: Column, cells: pl.Series, converted: Converted) -> None:
        property_ = column.property
        self._fault(converted.bad, column.header, cells, word_value(property_))
        if property_.required:
            self._fault(cells.is_null(), column.header, cells, say.MISSING)
        self._no_nul(cells, column.header)
        self.series[property_.name] = converted.values
        words = converted.words
        if property_.name == "roles" and words is not None and words.is_not_null().any():
            self.series[ROLE_WORDS] = words
        if converted.currency is not None:
            self.amounts.append((column, cells, converted.currency))

    def _no_nul(self, cells: pl.Series, header: str) -> None:
        if self.raw.may_hold_nul:
            self._fault(holds_nul(cells), header, cells, say.NUL)

    def _currencies(self) -> None:
        """A currency beside an amount fills the row's currency, and may not contradict it."""
        kept = any(p.name == "currency" for p in self.layout.properties)
        for column, cells, said in self.amounts:
            named = said.set(cells.is_null(), None)
            stated = self.series.get("currency", named.clear(len(named)))
            against = (stated.str.to_uppercase() != named).fill_null(value=False)
            bad = against if kept else named.is_not_null()
            self._fault(bad, column.header, cells, word_value(column.property))
            if kept:
                self.series["currency"] = stated.fill_null(named)

    def _unknown(self) -> None:
        kept = []
        for position, header in self.columns.unknown:
            cells = self._cells(position)
            if cells.null_count() == len(cells):
                continue
            if header in ("sources", "来源列表"):
                self.reading.note(_SOURCES.format(file=self.label, column=header))
                continue
            name = self._free_name(header.strip("_ ") or f"column_{position + 1}")
            extra = Property(name=name, type="text", zh=name, about="A column nobody listed.")
            self._fault(convert(cells, extra).bad, header, cells, word_value(extra))
            self._no_nul(cells, header)
            self.series[name] = cells
            kept.append(name)
        if kept:
            self.reading.note(_KEPT.format(file=self.label, names=", ".join(kept)))

    def _free_name(self, name: str) -> str:
        taken = {*self.series, *(p.name for p in self.layout.properties), *_TAKEN}
        free, count = name, 2
        while free in taken:
            free, count = f"{name}_{count}", count + 1
        return free

    def _spans(self) -> None:
        for first, last in _SPANS:
            if first in self.series and last in self.series:
                begin, end = self.series[first], self.series[last]
                if begin.dtype == end.dtype == pl.Date:
                    mask = (end < begin).fill_null(value=False)
                    word = Wording(_NOT_BEFORE.format(first=first), _CHECK_DATES)
                    self._fault(mask, self.columns.header(last), end, word)


_NO_ROWS = Text("{file} has headers but no rows.", "{file} 只有标题行，没有数据。")
_EMPTY = Text("{file} is empty.", "{file} 是空的。")
_LACKS = Text(
    "{file} has no column {names}; its headers are: {found}.",
    "{file} 缺少列：{names}; 现有标题：{found}。",
)
_KEY = Text(
    "An id is another one in each row, as '{key}' is here: if that tells the rows apart, head it "
    "id.",
    "编号在每行各不相同，如此处的“{key}”；若各行由它区分，请将其列标题改为“编号”(id)。",
)
_TWICE = Text(
    "In {file} the columns '{first}' and '{second}' both mean {name}.",
    "{file} 中的“{first}”列和“{second}”列含义相同（{name}）。",
)
_RENAME = Text("Keep one of them or rename the other.", "请只保留其中一列，或将另一列改名。")
_FIRST_ROW = Text(
    "The first row must hold the headers; docs/native-format.md lists them.",
    "第一行应为列标题，见 docs/native-format.md。",
)
_FORMULAS = Text(
    "{file}, column {column}: formulas; the values saved with them are used.",
    "{file} 的“{column}”列含公式，已采用保存的计算结果。",
)
_SOURCES = Text(
    "{file}: column {column} is left: the store keeps the sources itself.",
    "{file} 的“{column}”列未导入：来源由图库自行记录。",
)
_KEPT = Text(
    "{file}: nobody knows the columns {names}; they are kept as they are.",
    "{file} 中的列 {names} 不在词汇表中，已原样保留。",
)
_NOT_BEFORE = Text("a day not before {first}", "不早于 {first} 的日期")
_CHECK_DATES = Text(
    "Check both dates; they may stand in each other's place.", "请核对两个日期，可能填反了。"
)
