"""Influence against the truth of real networks, beside the classical scores.

The data stand outside the project: ``LINCHPIN_VALIDATION_DATA`` (default ``../shared/data``).
Enron e-mails and titles: Priebe et al. 2005, igraphdata. High-tech managers: Krackhardt 1987.
"""

from __future__ import annotations

import csv
import os
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from benchmarks.figures import Figure
from graph.decision.bare import rank_network
from graph.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Mapping

ROOT = Path(__file__).parents[1]
SCORES = ("influence", "pagerank", "betweenness", "in_degree", "out_degree", "hits", "closeness")
_ENRON, _KRACKHARDT = "Priebe et al. 2005, igraphdata", "Krackhardt 1987"
# What stands before the first comma of a title; three titles of the data are known to be wrong.
_TITLES = {
    "ceo": 7,
    "president": 6,
    "managing director": 5,
    "vice president": 4,
    "director": 3,
    "manager": 2,
    "trader": 1,
    "employee": 1,
}
_CORRECTED = {"Sally Beck": 6, "Rick Buy": 6, "Vince Kaminski": 5}


def data_folder() -> Path:
    """Return where the validation data are, whether or not they are there."""
    return Path(os.environ.get("LINCHPIN_VALIDATION_DATA") or ROOT / ".." / "shared" / "data")


def run(scale: float = 1.0, repeats: int = 1) -> list[Figure]:
    """Rank both networks and compare with titles and levels."""
    del scale, repeats
    folder = data_folder()
    figures: list[Figure] = []
    cases = (
        ("Enron mails", folder / "enron", _enron, _ENRON),
        ("Krackhardt advice", folder / "krackhardt", _advice, _KRACKHARDT),
    )
    for name, where, read, origin in cases:
        if not where.is_dir():
            figures.append(Figure(name, None, note="LINCHPIN_VALIDATION_DATA has no such folder"))
            continue
        ties, level = read(where)
        ranked = rank_network(ties, settings=Settings())
        for score in SCORES:
            values = dict(ranked.select("id", score).iter_rows())
            share = pairs_in_order(values, level)
            figures.append(Figure(f"{name}: {score}", share, "of pairs", note=origin))
    return figures


def pairs_in_order(score: Mapping[str, float], level: Mapping[str, int]) -> float:
    """Return the share of pairs of different level that ``score`` puts in the right order.

    ``level``: larger is higher; a tie of scores counts one half.

    Examples
    --------
    >>> pairs_in_order({"a": 3.0, "b": 1.0, "c": 1.0}, {"a": 2, "b": 1, "c": 0})
    0.8333333333333334
    """
    ids = [i for i in level if i in score]
    s = np.array([score[i] for i in ids], dtype=float)
    r = np.array([level[i] for i in ids])
    higher = r[:, None] > r[None, :]
    right = (s[:, None] > s[None, :]) + 0.5 * (s[:, None] == s[None, :])
    return float(right[higher].mean())


def title_level(title: str, person: str) -> int | None:
    """Return the rank of a title, None for one that says nothing.

    Examples
    --------
    >>> title_level("Vice President", "A"), title_level("CEO", "B"), title_level("", "C")
    (4, 7, None)
    """
    if person in _CORRECTED:
        return _CORRECTED[person]
    return _TITLES.get(title.split(",")[0].strip().lower())


def _enron(folder: Path) -> tuple[pl.DataFrame, dict[str, int]]:
    with (folder / "people.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    person = {r["address_id"]: r["person"] for r in rows}
    mails = pl.read_csv(
        folder / "mails.csv.gz", schema_overrides={"sender": pl.String, "recipient": pl.String}
    )
    names = {"sender": "from", "recipient": "to"}
    ties = mails.select(
        *(pl.col(c).replace_strict(person, default=None).alias(n) for c, n in names.items()),
        pl.lit(1.0).alias("weight"),
        pl.col("time").str.to_datetime(strict=False),
    ).drop_nulls(["from", "to"])
    levels: dict[str, int] = {}
    for r in rows:
        rank = title_level(r["title"], r["person"])
        if rank is not None:
            levels[r["person"]] = max(rank, levels.get(r["person"], 0))
    return ties.filter(pl.col("from") != pl.col("to")), levels


def _advice(folder: Path) -> tuple[pl.DataFrame, dict[str, int]]:
    text = (folder / "Krack-High-Tec-edgelist-Advice.txt").read_text(encoding="utf-8")
    triples = [line.split() for line in text.splitlines() if line.strip()]
    asked = [(a, b, 1.0, None) for a, b, tie in triples if tie == "1"]
    schema = {"from": pl.String, "to": pl.String, "weight": pl.Float64, "time": pl.Datetime}
    ties = pl.DataFrame(asked, orient="row", schema=schema)
    with (folder / "Krack-High-Tec-Attributes.csv").open(encoding="utf-8", newline="") as rows:
        level = {r["ID"]: -int(r["LEVEL"]) for r in csv.DictReader(rows)}
    return ties, level
