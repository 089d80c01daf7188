"""What pages ask for: the store, the snapshot and the answers, computed once and kept.

Everything is cached by the store's revision, the day and the settings, so a new load is seen at
the next run of a page and nothing is computed twice. The caches hold frozen answers only and are
shared by all sessions; nothing in them depends on a reader or a language.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

import polars as pl
import streamlit as st

from graph.decision.results import Analysis
from graph.errors import StoreDownError, UsageError
from graph.settings import Settings
from graph.snapshot import Snapshot
from graph.text import Text
from ui import jobs

if TYPE_CHECKING:
    from graph.decision.analyze import OpenedDeal
    from queries.own_rules import OwnRules

VERSION_SECONDS = 3.0
# Id of a store and its revision.
Version = tuple[str, int]
# The settings, the store's version and the day.
Stamp = tuple[str, Version, date]


def settings() -> Settings:
    """Return the settings in force (linchpin.toml and the environment)."""
    return _settings(os.environ.get("LINCHPIN_SETTINGS", ""))


@st.cache_resource(show_spinner=False)
def _settings(origin: str) -> Settings:
    del origin  # only part of the key
    from graph.settings_file import load_settings

    return load_settings()[0]


def as_of() -> date:
    """Return the day the screen looks at: ``?as_of=``, LINCHPIN_AS_OF, today."""
    given = st.query_params.get("as_of") or st.session_state.get("as_of_day")
    given = given or os.environ.get("LINCHPIN_AS_OF")
    if not given:
        return today()
    try:
        return date.fromisoformat(str(given))
    except ValueError:
        raise UsageError(
            Text("'{given}' is not a day.", "“{given}”不是日期。").format(given=given),
            Text("Write it as 2026-03-31.", "请写成 2026-03-31 的形式。"),
        ) from None


def today() -> date:
    """Return the day on which a file is brought, whatever day the screen looks at."""
    return date.today()


@st.cache_resource(show_spinner=False)
def _store(key: str) -> Any:
    from graph.store import connect

    return connect(Settings.model_validate_json(key))


def store() -> Any:
    """Return the store, connected once for all sessions; raises StoreError where it is down."""
    return _store(settings().model_dump_json())


def version() -> Version:
    """Return which store and revision the answers are of, at most a few seconds old.

    A connection that broke (a local server that ended when idle) is made anew once.
    """
    key, moment = settings().model_dump_json(), int(time.monotonic() / VERSION_SECONDS)
    try:
        return _version(key, moment)
    except StoreDownError:
        forget_store()
        return _version(key, moment)


@st.cache_resource(show_spinner=False, max_entries=2)
def _version(key: str, moment: int) -> Version:
    del moment  # only part of the key, as the version is below
    found: Version = _store(key).version()
    return found


def forget_store() -> None:
    """Drop the connection, so that the next run connects anew."""
    _store.clear()
    _version.clear()


def forget_answers() -> None:
    """Drop every computed answer, so that the next run reads the store and computes anew."""
    for kept in (
        _version,
        _settings,
        _analyses,
        _analysis,
        _opened,
        _groups,
        _standing,
    ):
        kept.clear()
    from ui import (
        services_campaigns,
        services_groups,
        services_plan,
        services_portfolio,
        services_query,
        services_reviews,
        services_tags,
        services_what_if,
    )

    services_campaigns.forget()
    services_groups.forget()
    services_plan.forget()
    services_portfolio.forget()
    services_query.forget()
    services_reviews.forget()
    services_tags.forget()
    services_what_if.forget()


def stamp() -> Stamp:
    """Return the settings, the store's version and the day: what answers are kept by."""
    return settings().model_dump_json(), version(), as_of()


def revision() -> int:
    """Return the store's revision."""
    return version()[1]


def snapshot() -> Snapshot:
    """Return the picture of the graph at the store's revision."""
    return _snapshot(settings().model_dump_json(), version())


@st.cache_resource(show_spinner=False, max_entries=2)
def _snapshot(key: str, at: Version) -> Snapshot:
    del at
    found: Snapshot = _store(key).snapshot()
    return found


def analyses() -> list[Analysis]:
    """Return the analysis of every open deal."""
    return _analyses(*stamp())


def analysed() -> bool:
    """Tell whether every open deal is analysed; while not, draw how far it is, with Cancel."""
    key = stamp()
    _snapshot(*key[:2])  # read here: the thread only computes
    return jobs.finished(("analyses", *key), lambda tell: _analyses(*key, _progress=tell))


@st.cache_resource(show_spinner=False, max_entries=4)
def _analyses(
    key: str, at: Version, day: date, _progress: jobs.Progress | None = None
) -> list[Analysis]:
    from graph.decision import analyze_all

    chosen = Settings.model_validate_json(key)
    own = _own_rules(key, at)
    found = analyze_all(_snapshot(key, at), as_of=day, settings=chosen, progress=_progress)
    return [own(answer) for answer in found]


def _own_rules(key: str, at: Version) -> Callable[[Analysis], Analysis]:
    """Return what adds the findings of the team's own rules (``rules.own``) to an analysis."""
    from queries.own_rules import with_own

    store, snap, rules = _own(key, at)
    return lambda answer: with_own(store, snap, answer, rules)


def _own(key: str, at: Version) -> tuple[Any, Snapshot, OwnRules]:
    """Return the team's own rules and checks, and what they are asked of."""
    from graph.settings_file import load_settings
    from queries.own_rules import read_rules
    from queries.region_names import with_regions_checked

    chosen, snap = Settings.model_validate_json(key), _snapshot(key, at)
    own = with_regions_checked(read_rules(chosen.rules.own), snap, chosen, load_settings()[1])
    return _store(key), snap, own


def analysis(opportunity: str, *, what_if: Sequence[str] = (), explain: bool = False) -> Analysis:
    """Return the analysis of one deal; raises NotFoundError that names near ids."""
    asked = (opportunity, tuple(what_if), explain)
    return _analysis(*stamp(), asked)


@st.cache_resource(show_spinner=False, max_entries=200)
def _analysis(
    key: str, at: Version, day: date, asked: tuple[str, tuple[str, ...], bool]
) -> Analysis:
    from graph.decision.analyze import analysis_of

    opportunity, what_if, explain = asked
    answer = analysis_of(_opened(key, at, day, opportunity, what_if), explain=explain)
    return _own_rules(key, at)(answer)


@st.cache_resource(show_spinner=False, max_entries=30)
def _opened(
    key: str, at: Version, day: date, opportunity: str, what_if: tuple[str, ...]
) -> OpenedDeal:
    """Open a deal once for all that its page shows."""
    from graph.decision.analyze import open_deal

    return open_deal(
        _snapshot(key, at),
        opportunity,
        as_of=day,
        settings=Settings.model_validate_json(key),
        what_if=what_if,
    )


def table(name: str) -> pl.DataFrame:
    """Return a table beside the graph, such as ``billing``."""
    return _table(settings().model_dump_json(), version(), name)


@st.cache_resource(show_spinner=False, max_entries=6)
def _table(key: str, at: Version, name: str) -> pl.DataFrame:
    del at
    found: pl.DataFrame = _store(key).table(name)
    return found


def groups() -> list[str]:
    """Return the ids of the heads of all groups, the one with most at stake first.

    At stake is the amount of the open deals that the head controls; between equals the revenue of
    the billed months decides, then the id. No deal need be analysed for it.
    """
    return _groups(*stamp())


@st.cache_resource(show_spinner=False, max_entries=4)
def _groups(key: str, at: Version, day: date) -> list[str]:
    from graph.cross_sell.ownership_groups import Book, Tables, by_stake

    tables = Tables(_table(key, at, "billing"), _table(key, at, "rates"))
    chosen = Settings.model_validate_json(key)
    return by_stake(Book(_snapshot(key, at), tables, as_of=day, settings=chosen))


def standing(deal: str | None = None) -> dict[str, float | None]:
    """Return where each stands in a deal, or at the lowest in any; None where it is not known."""
    return _standing(*stamp(), deal)


@st.cache_resource(show_spinner=False, max_entries=8)
def _standing(key: str, at: Version, day: date, deal: str | None) -> dict[str, float | None]:
    from graph.decision.stance import everywhere

    snap = _snapshot(key, at)
    stated = everywhere(snap, (day - date(1970, 1, 1)).days, Settings.model_validate_json(key))
    if deal is not None:
        deals = snap.nodes["Opportunity"]
        stated = stated.filter(pl.col("deal") == (deals.position(deal) if deal in deals else -1))
    ids, found = snap.nodes["Person"].ids, dict[str, float | None]()
    for person, expected in zip(stated["person"], stated["expected"], strict=True):
        before = found.get(ids[person])
        found[ids[person]] = expected if before is None else min(before, expected)
    return found
