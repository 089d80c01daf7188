"""A cell of the whitespace matrix as a flat row."""

from __future__ import annotations

from typing import Any

from graph.cross_sell.results import Cell

CELL_COLUMNS = ("member", "product", "state", "monthly_revenue", "rivals", "why", "expected_value")


def cell_row(cell: Cell) -> list[Any]:
    """Return a cell as a row of :data:`CELL_COLUMNS`.

    Examples
    --------
    >>> from datetime import date
    >>> from graph.cross_sell.results import RivalShare
    >>> held = RivalShare(competitor="k", share=0.4, until=date(2026, 9, 1))
    >>> cell_row(Cell(member="m", product="p", state="rival", rivals=[held]))[4]
    'k:0.4:2026-09-01'
    """
    rivals = ";".join(
        f"{r.competitor}:{'' if r.share is None else f'{r.share:g}'}:{r.until or ''}"
        for r in cell.rivals
    )
    plain = (cell.member, cell.product, cell.state, cell.monthly_revenue)
    return [*plain, rivals or None, cell.why, cell.expected_value]
