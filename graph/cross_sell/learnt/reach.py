"""How far our case reached each company's decider on a day, from what had been stated by then.

Posts, ties, covers, roles, stances and meetings count from the day on which they were stated
(``as_of``), and one without such a day never does: a sale fills them in, with beginnings
(``since``) of long ago, and they would then foretell it. A role counts through a deal that had
been opened by then.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from graph.cross_sell.people import People
from graph.cross_sell.routes import Routes
from graph.decision.winning.known_then import as_stated, known_then
from graph.snapshot import NO_DAY, NodeTable, Snapshot

if TYPE_CHECKING:
    from collections.abc import Iterable

    import numpy.typing as npt

    from graph.settings import Settings
    from graph.snapshot import EdgeKey, EdgeTable

    Bools = npt.NDArray[np.bool_]
    Floats = npt.NDArray[np.float64]
    Ints = npt.NDArray[np.int64]

# Access is offered as a column where on every day looked at so many companies are reached.
LEAST_REACHED = 50


class Reach:
    """Access to the deciders of companies on one day, worked out for a family when it is asked for.

    Parameters
    ----------
    snapshot : Snapshot
        The graph as it stands.
    families : array of int
        The family of each enterprise on that day: its people open the doors.
    day : int
        Days since 1970.
    settings : Settings
    """

    def __init__(self, snapshot: Snapshot, families: Ints, day: int, settings: Settings) -> None:
        self._snapshot, self._families = snapshot, families
        self._day, self._settings = day, settings
        self._found = np.full(len(families), np.nan)

    def of(self, who: Ints) -> Floats:
        """Return the access to each of ``who``, positions; 0 where no route leads there."""
        asked = who[np.isnan(self._found[who])]
        for family in np.unique(self._families[asked]).tolist():
            self._follow(self._family(family))
        return self._found[who]

    @cached_property
    def _people(self) -> People:
        return People(stated_by(self._snapshot, self._day), self._day, self._settings)

    @cached_property
    def _order(self) -> Ints:
        return np.argsort(self._families, kind="stable")

    @cached_property
    def _ordered(self) -> Ints:
        return self._families[self._order]

    def _family(self, family: int) -> list[int]:
        first, last = np.searchsorted(self._ordered, [family, family + 1])
        return self._order[first:last].tolist()  # type: ignore[no-any-return]

    def _follow(self, companies: list[int]) -> None:
        self._found[companies] = 0.0
        starts = {p: o.strength for p, o in self._people.openers(companies).items()}
        if not starts:
            return
        routes = Routes(self._people.network, starts)
        for company in companies:
            route = routes.to(self._people.deciders(company).people)
            if route is not None:
                self._found[company] = route.access


def stated_by(snapshot: Snapshot, day: int) -> Snapshot:
    """Return the graph with what of people had been stated by ``day``."""
    days = np.full(len(snapshot.nodes["Opportunity"]), day, dtype=np.int32)
    then = known_then(snapshot, days)
    edges: dict[EdgeKey, EdgeTable] = dict(then.edges)
    plays = then.edge("PLAYS")
    opened = snapshot.nodes["Opportunity"].days("opened_on")[plays.target]
    kept = [(plays, (opened != NO_DAY) & (opened <= day))]
    met = [snapshot.edge("TOOK_PART", kind, "Interaction") for kind in ("Person", "Seller")]
    kept += [(edge, _by(edge, day)) for edge in met]
    for edge, rows in kept:
        edges[edge.type, edge.source_kind, edge.target_kind] = edge.of(edge.frame.filter(rows))
    covers = snapshot.edge("COVERS")
    edges["COVERS", covers.source_kind, covers.target_kind] = as_stated(covers)
    # Which level our own people have is kept as it is today.
    sellers = then.nodes["Seller"].frame
    blank = sellers.with_columns(pl.lit(None, sellers["level"].dtype).alias("level"))
    nodes = {**then.nodes, "Seller": NodeTable("Seller", blank)}
    return Snapshot(snapshot.revision, nodes, edges)


def may_reach_enough(snapshot: Snapshot, days: Iterable[int]) -> bool:
    """Tell from dates alone whether :data:`LEAST_REACHED` companies can be reached on each day.

    Whoever is reached has a post or a role that was stated by then, and the route to him starts
    with somebody whom we cover or who took a stance.
    """
    return all(_most_reached(snapshot, day) >= LEAST_REACHED for day in days)


def _most_reached(snapshot: Snapshot, day: int) -> int:
    """Return how many companies can be reached at most."""
    if not any(_by(snapshot.edge(kind), day).any() for kind in ("COVERS", "HOLDS")):
        return 0
    posts, plays, for_ = (snapshot.edge(kind) for kind in ("WORKS_FOR", "PLAYS", "FOR"))
    deals = plays.target[_by(plays, day)]
    of_deals = for_.target[np.isin(for_.source, deals)]
    return int(np.union1d(posts.target[_by(posts, day)], of_deals).size)


def _by(edge: EdgeTable, day: int) -> Bools:
    """Return which rows had been stated by ``day``."""
    stated = edge.days("as_of")
    return np.asarray((stated != NO_DAY) & (stated <= day))
