"""Who was in which campaign, in which arm, and what came of it: enterprises and members alike."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import polars as pl

from graph.customers.campaigns.outcomes import SCHEMA
from graph.snapshot import SOURCE, TARGET

if TYPE_CHECKING:
    from graph.snapshot import Snapshot

COLUMNS: dict[str, pl.DataType] = {
    "campaign": pl.String(),
    "kind": pl.String(),
    **SCHEMA,
    "stratum": pl.String(),
}
# What came of it.
OUTCOME = ("contacted", "accepted", "contacted_on", "revenue", "cost")
_FIRST, _LAST = date(1, 1, 1), date(9999, 12, 31)


def history(
    snapshot: Snapshot, member_targets: pl.DataFrame, until: date | None = None
) -> pl.DataFrame:
    """Return a row for each customer of each campaign, by campaign and customer.

    With ``until``, what came of a contact after that day is not known yet, and nothing is of a
    campaign that contacted nobody by then; one that dates no contact says nothing of when.

    ``campaign, kind`` (Enterprise or Member), ``customer, arm, contacted, accepted, contacted_on,
    revenue, cost, stratum``; what nobody said is null.
    """
    parts = [_enterprises(snapshot), member_targets.with_columns(kind=pl.lit("Member"))]
    same = [_conform(part) for part in parts]
    rows = pl.concat(same).sort("campaign", "customer", maintain_order=True)
    return rows if until is None else _known_by(rows, until)


def _known_by(rows: pl.DataFrame, day: date) -> pl.DataFrame:
    first = pl.col("contacted_on").min().over("campaign")
    later = (pl.col("contacted_on").fill_null(first) > day).fill_null(value=False)
    return rows.with_columns(
        pl.when(later).then(None).otherwise(pl.col(c)).alias(c) for c in OUTCOME
    )


def _enterprises(snapshot: Snapshot) -> pl.DataFrame:
    edges = snapshot.edge("TARGETED")
    return edges.frame.with_columns(
        campaign=snapshot.nodes["Campaign"].frame["id"].gather(edges.frame[SOURCE]),
        customer=snapshot.nodes["Enterprise"].frame["id"].gather(edges.frame[TARGET]),
        kind=pl.lit("Enterprise"),
    )


def _conform(part: pl.DataFrame) -> pl.DataFrame:
    return part.select(
        (pl.col(c) if c in part.columns else pl.lit(None)).cast(t).alias(c)
        for c, t in COLUMNS.items()
    )


def overlapping(
    snapshot: Snapshot, targeted: pl.DataFrame, starts: date, ends: date, without: str
) -> pl.DataFrame:
    """Return ``customer, campaign`` of all in a campaign some day of which lies in starts..ends.

    A campaign without a start began at any time, one without an end goes on. ``without`` is the
    campaign itself.
    """
    campaigns = snapshot.nodes["Campaign"].frame.select(
        pl.col("id").alias("campaign"),
        pl.col("started_on").fill_null(_FIRST),
        pl.col("ended_on").fill_null(_LAST),
    )
    meanwhile = campaigns.filter(
        (pl.col("campaign") != without)
        & (pl.col("started_on") <= ends)
        & (pl.col("ended_on") >= starts)
    )
    rows = targeted.filter(pl.col("arm").is_not_null()).join(meanwhile, on="campaign", how="semi")
    return rows.group_by("customer").agg(pl.col("campaign").min())


def contacted_within(targeted: pl.DataFrame, starts: date, days: int, without: str) -> pl.DataFrame:
    """Return ``customer, contacted_on`` of all contacted at most ``days`` days before ``starts``.

    The start itself counts too; ``contacted_on`` is the last such day.
    """
    try:
        first = starts - timedelta(days=days)
    except OverflowError:
        first = _FIRST
    rows = targeted.filter(
        (pl.col("campaign") != without) & pl.col("contacted_on").is_between(first, starts)
    )
    return rows.group_by("customer").agg(pl.col("contacted_on").max())
