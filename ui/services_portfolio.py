"""What the Portfolio page asks for: meetings of the week, amounts in one currency, groups."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import streamlit as st

from graph.settings import Settings
from ui import jobs, services
from ui.services import Version

if TYPE_CHECKING:
    from graph.decision.plan.week import WeekPlan


def planned(deals: tuple[str, ...]) -> bool:
    """Tell whether the week over these deals is chosen; while not, draw how far it is."""
    key = services.stamp()
    amounts()  # analyses and rates are read here: the thread only computes
    return jobs.finished(("week", *key, deals), lambda tell: _week(*key, deals, _progress=tell))


def week(deals: tuple[str, ...]) -> WeekPlan:
    """Return the week of each seller over these open deals."""
    return _week(*services.stamp(), deals)


@st.cache_resource(show_spinner=False, max_entries=16)
def _week(
    key: str,
    at: Version,
    day: date,
    deals: tuple[str, ...],
    _progress: jobs.Progress | None = None,
) -> WeekPlan:
    from graph.cross_sell.portfolio import amounts_in
    from graph.decision.plan.book import week_of_book

    chosen, asked = Settings.model_validate_json(key), set(deals)
    analyses = [a for a in services._analyses(key, at, day) if a.opportunity.id in asked]
    rates = services._table(key, at, "rates")
    return week_of_book(
        services._snapshot(key, at),
        analyses,
        amounts_in(analyses, rates, day, chosen.currency)[0],
        as_of=day,
        settings=chosen,
        progress=_progress,
    )


def amounts() -> tuple[dict[str, float], list[str]]:
    """Return the amounts of the open deals in the book's currency, and the currencies left out.

    A deal in a currency without a rate has no amount here: sums never mix currencies.
    """
    from graph.cross_sell.portfolio import amounts_in

    rates = services.table("rates")
    return amounts_in(services.analyses(), rates, services.as_of(), services.settings().currency)


def group_heads() -> dict[str, str]:
    """Return the id of the head of the group that each enterprise belongs to."""
    from graph.cross_sell.portfolio import heads

    return heads(services.snapshot(), services.as_of())


def forget() -> None:
    """Drop every week."""
    _week.clear()
