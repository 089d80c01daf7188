"""The deal page in a real browser: 200 people drawn, and a click answered."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from benchmarks.cli import command_line
from benchmarks.figures import Figure
from benchmarks.made import DAY, deal
from benchmarks.servers import own_home
from benchmarks.timing import median
from graph.settings import Settings
from graph.store import connect

if TYPE_CHECKING:
    from collections.abc import Iterator

PEOPLE = 200
_CARDS = "svg.map [role=button]"


def run(scale: float = 1.0, repeats: int = 5) -> list[Figure]:
    """Serve a made deal, open its page again and again, and click on a person."""
    people = max(8, int(PEOPLE * scale))
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        return [Figure("deal page", None, note="playwright is not installed")]
    with own_home(), sync_playwright() as playwright:
        browser = _browser(playwright)
        if browser is None:
            return [Figure("deal page", None, note="no Chromium on this machine")]
        with connect(Settings()) as store:
            store.load(deal(people))
        with _served() as address:
            page = browser.new_page(viewport={"width": 1440, "height": 900})
            url = f"{address}/deal?deal=D&lang=en"
            drawn, answered = [], []
            for turn in range(repeats + 1):
                drawing, answer = _look(page, url, people)
                if turn:  # the first opens the snapshot and the libraries
                    drawn.append(drawing)
                    answered.append(answer)
        browser.close()
    return [
        Figure(f"deal page of {people} people drawn", median(drawn), "s", 2.0, "most"),
        Figure("a click on a person answered", median(answered), "s", 0.4, "most"),
    ]


def _look(page: Any, url: str, people: int) -> tuple[float, float]:
    """Open the page and click on the last person; return both waits."""
    began = time.perf_counter()
    page.goto(url)
    page.locator(_CARDS).nth(people - 1).wait_for(state="attached", timeout=90_000)
    drawn = time.perf_counter() - began
    card = page.locator(f"{_CARDS}[aria-label*='P{people - 1:04d}']").first
    began = time.perf_counter()
    card.dispatch_event("click")
    page.get_by_text("Whole deal").first.wait_for(timeout=60_000)
    return drawn, time.perf_counter() - began


def _browser(playwright: Any) -> Any:
    named = os.environ.get("LINCHPIN_TEST_BROWSER") or shutil.which("chromium")
    try:
        return playwright.chromium.launch(executable_path=named, args=["--no-sandbox"])
    except Exception:  # noqa: BLE001 -- whatever keeps a browser from starting, there is none
        return None


@contextmanager
def _served() -> Iterator[str]:
    """Serve the screen on a free port until the block ends."""
    from ui.terminal.serve import free_port

    port = free_port(8700)
    words = [*command_line(), "serve", "--port", str(port), "--as-of", DAY.isoformat()]
    server = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    try:
        _wait(address)
        yield address
    finally:
        server.terminate()
        server.wait(timeout=30)


def _wait(address: str, limit: float = 90.0) -> None:
    until = time.monotonic() + limit
    while time.monotonic() < until:
        try:
            with urllib.request.urlopen(f"{address}/_stcore/health", timeout=2):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise TimeoutError(address)
