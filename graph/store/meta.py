"""The store's own node: identity, revision, the load in hand and the lock that guards it."""

from __future__ import annotations

import json
import os
import socket
import time
import uuid
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import psutil

from graph.errors import StoreBusyError, StoreError
from graph.store import statements as cypher
from graph.store.results import UnfinishedLoad
from graph.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from graph.store.bolt import Connection

FORMAT = 1
# A holder on another machine that has not been heard of for so long is given up.
SILENT_MS = 300_000
BEAT_SECONDS = 20.0

_MATCH = f"MATCH (m:{cypher.META} {{id: 'store'}}) "


@dataclass(frozen=True)
class Meta:
    """What the store says about itself."""

    store_id: str
    revision: int
    format: int
    columns: dict[str, list[str]]
    totals: dict[str, int]
    members_in_table: bool = False
    unfinished: UnfinishedLoad | None = None
    schema: str = ""


def read_meta(connection: Connection) -> Meta | None:
    """Return the store's own node, None in a database that is not ours (yet)."""
    rows = connection.read(_MATCH + "RETURN properties(m) AS m")
    if not rows:
        return None
    found = rows[0]["m"]
    loading = json.loads(found.get("loading") or "null")
    meta = Meta(
        store_id=found["store_id"],
        revision=found["revision"],
        format=found["format"],
        columns=json.loads(found.get("columns") or "{}"),
        totals=json.loads(found.get("totals") or "{}"),
        members_in_table=bool(found.get("members_in_table")),
        unfinished=UnfinishedLoad(**loading) if loading else None,
        schema=found.get("schema") or "",
    )
    if meta.format > FORMAT:
        raise StoreError(
            Text(
                "The store was written by a newer Linchpin (format {n}).",
                "该存储由更新版本的 Linchpin 写入（格式 {n}）。",
            ).format(n=meta.format),
            Text("Install that version or newer.", "请安装该版本或更新版本。"),
        )
    return meta


def prepare(connection: Connection) -> Meta:
    """Make constraints and the store's own node where they are missing."""
    wanted = sha256("\n".join(cypher.constraints().values()).encode()).hexdigest()[:16]
    meta = read_meta(connection)
    if meta is not None and meta.schema == wanted:
        return meta
    found = {tuple(r["labelsOrTypes"]) for r in connection.read(cypher.SHOW_CONSTRAINTS)}
    for kind, statement in cypher.constraints().items():
        if (kind,) not in found:
            connection.schema(statement)
    connection.write(
        f"MERGE (m:{cypher.META} {{id: 'store'}}) "
        "ON CREATE SET m.store_id = $id, m.revision = 0, m.format = $format, "
        "m.columns = '{}', m.lock = '', m.loading = '' SET m.schema = $schema",
        id=uuid.uuid4().hex,
        format=FORMAT,
        schema=wanted,
    )
    made = read_meta(connection)
    assert made is not None  # noqa: S101 - just written
    return made


@dataclass
class LoadLock:
    """The right to write, held by one process at a time."""

    connection: Connection
    token: str
    sources: list[str]
    began: bool = False
    _beaten: float = field(default_factory=time.monotonic)

    def begin(self, columns: Mapping[str, list[str]]) -> None:
        """Mark the load as under way, before its first write."""
        before = read_meta(self.connection)
        assert before is not None  # noqa: S101 - the lock is held on it
        start, sources = datetime.now(UTC).isoformat(timespec="seconds"), set(self.sources)
        if before.unfinished is not None:
            sources |= set(before.unfinished.sources)
            start = before.unfinished.start
        merged = {
            kind: sorted({*before.columns.get(kind, ()), *columns.get(kind, ())})
            for kind in sorted({*before.columns, *columns})
        }
        self._set(
            loading=json.dumps({"sources": sorted(sources), "start": start}, ensure_ascii=False),
            columns=json.dumps(merged, ensure_ascii=False),
        )
        self.began = True

    def finish(self, totals: Mapping[str, int], *, members_in_table: bool = False) -> int:
        """End the load: a new revision, its totals, and nothing unfinished of its sources."""
        meta = read_meta(self.connection)
        assert meta is not None  # noqa: S101
        loading = ""
        if meta.unfinished is not None:
            rest = sorted(set(meta.unfinished.sources) - set(self.sources))
            if rest:
                loading = json.dumps({"sources": rest, "start": meta.unfinished.start})
        self._set(
            loading=loading,
            revision=meta.revision + 1,
            totals=json.dumps(dict(totals)),
            members_in_table=members_in_table,
        )
        return meta.revision + 1

    def beat(self) -> None:
        """Say now and then that we are alive."""
        if time.monotonic() - self._beaten > BEAT_SECONDS:
            self._set()
            self._beaten = time.monotonic()

    def _set(self, **values: Any) -> None:
        rows = self.connection.write(
            _MATCH + "WITH m WHERE m.lock = $lock SET m += $values, m.beat = timestamp() "
            "RETURN m.revision AS revision",
            lock=self.token,
            values=values,
        )
        if not rows:
            raise StoreBusyError(
                Text(
                    "Another process has taken the store over during this load.",
                    "加载期间，另一个进程接管了存储。",
                ),
                Text("Run the load again.", "请重新运行加载。"),
            )

    def release(self) -> None:
        """Give the lock back."""
        self.connection.write(
            _MATCH + "WITH m WHERE m.lock = $lock SET m.lock = ''", lock=self.token
        )


@contextmanager
def load_lock(connection: Connection, sources: list[str], wait: float = 5.0) -> Iterator[LoadLock]:
    """Hold the lock on writing; StoreBusyError names who has it."""
    me = json.dumps(
        {
            "pid": os.getpid(),
            "host": socket.gethostname(),
            "started": psutil.Process().create_time(),
            "token": uuid.uuid4().hex,
        }
    )
    deadline = time.monotonic() + wait
    while not _acquire(connection, me):
        holder = _holder(connection)
        if holder is not None and _is_gone(holder):
            _take_over(connection, holder["text"], me)
            continue
        if time.monotonic() > deadline:
            raise _busy(holder)
        time.sleep(0.2)
    lock = LoadLock(connection, me, sources)
    try:
        yield lock
    finally:
        lock.release()


def _acquire(connection: Connection, me: str) -> bool:
    # The first SET takes the write lock, so that what is read after it is the latest.
    rows = connection.write(
        _MATCH + "SET m.touched = timestamp() WITH m WHERE m.lock = '' OR m.lock = $me "
        "SET m.lock = $me, m.beat = timestamp() RETURN m.lock AS lock",
        me=me,
    )
    return bool(rows)


def _take_over(connection: Connection, stale: str, me: str) -> None:
    connection.write(
        _MATCH + "SET m.touched = timestamp() WITH m WHERE m.lock = $stale "
        "SET m.lock = $me, m.beat = timestamp()",
        stale=stale,
        me=me,
    )


def _holder(connection: Connection) -> dict[str, Any] | None:
    rows = connection.read(
        _MATCH + "RETURN m.lock AS lock, coalesce(m.beat, 0) AS beat, timestamp() AS now"
    )
    if not rows or not rows[0]["lock"]:
        return None
    row = rows[0]
    holder: dict[str, Any] = json.loads(row["lock"])
    return holder | {"text": row["lock"], "silent": row["now"] - row["beat"]}


def _is_gone(holder: Mapping[str, Any]) -> bool:
    if holder["host"] != socket.gethostname():
        return bool(holder["silent"] > SILENT_MS)
    return not is_running(holder["pid"], holder["started"])


def is_running(pid: int, started: float) -> bool:
    """Whether the process ``pid`` is the one that started then, not a later one of that number."""
    try:
        process = psutil.Process(pid)
        return (
            abs(process.create_time() - started) < 2.0 and process.status() != psutil.STATUS_ZOMBIE
        )
    except psutil.NoSuchProcess:
        return False
    except psutil.AccessDenied:
        return True


def _busy(holder: Mapping[str, Any] | None) -> StoreBusyError:
    who = holder or {"pid": "?", "host": "?"}
    return StoreBusyError(
        Text(
            "Process {pid} on {host} is loading into this store.",
            "主机 {host} 上的进程 {pid} 正在向该存储加载数据。",
        ).format(pid=who["pid"], host=who["host"]),
        Text("Wait until it has finished, then try again.", "请等待其完成后重试。"),
    )
