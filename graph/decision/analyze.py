"""The decision analysis of one deal, or of every open one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from graph.decision.access import AccessMap
from graph.decision.answer import answer, day_of
from graph.decision.goals import coverage_goals
from graph.decision.known import with_known
from graph.decision.meet import hold_meetings
from graph.decision.members import Case
from graph.decision.model import build
from graph.decision.next_contact import next_contact
from graph.decision.notes import notes
from graph.decision.rules import weak_links
from graph.decision.what_if.suppose import suppose
from graph.opportunities import open_on
from graph.text import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import date

    from graph.decision.model import DealModel
    from graph.decision.results import Analysis
    from graph.settings import Settings
    from graph.snapshot import Snapshot


def analyze(
    snapshot: Snapshot,
    opportunity_id: str,
    *,
    as_of: date,
    settings: Settings,
    what_if: Sequence[str] = (),
    explain: bool = False,
) -> Analysis:
    """Analyse one deal: who decides, how it leans, how we reach them, what is weak, what is next.

    Parameters
    ----------
    snapshot : Snapshot
        The graph.
    opportunity_id : str
        The deal.
    as_of : date
        The day on which it is looked at: the only clock.
    settings : Settings
        Constants and rules in force.
    what_if : sequence of str
        Changes to suppose, as :mod:`graph.decision.what_if.suppose` reads them.
    explain : bool
        Add the model, from which every number can be recomputed.

    Raises
    ------
    NotFoundError
        No such deal, or a what-if names somebody who is not there.
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
    ...     {"PLAYS": pl.DataFrame({"from": ["wang"], "to": ["d"], "roles": [["decision_maker"]]}),
    ...      "HOLDS": pl.DataFrame({"from": ["wang"], "to": ["d"], "stance": ["mentor"]})},
    ... )
    >>> found = analyze(graph, "d", as_of=date(2026, 3, 31), settings=Settings())
    >>> found.lean, found.people[0].influence
    (0.8, 1.0)
    """
    opened = open_deal(snapshot, opportunity_id, as_of=as_of, settings=settings, what_if=what_if)
    return analysis_of(opened, explain=explain)


@dataclass(frozen=True)
class OpenedDeal:
    """The model of a deal and our access in it, from which every view of the deal is computed."""

    model: DealModel
    access: AccessMap


def open_deal(
    snapshot: Snapshot,
    opportunity_id: str,
    *,
    as_of: date,
    settings: Settings,
    what_if: Sequence[str] = (),
) -> OpenedDeal:
    """Return a deal ready to be looked at; parameters and errors are those of :func:`analyze`."""
    deal = snapshot.nodes["Opportunity"].position(opportunity_id)
    case = Case(snapshot, deal, day_of(as_of), settings, suppose(what_if, snapshot))
    model = hold_meetings(build(case))
    return OpenedDeal(model, AccessMap(model))


def analysis_of(opened: OpenedDeal, *, explain: bool = False) -> Analysis:
    """Return the analysis of an opened deal, as :func:`analyze` does."""
    model, access = opened.model, opened.access
    answered = answer(model, access, explain=explain)
    return answered.model_copy(
        update={
            "people": with_known(model, answered.people),
            "coverage_goals": coverage_goals(model),
            "findings": weak_links(model, access),
            "next_contact": next_contact(model, access),
            "notes": notes(model, access),
        }
    )


def analyze_all(
    snapshot: Snapshot,
    *,
    as_of: date,
    settings: Settings,
    progress: Callable[[int, int, Text], None] | None = None,
) -> Iterator[Analysis]:
    """Analyse every deal open on the day, in the order of their ids."""
    table = snapshot.nodes["Opportunity"]
    deals = [table.ids[at] for at in open_on(snapshot, as_of)]
    for done, id_ in enumerate(deals, start=1):
        yield analyze(snapshot, id_, as_of=as_of, settings=settings)
        if progress is not None:
            progress(done, len(deals), Text("Analysing deals", "正在分析商机"))
