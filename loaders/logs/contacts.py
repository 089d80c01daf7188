"""Messages and meetings into contacts between two people, each with its share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from graph.settings_logs import LogSettings

SCHEMA = {
    "from": pl.String(),
    "to": pl.String(),
    "from_ours": pl.Boolean(),
    "to_ours": pl.Boolean(),
    "share": pl.Float64(),
    "day": pl.Date(),
}


@dataclass(frozen=True)
class Contacts:
    """The contacts, and how many messages had too many people to say anything."""

    frame: pl.DataFrame
    mass: int


def contacts_of_mails(rows: pl.DataFrame, parties: pl.DataFrame, logs: LogSettings) -> Contacts:
    """Return one contact for each mail and recipient who are known.

    Parameters
    ----------
    rows : DataFrame
        One row a message and party: ``message, who, sends, day``.
    parties : DataFrame
        ``who, id, ours`` of everybody who is known.
    logs : LogSettings
        Constants in force.
    """
    told = rows.filter(~pl.col("sends"))
    size = told.group_by("message").len("size")
    kept = size.filter(pl.col("size") <= logs.most_recipients)
    known = told.join(parties, on="who").select(
        "message", pl.col("id").alias("to"), pl.col("ours").alias("to_ours"), "day"
    )
    sent = (
        rows.filter("sends")
        .join(parties, on="who")
        .select("message", pl.col("id").alias("from"), pl.col("ours").alias("from_ours"))
    )
    pairs = known.join(kept, on="message").join(sent, on="message")
    share = (1.0 / pl.col("size")).alias("share")
    frame = pairs.with_columns(share).filter(pl.col("from") != pl.col("to")).select(*SCHEMA)
    return Contacts(frame, size.height - kept.height)


def contacts_of_meetings(rows: pl.DataFrame, parties: pl.DataFrame, logs: LogSettings) -> Contacts:
    """Return one contact for each meeting and two people in it, with 1 / the others present.

    Parameters and answer are those of :func:`contacts_of_mails`.
    """
    size = rows.group_by("message").agg(pl.col("who").n_unique().alias("size"))
    kept = size.filter(pl.col("size") <= logs.most_attendees)
    known = rows.join(parties, on="who").unique(["message", "id", "ours"]).join(kept, on="message")
    here = known.select(
        "message", "day", "size", pl.col("id").alias("from"), pl.col("ours").alias("from_ours")
    )
    there = known.select("message", pl.col("id").alias("to"), pl.col("ours").alias("to_ours"))
    pairs = here.join(there, on="message").filter(pl.col("from") < pl.col("to"))
    share = (1.0 / (pl.col("size") - 1)).alias("share")
    return Contacts(pairs.with_columns(share).select(*SCHEMA), size.height - kept.height)
