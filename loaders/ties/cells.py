"""The cells of a list of ties: words, numbers, and which rows are bad."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from loaders.numbers import parse_number

if TYPE_CHECKING:
    from collections.abc import Mapping

    from loaders.cells import Raw


def words(raw: Raw, column: int) -> pl.Series:
    """Return the cells of a column without blanks around them, null where one is empty."""
    stripped = raw.frame[str(column)].str.strip_chars()
    return stripped.set(stripped == "", None)


def measures(
    raw: Raw, chosen: Mapping[str, int]
) -> tuple[dict[str, pl.Series], dict[str, pl.Series]]:
    """Return the weight and confidence of each row, as far as told, and which of them are bad.

    Examples
    --------
    >>> from loaders.cells import Raw
    >>> raw = Raw(["weight"], pl.DataFrame({"0": ["2", "-1", "x"], "_line": [2, 3, 4]}))
    >>> parts, bad = measures(raw, {"weight": 0})
    >>> parts["weight"].to_list(), bad["weight"].to_list()
    ([2.0, -1.0, None], [False, True, True])
    """
    parts = {
        part: _numbers(words(raw, chosen[part]))
        for part in ("weight", "confidence")
        if part in chosen
    }
    bad = {}
    for part, numbers in parts.items():
        fits = numbers >= 0 if part == "weight" else numbers.is_between(0, 1)
        bad[part] = ~fits.fill_null(value=False)
    return parts, bad


def rejects_of(
    raw: Raw, chosen: Mapping[str, int], bad: Mapping[str, pl.Series]
) -> tuple[pl.DataFrame, pl.Series]:
    """Return ``line, column, found`` of every bad row once, and which rows are good."""
    good = pl.Series("good", [True]).new_from_index(0, raw.frame.height)
    rejects = [pl.DataFrame(schema={"line": pl.UInt32, "column": pl.String, "found": pl.String})]
    for part, mask in bad.items():
        good &= ~mask
        at = raw.frame.filter(mask).select(
            pl.col("_line").cast(pl.UInt32).alias("line"),
            pl.lit(raw.headers[chosen[part]].strip()).alias("column"),
            pl.col(str(chosen[part])).fill_null("").alias("found"),
        )
        rejects.append(at)
    return pl.concat(rejects).unique("line", keep="first").sort("line"), good


def _numbers(cells: pl.Series) -> pl.Series:
    """Read numbers: the plain ones at once, others as people write them."""
    quick = cells.cast(pl.Float64, strict=False)
    quick = quick.set(quick.is_nan() | quick.is_infinite(), None)
    odd = cells.filter(quick.is_null() & cells.is_not_null()).unique()
    table = {cell: n.value for cell in odd if (n := parse_number(cell)) is not None}
    return (
        quick
        if not table
        else quick.fill_null(cells.replace_strict(table, default=None, return_dtype=pl.Float64))
    )
