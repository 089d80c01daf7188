"""What one reading keeps while it runs: sheets, faults, notes, ids, and what each source states."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from graph.text import Text
from loaders.faults import Faults
from loaders.references import Ids
from loaders.wording import Wording

if TYPE_CHECKING:
    from collections.abc import Callable

    import polars as pl

    from loaders.layouts import Layout
    from loaders.mapping import Columns
    from loaders.repeats import Settled
    from loaders.sources import Sheet

    Progress = Callable[[int, int, Text], object]


@dataclass
class Stated:
    """What one source states: finished frames, and rows told by sheets of another kind.

    ``told`` holds relationships found on rows of nodes or roles, ``told_rows`` rows of tables
    found among relationships; both wait for their turn.
    """

    nodes: dict[str, pl.DataFrame] = field(default_factory=dict)
    relationships: dict[str, pl.DataFrame] = field(default_factory=dict)
    tables: dict[str, pl.DataFrame] = field(default_factory=dict)
    told: dict[str, list[pl.DataFrame]] = field(default_factory=dict)
    told_rows: dict[str, list[pl.DataFrame]] = field(default_factory=dict)


@dataclass
class Reading:
    """The state of one reading, shared by its steps. Sheets are known by their number."""

    ids: Ids = field(default_factory=Ids)
    placeholders: bool = False
    progress: Progress = lambda *_: None
    sheets: list[Sheet] = field(default_factory=list)
    layouts: list[Layout] = field(default_factory=list)
    sources: dict[str, Stated] = field(default_factory=dict)
    columns: dict[int, Columns] = field(default_factory=dict)
    faults: Faults = field(default_factory=Faults)
    notes: list[Text] = field(default_factory=list)
    rows: int = 0
    repeats: int = 0

    def note(self, text: Text) -> None:
        """Keep a sentence for the report, once."""
        if text not in self.notes:
            self.notes.append(text)

    def numbers(self, sort: str, name: str, source: str) -> list[int]:
        """Return the sheets of ``source`` that hold what is called ``name``."""
        return [
            n
            for n, (sheet, layout) in enumerate(zip(self.sheets, self.layouts, strict=True))
            if sheet.source == source and (layout.sort, layout.name) == (sort, name)
        ]

    def header(self, sheet: int, name: str) -> str:
        """Return the header that a sheet uses for a property."""
        columns = self.columns.get(sheet)
        return name if columns is None else columns.header(name)

    def settled(self, settled: Settled, what: Text) -> pl.DataFrame:
        """Count repeats, turn contradictions into faults, return the rows that stand."""
        self.repeats += settled.repeats
        rows = []
        for c in settled.contradictions:
            where = Text(f"line {c.first_line}", f"第 {c.first_line} 行")
            if c.first_sheet != c.sheet:
                label = self.sheets[c.first_sheet].label
                where = Text(f"{label}, line {c.first_line}", f"{label} 第 {c.first_line} 行")
            wording = Wording(_AS_IN.format(first=c.first, where=where), _FIRST.format(what=what))
            rows.append((c.sheet, c.line, self.header(c.sheet, c.column), c.found, wording))
        self.faults.add_each(rows)
        return settled.frame


_AS_IN = Text("{first}, as in {where}", "{first} (与{where}一致)")
_FIRST = Text(
    "The first row with this {what} stands; correct or remove one of them.",
    "{what}相同的行以首次出现的为准；请更正或删除其中一行。",
)
