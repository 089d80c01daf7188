"""``linchpin influence``: who holds power in a bare network."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ui.terminal.emit import emit
from ui.terminal.figures import share
from ui.terminal.tables import table
from ui.terminal.ties_said import say_merged, say_ties

if TYPE_CHECKING:
    import polars as pl

    from graph.decision.bare.reasons import Reasons
    from ui.terminal.terminal import Terminal

PEOPLE_SHOWN = 50
CUTS_SHOWN = 20
NAMES_SHOWN = 6
SOME_REJECTED = 3
# Who listens less is shown as below it.
LEAST_LISTENING = 0.005


@dataclass(frozen=True)
class Columns:
    """The options of the command."""

    source: str | None
    target: str | None
    weight: str | None
    confidence: str | None
    time: str | None
    people: str | None
    relation: str | None = None
    undirected: bool = False
    stability: int = 0
    explain: str | None = None


def run(terminal: Terminal, path: str, asked: Columns) -> int:
    """Write a row a person, the most influential first."""
    from graph.decision.bare.ranking import rank_network
    from loaders.ties import LogRules, read_people, read_ties
    from ui.exports.influence import flat_ranking

    ties = read_ties(
        path,
        {
            "from": asked.source,
            "to": asked.target,
            "weight": asked.weight,
            "confidence": asked.confidence,
            "time": asked.time,
        },
        asked.relation,
        LogRules(terminal.settings.logs, terminal.as_of, until=terminal.asked_day),
    )
    listed: list[str] = []
    if asked.people:
        told = read_people(asked.people, ties)
        say_merged(terminal, told)
        ties, listed = told.named(ties), told.ids
    say_ties(terminal, ties)
    people = [*ties.people, *listed]
    undirected = asked.undirected or ties.undirected
    if asked.explain is not None:
        _explain(terminal, ties.frame, people, asked.explain, undirected=undirected)
        return SOME_REJECTED if ties.rejects.height else 0
    ranked = rank_network(
        ties.frame,
        people=people,
        settings=terminal.settings,
        undirected=undirected,
        samples=asked.stability,
    )
    emit(
        terminal,
        table=lambda: _table(terminal, ranked),
        data=ranked.to_dicts,
        frame=lambda: flat_ranking(ranked),
    )
    return SOME_REJECTED if ties.rejects.height else 0


def _explain(
    terminal: Terminal, ties: pl.DataFrame, people: list[str], person: str, *, undirected: bool
) -> None:
    """Write what one person's influence is made of."""
    from graph.decision.bare.reasons import reasons_of

    why = reasons_of(ties, person, people, terminal.settings, undirected=undirected)
    emit(
        terminal,
        table=lambda: _reasons(terminal, why),
        data=lambda: why.model_dump(mode="json"),
        frame=lambda: _flat(why),
    )


def _flat(why: Reasons) -> pl.DataFrame:
    import polars as pl

    schema = {"id": pl.String, "listens": pl.Float64, "share": pl.Float64}
    return pl.DataFrame([p.model_dump() for p in why.through], schema=schema)


def _reasons(terminal: Terminal, why: Reasons) -> str:
    """Return how the influence comes about, the largest part first."""
    head = terminal.word(
        "{id}: influence {v}, rank {rank}; asked by {n}; stubbornness {l:.3f}.",
        "{id}：影响力 {v}，第 {rank} 名；有 {n} 人询问；固执度 {l:.3f}。",
    ).format(id=why.id, v=share(why.influence), rank=why.rank, n=why.asked_by, l=why.stubbornness)
    parts: list[tuple[str, float, float | None]] = [
        (terminal.word("through {id}", "经由 {id}").format(id=p.id), p.share, p.listens)
        for p in why.through[:PEOPLE_SHOWN]
    ]
    kept = terminal.word("stays, as few are asked", "少问他人而留存")
    alone = terminal.word("of everybody's equal say, one's own", "人人等权中自己的一份")
    presumed = terminal.word("presumed of those who stay silent", "来自无往来者的推定")
    others = ((kept, why.kept), (alone, why.own), (presumed, why.presumed))
    parts += [(words, part, None) for words, part in others if part > 0]
    rows = [
        [words, share(part), _listening(terminal, listens)]
        for words, part, listens in sorted(parts, key=lambda p: -p[1])
    ]
    heads = [
        terminal.word("comes", "来源"),
        terminal.word("share", "占比"),
        terminal.word("listens", "听取程度"),
    ]
    return f"{head}\n\n{table(heads, rows, numbers=(1, 2))}"


def _listening(terminal: Terminal, listens: float | None) -> str:
    """Return how far somebody listens; what nobody saw is presumed."""
    if listens is None:
        return ""
    if listens == 0:
        return terminal.word("presumed to listen back", "推定会回听")
    return f"{listens:.2f}" if listens >= LEAST_LISTENING else "<0.01"


def _table(terminal: Terminal, ranked: pl.DataFrame) -> str:
    """Return the first of the ranking, and under it the cut points."""
    stable = "first" in ranked.columns
    if ranked.is_empty():
        return terminal.word(
            "There is nobody in this network: no row names two people.",
            "该关系网中没有人员：没有一行写明双方。",
        )
    heads = [
        terminal.word("rank", "名次"),
        terminal.word("person", "人员"),
        terminal.word("influence", "影响力"),
        "PageRank",
        terminal.word("betweenness", "中介"),
        terminal.word("in", "入度"),
        terminal.word("out", "出度"),
        terminal.word("cut point", "割点"),
        *([terminal.word("first in", "居首占比")] if stable else []),
    ]
    rows = [_row(terminal, row) for row in ranked.head(PEOPLE_SHOWN).iter_rows(named=True)]
    numbers = (0, 2, 3, 4, 5, 6, *((8,) if stable else ()))
    parts = [table(heads, rows, numbers=numbers)]
    left = ranked.height - PEOPLE_SHOWN
    if left > 0:
        more = terminal.word(
            "and {} more (--format csv has all)", "另有 {} 人（--format csv 含全部）"
        )
        parts.append(more.format(left))
    cuts = ranked.filter("cut_point").sort("betweenness", descending=True, nulls_last=True)
    return "\n".join([*parts, *_bridges(terminal, cuts)])


def _row(terminal: Terminal, row: dict[str, Any]) -> list[Any]:
    between = row["betweenness"]
    cells = [
        row["rank"],
        row["id"],
        share(row["influence"]),
        f"{row['pagerank']:.4f}",
        "-" if between is None else f"{between:.4f}",
        f"{row['in_degree']:g}",
        f"{row['out_degree']:g}",
        terminal.word("yes", "是") if row["cut_point"] else "",
    ]
    return [*cells, share(row["first"])] if "first" in row else cells


def _bridges(terminal: Terminal, cuts: pl.DataFrame) -> list[str]:
    """Say of each cut point which groups only it holds together."""
    if cuts.is_empty():
        return []
    head = terminal.word(
        "Cut points: without them these groups lose each other",
        "割点：缺少其中任何一人，下列群体便会彼此失去联系",
    )
    lines = ["", head]
    for row in cuts.head(CUTS_SHOWN).iter_rows(named=True):
        groups = " | ".join(_group(terminal, group) for group in row["bridges"])
        lines.append(f"  {row['id']}: {groups}")
    left = cuts.height - CUTS_SHOWN
    if left > 0:
        lines.append(terminal.word("  and {} more", "  另有 {} 人").format(left))
    return lines


def _group(terminal: Terminal, group: dict[str, Any]) -> str:
    named = group["people"][:NAMES_SHOWN]
    left = group["size"] - len(named)
    shown = ", ".join(named)
    return (
        shown
        if not left
        else shown
        + terminal.word(" and {} more", "等 {} 人").format(
            left if terminal.language == "en" else group["size"]
        )
    )
