"""Nodes: one row an id, and the relationships that stand on their rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from graph.records import conform, node_schema
from graph.text import Text
from loaders.repeats import PLACES, settle
from loaders.shapes import homeless, shorthand_columns, unfold

if TYPE_CHECKING:
    from loaders.context import Reading, Stated
    from loaders.layouts import Layout
    from loaders.repeats import Settled

ID = Text("id", "编号")


def add_nodes(reading: Reading, stated: Stated, layout: Layout, frames: list[pl.DataFrame]) -> None:
    """Add the nodes of one kind that a source states."""
    frame = pl.concat(frames, how="diagonal")
    beside = [c for c in shorthand_columns(layout) if c in frame.columns]
    own = frame.drop(beside)
    kept = homeless(frame, layout)
    if kept:
        own = own.with_columns(kept)
        _say_homeless(reading, layout, [s.name for s in kept])
    settled = settle(own, ["id"])
    for type_, told in unfold(_without_bad(frame, settled), layout) if beside else ():
        stated.told.setdefault(type_, []).append(told)
    nodes = conform(reading.settled(settled, ID).drop(PLACES), node_schema(layout.name))
    stated.nodes[layout.name] = nodes
    reading.ids.add(layout.name, nodes)


def _without_bad(frame: pl.DataFrame, settled: Settled) -> pl.DataFrame:
    """Drop the rows that contradict an earlier one: what they tell beside it goes with them."""
    if not settled.contradictions:
        return frame
    places = [(c.sheet, c.line) for c in settled.contradictions]
    bad = pl.DataFrame(places, schema={p: frame.schema[p] for p in PLACES}, orient="row")
    return frame.join(bad, on=PLACES, how="anti", maintain_order="left")


def _say_homeless(reading: Reading, layout: Layout, names: list[str]) -> None:
    ends = ", ".join(s.column.name for s in layout.shorthands)
    reading.note(
        Text(
            "{file}: rows with {names} but without {ends}: kept as properties of the row itself.",
            "{file}: 有 {names} 但没有 {ends} 的行：已作为该行自身的属性保留。",
        ).format(file=layout.file, names=", ".join(names), ends=ends)
    )


def placeholder_nodes(reading: Reading, stated: Stated, ids: pl.Series) -> None:
    """Add unknown people for ids that relationships name and nobody states."""
    fresh = ids.unique(maintain_order=True)
    made = pl.DataFrame({"id": fresh, "placeholder": [True] * len(fresh)})
    nodes = conform(made, node_schema("Person"))
    before = stated.nodes.get("Person")
    stated.nodes["Person"] = nodes if before is None else pl.concat([before, nodes], how="diagonal")
    reading.ids.add("Person", nodes)
    reading.note(
        Text(
            "{n} unknown people were made as placeholders, such as {id}.",
            "已为 {n} 个未知联系人建立占位，如 {id}。",
        ).format(n=len(fresh), id=fresh[0])
    )
