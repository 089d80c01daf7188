"""Tables beside the graph: one row a key."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from graph.model import TABLES_BY_NAME
from graph.records import conform, table_schema
from graph.text import Text
from loaders.repeats import PLACES, settle

if TYPE_CHECKING:
    from loaders.context import Reading, Stated

_KEY = Text("key", "键")


def add_table(reading: Reading, stated: Stated, name: str, frames: list[pl.DataFrame]) -> None:
    """Add the rows of one table that a source states."""
    frames = [*frames, *stated.told_rows.pop(name, [])]
    if not frames:
        return
    frame = pl.concat(frames, how="diagonal")
    keys = [k for k in TABLES_BY_NAME[name].keys if k in frame.columns]
    rows = reading.settled(settle(frame, keys), _KEY)
    _say_strangers(reading, rows, name)
    stated.tables[name] = conform(rows.drop(PLACES), table_schema(name))


def _say_strangers(reading: Reading, rows: pl.DataFrame, name: str) -> None:
    """Say how many customers of a table are not in the graph: no error, but odd."""
    if "customer" not in rows.columns:
        return
    customers = rows["customer"].unique()
    strange = ~reading.ids.present("Enterprise", customers)
    if strange.any():
        strange = strange & ~reading.ids.present("Member", customers)
    if not strange.any():
        return
    reading.note(
        Text(
            "{table}: customers who are no known enterprise or member: {n}, such as {some}.",
            "{table}: 有 {n} 个客户不在企业或成员之中，如 {some}。",
        ).format(
            table=name,
            n=int(strange.sum()),
            some=", ".join(customers.filter(strange).sort().head(3)),
        )
    )
