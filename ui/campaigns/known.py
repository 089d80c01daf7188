"""The outcome of a campaign in the store, with what was known of its customers before it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

import polars as pl

from graph.customers.campaigns.features import TAG, feature_names, strata_columns, with_columns
from graph.customers.campaigns.refine import tag_word
from graph.customers.campaigns.timely import notes_on_tags
from graph.customers.tags.customers import Customers
from graph.errors import LinchpinError
from graph.text import Text
from ui.campaigns import kept

if TYPE_CHECKING:
    from graph.snapshot import Snapshot
    from graph.store import Store
    from ui.campaigns.kept import Campaign


def outcome(
    store: Store, snapshot: Snapshot, campaign: Campaign, by: Sequence[str], day: date
) -> tuple[pl.DataFrame, list[Text]]:
    """Return the rows of a campaign with its strata and the columns ``by``, and notes on tags.

    Raises
    ------
    LinchpinError
        Nobody is assigned yet.
    NotFoundError
        A column that is not there.
    """
    rows = _assigned(store, snapshot, campaign, day)
    asked = [name for name in by if name not in rows.columns]
    if not asked:
        return rows, []
    customers = before(store, snapshot, campaign, day)
    tags = None if TAG in asked else [name.removeprefix("tags.") for name in asked]
    return with_columns(rows, asked, customers), notes_on_tags(rows, customers, tags)


def with_features(
    store: Store, snapshot: Snapshot, campaign: Campaign, day: date
) -> tuple[pl.DataFrame, list[str], list[Text]]:
    """Return the rows of a campaign with all that may tell who accepts, its columns, and notes."""
    rows = _assigned(store, snapshot, campaign, day)
    customers = before(store, snapshot, campaign, day)
    learnt = {f"tags.{tag_word(tag)}" for tag in _learnt(store, campaign)}
    names = [n for n in feature_names(rows, customers, campaign.products) if n not in learnt]
    strata = [s for s in campaign.strata if s in rows.columns and s not in names]
    full = with_columns(rows, names, customers)
    return full, [*names, *strata], notes_on_tags(rows, customers)


def _learnt(store: Store, campaign: Campaign) -> set[str]:
    """Return the tags that were defined from what the campaign showed: they repeat it."""
    log = kept.log(store, campaign.id)
    return {str(entry.figures.get("tag")) for entry in log if entry.what == "tag"}


def _assigned(store: Store, snapshot: Snapshot, campaign: Campaign, day: date) -> pl.DataFrame:
    rows = kept.targeted(store, snapshot, campaign.id, day).filter(pl.col("arm").is_not_null())
    if rows.is_empty():
        raise LinchpinError(
            Text(
                "Nobody is assigned to the campaign '{id}' yet.", "营销活动“{id}”尚未分组。"
            ).format(id=campaign.id),
            Text("Assign customers first: linchpin campaign assign.",
                 "请先分组：linchpin campaign assign。"),
        )  # fmt: skip
    return strata_columns(rows, campaign.strata)


def before(store: Store, snapshot: Snapshot, campaign: Campaign, day: date) -> Customers:
    """Return what was known of customers on the day before: tags till then, months before its own.

    Without a first day, on the day before ``day``.
    """
    began = campaign.starts or day
    eve = began - timedelta(days=1) if began > date.min else began
    last = began.replace(day=1) - timedelta(days=1) if began.replace(day=1) > date.min else began
    tags = store.table("member_tags").with_columns(linchpin_source=pl.lit(""))
    return Customers(
        snapshot,
        last,
        billing=store.table("billing").lazy(),
        usage=store.table("usage").lazy(),
        member_tags=tags.lazy(),
        tags_until=eve,
    )
