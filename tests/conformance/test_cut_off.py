"""Loads that are cut off, that meet, that come twice: complete in the end, nothing doubled."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time

import polars as pl
import pytest

from graph.errors import StoreBusyError
from graph.records import Records
from graph.settings import Settings
from graph.store import connect
from tests.conformance.pictures import edges, nodes
from tests.conftest import environment_of

COUNT = 3000
LOADER = """
import sys, json
import polars as pl
from graph.records import Records
from graph.settings import Settings
from graph.store import connect
from tests.conformance.test_cut_off import chain

def tell(done, total, what):
    print(done, flush=True)

with connect(Settings.model_validate_json(sys.stdin.readline())) as store:
    store.load(chain(), progress=tell)
print("end", flush=True)
"""


def chain(source: str = "chain") -> Records:
    ids = [f"p{i:05d}" for i in range(COUNT)]
    return Records(
        source,
        {"Person": pl.DataFrame({"id": ids, "name": ids})},
        {"INFLUENCES": pl.DataFrame({"from": ids[:-1], "to": ids[1:]})},
        {"usage": pl.DataFrame({"customer": ["c"], "month": ["2026-01"], "product": ["p"]})},
    )


def small_batches(store) -> Settings:
    section = store.settings.store.model_copy(update={"batch_size": 100})
    return Settings(store=section)


def cut_off(store, number: int) -> None:
    """Load in a process of its own and end it after a few batches."""
    process = subprocess.Popen(
        [sys.executable, "-c", LOADER],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=environment_of(store) | {"PYTHONPATH": os.pathsep.join(["."])},
        text=True,
    )
    with process:
        process.stdin.write(small_batches(store).model_dump_json() + "\n")
        process.stdin.flush()
        for line in process.stdout:
            assert line.strip() != "end", "the load was over before it could be cut off"
            if int(line) >= 1000:
                process.send_signal(number)
                break
        process.stdout.read()


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGINT])
def test_a_load_that_was_cut_off_is_seen_and_completed_by_running_it_again(store, number):
    store.load(Records("before", {"Person": pl.DataFrame({"id": ["old"]})}))
    old = store.snapshot()
    cut_off(store, number)
    status = store.status()
    assert status.unfinished_load is not None
    assert status.unfinished_load.sources == ["chain"]
    assert 1 < status.nodes["Person"] <= COUNT + 1
    assert status.revision == old.revision
    assert nodes(store.snapshot(), "Person") == {("old",)}
    store.load(chain())
    snapshot = store.snapshot()
    ids = {(f"p{i:05d}",) for i in range(COUNT)}
    assert nodes(snapshot, "Person") == ids | {("old",)}
    assert len(edges(snapshot, "INFLUENCES")) == len(snapshot.edge("INFLUENCES")) == COUNT - 1
    assert store.table("usage").height == 1
    after = store.status()
    assert (after.unfinished_load, after.revision) == (None, old.revision + 1)


def test_another_load_does_not_hide_what_is_unfinished(store):
    def stop(done: int, total: int, what: object) -> None:
        if done:
            raise KeyboardInterrupt

    with connect(small_batches(store)) as other, pytest.raises(KeyboardInterrupt):
        other.load(chain(), progress=stop)
    store.load(Records("else", {"Person": pl.DataFrame({"id": ["x"]})}))
    assert store.status().unfinished_load.sources == ["chain"]
    store.load(chain())
    assert store.status().unfinished_load is None


def test_a_second_load_is_refused_while_one_is_under_way(store):
    under_way, go_on = threading.Event(), threading.Event()

    def wait(done: int, total: int, what: object) -> None:
        if done:
            under_way.set()
            go_on.wait(60)

    def first() -> None:
        with connect(store.settings) as other:
            other.load(chain(), progress=wait)

    thread = threading.Thread(target=first)
    thread.start()
    try:
        assert under_way.wait(60)
        with pytest.raises(StoreBusyError) as caught:
            store.load(Records("else", {"Person": pl.DataFrame({"id": ["x"]})}))
        assert str(os.getpid()) in caught.value.say("en")
    finally:
        go_on.set()
        thread.join()
    store.load(Records("else", {"Person": pl.DataFrame({"id": ["x"]})}))
    assert store.status().nodes["Person"] == COUNT + 1


def test_the_lock_of_a_process_that_is_gone_is_taken_over(store):
    store.load(Records("s", {"Person": pl.DataFrame({"id": ["a"]})}))
    import socket

    gone = {"pid": 2**22 - 1, "host": socket.gethostname(), "started": 1.0, "token": "x"}
    store.connection.write(
        "MATCH (m:LinchpinMeta) SET m.lock = $lock, m.beat = timestamp()", lock=json.dumps(gone)
    )
    began = time.monotonic()
    store.load(Records("s", {"Person": pl.DataFrame({"id": ["b"]})}))
    assert time.monotonic() - began < 60
    assert nodes(store.snapshot(), "Person") == {("a",), ("b",)}


def test_writers_of_one_key_at_once_leave_one_relationship(store):
    """MERGE races of one key are retried until one row is left."""
    store.load(
        Records(
            "s",
            {"Person": pl.DataFrame({"id": ["a"]}), "Opportunity": pl.DataFrame({"id": ["d"]})},
        )
    )
    text = (
        "UNWIND $rows AS r MERGE (p:Person {id: r.p}) WITH p, r MATCH (o:Opportunity {id: 'd'}) "
        "MERGE (p)-[x:HOLDS {source: r.s, towards: '', as_of: date('2026-01-01')}]->(o) "
        "SET x.stance = r.v"
    )
    rows = [{"p": "new", "s": f"s{i}", "v": "neutral"} for i in range(5)]
    failures = []

    def write() -> None:
        try:
            for _ in range(5):
                store.connection.write(text, rows=rows)
        except Exception as error:  # noqa: BLE001 - shown below
            failures.append(error)

    threads = [threading.Thread(target=write) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    found = store.connection.read(
        "MATCH (p:Person {id: 'new'})-[x:HOLDS]->() RETURN p.id AS id, x.source AS s"
    )
    assert sorted((r["id"], r["s"]) for r in found) == [("new", f"s{i}") for i in range(5)]


def test_a_snapshot_during_a_load_is_the_one_before(store):
    store.load(Records("before", {"Person": pl.DataFrame({"id": ["old"]})}))
    store.snapshot()
    seen = []

    def look(done: int, total: int, what: object) -> None:
        if done and not seen:
            with connect(store.settings) as other:
                seen.append(nodes(other.snapshot(), "Person"))

    store.load(chain(), progress=look)
    assert seen == [{("old",)}]
    assert len(store.snapshot().nodes["Person"]) == COUNT + 1
