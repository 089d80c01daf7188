"""Rings in the line of command: people who report, by some way, to themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Iterator


def reporting_rings(ties: pl.DataFrame) -> Iterator[list[str]]:
    """Yield the ids of each strongly connected set of two or more, sorted.

    Examples
    --------
    >>> ties = pl.DataFrame({"from": ["a", "b", "c"], "to": ["b", "a", "a"]})
    >>> list(reporting_rings(ties))
    [['a', 'b']]
    """
    core = _core(ties.select("from", "to"))
    if core.is_empty():
        return
    # Imported here: most loads have no ring, and its import takes longer than a small load.
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    ids = pl.concat([core["from"], core["to"]]).unique().sort()
    positions = dict(zip(ids, range(len(ids)), strict=True))
    rows = [positions[i] for i in core["from"]]
    columns = [positions[i] for i in core["to"]]
    graph = coo_array(([1] * len(rows), (rows, columns)), shape=(len(ids), len(ids)))
    _, labels = connected_components(graph, directed=True, connection="strong")
    groups = pl.DataFrame({"id": ids, "label": labels}).group_by("label").agg("id")
    yield from sorted(sorted(g) for g in groups["id"].to_list() if len(g) > 1)


def _core(ties: pl.DataFrame) -> pl.DataFrame:
    """Drop those who report to nobody, or to whom nobody reports, until none is left."""
    while True:
        kept = ties.filter(
            pl.col("from").is_in(ties["to"].implode()) & pl.col("to").is_in(ties["from"].implode())
        )
        if kept.height == ties.height:
            return kept
        ties = kept
