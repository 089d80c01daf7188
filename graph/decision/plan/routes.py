"""Persuasion routes: by whom a message of ours reaches a person, and how much of it arrives.

A step from j to i carries a_ij x willingness_j, where willingness = (1 + E_j) / 2: how far i
listens to j, times how willing j is to speak for us. Opponents pass nothing on, but can be reached.
Unlike the best route of :mod:`graph.decision.access`, which asks who gets through at all, this one
asks who will argue for us.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import pairwise
from math import log, prod
from typing import TYPE_CHECKING, Literal

import numpy as np
import numpy.typing as npt

from graph.decision.narrowed import PASSING, heard_over
from graph.decision.plan.reasons import Reasons
from graph.decision.plan.results import Persuasion
from graph.decision.plan.shortest import cheapest_paths
from graph.errors import not_found
from graph.text import Text

if TYPE_CHECKING:
    from graph.decision.access import AccessMap
    from graph.decision.model import DealModel

Start = Literal["team", "supporters", "held"]
# The kinds of relationship that a route may use.
ROUTE_KINDS = PASSING
SOURCE = -1
# A step costs at least this, so that of routes of equal strength the shorter one comes first.
STEP = 1e-12


def routes(  # noqa: PLR0913  each is a thing of its own that callers name
    model: DealModel,
    access: AccessMap,
    targets: Sequence[str],
    *,
    k: int = 3,
    start: Start = "team",
    avoid: Collection[str] = (),
    kinds: Collection[str] | None = None,
) -> list[Persuasion]:
    """Return for each target the ``k`` strongest routes that pass nobody twice.

    Parameters
    ----------
    model, access : DealModel, AccessMap
        The deal, its supposed meetings held.
    targets : sequence of str
        Ids of people of the deal.
    k : int
        How many routes a target.
    start : {"team", "supporters", "held"}
        With our sellers at the strength of their tie; with people who support us (E > 0), at no
        cost; or with whom we already hold: supporters, and everybody whom we cover at
        ``plan.held_coverage`` or more.
    avoid : collection of str
        Ids of people and sellers whom no route may touch.
    kinds : collection of str or None
        Kinds of relationship that may be used, of :data:`ROUTE_KINDS`; None is all. How far people
        listen follows from those that are left.

    Returns
    -------
    list of Persuasion
        By target in the order given, the strongest first; none for a target that nothing reaches.
        A target with whom a route may start has one without steps, of strength 1.

    Raises
    ------
    NotFoundError
        Somebody who is not in this deal.

    Notes
    -----
    The cost of a step is -log of what it carries, so the cheapest path is the strongest route, and
    strength = exp(-cost). Section 5 of the decision model states the formula.
    """
    positions = [_position(model, id_) for id_ in targets]
    arcs = _Arcs(model, access, kinds, avoid)
    out = arcs.starting(start)
    reasons = Reasons(model, arcs.heard)
    found = []
    for at in positions:
        if at not in arcs.barred:
            paths = cheapest_paths(out, SOURCE, at, k)
            found += [_persuasion(arcs, reasons, path[1:]) for path in paths]
    return found


def strongest(found: Sequence[Persuasion], k: int) -> list[Persuasion]:
    """Return the ``k`` strongest of several targets' routes taken together."""
    return sorted(found, key=lambda r: -r.strength)[:k]


def held(model: DealModel) -> npt.NDArray[np.bool_]:
    """Say whom we already hold: who supports us, or is covered well and not against us."""
    expected = model.stances.expected
    covered = model.strength >= model.settings.plan.held_coverage
    some: npt.NDArray[np.bool_] = (expected > 0) | (covered & ~model.opponent)
    return some


class _Arcs:
    """Who passes how much on to whom: people from 0, then the sellers of the team."""

    def __init__(
        self,
        model: DealModel,
        access: AccessMap,
        kinds: Collection[str] | None,
        avoid: Collection[str],
    ) -> None:
        self.model = model
        self.kinds = set(ROUTE_KINDS if kinds is None else kinds)
        self.heard = heard_over(model, self.kinds)
        self.barred = _barred(model, avoid)
        self.network = access.network
        self.carries: dict[tuple[int, int], float] = {}
        willing = (1 + model.stances.expected) / 2
        willing[model.opponent] = 0.0
        heard = self.heard
        self._add(heard.speaker, heard.listener, heard.weight * willing[heard.speaker])
        if "COVERS" in self.kinds:
            sellers = self.network.seller + model.size
            self._add(sellers, self.network.covered, self.network.strength)

    def _add(self, tail: npt.ArrayLike, head: npt.ArrayLike, carries: npt.ArrayLike) -> None:
        rows = (np.asarray(column).tolist() for column in (tail, head, carries))
        for u, v, p in zip(*rows, strict=True):
            if p > 0 and u not in self.barred and v not in self.barred:
                self.carries[u, v] = p

    def starting(self, start: Start) -> dict[int, list[tuple[int, float]]]:
        """Return the arcs with their costs, and those from the source to where routes start."""
        out: dict[int, list[tuple[int, float]]] = {SOURCE: [(v, STEP) for v in self._first(start)]}
        for (u, v), p in self.carries.items():
            out.setdefault(u, []).append((v, STEP - log(p)))
        return out

    def _first(self, start: Start) -> list[int]:
        model = self.model
        if start == "team":
            first = [model.size + s for s in range(model.team.size)]
        else:
            some = model.stances.expected > 0 if start == "supporters" else held(model)
            first = np.flatnonzero(some).tolist()
        return [v for v in first if v not in self.barred]


def _barred(model: DealModel, avoid: Collection[str]) -> set[int]:
    people = model.snapshot.nodes["Person"].ids
    sellers = model.snapshot.nodes["Seller"].ids
    named = set(avoid)
    barred = {i for i, p in enumerate(model.people.tolist()) if people[p] in named}
    return barred | {
        model.size + i for i, s in enumerate(model.team.tolist()) if sellers[s] in named
    }


def _position(model: DealModel, id_: str) -> int:
    """Return the place of a person in the model."""
    table = model.snapshot.nodes["Person"]
    ids = [table.ids[p] for p in model.people.tolist()]
    if id_ not in ids:
        raise not_found(Text("person of this deal", "此商机的联系人"), id_, ids)
    return ids.index(id_)


def _persuasion(arcs: _Arcs, reasons: Reasons, path: Sequence[int]) -> Persuasion:
    steps = [reasons.step(u, v, arcs.carries[u, v]) for u, v in pairwise(path)]
    strength = prod(step.chance for step in steps)
    return Persuasion(target=reasons.id(path[-1]), strength=strength, steps=steps)
