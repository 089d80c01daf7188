"""A group as an Excel file: the cells, the matrix with its colours, the paths and the tree."""

from __future__ import annotations

import io
from typing import Any

from graph.cross_sell.results import Cell, CrossSell, Group
from ui.files import write_cell
from ui.names import Names

STATES = ("ours", "open", "rival", "not_suitable")
FILLS = {"ours": "#C6E7D3", "open": "#D6E2FD", "rival": "#F9D6D6", "not_suitable": "#EEF1F5"}
CELL_COLUMNS = ("member", "product", "state", "monthly_revenue", "rivals", "why", "expected_value")
PATH_COLUMNS = (
    "member",
    "product",
    "adoption",
    "access",
    "probability",
    "yearly_value",
    "value_low",
    "value_high",
    "expected_value",
    "route",
    "siblings",
    "channel",
)
TREE_COLUMNS = (
    "id",
    "name",
    "name_en",
    "parent",
    "depth",
    "share",
    "own_revenue",
    "rolled_up_revenue",
    "open_amount",
    "products_used",
    "products_total",
)


def workbook(group: Group, answer: CrossSell, names: Names) -> bytes:
    """Return the workbook; text never becomes a formula or a link."""
    import xlsxwriter

    out = io.BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}
    with xlsxwriter.Workbook(out, options) as book:
        _sheet(book, "cells", CELL_COLUMNS, [_cell_row(c) for c in group.cells])
        _matrix(book, group, names)
        _sheet(book, "paths", PATH_COLUMNS, [_fields(p, PATH_COLUMNS) for p in answer.paths])
        _sheet(book, "tree", TREE_COLUMNS, [_fields(n, TREE_COLUMNS) for n in group.tree])
    return out.getvalue()


def _fields(thing: Any, columns: tuple[str, ...]) -> list[Any]:
    values = [getattr(thing, name) for name in columns]
    return [" > ".join(v) if isinstance(v, list) else v for v in values]


def _cell_row(cell: Cell) -> list[Any]:
    rivals = ";".join(f"{r.competitor}:{r.share or ''}:{r.until or ''}" for r in cell.rivals)
    return [
        cell.member,
        cell.product,
        cell.state,
        cell.monthly_revenue,
        rivals or None,
        cell.why,
        cell.expected_value,
    ]


def _sheet(book: Any, name: str, columns: tuple[str, ...], rows: list[list[Any]]) -> None:
    page = book.add_worksheet(name)
    head = book.add_format({"bold": True, "bg_color": "#F3F6FA", "bottom": 1})
    for at, column in enumerate(columns):
        page.write_string(0, at, column, head)
    for down, row in enumerate(rows, start=1):
        for at, value in enumerate(row):
            write_cell(page, (down, at), value)
    page.freeze_panes(1, 0)
    page.set_column(0, len(columns) - 1, 16)


def _matrix(book: Any, group: Group, names: Names) -> None:
    """Write members by products: ids in row 1, the state's word in a cell, ours with revenue."""
    page = book.add_worksheet("matrix")
    head = book.add_format({"bold": True, "bg_color": "#F3F6FA", "text_wrap": True})
    fills = {
        s: book.add_format({"bg_color": FILLS[s], "border": 1, "border_color": "#FFFFFF"})
        for s in STATES
    }
    for at, word in enumerate(("member", "name", *group.products)):
        page.write_string(0, at, word, head)
    cells = {(c.member, c.product): c for c in group.cells}
    for down, node in enumerate(group.tree, start=1):
        page.write_string(down, 0, node.id)
        page.write_string(down, 1, names.of("Enterprise", node.id))
        for at, product in enumerate(group.products, start=2):
            cell = cells.get((node.id, product))
            if cell is not None:
                page.write_string(down, at, _words(cell), fills[cell.state])
    page.freeze_panes(1, 2)
    page.set_column(0, 0, 12)
    page.set_column(1, 1, 26)
    page.set_column(2, len(group.products) + 1, 13)


def _words(cell: Cell) -> str:
    if cell.state == "ours" and cell.monthly_revenue is not None:
        return f"ours {cell.monthly_revenue:.0f}"
    return cell.state
