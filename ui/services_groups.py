"""What the Group page asks for: the tree with its sums, the matrix, the paths and a plan."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import streamlit as st

from graph.cross_sell.ownership_results import OwnedGroup
from graph.cross_sell.results import CrossSell
from graph.cross_sell.results_plan import CrossSellPlan
from graph.cross_sell.whitespace_results import Whitespace
from graph.decision.results import Sentence
from graph.settings import Settings
from ui import services
from ui.groups.grid import Grid
from ui.groups.matrix import plain_rows
from ui.services import Version


@dataclass(frozen=True)
class Owned:
    """A group with the months and the currency that its sums are in."""

    group: OwnedGroup
    months: list[str]
    currency: str | None
    notes: list[Sentence]


@dataclass(frozen=True)
class Limits:
    """What a plan may use; None: no limit."""

    hours: float | None = None
    money: float | None = None
    per_person: int | None = None


def owned(group_id: str) -> Owned:
    """Return the tree of one group with its sums."""
    return _owned(*services.stamp(), group_id)


@st.cache_resource(show_spinner=False, max_entries=20)
def _owned(key: str, at: Version, day: date, group_id: str) -> Owned:
    from graph.cross_sell.ownership_groups import Book, Tables, groups

    tables = Tables(services._table(key, at, "billing"), services._table(key, at, "rates"))
    chosen, snapshot = Settings.model_validate_json(key), services._snapshot(key, at)
    risky = _risky(key, at, day, group_id)
    book = Book(snapshot, tables, as_of=day, settings=chosen, at_risk=risky)
    answer = groups(book, [group_id])
    return Owned(answer.groups[0], answer.months, answer.currency, answer.notes)


def _risky(key: str, at: Version, day: date, group_id: str) -> list[str]:
    """Analyse the open deals of a group and return which are at risk."""
    from graph.cross_sell.ownership import ownership
    from graph.cross_sell.revenue import day_of
    from graph.cross_sell.revenue_risk import at_risk, open_deals_of
    from graph.decision import analyze

    chosen, snapshot = Settings.model_validate_json(key), services._snapshot(key, at)
    group = snapshot.nodes["Enterprise"].position(group_id)
    deals = open_deals_of(snapshot, ownership(snapshot, day_of(day)).reach(group), day)
    own = services._own_rules(key, at)
    answers = (own(analyze(snapshot, deal, as_of=day, settings=chosen)) for deal in deals)
    return at_risk(answers, chosen.cross_sell)


def matrix(group_id: str) -> Whitespace:
    """Return the whitespace matrix of one group, with what the best ways in are worth."""
    return _matrix(*services.stamp(), group_id)


@st.cache_resource(show_spinner=False, max_entries=20)
def _matrix(key: str, at: Version, day: date, group_id: str) -> Whitespace:
    from graph.cross_sell.revenue import revenue
    from graph.cross_sell.whitespace_matrix import whitespace

    snapshot, billing = services._snapshot(key, at), services._table(key, at, "billing")
    chosen = Settings.model_validate_json(key)
    ways = _cross_sell(key, at, day, group_id)
    return whitespace(
        snapshot,
        group_id,
        as_of=day,
        currency=chosen.currency,
        paid=revenue(snapshot, billing, day, chosen.cross_sell.billed_months),
        expected={(p.member, p.product): p.expected_value for p in ways.paths},
    )


def grid(group_id: str) -> Grid:
    """Return the matrix of one group ready to be drawn, with the cells that can be chosen."""
    return _grid(*services.stamp(), group_id)


@st.cache_resource(show_spinner=False, max_entries=20)
def _grid(key: str, at: Version, day: date, group_id: str) -> Grid:
    ways = _cross_sell(key, at, day, group_id)
    reachable = frozenset((p.member, p.product) for p in ways.paths)
    return Grid(_matrix(key, at, day, group_id), reachable, (key, at, day, group_id))


def cross_sell(group_id: str) -> CrossSell:
    """Return every cross-sell path of one group, best first."""
    return _cross_sell(*services.stamp(), group_id)


@st.cache_resource(show_spinner=False, max_entries=20)
def _cross_sell(key: str, at: Version, day: date, group_id: str) -> CrossSell:
    from graph.cross_sell import cross_sell as paths_of

    chosen = Settings.model_validate_json(key)
    billing = services._table(key, at, "billing")
    return paths_of(
        services._snapshot(key, at), billing, group_id, as_of=day, settings=chosen, top=0
    )


def planned(group_id: str, limits: Limits) -> CrossSellPlan | None:
    """Return the best set of paths under the limits."""
    return _planned(*services.stamp(), (group_id, limits))


@st.cache_resource(show_spinner=False, max_entries=40)
def _planned(key: str, at: Version, day: date, asked: tuple[str, Limits]) -> CrossSellPlan | None:
    from graph.cross_sell import cross_sell as answer_of
    from graph.cross_sell.plan import Budget

    group_id, limits = asked
    return answer_of(
        services._snapshot(key, at),
        services._table(key, at, "billing"),
        group_id,
        as_of=day,
        settings=Settings.model_validate_json(key),
        top=1,
        budget=Budget(limits.hours, limits.money, limits.per_person),
    ).plan


def forget() -> None:
    """Drop every answer about groups."""
    for kept in (_owned, _cross_sell, _matrix, _grid, _planned, plain_rows):
        kept.clear()
