"""The screen in a real browser, on a real embedded store of its own; nothing leaves the machine."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from tests.support import cannot_test
from tests.ui.screen_book import AS_OF

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, BrowserContext, Page

ROOT = Path(__file__).parents[2]
HERE = {"127.0.0.1", "localhost", "::1", ""}
SYSTEM = ("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
]
# Milliseconds: a busy machine is slow, not broken.
PATIENCE = 60_000

LOAD = """
from graph.settings import Settings
from graph.store import connect
from tests.ui.screen_book import records
with connect(Settings.model_validate({"store": {"heap": "512m"}})) as store:
    store.load(records())
"""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what needs a browser."""
    for item in items:
        if "screen" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.browser)


def system_browser() -> str | None:
    """Return a browser of the system; None means Playwright's own."""
    named = os.environ.get("LINCHPIN_TEST_BROWSER")
    return named or next((path for path in SYSTEM if Path(path).exists()), None)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Return a browser; without one the test is skipped, or fails where it is required.

    It is closed after each file: its event loop would run on under the tests that follow.
    """
    from playwright.sync_api import Error, expect, sync_playwright

    expect.set_options(timeout=PATIENCE)

    with sync_playwright() as play:
        try:
            found = play.chromium.launch(executable_path=system_browser(), args=QUIET)
        except Error as why:
            cannot_test("browser", str(why).splitlines()[0])
        yield found
        found.close()


@pytest.fixture(scope="session")
def screen_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """Return the environment of a home whose store holds the small book with hostile names."""
    home = tmp_path_factory.mktemp("screen")
    environment = os.environ | {
        "LINCHPIN_HOME": str(home),
        "LINCHPIN_AS_OF": AS_OF.isoformat(),
        "LINCHPIN_LANG": "",
        "PYTHONPATH": str(ROOT),
    }
    run = {"cwd": ROOT, "env": environment, "check": True, "capture_output": True}
    subprocess.run([sys.executable, "-c", LOAD], **run, timeout=300)
    yield environment
    stop = "from graph.store import stop; from graph.settings import Settings; stop(Settings())"
    subprocess.run([sys.executable, "-c", stop], **run, timeout=60)
    shutil.rmtree(home, ignore_errors=True)


@pytest.fixture(scope="session")
def screen(screen_home: dict[str, str], tmp_path_factory) -> Iterator[str]:
    """Return the address of the running screen."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    log = tmp_path_factory.mktemp("log") / "screen.log"
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.headless=true"]
    with log.open("wb") as out:
        process = subprocess.Popen(
            [*command, f"--server.port={port}"], cwd=ROOT, env=screen_home, stdout=out, stderr=out
        )
        try:
            address = f"http://127.0.0.1:{port}"
            _wait(address, process, log)
            yield address
        finally:
            process.terminate()
            process.wait(20)


def _wait(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + 120
    while time.monotonic() < until and process.poll() is None:
        try:
            with urllib.request.urlopen(f"{address}/_stcore/health", timeout=5):
                return
        except OSError:
            time.sleep(0.2)
    pytest.fail(f"the screen did not start:\n{log.read_text(errors='replace')[-2000:]}")


@dataclass
class Visit:
    """A browser's window on the screen, and what it saw."""

    page: Page
    address: str
    left: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def open(self, path: str) -> Page:
        """Open a page and wait until it stands."""
        self.page.goto(f"{self.address}{path}")
        # Before the first word from the server the script counts as not running, too.
        first = '[data-testid="stMain"] [data-testid="stElementContainer"]'
        self.page.wait_for_selector(first, state="attached", timeout=PATIENCE)
        self.settle()
        return self.page

    def settle(self) -> None:
        """Wait until the page's script has run."""
        self.page.wait_for_selector('[data-test-script-state="notRunning"]', timeout=PATIENCE)
        self.page.wait_for_timeout(300)
        self.page.wait_for_selector('[data-test-script-state="notRunning"]', timeout=PATIENCE)


@pytest.fixture(scope="module")
def window(screen: str, browser: Browser) -> Iterator[BrowserContext]:
    """Return one window for all visits: what it has fetched once, it need not fetch again."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="en-US")
    context.grant_permissions(["clipboard-read", "clipboard-write"], origin=screen)
    yield context
    context.close()


@pytest.fixture
def visit(screen: str, window: BrowserContext) -> Iterator[Visit]:
    """Return a fresh page; the test fails if a request left the machine or a script failed."""
    page = window.new_page()
    page.set_default_timeout(PATIENCE)
    seen = Visit(page, screen)

    def request(url: str) -> None:
        if urlsplit(url).scheme not in ("data", "blob") and urlsplit(url).hostname not in HERE:
            seen.left.append(url)

    page.on("request", lambda r: request(r.url))
    page.on("websocket", lambda w: request(w.url))
    page.on("pageerror", lambda e: seen.errors.append(str(e)))
    page.on("console", lambda m: _console(seen, m))
    yield seen
    page.close()
    assert seen.left == [], "requests left the machine"
    assert seen.errors == []


def _console(seen: Visit, message) -> None:
    where = (message.location or {}).get("url", "")
    if message.type == "error":
        seen.errors.append(f"{message.text} ({where})")
