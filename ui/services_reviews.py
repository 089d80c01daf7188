"""What the Changes view and the chance to win ask for: reviews, comparisons, the book's model.

As in :mod:`ui.services`, answers are cached by settings, the store's version and the day. Reviews
make no new version of the store: what somebody else saves is seen within a few seconds.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

import streamlit as st

from graph.decision.reviews.results import Look, ReviewDiff
from graph.decision.winning.results import WinAnswer
from graph.settings import Settings
from ui import jobs, reviews, services
from ui.reviews import NOW, Kept
from ui.services import Version

if TYPE_CHECKING:
    from graph.decision.reviews.state import DealState
    from graph.decision.winning.win import Book
    from graph.snapshot import Snapshot

REVIEW_SECONDS = 5.0


def kept(deal: str) -> list[Kept]:
    """Return the reviews of a deal, the one saved last at the end."""
    moment = int(time.monotonic() / REVIEW_SECONDS)
    return _kept(services.settings().model_dump_json(), services.version(), deal, moment)


@st.cache_resource(show_spinner=False, max_entries=20)
def _kept(key: str, at: Version, deal: str, moment: int) -> list[Kept]:
    del at, moment  # only part of the key
    return reviews.kept(services._store(key), deal)


def standing(deal: str) -> DealState:
    """Return the deal as it stands today."""
    return _standing(*services.stamp(), deal)


@st.cache_resource(show_spinner=False, max_entries=40)
def _standing(key: str, at: Version, day: date, deal: str) -> DealState:
    from graph.decision.reviews.review import look

    chosen = Settings.model_validate_json(key)
    return look(services._snapshot(key, at), deal, as_of=day, settings=chosen)


def now(deal: str) -> Look:
    """Return how the deal stands today, in short."""
    from graph.decision.reviews.review import summary

    return summary(standing(deal), NOW)


def diff(deal: str, start: str, end: str) -> ReviewDiff:
    """Compare two looks at a deal by their names; ``now`` is the deal as it stands."""
    found = kept(deal)
    # A name may be given again after its review is gone: when it was saved tells them apart.
    saved = tuple(r.look.saved_at for r in found if r.look.name in (start, end))
    state = services.stamp()
    return _diff(found, lambda: standing(deal), (deal, start, end), (*state, saved))


@st.cache_resource(show_spinner=False, max_entries=40)
def _diff(
    _found: list[Kept],
    _now: Callable[[], DealState],
    asked: tuple[str, str, str],
    state: tuple[object, ...],
) -> ReviewDiff:
    del state  # names the answer in the cache
    deal, start, end = asked
    return reviews.diff(_found, deal, (start, end), _now)


def save(deal: str, name: str | None) -> Look:
    """Keep the deal as it stands; raises UsageError for a name that is taken or cannot be one."""
    saved = reviews.save(services.store(), standing(deal), name, None)
    _kept.clear()
    return saved


def chances() -> WinAnswer | None:
    """Return the chance to win of every open deal; None while it is still being computed.

    Draws how far that is, with Cancel.
    """
    state = services.stamp()
    graph = services._snapshot(*state[:2])

    def work(tell: jobs.Progress) -> object:
        return _book(*state, _graph=graph, _progress=tell)

    if not jobs.finished(("chances", *state), work):
        return None
    return _chances(*state)


@st.cache_resource(show_spinner=False, max_entries=2)
def _chances(key: str, at: Version, day: date, _made: Book | None = None) -> WinAnswer:
    return (_made or _book(key, at, day)).answer()


@st.cache_resource(show_spinner=False, max_entries=2)
def _book(
    key: str,
    at: Version,
    day: date,
    _graph: Snapshot | None = None,
    _progress: jobs.Progress | None = None,
) -> Book:
    from graph.decision.winning.win import Book

    graph = services._snapshot(key, at) if _graph is None else _graph
    chosen = Settings.model_validate_json(key)
    return Book(graph, as_of=day, settings=chosen, progress=_progress)


def chance(deal: str) -> WinAnswer | None:
    """Return the answer about one deal, closed or open; None while it is being computed."""
    found = chances()
    return None if found is None else _of_one(found, deal)


def _of_one(found: WinAnswer, deal: str) -> WinAnswer:
    """Cut one deal out of the answer about all open ones; a closed one is asked for itself."""
    own = [c for c in found.deals if c.opportunity == deal]
    if own:
        return found.model_copy(update={"deals": own})
    return _book(*services.stamp()).answer(deal)


def chance_if_known(deal: str) -> WinAnswer | None:
    """Return the answer about one deal where it is there already, without waiting.

    Otherwise it begins to be computed beside the page, which is not held up by it.
    """
    state = services.stamp()
    began = _begun()
    job = began.get(state)
    if job is None:
        graph = services._snapshot(*state[:2])
        job = jobs.Job()
        job.start(lambda tell: _chances_beside(state, graph, tell))
        began[state] = job
    if job.running or job.error is not None:
        return None
    return _of_one(_chances(*state), deal)


def chance_comes() -> bool:
    """Tell whether the answers are being computed beside the page at this moment."""
    state = services.stamp()
    job = _begun().get(state)
    return job is not None and job.running


@st.cache_resource(show_spinner=False, max_entries=1)
def _begun() -> dict[tuple[str, Version, date], jobs.Job]:
    """Return what is computed beside the pages."""
    return {}


def _chances_beside(state: tuple[str, Version, date], graph: Snapshot, tell: jobs.Progress) -> None:
    """Compute from the picture that the page had: the store may be at another one by now."""
    made = _book(*state, _graph=graph, _progress=tell)
    _chances(*state, _made=made)


def forget() -> None:
    """Drop every computed answer, and what is being computed."""
    for job in _begun().values():
        job.stop.set()
    for cached in (_kept, _standing, _diff, _chances, _book, _begun):
        cached.clear()
