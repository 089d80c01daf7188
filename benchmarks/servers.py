"""The servers to measure on: an embedded one of our own, and a Neo4j where there is one."""

from __future__ import annotations

import os
import tempfile
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from graph.settings import Settings
from graph.store import connect, stop

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.store import Store


@contextmanager
def own_home() -> Iterator[Path]:
    """Give the benchmark a data folder of its own, and take it away with its server."""
    before = os.environ.get("LINCHPIN_HOME")
    with tempfile.TemporaryDirectory(prefix="linchpin-bench-") as name:
        os.environ["LINCHPIN_HOME"] = name
        try:
            yield Path(name)
        finally:
            stop(Settings())
            if before is None:
                del os.environ["LINCHPIN_HOME"]
            else:
                os.environ["LINCHPIN_HOME"] = before


@contextmanager
def stores() -> Iterator[tuple[dict[str, Store], str]]:
    """Open an empty store on each server; the text says why one is missing."""
    with ExitStack() as stack:
        home = stack.enter_context(own_home())
        found = {"embedded": stack.enter_context(connect(Settings()))}
        neo4j, missing = _neo4j(stack, home)
        if neo4j is not None:
            store = stack.enter_context(connect(neo4j))
            store.check_own()
            store.wipe()
            stack.callback(store.wipe)
            found["neo4j"] = store
        yield found, missing


def _neo4j(stack: ExitStack, home: Path) -> tuple[Settings | None, str]:
    if os.environ.get("LINCHPIN_BENCHMARK_NEO4J", "yes") == "no":
        return None, "left out by LINCHPIN_BENCHMARK_NEO4J"
    try:
        from tests.neo4j_server import provide
    except ImportError:
        return None, "the tests that bring a Neo4j are not here"
    try:
        server = provide.start(home / "neo4j")
    except provide.Unavailable as why:
        return None, str(why)
    stack.callback(server.stop)
    found = {"uri": server.uri, "username": "neo4j", "password": server.password}
    return Settings.model_validate({"store": found}), ""
