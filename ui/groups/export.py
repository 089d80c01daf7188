"""A group as an Excel file: the cells, the matrix with its colours, the paths and the tree."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from graph.cross_sell.ownership_results import OwnedGroup
from graph.cross_sell.results import Cell, CrossSell
from graph.cross_sell.whitespace_results import Whitespace
from ui.files import write_cell
from ui.groups.cells import CELL_COLUMNS, cell_row

FILLS = {"ours": "#C6E7D3", "open": "#D6E2FD", "rival": "#F9D6D6", "not_suitable": "#EEF1F5"}
PATH_COLUMNS = (
    "member", "product", "adoption", "access", "probability", "yearly_value", "value_low",
    "value_high", "expected_value", "route", "siblings", "channel",
)  # fmt: skip
TREE_COLUMNS = (
    "id", "name", "name_en", "parent", "depth", "interest", "controlled", "controllers",
    "own_revenue", "consolidated_revenue", "attributed_revenue", "open_amount", "won_amount",
    "at_risk_amount",
)  # fmt: skip
Sheet = tuple[Sequence[str], Iterable[Sequence[Any]]]


def workbook(
    matrix: Whitespace,
    language: str,
    more: Mapping[str, Sheet] | None = None,
    read: Callable[[Any], None] | None = None,
) -> bytes:
    """Return the workbook; text never becomes a formula or a link.

    Parameters
    ----------
    matrix : Whitespace
        Sheets ``cells`` and ``matrix``.
    language : str
        In which the companies are named.
    more : mapping of sheet name to columns and rows
        Further sheets.
    read : callable, optional
        Adds sheets for readers to the book: those above are for programs.
    """
    import xlsxwriter

    out = io.BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}
    with xlsxwriter.Workbook(out, options) as book:
        _sheet(book, "cells", CELL_COLUMNS, map(cell_row, matrix.cells))
        _matrix(book, matrix, language)
        for name, (columns, rows) in (more or {}).items():
            _sheet(book, name, columns, rows)
        if read is not None:
            read(book)
    return out.getvalue()


def further(group: OwnedGroup, answer: CrossSell) -> dict[str, Sheet]:
    """Return the sheets of the paths and of the tree."""
    paths = [[_joined(getattr(path, column)) for column in PATH_COLUMNS] for path in answer.paths]
    tree = [
        [
            m.id, m.name, m.name_en, m.parent, m.depth, m.interest, m.controlled,
            ";".join(m.controllers), m.own.revenue, m.consolidated.revenue, m.attributed_revenue,
            m.consolidated.open_amount, m.consolidated.won_amount, m.consolidated.at_risk_amount,
        ]
        for m in group.members
    ]  # fmt: skip
    return {"paths": (PATH_COLUMNS, paths), "tree": (TREE_COLUMNS, tree)}


def _joined(value: Any) -> Any:
    return ";".join(value) if isinstance(value, list) else value


def _sheet(book: Any, name: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    page = book.add_worksheet(name)
    head = book.add_format({"bold": True, "bg_color": "#F3F6FA", "bottom": 1})
    for at, column in enumerate(columns):
        page.write_string(0, at, column, head)
    for down, row in enumerate(rows, start=1):
        for at, value in enumerate(row):
            write_cell(page, (down, at), value)
    page.freeze_panes(1, 0)
    page.set_column(0, len(columns) - 1, 16)


def _matrix(book: Any, matrix: Whitespace, language: str) -> None:
    """Write members by products: ids in row 1, the state's word in a cell, ours with revenue."""
    page = book.add_worksheet("matrix")
    head = book.add_format({"bold": True, "bg_color": "#F3F6FA", "text_wrap": True})
    fills = {
        state: book.add_format({"bg_color": color, "border": 1, "border_color": "#FFFFFF"})
        for state, color in FILLS.items()
    }
    for at, word in enumerate(("member", "name", *(p.id for p in matrix.products))):
        page.write_string(0, at, word, head)
    cells = {(c.member, c.product): c for c in matrix.cells}
    for down, member in enumerate(matrix.members, start=1):
        english = member.name_en if language == "en" else None
        page.write_string(down, 0, member.id)
        page.write_string(down, 1, english or member.name)
        for at, product in enumerate(matrix.products, start=2):
            cell = cells[member.id, product.id]
            page.write_string(down, at, _words(cell), fills[cell.state])
    page.freeze_panes(1, 2)
    page.set_column(0, 0, 12)
    page.set_column(1, 1, 26)
    page.set_column(2, len(matrix.products) + 1, 13)


def _words(cell: Cell) -> str:
    if cell.state == "ours" and cell.monthly_revenue is not None:
        return f"ours {cell.monthly_revenue:.0f}"
    return cell.state
