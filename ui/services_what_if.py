"""What the What-if and Rival views ask for: supposed analyses, comparisons, scenarios, rivals."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import streamlit as st

from graph.decision.narrowed import Narrowed
from graph.decision.results import Analysis
from graph.decision.rivals.results import Rival, RivalsEye
from graph.decision.what_if.changes import Change
from graph.decision.what_if.compare import Comparison
from graph.errors import LinchpinError
from graph.settings import Settings
from graph.text import Text
from ui import scenarios, services
from ui.scenarios import Scenario
from ui.services import Version

# A scenario that somebody else keeps is seen after this many seconds at the latest.
SCENARIO_SECONDS = 5.0


@dataclass(frozen=True)
class Supposed:
    """A change of a what-if as the screen lists it: read and in words, or why it cannot be."""

    text: str
    words: Text
    change: Change | None = None


def read(changes: Sequence[str]) -> list[Supposed]:
    """Read changes; one that cannot be read says why, the others stand."""
    return [_one(services.settings().model_dump_json(), services.version(), c) for c in changes]


@st.cache_resource(show_spinner=False, max_entries=500)
def _one(key: str, at: Version, change: str) -> Supposed:
    from graph.decision.what_if import changes as what_if_changes

    snapshot = services._snapshot(key, at)
    try:
        found = what_if_changes.read(change, snapshot)
        return Supposed(change, what_if_changes.worded(change, snapshot), found)
    except LinchpinError as error:
        return Supposed(change, Text(error.say("en"), error.say("zh")))


def comparison(deal: str, changes: tuple[str, ...]) -> tuple[Analysis, Comparison]:
    """Return a deal as it is supposed, and what that changes."""
    after = services.analysis(deal, what_if=changes, explain=True)
    before = services.analysis(deal, explain=True)
    state = services.stamp()
    return after, _compared(before, after, (deal, changes), state)


@st.cache_resource(show_spinner=False, max_entries=100)
def _compared(
    _before: Analysis, _after: Analysis, asked: tuple[str, tuple[str, ...]], state: object
) -> Comparison:
    from graph.decision.what_if.compare import compare

    del state  # names the answer in the cache
    return compare(_before, _after, asked[1])


def colleagues(deal: str) -> list[str]:
    """Return the ids of the people who work for the deal's customer or its group."""
    return _colleagues(*services.stamp(), deal)


@st.cache_resource(show_spinner=False, max_entries=50)
def _colleagues(key: str, at: Version, day: date, deal: str) -> list[str]:
    import numpy as np

    from graph.decision.answer import day_of
    from graph.decision.members import group_of, staff_of

    snapshot = services._snapshot(key, at)
    customer = snapshot.edge("FOR")
    rows = customer.out(snapshot.nodes["Opportunity"].position(deal))
    group = group_of(snapshot, np.unique(customer.target[rows]).astype(np.int32), day_of(day))
    ids = snapshot.nodes["Person"].ids
    return [ids[i] for i in staff_of(snapshot, group, day_of(day))]


def rivals(deal: str) -> list[Rival]:
    """Return the competitors that are seen at a deal."""
    return _rivals(*services.stamp(), deal)


@st.cache_resource(show_spinner=False, max_entries=50)
def _rivals(key: str, at: Version, day: date, deal: str) -> list[Rival]:
    from graph.decision.rivals.eye import rivals_here

    settings = Settings.model_validate_json(key)
    return rivals_here(services._snapshot(key, at), deal, as_of=day, settings=settings)


def rivals_eye(deal: str, competitor: str) -> RivalsEye:
    """Return a deal as a competitor stands in it."""
    return _eye(*services.stamp(), (deal, competitor))


@st.cache_resource(show_spinner=False, max_entries=50)
def _eye(key: str, at: Version, day: date, asked: tuple[str, str]) -> RivalsEye:
    from graph.decision.rivals.eye import rivals_eye as look

    settings = Settings.model_validate_json(key)
    return look(services._snapshot(key, at), *asked, as_of=day, settings=settings)


def rival_narrowed(deal: str, competitor: str, hidden: frozenset[str]) -> Narrowed | None:
    """Return how a competitor reaches the deciders without some kinds of ties; None without any."""
    return _rival_narrowed(*services.stamp(), (deal, competitor, hidden)) if hidden else None


@st.cache_resource(show_spinner=False, max_entries=50)
def _rival_narrowed(
    key: str, at: Version, day: date, asked: tuple[str, str, frozenset[str]]
) -> Narrowed:
    from graph.decision.rivals.eye import rival_narrowed as look

    settings = Settings.model_validate_json(key)
    return look(services._snapshot(key, at), *asked, as_of=day, settings=settings)


def scenarios_of(deal: str) -> list[Scenario]:
    """Return the named scenarios of a deal."""
    moment = int(time.monotonic() / SCENARIO_SECONDS)
    return _scenarios(services.settings().model_dump_json(), deal, moment)


@st.cache_resource(show_spinner=False, max_entries=50)
def _scenarios(key: str, deal: str, moment: int) -> list[Scenario]:
    del moment  # only part of the key
    return scenarios.listed(services._store(key), deal)


def other_scenario(deal: str, name: str, changes: Sequence[str]) -> bool:
    """Tell whether a scenario of this name with other changes is kept."""
    return scenarios.replaced(services.store(), deal, name, changes) is not None


def keep_scenario(deal: str, name: str, changes: Sequence[str]) -> None:
    """Keep a what-if under a name; raises where it cannot be kept."""
    scenarios.save(services.store(), services.snapshot(), deal, name, changes)
    _scenarios.clear()


def forget_scenario(deal: str, name: str) -> None:
    """Delete a named scenario."""
    scenarios.delete(services.store(), deal, name)
    _scenarios.clear()


def forget() -> None:
    """Drop every computed answer."""
    for kept in (_one, _compared, _colleagues, _rivals, _eye, _rival_narrowed, _scenarios):
        kept.clear()
