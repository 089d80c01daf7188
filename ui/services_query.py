"""What the Query page asks for: the answer of a question, and the graph in it."""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import streamlit as st

from graph.text import Text
from ui import jobs, services
from ui.services import Version

if TYPE_CHECKING:
    from graph.store.results import QueryResult
    from queries.picture import Picture

ROWS = 10_000
ASKING = Text("Asking the graph…", "正在查询…")


@dataclass(frozen=True)
class Answered:
    """What a query answered, and how long the store took."""

    result: QueryResult
    seconds: float


def asked_for(text: str, parameters: Mapping[str, str]) -> bool:
    """Run a query beside the page; whether it is answered."""
    key = *services.stamp(), (text, tuple(sorted(parameters.items())))

    def work(job: jobs.Job) -> None:
        job(0, 0, ASKING)
        _ask(*key, _stop=job.stop)

    return jobs.finished(("ask", *key), work)


def ask(text: str, parameters: Mapping[str, str]) -> Answered:
    """Run a catalogue query by name, or a Cypher text, read only."""
    asked = (text, tuple(sorted(parameters.items())))
    return _ask(*services.stamp(), asked)


@st.cache_resource(show_spinner=False, max_entries=12)
def _ask(
    key: str,
    at: Version,
    day: date,
    asked: tuple[str, tuple[tuple[str, str], ...]],
    _stop: threading.Event | None = None,
) -> Answered:
    from queries import run

    del at
    text, parameters = asked
    started = time.perf_counter()
    result = run(services._store(key), text, dict(parameters), limit=ROWS, today=day, stop=_stop)
    return Answered(result, time.perf_counter() - started)


def forget_question(text: str, parameters: Mapping[str, str]) -> None:
    """Drop the answer of one question, so that it is asked again."""
    asked = (text, tuple(sorted(parameters.items())))
    key = *services.stamp(), asked
    _ask.clear(*key)
    _picture.clear(*key)
    jobs.forget(("ask", *key))


def picture_of(text: str, parameters: Mapping[str, str]) -> Picture:
    """Return the graph of what a query answered."""
    asked = (text, tuple(sorted(parameters.items())))
    return _picture(*services.stamp(), asked)


@st.cache_resource(show_spinner=False, max_entries=12)
def _picture(
    key: str, at: Version, day: date, asked: tuple[str, tuple[tuple[str, str], ...]]
) -> Picture:
    from queries import picture
    from queries.runner import query_of

    result = _ask(key, at, day, asked).result
    return picture(services._store(key), result, query_of(asked[0]).columns)


def forget() -> None:
    """Drop every answer."""
    for kept in (_ask, _picture):
        kept.clear()
