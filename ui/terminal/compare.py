"""Analyses of one deal side by side: as it is, and as it would be with some changes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from graph.decision.results import spoken
from ui.terminal.emit import emit
from ui.terminal.figures import DASH, called, share, signed
from ui.terminal.tables import table, wrap

if TYPE_CHECKING:
    from collections.abc import Sequence

    import polars as pl

    from graph.decision.results import Analysis
    from graph.decision.what_if.compare import Comparison
    from graph.snapshot import Snapshot
    from ui.terminal.terminal import Terminal

PEOPLE_SHOWN = 8


@dataclass(frozen=True)
class Column:
    """One set of changes with its analysis and its comparison with the deal as it is."""

    name: str
    analysis: Analysis
    comparison: Comparison
    words: list[str]


def columns_of(
    terminal: Terminal, snapshot: Snapshot, deal: str, sets: Sequence[tuple[str, Sequence[str]]]
) -> tuple[Analysis, list[Column]]:
    """Analyse a deal as it is and with each named set of changes."""
    from graph.decision import analyze
    from graph.decision.what_if.changes import worded
    from graph.decision.what_if.compare import compare

    def look(changes: Sequence[str]) -> Analysis:
        return analyze(
            snapshot, deal, as_of=terminal.as_of, settings=terminal.settings, what_if=changes
        )

    base = look(())
    columns = []
    for name, changes in sets:
        after = look(changes)
        said = [worded(change, snapshot)[terminal.language] for change in changes]
        columns.append(Column(name, after, compare(base, after, changes), said))
    return base, columns


def write(terminal: Terminal, base: Analysis, columns: list[Column], *, one: bool) -> None:
    """Write the comparison; as JSON one, or an array where several were asked for."""

    def data() -> Any:
        found = [
            spoken(c.comparison.model_dump(mode="json", by_alias=True), terminal.language)
            for c in columns
        ]
        return found[0] if one else found

    emit(
        terminal,
        table=lambda: text(terminal, base, columns),
        data=data,
        frame=lambda: frame(columns),
    )


def text(terminal: Terminal, base: Analysis, columns: list[Column]) -> str:
    """Return what is supposed, the figures side by side, the people, and all in sentences."""
    deal = base.opportunity
    parts = [f"{called(deal, terminal.language)} ({deal.id})"]
    for column in columns:
        head = terminal.word(f"{column.name}:", f"{column.name}：")
        parts.append("\n".join([head, *(f"  {w}" for w in column.words)]))
    parts += [_figures(terminal, base, columns), _people(terminal, base, columns)]
    for column in columns:
        lines = [wrap(s[terminal.language], indent=2) for s in column.comparison.sentences]
        lines += [wrap("! " + n[terminal.language], indent=2) for n in column.comparison.notes]
        parts.append("\n".join([column.name, *lines]))
    return "\n\n".join(part for part in parts if part)


def _figures(terminal: Terminal, base: Analysis, columns: list[Column]) -> str:
    word = terminal.word
    names = {
        "lean": (word("lean", "倾向"), signed),
        "lean_sd": (word("uncertainty", "不确定性"), _plain),
        "known_share": (word("known", "已知"), share),
        "decision_covered": (word("decision covered", "已覆盖的决策"), share),
        "access_weighted": (word("access to the decision", "对决策的触达"), share),
    }
    sides = [base, *(c.analysis for c in columns)]
    rows = [[word("passes", "通过"), *(_yes(terminal, a.passes) for a in sides)]]
    rows += [[label, *(way(getattr(a, n)) for a in sides)] for n, (label, way) in names.items()]
    rows += _reach(terminal, base, columns)
    rows.append([word("weak links", "薄弱环节"), *(str(len(a.findings)) for a in sides)])
    heads = ["", word("now", "现状"), *(c.name for c in columns)]
    return table(heads, rows, numbers=range(1, len(heads)))


def _plain(value: float | None) -> str:
    return DASH if value is None else f"{value:.2f}"


def _yes(terminal: Terminal, passes: bool | None) -> str:
    if passes is None:
        return DASH
    return terminal.word("yes", "是") if passes else terminal.word("no", "否")


def _reach(terminal: Terminal, base: Analysis, columns: list[Column]) -> list[list[str]]:
    """Return a row a decider: how surely they are reached, and by how many threads."""
    sides = [base, *(c.analysis for c in columns)]
    ways = [{w.decider: w for w in side.access} for side in sides]
    named = {p.id: p for side in reversed(sides) for p in side.people}
    return [
        [
            terminal.word("reach {}", "触达 {}").format(called(named[id_], terminal.language)),
            *(
                f"{share(side[id_].reliability)} ({side[id_].threads})" if id_ in side else DASH
                for side in ways
            ),
        ]
        for id_ in dict.fromkeys(id_ for side in ways for id_ in side)
    ]


def _people(terminal: Terminal, base: Analysis, columns: list[Column]) -> str:
    """Return the settled opinions of those who moved farthest in any column."""
    moved: dict[str, float] = {}
    for column in columns:
        for person in column.comparison.people:
            moved[person.id] = max(moved.get(person.id, 0.0), person.moved)
    farthest = sorted(moved, key=lambda i: (-moved[i], i))[:PEOPLE_SHOWN]
    if not farthest:
        return ""
    sides = [base, *(c.analysis for c in columns)]
    rows = [{p.id: p for p in side.people} for side in sides]
    named = {p.id: p for side in reversed(sides) for p in side.people}
    lines = [
        [
            called(named[id_], terminal.language),
            *(
                f"{signed(row[id_].settled_opinion)} · {share(row[id_].influence)}"
                if id_ in row
                else DASH
                for row in rows
            ),
        ]
        for id_ in farthest
    ]
    head = terminal.word("settled opinion · influence", "最终意见 · 影响力")
    heads = [head, terminal.word("now", "现状"), *(c.name for c in columns)]
    return table(heads, lines, numbers=range(1, len(heads)))


def frame(columns: list[Column]) -> pl.DataFrame:
    """Return a row a figure, a decider or a person who moved, before and after."""
    import polars as pl

    schema: dict[str, Any] = {
        **dict.fromkeys(("scenario", "kind", "id", "measure"), pl.String()),
        **dict.fromkeys(("before", "after"), pl.Float64()),
    }
    rows = [row for c in columns for row in _rows(c)]
    return pl.DataFrame(rows, schema=schema, orient="row")


def _rows(column: Column) -> list[tuple[Any, ...]]:
    found = column.comparison
    deal = found.opportunity
    rows: list[tuple[Any, ...]] = [
        (column.name, "opportunity", deal, f.name, f.before, f.after) for f in found.figures
    ]
    for way in found.access:
        rows += _pairs((column.name, "decider", way.decider), way, ("reliability", "threads"))
    for person in found.people:
        measures = ("opinion", "influence", "coverage")
        rows += _pairs((column.name, "person", person.id), person, measures)
    return rows


def _pairs(start: tuple[str, ...], thing: Any, measures: Sequence[str]) -> list[tuple[Any, ...]]:
    """Return a row a measure: what it was and what it is."""
    return [
        (*start, m, getattr(thing, f"{m}_before"), getattr(thing, f"{m}_after")) for m in measures
    ]
