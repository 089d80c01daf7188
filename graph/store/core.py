"""The store: what the rest of the product sees of a graph database."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from graph.errors import ForeignDataError, not_found
from graph.model import NODE_KINDS, RELATIONSHIP_TYPES, TABLES_BY_NAME
from graph.store import backup, wiping
from graph.store.documents import Documents
from graph.store.home import store_folder
from graph.store.loading import Load
from graph.store.meta import read_meta
from graph.store.reading import counts
from graph.store.results import LoadSummary, QueryResult, StoreStatus
from graph.store.snapshots import SnapshotReader
from graph.store.state import State
from graph.store.tables import TableFolder
from graph.text import Text

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable, Collection, Mapping, Sequence
    from types import TracebackType

    import polars as pl

    from graph.records import Records
    from graph.settings import Settings
    from graph.snapshot import Snapshot
    from graph.store.bolt import Connection
    from graph.store.dialect import Dialect
    from graph.store.readonly import ReadOnly

    Progress = Callable[[int, int, Text], None]


class Store:
    """A graph database with the tables beside it; made by :func:`graph.store.connect`.

    Parameters
    ----------
    connection : Connection
        Where our own statements go.
    reader : ReadOnly
        Where an analyst's queries go.
    dialect : Dialect
        What is particular to the server.
    settings : Settings
        Batch size, precedence of sources, limits.
    """

    def __init__(
        self, connection: Connection, reader: ReadOnly, dialect: Dialect, settings: Settings
    ) -> None:
        self.connection = connection
        self.dialect = dialect
        self.settings = settings
        self.documents = Documents(connection)
        self._reader = reader
        self._snapshots = SnapshotReader(connection, store_folder)

    @property
    def kind(self) -> str:
        """``neo4j`` or ``embedded``."""
        return self.dialect.kind

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections; an embedded server lives on until it is idle."""
        self._reader.close()
        self.connection.close()

    def load(
        self,
        records: Records | Sequence[Records],
        *,
        replace: bool = False,
        within: Collection[str] | None = None,
        progress: Progress | None = None,
    ) -> LoadSummary:
        """Write records: only what differs, with one new revision if anything does.

        Parameters
        ----------
        records : Records or sequence of Records
            Validated rows by source.
        replace : bool
            These sources' rows are their whole truth: what they no longer state goes, unless
            another source states it.
        within : collection of str or None
            With ``replace``, the kinds, types and tables of which this is said; None: all.
        progress : callable or None
            Told ``(done, total, what)``; may raise to stop between two batches.
        """
        self.check_own()
        work = Load(
            self.connection,
            table_folder,
            self.settings.store,
            self.dialect,
            replace=replace,
            within=within,
            progress=progress,
        )
        return work.run(records)

    def snapshot(self, progress: Progress | None = None) -> Snapshot:
        """Return the graph as columns; read once a revision, then mapped from disk."""
        return self._snapshots.get(progress)

    def query(
        self,
        text: str,
        parameters: Mapping[str, Any] | None = None,
        *,
        limit: int = 10_000,
        timeout: float = 30.0,
        stop: threading.Event | None = None,
    ) -> QueryResult:
        """Run a reading query; ReadOnlyError for one that would do more than read.

        Another thread ends it by setting ``stop``; it is a QueryError then.
        """
        return self._reader.run(
            text, dict(parameters or {}), limit=limit, timeout=timeout, stop=stop
        )

    def table(self, name: str) -> pl.DataFrame:
        """Return a table beside the graph; empty, with its columns, where there is none."""
        if name not in TABLES_BY_NAME:
            raise not_found(Text("table", "表"), name, TABLES_BY_NAME)
        meta = read_meta(self.connection)
        folder = table_folder(meta.store_id if meta else "none")
        revision = meta.revision if meta else 0
        return folder.read(name, revision, self.settings.store.source_precedence)

    def scan(self, name: str) -> pl.LazyFrame:
        """Return every row of a table by its source (``linchpin_source``), read when needed."""
        meta = read_meta(self.connection)
        folder = table_folder(meta.store_id if meta else "none")
        return folder.scan(name, meta.revision if meta else 0)

    def existing(self, kind: str, ids: Sequence[str], without: Sequence[str] = ()) -> set[str]:
        """Return those of ``ids`` that are nodes of ``kind``, by others than ``without`` alone."""
        meta = read_meta(self.connection)
        if meta is None:
            return set()
        state = State(self.connection, meta, table_folder(meta.store_id))
        nodes = state.nodes(kind, ["sources"], ids).select("id", "sources")
        asked, gone = set(ids), set(without)
        return {i for i, by in nodes.iter_rows() if i in asked and set(by or ()) - gone}

    def check_own(self) -> None:
        """Raise ForeignDataError when the database has data that are not ours."""
        if read_meta(self.connection) is not None:
            return
        found = self.connection.read("MATCH (n) RETURN labels(n) AS labels LIMIT 1")
        if found:
            label = (found[0]["labels"] or ["?"])[0]
            raise ForeignDataError(
                Text(
                    "The database at {where} holds data that Linchpin did not put there "
                    "(such as '{label}').",
                    "位于 {where} 的数据库中有并非由 Linchpin 写入的数据（例如“{label}”）。",
                ).format(where=self.connection.uri, label=label),
                Text(
                    "Choose an empty database with NEO4J_URI or NEO4J_DATABASE; "
                    "nothing was changed.",
                    "请通过 NEO4J_URI 或 NEO4J_DATABASE 选择一个空数据库；未作任何更改。",
                ),
            )

    def version(self) -> tuple[str, int]:
        """Return the id of the store and its revision, by one small query; ("", 0) where empty.

        A store that is wiped gets a new id, since its revisions begin again.
        """
        meta = read_meta(self.connection)
        return (meta.store_id, meta.revision) if meta else ("", 0)

    def status(self) -> StoreStatus:
        """Return what the store holds and whether a load was cut off."""
        meta = read_meta(self.connection)
        nodes, relationships = self._counts()
        return StoreStatus(
            server=self.kind,
            version=self._version(),
            address=self.connection.uri,
            database=self.connection.database,
            running=True,
            store_id=meta.store_id if meta else None,
            revision=meta.revision if meta else 0,
            nodes=nodes,
            relationships=relationships,
            tables=table_folder(meta.store_id).names(meta.revision) if meta else {},
            unfinished_load=meta.unfinished if meta else None,
        )

    def backup(self, path: Path, progress: Progress | None = None) -> None:
        """Write everything the store holds into one file that either server can restore."""
        self.check_own()
        backup.save(self.connection, table_folder, Path(path), progress)

    def restore(
        self, path: Path, *, replace: bool = False, progress: Progress | None = None
    ) -> int:
        """Write a backup into this store and return the new revision.

        The store must be empty, or ``replace`` says that what it holds may go; a file that is no
        backup changes nothing.
        """
        self.check_own()
        found = backup.Backup(Path(path))
        found.check()
        if replace:
            self.wipe()
        work = Load(
            self.connection, table_folder, self.settings.store, self.dialect, progress=progress
        )
        return work.restore(found)

    def wipe(self) -> None:
        """Delete everything of ours: graph, documents, tables, snapshots; other data stay."""
        self.check_own()
        wiping.wipe(self.connection)
        self._snapshots.forget()

    def _counts(self) -> tuple[dict[str, int], dict[str, int]]:
        found = counts(self.connection)
        return (
            {k: found[k] for k in NODE_KINDS if k in found},
            {t: found[t] for t in RELATIONSHIP_TYPES if t in found},
        )

    def _version(self) -> str | None:
        from graph.store.versions import server_version

        return server_version(self)


def table_folder(store_id: str) -> TableFolder:
    """Return the tables of a store."""
    return TableFolder(store_folder(store_id) / "tables")
