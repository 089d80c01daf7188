"""Reading a few rows of a column, without converting the rest of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import polars as pl

if TYPE_CHECKING:
    from graph.snapshot import Columns, Snapshot

Ints = npt.NDArray[np.int32]

# Up to so many rows one by one is faster than gathering them.
FEW = 128


def values(columns: Columns, name: str, rows: npt.ArrayLike) -> list[Any]:
    """Return some values of a column as Python objects, None where absent."""
    positions = np.asarray(rows, dtype=np.int64)
    if name not in columns.frame.columns:
        return [None] * positions.size
    series = columns.frame[name]
    if positions.size > FEW or series.dtype == pl.List:
        return series[positions].to_list()
    return [series[i] for i in positions.tolist()]


def texts(columns: Columns, name: str, rows: npt.ArrayLike) -> list[str | None]:
    """Return some values of a text column."""
    return values(columns, name, rows)


def names(snapshot: Snapshot, kind: str, positions: npt.ArrayLike) -> list[tuple[str, str, str]]:
    """Return (id, name in English, name in Chinese) of some nodes; the id where there is none."""
    table = snapshot.nodes[kind]
    found = zip(
        values(table, "id", positions),
        values(table, "name", positions),
        values(table, "name_en", positions),
        strict=True,
    )
    return [(id_, english or own or id_, own or english or id_) for id_, own, english in found]
