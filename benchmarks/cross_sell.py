"""The cross-sell paths of one large group with a plan, and of a whole book of groups.

The ways in are held to those that networkx finds on the same people, from every opener at once.
"""

from __future__ import annotations

import math
import resource
from typing import TYPE_CHECKING, Any

import networkx as nx

from benchmarks.figures import Figure
from benchmarks.made import DAY
from benchmarks.made_selling import selling_book
from benchmarks.timing import interleaved, median, ratio, seconds
from graph.cross_sell import cross_sell, cross_sell_of_all, group_heads
from graph.cross_sell.book import SellingBook
from graph.cross_sell.offers import Offers
from graph.cross_sell.plan import Budget
from graph.settings import Settings

if TYPE_CHECKING:
    from graph.cross_sell.results import CrossSell
    from graph.snapshot import Snapshot

MEMBERS, PRODUCTS, PEOPLE = 200, 60, 20
GROUPS, MEMBERS_EACH, PRODUCTS_OF_ALL, PEOPLE_EACH = 1000, 50, 200, 5
STRANGERS = 5
GOAL_SECONDS = 1.0
BUDGET = Budget(hours=80.0, money=20_000.0, per_person=3)


def run(scale: float = 1.0, repeats: int = 5) -> list[Figure]:
    """Time one group with and without a plan, its ways in both ways, and all groups once."""
    members, products = max(4, int(MEMBERS * scale)), max(3, int(PRODUCTS * scale))
    made = selling_book(STRANGERS, members, products, PEOPLE)
    head = group_heads(made, DAY)[0]
    found = _look(made, head, 0, BUDGET)
    check(made, head)
    times = interleaved(
        {
            "paths": lambda: _look(made, head),
            "plan": lambda: _look(made, head, 20, BUDGET),
            "every path": lambda: _look(made, head, 0),
        },
        repeats,
        before=made.memo.clear,
    )
    ways = interleaved(
        {"ours": lambda: _ours(made, head), "networkx": lambda: by_networkx(made, head)},
        repeats,
        before=made.memo.clear,
    )
    plan = found.plan
    note = f"{members} companies, {products} products, {members * PEOPLE:,} people of the group"
    proven = "proven the best" if plan is not None and plan.proven else "not proven in time"
    return [
        Figure("the best 20 paths of a group", median(times["paths"]), "s", GOAL_SECONDS, "most",
               f"{note}; {len(found.paths):,} paths in all"),
        Figure("the same with a plan", median(times["plan"]), "s", None, "most", proven),
        Figure("every path of it in words", median(times["every path"]), "s"),
        Figure("its ways in: times faster than networkx", ratio(ways["networkx"], ways["ours"])),
        *_all(scale),
    ]  # fmt: skip


def _look(made: Snapshot, head: str, top: int = 20, budget: Budget | None = None) -> CrossSell:
    return cross_sell(made, None, head, as_of=DAY, settings=Settings(), top=top, budget=budget)


def _all(scale: float) -> list[Figure]:
    groups = max(2, int(GROUPS * scale))
    made = selling_book(groups, MEMBERS_EACH, max(3, int(PRODUCTS_OF_ALL * scale)), PEOPLE_EACH)
    heads = group_heads(made, DAY)
    taken = seconds(
        lambda: cross_sell_of_all(made, None, heads, as_of=DAY, settings=Settings(), top=20)
    )
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    note = f"{groups * (MEMBERS_EACH + 1):,} companies; peak {peak:.1f} GB with the made book"
    return [Figure(f"the best of {groups:,} groups", taken, "s", None, "most", note)]


def _offers(made: Snapshot, head: str) -> Offers:
    book = SellingBook(made, None, DAY, Settings())
    return Offers(book, made.nodes["Enterprise"].position(head))


def _ours(made: Snapshot, head: str) -> dict[int, float]:
    return {member: route.access for member, route in _offers(made, head).routes.items()}


def by_networkx(made: Snapshot, head: str) -> dict[int, float]:
    """Return access to each member by one run of networkx over all people of the book."""
    offers = _offers(made, head)
    net, openers = offers.people.network, offers.openers
    graph: nx.DiGraph[Any] = nx.DiGraph()
    rows = zip(net.speaker.tolist(), net.listener.tolist(), net.carries.tolist(), strict=True)
    for speaker, listener, carries in rows:
        if net.stance[speaker] >= 0 and net.stance[listener] >= 0:
            passing = -math.log(carries * net.willing(listener))
            graph.add_edge(speaker, listener, weight=passing, heard=carries)
    for person, opener in openers.items():
        graph.add_edge("us", person, weight=-math.log(opener.strength))
    cost = nx.single_source_dijkstra_path_length(graph, "us")
    found = {}
    for member, deciders in offers.deciders.items():
        ends = [
            *(openers[d].strength for d in deciders.people if d in openers),
            *(math.exp(-cost[p]) * graph.edges[p, d]["heard"]
              for d in deciders.people if d in graph for p in graph.pred[d]
              if p != "us" and p in cost),
        ]  # fmt: skip
        if ends:
            found[member] = max(ends)
    return found


def check(made: Snapshot, head: str) -> None:
    """Hold our ways in to those of networkx."""
    ours, theirs = _ours(made, head), by_networkx(made, head)
    assert ours.keys() == theirs.keys()
    assert all(math.isclose(a, theirs[m], rel_tol=1e-9) for m, a in ours.items())
