"""Typed cells back to the text a person would have typed."""

from __future__ import annotations

import polars as pl


def as_text(values: pl.Series) -> pl.Series:
    """Write a typed column as the text a person would have typed."""
    if isinstance(values.dtype, pl.List):
        return values.cast(pl.List(pl.String)).list.join(";", ignore_nulls=True)
    if values.dtype.is_float():
        whole = (values.floor() == values) & (values.abs() < 1e15)
        return (
            pl.DataFrame({"v": values, "whole": whole})
            .select(
                pl.when("whole")
                .then(pl.col("v").cast(pl.Int64, strict=False).cast(pl.String))
                .otherwise(pl.col("v").cast(pl.String))
                .alias(values.name)
            )
            .to_series()
        )
    if values.dtype in (pl.Datetime, pl.Date):
        return values.dt.to_string("iso")
    if values.dtype == pl.String:
        return values
    return values.cast(pl.String, strict=False)
