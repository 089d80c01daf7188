"""N-1: how much of our access is lost when one person of theirs or one seller of ours leaves.

What is lost is decision-weighted reliability, sum d_t R_t over the deciders, the leaver's own term
as decider left out of both before and after. Everybody is looked at in the same worlds at once
(exactly, where the worlds are all there are); where access is exact, the losses that matter are
then computed exactly on the reduced network. A person whom every way to a decider passes
(a dominator of the network), or a seller who holds all ties that lead there, cuts that decider off.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from graph.decision.absences import Absences, Leavers
from graph.decision.coverage import strength_of
from graph.decision.exact import Problem, TooManyStatesError, reliability

if TYPE_CHECKING:
    from graph.decision.access import AccessMap
    from graph.decision.network import Network
    from graph.decision.threads import Node

Floats = npt.NDArray[np.float64]

# In a very large network fewer people's leaving is looked at: leavers x arcs of all deciders.
MOST_WALKED = 6_000_000
FEWEST = 40
# Estimated losses from here on are computed exactly, as far as so many remainders allow.
WORTH = 0.003
STATES = 1500
# Losses below this are what rounding leaves of 0.
NOTHING = 1e-12


@dataclass(frozen=True)
class Leaving:
    """What the leaving of one node costs.

    Parameters
    ----------
    node : Node
        ``("p", person of the model)`` or ``("s", seller of the team)``.
    before, after : float
        Decision-weighted reliability with and without the node, its own term left out.
    error : float
        Standard error of the loss; 0 means exact.
    cuts : list of int
        Deciders who can be reached now and could not be then, the heaviest first.
    """

    node: Node
    before: float
    after: float
    error: float = 0.0
    cuts: list[int] = field(default_factory=list)

    @property
    def loss(self) -> float:
        """How much is lost."""
        return max(0.0, self.before - self.after)


def losses(access: AccessMap) -> list[Leaving]:
    """Return what is lost with each person and each seller who leaves, the largest loss first.

    Those whose leaving changes nothing are left out.

    Examples
    --------
    Our one seller knows a person to whom the decider listens:

    >>> import polars as pl
    >>> from graph.decision.access import AccessMap
    >>> from graph.decision.members import Case
    >>> from graph.decision.model import build
    >>> from graph.settings import Settings
    >>> from graph.snapshot import Snapshot
    >>> graph = Snapshot.from_frames(
    ...     {"Person": pl.DataFrame({"id": ["boss", "aide"]}),
    ...      "Seller": pl.DataFrame({"id": ["me"]}), "Opportunity": pl.DataFrame({"id": ["d"]})},
    ...     {"PLAYS": pl.DataFrame({"from": ["boss", "aide"], "to": ["d", "d"],
    ...                             "roles": [["decision_maker"], ["coach"]]}),
    ...      "INFLUENCES": pl.DataFrame({"from": ["aide"], "to": ["boss"], "weight": [0.5]}),
    ...      "WORKS_ON": pl.DataFrame({"from": ["me"], "to": ["d"]}),
    ...      "COVERS": pl.DataFrame({"from": ["me"], "to": ["aide"], "strength": [0.8]})},
    ... )
    >>> [(l.node, l.loss, l.cuts) for l in losses(AccessMap(build(Case(graph, 0, 0, Settings()))))]
    [(('p', 0), 0.4, [1]), (('s', 0), 0.4, [1])]
    """
    found = _NMinusOne(access).rows()
    kept = [row for row in found if row.loss > NOTHING or row.cuts]
    return sorted(kept, key=lambda row: (-round(row.loss, 12), row.node))


def leaving_of(access: AccessMap, node: Node, network: Network) -> Leaving:
    """Return what one node's leaving costs in a changed network."""
    changed = access.changed_to(network)
    found = next(iter(_NMinusOne(changed, node).rows()), None)
    if found is not None:
        return found
    others = [t for t in changed.deciders if node != ("p", t)]
    weight = dict(zip(changed.deciders, changed.weights.tolist(), strict=True))
    kept = sum(weight[t] * changed.chances[t].value for t in others)
    return Leaving(node, kept, kept)


class _NMinusOne:
    """The deciders we reach, and who stands on a way to them; of ``only`` one, where asked."""

    def __init__(self, access: AccessMap, only: Node | None = None) -> None:
        self.access = access
        self.network = access.network
        self.only = only
        self.weight = dict(zip(access.deciders, access.weights.tolist(), strict=True))
        self.reached = [t for t in access.deciders if access.is_reached(t)]
        self.problems = {t: access.problems[t] for t in self.reached}
        self.counted = {t: self.weight[t] * access.chances[t].value for t in self.reached}
        self.left = STATES

    def rows(self) -> list[Leaving]:
        if not self.reached:
            return []
        leavers = self._leavers()
        nodes: list[Node] = [("p", u) for u in leavers.people]
        nodes += [("s", s) for s in leavers.sellers]
        lost, error = self._estimate(leavers)
        rough = zip(lost.tolist(), error.tolist(), nodes, strict=True)
        ordered = sorted(rough, key=lambda row: (-row[0], row[2]))
        return [self._leaving(node, *figures) for *figures, node in ordered]

    def _leavers(self) -> Leavers:
        on_way = {u for p in self.problems.values() for u, _, _ in p.arcs}
        sellers = np.unique(self.network.seller).tolist()
        if self.only is None:
            return Leavers(self._foremost(on_way), sellers)
        kind, at = self.only
        return Leavers(
            [at] * (kind == "p" and at in on_way), [at] * (kind == "s" and at in sellers)
        )

    def _foremost(self, on_way: set[int]) -> list[int]:
        """Return who is looked at: in a very large network those whom we reach most surely."""
        arcs = sum(len(p.arcs) for p in self.problems.values())
        most = max(FEWEST, MOST_WALKED // max(1, arcs))
        if len(on_way) <= most:
            return sorted(on_way)
        cutting = {u for u in on_way if self.cut_by_person(u)}
        surely = self.access.best_chance
        first = sorted(on_way - cutting, key=lambda u: (-surely.get(u, 0.0), u))
        return sorted([*cutting, *first[:most]])

    def _estimate(self, leavers: Leavers) -> tuple[Floats, Floats]:
        arcs = list({arc for p in self.problems.values() for arc in p.arcs})
        absent = Absences(self.network, arcs, leavers, self.access.seed)
        return absent.lost({t: self.weight[t] for t in self.reached})

    def _leaving(self, node: Node, lost: float, error: float) -> Leaving:
        cuts = self.cut_by_person(node[1]) if node[0] == "p" else self.cut_by_seller(node[1])
        others = [t for t in self.reached if node != ("p", t)]
        before = sum(self.counted[t] for t in others)
        surely = sum(self.counted[t] for t in cuts)  # the worlds may have seen less of it
        after = max(0.0, before - max(lost, surely))
        if self.access.exact and len(cuts) == len(others):
            after, error = 0.0, 0.0
        elif error > 0 and self.access.exact and self.left > 0 and (lost > WORTH or cuts):
            exact = self._exactly(node, others)
            after, error = (after, error) if exact is None else (min(before, exact), 0.0)
        return Leaving(node, before, after, error, cuts)

    # -- cutting off ----------------------------------------------------------------------

    def cut_by_person(self, u: int) -> list[int]:
        gates = self.network.gates
        return [t for t in self.reached if t != u and gates[t] >> u & 1]

    def cut_by_seller(self, s: int) -> list[int]:
        return [t for t in self.reached if self._entering[t] == {s}]

    @cached_property
    def _entering(self) -> dict[int, set[int]]:
        """Of each decider the sellers by whom a way begins."""
        starts = {t: {u for u, _, _ in p.arcs} | {t} for t, p in self.problems.items()}
        ties = self.network.ties
        return {t: {s for s, v in ties if v in start} for t, start in starts.items()}

    # -- exactly --------------------------------------------------------------------------

    def _exactly(self, node: Node, others: list[int]) -> float | None:
        """Return what is left without a node, None where that is too much work."""
        total = 0.0
        for t in others:
            try:
                value, states = reliability(self._reduced(self.problems[t], node), self.left)
            except TooManyStatesError:
                self.left = 0
                return None
            self.left -= states
            total += self.weight[t] * value
        return total

    def _reduced(self, problem: Problem, node: Node) -> Problem:
        missed = list(problem.missed)
        if node[0] == "s":
            for person, reach in self._without(node[1]).items():
                missed[person] = 1 - reach
            return replace(problem, arcs=_fed(problem.arcs, missed), missed=missed)
        missed[node[1]] = 1.0
        kept = [arc for arc in problem.arcs if node[1] not in arc[:2]]
        return replace(problem, arcs=_fed(kept, missed), missed=missed)

    def _without(self, seller: int) -> dict[int, float]:
        """Return S of each person whom a seller covers, without that seller."""
        network = self.network
        others = network.seller != seller
        left = strength_of(network.covered[others], network.strength[others], network.size)
        return {int(k): float(left[k]) for k in np.unique(network.covered[~others])}


def _fed(arcs: list[tuple[int, int, float]], missed: list[float]) -> list[tuple[int, int, float]]:
    """Keep the arcs behind which we still cover somebody."""
    out: dict[int, list[int]] = {}
    for u, v, _ in arcs:
        out.setdefault(u, []).append(v)
    fed = {u for u in out if missed[u] < 1}
    stack = list(fed)
    while stack:
        for v in out.get(stack.pop(), ()):
            if v not in fed:
                fed.add(v)
                stack.append(v)
    return [arc for arc in arcs if arc[0] in fed]
