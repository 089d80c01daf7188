"""Long work behind a page: it runs beside it, says how far it is, and can be cancelled.

The work runs in a thread and keeps its answer in a cache of :mod:`ui.services`, so a page that
comes back finds it done. What takes less than a second shows nothing at all. All readers of one
answer wait for one work; who cancels leaves it, and it ends once nobody waits any more.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Hashable, MutableMapping
from dataclasses import dataclass, field
from typing import Any, cast
from uuid import uuid4

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from graph.text import Text
from ui.text import language, t

# Work that ends within this time is not announced.
QUIET_SECONDS = 1.0
POLL_SECONDS = 0.5
# Whoever did not ask for so long has closed the page.
GONE_SECONDS = 10.0
_CANCELLED, _READER = "jobs_cancelled", "jobs_reader"
_SHARED = threading.RLock()

Progress = Callable[[int, int, Text], None]


class CancelledError(Exception):
    """Nobody waits for the work any more; nothing of it is kept."""


@dataclass
class Job:
    """One piece of work: how far it is and how it ended.

    It is called with how far the work is; ``stop`` is set once nobody waits for it any more.
    ``readers`` are the sessions that wait, with the moment at which each last asked.
    """

    done: int = 0
    total: int = 0
    what: Text = field(default_factory=lambda: Text("", ""))
    error: Exception | None = None
    stop: threading.Event = field(default_factory=threading.Event)
    thread: threading.Thread | None = None
    readers: dict[str, float] = field(default_factory=dict)

    def __call__(self, done: int, total: int, what: Text) -> None:
        """Take how far the work is; raise where it has been stopped."""
        self.done, self.total, self.what = done, total, what
        if self.stop.is_set():
            raise CancelledError

    @property
    def running(self) -> bool:
        """Whether the work goes on."""
        return self.thread is not None and self.thread.is_alive()

    def start(self, work: Callable[[Job], object]) -> None:
        """Begin the work in a thread of its own."""

        def run() -> None:
            try:
                work(self)
            except CancelledError:
                pass
            except Exception as error:  # noqa: BLE001 -- raised again on the page
                self.error = error

        thread = threading.Thread(target=run, name="linchpin-job", daemon=True)
        thread.start()
        self.thread = thread


@st.cache_resource(show_spinner=False)
def _jobs() -> dict[Hashable, Job]:
    """Return the work of all sessions: two readers of one book wait for one computation."""
    return {}


def finished(key: Hashable, work: Callable[[Job], object]) -> bool:
    """Tell whether the work is done; while it is not, draw how far it is and a Cancel button.

    Parameters
    ----------
    key : hashable
        Names the work: the same key is computed once for all sessions.
    work : callable
        Told the job, which it tells how far it is; keeps its own answer.

    Raises
    ------
    Exception
        Whatever the work raised.
    """
    if key in _cancelled():
        _stopped(key)
        return False
    jobs = _jobs()
    with _SHARED:  # two readers who come at once wait for one job, which has begun
        job = jobs.get(key)
        if job is None:
            job = Job()
            job.start(work)
            jobs[key] = job
        job.readers[_reader()] = time.monotonic()
    if job.thread is not None:
        job.thread.join(QUIET_SECONDS)
    if job.running:
        _watch(key)
        return False
    with _SHARED:
        if jobs.get(key) is job:
            del jobs[key]
    if job.error is not None:
        raise job.error
    return True


def forget(key: Hashable) -> None:
    """Leave a piece of work, or forget that it was cancelled, so that it may begin anew."""
    _leave(key)
    _cancelled().discard(key)


def _leave(key: Hashable) -> None:
    """Wait for a work no longer; it is stopped where nobody else does."""
    with _SHARED:
        job = _jobs().get(key)
        if job is None:
            return
        job.readers.pop(_reader(), None)
        since = time.monotonic() - GONE_SECONDS
        if all(asked < since for asked in job.readers.values()):
            job.stop.set()
            del _jobs()[key]


def _reader() -> str:
    """Return what names the session that asks."""
    return str(_session().setdefault(_READER, uuid4().hex))


def _cancelled() -> set[Hashable]:
    """Return what this reader has cancelled."""
    found: set[Hashable] = _session().setdefault(_CANCELLED, set())
    return found


def _session() -> MutableMapping[str, Any]:
    """Return what the session keeps; outside a session nothing is kept."""
    run = get_script_run_ctx(suppress_warning=True)
    return {} if run is None else cast("MutableMapping[str, Any]", st.session_state)


@st.fragment(run_every=POLL_SECONDS)
def _watch(key: Hashable) -> None:
    """Draw how far the work is, again and again until it ends."""
    job = _jobs().get(key)
    if job is None or not job.running:
        st.rerun()
    job.readers[_reader()] = time.monotonic()
    with st.container(border=True, key="lp_job"):
        part = job.done / job.total if job.total else 0.0
        words = t(
            "{what}: {done} of {total}", what=job.what[language()], done=job.done, total=job.total
        )
        begun = job.what[language()] or t("Preparing…")
        st.progress(min(1.0, part), words if job.total else begun)
        if st.button(t("Cancel"), icon=":material/close:", key="lp_job_cancel"):
            _leave(key)
            _cancelled().add(key)
            st.rerun()


def _stopped(key: Hashable) -> None:
    """Say that the work was cancelled, and offer to begin again."""
    with st.container(border=True, key="lp_job"):
        st.text(t("Cancelled. Nothing was changed."))
        if st.button(t("Begin again"), icon=":material/refresh:", type="primary"):
            _cancelled().discard(key)
            st.rerun()
