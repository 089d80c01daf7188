"""Brings a real Neo4j for the tests: ``python tests/neo4j_server/provide.py [--install]``.

The server comes from Maven into a per-user cache, once. It needs Java 17 or newer and Maven; with
``--install``, as root on Debian or Ubuntu, these come from apt.
"""

from __future__ import annotations

import os
import re
import secrets
import shutil
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock
from platformdirs import user_cache_path

HERE = Path(__file__).resolve().parent
VERSION = os.environ.get("LINCHPIN_TEST_NEO4J", "5.26.20")
START_SECONDS = 180.0
# Short runs: the quick compiler alone, and a collector without threads of its own.
JAVA_OPTIONS = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
# Neo4j loads very many classes: unverified, and with room from the start, cold questions cost a
# sixth less.
NEO4J_OPTIONS = (
    *JAVA_OPTIONS,
    "-XX:+UnlockDiagnosticVMOptions",
    "-XX:-BytecodeVerificationRemote",
    "-XX:MetaspaceSize=300m",
)


class Unavailable(Exception):
    """Why there is no Neo4j to test with."""


def needed_java() -> int:
    """Return the oldest Java that runs the version under test."""
    return 17 if VERSION.startswith("5.") else 21


def java_version() -> int:
    """Return the major version of the Java on the path, 0 where there is none."""
    if shutil.which("java") is None:
        return 0
    answer = subprocess.run(["java", "-version"], capture_output=True, text=True, check=False)
    found = re.search(r'version "(\d+)', answer.stderr)
    return int(found[1]) if found else 0


def install() -> None:
    """Install Java and Maven from apt, where that can be done without asking."""
    if java_version() >= needed_java() and shutil.which("mvn"):
        return
    if shutil.which("apt-get") is None or not hasattr(os, "geteuid") or os.geteuid() != 0:
        return
    quiet = {"env": os.environ | {"DEBIAN_FRONTEND": "noninteractive"}, "check": False}
    subprocess.run(["apt-get", "-qq", "update"], **quiet)
    subprocess.run(
        ["apt-get", "-qq", "install", "-y", "default-jdk-headless", "maven"],
        stdout=subprocess.DEVNULL,
        **quiet,
    )


def library() -> Path:
    """Return the folder with the server's jars, fetched once under a lock."""
    if java_version() < needed_java():
        raise Unavailable(f"Java {needed_java()} or newer is not installed")
    cache = user_cache_path("linchpin-tests", False)
    folder = cache / f"neo4j-{VERSION}"
    if (folder / "complete").exists():
        return folder
    cache.mkdir(parents=True, exist_ok=True)
    with FileLock(cache / f"neo4j-{VERSION}.lock", timeout=900):
        if not (folder / "complete").exists():
            _fetch(folder)
    return folder


def _fetch(folder: Path) -> None:
    maven = shutil.which("mvn")
    if maven is None:
        raise Unavailable("Maven is not installed")
    beside = folder.with_name(folder.name + ".part")
    shutil.rmtree(beside, ignore_errors=True)
    shutil.rmtree(folder, ignore_errors=True)
    command = [
        maven, "-q", "-B", "-f", str(HERE / "pom.xml"), "dependency:copy-dependencies",
        "-DincludeScope=runtime", f"-DoutputDirectory={beside}", f"-Dneo4j.version={VERSION}",
    ]  # fmt: skip
    try:
        answer = subprocess.run(command, capture_output=True, text=True, check=False, timeout=900)
    except subprocess.TimeoutExpired:
        raise Unavailable("Maven did not fetch Neo4j in 15 minutes") from None
    if answer.returncode:
        lines = [x for x in (answer.stdout + answer.stderr).splitlines() if "ERROR" in x]
        raise Unavailable(f"Maven could not fetch Neo4j: {(lines or ['no reason given'])[0]}")
    (beside / "complete").write_text(VERSION, encoding="utf-8")
    beside.rename(folder)


@dataclass
class Neo4j:
    """A running server that ends with :meth:`stop`, or when this process ends."""

    process: subprocess.Popen[bytes]
    uri: str
    password: str

    def stop(self) -> None:
        """End the server at once: its data are thrown away."""
        if self.process.stdin is not None:
            self.process.stdin.close()
        self.process.kill()
        self.process.wait()


def start(home: Path, heap: str = "768m") -> Neo4j:
    """Start a server with its data under ``home`` and set its password."""
    jars = library()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    home.mkdir(parents=True, exist_ok=True)
    with (home / "neo4j.log").open("ab") as log:
        process = subprocess.Popen(
            ["java", *NEO4J_OPTIONS, f"-Xms{heap}", f"-Xmx{heap}", "-cp", f"{jars}/*",
             str(HERE / "Neo4jServer.java"), str(home), str(port)],
            stdin=subprocess.PIPE, stdout=log, stderr=log,
        )  # fmt: skip
    server = Neo4j(process, f"bolt://127.0.0.1:{port}", secrets.token_urlsafe(16))
    try:
        _first_sign_in(server, home / "neo4j.log")
    except BaseException:
        server.stop()
        raise
    return server


def _first_sign_in(server: Neo4j, log: Path) -> None:
    import neo4j
    from neo4j.exceptions import DriverError, Neo4jError

    deadline = time.monotonic() + START_SECONDS
    answered = False
    while not answered:
        if server.process.poll() is not None:
            tail = log.read_text(encoding="utf-8", errors="replace")[-2000:]
            raise Unavailable(f"Neo4j ended at its start: {tail}")
        try:
            with neo4j.GraphDatabase.driver(server.uri, auth=("neo4j", "neo4j")) as driver:
                driver.execute_query(
                    "ALTER CURRENT USER SET PASSWORD FROM 'neo4j' TO $password",
                    password=server.password,
                    database_="system",
                )
            answered = True
        except (DriverError, Neo4jError, OSError):
            if time.monotonic() > deadline:
                raise Unavailable(f"Neo4j did not answer in {START_SECONDS:.0f} s") from None
            time.sleep(0.5)


def say(line: str) -> None:
    """Write a line for whoever runs this by hand."""
    sys.stdout.write(line + "\n")


def main() -> int:
    """Fetch what is needed and say what there is."""
    if "--install" in sys.argv[1:]:
        install()
    if os.environ.get("NEO4J_URI"):
        say(f"Neo4j for the tests: {os.environ['NEO4J_URI']}")
        return 0
    try:
        say(f"Neo4j for the tests: {library()}")
    except Unavailable as why:
        say(f"No Neo4j for the tests: {why}.")
        return 1 if os.environ.get("REQUIRE_NEO4J") == "1" else 0
    return 0


if __name__ == "__main__":
    sys.exit(main())
