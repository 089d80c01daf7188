"""What the Portfolio page asks for: meetings of the week, amounts in one currency, groups."""

from __future__ import annotations

from datetime import date

import streamlit as st

from graph.decision.plan.results import Contact
from graph.settings import Settings
from ui import jobs, services
from ui.services import Version


def planned() -> bool:
    """Tell whether every open deal has its contact plan; while not, draw how far it is."""
    key = services.stamp()
    deals = tuple(a.opportunity.id for a in services.analyses())
    return jobs.finished(("contacts", *key), lambda tell: _contacts(*key, deals, _progress=tell))


def contacts() -> dict[str, list[Contact]]:
    """Return the contact plan of every open deal."""
    deals = tuple(a.opportunity.id for a in services.analyses())
    return _contacts(*services.stamp(), deals)


@st.cache_resource(show_spinner=False, max_entries=4)
def _contacts(
    key: str,
    at: Version,
    day: date,
    deals: tuple[str, ...],
    _progress: jobs.Progress | None = None,
) -> dict[str, list[Contact]]:
    from graph.decision.plan.book import contacts_of_book

    chosen = Settings.model_validate_json(key)
    snapshot = services._snapshot(key, at)
    return contacts_of_book(snapshot, deals, as_of=day, settings=chosen, progress=_progress)


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
