"""Results that cannot have come about: of a day still to come, from before the start, below zero.

An acceptance without a contact is none of them: customers buy unasked, in the control arm above
all. A day without a contact is none either: that of an attempt that reached nobody.
"""

from __future__ import annotations

from datetime import date

import polars as pl

from ui.campaigns.left_out import BELOW_ZERO, TO_COME, TOO_EARLY


def impossible(frame: pl.DataFrame, starts: date | None, day: date) -> pl.DataFrame:
    """Return the rows of results that are impossible: ``line, column, found, reason, detail``.

    Parameters
    ----------
    frame : frame
        ``line`` and the columns of an outcome that a file has.
    starts : date or None
        The first day of the campaign.
    day : date
        The day on which the results are read.

    Examples
    --------
    >>> told = pl.DataFrame({"line": [2, 3], "contacted_on": [date(2026, 4, 2), date(2026, 5, 1)]})
    >>> impossible(told, date(2026, 4, 1), date(2026, 4, 30))["found"].to_list()
    ['2026-05-01']
    """
    on, revenue = pl.col("contacted_on"), pl.col("revenue")
    tests = [
        ("contacted_on", TO_COME, on > day, day),
        ("contacted_on", TOO_EARLY, on < (starts or date.min), starts),
        ("revenue", BELOW_ZERO, revenue < 0, None),
    ]
    found = [
        frame.filter(test).select(
            pl.col("line").cast(pl.UInt32),
            pl.lit(column).alias("column"),
            pl.col(column).cast(pl.String).str.strip_suffix(".0").alias("found"),
            pl.lit(reason).alias("reason"),
            pl.lit(None if detail is None else detail.isoformat(), dtype=pl.String).alias("detail"),
        )
        for column, reason, test, detail in tests
        if column in frame.columns
    ]
    return pl.concat([pl.DataFrame(schema=_SCHEMA), *found]).sort("line", maintain_order=True)


_SCHEMA = {"line": pl.UInt32, "column": pl.String, "found": pl.String, "reason": pl.String,
           "detail": pl.String}  # fmt: skip
