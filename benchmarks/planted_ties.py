"""Topologies to plant into: real networks read from the validation data, and generated ones."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import networkx as nx
import polars as pl

from benchmarks.planted_book import Topology
from benchmarks.ranked import data_folder

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from random import Random

# Mails between two that are taken as one asking the other, and people of a part of the mails.
MAILS = 15
PART = (18, 36)


def real() -> Callable[[Random], list[Topology]] | None:
    """Return the real topologies that are there, None where there are none."""
    fixed = _fixed(data_folder())
    mails = _mails(data_folder())
    if not fixed:
        return None
    return lambda dice: [*fixed, *([_part(mails, dice)] if mails is not None else [])]


def generated(dice: Random) -> list[Topology]:
    """Return a made topology: a tree of command, ties at random and to the well connected."""
    size = dice.randint(9, 16)
    drawn = nx.gnm_random_graph(size, size, seed=dice.randrange(2**31), directed=True)
    known = nx.barabasi_albert_graph(size, 2, seed=dice.randrange(2**31))
    reports = [(i, (i - 1) // 3) for i in range(1, size)]
    return [Topology("generated", size, list(drawn.edges), list(known.edges), reports)]


@cache
def _fixed(folder: Path) -> list[Topology]:
    found = []
    high_tech = folder / "krackhardt"
    if high_tech.is_dir():
        asks, likes, reports = (
            _rows(high_tech / f"Krack-High-Tec-edgelist-{name}.txt")
            for name in ("Advice", "Friendship", "ReportsTo")
        )
        friends = [(i, j) for i, j in likes if i < j and (j, i) in set(likes)]
        found.append(Topology("managers, advice", 21, asks[::2], friends, reports))
        found.append(Topology("managers, friendship", 21, likes, [], reports))
    for name in ("strike/strike.paj", "sawmill/Sawmill.net", "hiTech/Hi-tech.net"):
        path = folder / "weak_links" / name
        if path.is_file():
            found.append(_pajek(path))
    return found


def _pajek(path: Path) -> Topology:
    """Read the first network of a file: arcs say who asks whom, edges who knows whom."""
    part, size = "", 0
    rows: dict[str, list[tuple[int, int]]] = {"*arcs": [], "*edges": []}
    for line in path.read_text(encoding="latin-1").splitlines():
        words = line.split()
        if line.startswith("*"):
            part = words[0].lower()
            if part == "*partition":
                break
            size = int(words[1]) if part == "*vertices" else size
        elif part in rows and len(words) >= 2:
            rows[part].append((int(words[0]) - 1, int(words[1]) - 1))
    return Topology(path.stem, size, rows["*arcs"], rows["*edges"])


def _rows(path: Path) -> list[tuple[int, int]]:
    rows = (line.split() for line in path.read_text(encoding="utf-8").splitlines())
    return [(int(r[0]) - 1, int(r[1]) - 1) for r in rows if len(r) == 3 and int(r[2])]


@cache
def _mails(folder: Path) -> nx.DiGraph[Any] | None:
    """Return who asks whom by mail: at least so many mails."""
    path = folder / "enron" / "mails.csv.gz"
    if not path.is_file():
        return None
    counted = pl.read_csv(path).group_by("sender", "recipient").len()
    often = counted.filter(pl.col("len") >= MAILS, pl.col("sender") != pl.col("recipient"))
    graph: nx.DiGraph[Any] = nx.DiGraph()
    graph.add_edges_from(often.select("sender", "recipient").sort(pl.all()).iter_rows())
    return graph


def _part(mails: nx.DiGraph[Any], dice: Random) -> Topology:
    """Return a part of the mails: somebody and those nearest by, as many as the dice say."""
    largest = max(nx.weakly_connected_components(mails), key=len)
    start = dice.choice(sorted(largest))
    near = [start, *(v for _, v in nx.bfs_edges(mails.to_undirected(as_view=True), start))]
    kept = near[: dice.randint(*PART)]
    at = {node: i for i, node in enumerate(kept)}
    asks = [(at[u], at[v]) for u, v in mails.subgraph(kept).edges]
    return Topology("mails", len(kept), sorted(asks))
