"""What the kernels compute, once more: dense algebra, networkx, every world in turn."""

from __future__ import annotations

import itertools

import networkx as nx
import numpy as np

from graph.kernels.book import Book, joined

TEAM = "us"


def deal(seed: int, most: int = 7, *, opponents: bool = True) -> Book:
    """Return a made deal with self-loops, cycles, ties of weight 0 and people nobody hears."""
    dice = np.random.default_rng(seed)
    n, sellers = int(dice.integers(1, most + 1)), int(dice.integers(0, 4))
    pairs = [(i, j) for i in range(n) for j in range(n)]
    chosen = dice.permutation(len(pairs))[: int(dice.integers(0, min(len(pairs), 8) + 1))]
    ends = np.array([pairs[k] for k in chosen], dtype=np.int32).reshape(-1, 2)
    met = [(s, i) for s in range(sellers) for i in range(n)]
    ours = dice.permutation(len(met))[: int(dice.integers(0, min(len(met), 4) + 1))]
    covers = np.array([met[k] for k in ours], dtype=np.int32).reshape(-1, 2)
    many = int(dice.integers(0, min(n, 3) + 1))
    decider = np.sort(dice.permutation(n)[:many]).astype(np.int32)
    decision = np.zeros(n)
    decision[decider] = dice.uniform(0.1, 1, many)
    decision /= decision.sum() or 1.0
    decider = decider[np.argsort(-decision[decider], kind="stable")]
    low = -1.0 if opponents else 0.0
    return Book(
        np.array([0, n]), np.array([0, sellers]), np.array([0, many]),
        ends[:, 0].copy(), ends[:, 1].copy(), dice.choice([0.0, 0.2, 0.5, 0.9, 1.0], len(ends)),
        covers[:, 0].copy(), covers[:, 1].copy(), dice.choice([0.0, 0.3, 0.8, 1.0], len(covers)),
        decider, decision, dice.uniform(0.05, 0.9, n), dice.uniform(low, 1, n),
        dice.choice([0.0, 0.25, 0.5], n), dice.random(n) < 0.8,
        dice.integers(1, 2**62, 1).astype(np.uint64),
    )  # fmt: skip


def book(many: int, seed: int = 0, **more) -> tuple[Book, list[Book]]:
    """Return many made deals as one book, and each for itself."""
    parts = [deal(seed + i, **more) for i in range(many)]
    return joined(parts), parts


def solved(one: Book) -> tuple[np.ndarray, np.ndarray]:
    """Return influences and settled opinions by dense algebra."""
    n = one.people
    a = np.zeros((n, n))
    for i, j, w in zip(one.listener, one.speaker, one.weight, strict=True):
        if i != j and w > 0:
            a[i, j] += w
    w = a / np.maximum(1.0, a.sum(axis=1))[:, None]
    w[np.diag_indices(n)] = 1.0 - w.sum(axis=1)
    stubborn = np.diag(one.stubbornness)
    inverse = np.linalg.inv(np.eye(n) - (np.eye(n) - stubborn) @ w)
    return one.decision @ inverse @ stubborn, inverse @ stubborn @ one.stance


def arcs(one: Book) -> list[tuple[tuple, tuple, float]]:
    """Return the access network of a deal as (from, to, probability)."""
    found = [
        (("s", int(s)), ("p", int(i)), float(p))
        for s, i, p in zip(one.cover_seller, one.cover_person, one.cover_strength, strict=True)
        if p > 0
    ]
    return found + [
        (("p", int(j)), ("p", int(i)), float(p))
        for i, j, p in zip(one.listener, one.speaker, one.weight, strict=True)
        if p > 0 and i != j and one.stance[j] >= 0
    ]


def network(one: Book) -> nx.DiGraph:
    """Return the access network of a deal with everybody in it."""
    graph = nx.DiGraph()
    graph.add_node(TEAM)
    graph.add_nodes_from(("p", i) for i in range(one.people))
    graph.add_edges_from((TEAM, ("s", s)) for s in range(one.sellers))
    graph.add_edges_from((a, b) for a, b, _ in arcs(one))
    return graph


def reached(one: Book, without: tuple | None = None) -> np.ndarray:
    """Return the probability of reaching each decider, over every world."""
    ties = [(a, b, p) for a, b, p in arcs(one) if without not in (a, b)]
    sure = [(a, b) for a, b, p in ties if p >= 1]
    open_ = [(a, b, p) for a, b, p in ties if p < 1]
    team = {("s", s) for s in range(one.sellers)}
    total = np.zeros(one.decider.size)
    for world in itertools.product((False, True), repeat=len(open_)):
        there = sure + [(a, b) for (a, b, _), on in zip(open_, world, strict=True) if on]
        chance = np.prod([p if on else 1 - p for (*_, p), on in zip(open_, world, strict=True)])
        seen = set(team)
        while True:
            more = {b for a, b in there if a in seen} - seen
            if not more:
                break
            seen |= more
        total += chance * np.array([("p", int(t)) in seen for t in one.decider])
    return np.clip(total, 0.0, 1.0)


def layered(seed: int) -> Book:
    """Return a deal in layers, in which a route found first is often in the way of a later one."""
    dice = np.random.default_rng(seed)
    wide, deep = 4, 5
    n, boss = wide * deep + 1, wide * deep
    ties = [(boss, boss - 1 - k) for k in range(wide)]
    for i in range(wide, boss):
        above = (i // wide - 1) * wide
        ties += [(i, above + int(k)) for k in dice.permutation(wide)[: dice.integers(1, 3)]]
    ends = np.array(ties, dtype=np.int32)[dice.permutation(len(ties))]
    sellers = np.arange(wide, dtype=np.int32)
    return Book(
        np.array([0, n]), np.array([0, wide]), np.array([0, 1]), ends[:, 0].copy(),
        ends[:, 1].copy(), np.ones(len(ends)), sellers, sellers.copy(), np.ones(wide),
        np.array([boss], dtype=np.int32), np.eye(n)[boss], np.full(n, 0.5), np.zeros(n),
        np.zeros(n), np.ones(n, np.bool_), np.ones(1, np.uint64),
    )  # fmt: skip


def guarded(seed: int) -> Book:
    """Return a deal whose decider hears us only through an opponent whom a meeting turns."""
    dice = np.random.default_rng(seed)
    we, he, boss, other = range(4)
    ties = np.array([(he, we), (boss, he), (he, other), (other, we)], dtype=np.int32)
    seller, stance = np.zeros(1, np.int32), dice.uniform(0, 0.5, 4)
    stance[he] = dice.uniform(-0.02, -0.001)
    return Book(
        np.array([0, 4]), np.array([0, 1]), np.array([0, 1]), ties[:, 0].copy(),
        ties[:, 1].copy(), dice.uniform(0.3, 1, 4), seller, np.zeros(1, np.int32),
        dice.uniform(0.3, 1, 1), np.array([boss], dtype=np.int32), np.eye(4)[boss],
        np.full(4, 0.5), stance, np.array([0.0, 0.4, 0.2, 0.1]), np.ones(4, np.bool_),
        dice.integers(1, 2**62, 1).astype(np.uint64),
    )  # fmt: skip
