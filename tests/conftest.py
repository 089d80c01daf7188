"""Stores for the tests: the embedded server and a real Neo4j, one of each a worker."""

from __future__ import annotations

import os
import re
import shutil
import signal
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from filelock import FileLock

from tests.neo4j_server import provide
from tests.support import CANNOT, cannot_test

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.settings import Settings
    from graph.store import Store

SERVERS = ("embedded", "neo4j")
_NEO4J = {k: os.environ.get(f"NEO4J_{k}") for k in ("URI", "USERNAME", "PASSWORD", "DATABASE")}
_NOT_OURS = ("NEO4J_URI", "NEO4J_USERNAME", "NEO4J_PASSWORD", "NEO4J_DATABASE",
             "LINCHPIN_SETTINGS", "LINCHPIN_LANG")  # fmt: skip
_home: Path | None = None


def pytest_configure(config: pytest.Config) -> None:
    """Give the tests a home of their own: nobody's store, settings or Neo4j is touched."""
    global _home
    _home = Path(tempfile.mkdtemp(prefix="linchpin-tests-"))
    os.environ["LINCHPIN_HOME"] = str(_home)
    # Compiled kernels outlive a run: half a minute of compiling is saved by the next.
    os.environ.setdefault("NUMBA_CACHE_DIR", str(config.rootpath / ".pytest_cache" / "kernels"))
    for name in _NOT_OURS:
        os.environ.pop(name, None)
    os.environ["ARCADEDB_JVM_ARGS"] = " ".join(provide.JAVA_OPTIONS)
    # Started in the background one is deaf to Ctrl-C, and so are the processes that one starts.
    signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_unconfigure(config: pytest.Config) -> None:
    """Take the home away."""
    if _home is not None:
        shutil.rmtree(_home, ignore_errors=True)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what needs Neo4j, and let tests of one server and content stand together."""
    for item in items:
        if _server_of(item) == "neo4j":
            item.add_marker(pytest.mark.neo4j)
    items.sort(key=_place)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Give what is started or compiled once to one worker: a server, the browser, the kernels."""
    from xdist.scheduler import LoadFileScheduling

    class Together(LoadFileScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return _shared(nodeid)

    return Together(config, log)


def _shared(nodeid: str) -> str:
    """Return what a test shares with others: a server, a room, else its file."""
    server = re.search(r"[\[-](embedded|neo4j)[\]-]", nodeid)
    path = nodeid.split("::")[0]
    room = re.match(r"tests/(kernels|e2e)/", path)
    return server[1] if server else room[1] if room else path


def _server_of(item: pytest.Item) -> str | None:
    names = set(getattr(item, "fixturenames", ()))
    for server in SERVERS:
        if {f"{server}_settings", f"{server}_store", f"_open_{server}"} & names:
            return server
    parameters = getattr(getattr(item, "callspec", None), "params", {})
    return parameters.get("server")


def _place(item: pytest.Item) -> tuple[int, int]:
    names = getattr(item, "fixturenames", ())
    return SERVERS.index(_server_of(item) or "embedded"), int("book_store" in names)


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Say in a closing line what could not be tested."""
    missing = set()
    for report in terminalreporter.stats.get("skipped", []):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        if CANNOT in reason:
            missing.add(reason.split(CANNOT, 1)[1])
    line = "; ".join(sorted(missing)) or "nothing was left out for want of a real part"
    terminalreporter.write_line(f"Not tested: {line}." if missing else f"Real parts: {line}.")


@pytest.fixture(scope="session")
def embedded_settings() -> Iterator[Settings]:
    """Return settings that lead to this worker's embedded server; it ends with the worker."""
    from graph.settings import Settings
    from graph.store import stop

    settings = Settings.model_validate({"store": {"heap": "768m", "idle_minutes": 3}})
    yield settings
    stop(settings)


@pytest.fixture(scope="session")
def neo4j_settings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    """Return settings that lead to a real Neo4j: that of ``NEO4J_URI``, else one of our own."""
    from graph.settings import Settings

    with ExitStack() as stack:
        if _NEO4J["URI"]:
            # One database for all workers: one test at a time.
            folder = tmp_path_factory.getbasetemp().parent
            stack.enter_context(FileLock(folder / "neo4j.lock", timeout=1200))
            found = {k.lower(): v for k, v in _NEO4J.items() if v}
        else:
            try:
                server = provide.start(tmp_path_factory.mktemp("neo4j"))
            except provide.Unavailable as why:
                cannot_test("neo4j", why)
            stack.callback(server.stop)
            found = {"uri": server.uri, "username": "neo4j", "password": server.password}
        yield Settings.model_validate({"store": found})


# What the store of each server holds now, where a test may rely on it.
_content: dict[str, str | None] = {}


def _opened(settings: Settings) -> Iterator[Store]:
    from graph.store import connect

    with connect(settings) as store:
        store.check_own()  # never over anybody's data
        yield store
        if settings.store.uri and settings.store.uri == _NEO4J["URI"]:
            store.wipe()  # others end with what they hold


@pytest.fixture(scope="session")
def _open_embedded(embedded_settings: Settings) -> Iterator[Store]:
    yield from _opened(embedded_settings)


@pytest.fixture(scope="session")
def _open_neo4j(neo4j_settings: Settings) -> Iterator[Store]:
    yield from _opened(neo4j_settings)


def _emptied(request: pytest.FixtureRequest, server: str) -> Store:
    store: Store = request.getfixturevalue(f"_open_{server}")
    store.wipe()
    _content[server] = None
    return store


@pytest.fixture(params=SERVERS)
def server(request: pytest.FixtureRequest) -> str:
    """Return the name of the server under test."""
    return str(request.param)


@pytest.fixture
def store(server: str, request: pytest.FixtureRequest) -> Store:
    """Return an empty store on each server in turn."""
    return _emptied(request, server)


@pytest.fixture
def embedded_store(request: pytest.FixtureRequest) -> Store:
    """Return an empty store on the embedded server."""
    return _emptied(request, "embedded")


@pytest.fixture
def neo4j_store(request: pytest.FixtureRequest) -> Store:
    """Return an empty store on Neo4j."""
    return _emptied(request, "neo4j")


@pytest.fixture
def book_store(server: str, request: pytest.FixtureRequest) -> Store:
    """Return a store with the sample book, loaded once where tests stand together: read only."""
    from data import BOOK
    from loaders import load_paths

    store: Store = request.getfixturevalue(f"_open_{server}")
    if _content.get(server) != "book":
        store.wipe()
        report = load_paths([BOOK], store)
        assert report.exit_code == 0, report
        _content[server] = "book"
    return store


@pytest.fixture
def store_environment(server: str, store: Store) -> dict[str, str]:
    """Return an environment in which a process of its own finds the store under test."""
    return environment_of(store)


def environment_of(store: Store) -> dict[str, str]:
    """Return the environment that leads a process of its own to ``store``."""
    chosen = store.settings.store
    found = {"NEO4J_URI": chosen.uri, "NEO4J_USERNAME": chosen.username,
             "NEO4J_PASSWORD": chosen.password, "NEO4J_DATABASE": chosen.database}  # fmt: skip
    return dict(os.environ) | {k: v for k, v in found.items() if v}
