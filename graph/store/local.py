"""The life of the embedded server: found, started, stopped by any process of its owner."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import psutil
from filelock import FileLock, Timeout

from graph.errors import StoreBusyError, StoreDownError
from graph.store.bolt import disk_full
from graph.store.home import private_folder, server_folder
from graph.store.local_files import LocalFiles, State
from graph.store.meta import is_running
from graph.text import Text

if TYPE_CHECKING:
    from graph.settings import StoreSettings

START_SECONDS = 90.0
STOP_SECONDS = 30.0
_LOG_BYTES = 5_000_000
# Servers that this process started: it does not wait for them, but must not forget them either.
_started: list[subprocess.Popen[bytes]] = []


def files() -> LocalFiles:
    """Return the files of this user's server."""
    return LocalFiles(server_folder())


def uri(state: State) -> str:
    """Return the address of a running server."""
    return f"bolt://127.0.0.1:{state.port}"


def running() -> State | None:
    """Return the server if one is up and answers, without starting any."""
    state = files().read_state()
    if state is None or not state.ready or not is_running(state.pid, state.started):
        return None
    return state if _answers(state.port) else None


def ensure_running(settings: StoreSettings) -> State:
    """Return the running server; start it where there is none. One process starts, others wait."""
    state = running()
    if state is not None:
        return state
    here = files()
    try:
        private_folder(here.folder)
        with FileLock(here.lock, timeout=START_SECONDS):
            return running() or _survivor(here) or _start(here, settings)
    except Timeout:
        raise StoreBusyError(
            Text(
                "Another process has been starting the store for {n} s.",
                "另一个进程启动存储已超过 {n} 秒。",
            ).format(n=int(START_SECONDS)),
            Text("See {log}.", "请查看 {log}。").format(log=here.log),
        ) from None
    except OSError as error:
        if getattr(error, "errno", None) == 28:
            raise disk_full() from None
        raise StoreDownError(
            Text(
                "The folder {path} cannot be used: {why}.", "无法使用文件夹 {path}：{why}。"
            ).format(path=here.folder, why=error.strerror or error),
            Text("Choose another with LINCHPIN_HOME.", "请用 LINCHPIN_HOME 指定其他文件夹。"),
        ) from None


def _survivor(here: LocalFiles) -> State | None:
    """Wait for a server whose starter was ended half-way; end one that never answers."""
    state = here.read_state()
    if state is None or not is_running(state.pid, state.started):
        return None
    found = _wait_until_ready(here, state.pid, START_SECONDS / 3)
    if found is None:
        with contextlib.suppress(psutil.NoSuchProcess):
            _end(psutil.Process(state.pid))
    return found


def _start(here: LocalFiles, settings: StoreSettings) -> State:
    here.state.unlink(missing_ok=True)
    here.passwords()
    if here.log.exists() and here.log.stat().st_size > _LOG_BYTES:
        here.log.replace(here.log.with_suffix(".log.1"))
    root = str(Path(__file__).resolve().parents[2])
    command = [
        sys.executable, "-m", "graph.store.server_process", str(here.folder),
        "--idle-minutes", str(settings.idle_minutes), "--heap", settings.heap,
    ]  # fmt: skip
    path = os.pathsep.join(p for p in (root, os.environ.get("PYTHONPATH")) if p)
    with os.fdopen(os.open(here.log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "ab") as log:
        process = subprocess.Popen(
            command,
            cwd=here.folder,
            env=os.environ | {"PYTHONPATH": path},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    _started.append(process)
    state = _wait_until_ready(here, process.pid, START_SECONDS, process)
    if state is None:
        ended = process.poll()
        if ended is None:
            _end(psutil.Process(process.pid))
        raise _not_started(here)
    return state


def _wait_until_ready(
    here: LocalFiles, pid: int, seconds: float, process: subprocess.Popen[bytes] | None = None
) -> State | None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        state = here.read_state()
        if state is not None and state.pid == pid and state.ready and _answers(state.port):
            return state
        if process is not None and process.poll() is not None:
            return None
        if process is None and not psutil.pid_exists(pid):
            return None
        time.sleep(0.05)
    return None


def _answers(port: int) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=2.0):
            return True
    except OSError:
        return False


def _not_started(here: LocalFiles) -> StoreDownError:
    tail = ""
    with contextlib.suppress(OSError):
        tail = here.log.read_bytes()[-8000:].decode("utf-8", "replace")
    if "No space left" in tail:
        return StoreDownError(disk_full().message, disk_full().hint)
    why = Text("see {log}", "请查看 {log}").format(log=here.log)
    if "Could not reserve enough space" in tail or "Invalid maximum heap size" in tail:
        why = Text(
            "there is not enough memory for it; lower store.heap in linchpin.toml",
            "内存不足；请在 linchpin.toml 中调低 store.heap",
        )
    elif "JVM" in tail and ("not found" in tail or "Unable to" in tail):
        why = Text(
            "its Java cannot run on this machine; use Neo4j with NEO4J_URI instead (see {log})",
            "此机器无法运行其 Java；请改用 NEO4J_URI 连接 Neo4j(见 {log})",
        ).format(log=here.log)
    return StoreDownError(
        Text("The embedded store could not be started: {why}.", "内置存储无法启动：{why}。").format(
            why=why
        )
    )


def stop() -> bool:
    """Stop the server; whether there was one. What was stored is on disk."""
    here = files()
    if not here.folder.is_dir():
        return False
    with contextlib.suppress(Timeout), FileLock(here.lock, timeout=START_SECONDS):
        state = here.read_state()
        if state is None or not is_running(state.pid, state.started):
            here.state.unlink(missing_ok=True)
            return False
        with contextlib.suppress(psutil.NoSuchProcess):
            _end(psutil.Process(state.pid))
        here.state.unlink(missing_ok=True)
        return True
    return False


def _end(process: psutil.Process) -> None:
    process.terminate()
    try:
        process.wait(STOP_SECONDS)
    except psutil.TimeoutExpired:
        process.kill()
        process.wait(STOP_SECONDS)
    for child in _started:
        child.poll()
