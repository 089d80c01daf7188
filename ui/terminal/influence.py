"""``linchpin influence``: who holds power in a bare network."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from graph.text import Text
from ui.terminal.emit import emit
from ui.terminal.figures import share
from ui.terminal.tables import table

if TYPE_CHECKING:
    import polars as pl

    from loaders.ties import Ties
    from ui.terminal.terminal import Terminal

COLUMNS = (
    "id",
    "influence",
    "rank",
    "pagerank",
    "betweenness",
    "in_degree",
    "out_degree",
    "hits",
    "closeness",
)
PEOPLE_SHOWN = 50
REJECTS_SHOWN = 5
SOME_REJECTED = 3


@dataclass(frozen=True)
class Columns:
    """The options of the command."""

    source: str | None
    target: str | None
    weight: str | None
    time: str | None
    people: str | None


def run(terminal: Terminal, path: str, asked: Columns) -> int:
    """Write a row a person, the most influential first."""
    from graph.decision.bare import rank_network
    from loaders.ties import read_people, read_ties

    ties = read_ties(
        path,
        {
            "from": asked.source,
            "to": asked.target,
            "weight": asked.weight,
            "time": asked.time,
        },
    )
    _say(terminal, ties)
    people = ends(ties)
    if asked.people:
        people += read_people(asked.people, ties.frame)
    ranked = rank_network(ties.frame, people=people, settings=terminal.settings)
    ranked = ranked.select(COLUMNS)
    emit(
        terminal,
        table=lambda: _table(terminal, ranked),
        data=ranked.to_dicts,
        frame=lambda: ranked,
    )
    return SOME_REJECTED if ties.rejects.height else 0


def ends(ties: Ties) -> list[str]:
    """Return everybody a row names, also where its weight says that there is no tie."""
    return [*ties.frame["from"].unique(), *ties.frame["to"].unique()]


def _say(terminal: Terminal, ties: Ties) -> None:
    taken = ", ".join(f"{part} = {column}" for part, column in ties.columns.items())
    terminal.note(
        Text("{n} rows; columns: {taken}.", "{n} 行；列：{taken}。").format(
            n=f"{ties.frame.height:,}", taken=taken
        )
    )
    if not ties.rejects.height:
        return
    terminal.note(
        Text("{n} rows were left out as bad:", "有 {n} 行不合格，已略去：").format(
            n=f"{ties.rejects.height:,}"
        )
    )
    for row in ties.rejects.head(REJECTS_SHOWN).iter_rows(named=True):
        terminal.note(
            Text(
                "  line {line}, {column}: found '{found}'.",
                "  第 {line} 行，{column}: 为“{found}”。",
            ).format(**row)
        )


def _table(terminal: Terminal, ranked: pl.DataFrame) -> str:
    heads = [
        terminal.word("rank", "名次"),
        terminal.word("person", "人员"),
        terminal.word("influence", "影响力"),
        "PageRank",
        terminal.word("betweenness", "中介"),
        terminal.word("in", "入度"),
        terminal.word("out", "出度"),
    ]
    rows: list[list[Any]] = [
        [
            row["rank"],
            row["id"],
            share(row["influence"]),
            f"{row['pagerank']:.4f}",
            f"{row['betweenness']:.4f}",
            f"{row['in_degree']:g}",
            f"{row['out_degree']:g}",
        ]
        for row in ranked.head(PEOPLE_SHOWN).iter_rows(named=True)
    ]
    shown = table(heads, rows, numbers=(0, 2, 3, 4, 5, 6))
    left = ranked.height - PEOPLE_SHOWN
    more = terminal.word("and {} more (--format csv has all)", "另有 {} 人（--format csv 含全部）")
    return shown if left <= 0 else shown + "\n" + more.format(left)
