"""``linchpin settings``: what is in force, and where each value came from."""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING, Any

from graph.address import shown
from ui.terminal.emit import emit
from ui.terminal.tables import table

if TYPE_CHECKING:
    from ui.terminal.terminal import Terminal

ADDRESS = "store.uri"
SECRET = "store.password"  # noqa: S105  (the name of the setting, not its value)


def run(terminal: Terminal) -> int:
    """Write every setting with its value and origin; the password stays hidden."""
    rows = [
        {"name": name, "value": _shown(terminal, name), "origin": origin}
        for name, origin in terminal.origins.items()
    ]
    heads = [
        terminal.word("setting", "设置"),
        terminal.word("value", "值"),
        terminal.word("from", "来源"),
    ]
    emit(
        terminal,
        table=lambda: table(heads, [_said(terminal, row) for row in rows], widest=60),
        data=lambda: rows,
        frame=lambda: _frame(rows),
    )
    return 0


def _shown(terminal: Terminal, name: str) -> Any:
    table, of_region, rest = name.partition(".region.")
    value: Any = reduce(getattr, table.split("."), terminal.settings)
    if of_region:
        region = max((r for r in value.region if rest.startswith(f"{r}.")), key=len)
        inside = rest.removeprefix(f"{region}.").split(".")
        value = reduce(getattr, inside, value.region[region])
    if name == ADDRESS and value:
        return shown(value)
    return "********" if name == SECRET and value else value


def _line(row: dict[str, Any]) -> list[Any]:
    value = row["value"]
    shown = ", ".join(value) if isinstance(value, list) else value
    return [row["name"], str(shown).lower() if isinstance(shown, bool) else shown, row["origin"]]


def _said(terminal: Terminal, row: dict[str, Any]) -> list[Any]:
    return [*_line(row)[:-1], terminal.origin(row["origin"])]


def _frame(rows: list[dict[str, Any]]) -> Any:
    import polars as pl

    lines = [_line(row) for row in rows]
    return pl.DataFrame(
        [[None if cell is None else str(cell) for cell in line] for line in lines],
        schema=dict.fromkeys(("name", "value", "origin"), pl.String()),
        orient="row",
    )
