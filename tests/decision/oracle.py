"""The decision model again, by the book and without its shortcuts, to hold the product against.

It reads the literal rows of a toy graph with dicts, solves with a dense matrix, enumerates every
world for reliability, and asks networkx for disjoint routes.
"""

from __future__ import annotations

from itertools import product
from typing import Any

import networkx as nx
import numpy as np

from tests.decision.toy_graphs import AS_OF

STANCE = {"mentor": 1.0, "supporter": 0.5, "neutral": 0.0, "non_supporter": -0.5, "enemy": -1.0}
STUBBORN = {"decision_maker": 0.4, "approver": 0.4, "technical_expert": 0.6}


def extra(row: tuple, key: str, default: Any = None) -> Any:
    """A property of a literal row, wherever it stands."""
    for value in row[2:]:
        if isinstance(value, dict) and key in value:
            return value[key]
    return default


def plain(row: tuple) -> Any:
    """The third value of a literal row, None where there is none."""
    return row[2] if len(row) > 2 and not isinstance(row[2], dict) else None


def live(row: tuple) -> bool:
    since, until = extra(row, "since"), extra(row, "until")
    return (since is None or since <= AS_OF) and (until is None or until > AS_OF)


class Oracle:
    """One deal called ``deal``, worked out the slow way."""

    def __init__(self, **rows: list[tuple]) -> None:
        nodes = rows.pop("nodes", {})
        self.levels = nodes.get("Seller", {})
        self.shortlisted = nodes.get("Opportunity", {}).get("deal", {}).get("shortlisted_on")
        self.rows = {k.rstrip("_"): [r for r in v if live(r)] for k, v in rows.items()}
        self.everybody = self._everybody()
        self.home = {r[1] for r in self.get("for") if r[0] == "deal"}
        self.roles = {r[0]: r[2].split(";") for r in self.get("plays") if r[1] == "deal"}
        self.votes = {r[0]: extra(r, "vote_weight") for r in self.get("plays") if r[1] == "deal"}
        self.weights, self.presumed = self._weights()
        self.people = self._people()
        self.n = len(self.people)
        self._solve()

    def get(self, name: str) -> list[tuple]:
        return self.rows.get(name, [])

    def _everybody(self) -> set[str]:
        found = set()
        for name in ("plays", "holds", "acts_in", "works_for", "influences", "knows"):
            found |= {r[0] for r in self.get(name)}
        for name in ("influences", "knows", "reports_to", "conflicts_with"):
            found |= {p for r in self.get(name) for p in r[:2]}
        return found | {r[1] for r in self.get("covers")}

    # -- who listens to whom

    def a(self, i: str, j: str) -> float:
        if i == j or any({i, j} == set(r[:2]) for r in self.get("conflicts_with")):
            return 0.0
        stated = [r for r in self.get("influences") if (r[0], r[1]) == (j, i)]
        if stated:
            return 0.5 if plain(stated[0]) is None else plain(stated[0])
        found = [0.0]
        for r in self.get("reports_to"):
            found += [0.5] if (r[0], r[1]) == (i, j) else []
            found += [0.25] if (r[0], r[1]) == (j, i) else []
        for r in self.get("knows"):
            if {i, j} == {r[0], r[1]}:
                found.append(0.5 * (0.5 if plain(r) is None else plain(r)))
        return max(found)

    def group(self) -> set[str]:
        owns = nx.DiGraph()
        owns.add_nodes_from(self.home)
        owns.add_edges_from((r[1], r[0]) for r in self.get("member_of"))
        heads = set(self.home)
        for e in self.home:
            heads |= nx.ancestors(owns, e)
        return heads | {d for h in heads for d in nx.descendants(owns, h)}

    def _weights(self) -> tuple[dict[str, float], bool]:
        votes = {p: w for p, w in self.votes.items() if w and w > 0}
        if not votes:
            votes = {p: 1.0 for p, r in self.roles.items() if "decision_maker" in r} | {
                p: 0.5
                for p, r in self.roles.items()
                if "approver" in r and "decision_maker" not in r
            }
        presumed = False
        if not votes:
            posts = [r for r in self.get("works_for") if r[1] in self.home and plain(r)]
            top = min((plain(r) for r in posts), default=None)
            votes = {r[0]: 1.0 for r in posts if plain(r) == top}
            presumed = bool(votes)
        total = sum(votes.values())
        return {p: w / total for p, w in votes.items()}, presumed

    def _people(self) -> list[str]:
        steps = {r[1] for r in self.get("has_step") if r[0] == "deal"}
        core = set(self.roles) | set(self.weights)
        core |= {r[0] for r in self.get("acts_in") if r[1] in steps}
        core |= {r[0] for r in self.get("holds") if r[1] == "deal" and self._said(r)}
        group = self.group()
        colleagues = {r[0] for r in self.get("works_for") if r[1] in group}
        found, edge = set(core), set(core)
        for _ in range(2):
            edge = {
                j
                for i in edge
                for j in self.everybody - found
                if self.a(i, j) > 0 and (j in colleagues or self._stated(j, i))
            }
            found |= edge
        return sorted(found)

    def _stated(self, j: str, i: str) -> bool:
        return any((r[0], r[1]) == (j, i) for r in self.get("influences"))

    @staticmethod
    def _said(row: tuple) -> bool:
        return extra(row, "as_of") is None or extra(row, "as_of") <= AS_OF

    # -- what they think

    def told(self, person: str, towards: str | None = None) -> list[tuple[float, float]]:
        """What each source says last of a person's stance, and how surely."""
        latest: dict[str, tuple] = {}
        mine = [r for r in self.get("holds") if r[0] == person and r[1] == "deal" and self._said(r)]
        mine = [r for r in mine if (extra(r, "towards") or None) == towards]
        for row in sorted(
            mine, key=lambda r: (extra(r, "as_of") is not None, str(extra(r, "as_of")))
        ):
            latest[extra(row, "source") or ""] = row
        return [
            (STANCE[r[2]], 0.8 if extra(r, "confidence") is None else extra(r, "confidence"))
            for r in latest.values()
            if r[2] in STANCE
        ]

    def stance(self, person: str, towards: str | None = None) -> tuple[Any, float, float, float]:
        said = self.told(person, towards)
        total = sum(c for _, c in said)
        if not total:
            return None, 0.0, 0.0, 1 / 3
        s = sum(c * x for x, c in said) / total
        apart = sum(c * abs(x - s) for x, c in said) / total
        c = (1 - np.prod([1 - c for _, c in said])) * (1 - apart)
        return s, c, c * s, (1 - c) / 3 + c * (1 - c) * s**2

    def _solve(self) -> None:
        n, people = self.n, self.people
        a = np.array([[self.a(i, j) for j in people] for i in people]).reshape(n, n)
        w = a / np.maximum(1, a.sum(axis=1, keepdims=True))
        np.fill_diagonal(w, 1 - w.sum(axis=1))
        self.w = w
        self.l = np.array(
            [
                max((STUBBORN.get(r, 0.5) for r in self.roles[p]), default=0.3)
                if p in self.roles
                else 0.3
                for p in people
            ]
        )
        self.stances = [self.stance(p) for p in people]
        self.e = np.array([s[2] for s in self.stances])
        self.var = np.array([s[3] for s in self.stances])
        self.d = np.array([self.weights.get(p, 0.0) for p in people])
        solved = np.linalg.inv(np.eye(n) - (1 - self.l)[:, None] * w) * self.l[None, :]
        self.x, self.v = solved @ self.e, self.d @ solved

    def level(self, person: str) -> float:
        """The rank in the deal's enterprise, else in its group; NaN where none is known."""
        for firms in (self.home, self.group()):
            own = [plain(r) for r in self.get("works_for") if r[0] == person and r[1] in firms]
            if any(own):
                return min(x for x in own if x)
        return float("nan")

    # -- rivals

    def rivals(self) -> list[str]:
        """Who is in the deal: seen to bid, or courts one of its people."""
        bids = {r[0] for r in self.get("bids_on") if extra(r, "first_seen") <= AS_OF}
        return sorted(bids | {r[0] for r in self.get("courts") if r[1] in self.people})

    def late(self) -> set[str]:
        """Rivals first seen after the shortlist."""
        return {
            r[0]
            for r in self.get("bids_on")
            if self.shortlisted is not None and self.shortlisted < extra(r, "first_seen") <= AS_OF
        }

    def towards(self, rival: str) -> list[float | None]:
        """Where everybody stands towards a rival; None where nobody says."""
        found = [self.stance(p, rival) for p in self.people]
        return [None if s is None else e for s, _, e, _ in found]

    # -- how we reach them

    def team(self) -> list[str]:
        stated = {r[0] for r in self.get("works_on") if r[1] == "deal"}
        if not stated:
            staff = {r[0] for r in self.get("works_for") if r[1] in self.home}
            stated = {r[0] for r in self.get("manages") if r[1] in self.home}
            stated |= {r[0] for r in self.get("covers") if r[1] in staff}
        return sorted(stated)

    def strength(self, row: tuple) -> float:
        last = extra(row, "last_contact")
        age = 0 if last is None else max(0, (AS_OF - last).days)
        return plain(row) * 2 ** (-age / 180)

    def ties(self, silent: set[str] | None = None) -> list[tuple[str, str, float]]:
        """The access network: (from, to, probability), sellers first."""
        silent = (
            {p for p, e in zip(self.people, self.e, strict=True) if e < 0}
            if silent is None
            else silent
        )
        inside, team = set(self.people), set(self.team())
        ours = [
            (r[0], r[1], self.strength(r))
            for r in self.get("covers")
            if r[0] in team and r[1] in inside
        ]
        passing = [
            (j, i, self.a(i, j)) for i in self.people for j in self.people if j not in silent
        ]
        return [t for t in ours + passing if t[2] > 0]

    def reached(self, decider: str, ties: list[tuple[str, str, float]] | None = None) -> float:
        """Reliability by looking at every world."""
        ties = self.ties() if ties is None else ties
        starts = {t[0] for t in ties} - set(self.people)
        total = 0.0
        unsure = [t for t in ties if t[2] < 1]
        for world in product((True, False), repeat=len(unsure)):
            chance = np.prod(
                [t[2] if up else 1 - t[2] for t, up in zip(unsure, world, strict=True)]
            )
            up = {t[:2] for t, is_up in zip(unsure, world, strict=True) if is_up}
            up |= {t[:2] for t in ties if t[2] >= 1}
            total += chance * _connected(up, starts, decider)
        return float(total)

    def threads(self, decider: str) -> int:
        """Disjoint routes by networkx's maximum flow over halved nodes."""
        graph = nx.DiGraph()
        graph.add_nodes_from(["team", decider])
        people = set(self.people)
        for u, v, _ in self.ties():
            graph.add_edge(("out", u), ("in", v) if v != decider else decider)
            graph.add_edge(("in", u), ("out", u), capacity=1)
            if u not in people:
                graph.add_edge("team", ("in", u))
        graph.remove_edges_from([e for e in graph.edges if e[0] == ("in", decider)])
        return int(nx.maximum_flow_value(_bounded(graph), "team", decider))

    def separators(self, decider: str) -> set[str]:
        """Everybody without whom nothing of ours gets there, though with them it does."""
        ties = self.ties()
        starts = {t[0] for t in ties} - set(self.people)
        if not _connected({t[:2] for t in ties}, starts, decider):
            return set()
        found = set()
        for node in {n for t in ties for n in t[:2]} - {decider}:
            left = {t[:2] for t in ties if node not in t[:2]}
            if not _connected(left, starts - {node}, decider):
                found.add(node)
        return found

    def weighted(self, ties: list[tuple[str, str, float]]) -> float:
        return sum(w * self.reached(p, ties) for p, w in self.weights.items())


def _bounded(graph: nx.DiGraph) -> nx.DiGraph:
    for *_, data in graph.edges(data=True):
        data.setdefault("capacity", 1)
    return graph


def _connected(arcs: set[tuple[str, str]], starts: set[str], goal: str) -> bool:
    seen, queue = set(starts), list(starts)
    for node in queue:
        for u, v in arcs:
            if u == node and v not in seen:
                seen.add(v)
                queue.append(v)
    return goal in seen
