"""Runs analysts' queries so that they can read the graph and do nothing else.

On the embedded server they run as a user whose group may only read records. On Neo4j they run in
READ access mode, after the server's own EXPLAIN plan has been checked: READ mode alone lets a
query read files (``LOAD CSV``), end other people's transactions and call any procedure.
"""

from __future__ import annotations

import contextlib
import logging
import re
import secrets
import threading
import time
from typing import TYPE_CHECKING, Any

import neo4j
from neo4j.exceptions import AuthError, DriverError, Neo4jError, ServiceUnavailable

from graph.errors import LinchpinError, QueryError, StoreDownError
from graph.store.bolt import explain, first_line, open_driver
from graph.store.columns import returned_columns
from graph.store.guard import check_plan, check_tokens, refuse
from graph.store.interrupts import held
from graph.store.results import QueryResult
from graph.store.values import plain, unnamed_ends
from graph.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.store.dialect import Dialect

log = logging.getLogger(__name__)

_EXPLAIN = "EXPLAIN "
# How long a query that was told to end may take to do so.
_GRACE = 5.0
# How often it is looked whether somebody stops it.
_LOOK = 0.2
# By which a transaction of ours is known among those that run.
TAG = "linchpin"
_RUNNING = {"embedded": "SHOW TRANSACTIONS", "neo4j": "SHOW TRANSACTIONS YIELD *"}
_STOPPED = Text("The query was stopped.", "查询已停止。")
# Where Neo4j saw a mistake, counted with the word that we put before the query.
_POSITION = re.compile(r"\(line 1, column (\d+) \(offset: \d+\)\)")


class ReadOnly:
    """Where an analyst's queries run.

    Parameters
    ----------
    uri, auth, database
        The server and the user to read as.
    dialect : Dialect
        How the server keeps a query from writing.
    """

    def __init__(
        self, uri: str, auth: tuple[str, str] | None, database: str | None, dialect: Dialect
    ) -> None:
        self.uri = uri
        self.auth = auth
        self.database = database
        self.dialect = dialect
        self._driver: neo4j.Driver | None = None

    @property
    def driver(self) -> neo4j.Driver:
        """The driver, opened when first needed."""
        if self._driver is None:
            self._driver = open_driver(self.uri, self.auth)
        return self._driver

    def close(self) -> None:
        """Close the driver."""
        if self._driver is not None:
            with held():
                self._driver.close()
            self._driver = None

    def run(
        self,
        text: str,
        parameters: dict[str, Any],
        *,
        limit: int,
        timeout: float,
        stop: threading.Event | None = None,
    ) -> QueryResult:
        """Run one query and return at most ``limit`` rows.

        Another thread ends it by setting ``stop``.

        Raises
        ------
        ReadOnlyError
            The query would write, read a file, or reach outside the graph.
        QueryError
            The query is wrong, fails, or takes longer than ``timeout`` seconds.
        """
        if not text.strip():
            raise QueryError(Text("The query is empty.", "查询为空。"))
        self._check(text, parameters)
        began = time.monotonic()
        tag = f"/* {secrets.token_hex(8)} */"
        if not self.dialect.ends_queries:
            # By which the query is known among those that run.
            text = f"{text}\n{tag}"
        with (
            self._interruptible(tag),
            self._stoppable(stop, tag),
            self._in_time(timeout, tag) as session,
        ):
            try:
                with session.begin_transaction(metadata={TAG: tag}, timeout=timeout) as tx:
                    return self._answer(tx, text, parameters, limit=limit)
            except (Neo4jError, DriverError) as error:
                if stop is not None and stop.is_set():
                    raise QueryError(_STOPPED) from None
                if time.monotonic() - began >= timeout:
                    raise too_slow(timeout) from None
                raise self._worded(error) from None
            except (OSError, AssertionError, IndexError, ValueError) as error:
                # The connection was closed under the driver: the clock ran out.
                if time.monotonic() - began >= timeout:
                    raise too_slow(timeout) from None
                raise self._worded(ServiceUnavailable(str(error))) from None

    def _check(self, text: str, parameters: dict[str, Any]) -> None:
        if not self.dialect.checks_plan:
            check_tokens(text)
            return
        with (
            held(),
            self.driver.session(
                database=self.database, default_access_mode=neo4j.READ_ACCESS
            ) as session,
        ):
            try:
                summary = session.run(_EXPLAIN + text, parameters).consume()
            except (Neo4jError, DriverError) as error:
                raise self._worded(error, len(_EXPLAIN)) from None
        check_plan(summary.query_type, summary.plan)

    @contextlib.contextmanager
    def _in_time(self, timeout: float, tag: str) -> Iterator[neo4j.Session]:
        """Give a session; a server that keeps no time is told when the time is up."""
        driver = self.driver
        alarms = [
            threading.Timer(timeout, self._terminate, (tag,)),
            threading.Timer(timeout + _GRACE, self._hang_up, (driver,)),
        ]
        for alarm in [] if self.dialect.ends_queries else alarms:
            alarm.daemon = True
            alarm.start()
        session = driver.session(database=self.database, default_access_mode=neo4j.READ_ACCESS)
        try:
            yield session
        finally:
            for alarm in alarms:
                alarm.cancel()
            with contextlib.suppress(Exception):
                session.close()

    @contextlib.contextmanager
    def _stoppable(self, stop: threading.Event | None, tag: str) -> Iterator[None]:
        """End the query once ``stop`` is set."""
        over = threading.Event()

        def watch() -> None:
            while stop is not None and not over.is_set():
                if stop.wait(_LOOK):
                    self._terminate(tag)
                    return

        if stop is not None:
            threading.Thread(target=watch, daemon=True).start()
        try:
            yield
        finally:
            over.set()

    @contextlib.contextmanager
    def _interruptible(self, tag: str) -> Iterator[None]:
        """End the query at Ctrl-C; a server that does not hear that its asker is gone is told."""
        if self.dialect.ends_queries:
            with held(patience=0):
                yield
            return
        # In a thread: the interrupt may have come while the driver holds one of its locks.
        telling = threading.Thread(target=self._terminate, args=(tag,), daemon=True)
        with held(first=telling.start):
            yield

    def _terminate(self, tag: str) -> None:
        """End the query that carries ``tag``, also if it is only about to begin."""
        until = time.monotonic() + _GRACE
        with contextlib.suppress(Exception), self.driver.session(database=self.database) as session:
            while time.monotonic() < until:
                for row in list(session.run(_RUNNING[self.dialect.kind])):
                    if tag in row["currentQuery"] or tag in str(row.get("metaData")):
                        session.run(f"TERMINATE TRANSACTION '{row['transactionId']}'").consume()
                        return
                time.sleep(0.1)

    def _hang_up(self, driver: neo4j.Driver) -> None:
        """Close the connection under a query that was told to end and did not."""
        if self._driver is driver:
            self._driver = None
        with contextlib.suppress(Exception):
            driver.close()

    def _answer(
        self,
        tx: neo4j.Transaction,
        text: str,
        parameters: dict[str, Any],
        *,
        limit: int,
    ) -> QueryResult:
        result = tx.run(text, parameters)
        columns = list(result.keys())
        records = [record for _, record in zip(range(limit), result, strict=False)]
        truncated = result.peek() is not None
        ends = self._ends(tx, unnamed_ends(records))
        rows = [
            dict(zip(columns, (plain(v, ends) for v in r.values()), strict=True)) for r in records
        ]
        return QueryResult(columns or returned_columns(text), rows, truncated)

    def _ends(self, tx: neo4j.Transaction, wanted: list[str]) -> dict[str, str]:
        """Look up the ids at both ends of relationships that came without their nodes."""
        if not wanted:
            return {}
        rows = tx.run(
            "UNWIND $ids AS i MATCH (n) WHERE elementId(n) = i RETURN i, n.id AS id", ids=wanted
        )
        return {r["i"]: r["id"] for r in rows}

    def _worded(self, error: Exception, shift: int = 0) -> LinchpinError:
        code = str(getattr(error, "code", "") or "")
        text = first_line(str(getattr(error, "message", None) or error))
        if shift:
            text = _POSITION.sub(lambda m: f"(line 1, column {int(m[1]) - shift})", text)
        log.info("query failed: %s %s", code, text)
        if isinstance(error, AuthError) and "Unauthorized" in code:
            return explain(error, self.uri)
        if "AccessMode" in code or "Forbidden" in code:
            return refuse(
                Text(
                    "it would change the graph or read outside it", "会修改图数据或读取图之外的内容"
                )
            )
        if "Timed" in code or "Terminated" in code:
            return too_slow(None)
        if not code or isinstance(error, ServiceUnavailable):
            down = explain(error, self.uri)
            if isinstance(down, StoreDownError):
                return down
        if "ParameterMissing" in code:
            return QueryError(
                Text("A parameter has no value: {why}", "参数缺少取值：{why}").format(why=text),
                Text("Give it with -p NAME=VALUE.", "请用 -p 名称=值 提供。"),
            )
        return QueryError(Text("The query fails: {why}", "查询失败：{why}").format(why=text))


def too_slow(timeout: float | None) -> QueryError:
    """Word a query that ran out of time."""
    seconds = "" if timeout is None else f" ({timeout:g} s)"
    return QueryError(
        Text("The query took longer than its time limit{s}.", "查询超出时间限制{s}。").format(
            s=seconds
        ),
        Text("Ask for less, or raise the limit.", "请缩小查询范围，或提高时间限制。"),
    )
