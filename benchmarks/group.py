"""The Group page in a real browser: 200 companies and 60 products drawn, a cell chosen."""

from __future__ import annotations

import time
from typing import Any

from benchmarks.figures import Figure
from benchmarks.made_group import group
from benchmarks.screen import _browser, _served
from benchmarks.servers import own_home
from benchmarks.timing import median
from graph.settings import Settings
from graph.store import connect

MEMBERS, PRODUCTS = 200, 60


def run(scale: float = 1.0, repeats: int = 5) -> list[Figure]:
    """Serve a made group, open its page again and again, and choose a cell."""
    members, products = max(8, int(MEMBERS * scale)), max(4, int(PRODUCTS * scale))
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        return [Figure("group page", None, note="playwright is not installed")]
    with own_home(), sync_playwright() as playwright:
        browser = _browser(playwright)
        if browser is None:
            return [Figure("group page", None, note="no Chromium on this machine")]
        with connect(Settings()) as store:
            store.load(group(members, products))
        with _served() as address:
            page = browser.new_page(viewport={"width": 1440, "height": 900})
            url = f"{address}/group?id=E0000&lang=en"
            looks = [_look(page, url) for _ in range(repeats + 1)]
            empty = [_empty(page, f"{address}/influence?lang=en") for _ in range(repeats + 1)]
            turns = [_turn(page, f"{address}/tags?lang=en") for _ in range(repeats)]
        browser.close()
    # The first computes; the others find the answers kept.
    size = f"{members} companies, {products} products"
    return [
        Figure("group page opened anew", median([d for d, _ in looks[1:]]), "s", 1.0, "most", size),
        Figure("a page with nothing on it opened anew", median(empty[1:]), "s"),
        Figure("group page drawn, from another page", median(turns), "s", 1.0, "most", size),
        Figure(
            "a cell chosen, its path drawn", median([c for _, c in looks[1:]]), "s", 0.5, "most"
        ),
    ]


def _look(page: Any, url: str) -> tuple[float, float]:
    """Open the page and choose the last cell that has a way in; return both waits."""
    began = time.perf_counter()
    page.goto(url)
    _drawn(page)
    drawn = time.perf_counter() - began
    cell = page.locator(".matrix button.cell").last
    chosen = cell.get_attribute("data-id")
    began = time.perf_counter()
    cell.dispatch_event("click")
    page.locator(f".matrix button.cell.chosen[data-id='{chosen}']").wait_for(timeout=60_000)
    return drawn, time.perf_counter() - began


def _empty(page: Any, url: str) -> float:
    """Open a page that has nothing to draw; return the wait, which is that of any page."""
    began = time.perf_counter()
    page.goto(url)
    page.get_by_role("heading", name="Influence").wait_for(timeout=60_000)
    return time.perf_counter() - began


def _turn(page: Any, other: str) -> float:
    """Turn to the page from another one of the same window; return the wait."""
    page.goto(other)
    page.get_by_role("link", name="Group", exact=True).wait_for(timeout=60_000)
    page.wait_for_selector('[data-test-script-state="notRunning"]', timeout=60_000)
    page.wait_for_timeout(500)
    began = time.perf_counter()
    page.get_by_role("link", name="Group", exact=True).click()
    _drawn(page)
    return time.perf_counter() - began


def _drawn(page: Any) -> None:
    page.locator(".matrix button.cell").first.wait_for(timeout=120_000)
    page.locator(".flowsvg").first.wait_for(timeout=60_000)
