"""The connection to either server: transactions with retries, failures in plain words."""

from __future__ import annotations

import logging
import random
import time
from typing import TYPE_CHECKING, Any, TypeVar

import neo4j
from neo4j.exceptions import (
    AuthError,
    ClientError,
    ConstraintError,
    DatabaseError,
    DriverError,
    Neo4jError,
    ServiceUnavailable,
    TransientError,
)

from graph.address import shown
from graph.errors import LinchpinError, StoreAuthError, StoreDownError, StoreError
from graph.store.interrupts import held
from graph.text import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

T = TypeVar("T")
log = logging.getLogger(__name__)

# Notifications of a server go to the log, never onto a user's screen.
_notices = logging.getLogger("neo4j.notifications")
_notices.propagate = False
_notices.setLevel(logging.ERROR)
_notices.addHandler(logging.NullHandler())
logging.getLogger("neo4j").addHandler(logging.NullHandler())

RETRIES = 8
SCHEMES = ("bolt", "neo4j", "bolt+s", "neo4j+s", "bolt+ssc", "neo4j+ssc")
_FULL = ("no space left", "disk full", "not enough space", "enospc", "磁盘")


class Connection:
    """One driver and the database it talks to.

    Parameters
    ----------
    uri, auth, database
        As the driver takes them; a database of None is the user's home database.
    """

    def __init__(self, uri: str, auth: tuple[str, str] | None, database: str | None) -> None:
        self.uri = shown(uri)
        self.database = database
        self.driver = open_driver(uri, auth)

    def verify(self) -> None:
        """Raise StoreDownError or StoreAuthError unless the server answers."""
        try:
            with held(), self.driver.session(database=self.database) as session:
                session.run("RETURN 1").consume()
        except (Neo4jError, DriverError) as error:
            raise explain(error, self.uri) from None

    def read(self, text: str, **parameters: Any) -> list[dict[str, Any]]:
        """Run a statement of our own that reads."""

        def work(tx: neo4j.ManagedTransaction) -> list[dict[str, Any]]:
            return [_row(r) for r in tx.run(text, parameters)]

        with (
            held(),
            self.driver.session(
                database=self.database, default_access_mode=neo4j.READ_ACCESS
            ) as session,
        ):
            return self._retried(lambda: session.execute_read(work))

    def read_columns(self, text: str, fetch_size: int = 20_000) -> dict[str, list[Any]]:
        """Run a statement that answers many rows, and return it as columns."""

        def work(tx: neo4j.ManagedTransaction) -> dict[str, list[Any]]:
            result = tx.run(text)
            names = list(result.keys())
            columns: list[list[Any]] = [[] for _ in names]
            for record in result:
                interrupts.check()
                for column, value in zip(columns, record.values(), strict=True):
                    column.append(value)
            return dict(zip(names, columns, strict=True))

        with (
            held() as interrupts,
            self.driver.session(
                database=self.database, default_access_mode=neo4j.READ_ACCESS, fetch_size=fetch_size
            ) as session,
        ):
            return self._retried(lambda: session.execute_read(work))

    def write(self, text: str, **parameters: Any) -> list[dict[str, Any]]:
        """Run a statement of our own that writes, in one managed transaction."""
        return self.write_all([(text, parameters)])[0]

    def write_all(
        self, statements: Sequence[tuple[str, Mapping[str, Any]]]
    ) -> list[list[dict[str, Any]]]:
        """Run statements in one managed transaction."""

        def work(tx: neo4j.ManagedTransaction) -> list[list[dict[str, Any]]]:
            return [
                [_row(r) for r in tx.run(text, dict(parameters))] for text, parameters in statements
            ]

        with held(), self.driver.session(database=self.database) as session:
            return self._retried(lambda: session.execute_write(work))

    def schema(self, text: str) -> None:
        """Run a schema statement, which needs a transaction of its own."""

        def run() -> None:
            with held(), self.driver.session(database=self.database) as session:
                session.run(text).consume()

        self._retried(run)

    def _retried(self, work: Callable[[], T]) -> T:
        # The driver retries transient errors; two MERGE of one new key may also race into a
        # ConstraintError, after which running again finds the other's row.
        for attempt in range(RETRIES):
            try:
                return work()
            except (ConstraintError, TransientError) as error:
                if attempt == RETRIES - 1:
                    raise explain(error, self.uri) from None
                log.info("again after %s", error.code)
                time.sleep(random.uniform(0.02, 0.1) * 2**attempt)  # noqa: S311
            except (Neo4jError, DriverError) as error:
                raise explain(error, self.uri) from None
        raise AssertionError

    def close(self) -> None:
        """Close the driver."""
        with held():
            self.driver.close()


def _row(record: neo4j.Record) -> dict[str, Any]:
    # Not record.data(), which walks through every element of a column.
    return dict(zip(record.keys(), record.values(), strict=True))


def open_driver(uri: str, auth: tuple[str, str] | None) -> neo4j.Driver:
    """Open a driver with our limits; an address it cannot read is a StoreError."""
    try:
        if uri.partition("://")[0] not in SCHEMES:
            raise ValueError(f"it does not begin with {' or '.join(SCHEMES)}")  # noqa: TRY301
        return neo4j.GraphDatabase.driver(
            uri,
            auth=auth,
            connection_timeout=10.0,
            connection_acquisition_timeout=30.0,
            max_transaction_retry_time=30.0,
            telemetry_disabled=True,
            user_agent="linchpin",
        )
    except (ValueError, DriverError) as error:
        raise StoreError(
            Text(
                "'{uri}' is no address of a server: {why}.", "“{uri}”不是有效的服务器地址：{why}。"
            ).format(uri=shown(uri), why=str(error).replace(uri, shown(uri)).rstrip(".")),
            Text(
                "Write it as bolt://host:7687 or neo4j+s://host.",
                "请写成 bolt://主机:7687 或 neo4j+s://主机。",
            ),
        ) from None


def explain(error: Exception, uri: str) -> LinchpinError:
    """Word a failure of the driver or server."""
    text = str(getattr(error, "message", None) or error).replace(uri, shown(uri))
    uri = shown(uri)
    if isinstance(error, AuthError) or "authentication" in text.lower():
        return StoreAuthError(
            Text(
                "The server at {uri} refuses the user name or password.",
                "{uri} 的服务器拒绝该用户名或密码。",
            ).format(uri=uri),
            Text(
                "Check NEO4J_USERNAME and NEO4J_PASSWORD.",
                "请检查 NEO4J_USERNAME 和 NEO4J_PASSWORD。",
            ),
        )
    if any(word in text.lower() for word in _FULL):
        return disk_full()
    if isinstance(error, ServiceUnavailable | DriverError) and not isinstance(error, ClientError):
        log.info("no answer from %s: %s", uri, text)
        return StoreDownError(
            Text("The store at {uri} does not answer.", "位于 {uri} 的存储没有应答。").format(
                uri=uri
            ),
            Text(
                "Start it (linchpin store start, or your Neo4j) and run the command again; "
                "what was stored is kept.",
                "请启动它（linchpin store start，或您的 Neo4j）后重新运行；已保存的数据不会丢失。",
            ),
        )
    code = str(getattr(error, "code", "") or "")
    if "DatabaseNotFound" in code:
        return StoreError(
            Text(
                "The server at {uri} has no such database.", "{uri} 的服务器上没有该数据库。"
            ).format(uri=uri),
            Text("Check NEO4J_DATABASE.", "请检查 NEO4J_DATABASE。"),
        )
    if isinstance(error, DatabaseError) or text:
        log.warning("server error %s: %s", code, text)
    return StoreError(
        Text("The store reports: {why}", "存储报告：{why}").format(why=first_line(text))
    )


def disk_full() -> StoreError:
    """Word a disk that is full."""
    return StoreError(
        Text("The disk is full.", "磁盘已满。"),
        Text(
            "Free some space and run the load again: it is completed, nothing is doubled.",
            "请释放空间后重新运行加载：未完成的部分会补齐，不会重复。",
        ),
    )


# Of a server's message; Neo4j lists every word that could have stood in a place.
LONGEST = 400


def first_line(text: str) -> str:
    """Return the first line of a server's message, cut where long; the place at its end stays."""
    line = next((part.strip() for part in text.splitlines() if part.strip()), "unknown error")
    if len(line) <= LONGEST:
        return line
    place = line.rfind("(line ", LONGEST - 100)
    return f"{line[:LONGEST]} … {line[place:]}" if place >= 0 else line[:LONGEST]
