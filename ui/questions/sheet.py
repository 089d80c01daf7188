"""The answer of a question as a sheet: the words of the page, and the ids to work on with."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pandas as pd

from ui.questions.table import Shown, Table, columns, ordered, spoken
from ui.text import t

if TYPE_CHECKING:
    from collections.abc import Iterator


def sheet(shown: Table, sort: str = "") -> pd.DataFrame:
    """Return every row in the reader's language, in the order of the page.

    The columns are those of the page under their titles there, then the ids that the page has in
    its tooltips, under their own names.
    """
    result = shown.result
    rows = [result.rows[at] for at in ordered(result, sort)]
    seen = columns(result, shown.declared)
    ids = [c.id_column for c in seen if c.id_column is not None]
    made = {
        title: [_cell(shown, row, column) for row in rows]
        for title, column in zip(_titles(seen, ids), seen, strict=True)
    }
    made |= {name: [row.get(name) for row in rows] for name in ids}
    return pd.DataFrame(made, dtype=object)


def _titles(seen: list[Shown], ids: list[str]) -> Iterator[str]:
    """Give each column its title, or its own name where another has the title already."""
    used = set(ids)
    for column in seen:
        title = column.name if column.title in used else column.title
        used.add(title)
        yield title


def _cell(shown: Table, row: dict[str, Any], column: Shown) -> Any:
    value = row.get(column.name)
    if isinstance(value, bool):
        return t("yes") if value else t("no")
    if value is None or isinstance(value, int | float | date):
        return value
    if column.id_column is not None and isinstance(value, str):
        return shown.name(value, str(row.get(column.id_column) or ""), column)
    return spoken(value, column.name)
