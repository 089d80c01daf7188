"""What is wrong with a row, said in both languages: what was found, what was expected, a hint.

Faults are kept as frames and worded once for each distinct cell, so that a million bad rows cost
no more than a thousand.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import polars as pl

from graph.text import Text
from loaders.wording import Wording

if TYPE_CHECKING:
    from collections.abc import Callable

SCHEMA: dict[str, pl.DataType] = {
    "sheet": pl.Int64(),
    "line": pl.UInt32(),
    "column": pl.String(),
    "found": pl.String(),
    "expected": pl.String(),
    "expected_zh": pl.String(),
    "hint": pl.String(),
    "hint_zh": pl.String(),
}

_LONGEST_QUOTE = 200
# Near names are looked for so often; a whole column in the wrong place needs them only once.
_MOST_WORDED = 2_000
_LIKE = Text("Correct it as the others in this column.", "请参照本列其他单元格更正。")


@dataclass
class Faults:
    """All faults of one reading, by number of sheet and line."""

    frames: list[pl.DataFrame] = field(default_factory=list)

    def add(
        self,
        places: pl.DataFrame,
        column: str | pl.Series,
        found: pl.Series,
        word: Callable[[str], Wording],
    ) -> None:
        """Add a fault for each row of ``places`` (``_sheet``, ``_line``), worded by ``found``."""
        if places.is_empty():
            return
        cells = found.cast(pl.String).fill_null("")
        distinct = cells.unique(maintain_order=True).to_list()
        words = [word(cell) for cell in distinct[:_MOST_WORDED]]
        words += [Wording(words[0].expected, _LIKE)] * (len(distinct) - len(words))
        wording = pl.DataFrame(
            {
                "cell": pl.Series(distinct, dtype=pl.String),
                "found": pl.Series([shortened(cell) for cell in distinct], dtype=pl.String),
                "expected": [w.expected.en for w in words],
                "expected_zh": [w.expected.zh for w in words],
                "hint": [w.hint.en for w in words],
                "hint_zh": [w.hint.zh for w in words],
            }
        )
        frame = pl.DataFrame({"sheet": places["_sheet"], "line": places["_line"], "cell": cells})
        columns = pl.lit(column) if isinstance(column, str) else pl.Series("column", column)
        frame = frame.with_columns(column=columns).join(
            wording, on="cell", how="left", maintain_order="left"
        )
        self.frames.append(frame.select(pl.col(c).cast(t) for c, t in SCHEMA.items()))

    def add_each(self, rows: list[tuple[int, int, str, str, Wording]]) -> None:
        """Add faults one by one: number of sheet, line, column, found, wording."""
        if rows:
            flat = [
                (s, n, c, shortened(f), w.expected.en, w.expected.zh, w.hint.en, w.hint.zh)
                for s, n, c, f, w in rows
            ]
            self.frames.append(pl.DataFrame(flat, schema=SCHEMA, orient="row"))

    def frame(self) -> pl.DataFrame:
        """Return all faults, by sheet and line; what is told of a row twice stands once."""
        if not self.frames:
            return pl.DataFrame(schema=SCHEMA)
        every = pl.concat(self.frames).unique(keep="first", maintain_order=True)
        return every.sort("sheet", "line", maintain_order=True)


def shortened(cell: str) -> str:
    """Quote a cell so that it fits in a table and shows what cannot be seen."""
    shown = cell.replace("\0", "␀")
    if len(shown) <= _LONGEST_QUOTE:
        return shown
    return f"{shown[:_LONGEST_QUOTE]}… ({len(cell)})"
