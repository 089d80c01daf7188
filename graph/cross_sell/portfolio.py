"""The whole book in short: on whom revenue hangs, and what each seller does this week."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from pydantic import Field

from graph.cross_sell.ownership import ownership
from graph.cross_sell.revenue import latest_rates
from graph.decision.answer import day_of
from graph.decision.exposed import Exposed, exposed_revenue
from graph.decision.plan.book import week_of_book
from graph.decision.plan.week import PassedOver, WeekAction, WeekTotal
from graph.decision.results import Analysis, Answer
from graph.text import Text

if TYPE_CHECKING:
    import polars as pl

    from graph.settings import Settings
    from graph.snapshot import Snapshot

Progress = Callable[[int, int, Text], None]


class Portfolio(Answer):
    """The open deals of a group, or of the whole book.

    ``at_risk`` is what hangs on each person and seller (loss of access x amount, by currency),
    ``week`` the meetings of each seller; their worth is in ``currency``, deals in a currency
    without a rate (``no_rate``) count last. ``week_total`` says what they are worth together and
    how sure it is that nothing is worth more. ``passed_over`` are the best single meetings of deals
    (``next_contact`` of an analysis) that the week has no room for.
    """

    as_of: date
    group: str | None
    deals: list[str]
    currency: str
    hours: float
    at_risk: list[Exposed]
    week: dict[str, list[WeekAction]]
    week_total: WeekTotal = Field(default_factory=WeekTotal)
    passed_over: list[PassedOver] = Field(default_factory=list)
    no_rate: list[str] = Field(default_factory=list)

    def to_json(self) -> dict[str, Any]:
        """Return the answer as JSON data."""
        return self.model_dump(mode="json")


def portfolio(
    snapshot: Snapshot,
    analyses: Sequence[Analysis],
    rates: pl.DataFrame | None,
    *,
    settings: Settings,
    as_of: date,
    progress: Progress | None = None,
) -> Portfolio:
    """Return what the analysed deals rest on, and the week of each seller.

    Parameters
    ----------
    analyses : sequence of Analysis
        Of the whole book, or of the deals of one group (:func:`of_group`).
    rates : DataFrame or None
        The table of exchange rates.

    Examples
    --------
    >>> from graph.settings import Settings
    >>> from graph.snapshot import Snapshot
    >>> empty = portfolio(Snapshot.from_frames({}, {}), [], None, settings=Settings(),
    ...                   as_of=date(2026, 3, 31))
    >>> empty.at_risk, empty.week
    ([], {})
    """
    amounts, missing = amounts_in(analyses, rates, as_of, settings.currency)
    week = week_of_book(
        snapshot, analyses, amounts, as_of=as_of, settings=settings, progress=progress
    )
    return Portfolio(
        as_of=as_of,
        group=None,
        deals=[a.opportunity.id for a in analyses],
        currency=settings.currency,
        hours=settings.plan.hours,
        at_risk=exposed_revenue(analyses, amounts),
        week=week.sellers,
        week_total=week.total,
        passed_over=week.passed_over,
        no_rate=missing,
    )


def amounts_in(
    analyses: Iterable[Analysis], rates: pl.DataFrame | None, as_of: date, currency: str
) -> tuple[dict[str, float], list[str]]:
    """Return the amounts of deals in one currency, and the currencies that have no rate.

    A deal in a currency without a rate has no amount here: sums never mix currencies.
    """
    into = {**latest_rates(rates, as_of), currency: 1.0}
    found, missing = dict[str, float](), set[str]()
    for deal in (a.opportunity for a in analyses):
        if deal.amount is None:
            continue
        rate = into.get(deal.currency or currency)
        if rate is None:
            missing.add(str(deal.currency))
        else:
            found[deal.id] = deal.amount * rate
    return found, sorted(missing)


def heads(snapshot: Snapshot, as_of: date) -> dict[str, str]:
    """Return the id of the head of the group that each enterprise belongs to."""
    ids = snapshot.nodes["Enterprise"].ids
    owned = ownership(snapshot, day_of(as_of))
    return {ids[e]: ids[head] for e, head in enumerate(owned.heads())}


def of_group(analyses: Iterable[Analysis], group: str, heads_of: dict[str, str]) -> list[Analysis]:
    """Return the analyses of the deals whose enterprise belongs to the group of ``group``."""
    head = heads_of.get(group, group)
    return [a for a in analyses if heads_of.get(a.opportunity.enterprise or "") == head]
