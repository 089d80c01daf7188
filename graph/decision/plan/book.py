"""The week of each seller over a book: the models of all deals, built once, and what they offer."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from graph.decision.access import AccessMap
from graph.decision.answer import day_of
from graph.decision.members import Case
from graph.decision.model import build
from graph.decision.plan.offers import Offers
from graph.decision.plan.week import WeekPlan, week
from graph.text import Text

if TYPE_CHECKING:
    from graph.decision.results import Analysis
    from graph.settings import Settings
    from graph.snapshot import Snapshot

Progress = Callable[[int, int, Text], None]


def week_of_book(
    snapshot: Snapshot,
    analyses: Sequence[Analysis],
    amounts: Mapping[str, float],
    *,
    as_of: date,
    settings: Settings,
    progress: Progress | None = None,
) -> WeekPlan:
    """Return the week of each seller over the analysed deals.

    Parameters
    ----------
    analyses : sequence of Analysis
        Of the deals; their ``next_contact`` is held against the week.
    amounts : mapping of deal to money
        In one currency.
    progress : callable or None
        Told ``(done, total, what)``; may raise to stop.

    Raises
    ------
    NotFoundError
        No such deal.

    Examples
    --------
    >>> from graph.settings import Settings
    >>> from graph.snapshot import Snapshot
    >>> week_of_book(Snapshot.from_frames({}, {}), [], {}, as_of=date(2026, 1, 1),
    ...              settings=Settings()).sellers
    {}
    """
    asked = [a.opportunity.id for a in analyses]

    def tell(done: int, what: Text) -> None:
        if progress is not None:
            progress(done, len(asked), what)

    offers: dict[str, Offers] = {}
    for done, id_ in enumerate(asked, start=1):
        at = snapshot.nodes["Opportunity"].position(id_)
        model = build(Case(snapshot, at, day_of(as_of), settings))
        offers[id_] = Offers(model, AccessMap(model), settings.plan.hours)
        tell(done, Text("Looking at meetings", "正在考察会面"))
    best = {a.opportunity.id: a.next_contact for a in analyses if a.next_contact is not None}
    choosing = Text("Choosing the week", "正在选择本周会面")
    return week(offers, amounts, best, settings.plan.hours, lambda: tell(len(asked), choosing))
