"""Applying definitions: who meets one now carries the tag by its word, who does not loses it.

A definition states who carries its tag under a source of its own (``tag:ID``), so what people and
files state is never touched. Enterprises and products get HAS_TAG relationships, individual
members rows of the table ``member_tags``. Everything is one load: batches, progress, one new
revision, completed by applying again where it was cut off.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import polars as pl

from graph.customers.tags.expression import comparisons
from graph.customers.tags.reading import parse
from graph.customers.tags.results import Applied, AppliedTag
from graph.records import Records
from graph.text import Text
from ui.tags import definitions
from ui.tags.book import none_or_all
from ui.tags.deciding import DECIDING, customers_of, outcome_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import date

    from graph.customers.tags.customers import Customers
    from graph.customers.tags.definition import Definition
    from graph.customers.tags.evaluate import Outcome
    from graph.store import Store

    Progress = Callable[[int, int, Text], None]

MEMBER = "Member"
# What a definition states, and nothing else is read for it.
WITHIN = ("Tag", "HAS_TAG", "member_tags")


@dataclass(frozen=True)
class Done:
    """What was applied, and what the reader should know of each tag."""

    answer: Applied
    notes: dict[str, list[Text]]


def apply(store: Store, tags: Sequence[str], as_of: date, progress: Progress | None = None) -> Done:
    """Apply definitions, all where none is named.

    Raises
    ------
    NotFoundError
        A tag that has no definition; nothing is written then.
    """
    chosen = [definitions.load(store, t) for t in dict.fromkeys(tags)] or definitions.listed(store)
    customers = customers_of(store, as_of, progress=progress)
    written: list[AppliedTag] = []
    notes: dict[str, list[Text]] = {}
    for number, wave in enumerate(waves(chosen)):
        if number:
            # What depends on tags is decided after these are written.
            customers = customers_of(store, as_of, progress=progress)
        outcomes = list(_decided(store, customers, wave, progress))
        written += _written(store, customers, outcomes, progress)
        notes |= {d.id: [*o.notes, *_none_or_all(customers, o)] for d, o in outcomes}
    order = {d.id: i for i, d in enumerate(chosen)}
    return Done(Applied(applied=sorted(written, key=lambda a: order[a.tag])), notes)


def _none_or_all(customers: Customers, outcome: Outcome) -> list[Text]:
    return none_or_all(outcome.who.height, sum(customers.count(k) for k in outcome.kinds))


def waves(chosen: Sequence[Definition]) -> list[list[Definition]]:
    """Return definitions in waves: those whose expressions name other tags come after these.

    Tags that name one another in a ring are decided together, by what stood before.
    """
    left = {d.id: d for d in chosen}
    found = []
    while left:
        ready = [d for d in left.values() if not (needs(d) & left.keys()) - {d.id}]
        wave = ready or list(left.values())
        found.append(wave)
        left = {k: d for k, d in left.items() if d not in wave}
    return found


def needs(definition: Definition) -> set[str]:
    """Return the tags that the expression of a definition names."""
    if definition.how not in ("threshold", "model"):
        return set()
    columns = (test.column.parts for test in comparisons(parse(definition.text)))
    return {".".join(parts[1:]) for parts in columns if parts[0] == "tags"}


def _decided(
    store: Store, customers: Customers, wave: Sequence[Definition], progress: Progress | None
) -> Iterator[tuple[Definition, Outcome]]:
    for done, definition in enumerate(wave):
        if progress is not None:
            progress(done, len(wave), DECIDING.format(name=definition.id))
        yield definition, outcome_of(store, customers, definition)


def _written(
    store: Store,
    customers: Customers,
    outcomes: Sequence[tuple[Definition, Outcome]],
    progress: Progress | None,
) -> list[AppliedTag]:
    before = {d.id: own_carriers(customers, d) for d, _ in outcomes}
    records = [records_of(d, o.who, customers.as_of, before[d.id]) for d, o in outcomes]
    store.load(records, replace=True, within=WITHIN, progress=progress)
    return [_kept(store, d, o, before[d.id], customers.as_of) for d, o in outcomes]


def _kept(
    store: Store, definition: Definition, outcome: Outcome, before: pl.DataFrame, as_of: date
) -> AppliedTag:
    """Keep when a definition was applied and what that changed."""
    now = outcome.who.select("kind", "id")
    added = now.join(before, on=["kind", "id"], how="anti").height
    removed = before.join(now, on=["kind", "id"], how="anti").height
    after = replace(definition.applied(as_of, added, removed), kinds=outcome.kinds)
    if after != definition:
        definitions.keep(store, after)
    return AppliedTag(tag=definition.id, carriers=now.height, added=added, removed=removed)


def own_carriers(customers: Customers, definition: Definition) -> pl.DataFrame:
    """Return who carries a tag by the word of its definition: ``kind, id, value, since``."""
    rows = customers.stated_by(definition.source).filter(pl.col("tag") == definition.id)
    # Where another source states the same tie, its day is that source's.
    own = pl.when(pl.col("source") == definition.source).then(pl.col("as_of"))
    told = rows.select("kind", pl.col("customer").alias("id"), "value", own.alias("since"))
    return told.unique(["kind", "id"], keep="first").collect()


def records_of(
    definition: Definition, who: pl.DataFrame, as_of: date, before: pl.DataFrame | None = None
) -> Records:
    """Return what a definition states: the tag, and who carries it.

    Parameters
    ----------
    who : DataFrame
        ``kind``, ``id``, and where the definition says them ``value`` and ``confidence``.
    before : DataFrame, optional
        Who carried it, as :func:`own_carriers` tells: a tag kept with its value keeps its day, else
        a campaign of the past would no longer know it.
    """
    tag = pl.DataFrame(
        {
            "id": [definition.id],
            "name": [definition.name],
            "dimension": [definition.dimension],
            "base": [definition.base],
        }
    )
    said = _said(definition, who, as_of, before)
    members = said.filter(pl.col("kind") == MEMBER)
    others = said.filter(pl.col("kind") != MEMBER)
    ties = others.select(
        pl.col("kind").alias("from_kind"),
        pl.col("id").alias("from"),
        pl.lit("Tag").alias("to_kind"),
        pl.lit(definition.id).alias("to"),
        *("value", "source", "confidence", "as_of"),
    )
    rows = members.select(
        pl.col("id").alias("customer"),
        pl.lit(definition.id).alias("tag"),
        *("value", "source", "confidence", "as_of"),
    )
    return Records(definition.source, {"Tag": tag}, {"HAS_TAG": ties}, {"member_tags": rows})


def _said(
    definition: Definition, who: pl.DataFrame, as_of: date, before: pl.DataFrame | None
) -> pl.DataFrame:
    sure = pl.lit(definition.confidence)
    if "confidence" in who.columns:
        sure = pl.coalesce("confidence", sure)
    value = pl.col("value") if "value" in who.columns else pl.lit(None, pl.String)
    said = who.with_columns(
        value.alias("value"),
        pl.lit(definition.source).alias("source"),
        sure.alias("confidence"),
        pl.lit(as_of).alias("as_of"),
    )
    if before is None:
        return said
    kept = before.select("kind", "id", "value", "since")
    known = said.join(
        kept, on=["kind", "id", "value"], how="left", nulls_equal=True, maintain_order="left"
    )
    return known.with_columns(pl.min_horizontal("as_of", "since").alias("as_of")).drop("since")


def remove(store: Store, tag: str, progress: Progress | None = None) -> None:
    """Take a definition away, with everything that it alone states.

    Raises
    ------
    NotFoundError
        A tag that has no definition.
    """
    definition = definitions.load(store, tag)
    nothing = Records(definition.source)
    within = (*WITHIN, "tag_lists")
    store.load([nothing], replace=True, within=within, progress=progress)
    definitions.forget(store, tag)
