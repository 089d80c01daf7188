"""The rows of a campaign as the store takes them: enterprises in the graph, members in a table."""

from __future__ import annotations

import polars as pl

from graph.records import relationship_schema, table_schema

_OUTCOME = ("arm", "contacted_on", "contacted", "accepted", "stratum", "revenue", "cost")


def targets_of(campaign: str, rows: pl.DataFrame | None) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return the TARGETED relationships and the rows of ``member_targets`` of a campaign.

    Parameters
    ----------
    campaign : str
        Its id.
    rows : frame or None
        ``kind, customer`` and what is known of the outcome; None: nobody is assigned.
    """
    ends = relationship_schema("TARGETED")
    columns = table_schema("member_targets")
    if rows is None:
        return pl.DataFrame(schema=ends), pl.DataFrame(schema=columns)
    enterprises = rows.filter(pl.col("kind") == "Enterprise").select(
        pl.lit("Campaign").alias("from_kind"),
        pl.lit(campaign).alias("from"),
        pl.lit("Enterprise").alias("to_kind"),
        pl.col("customer").alias("to"),
        *_OUTCOME,
    )
    members = rows.filter(pl.col("kind") == "Member").select(
        pl.lit(campaign).alias("campaign"), "customer", *_OUTCOME
    )
    return _typed(enterprises, ends), _typed(members, columns)


def _typed(frame: pl.DataFrame, schema: dict[str, pl.DataType]) -> pl.DataFrame:
    return frame.with_columns(pl.col(c).cast(t) for c, t in schema.items() if c in frame.columns)
