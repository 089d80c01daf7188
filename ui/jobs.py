"""Long work behind a page: it runs beside it, says how far it is, and can be cancelled.

The work runs in a thread and keeps its answer in a cache of :mod:`ui.services`, so a page that
comes back finds it done. What takes less than a second shows nothing at all.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field

import streamlit as st

from graph.text import Text
from ui.text import language, t

# Work that ends within this time is not announced.
QUIET_SECONDS = 1.0
POLL_SECONDS = 0.5
_BEGINNING = threading.Lock()

Progress = Callable[[int, int, Text], None]


class CancelledError(Exception):
    """The reader cancelled the work; nothing of it is kept."""


@dataclass
class Job:
    """One piece of work: how far it is and how it ended.

    It is called with how far the work is; ``stop`` is set once the reader cancels it.
    """

    done: int = 0
    total: int = 0
    what: Text = field(default_factory=lambda: Text("", ""))
    error: Exception | None = None
    stop: threading.Event = field(default_factory=threading.Event)
    thread: threading.Thread | None = None

    @property
    def cancelled(self) -> bool:
        """Whether the reader has cancelled the work."""
        return self.stop.is_set()

    def __call__(self, done: int, total: int, what: Text) -> None:
        """Take how far the work is; raise where the reader has cancelled it."""
        self.done, self.total, self.what = done, total, what
        if self.cancelled:
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
    jobs = _jobs()
    with _BEGINNING:  # two readers who come at once wait for one job, which has begun
        job = jobs.get(key)
        if job is None:
            job = Job()
            job.start(work)
            jobs[key] = job
    if job.thread is not None and not job.cancelled:
        job.thread.join(QUIET_SECONDS)
    if job.running and not job.cancelled:
        _watch(key)
        return False
    if job.cancelled:
        _stopped(key)
        return False
    jobs.pop(key, None)
    if job.error is not None:
        raise job.error
    return True


def forget(key: Hashable) -> None:
    """Stop a piece of work, or forget that it was cancelled, so that it may begin anew."""
    job = _jobs().pop(key, None)
    if job is not None:
        job.stop.set()


@st.fragment(run_every=POLL_SECONDS)
def _watch(key: Hashable) -> None:
    """Draw how far the work is, again and again until it ends."""
    job = _jobs().get(key)
    if job is None or not job.running:
        st.rerun()
    with st.container(border=True, key="lp_job"):
        part = job.done / job.total if job.total else 0.0
        words = t(
            "{what}: {done} of {total}", what=job.what[language()], done=job.done, total=job.total
        )
        begun = job.what[language()] or t("Preparing…")
        st.progress(min(1.0, part), words if job.total else begun)
        if st.button(t("Cancel"), icon=":material/close:", key="lp_job_cancel"):
            job.stop.set()
            st.rerun()


def _stopped(key: Hashable) -> None:
    """Say that the work was cancelled, and offer to begin again."""
    with st.container(border=True, key="lp_job"):
        st.text(t("Cancelled. Nothing was changed."))
        if st.button(t("Begin again"), icon=":material/refresh:", type="primary"):
            _jobs().pop(key, None)
            st.rerun()
