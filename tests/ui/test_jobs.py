"""Long work beside a page: it is told how far it is, it can be cancelled, its error is shown."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator

import pytest
from streamlit.testing.v1 import AppTest

from graph.text import Text
from ui import jobs

GATE = threading.Event()
ENDED: list[str] = []


def slow(tell: jobs.Progress) -> None:
    """Wait for the gate between two steps, as a long analysis would go from deal to deal."""
    tell(1, 4, Text("Analysing deals", "正在分析商机"))
    while not GATE.wait(0.01):
        tell(1, 4, Text("Analysing deals", "正在分析商机"))
    ENDED.append("done")


def page() -> None:
    import streamlit as st

    from tests.ui import test_jobs
    from ui import jobs

    if st.button("Anew"):
        jobs.forget("slow")
    if jobs.finished("slow", test_jobs.slow):
        st.text("answer")


@pytest.fixture(autouse=True)
def _begin(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(jobs, "QUIET_SECONDS", 0.05)
    GATE.clear()
    ENDED.clear()
    jobs._jobs().clear()
    yield
    GATE.set()  # whatever still waits ends with its test


def wait_for(job: jobs.Job) -> None:
    assert job.thread is not None
    job.thread.join(5)
    assert not job.running


def test_it_says_how_far_it_is_and_then_gives_the_answer() -> None:
    app = AppTest.from_function(page).run()
    assert [b.label for b in app.button] == ["Anew", "Cancel"]
    assert not app.text
    GATE.set()
    wait_for(jobs._jobs()["slow"])
    app.run()
    assert [x.value for x in app.text] == ["answer"]
    assert ENDED == ["done"]


def test_cancelled_work_stops_and_can_begin_again() -> None:
    app = AppTest.from_function(page).run()
    job = jobs._jobs()["slow"]
    app.button[1].click().run()
    wait_for(job)
    assert ENDED == []
    assert [b.label for b in app.button] == ["Anew", "Begin again"]
    GATE.set()
    app.button[1].click().run()
    app.run()
    assert [x.value for x in app.text] == ["answer"]


def test_who_cancels_does_so_for_nobody_else() -> None:
    one, other = (AppTest.from_function(page).run() for _ in range(2))
    job = jobs._jobs()["slow"]
    one.button[1].click().run()
    assert [b.label for b in one.button] == ["Anew", "Begin again"]
    assert job.running
    GATE.set()
    wait_for(job)
    other.run()
    assert [x.value for x in other.text] == ["answer"]
    assert ENDED == ["done"]


def test_work_that_all_have_cancelled_begins_for_the_next_reader() -> None:
    one, other = (AppTest.from_function(page).run() for _ in range(2))
    job = jobs._jobs()["slow"]
    one.button[1].click().run()
    other.button[1].click().run()
    wait_for(job)
    assert ENDED == []
    late = AppTest.from_function(page).run()
    assert [b.label for b in late.button] == ["Anew", "Cancel"]


def test_who_has_closed_the_page_does_not_keep_work_going(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "GONE_SECONDS", 0.01)
    closed = AppTest.from_function(page).run()
    time.sleep(0.05)
    job = jobs._jobs()["slow"]
    AppTest.from_function(page).run().button[1].click().run()
    wait_for(job)
    assert ENDED == []
    GATE.set()
    closed.run()
    closed.run()
    assert [x.value for x in closed.text] == ["answer"]


def test_forgotten_work_is_stopped_and_begins_anew() -> None:
    app = AppTest.from_function(page).run()
    job = jobs._jobs()["slow"]
    app.button[0].click().run()
    wait_for(job)
    assert ENDED == []
    assert jobs._jobs()["slow"] is not job
    GATE.set()
    app.run()
    app.run()
    assert [x.value for x in app.text] == ["answer"]


def test_two_readers_wait_for_one_computation() -> None:
    AppTest.from_function(page).run()
    AppTest.from_function(page).run()
    GATE.set()
    wait_for(jobs._jobs()["slow"])
    assert ENDED == ["done"]


def test_readers_who_come_at_once_wait_for_one_work(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "QUIET_SECONDS", 60.0)
    calls: list[int] = []
    found: list[object] = []
    together = threading.Barrier(8)

    def work(_tell: jobs.Progress) -> None:
        calls.append(1)
        time.sleep(0.3)

    def read() -> None:
        together.wait()
        try:
            found.append(jobs.finished("at once", work))
        except Exception as error:  # noqa: BLE001 -- what a reader would see
            found.append(error)

    readers = [threading.Thread(target=read) for _ in range(8)]
    for one in readers:
        one.start()
    for one in readers:
        one.join()
    assert found == [True] * 8
    assert len(calls) == 1


def test_an_error_of_the_work_reaches_the_page() -> None:
    def fails(_tell: jobs.Progress) -> None:
        raise ValueError("no")

    def asked_until_it_fails() -> None:
        deadline = time.monotonic() + 5
        while time.monotonic() < deadline:
            jobs.finished("fails", fails)

    with pytest.raises(ValueError, match="no"):
        asked_until_it_fails()
