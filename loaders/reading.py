"""One sheet from cells to a typed frame of its good rows; the bad ones become faults."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import polars as pl

from graph.errors import InputError
from graph.text import Text
from loaders import faults as say
from loaders.conversion import TEXT_LIMIT, Converted, clean, convert, holds_nul
from loaders.faults import Faults, Wording, word_value
from loaders.layouts import Layout
from loaders.mapping import Columns, match_columns

if TYPE_CHECKING:
    from graph.model import Property
    from loaders.mapping import Column
    from loaders.sources import Raw, Sheet

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


@dataclass
class Reading:
    """What one call reads: its sheets, faults and notes, shared by all steps."""

    sheets: list[Sheet] = field(default_factory=list)
    headers: dict[int, Columns] = field(default_factory=dict)
    faults: Faults = field(default_factory=Faults)
    notes: list[Text] = field(default_factory=list)
    rows: int = 0

    def note(self, text: Text) -> None:
        """Keep a sentence for the report, once."""
        if text not in self.notes:
            self.notes.append(text)

    def header(self, sheet: int, name: str) -> str:
        """Return the header that a sheet uses for a property."""
        columns = self.headers.get(sheet)
        return name if columns is None else columns.header(name)


def read_sheet(reading: Reading, number: int, layout: Layout) -> pl.DataFrame | None:
    """Read sheet ``number``: its good rows with ``_sheet`` and ``_line``, None if it has no rows."""
    sheet = reading.sheets[number]
    raw = sheet.read()
    columns = match_columns(raw.headers, layout, sheet.label)
    reading.headers[number] = columns
    _require(columns, layout, sheet, raw)
    if raw.frame.is_empty():
        reading.note(
            Text("{file} has headers but no rows.", "{file} 只有标题行, 没有数据。").format(
                file=sheet.label
            )
        )
        return None
    reading.rows += raw.frame.height
    return _Sheet(reading, number, layout, raw, columns).read()


def _require(columns: Columns, layout: Layout, sheet: Sheet, raw: Raw) -> None:
    present = {c.property.name for c in columns.known}
    missing = [p for p in layout.properties if p.required and p.name not in present]
    if not missing:
        return
    if not any(h.strip() for h in raw.headers):
        raise InputError(Text("{file} is empty.", "{file} 是空的。").format(file=sheet.label))
    found = ", ".join(h.strip() for h in raw.headers[:12])
    names = Text(
        ", ".join(p.name for p in missing), "、".join(f"{p.zh}({p.name})" for p in missing)
    )
    raise InputError(
        Text(
            "{file} has no column {names}; its headers are: {found}.",
            "{file} 缺少列: {names}; 现有标题: {found}。",
        ).format(file=sheet.label, names=names, found=found),
        Text(
            "The first row must hold the headers; docs/native-format.md lists them.",
            "第一行应为列标题, 见 docs/native-format.md。",
        ),
    )


class _Sheet:
    """The steps for one sheet; ``bad`` collects the rows that are out."""

    def __init__(
        self, reading: Reading, number: int, layout: Layout, raw: Raw, columns: Columns
    ) -> None:
        self.reading, self.number, self.layout, self.raw, self.columns = (
            reading,
            number,
            layout,
            raw,
            columns,
        )
        self.label = reading.sheets[number].label
        self.places = raw.frame.select(pl.lit(number, pl.Int32).alias("_sheet"), "_line")
        self.bad = pl.repeat(value=False, n=raw.frame.height, dtype=pl.Boolean, eager=True)
        self.series: dict[str, pl.Series] = {}

    def read(self) -> pl.DataFrame:
        self._shape_faults()
        for column in self.columns.known:
            self._known(column)
        self._extras()
        self._spans()
        frame = pl.DataFrame([s.alias(name) for name, s in self.series.items()])
        frame = frame.with_columns(self.places)
        return frame.filter(~self.bad) if self.bad.any() else frame

    def _fault(self, mask: pl.Series, column: str, found: pl.Series, word: object) -> None:
        if not mask.any():
            return
        wording = (lambda _: word) if isinstance(word, Wording) else word
        self.reading.faults.add(self.places.filter(mask), column, found.filter(mask), wording)  # type: ignore[arg-type]
        self.bad = self.bad | mask

    def _shape_faults(self) -> None:
        surplus, valueless = self.raw.surplus, self.raw.valueless
        if surplus is not None and surplus.height:
            mask = self.raw.frame["_line"].is_in(surplus["_line"].implode())
            self._fault(mask, "", self._aligned(surplus), say.SURPLUS)
        if valueless is not None and valueless.height:
            for (position, found), part in valueless.group_by(
                "column", "found", maintain_order=True
            ):
                mask = self.raw.frame["_line"].is_in(part["_line"].implode())
                cells = pl.Series([str(found)]).new_from_index(0, len(mask))
                header = (
                    self.raw.headers[int(position)] if int(position) < len(self.raw.headers) else ""
                )
                self._fault(mask, header, cells, say.FORMULA if found == "=" else say.ERROR_CELL)
        for position in self.raw.formulas:
            self._say_formula(position)

    def _aligned(self, surplus: pl.DataFrame) -> pl.Series:
        return self.raw.frame.select("_line").join(
            surplus, on="_line", how="left", maintain_order="left"
        )["found"]

    def _say_formula(self, position: int) -> None:
        if position < len(self.raw.headers):
            self.reading.note(
                Text(
                    "{file}, column {column}: formulas; the values saved with them are used.",
                    "{file} 的“{column}”列含公式, 已采用保存的计算结果。",
                ).format(file=self.label, column=self.raw.headers[position])
            )

    def _cells(self, position: int) -> pl.Series:
        return clean(self.raw.frame[str(position)])

    def _known(self, column: Column) -> None:
        cells = self._cells(column.position)
        property_ = column.property
        converted = convert(cells, property_, column.unit)
        self._fault(converted.bad, column.header, cells, word_value(property_))
        if property_.required:
            self._fault(cells.is_null(), column.header, cells, say.MISSING)
        self._no_nul(cells, column.header)
        self.series[property_.name] = converted.values
        if (
            property_.name == "roles"
            and converted.words is not None
            and converted.words.is_not_null().any()
        ):
            self.series[ROLE_WORDS] = converted.words
        self._currency(column, cells, converted)

    def _no_nul(self, cells: pl.Series, header: str) -> None:
        if self.raw.may_hold_nul:
            self._fault(holds_nul(cells), header, cells, say.NUL)

    def _currency(self, column: Column, cells: pl.Series, converted: Converted) -> None:
        named = converted.currency
        if named is None:
            return
        own = next((c for c in self.columns.known if c.property.name == "currency"), None)
        if not any(p.name == "currency" for p in self.layout.properties):
            self._fault(
                named.is_not_null() & cells.is_not_null(),
                column.header,
                cells,
                word_value(column.property),
            )
            return
        stated = self._cells(own.position) if own else named.clear(len(named))
        against = (stated.str.to_uppercase() != named).fill_null(value=False)
        self._fault(against, column.header, cells, word_value(column.property))
        self.series["currency"] = stated.fill_null(named.set(cells.is_null(), None))

    def _extras(self) -> None:
        kept = []
        for position, header in self.columns.unknown:
            cells = self._cells(position)
            if cells.null_count() == len(cells):
                continue
            name = self._free_name(header.strip("_ ") or f"column_{position + 1}")
            if name == "sources":
                self._say_sources(header)
                continue
            self._fault(
                (cells.str.len_chars() > TEXT_LIMIT).fill_null(value=False),
                header,
                cells,
                word_value(_extra(name)),
            )
            self._no_nul(cells, header)
            self.series[name] = cells
            kept.append(name)
        if kept:
            self.reading.note(
                Text(
                    "{file}: nobody knows the columns {names}; they are kept as they are.",
                    "{file} 中的列 {names} 不在词汇表中, 已原样保留。",
                ).format(file=self.label, names=", ".join(kept))
            )

    def _free_name(self, name: str) -> str:
        taken = {
            *self.series,
            *(p.name for p in self.layout.properties),
            "_sheet",
            "_line",
            "from_kind",
            "to_kind",
        }
        free, count = name, 2
        while free in taken:
            free, count = f"{name}_{count}", count + 1
        return free

    def _say_sources(self, header: str) -> None:
        self.reading.note(
            Text(
                "{file}: column {column} is left: the store keeps the sources itself.",
                "{file} 的“{column}”列未导入: 来源由图库自行记录。",
            ).format(file=self.label, column=header)
        )

    def _spans(self) -> None:
        for first, last in _SPANS:
            if first in self.series and last in self.series:
                begin, end = self.series[first], self.series[last]
                if begin.dtype == pl.Date and end.dtype == pl.Date:
                    header = self.columns.header(last)
                    word = Wording(
                        Text(f"a day not before {first}", f"不早于 {first} 的日期"),
                        Text(
                            "Check both dates; they may stand in each other's place.",
                            "请核对两个日期, 可能填反了。",
                        ),
                    )
                    self._fault((end < begin).fill_null(value=False), header, end, word)


def _extra(name: str) -> Property:
    from graph.model import Property

    return Property(name=name, type="text", zh=name, about="A column nobody listed.")
