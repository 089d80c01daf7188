"""Which weak links a deal has, worked out from their definitions once more, to judge the rules.

Plain matrices, networkx and sampled worlds; nothing of the product is used here. A finding that
stands or falls with a loss too near its threshold to be told by sampling is *doubtful*.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from math import log
from random import Random
from typing import Any, TypeAlias

import networkx as nx
import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
Graph: TypeAlias = "nx.DiGraph[Any]"
Worlds = dict[tuple[Any, Any], int]
Tie = tuple[str, int, float]

# Worlds in which losses are estimated, and how far from the threshold they are told for sure.
WORLDS = 3000
MARGIN = 0.04
NEEDED = ("coach", "decision_maker", "technical_expert", "end_user")


@dataclass(frozen=True)
class Facts:
    """What one deal is made of; people are numbers, ``a[i, j]`` is how far i listens to j.

    Parameters
    ----------
    d, v, e, c, var : array of float
        Decision weight, influence, expected stance, how surely it is known, and its variance.
    level : array of float
        Rank in the enterprise or its group, NaN where unknown.
    ties, once : list of (seller, person, strength)
        Our ties today, and without decay.
    told : list of list of (number, confidence)
        What each source of a person's stance said last.
    role_sources : list of set of str
        Who says what part a person plays.
    steps : dict
        Of each step not yet done who acts in it.
    courts : dict
        Of each rival in the deal (person, strength).
    towards : dict
        Of each rival where people stand towards it, NaN where nobody says.
    late : set of str
        Rivals first seen after the shortlist.
    smaller : float or None
        Share of the open deals with a smaller amount.
    """

    people: list[str]
    d: Floats
    v: Floats
    e: Floats
    c: Floats
    var: Floats
    a: Floats
    level: Floats
    ties: list[Tie]
    once: list[float]
    told: list[list[tuple[float, float]]]
    role_sources: list[set[str]]
    roles: set[str] = field(default_factory=set)
    tender: bool = False
    steps: dict[str, list[int]] = field(default_factory=dict)
    courts: dict[str, list[tuple[int, float]]] = field(default_factory=dict)
    towards: dict[str, Floats] = field(default_factory=dict)
    late: set[str] = field(default_factory=set)
    smaller: float | None = None

    @property
    def n(self) -> int:
        """Number of people."""
        return len(self.people)

    @property
    def deciders(self) -> list[int]:
        """Who has a weight in the decision."""
        return np.flatnonzero(self.d > 0).tolist()

    @property
    def high(self) -> set[int]:
        """Who has high influence."""
        above = [self.v[self.v > x + 1e-9].sum() for x in self.v]
        return {i for i in range(self.n) if self.v[i] >= 0.05 and above[i] < 0.6 - 1e-9}

    @property
    def strength(self) -> Floats:
        """Our strength with each person."""
        return _strength(self.n, self.ties)


def expected(facts: Facts, leaving: bool = True) -> tuple[set[str], set[str]]:
    """Return the keys of the weak links that a deal has, and those that are doubtful."""
    found = {key for look in _KINDS for key in look(facts)}
    doubtful: set[str] = set()
    for key, sure in _fading(facts):
        (found if sure else doubtful).add(key)
    if leaving:
        for key, sure in _leaving(facts):
            (found if sure else doubtful).add(key)
    return found, doubtful


def _strength(n: int, ties: list[Tie]) -> Floats:
    missed = np.ones(n)
    for _, person, s in ties:
        missed[person] *= 1 - s
    return 1 - missed


# -- power, roles, steps -------------------------------------------------------------------


def _power(f: Facts) -> set[str]:
    bare = {f"uncovered_power:{f.people[i]}" for i in f.high if f.strength[i] < 0.3 - 1e-12}
    return bare | {f"hostile_power:{f.people[i]}" for i in f.high if f.e[i] < 0}


def _roles(f: Facts) -> set[str]:
    needed = (*NEEDED, "tender_organizer") if f.tender else NEEDED
    return {f"missing_role:{r}" for r in needed if r not in f.roles}


def _steps(f: Facts) -> set[str]:
    held = f.strength
    return {
        f"weak_step:{step}"
        for step, actors in f.steps.items()
        if not any(held[i] >= 0.3 - 1e-12 or f.e[i] > 0 for i in actors)
    }


def _sources(f: Facts) -> set[str]:
    def weak(i: int) -> bool:
        told = f.told[i]
        sure = sum(c for _, c in told)
        mean = sum(c * s for s, c in told) / sure if sure else 0.0
        apart = sum(c * abs(s - mean) for s, c in told) / sure if sure else 0.0
        return len(told) == 1 or len(f.role_sources[i]) == 1 or apart >= 0.3 - 1e-12

    return {f"single_source:{f.people[i]}" for i in f.high if f.var[i] > 0 and weak(i)}


def _opponents(f: Facts) -> set[str]:
    known = float(f.v @ f.c)
    hidden = f.smaller is not None and f.smaller >= 0.75 and known >= 0.5 - 1e-12
    unsure = (f.v**2 * f.var).max(initial=0.0) > 0
    return {"no_known_opponent:deal"} if hidden and unsure and not (f.e < 0).any() else set()


def _gaps(f: Facts) -> set[str]:
    known = [i for i in range(f.n) if not np.isnan(f.level[i])]
    if not known or not f.deciders:
        return set()
    level, v = -f.level[known], f.v[known]
    found = set()
    for k, i in enumerate(known):
        formal = ((level > level[k]).sum() + (level == level[k]).sum() / 2) / len(known)
        equal = np.abs(v - v[k]) <= 1e-9
        real = ((v > v[k] + 1e-9).sum() + equal.sum() / 2) / len(known)
        if abs(formal - real) >= 0.4 - 1e-9 and (v[k] >= 0.05 or level[k] == level.max()):
            found.add(f"power_gap:{f.people[i]}")
    return found


# -- ways ----------------------------------------------------------------------------------


def _network(f: Facts, ties: list[Tie], silent: Bools) -> Graph:
    """Return who passes on to whom: our team, its sellers, and people numbered."""
    graph: Graph = nx.DiGraph()
    graph.add_nodes_from(["team", *range(f.n)])
    for seller, person, s in ties:
        if s > 0:
            graph.add_edge("team", seller, p=1.0)
            graph.add_edge(seller, person, p=s)
    for i, j in zip(*np.nonzero(f.a), strict=True):
        if not silent[j]:
            graph.add_edge(int(j), int(i), p=float(f.a[i, j]))
    return graph


def _threads(graph: Graph, goal: int) -> int:
    """Return how many ways from the team share nobody, by the maximum flow over halved nodes."""
    halves: Graph = nx.DiGraph()
    halves.add_nodes_from(["team", ("in", goal)])
    for u, v in graph.edges:
        start = "team" if u == "team" else ("out", u)
        if u != goal and v != "team":
            halves.add_edge(start, ("in", v), capacity=1)
    for u in graph.nodes:
        if u not in ("team", goal):
            halves.add_edge(("in", u), ("out", u), capacity=1)
    return int(nx.maximum_flow_value(halves, "team", ("in", goal)))


def _single(f: Facts) -> set[str]:
    graph = _network(f, f.ties, f.e < 0)
    return {f"single_thread:{f.people[t]}" for t in f.deciders if _threads(graph, t) < 2}


def _chains(f: Facts) -> set[str]:
    graph = _network(f, [], f.e < 0)
    swayed = set(np.flatnonzero(f.e > 0).tolist())
    if not swayed:
        return set()
    reached = {w for s in swayed for w in nx.descendants(graph, s)}
    return {f"broken_chain:{f.people[t]}" for t in f.deciders if f.e[t] <= 0 and t not in reached}


def _fading(f: Facts) -> set[tuple[str, bool]]:
    """Return faded ties; of one that is on some best route alone, that it is not sure."""
    graph = _network(f, f.ties, f.e < 0)
    for *_, data in graph.edges(data=True):
        data["cost"] = -log(data["p"])
    found = set()
    for (seller, i, s), once in zip(f.ties, f.once, strict=True):
        if once >= 0.5 - 1e-12 and s < 0.3 - 1e-12:
            routed = "sure" if i in f.high else _routed(graph, i, f.deciders)
            if routed:
                found.add((f"fading_tie:{f.people[i]}:{seller}", routed == "sure"))
    return found


def _routed(graph: Graph, person: int, deciders: list[int]) -> str:
    """Tell whether a person is on a best route: on every one (``sure``), on some, on none."""
    cost = nx.single_source_dijkstra_path_length(graph, "team", weight="cost")
    past = graph.subgraph(set(graph) - {person})
    without = nx.single_source_dijkstra_path_length(past, "team", weight="cost")
    onward = nx.single_source_dijkstra_path_length(graph, person, weight="cost")
    answer = ""
    for t in deciders:
        if t in cost and person in cost and t in onward:
            on_it = cost[person] + onward[t] <= cost[t] + 1e-9
            if on_it and without.get(t, np.inf) > cost[t] + 1e-9:
                return "sure"
            answer = "some" if on_it else answer
    return answer


# -- rivals --------------------------------------------------------------------------------


def _rivals(f: Facts) -> set[str]:
    ours, covered = _network(f, f.ties, f.e < 0), float(f.v @ f.strength)
    found = set()
    for rival, courted in f.courts.items():
        if not any(s > 0 for _, s in courted):
            continue
        ties = [(f"way {k}", i, s) for k, (i, s) in enumerate(courted)]
        theirs = _network(f, ties, np.where(np.isnan(f.towards[rival]), -f.e, f.towards[rival]) < 0)
        more = any(_threads(theirs, t) > _threads(ours, t) for t in f.deciders)
        if more or float(f.v @ _strength(f.n, ties)) > covered + 1e-9:
            found.add(f"rival_lock:{rival}")
    return found


def _horses(f: Facts) -> set[str]:
    return {f"dark_horse:{r}" for r in f.late if any(np.isnan(f.towards[r][t]) for t in f.deciders)}


# -- leaving -------------------------------------------------------------------------------


def _leaving(f: Facts) -> set[tuple[str, bool]]:
    """Return whose leaving cuts a decider off or costs a fifth of our access; sure or not."""
    graph = _network(f, f.ties, f.e < 0)
    is_open = _worlds(graph)
    now = _reached(graph, is_open, None)
    reachable = nx.descendants(graph, "team")
    found = set()
    for node in set(graph) - {"team"}:
        others = [t for t in f.deciders if t != node and t in reachable]
        left = nx.descendants(graph.subgraph(set(graph) - {node}), "team")
        if not set(others) <= left:
            found.add((_left(f, node), True))
        elif sum(f.d[t] * _most(f, now, node, t) for t in others) > 0.2 - MARGIN:
            then = _reached(graph, is_open, node)
            lost = sum(f.d[t] * (now[t] & ~then[t]).bit_count() for t in others) / WORLDS
            if lost > 0.2 - MARGIN:
                found.add((_left(f, node), lost >= 0.2 + MARGIN))
    return found


def _most(f: Facts, now: dict[Any, int], node: str | int, decider: int) -> float:
    """Return how much of reaching a decider can be lost at most: what no tie left makes sure."""
    left = [t for t in f.ties if t[0] != node and t[1] == decider]
    through = (now[node] & now[decider]).bit_count() / WORLDS
    return min(through + MARGIN, 1 - float(_strength(f.n, left)[decider]))


def _left(f: Facts, node: str | int) -> str:
    return f"seller_dependency:{node}" if isinstance(node, str) else f"linchpin:{f.people[node]}"


def _worlds(graph: Graph) -> Worlds:
    """Return for each arc the worlds (bits) in which it is open."""
    dice = np.random.default_rng(Random(len(graph.edges)).getrandbits(32))
    every = (1 << WORLDS) - 1
    found: Worlds = {}
    for u, v, data in graph.edges(data=True):
        up = np.packbits(dice.random(WORLDS) < data["p"], bitorder="little")
        found[u, v] = every if data["p"] >= 1 else int.from_bytes(up.tobytes(), "little") & every
    return found


def _reached(graph: Graph, is_open: Worlds, gone: str | int | None) -> dict[Any, int]:
    """Return in which worlds each node is reached while one is gone."""
    reach = dict.fromkeys(graph, 0)
    reach["team"] = (1 << WORLDS) - 1
    waiting = deque(["team"])
    queued = {"team"}
    while waiting:
        u = waiting.popleft()
        queued.discard(u)
        for v in graph.succ[u]:
            more = reach[u] & is_open[u, v] & ~reach[v]
            if more and v != gone:
                reach[v] |= more
                if v not in queued:
                    queued.add(v)
                    waiting.append(v)
    return reach


_KINDS = (
    _power, _roles, _steps, _sources, _opponents, _gaps, _single, _chains, _rivals, _horses,
)  # fmt: skip
