"""What the plans of the Deal page ask for: routes, contacts, the win plan, computed once and kept.

As in :mod:`ui.services`, everything is cached by settings, the store's version and the day.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import streamlit as st

from graph.decision.plan.results import (
    CommitteePower,
    Contact,
    ContactTotal,
    Persuasion,
    StageCheck,
    WinPlan,
)
from graph.decision.results import Sentence
from ui import services
from ui.services import Version

if TYPE_CHECKING:
    from graph.decision.access import AccessMap
    from graph.decision.model import DealModel
    from graph.decision.narrowed import Narrowed
    from graph.decision.plan.routes import Start


# Hours, who takes no part, and what sellers have of the hours.
Meetings = tuple[float, tuple[str, ...], tuple[tuple[str, float], ...] | None]


@dataclass(frozen=True)
class Wanted:
    """What is asked of routes; ``meetings`` (seller, person) are supposed to have been held."""

    targets: tuple[str, ...]
    k: int = 3
    start: Start = "team"
    avoid: tuple[str, ...] = ()
    kinds: tuple[str, ...] | None = None
    meetings: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Contacts:
    """A contact plan; ``total`` is None where nobody is known to decide."""

    contacts: list[Contact]
    total: ContactTotal | None


@dataclass(frozen=True)
class Win:
    """The win plan, or why there is none."""

    plan: WinPlan | None
    reason: Sentence | None


def routes_of(opportunity: str, wanted: Wanted) -> list[Persuasion]:
    """Return the persuasion routes of a deal."""
    return _routes(*services.stamp(), opportunity, wanted)


def narrowed_of(
    opportunity: str, hidden: frozenset[str], what_if: tuple[str, ...] = ()
) -> Narrowed | None:
    """Return how a deal's deciders are reached without some kinds of ties; None without any."""
    return _narrowed(*services.stamp(), opportunity, (hidden, what_if)) if hidden else None


def contacts_of(
    opportunity: str,
    hours: float,
    avoid: Sequence[str] = (),
    available: Mapping[str, float] | None = None,
) -> Contacts:
    """Return the contact plan of a deal; ``avoid``: people and sellers who take no part.

    ``available``: what a seller has of the hours; None is ``[plan] seller_hours``.
    """
    limits = None if available is None else tuple(sorted(available.items()))
    return _contacts(*services.stamp(), opportunity, (hours, tuple(avoid), limits))


def win_of(opportunity: str, avoid: Sequence[str] = (), *, cheapest: bool = False) -> Win:
    """Return the win plan of a deal; those in ``avoid`` stay as they are."""
    return _win(*services.stamp(), opportunity, (tuple(avoid), cheapest))


def committee_of(opportunity: str) -> tuple[CommitteePower | None, Sentence | None]:
    """Return the power in a deal's committee, or why there are no indices."""
    return _committee(*services.stamp(), opportunity)


def playbook_of(opportunity: str) -> list[StageCheck]:
    """Return every check of every stage of a deal, those of the team's own too."""
    return _playbook(*services.stamp(), opportunity)[0]


def playbook_faults(opportunity: str) -> list[Sentence]:
    """Return what is wrong with checks of the team's own."""
    return _playbook(*services.stamp(), opportunity)[1]


def forget() -> None:
    """Drop what was computed."""
    for kept in (_routes, _narrowed, _contacts, _win, _committee, _playbook):
        kept.clear()


def _model(
    key: str, at: Version, day: date, opportunity: str, meetings: tuple[tuple[str, str], ...]
) -> tuple[DealModel, AccessMap]:
    changes = tuple(f"meet:{seller}={person}" for seller, person in meetings)
    opened = services._opened(key, at, day, opportunity, changes)
    return opened.model, opened.access


@st.cache_resource(show_spinner=False, max_entries=200)
def _routes(key: str, at: Version, day: date, opportunity: str, wanted: Wanted) -> list[Persuasion]:
    from graph.decision.plan.routes import routes

    return routes(
        *_model(key, at, day, opportunity, wanted.meetings),
        wanted.targets,
        k=wanted.k,
        start=wanted.start,
        avoid=wanted.avoid,
        kinds=wanted.kinds,
    )


@st.cache_resource(show_spinner=False, max_entries=50)
def _narrowed(
    key: str,
    at: Version,
    day: date,
    opportunity: str,
    asked: tuple[frozenset[str], tuple[str, ...]],
) -> Narrowed:
    from graph.decision.narrowed import narrowed

    hidden, what_if = asked
    return narrowed(services._opened(key, at, day, opportunity, what_if).model, hidden)


@st.cache_resource(show_spinner=False, max_entries=100)
def _contacts(key: str, at: Version, day: date, opportunity: str, asked: Meetings) -> Contacts:
    from graph.decision.plan.contacts import contact_plan

    hours, avoid, limits = asked
    available = None if limits is None else dict(limits)
    model, access = _model(key, at, day, opportunity, ())
    return Contacts(*contact_plan(model, access, hours, available=available, avoid=avoid))


@st.cache_resource(show_spinner=False, max_entries=100)
def _win(
    key: str, at: Version, day: date, opportunity: str, asked: tuple[tuple[str, ...], bool]
) -> Win:
    from graph.decision.plan.win import win_plans

    avoid, cheapest = asked
    model, _ = _model(key, at, day, opportunity, ())
    ids = model.snapshot.nodes["Person"].ids
    kept = [i for i, p in enumerate(model.people.tolist()) if ids[p] in avoid]
    return Win(*win_plans(model, cheapest=cheapest, without=kept))


@st.cache_resource(show_spinner=False, max_entries=100)
def _committee(
    key: str, at: Version, day: date, opportunity: str
) -> tuple[CommitteePower | None, Sentence | None]:
    from graph.decision.plan.committee import committee_of as power_of

    return power_of(_model(key, at, day, opportunity, ())[0])


@st.cache_resource(show_spinner=False, max_entries=100)
def _playbook(
    key: str, at: Version, day: date, opportunity: str
) -> tuple[list[StageCheck], list[Sentence]]:
    from graph.decision.answer import deal_of
    from graph.decision.plan.playbook import playbook
    from queries.own_checks import checked

    model, access = _model(key, at, day, opportunity, ())
    store, snapshot, own = services._own(key, at)
    return checked(store, snapshot, (deal_of(model), day), playbook(model, access), own)
