"""The plan of one deal: routes, contacts, the least that must change, committee, stages."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from graph.decision.access import AccessMap
from graph.decision.answer import day_of, deal_of
from graph.decision.meet import hold_meetings
from graph.decision.members import Case
from graph.decision.model import build
from graph.decision.plan.committee import committee_of
from graph.decision.plan.contacts import contact_plan
from graph.decision.plan.playbook import playbook
from graph.decision.plan.results import Plan
from graph.decision.plan.routes import ROUTE_KINDS, routes
from graph.decision.plan.win import win_plans
from graph.decision.question import next_question
from graph.decision.what_if.suppose import suppose
from graph.errors import not_found
from graph.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from graph.decision.model import DealModel
    from graph.decision.plan.routes import Start
    from graph.settings import Settings
    from graph.snapshot import Snapshot

# Without a target, the heaviest of those who decide.
MOST_TARGETS = 12
NAMES = {
    ("Person", "Seller"): Text("person or seller", "联系人或我方人员"),
    ("Seller",): Text("seller", "我方人员"),
}


@dataclass(frozen=True)
class Asked:
    """What is asked of a plan.

    Parameters
    ----------
    hours : float or None
        Budget of the contact plan; None is ``[plan] hours``.
    targets : tuple of person ids
        Whom routes lead to; by default those who decide, the heaviest first.
    start : {"team", "supporters", "held"}
        Where routes start.
    k : int
        Routes to each target.
    avoid : tuple of ids
        People and sellers who take no part: nobody is led past them, they meet nobody, and the
        win plan leaves their mind as it is.
    avoid_ties : tuple of str
        Kinds of relationship that routes do without, of :data:`routes.ROUTE_KINDS`.
    seller_hours : mapping of seller id to hours
        What a seller has of the hours, before ``[plan] seller_hours``.
    cheapest : bool
        Let the win plan cost least, instead of changing the fewest people.
    what_if : tuple of changes
        As :mod:`graph.decision.what_if.suppose` reads them.
    """

    hours: float | None = None
    targets: tuple[str, ...] = ()
    start: Start = "team"
    k: int = 3
    avoid: tuple[str, ...] = ()
    avoid_ties: tuple[str, ...] = ()
    seller_hours: Mapping[str, float] = field(default_factory=dict)
    cheapest: bool = False
    what_if: tuple[str, ...] = ()


def plan(
    snapshot: Snapshot,
    opportunity_id: str,
    *,
    as_of: date,
    settings: Settings,
    asked: Asked | None = None,
) -> Plan:
    """Return everything that can be done about one deal.

    Parameters
    ----------
    snapshot : Snapshot
        The graph.
    opportunity_id : str
        The deal.
    as_of : date
        The day on which it is looked at: the only clock.
    settings : Settings
        Constants, assumptions and stages in force.
    asked : Asked, optional
        Hours, targets and the rest; by default the settings and those who decide.

    Raises
    ------
    NotFoundError
        No such deal, or somebody who is named is not there.
    UsageError
        A what-if that cannot be read.

    Examples
    --------
    >>> import polars as pl
    >>> from datetime import date
    >>> from graph.settings import Settings
    >>> from graph.snapshot import Snapshot
    >>> graph = Snapshot.from_frames(
    ...     {"Person": pl.DataFrame({"id": ["wang"]}), "Opportunity": pl.DataFrame({"id": ["d"]})},
    ...     {"PLAYS": pl.DataFrame({"from": ["wang"], "to": ["d"], "roles": [["approver"]]})},
    ... )
    >>> found = plan(graph, "d", as_of=date(2026, 3, 31), settings=Settings())
    >>> [change.person for change in found.win.changes], found.committee_reason.en[:30]
    (['wang'], 'No votes are stated in this de')
    """
    asked = asked or Asked()
    deal = snapshot.nodes["Opportunity"].position(opportunity_id)
    case = Case(snapshot, deal, day_of(as_of), settings, suppose(asked.what_if, snapshot))
    model = hold_meetings(build(case))
    _known(snapshot, ("Person", "Seller"), asked.avoid)
    _known(snapshot, ("Seller",), asked.seller_hours)
    access = AccessMap(model)
    ids = [snapshot.nodes["Person"].ids[p] for p in model.people]
    available = {**settings.plan.seller_hours, **asked.seller_hours}
    contacts, total = contact_plan(
        model, access, asked.hours, available=available, avoid=asked.avoid
    )
    kept = {i for i, id_ in enumerate(ids) if id_ in asked.avoid}
    win, win_reason = win_plans(model, cheapest=asked.cheapest, without=kept)
    power, committee_reason = committee_of(model)
    targets = asked.targets or _deciders(model, ids, asked.avoid)
    persuasion = routes(
        model,
        access,
        targets,
        k=asked.k,
        start=asked.start,
        avoid=asked.avoid,
        kinds=[kind for kind in ROUTE_KINDS if kind not in asked.avoid_ties],
    )
    reached = {route.target for route in persuasion}
    return Plan(
        opportunity=deal_of(model),
        as_of=model.as_of,
        persuasion=persuasion,
        without_route=[id_ for id_ in dict.fromkeys(targets) if id_ not in reached],
        avoid_ties=list(asked.avoid_ties),
        contacts=contacts,
        contacts_total=total,
        win=win,
        win_reason=win_reason,
        committee=power,
        committee_reason=committee_reason,
        playbook=playbook(model, access),
        next_question=next_question(model),
    )


def _deciders(model: DealModel, ids: list[str], avoid: tuple[str, ...]) -> list[str]:
    """Return those who decide, the heaviest first."""
    return [ids[i] for i in model.deciders if ids[i] not in avoid][:MOST_TARGETS]


def _known(snapshot: Snapshot, kinds: tuple[str, ...], ids: Iterable[str]) -> None:
    """Refuse the id of nobody: it would silently change nothing."""
    here = [id_ for kind in kinds for id_ in snapshot.nodes[kind].ids]
    for id_ in ids:
        if id_ not in here:
            raise not_found(NAMES[kinds], id_, here)
