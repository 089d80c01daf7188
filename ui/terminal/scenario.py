"""``linchpin scenario``: what-ifs that a team keeps under a name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.text import Text
from ui import scenarios
from ui.terminal import compare
from ui.terminal.emit import emit
from ui.terminal.results import ListedScenario
from ui.terminal.tables import table

if TYPE_CHECKING:
    import polars as pl

    from ui.terminal.terminal import Terminal


def save(terminal: Terminal, opportunity: str, name: str, what_if: tuple[str, ...]) -> int:
    """Keep a what-if."""
    with terminal.store() as store:
        gone = scenarios.replaced(store, opportunity, name, what_if)
        kept = scenarios.save(store, store.snapshot(), opportunity, name, what_if)
    if gone is not None:
        terminal.note(
            Text("It takes the place of: {changes}.", "已取代原方案：{changes}。").format(
                changes=" ".join(gone.changes)
            )
        )
    terminal.note(
        Text("Kept the scenario '{name}' of {deal}.", "已保存 {deal} 的方案“{name}”。").format(
            name=kept.name, deal=kept.opportunity
        )
    )
    return 0


def listed(terminal: Terminal, opportunity: str | None) -> int:
    """List what is kept."""
    with terminal.store() as store:
        if opportunity is not None:
            store.snapshot().nodes["Opportunity"].position(opportunity)
        kept = scenarios.listed(store, opportunity)
    emit(
        terminal,
        table=lambda: _table(terminal, kept),
        data=lambda: [_row(s).model_dump() for s in kept],
        frame=lambda: _frame(kept),
    )
    return 0


def show(terminal: Terminal, opportunity: str, names: tuple[str, ...]) -> int:
    """Compare the deal as it is with scenarios of it, side by side."""
    with terminal.store() as store:
        snapshot = store.snapshot(progress=terminal.progress)
        snapshot.nodes["Opportunity"].position(opportunity)
        kept = (
            [scenarios.load(store, opportunity, name) for name in names]
            if names
            else scenarios.listed(store, opportunity)
        )
    if not kept:
        terminal.note(NONE.format(deal=opportunity))
        emit(terminal, table=str, data=list, frame=lambda: compare.frame([]))
        return 0
    sets = [(s.name, s.changes) for s in kept]
    base, columns = compare.columns_of(terminal, snapshot, opportunity, sets)
    compare.write(terminal, base, columns, one=False)
    return 0


NONE = Text(
    "No scenario of {deal} is kept; keep one with linchpin scenario save.",
    "尚未保存 {deal} 的方案；可用 linchpin scenario save 保存。",
)


def delete(terminal: Terminal, opportunity: str, name: str) -> int:
    """Delete one of what is kept."""
    with terminal.store() as store:
        scenarios.delete(store, opportunity, name)
    terminal.note(Text("Deleted '{name}'.", "已删除“{name}”。").format(name=name))
    return 0


def _row(scenario: scenarios.Scenario) -> ListedScenario:
    return ListedScenario(
        opportunity=scenario.opportunity,
        name=scenario.name,
        changes=list(scenario.changes),
        saved_at=scenario.saved_at,
    )


def _table(terminal: Terminal, kept: list[scenarios.Scenario]) -> str:
    if not kept:
        return terminal.word("No scenario is kept.", "尚未保存方案。")
    heads = [
        terminal.word("deal", "商机"),
        terminal.word("scenario", "方案"),
        terminal.word("changes", "假设"),
        terminal.word("kept", "保存于"),
    ]
    rows = [[s.opportunity, s.name, "; ".join(s.changes), s.saved_at[:10]] for s in kept]
    return table(heads, rows, widest=60)


def _frame(kept: list[scenarios.Scenario]) -> pl.DataFrame:
    import polars as pl

    schema = {
        "opportunity": pl.String(),
        "name": pl.String(),
        "changes": pl.List(pl.String()),
        "saved_at": pl.String(),
    }
    return pl.DataFrame([_row(s).model_dump() for s in kept], schema=schema)
