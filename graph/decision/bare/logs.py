"""Ties that a log of mails or meetings tells of: who sways whom, who knows whom, whom we cover.

The same builder of listening serves bare networks (:mod:`graph.decision.bare.ranking`): whom one
writes to is whom one turns to. Formulas and limits stand in docs/logs.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

import polars as pl

from graph.decision.asking import shares_of
from graph.decision.bare.ranking import asking_of, listening_of

if TYPE_CHECKING:
    from datetime import date

    from graph.settings import Settings
    from graph.settings_logs import LogSettings

RECENT_DAYS = 90
_ENDS = ("from", "to")


@dataclass(frozen=True)
class LoggedTies:
    """What was inferred, one row a tie, every one marked ``inferred``.

    Parameters
    ----------
    influences : DataFrame
        ``from`` sways ``to``: ``weight, confidence, since, as_of``.
    knows : DataFrame
        Two people who met: ``strength, confidence, since, as_of``; the smaller id first.
    covers : DataFrame
        Our seller and their person: ``level, last_contact, contacts_90d, two_way, as_of``.
    """

    influences: pl.DataFrame
    knows: pl.DataFrame
    covers: pl.DataFrame


def ties_of_log(
    contacts: pl.DataFrame, *, met: bool, as_of: date, settings: Settings
) -> LoggedTies:
    """Return the ties that contacts between two people tell of.

    Parameters
    ----------
    contacts : DataFrame
        One row a message and recipient, or a meeting and pair: ``from, to`` (ids), ``from_ours,
        to_ours`` (whether they are our sellers), ``share`` (1 / recipients, or 1 / others present)
        and ``day``.
    met : bool
        Whether they met, which has no direction.
    as_of : date
        The day on which contacts count as recent.
    settings : Settings
        Constants in force.

    Examples
    --------
    Li writes to He on two days; our seller writes to He, who answers:

    >>> from datetime import date
    >>> from graph.settings import Settings
    >>> log = pl.DataFrame({
    ...     "from": ["li", "li", "me", "he"], "to": ["he", "he", "he", "me"],
    ...     "from_ours": [False, False, True, False], "to_ours": [False, False, False, True],
    ...     "share": [1.0] * 4, "day": [date(2026, 3, d) for d in (1, 2, 2, 3)]})
    >>> found = ties_of_log(log, met=False, as_of=date(2026, 3, 31), settings=Settings())
    >>> found.influences.select("from", "to", "weight").rows()
    [('he', 'li', 0.5)]
    >>> found.covers.select("from", "to", "level", "contacts_90d", "two_way").rows()
    [('me', 'he', 'brief', 2, True)]
    """
    theirs = contacts.filter(
        ~pl.col("from_ours"), ~pl.col("to_ours"), pl.col("from") != pl.col("to")
    )
    mixed = contacts.filter(pl.col("from_ours") != pl.col("to_ours"))
    nobody = theirs.clear()
    return LoggedTies(
        _influences(nobody if met else theirs, settings),
        _knows(theirs if met else nobody, settings),
        _covers(mixed, met=met, as_of=as_of, logs=settings.logs),
    )


def _influences(rows: pl.DataFrame, settings: Settings) -> pl.DataFrame:
    """Who is written to sways who writes, by the share of the writer's turning to others."""
    heard = listening_of(rows.rename({"share": "weight"}).select("from", "to", "weight"))
    ids = sorted({*heard["from"], *heard["to"]})
    share = pl.Series("share", shares_of(asking_of(heard, ids), settings.model))
    sure = _evidence(rows, settings.logs)
    found = heard.drop("confidence").with_columns(share).join(sure, on=_ENDS, maintain_order="left")
    return found.select(
        pl.col("to").alias("from"),
        pl.col("from").alias("to"),
        (pl.col("share") * pl.col("confidence")).round(4).alias("weight"),
        *_sure(),
    ).filter(pl.col("weight") > 0)


def _knows(rows: pl.DataFrame, settings: Settings) -> pl.DataFrame:
    ordered = rows.with_columns(
        pl.min_horizontal(_ENDS).alias("from"), pl.max_horizontal(_ENDS).alias("to")
    )
    heard = listening_of(ordered.rename({"share": "weight"}).select("from", "to", "weight"))
    found = heard.drop("confidence").join(
        _evidence(ordered, settings.logs), on=_ENDS, maintain_order="left"
    )
    strength = (pl.col("a") * pl.col("confidence")).round(4).alias("strength")
    return found.select("from", "to", strength, *_sure()).filter(pl.col("strength") > 0)


def _sure() -> tuple[pl.Expr, ...]:
    sure = pl.col("confidence").round(4)
    return (sure, pl.col("since"), pl.col("as_of"), pl.lit(value=True).alias("inferred"))


def _evidence(rows: pl.DataFrame, logs: LogSettings) -> pl.DataFrame:
    """Return each pair with enough evidence: how sure it is, and its first and last day."""
    days = pl.col("days")
    return (
        rows.group_by(_ENDS)
        .agg(
            pl.col("day").n_unique().alias("days"),
            pl.col("day").min().alias("since"),
            pl.col("day").max().alias("as_of"),
        )
        .filter(days >= logs.fewest_days)
        .with_columns((days / (days + logs.half_days)).alias("confidence"))
    )


def _covers(rows: pl.DataFrame, *, met: bool, as_of: date, logs: LogSettings) -> pl.DataFrame:
    ours = pl.col("from_ours")
    pairs = rows.select(
        pl.when(ours).then("from").otherwise("to").alias("from"),
        pl.when(ours).then("to").otherwise("from").alias("to"),
        "day",
        (~ours | met).alias("back"),
    )
    recent = pl.col("day").is_between(as_of - timedelta(days=RECENT_DAYS), as_of)
    days, two_way = pl.col("days"), pl.col("two_way")
    level = (
        pl.when((days >= logs.in_depth_days) & two_way)
        .then(pl.lit("in_depth"))
        .when(days >= logs.multiple_days)
        .then(pl.lit("multiple"))
        .otherwise(pl.lit("brief"))
    )
    found = pairs.group_by(_ENDS).agg(
        days=pl.col("day").n_unique(),
        last_contact=pl.col("day").max(),
        contacts_90d=pl.col("day").filter(recent).n_unique().cast(pl.Int64),
        two_way=pl.col("back").any(),
    )
    return found.select(
        *_ENDS, level.alias("level"), "last_contact", "contacts_90d", "two_way",
        pl.col("last_contact").alias("as_of"), pl.lit(value=True).alias("inferred"),
    ).sort(_ENDS)  # fmt: skip
