"""Ctrl-C in the middle of a statement: the store is left in order and usable at once."""

from __future__ import annotations

import os
import signal
import threading
import time

import neo4j
import pytest

from graph.errors import QueryError
from graph.records import Records
from graph.settings import Settings
from graph.store import connect
from tests.conformance.test_cut_off import COUNT, chain


def press_after(seconds: float) -> None:
    threading.Timer(seconds, os.kill, (os.getpid(), signal.SIGINT)).start()


@pytest.fixture
def press_in_statement(monkeypatch):
    """Press Ctrl-C shortly after the nth statement of a transaction was sent."""

    def prepare(nth: int, seconds: float) -> None:
        real, sent = neo4j.ManagedTransaction.run, []

        def run(self, *given, **named):
            sent.append(1)
            if len(sent) == nth:
                press_after(seconds)
            return real(self, *given, **named)

        monkeypatch.setattr(neo4j.ManagedTransaction, "run", run)

    yield prepare
    monkeypatch.undo()


def small_batches(store) -> Settings:
    return Settings(store=store.settings.store.model_copy(update={"batch_size": 300}))


@pytest.mark.parametrize("nth", [7, 12])
def test_a_load_interrupted_within_a_statement_lets_the_next_one_go_on(
    store, press_in_statement, nth
):
    store.load(Records("before", chain().nodes))
    press_in_statement(nth, 0.004)
    with connect(small_batches(store)) as other, pytest.raises(KeyboardInterrupt):
        other.load(chain())
    began = time.monotonic()
    store.load(chain())
    assert time.monotonic() - began < 30
    assert store.status().unfinished_load is None
    assert store.status().relationships["INFLUENCES"] == COUNT - 1


LONG = (
    "MATCH (a:Person), (b:Person), (c:Person) WHERE a.id < b.id AND b.id < c.id "
    "RETURN count(*) AS left_running"
)


def test_a_query_that_is_interrupted_ends_on_the_server_too(store):
    store.load(chain())
    press_after(1.5)
    began = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        store.query(LONG, timeout=60)
    assert time.monotonic() - began < 20
    assert_nothing_runs(store)


def test_a_query_that_another_thread_stops_ends_on_the_server_too(store):
    store.load(chain())
    stop = threading.Event()
    threading.Timer(1.5, stop.set).start()
    began = time.monotonic()
    with pytest.raises(QueryError, match="stopped"):
        store.query(LONG, timeout=60, stop=stop)
    assert time.monotonic() - began < 20
    assert_nothing_runs(store)
    assert store.query("RETURN 1 AS one", stop=threading.Event()).rows == [{"one": 1}]


def assert_nothing_runs(store) -> None:
    running = None
    for _ in range(100):
        with store.connection.driver.session() as session:
            running = [
                r for r in session.run("SHOW TRANSACTIONS") if "left_running" in r["currentQuery"]
            ]
        if not running:
            break
        time.sleep(0.1)
    assert not running
    assert store.query("RETURN 1 AS one").rows == [{"one": 1}]
