"""The contact plan of every open deal, from which the week of each seller is chosen."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import TYPE_CHECKING

from graph.decision.access import AccessMap
from graph.decision.answer import day_of
from graph.decision.members import Case
from graph.decision.model import build
from graph.decision.plan.contacts import contact_plan
from graph.text import Text

if TYPE_CHECKING:
    from graph.decision.plan.results import Contact
    from graph.settings import Settings
    from graph.snapshot import Snapshot

Progress = Callable[[int, int, Text], None]


def contacts_of_book(
    snapshot: Snapshot,
    deals: Iterable[str],
    *,
    as_of: date,
    settings: Settings,
    progress: Progress | None = None,
) -> dict[str, list[Contact]]:
    """Return the contact plan of each of ``deals``, each within the hours of one deal's plan.

    Raises
    ------
    NotFoundError
        No such deal.

    Examples
    --------
    >>> from graph.settings import Settings
    >>> from graph.snapshot import Snapshot
    >>> contacts_of_book(Snapshot.from_frames({}, {}), [], as_of=date(2026, 1, 1),
    ...                  settings=Settings())
    {}
    """
    asked = list(deals)
    found: dict[str, list[Contact]] = {}
    for done, id_ in enumerate(asked, start=1):
        at = snapshot.nodes["Opportunity"].position(id_)
        model = build(Case(snapshot, at, day_of(as_of), settings))
        found[id_] = contact_plan(model, AccessMap(model))[0]
        if progress is not None:
            progress(done, len(asked), Text("Planning meetings", "正在安排会面"))
    return found
