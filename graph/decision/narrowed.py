"""A deal looked at over some kinds of ties alone: who then listens, and how deciders are reached.

A reader who hides a kind of relationship asks what is left without it. How far people listen
follows from the ties that are left; opinions, influence and who opposes us stay as they are.
"""

from __future__ import annotations

from collections.abc import Collection, Set
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from graph.decision.access import AccessMap
from graph.decision.answer import Names, access_rows, passed_on
from graph.decision.listening import TIES, Listening, localise, resolve
from graph.decision.network import network_of

if TYPE_CHECKING:
    from graph.decision.model import DealModel
    from graph.decision.results import Access

# The kinds of relationship over which something passes; conflicts carry nothing and always stop it.
PASSING = tuple(dict.fromkeys((*TIES, "COVERS")))


@dataclass(frozen=True)
class Narrowed:
    """How deciders are reached without some kinds of ties.

    Parameters
    ----------
    hidden : set of str
        The kinds that are left out.
    access : list of Access
        One entry a decider, the heaviest first, as in the analysis of the deal.
    ties : list of (str, str, float)
        From whom to whom something passes, sellers first, and with what probability.
    """

    hidden: Set[str]
    access: list[Access]
    ties: list[tuple[str, str, float]]


def narrowed(model: DealModel, hidden: Set[str]) -> Narrowed:
    """Return how the deciders of a deal are reached without the kinds of ``hidden``.

    Examples
    --------
    >>> import polars as pl
    >>> from datetime import date
    >>> from graph.decision.analyze import open_deal
    >>> from graph.settings import Settings
    >>> from graph.snapshot import Snapshot
    >>> both = {"from": ["li", "wang"], "to": ["d", "d"]}
    >>> graph = Snapshot.from_frames(
    ...     {"Person": pl.DataFrame({"id": ["li", "wang"]}),
    ...      "Seller": pl.DataFrame({"id": ["s"]}), "Opportunity": pl.DataFrame({"id": ["d"]})},
    ...     {"PLAYS": pl.DataFrame({**both, "roles": [["user"], ["decision_maker"]]}),
    ...      "COVERS": pl.DataFrame({"from": ["s"], "to": ["li"], "level": ["multiple"],
    ...                              "last_contact": [date(2026, 3, 31)]}),
    ...      "INFLUENCES": pl.DataFrame({"from": ["li"], "to": ["wang"], "weight": [0.9]}),
    ...      "REPORTS_TO": pl.DataFrame({"from": ["li"], "to": ["wang"]}),
    ...      "WORKS_ON": pl.DataFrame({"from": ["s"], "to": ["d"]})},
    ... )
    >>> deal = open_deal(graph, "d", as_of=date(2026, 3, 31), settings=Settings())
    >>> for hidden in (set(), {"INFLUENCES"}, {"INFLUENCES", "REPORTS_TO"}):
    ...     print(narrowed(deal.model, hidden).access[0].best_route_steps)
    [0.6, 0.9]
    [0.6, 0.25]
    []
    """
    heard = heard_over(model, set(PASSING) - hidden)
    network = replace(
        network_of(model), tail=heard.speaker, head=heard.listener, chance=heard.weight
    )
    if "COVERS" in hidden:
        nobody = np.empty(0, dtype=np.int32)
        network = replace(network, seller=nobody, covered=nobody, strength=np.empty(0))
    access, known = AccessMap(model, network), Names(model)
    return Narrowed(hidden, access_rows(access, known), passed_on(network, known))


def heard_over(model: DealModel, kinds: Collection[str]) -> Listening:
    """Return how people listen by some kinds of ties alone."""
    if set(kinds).issuperset(TIES):
        return model.listens
    kept = np.isin(model.stated.kind, [k for k, name in enumerate(TIES) if name in kinds])
    return localise(resolve(model.stated.only(kept)), model.people)
