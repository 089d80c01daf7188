"""The life of the embedded server: one for all, found again, gone when told or idle."""

from __future__ import annotations

import json
import os
import signal
import socket
import stat
import subprocess
import sys
import time
from pathlib import Path

import polars as pl
import psutil
import pytest

from graph.errors import LinchpinError, StoreAuthError, StoreDownError, StoreError
from graph.records import Records
from graph.settings import Settings
from graph.store import connect, local, start, status, stop
from graph.store.local_files import State

SETTINGS = Settings.model_validate({"store": {"heap": "256m"}})
FIND = """
from graph.settings import Settings
from graph.store import local
print(local.ensure_running(Settings().store).pid)
"""


@pytest.fixture(scope="module")
def shared_home(tmp_path_factory):
    """One home for the tests that can share a server, so that it starts few times."""
    path = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LINCHPIN_HOME", str(path))
        stop(SETTINGS)
        yield path
        stop(SETTINGS)


@pytest.fixture
def home(shared_home, monkeypatch):
    monkeypatch.setenv("LINCHPIN_HOME", str(shared_home))
    return shared_home


def test_it_is_found_again_shared_and_private(home):
    assert status(SETTINGS).running is False
    with pytest.raises(StoreDownError):
        connect(SETTINGS, start=False)
    with connect(SETTINGS) as store:
        store.load(Records("s", {"Person": pl.DataFrame({"id": ["a"]})}))
    first = local.running()
    # Another process finds the same server, and several at once start no second one.
    others = [
        subprocess.Popen([sys.executable, "-c", FIND], stdout=subprocess.PIPE, text=True)
        for _ in range(3)
    ]
    assert {int(p.communicate()[0]) for p in others} == {first.pid}
    for path in (
        home / "server" / "passwords.json",
        home / "server" / "state.json",
        home / "server" / "server.log",
    ):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE((home / "server").stat().st_mode) == 0o700
    listening = {
        c.laddr.ip
        for c in psutil.Process(first.pid).net_connections(kind="inet")
        if c.status == psutil.CONN_LISTEN
    }
    assert {ip.replace("::ffff:", "") for ip in listening} == {"127.0.0.1"}
    secret = json.loads((home / "server" / "passwords.json").read_text())
    log = (home / "server" / "server.log").read_text()
    assert not [word for word in secret.values() if word in log]
    command = " ".join(psutil.Process(first.pid).cmdline())
    assert not [word for word in secret.values() if word in command]


def test_killed_it_starts_again_with_its_data(home):
    with connect(SETTINGS) as store:
        store.load(Records("s", {"Person": pl.DataFrame({"id": ["a", "b"]})}))
    old = local.running()
    os.kill(old.pid, signal.SIGKILL)
    psutil.wait_procs([psutil.Process(old.pid)] if psutil.pid_exists(old.pid) else [], 10)
    assert status(SETTINGS).running is False
    with connect(SETTINGS) as store:
        assert store.status().nodes == {"Person": 2}
    assert local.running().pid != old.pid


def test_a_number_used_again_by_another_process_is_not_ours(home):
    with connect(SETTINGS):
        pass
    state = local.running()
    files = local.files()
    try:
        me = State(pid=os.getpid(), started=1.0, port=state.port, ready=True)
        files.write_state(me)
        assert local.running() is None
        assert stop(SETTINGS) is False  # and we are still here
    finally:
        files.write_state(state)
    files.state.write_text('{"pid": 1')
    assert local.running() is None
    files.write_state(state)
    assert local.running() == state


def test_a_server_whose_starter_was_ended_is_waited_for(home):
    stop(SETTINGS)
    starter = subprocess.Popen([sys.executable, "-c", FIND], stdout=subprocess.DEVNULL)
    files = local.files()
    deadline = time.monotonic() + 60
    while files.read_state() is None and time.monotonic() < deadline:
        time.sleep(0.02)
    starter.kill()
    starter.wait()
    begun = files.read_state().pid
    with connect(SETTINGS) as store:
        assert store.status().running
    assert local.running().pid == begun


def test_a_wrong_password_is_said(home):
    with connect(SETTINGS):
        pass
    uri = local.uri(local.running())
    wrong = Settings.model_validate(
        {"store": {"uri": uri, "username": "root", "password": "wrong"}}
    )
    with pytest.raises(StoreAuthError, match="NEO4J_PASSWORD"):
        connect(wrong)


def test_stop_says_whether_there_was_one(home):
    with connect(SETTINGS):
        pass
    assert stop(SETTINGS) is True
    assert stop(SETTINGS) is False
    assert status(SETTINGS).running is False
    assert start(SETTINGS).running is True


def test_it_ends_when_nobody_is_connected(tmp_path, monkeypatch):
    monkeypatch.setenv("LINCHPIN_HOME", str(tmp_path))
    soon = Settings.model_validate({"store": {"heap": "256m", "idle_minutes": 0.03}})
    with connect(soon) as store:
        pid = local.running().pid
        time.sleep(4)
        assert store.status().running  # while we are connected it stays
    deadline = time.monotonic() + 60
    while psutil.pid_exists(pid) and psutil.Process(pid).status() != psutil.STATUS_ZOMBIE:
        assert time.monotonic() < deadline
        time.sleep(0.2)
    assert local.files().read_state() is None


def test_a_java_that_cannot_start_is_said(tmp_path, monkeypatch):
    monkeypatch.setenv("LINCHPIN_HOME", str(tmp_path))
    with pytest.raises(StoreDownError, match=r"store\.heap"):
        connect(Settings.model_validate({"store": {"heap": "900000g"}}))


def test_a_home_that_cannot_be_used_is_said(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("LINCHPIN_HOME", str(tmp_path / "file"))
    with pytest.raises(LinchpinError, match="LINCHPIN_HOME"):
        connect(SETTINGS)


def test_a_server_that_does_not_answer_is_said():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    nobody = Settings.model_validate(
        {"store": {"uri": f"bolt://127.0.0.1:{port}", "password": "x"}}
    )
    with pytest.raises(StoreDownError, match="does not answer"):
        connect(nobody)
    assert status(nobody).running is False


@pytest.mark.parametrize("uri", ["nonsense", "http://localhost:7474", "bolt://", ""])
def test_a_wrong_address_is_said(uri, tmp_path, monkeypatch):
    monkeypatch.setenv("LINCHPIN_HOME", str(tmp_path))
    if uri:
        with pytest.raises(StoreError):
            connect(Settings.model_validate({"store": {"uri": uri, "password": "x"}}))
    else:
        assert status(Settings.model_validate({"store": {"uri": uri}})).server == "embedded"
    assert not (Path(tmp_path) / "server").exists()
