"""Opens the store that the settings name: Neo4j, else this user's embedded server."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.address import shown
from graph.errors import StoreDownError
from graph.store import local
from graph.store.bolt import Connection
from graph.store.core import Store
from graph.store.dialect import EMBEDDED, NEO4J
from graph.store.local_files import ANALYST, DATABASE
from graph.store.readonly import ReadOnly
from graph.store.results import StoreStatus
from graph.text import Text

if TYPE_CHECKING:
    from graph.settings import Settings


def connect(settings: Settings, *, start: bool = True) -> Store:
    """Connect to the store in use.

    Parameters
    ----------
    settings : Settings
        With ``store.uri`` set, that Neo4j; else the embedded server.
    start : bool
        Start the embedded server where none is running.

    Raises
    ------
    StoreDownError, StoreAuthError
        Nobody answers there, or the user name or password is refused.
    """
    if settings.store.uri:
        return _neo4j(settings, settings.store.uri)
    state = local.ensure_running(settings.store) if start else local.running()
    if state is None:
        raise StoreDownError(
            Text("The embedded store is not running.", "内置存储未运行。"),
            Text("Start it with linchpin store start.", "请用 linchpin store start 启动。"),
        )
    passwords = local.files().passwords()
    where = local.uri(state)
    connection = Connection(where, ("root", passwords["root"]), DATABASE)
    reader = ReadOnly(where, (ANALYST, passwords[ANALYST]), DATABASE, EMBEDDED)
    return _verified(Store(connection, reader, EMBEDDED, settings))


def _neo4j(settings: Settings, uri: str) -> Store:
    store = settings.store
    auth = (store.username or "neo4j", store.password or "") if store.password else None
    connection = Connection(uri, auth, store.database)
    reader = ReadOnly(uri, auth, store.database, NEO4J)
    return _verified(Store(connection, reader, NEO4J, settings))


def _verified(store: Store) -> Store:
    try:
        store.connection.verify()
    except BaseException:
        store.close()
        raise
    return store


def status(settings: Settings) -> StoreStatus:
    """Return the state of the store in use without starting anything."""
    try:
        with connect(settings, start=False) as store:
            return store.status()
    except StoreDownError:
        return StoreStatus(
            server="neo4j" if settings.store.uri else "embedded",
            address=shown(settings.store.uri) if settings.store.uri else None,
            database=settings.store.database or (None if settings.store.uri else DATABASE),
            running=False,
        )


def start(settings: Settings) -> StoreStatus:
    """Start the embedded server where it is not running, and return its state."""
    with connect(settings) as store:
        return store.status()


def stop(settings: Settings) -> bool:
    """Stop the embedded server; whether one was running. A Neo4j is not ours to stop."""
    return False if settings.store.uri else local.stop()
