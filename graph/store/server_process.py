"""The embedded server as a process of its own: ``python -m graph.store.server_process``.

It is started by :mod:`graph.store.local`, serves Bolt on loopback, writes where it can be found
into its state file, and ends when nobody has been connected for a while or when told to.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import logging
import os
import signal
import socket
import sys
import time
from pathlib import Path
from typing import Any

import psutil

from graph.store.local_files import ANALYST, DATABASE, LocalFiles, State

log = logging.getLogger("linchpin.server")

_POLL_SECONDS = 1.0
_READER_GROUP = {
    "resultSetLimit": -1,
    "readTimeout": -1,
    "access": [],
    "types": {"*": {"access": ["readRecord"]}},
}
_GROUPS: dict[str, Any] = {
    "databases": {
        "*": {
            "groups": {
                "admin": {
                    "resultSetLimit": -1,
                    "readTimeout": -1,
                    "access": ["updateSecurity", "updateSchema", "updateDatabaseSettings"],
                    "types": {
                        "*": {
                            "access": ["createRecord", "readRecord", "updateRecord", "deleteRecord"]
                        }
                    },
                },
                ANALYST: _READER_GROUP,
                "*": {
                    "resultSetLimit": -1,
                    "readTimeout": -1,
                    "access": [],
                    "types": {"*": {"access": []}},
                },
            }
        }
    },
    "version": 2,
}


class Ended(Exception):  # noqa: N818 - not an error
    """Raised by a signal to leave the loop."""


def main(arguments: list[str] | None = None) -> int:
    """Serve until idle or told to stop."""
    parser = argparse.ArgumentParser(prog="graph.store.server_process")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--idle-minutes", type=float, default=30.0)
    parser.add_argument("--heap", default="1g")
    given = parser.parse_args(arguments)
    logging.basicConfig(
        stream=sys.stderr, level=logging.INFO, format="%(asctime)s %(name)s %(message)s"
    )
    files = LocalFiles(given.folder)
    bolt, http = free_ports(2)
    state = State(
        pid=os.getpid(),
        started=psutil.Process().create_time(),
        port=bolt,
        ready=False,
    )
    files.write_state(state)
    try:
        server = start_server(files, bolt, http, given.heap)
    except Exception:
        log.exception("the server could not start")
        files.remove_state(state)
        return 1
    try:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, _end)
        files.write_state(state.model_copy(update={"ready": True}))
        wait_while_used(bolt, given.idle_minutes * 60.0, files)
    except Ended:
        log.info("told to stop")
    finally:
        with contextlib.suppress(Exception):
            server.stop()
        files.remove_state(state)
    return 0


def _end(_number: int, _frame: object) -> None:
    raise Ended


def free_ports(count: int) -> list[int]:
    """Return ports that are free on loopback now."""
    sockets = [socket.socket() for _ in range(count)]
    try:
        for s in sockets:
            s.bind(("127.0.0.1", 0))
        return [s.getsockname()[1] for s in sockets]
    finally:
        for s in sockets:
            s.close()


def start_server(files: LocalFiles, bolt: int, http: int, heap: str) -> Any:
    """Start the engine with its two users, bound to loopback, and open the database."""
    from arcadedb_embedded.server import ArcadeDBServer

    passwords = files.passwords()
    config = files.folder / "config"
    config.mkdir(parents=True, exist_ok=True, mode=0o700)
    (config / "server-groups.json").write_text(json.dumps(_GROUPS, indent=1), encoding="utf-8")
    # Users are made anew from the password file, which is the only place that knows them.
    (config / "server-users.jsonl").unlink(missing_ok=True)
    server = ArcadeDBServer(
        str(files.folder),
        passwords["root"],
        config={
            "host": "127.0.0.1",
            "http_port": http,
            # Development mode alone tells the client what is wrong with a query; what production
            # mode would set beside that is set here.
            "mode": "development",
            "server_plugins": "Bolt:com.arcadedb.bolt.BoltProtocolPlugin",
            "bolt_port": bolt,
            "bolt_defaultDatabase": DATABASE,
            "txWalFlush": 2,
            "opencypher_loadCsv_allowFileUrls": False,
            "opencypher_loadCsv_allowRemoteUrls": False,
        },
        jvm_kwargs={"heap_size": heap},
    )
    server.start()
    try:
        server.get_database(DATABASE)
    except Exception:  # noqa: BLE001 - the engine has no narrower one for "not there yet"
        server.create_database(DATABASE)
    _make_reader(server, passwords[ANALYST])
    return server


def _make_reader(server: Any, password: str) -> None:
    import jpype  # type: ignore[import-untyped]

    security = server._java_server.getSecurity()
    if security.existsUser(ANALYST):
        security.dropUser(ANALYST)
    user = jpype.JClass("com.arcadedb.serializer.json.JSONObject")(
        json.dumps({"name": ANALYST, "databases": {DATABASE: [ANALYST]}})
    )
    security.createUser(user.put("password", security.encodePassword(password)))


def wait_while_used(port: int, idle_seconds: float, files: LocalFiles) -> None:
    """Return when nobody has been connected to ``port`` for ``idle_seconds``."""
    me = psutil.Process()
    last = time.monotonic()
    while time.monotonic() - last < idle_seconds:
        time.sleep(min(_POLL_SECONDS, idle_seconds))
        if not files.folder.is_dir():
            log.info("the folder is gone")
            return
        if any(
            c.status == psutil.CONN_ESTABLISHED and c.laddr and c.laddr.port == port
            for c in me.net_connections(kind="tcp")
        ):
            last = time.monotonic()
    log.info("idle")


if __name__ == "__main__":
    sys.exit(main())
