"""What the Tags page asks for: definitions, the list, overlaps, contradictions, offers.

Answers are kept by settings, the store's version and the day, and by the definitions: these are
documents, so writing one makes no new version.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import polars as pl
import streamlit as st

from graph.customers.tags.customers import Customers
from graph.customers.tags.definition import Definition
from graph.customers.tags.results import TagList, TagRow
from ui import jobs, services
from ui.services import Version

if TYPE_CHECKING:
    from graph.customers.tags.results import Overlap
    from graph.customers.tags.rulebase import Rule

# So many of who carries a tag are named on screen.
NAMED = 12


@dataclass(frozen=True)
class Clashes:
    """Tags that overlap, and customers whose tags cannot all be right (a row each)."""

    overlaps: list[Overlap]
    contradictions: pl.DataFrame


@dataclass(frozen=True)
class Offers:
    """The offers of the rule base (a row each), and its rules."""

    frame: pl.DataFrame
    rules: list[Rule]


def definitions() -> list[Definition]:
    """Return every definition as it is kept now."""
    from ui.tags.definitions import listed

    return listed(services.store())


def _written(kept: list[Definition]) -> str:
    return json.dumps([d.body() for d in kept], ensure_ascii=False, sort_keys=True)


def _read(kept: str) -> list[Definition]:
    return [Definition.read(body) for body in json.loads(kept)]


def customers() -> Customers:
    """Return what is known of customers, as columns."""
    return _customers(*services.stamp())


@st.cache_resource(show_spinner=False, max_entries=2)
def _customers(key: str, at: Version, day: date) -> Customers:
    from ui.tags.deciding import customers_of

    return customers_of(services._store(key), day, snapshot=services._snapshot(key, at))


def tags() -> list[TagRow]:
    """Return every tag, base tags first."""
    return _tags(*services.stamp(), _written(definitions())).tags


@st.cache_resource(show_spinner=False, max_entries=4)
def _tags(key: str, at: Version, day: date, kept: str) -> TagList:
    from ui.tags.book import tags_of

    return tags_of(_customers(key, at, day), _read(kept))


def values(tag: str) -> list[tuple[str, int]]:
    """Return the values of a tag and how many customers have each, the most frequent first."""
    return _values(*services.stamp(), tag)


@st.cache_resource(show_spinner=False, max_entries=40)
def _values(key: str, at: Version, day: date, tag: str) -> list[tuple[str, int]]:
    found = (
        _customers(key, at, day)
        .carried()
        .filter(pl.col("tag") == tag, pl.col("kind") != "Product", pl.col("value").is_not_null())
        .group_by("value")
        .agg(pl.col("customer").n_unique().alias("n"))
        .sort("n", "value", descending=[True, False])
        .collect()
    )
    return [(str(value), int(n)) for value, n in found.iter_rows()]


def carriers(tag: str) -> pl.DataFrame:
    """Return the first of who carries a tag: ``kind`` and ``id``."""
    kept = _written([d for d in definitions() if d.id == tag])
    return _carriers(*services.stamp(), (tag, kept))


@st.cache_resource(show_spinner=False, max_entries=40)
def _carriers(key: str, at: Version, day: date, asked: tuple[str, str]) -> pl.DataFrame:
    from ui.tags.book import carrying

    tag, kept = asked
    definition = next(iter(_read(kept)), None)
    return carrying(_customers(key, at, day), tag, definition).sort("kind", "id").head(NAMED)


def products(tag: str) -> list[str]:
    """Return the products that carry a tag."""
    edge = services.snapshot().edge("HAS_TAG", "Product", "Tag")
    ids, known = services.snapshot().nodes["Product"].ids, services.snapshot().nodes["Tag"]
    if tag not in known:
        return []
    rows = edge.into(known.position(tag))
    return sorted({ids[at] for at in edge.source[rows].tolist()})


def clashes_ready() -> bool:
    """Tell whether overlaps and contradictions are computed; while not, draw how far it is."""
    key = (*services.stamp(), _written(definitions()))
    _customers(*key[:3])
    return jobs.finished(("tag clashes", *key), lambda tell: _clashes(*key, _progress=tell))


def clashes() -> Clashes:
    """Return overlaps and contradictions."""
    return _clashes(*services.stamp(), _written(definitions()))


@st.cache_resource(show_spinner=False, max_entries=4)
def _clashes(
    key: str, at: Version, day: date, kept: str, _progress: jobs.Progress | None = None
) -> Clashes:
    from graph.customers.tags.coverage import overlaps
    from ui.tags.conflicts import contradictions_frame

    found, store = _customers(key, at, day), services._store(key)
    return Clashes(overlaps(found), contradictions_frame(store, found, _read(kept), _progress))


def offers() -> Offers:
    """Return what the rule base offers."""
    return _offers(*services.stamp())


@st.cache_resource(show_spinner=False, max_entries=4)
def _offers(key: str, at: Version, day: date) -> Offers:
    from ui.tags.conflicts import offers_frame

    return Offers(*offers_frame(services._store(key), _customers(key, at, day)))


def forget() -> None:
    """Drop every answer."""
    for kept in (_customers, _tags, _values, _carriers, _clashes, _offers):
        kept.clear()
