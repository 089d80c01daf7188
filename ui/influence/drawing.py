"""The network as a drawing: the area of a node is its influence, cut points stand out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import sqrt
from typing import Any

import polars as pl

from ui.components.network import Edge, Node
from ui.format import share
from ui.text import t

# More than this cannot be told apart: the most influential are drawn, and the one chosen.
PEOPLE, TIES = 120, 600
LARGEST, SMALLEST = 26.0, 6.0


@dataclass(frozen=True)
class Drawn:
    """What is drawn, and how much there is."""

    nodes: list[Node]
    edges: list[Edge]
    people: int
    ties: int

    @property
    def left_out(self) -> tuple[int, int]:
        """People and ties that are not drawn."""
        return self.people - len(self.nodes), self.ties - len(self.edges)


def drawn(
    ranked: pl.DataFrame, heard: pl.DataFrame, chosen: str | None, *, undirected: bool
) -> Drawn:
    """Return the drawing: the first people of the ranking and the strongest ties among them."""
    some = ranked.head(PEOPLE)
    if chosen is not None and chosen not in set(some["id"]):
        some = pl.concat([some.head(PEOPLE - 1), ranked.filter(pl.col("id") == chosen)])
    ids = set(some["id"])
    among = heard.filter(pl.col("from").is_in(list(ids)), pl.col("to").is_in(list(ids)))
    if undirected:
        among = among.filter(pl.col("from") < pl.col("to"))
    # Of many ties the strongest, and of everybody the strongest one, so that nobody stands apart.
    among = among.sort("amount", "from", "to", descending=[True, False, False])
    first = among.unique("from", keep="first", maintain_order=True)
    kept = pl.concat([first, among.join(first, on=["from", "to"], how="anti")]).head(TIES)
    most = float(ranked["influence"].max() or 1.0)  # type: ignore[arg-type]
    return Drawn(
        [_node(row, most) for row in some.iter_rows(named=True)],
        list(_edges(kept, undirected=undirected)),
        ranked.height,
        heard.height // 2 if undirected else heard.height,
    )


def _node(row: dict[str, Any], most: float) -> Node:
    lines = [row["id"], t("influence {share}", share=share(row["influence"], 1))]
    if row["cut_point"]:
        lines.append(t("cut point"))
    return Node(
        id=row["id"],
        label=row["id"] if len(row["id"]) <= 22 else f"{row['id'][:21]}…",
        title="\n".join(lines),
        color="var(--lp-warn-fill)" if row["cut_point"] else "var(--lp-influence)",
        size=max(SMALLEST, LARGEST * sqrt(row["influence"] / most)),
    )


def _edges(heard: pl.DataFrame, *, undirected: bool) -> Iterable[Edge]:
    for one, other, a in heard.select("from", "to", "a").iter_rows():
        words = f"{one} – {other}" if undirected else f"{one} → {other}"
        yield Edge(one, other, title=words, arrow=not undirected, width=0.6 + 1.2 * a)
