"""The deal page in a real browser: 200 people drawn, a click and a what-if answered."""

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
_STANCES = ("Enemy", "Mentor", "Neutral", "Supporter", "Non-supporter", "Unknown")
# Press the button and wait, frame by frame, until the figures are others; milliseconds.
_SUPPOSE = """async () => {
  const find = (root) => {
    for (const e of root.querySelectorAll("*")) {
      if (e.matches(".sup-answer, .sup-answers")) return e;
      const inside = e.shadowRoot && find(e.shadowRoot);
      if (inside) return inside;
    }
    return null;
  };
  const said = () => (find(document) || { textContent: "" }).textContent;
  const [before, began] = [said(), performance.now()];
  document.querySelector(".st-key-what_if_add button").click();
  while (performance.now() - began < 60000) {
    await new Promise(requestAnimationFrame);
    const now = said();
    if (now && now !== before) return performance.now() - began;
  }
  return null;
}"""


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
            supposed = _supposing(page, f"{url}&view=what_if", min(repeats, len(_STANCES) - 1))
        browser.close()
    return [
        Figure(f"deal page of {people} people drawn", median(drawn), "s", 2.0, "most"),
        Figure("a click on a person answered", median(answered), "s", 0.4, "most"),
        Figure("a what-if answered on the page", median(supposed), "s", 0.3, "most"),
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


def _supposing(page: Any, url: str, repeats: int) -> list[float]:
    """Suppose one stance after the other of one person; return the waits, without the first."""
    page.goto(url)
    page.get_by_text("Suppose a stance, a meeting").wait_for(timeout=90_000)
    _choose(page, "Person", "P0007")
    waits = []
    for stance in _STANCES[: repeats + 1]:
        _choose(page, "Stance", stance)
        waits.append(page.evaluate(_SUPPOSE) / 1000)
        _settle(page)
    return waits[1:]


def _choose(page: Any, label: str, words: str) -> None:
    box = page.get_by_role("combobox", name=label)
    box.click()
    box.fill(words)
    page.get_by_role("option", name=words, exact=True).first.click()
    _settle(page)


def _settle(page: Any) -> None:
    page.wait_for_timeout(400)
    page.wait_for_selector('[data-test-script-state="notRunning"]', timeout=60_000)
    page.wait_for_timeout(400)


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
