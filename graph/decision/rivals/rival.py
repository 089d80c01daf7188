"""The opposite view of a deal: the same model and access with a rival's ties and stances.

A competitor reaches people by COURTS, and where they stand towards it is what HOLDS says with
``towards``; where nothing says so it is assumed to be minus their stance towards us. A rival is no
node that counts in its threads: each of its ties is a way of its own.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from graph.decision import stance
from graph.decision.access import AccessMap
from graph.decision.coverage import courting
from graph.decision.listening import member
from graph.decision.stance import Stances
from graph.decision.threads import threads

if TYPE_CHECKING:
    from graph.decision.access import Reached
    from graph.decision.model import DealModel
    from graph.decision.network import Network

Ints = npt.NDArray[np.int32]
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class RivalView:
    """A deal as one competitor stands in it.

    Parameters
    ----------
    ours : DealModel
        The deal as we stand in it.
    competitor : int
        Position in the table of competitors.
    model : DealModel
        The people, listening and decision of our model with the rival's stances; ``covers`` are
        the rival's ties and ``team`` their numbers (no positions of sellers).
    assumed : array of bool
        Whose stance towards the rival nobody states: it is minus the one towards us.
    """

    ours: DealModel
    competitor: int
    model: DealModel
    assumed: Bools

    @property
    def id(self) -> str:
        """The competitor's id."""
        return str(self.model.snapshot.nodes["Competitor"].value("id", self.competitor))

    @property
    def stances(self) -> Stances:
        """Where everybody stands towards the rival."""
        return self.model.stances

    @cached_property
    def access(self) -> AccessMap:
        """How the rival reaches the deciders: ``rows`` with threads, reliability, best route.

        The first node of a route is ``("s", number of the tie)`` and stands for the rival.
        """
        return AccessMap(self.model)

    @property
    def network(self) -> Network:
        """The access network, the rival's ties in place of ours."""
        return self.access.network

    @property
    def threads(self) -> dict[int, int]:
        """Of each decider looked at (position in the people of the model) the rival's threads."""
        return {t: threads(self.network, t).count for t in self.access.deciders}

    def routes(self, decider: int) -> list[list[int]]:
        """Return the rival's threads to a decider as people, the first courted by the rival."""
        found = threads(self.network, decider).routes
        return [[at for kind, at in route if kind == "p"] for route in found]

    @property
    def covered(self) -> float:
        """How much of the decision the rival courts: sum of v x strength."""
        return float(self.ours.influence @ self.model.strength)

    def separators(self, reached: Reached) -> list[int]:
        """Return the people whom every route of the rival to a decider passes."""
        return [at for kind, at in reached.threads.separators if kind == "p"]


def rival_view(model: DealModel, competitor: int) -> RivalView:
    """Return a deal as a competitor (its position) stands in it.

    Examples
    --------
    >>> import polars as pl
    >>> from graph.decision.members import Case
    >>> from graph.decision.model import build
    >>> from graph.settings import Settings
    >>> from graph.snapshot import Snapshot
    >>> graph = Snapshot.from_frames(
    ...     {"Person": pl.DataFrame({"id": ["wang"]}), "Opportunity": pl.DataFrame({"id": ["d"]}),
    ...      "Competitor": pl.DataFrame({"id": ["rival"]})},
    ...     {"PLAYS": pl.DataFrame({"from": ["wang"], "to": ["d"], "roles": [["decision_maker"]]}),
    ...      "HOLDS": pl.DataFrame({"from": ["wang"], "to": ["d"], "stance": ["mentor"]}),
    ...      "COURTS": pl.DataFrame({"from": ["rival"], "to": ["wang"], "level": ["multiple"]})},
    ... )
    >>> view = rival_view(build(Case(graph, 0, 20543, Settings())), 0)
    >>> view.stances.expected.tolist(), view.assumed.tolist(), view.covered, view.threads
    ([-0.8], [True], 0.6, {0: 1})
    """
    towards = stances_towards(model, competitor)
    assumed = np.isnan(towards.stated)
    covers = courting(model.snapshot, competitor, model.people, model.day, model.settings)
    turned = replace(
        model,
        stances=_either(assumed, _minus(model.stances), towards),
        team=np.arange(covers.row.size, dtype=np.int32),
        covers=covers,
    )
    return RivalView(model, competitor, turned, assumed)


def stances_towards(model: DealModel, competitor: int) -> Stances:
    """Return what is stated of where everybody stands towards a competitor, NaN where nothing."""
    snapshot, settings = model.snapshot, model.settings
    rival = str(snapshot.nodes["Competitor"].value("id", competitor))
    rows = snapshot.edge("HOLDS").into(model.case.deal)
    said = stance.statements(snapshot, rows, model.day, settings, rival)
    here = member(model.people, said.person)
    at = np.searchsorted(model.people, said.person[here])
    return stance.combine(at, said.number[here], said.confidence[here], model.size, settings)


def rivals_of(model: DealModel) -> Ints:
    """Return the competitors in a deal: who bids on it, and who courts anybody of its model."""
    courts = model.snapshot.edge("COURTS")
    rows = courts.rows_into(model.people)
    rows = rows[courts.in_force(model.day)[rows]]
    found: Ints = np.union1d(bidders_of(model), courts.source[rows]).astype(np.int32)
    return found


def bidders_of(model: DealModel) -> Ints:
    """Return the competitors that are seen to bid by the day of the model."""
    bids = model.snapshot.edge("BIDS_ON")
    rows = bids.into(model.case.deal)
    found: Ints = np.unique(bids.source[rows[bids.days("first_seen")[rows] <= model.day]])
    return found


def late_bidders(model: DealModel, shortlisted: int) -> Ints:
    """Return the competitors that were first seen after a day, and by the day of the model."""
    bids = model.snapshot.edge("BIDS_ON")
    rows = bids.into(model.case.deal)
    seen = bids.days("first_seen")[rows]
    found: Ints = np.unique(bids.source[rows[(seen > shortlisted) & (seen <= model.day)]])
    return found


def _minus(ours: Stances) -> Stances:
    return Stances(0.0 - ours.stated, ours.confidence, 0.0 - ours.expected, ours.variance)


def _either(assumed: Bools, minus: Stances, stated: Stances) -> Stances:
    return Stances(
        np.where(assumed, minus.stated, stated.stated),
        np.where(assumed, minus.confidence, stated.confidence),
        np.where(assumed, minus.expected, stated.expected),
        np.where(assumed, minus.variance, stated.variance),
    )
