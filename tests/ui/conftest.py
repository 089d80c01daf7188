"""A small book with hostile names, and a store in memory that the pages can be run on."""

from __future__ import annotations

import threading
from datetime import date
from typing import TYPE_CHECKING

import pytest

from tests.ui.screen_book import AS_OF, MemoryStore, records
from ui import jobs, services
from ui.deal import opened as drawn

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@pytest.fixture(autouse=True)
def _fresh(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let every test look at the book's own day, and leave no cache behind."""
    monkeypatch.setenv("LINCHPIN_AS_OF", AS_OF.isoformat())
    monkeypatch.setattr(jobs, "QUIET_SECONDS", 60.0)  # a busy machine shows pages all the same
    _forget()
    yield
    _forget()


def _forget() -> None:
    services.forget_answers()
    for thread in threading.enumerate():  # what runs beside a page ends with its test
        if thread.name == "linchpin-job":
            thread.join(10)
    services.forget_answers()
    services._snapshot.clear()
    services._table.clear()
    drawn._told.clear()  # maps are kept by the store's state, which all small books share
    drawn._drawn.clear()


@pytest.fixture
def use(monkeypatch: pytest.MonkeyPatch) -> Callable[[object], None]:
    """Make the pages use a store, or fail to reach one where it is an error."""

    def chosen(store: object) -> None:
        def connected(_key: str) -> object:
            if isinstance(store, Exception):
                raise store
            return store

        connected.clear = lambda: None
        monkeypatch.setattr(services, "_store", connected)

    return chosen


@pytest.fixture
def book(use: Callable[[object], None]) -> MemoryStore:
    """Return the small book, in use by the pages."""
    store = MemoryStore(records())
    use(store)
    return store


@pytest.fixture
def day() -> date:
    """Return the day of the book."""
    return AS_OF
