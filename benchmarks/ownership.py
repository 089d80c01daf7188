"""Who controls and who earns in 8,325 companies, beside networkx with dense matrices.

The real network is Norlen et al. 2002 (EVA); see :mod:`benchmarks.ranked` for where it stands. Its
file names 8,322 companies; three more have holdings and a number, but no name.
The other way computes the same numbers as one would by hand: a set of companies that grows until
nobody joins, and for each group the inverse of I - A of everything that it reaches.
"""

from __future__ import annotations

import networkx as nx
import numpy as np

from benchmarks.figures import Figure
from benchmarks.made import DAY
from benchmarks.ranked import data_folder
from benchmarks.timing import interleaved, median, ratio
from graph.cross_sell.ownership_groups import headed
from graph.snapshot import Snapshot
from loaders.ownership import load_ownership

HALF = 0.5 + 1e-9
GOAL_SECONDS, GOAL_RATIO = 0.5, 20.0
FEWEST = 20
NAME = "ownership resolved: head, interest and controllers of every company"


def run(scale: float = 1.0, repeats: int = 5) -> list[Figure]:
    """Resolve the network again and again, both ways, and compare what they say."""
    path = data_folder() / "ownership" / "eva.net"
    if not path.is_file():
        return [Figure(NAME, None, note="LINCHPIN_VALIDATION_DATA has no such folder")]
    (records,) = load_ownership([path]).records
    arcs = records.relationships["MEMBER_OF"]
    arcs = arcs.head(max(FEWEST, int(arcs.height * scale)))
    rows, companies = arcs.select("to", "from").rows(), records.nodes["Enterprise"]["id"].to_list()
    made = Snapshot.from_frames(records.nodes, {"MEMBER_OF": arcs})
    check(made, by_networkx(companies, rows))
    times = interleaved(
        {
            "linchpin": lambda: headed(made, DAY),
            "networkx": lambda: by_networkx(companies, rows),
        },
        repeats,
        before=made.memo.clear,
    )
    note = f"{len(companies):,} companies, {len(rows):,} holdings; both say the same"
    return [
        Figure(NAME, median(times["linchpin"]), "s", GOAL_SECONDS, "most", note),
        Figure("the same by networkx and dense inverses", median(times["networkx"]), "s"),
        Figure("times faster", ratio(times["networkx"], times["linchpin"]), "", GOAL_RATIO),
    ]


def check(made: Snapshot, expected: dict[str, tuple[str, float]]) -> None:
    """Hold what was resolved to the other way; AssertionError where they differ."""
    for row in headed(made, DAY):
        head, interest = expected[row.enterprise]
        assert row.head == head, (row, head)
        assert abs(row.interest - interest) < 1e-9, (row, interest)


def by_networkx(companies: list[str], rows: list[tuple[str, str]]) -> dict[str, tuple[str, float]]:
    """Return head and interest of every company, shares not being stated."""
    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_nodes_from(companies)
    graph.add_edges_from((owner, owned) for owner, owned in rows if owner != owned)
    for company in graph:
        for owner in graph.predecessors(company):
            graph[owner][company]["share"] = 1 / graph.in_degree(company)
    controls = {g: _controlled(graph, g) for g in graph}
    rulers: dict[str, set[str]] = {m: set() for m in graph}
    for group, inside in controls.items():
        for member in inside:
            rulers[member].add(group)
    found, interests = {}, dict[str, dict[str, float]]()
    for member in graph:
        head = min(g for g in rulers[member] if rulers[g] <= controls[g])
        if head not in interests:
            interests[head] = _interest(graph, head)
        found[member] = head, interests[head][member]
    return found


def _controlled(graph: nx.DiGraph[str], group: str) -> set[str]:
    inside = {group}
    while True:
        below = {m for owner in inside for m in graph.successors(owner)} - inside
        joining = {m for m in below if _held(graph, m, inside) > HALF}
        if not joining:
            return inside
        inside |= joining


def _held(graph: nx.DiGraph[str], member: str, inside: set[str]) -> float:
    return float(sum(graph[o][member]["share"] for o in graph.predecessors(member) if o in inside))


def _interest(graph: nx.DiGraph[str], group: str) -> dict[str, float]:
    reached = [group, *nx.descendants(graph, group)]
    shares = nx.to_numpy_array(graph, reached, weight="share")
    shares[:, 0] = 0.0
    row = np.linalg.inv(np.eye(len(reached)) - shares)[0]
    return dict(zip(reached, row.tolist(), strict=True))
