"""``linchpin analyze --all --figures``: the figures of every open deal, computed all at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from graph.text import Text
from ui.terminal.emit import emit
from ui.terminal.figures import share, signed
from ui.terminal.tables import table

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    import polars as pl

    from graph.snapshot import Snapshot
    from ui.terminal.terminal import Terminal

    Named = Callable[[str | None, str | None], str | None]

_OF_THE_DEAL = ("name", "stage", "amount", "currency", "expected_close")
_HEADS = (
    Text("deal", "商机"), Text("name", "名称"), Text("lean", "倾向"), Text("known", "已知"),
    Text("access", "触达"), Text("threads", "独立路线"), Text("meet next", "下一步见"),
    Text("leaves with", "随谁流失"), Text("lost", "损失"),
)  # fmt: skip


def write(terminal: Terminal, snapshot: Snapshot, deals: Sequence[str]) -> None:
    """Write a row a deal."""
    from graph.decision.book import figures

    _say_if_first(terminal)
    found = figures(
        snapshot,
        deals,
        as_of=terminal.as_of,
        settings=terminal.settings,
        progress=terminal.progress,
    )
    frame = with_deal(snapshot, found, terminal.as_of)
    emit(
        terminal,
        table=lambda: as_table(frame, snapshot, terminal),
        data=frame.to_dicts,
        frame=lambda: frame,
    )


def _say_if_first(terminal: Terminal) -> None:
    from graph.kernels.compiled import kept

    folder = kept()
    if folder is None or not any(folder.iterdir()):
        terminal.note(
            Text(
                "The first use on a machine compiles for about half a minute.",
                "在一台机器上首次使用时需编译约半分钟。",
            )
        )


def with_deal(snapshot: Snapshot, found: pl.DataFrame, as_of: date) -> pl.DataFrame:
    """Add what the deal itself says on the day, beside its id."""
    from graph.opportunities import as_they_stood

    stood = as_they_stood(snapshot.nodes["Opportunity"].frame, as_of)
    deals = stood.select("id", *_OF_THE_DEAL)
    joined = found.join(deals, left_on="opportunity", right_on="id", how="left")
    rest = [name for name in found.columns if name != "opportunity"]
    return joined.select("opportunity", *_OF_THE_DEAL, *rest)


def as_table(frame: pl.DataFrame, snapshot: Snapshot, terminal: Terminal) -> str:
    """Return the figures for people, the best lean first."""
    if frame.is_empty():
        return terminal.word("There is no open deal.", "没有在谈的商机。")

    def named(kind: str | None, id_: str | None) -> str | None:
        if kind is None or id_ is None:
            return None
        nodes = snapshot.nodes[kind.capitalize()]
        return nodes.name(nodes.position(id_), terminal.language)

    ordered = frame.sort("lean", descending=True, nulls_last=True)
    rows = [_row(row, named) for row in ordered.to_dicts()]
    heads = [terminal.word(head.en, head.zh) for head in _HEADS]
    return table(heads, rows, numbers=(2, 3, 4, 5, 8))


def _row(row: dict[str, Any], named: Named) -> list[Any]:
    return [
        row["opportunity"],
        named("opportunity", row["opportunity"]),
        signed(row["lean"]),
        share(row["known_share"]),
        share(row["access_weighted"]),
        row["fewest_threads"],
        named("person", row["next_person"]),
        named(row["lost_with_kind"], row["lost_with"]),
        share(row["largest_loss"]) if row["lost_with"] else None,
    ]
