"""``linchpin serve``: the screen on this machine, from its first answer to Ctrl-C."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import TYPE_CHECKING, Any

from graph.errors import LinchpinError
from graph.paths import inside
from graph.text import Text
from ui.terminal.files import write_text

if TYPE_CHECKING:
    from ui.terminal.terminal import Terminal

HOST = "127.0.0.1"
PORTS_TRIED = 50
SECONDS_TO_START = 90.0
SECONDS_TO_STOP = 10.0
ROOT = Path(__file__).resolve().parents[2]


def run(terminal: Terminal, *, port: int) -> int:
    """Open the screen and stay until it is stopped."""
    terminal.settings  # noqa: B018  (a mistake in the settings is said here, not on a page)
    free = free_port(port)
    if free != port:
        terminal.note(
            Text(
                "Port {port} is taken; the screen opens on {free}.",
                "端口 {port} 已被占用，界面改用 {free}。",
            ).format(port=port, free=free)
        )
    log = inside("logs") / "screen.log"
    with log.open("ab") as output:
        process = subprocess.Popen(
            command(free),
            cwd=ROOT,
            env=environment(terminal),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
        )
    signal.signal(signal.SIGTERM, _as_interrupt)
    try:
        _wait_until_up(process, free, log)
        write_text(f"http://{HOST}:{free}", None)
        terminal.note(
            Text(
                "The screen is open at this address; Ctrl-C closes it.",
                "界面已在此地址打开；按 Ctrl-C 关闭。",
            )
        )
        code = process.wait()
    except KeyboardInterrupt:
        _stop(process)
        terminal.note(Text("The screen is closed.", "界面已关闭。"))
        return 0
    finally:
        _stop(process)
    if code:
        raise _died(log)
    return 0


def command(port: int) -> list[str]:
    """Return the command that runs the screen."""
    options = {
        "server.address": HOST,
        "server.port": port,
        "server.headless": "true",
        "browser.gatherUsageStats": "false",
    }
    words = [f"--{name}={value}" for name, value in options.items()]
    return [sys.executable, "-m", "streamlit", "run", str(ROOT / "app.py"), *words]


def environment(terminal: Terminal) -> dict[str, str]:
    """Return the environment of the screen: our day and language, and the same settings file."""
    from graph.settings_file import FILE_VARIABLE, find_file

    passed = dict(os.environ)
    if terminal.asked_day:
        passed["LINCHPIN_AS_OF"] = terminal.asked_day.isoformat()
    if terminal.asked_language:
        passed["LINCHPIN_LANG"] = terminal.asked_language
    file = find_file(os.environ)
    if file is not None:
        passed[FILE_VARIABLE] = str(file.absolute())
    if passed.get("LINCHPIN_HOME"):
        passed["LINCHPIN_HOME"] = str(Path(passed["LINCHPIN_HOME"]).expanduser().absolute())
    return passed


def free_port(first: int) -> int:
    """Return ``first``, or the next port on which nobody listens on this machine."""
    for port in range(first, min(first + PORTS_TRIED, 65536)):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((HOST, port))
            except OSError:
                continue
            return port
    raise LinchpinError(
        Text("No port from {first} on is free.", "从 {first} 起没有空闲端口。").format(first=first),
        Text("Name another with --port.", "请用 --port 指定其他端口。"),
    )


def _wait_until_up(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    until = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < until:
        if process.poll() is not None:
            raise _died(log)
        try:
            address = f"http://{HOST}:{port}/_stcore/health"
            with urllib.request.urlopen(address, timeout=2):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise _died(log)


def _stop(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is not None:
        return
    process.terminate()
    try:
        process.wait(SECONDS_TO_STOP)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _died(log: Path) -> LinchpinError:
    return LinchpinError(
        Text("The screen could not be opened.", "界面无法打开。"),
        Text("The reason is at the end of {log}.", "原因见 {log} 末尾。").format(log=log),
    )


def _as_interrupt(_number: int, _frame: Any) -> None:
    raise KeyboardInterrupt
