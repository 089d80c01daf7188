"""What the Campaigns page asks for: campaigns, evaluations, improvements, backgrounds; and does.

Answers are kept by settings, the store's version and the day; what is done makes a new version.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import polars as pl
import streamlit as st

from graph.customers.campaigns.background import background
from graph.customers.campaigns.evaluate import evaluate
from graph.customers.campaigns.history import history
from graph.customers.campaigns.improve import improve
from graph.customers.campaigns.results import Background, Evaluation, Improvement
from graph.customers.campaigns.timely import noted
from graph.errors import LinchpinError
from loaders.campaigns import OUTCOME, ListFile, read_ids, read_list
from ui import services
from ui.campaigns import kept, known, running, targets
from ui.campaigns.following import Reached
from ui.campaigns.kept import Campaign, Entry
from ui.services import Version

if TYPE_CHECKING:
    from ui.campaigns.running import Assigned, Draw
    from ui.campaigns.targets import Chosen

T = TypeVar("T")


@dataclass(frozen=True)
class Brought:
    """A file that a reader brought: its name and bytes."""

    name: str
    content: bytes


def campaigns() -> list[Campaign]:
    """Return all campaigns, the latest first."""
    return kept.campaigns(services.snapshot())


def campaign(id_: str) -> Campaign:
    """Return one campaign; raises NotFoundError that names near ids."""
    return kept.campaign(services.snapshot(), id_)


def targeted(id_: str | None = None) -> pl.DataFrame:
    """Return who was in the campaigns, or in one of them."""
    rows = _history(*services.stamp())
    return rows if id_ is None else rows.filter(pl.col("campaign") == id_)


@st.cache_resource(show_spinner=False, max_entries=2)
def _history(key: str, at: Version, day: date) -> pl.DataFrame:
    return history(services._snapshot(key, at), services._table(key, at, "member_targets"), day)


def log(id_: str) -> list[Entry]:
    """Return what happened to a campaign; a document, so it is read anew."""
    return kept.log(services.store(), id_)


def evaluation(id_: str, by: Sequence[str] = ()) -> Evaluation:
    """Return what a campaign brought, part by part."""
    return _evaluation(*services.stamp(), id_, tuple(by))


@st.cache_resource(show_spinner=False, max_entries=60)
def _evaluation(key: str, at: Version, day: date, id_: str, by: tuple[str, ...]) -> Evaluation:
    snapshot = services._snapshot(key, at)
    found = kept.campaign(snapshot, id_)
    rows, notes = known.outcome(services._store(key), snapshot, found, by, day)
    return noted(evaluate(rows, by=by, campaign=id_), notes)


def improvement(id_: str, hold_out: float, seed: int) -> Improvement:
    """Return who accepted against who did not."""
    return _improvement(*services.stamp(), id_, hold_out, seed)


@st.cache_resource(show_spinner=False, max_entries=20)
def _improvement(
    key: str, at: Version, day: date, id_: str, hold_out: float, seed: int
) -> Improvement:
    snapshot = services._snapshot(key, at)
    found = kept.campaign(snapshot, id_)
    rows, names, notes = known.with_features(services._store(key), snapshot, found, day)
    answer = improve(
        rows, hold_out=hold_out, seed=seed, features=names, tags=found.tags, campaign=id_
    )
    return noted(answer, notes)


def background_of(products: Sequence[str], day: date) -> Background:
    """Return where products stand on a day."""
    return _background(*services.stamp(), tuple(products), day)


@st.cache_resource(show_spinner=False, max_entries=20)
def _background(
    key: str, at: Version, day: date, products: tuple[str, ...], seen: date
) -> Background:
    return background(
        services._snapshot(key, at),
        products,
        usage=services._table(key, at, "usage"),
        targeted=_history(key, at, day),
        as_of=seen,
    )


def carriers(chosen: Chosen) -> pl.DataFrame:
    """Return the customers that tags choose, with columns for strata."""
    return _carriers(*services.stamp(), chosen)


@st.cache_resource(show_spinner=False, max_entries=6)
def _carriers(key: str, at: Version, day: date, chosen: Chosen) -> pl.DataFrame:
    snapshot = services._snapshot(key, at)
    tables = {name: services._table(key, at, name) for name in ("member_tags", "usage", "billing")}
    return targets.carriers(snapshot, tables, chosen, day)


def plan(planned: Campaign, **figures: object) -> None:
    """Keep a plan."""
    kept.plan(services.store(), services.snapshot(), planned, services.as_of(), **figures)
    services._version.clear()


def draw(found: Campaign, listed: ListFile, asked: Draw) -> Assigned:
    """Draw arms; nothing is stored."""
    return running.draw(services.store(), services.snapshot(), found, listed, asked)


def keep(assigned: Assigned) -> None:
    """Keep arms that were drawn."""
    running.keep(services.store(), assigned, services.as_of())
    services._version.clear()


def take(id_: str, brought: Brought) -> tuple[ListFile, running.Results]:
    """Take the results of a file in; return the file with its rejects, and what counted."""
    listed = _on_disk(brought, lambda path: read_list(path, ("customer", *OUTCOME)))
    taken = running.results(services.store(), services.snapshot(), id_, listed, services.as_of())
    services._version.clear()
    return listed, taken


def listed(brought: Brought) -> ListFile:
    """Read a list of customers."""
    return _on_disk(brought, lambda path: read_list(path, ("customer",)))


def ids(brought: Brought) -> list[str]:
    """Read a list of ids."""
    return _on_disk(brought, read_ids)


def _on_disk(brought: Brought, read: Callable[[Path], T]) -> T:
    """Read what was brought as a file of its name."""
    with tempfile.TemporaryDirectory(prefix="linchpin-") as folder:
        path = Path(folder) / Path(brought.name).name
        path.write_bytes(brought.content)
        return read(path)


def reached(products: Sequence[str], rule: str) -> Reached | None:
    """Return whom a narrower tag reaches today; None where its rule can define no tag."""
    try:
        return _reached(*services.stamp(), tuple(products), rule)
    except LinchpinError:
        return None


@st.cache_resource(show_spinner=False, max_entries=20)
def _reached(key: str, at: Version, day: date, products: tuple[str, ...], rule: str) -> Reached:
    from ui.tags import defining
    from ui.tags.deciding import customers_of

    store, known_now = services._store(key), services._snapshot(key, at)
    asked = defining.Asked("preview", "preview", "business", {"threshold": rule})
    found = defining.check(store, asked, day, customers_of(store, day, snapshot=known_now))
    who = found.outcome.who
    free = targets.offered(known_now, services._table(key, at, "usage"), who, products, day)
    return Reached(who.height, free.height)


def save_tag(found: Campaign, id_: str, name: str, dimension: str, rule: str) -> int:
    """Define a tag by a rule that a campaign showed, apply it, and return who carries it."""
    from ui.tags import defining
    from ui.tags.applying import apply

    store, day = services.store(), services.as_of()
    asked = defining.Asked(id_, name, dimension, {"threshold": rule})
    defining.keep(store, defining.check(store, asked, day))
    done = apply(store, [id_], day)
    kept.note(store, found, Entry("tag", day.isoformat(), {"tag": id_, "rule": rule}))
    services._version.clear()
    return done.answer.applied[0].carriers


def forget() -> None:
    """Drop what is kept here."""
    for cached in (_history, _evaluation, _improvement, _background, _carriers, _reached):
        cached.clear()
