"""The jobs of the kernels with the best that libraries have, for comparison and as a check."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
from scipy import sparse
from scipy.sparse import csgraph
from scipy.sparse.linalg import splu

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.kernels.book import Book

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
WORLDS = 1024


def deals_of(book: Book) -> list[Book]:
    """Cut a book into its deals (not timed: libraries are given each deal for itself)."""
    return [book.part(k, k + 1) for k in range(book.deals)]


# -- model -----------------------------------------------------------------------------------


def numpy_solves(deals: list[Book]) -> list[tuple[Floats, Floats]]:
    """Solve every deal densely: influences and settled opinions."""
    found = []
    for one in deals:
        n = one.people
        a = np.zeros((n, n))
        np.add.at(a, (one.listener, one.speaker), one.weight)
        w = a / np.maximum(1.0, a.sum(axis=1))[:, None]
        w[np.diag_indices(n)] = 1.0 - w.sum(axis=1)
        m = np.eye(n) - (1.0 - one.stubbornness)[:, None] * w
        x = np.linalg.solve(m, one.stubbornness * one.stance)
        found.append((one.stubbornness * np.linalg.solve(m.T, one.decision), x))
    return found


def scipy_solve(book: Book) -> tuple[Floats, Floats]:
    """Solve the whole book as one block-diagonal sparse system."""
    n = book.people
    a = sparse.csr_array((book.weight, (book.listener, book.speaker)), (n, n))
    total = np.maximum(1.0, a.sum(axis=1))
    heard = sparse.diags_array((1.0 - book.stubbornness) / total) @ a
    kept = (1.0 - book.stubbornness) * (1.0 - a.sum(axis=1) / total)
    lu: Any = splu(sparse.csc_array(sparse.diags_array(1.0 - kept) - heard))
    x = lu.solve(book.stubbornness * book.stance)
    return book.stubbornness * lu.solve(book.decision, trans="T"), x


def networkx_pagerank(deals: list[Book]) -> list[dict[int, float]]:
    """Personalised PageRank of every deal (equal stubbornness: less than the model gives)."""
    import networkx as nx

    found = []
    for one in deals:
        graph: nx.DiGraph[int] = nx.DiGraph()
        graph.add_nodes_from(range(one.people))
        ties = zip(one.listener.tolist(), one.speaker.tolist(), one.weight.tolist(), strict=True)
        graph.add_weighted_edges_from(ties)
        start = dict(enumerate(one.decision.tolist()))
        found.append(nx.pagerank(graph, alpha=0.7, personalization=start))
    return found


def igraph_pagerank(deals: list[Book]) -> list[list[float]]:
    """Personalised PageRank of every deal with igraph."""
    import igraph  # type: ignore[import-not-found, unused-ignore]

    found = []
    for one in deals:
        graph = igraph.Graph(
            one.people, np.column_stack([one.listener, one.speaker]), directed=True
        )
        found.append(
            graph.personalized_pagerank(
                damping=0.7, reset=one.decision.tolist(), weights=one.weight.tolist()
            )
        )
    return found


# -- structure -------------------------------------------------------------------------------


def arcs_of(one: Book) -> npt.NDArray[np.int64]:
    """Return the arcs of a deal's access network: team 0, sellers, people."""
    people = 1 + one.sellers
    sellers = np.arange(one.sellers)
    speaks = one.stance[one.speaker] >= 0
    return np.concatenate(
        [
            np.column_stack([np.zeros_like(sellers), 1 + sellers]),
            np.column_stack([1 + one.cover_seller, people + one.cover_person]),
            np.column_stack([people + one.speaker[speaks], people + one.listener[speaks]]),
        ]
    )


def igraph_structure(deals: list[Book]) -> list[Any]:
    """Cut points, threads, separators and whom each cuts off, with igraph."""
    import igraph  # type: ignore[import-not-found, unused-ignore]

    found = []
    for one in deals:
        people = 1 + one.sellers
        graph = igraph.Graph(people + one.people, arcs_of(one), directed=True)
        cuts = graph.as_undirected().articulation_points()
        above = graph.dominator(0)
        threads: list[int] = []
        cut_off: dict[int, list[int]] = {}
        for t in one.decider.tolist():
            node = people + t
            threads.append(graph.vertex_connectivity(0, node, checks=False, neighbors="ignore"))
            for v in _above(above, node):
                cut_off.setdefault(v, []).append(t)
        found.append((cuts, threads, cut_off))
    return found


def networkx_structure(deals: list[Book]) -> list[Any]:
    """Cut points, threads, separators and whom each cuts off, with networkx."""
    import networkx as nx
    from networkx.algorithms.connectivity import local_node_connectivity

    found = []
    for one in deals:
        people = 1 + one.sellers
        graph: nx.DiGraph[int] = nx.DiGraph()
        graph.add_nodes_from(range(people + one.people))
        graph.add_edges_from(arcs_of(one).tolist())
        cuts = list(nx.articulation_points(graph.to_undirected()))
        above = nx.immediate_dominators(graph, 0)
        threads: list[int] = []
        cut_off: dict[int, list[int]] = {}
        for t in one.decider.tolist():
            node = people + t
            threads.append(int(local_node_connectivity(graph, 0, node)))
            for v in _above(above, node):
                cut_off.setdefault(v, []).append(t)
        found.append((cuts, threads, cut_off))
    return found


def _above(above: Any, node: int) -> Iterator[int]:
    """Walk from a node up to our team over those whom every route passes."""
    if isinstance(above, dict):
        above = {k: v for k, v in above.items() if v is not None}
        at = above.get(node, -1)
    else:
        at = above[node]
    while at > 0:
        yield at
        at = above[at]


# -- chance ----------------------------------------------------------------------------------


def scipy_worlds(deals: list[Book], meetings: int) -> list[tuple[float, list[int]]]:
    """Reliability and the greedy plan of every deal: all worlds of a deal as one scipy graph.

    From each decider one walk goes back through the copies of the deal, a copy a world; then the
    gains of all people are products of boolean matrices. Whom a meeting would turn is left out.
    """
    return [_worlds(one, meetings) for one in deals]


def _worlds(one: Book, meetings: int) -> tuple[float, list[int]]:
    dice = np.random.default_rng(int(one.seeds[0]))
    passing, met = _drawn(one, dice)
    through = [_back(one, passing, int(t)) for t in one.decider]
    start = np.zeros((WORLDS, one.people), bool)
    for k, person in enumerate(one.cover_person.tolist()):
        start[:, person] |= met[:, k]
    weight = one.decision[one.decider]
    reach: list[Bools] = [np.any(start & way, axis=1) for way in through]
    reliability = float(weight @ [r.mean() for r in reach]) if weight.size else 0.0
    return reliability, _greedy(one, through, reach, meetings, dice)


def _drawn(one: Book, dice: np.random.Generator) -> tuple[Bools, Bools]:
    passing = dice.random((WORLDS, one.listener.size)) < one.weight
    passing &= one.stance[one.speaker] >= 0
    return passing, dice.random((WORLDS, one.cover_person.size)) < one.cover_strength


def _back(one: Book, passing: Bools, decider: int) -> Bools:
    """Return in which worlds each person gets through to a decider."""
    n = one.people
    world, tie = np.nonzero(passing)
    copies = WORLDS * n
    back = sparse.csr_array(
        (
            np.ones(world.size + WORLDS, np.int8),
            (
                np.concatenate([world * n + one.listener[tie], np.full(WORLDS, copies)]),
                np.concatenate([world * n + one.speaker[tie], np.arange(WORLDS) * n + decider]),
            ),
        ),
        (copies + 1, copies + 1),
    )
    order = csgraph.breadth_first_order(back, copies, return_predecessors=False)
    found = np.zeros(copies + 1, bool)
    found[order] = True
    return found[:-1].reshape(WORLDS, n)


def _greedy(
    one: Book, through: list[Bools], reach: list[Bools], meetings: int, dice: np.random.Generator
) -> list[int]:
    missed = np.ones(one.people)
    np.multiply.at(missed, one.cover_person, 1.0 - one.cover_strength)
    after = 1.0 - missed * (1.0 - one.lift)
    lean = np.where(one.moves, one.decision * 0.2 * after * (1.0 - one.stance), 0.0)
    plan: list[int] = []
    for _ in range(meetings if one.decider.size else 0):
        gain = lean.copy()
        for t, way, there in zip(one.decider, through, reach, strict=True):
            gain += one.decision[t] * one.lift * (way & ~there[:, None]).mean(axis=0)
        gain[plan] = -1.0
        best = int(gain.argmax())
        if gain[best] <= 0:
            break
        plan.append(best)
        success = dice.random(WORLDS) < one.lift[best]
        for way, there in zip(through, reach, strict=True):
            there |= success & way[:, best]
    return plan


# -- loss ------------------------------------------------------------------------------------


def scipy_losses(deals: list[Book]) -> list[list[float]]:
    """Reliability computed anew without each person and seller in turn, on the same worlds."""
    return [_losses(one) for one in deals]


def _losses(one: Book) -> list[float]:
    passing, met = _drawn(one, np.random.default_rng(int(one.seeds[0])))
    weight = one.decision[one.decider]
    whole = _reliability(one, passing, met, weight)
    lost = []
    for person in range(one.people):
        gone = passing & (one.speaker != person) & (one.listener != person)
        ours = met & (one.cover_person != person)
        lost.append(float((whole - _reliability(one, gone, ours, weight)).sum()))
    for seller in range(one.sellers):
        without = _reliability(one, passing, met & (one.cover_seller != seller), weight)
        lost.append(float((whole - without).sum()))
    return lost


def _reliability(one: Book, passing: Bools, met: Bools, weight: Floats) -> Floats:
    """Return the weighted reliability of each decider: one walk from our team on."""
    n, team = one.people, WORLDS * one.people
    world, tie = np.nonzero(passing)
    here, ours = np.nonzero(met)
    tail = np.concatenate([world * n + one.speaker[tie], np.full(here.size, team)])
    head = np.concatenate([world * n + one.listener[tie], here * n + one.cover_person[ours]])
    graph = sparse.csr_array((np.ones(tail.size, np.int8), (tail, head)), (team + 1, team + 1))
    order = csgraph.breadth_first_order(graph, team, return_predecessors=False)
    found = np.zeros(team + 1, bool)
    found[order] = True
    share: Floats = found[:-1].reshape(WORLDS, n)[:, one.decider].mean(axis=0)
    return weight * share
