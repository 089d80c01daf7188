"""Rows that come in parts, into a file that never stands in memory whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
from polars.io.plugins import register_io_source

from ui.exports.tables import safe

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def write_stream(parts: Iterator[pl.DataFrame], path: Path, form: str) -> int:
    """Write parts of the same columns as Parquet or csv as they come; return the rows.

    No text of a csv is a formula.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder) / "a.parquet"
    ...     write_stream((pl.DataFrame({"n": [n]}) for n in range(3)), path, "parquet")
    ...     pl.read_parquet(path)["n"].to_list()
    3
    [0, 1, 2]
    """
    if form == "csv":
        parts = (safe(part) for part in parts)
    first = next(parts)
    rows = first.height

    def given(
        columns: list[str] | None,
        predicate: pl.Expr | None,  # noqa: ARG001 - nothing is asked of the rows
        limit: int | None,  # noqa: ARG001
        size: int | None,  # noqa: ARG001
    ) -> Iterator[pl.DataFrame]:
        nonlocal rows
        names = columns or first.columns
        yield first.select(names)
        for part in parts:
            rows += part.height
            yield part.select(names)

    lazy = register_io_source(given, schema=first.schema)
    if form == "parquet":
        lazy.sink_parquet(path)
    else:
        lazy.sink_csv(path)
    return rows
