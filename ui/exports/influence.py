"""The ranking of a bare network as flat rows, for csv, Parquet and Excel."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Sequence


def flat_ranking(ranked: pl.DataFrame) -> pl.DataFrame:
    """Return the ranking with what each person bridges in words, empty for no cut point.

    Examples
    --------
    >>> groups = [{"size": 12, "people": ["li", "wu"]}, {"size": 1, "people": ["he"]}]
    >>> flat_ranking(pl.DataFrame({"id": ["zu"], "bridges": [groups]}))["bridges"].to_list()
    ['li, wu ... (12) | he (1)']
    """
    said = [_said(groups) for groups in ranked["bridges"].to_list()]
    return ranked.with_columns(pl.Series("bridges", said, dtype=pl.String))


def _said(groups: Sequence[dict[str, Any]]) -> str | None:
    return " | ".join(_group(g["people"], g["size"]) for g in groups) or None


def _group(people: Sequence[str], size: int) -> str:
    more = " ..." if size > len(people) else ""
    return f"{', '.join(people)}{more} ({size})"
