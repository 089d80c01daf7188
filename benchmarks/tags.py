"""Tags over three million individual members by a rule, against polars' own filter and write."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from benchmarks.figures import Figure
from benchmarks.timing import interleaved, median, ratio
from graph.customers.tags.columns import FIGURES
from graph.customers.tags.customers import Customers
from graph.customers.tags.definition import Definition
from graph.customers.tags.evaluate import evaluate
from graph.customers.tags.reading import parse
from graph.snapshot import Snapshot
from graph.store.tables import SOURCE, TableFolder, restate_table
from ui.tags.applying import records_of

if TYPE_CHECKING:
    from collections.abc import Callable

MEMBERS = 3_000_000
AS_OF = date(2026, 3, 31)
SEGMENTS = ("business", "mass", "student", "family")
LEAST = 8.0
RULES = {
    "a property": "segment = 'business'",
    "usage of six months": f"segment = 'business' and usage.CL[6] >= {LEAST}",
}


@dataclass(frozen=True)
class Made:
    """Members in memory, and their use of a product beside them as a file."""

    members: pl.DataFrame
    usage: Path
    customers: Customers


def run(scale: float = 1.0, repeats: int = 5) -> list[Figure]:
    """Decide a tag, write who carries it, and do the same by hand in polars, in turn."""
    with tempfile.TemporaryDirectory(prefix="linchpin-") as name:
        folder = Path(name)
        made = book(max(1_000, int(MEMBERS * scale)), folder)
        return [
            figure
            for what, rule in RULES.items()
            for figure in _rule(made, folder, what, rule, repeats)
        ]


def book(count: int, folder: Path) -> Made:
    """Make members, and six months of use by a third of them."""
    dice = np.random.default_rng(7)
    ids = pl.select(pl.format("M{}", pl.int_range(count).cast(pl.String).str.zfill(8))).to_series()
    members = pl.DataFrame(
        {"id": ids, "segment": np.array(SEGMENTS)[dice.integers(0, len(SEGMENTS), count)]}
    )
    users = members.select(pl.col("id").alias("customer")).filter(
        pl.Series(dice.random(count) < 1 / 3)
    )
    months = [f"2026-{m:02d}" for m in range(1, 4)] + [f"2025-{m:02d}" for m in range(10, 13)]
    parts = [
        users.with_columns(
            pl.lit(month).alias("month"),
            pl.lit("CL").alias("product"),
            pl.Series("amount", dice.lognormal(2.0, 0.8, users.height).round(1)),
        )
        for month in months
    ]
    usage = folder / "usage.parquet"
    pl.concat(parts).write_parquet(usage)
    snapshot = Snapshot.from_frames(
        {"Member": members, "Product": pl.DataFrame({"id": ["CL"]})}, {}
    )
    return Made(members, usage, Customers(snapshot, AS_OF, usage=pl.scan_parquet(usage)))


def _rule(made: Made, folder: Path, what: str, rule: str, repeats: int) -> list[Figure]:
    rows: dict[str, int] = {}
    tasks: dict[str, Callable[[], object]] = {
        "ours": lambda: rows.update(ours=ours(made, rule, folder)),
        "bare": lambda: rows.update(bare=bare(made, rule, folder)),
    }
    times = interleaved(tasks, repeats)
    if rows["ours"] != rows["bare"]:
        msg = f"{rows} carry the tag: both must find the same"
        raise ValueError(msg)
    note = f"{rows['ours']:,} of {made.members.height:,} members carry it"
    return [
        Figure(f"tag by {what}, decided and written", median(times["ours"]), "s", note=note),
        Figure(f"tag by {what}, bare polars", median(times["bare"]), "s"),
        Figure(
            f"tag by {what}, ours over bare", ratio(times["ours"], times["bare"]), "", 2.0, "most"
        ),
    ]


def ours(made: Made, rule: str, folder: Path) -> int:
    """Decide a tag as ``linchpin tags apply`` does and write the members' part of the table."""
    definition = Definition("T", "Tag", "business", "threshold", rule)
    who = evaluate(parse(rule), made.customers).who
    records = records_of(definition, who, AS_OF)
    tables = TableFolder(folder / "ours")
    old = tables.part("member_tags", 0, definition.source)
    new = restate_table("member_tags", old, records.tables["member_tags"], definition.source)
    tables.commit({}, 0, 1, {"member_tags": {definition.source: new}})
    assert new[SOURCE].len() == who.height
    for path in tables.folder.iterdir():
        path.unlink()
    return who.height


def bare(made: Made, rule: str, folder: Path) -> int:
    """Do the same by hand: a filter (and a join), the columns of the table, a Parquet file."""
    chosen = made.members.lazy().filter(pl.col("segment") == "business")
    if "usage" in rule:
        chosen = chosen.join(_means(made.usage), on="id").filter(pl.col("mean") >= LEAST)
    rows = chosen.select(
        pl.col("id").alias("customer"),
        pl.lit("T").alias("tag"),
        pl.lit(None, pl.String).alias("value"),
        pl.lit("tag:T").alias("source"),
        pl.lit(0.8).alias("confidence"),
        pl.lit(AS_OF).alias("as_of"),
        pl.lit("tag:T").alias(SOURCE),
    ).collect()
    path = folder / "bare.parquet"
    rows.write_parquet(path, compression="zstd")
    path.unlink()
    return rows.height


def _means(usage: Path) -> pl.LazyFrame:
    used = pl.scan_parquet(usage).filter(pl.col("product") == "CL", pl.col("month") <= "2026-03")
    latest = used.sort("month").group_by(pl.col("customer").alias("id"))
    return latest.agg(pl.col("amount").tail(6).mean().round_sig_figs(FIGURES).alias("mean"))
