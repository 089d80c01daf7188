"""The outcome of a campaign as a frame: one row a customer assigned."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Iterable

TARGET, CONTROL = "target", "control"
ARMS = (TARGET, CONTROL)
# The measures of success, and the column that says whether a customer did it.
MEASURES = {"contact": "contacted", "sales": "accepted"}
SCHEMA: dict[str, pl.DataType] = {
    "customer": pl.String(),
    "arm": pl.String(),
    "contacted": pl.Boolean(),
    "accepted": pl.Boolean(),
    "contacted_on": pl.Date(),
    "revenue": pl.Float64(),
    "cost": pl.Float64(),
}


def outcomes(frame: pl.DataFrame) -> pl.DataFrame:
    """Give a frame every column of an outcome; who has no result did neither.

    Examples
    --------
    >>> outcomes(pl.DataFrame({"customer": ["a"], "arm": ["target"]}))["accepted"].to_list()
    [False]
    """
    known = [
        (pl.col(c) if c in frame.columns else pl.lit(None)).cast(t).alias(c)
        for c, t in SCHEMA.items()
    ]
    full = frame.with_columns(known)
    return full.with_columns(pl.col(c).fill_null(value=False) for c in MEASURES.values())


def without_result(frame: pl.DataFrame) -> int:
    """Return of how many rows nothing is known: neither contacted nor accepted is told.

    Examples
    --------
    >>> without_result(pl.DataFrame({"contacted": [None, None], "accepted": [False, None]}))
    1
    """
    told = [c for c in MEASURES.values() if c in frame.columns]
    if not told:
        return frame.height
    return frame.filter(pl.all_horizontal(pl.col(c).is_null() for c in told)).height


def features_of(columns: Iterable[str]) -> list[str]:
    """Return the columns that say something about a customer before the campaign.

    Those of the outcome say who it was and what came of it.

    Examples
    --------
    >>> features_of(["customer", "arm", "stratum", "age", "accepted"])
    ['stratum', 'age']
    """
    return [c for c in columns if c not in SCHEMA]
