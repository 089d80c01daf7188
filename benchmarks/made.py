"""Made-up graphs of any size."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import polars as pl

from graph.records import Records

DAY = date(2026, 3, 31)


def people(count: int, seed: int = 1) -> pl.DataFrame:
    """Return ``count`` people with the properties that people have."""
    dice = np.random.default_rng(seed)
    numbers = pl.Series("n", np.arange(count))
    ids = pl.format("P{}", numbers.cast(pl.String).str.zfill(7))
    return pl.select(
        ids.alias("id"),
        pl.format("Person {}", numbers).alias("name"),
        pl.format("p{}@example.com", numbers).alias("email"),
        pl.Series("phone", dice.integers(13_000_000_000, 13_999_999_999, count)).cast(pl.String),
        pl.lit(value=False).alias("placeholder"),
    )


def ties(count: int, among: int, seed: int = 2) -> pl.DataFrame:
    """Return ``count`` INFLUENCES between ``among`` people, no pair twice."""
    dice = np.random.default_rng(seed)
    pairs = np.unique(dice.integers(0, among, (int(count * 1.1) + 10, 2)), axis=0)
    pairs = pairs[pairs[:, 0] != pairs[:, 1]]
    pairs = dice.permutation(pairs)[:count]
    ends = [pl.Series(name, pairs[:, i]) for i, name in enumerate(("from", "to"))]
    size = len(pairs)
    return pl.select(
        *(pl.format("P{}", e.cast(pl.String).str.zfill(7)).alias(e.name) for e in ends),
        pl.Series("weight", np.round(dice.uniform(0.05, 1, size), 2)),
        pl.Series("confidence", np.round(dice.uniform(0.3, 1, size), 2)),
        pl.lit(date(2020, 1, 1)).alias("since"),
    )


def records(nodes: int, relationships: int, source: str = "made") -> Records:
    """Return people and ties as a loader hands them over."""
    tie = ties(relationships, nodes).with_columns(
        pl.lit("Person").alias("from_kind"), pl.lit("Person").alias("to_kind")
    )
    return Records(source, nodes={"Person": people(nodes)}, relationships={"INFLUENCES": tie})


def deal(count: int, seed: int = 3) -> Records:
    """Return one deal of ``count`` people in a tree of command, with ties, stances and sellers."""
    dice = np.random.default_rng(seed)
    ids = [f"P{n:04d}" for n in range(count)]
    level = [1 + int(np.log(n * 3 + 1) / np.log(4)) for n in range(count)]
    roles = ["decision_maker", "approver", "technical_expert", "end_user", "coach"]
    played = {n: roles[min(n, len(roles) - 1)] if n < 5 else "influencer" for n in range(count)}
    stances = ("mentor", "supporter", "neutral", "non_supporter", "enemy", "unknown")
    sellers = [f"S{n}" for n in range(6)]
    rows: dict[str, list[dict[str, Any]]] = {
        "WORKS_FOR": [{"from": p, "to": "E", "level": n, "department": f"D{i % 6}"}
                      for i, (p, n) in enumerate(zip(ids, level, strict=True))],
        "REPORTS_TO": [{"from": ids[n], "to": ids[(n - 1) // 3], "enterprise": "E"}
                       for n in range(1, count)],
        "FOR": [{"from": "D", "to": "E"}],
        "PLAYS": [{"from": ids[n], "to": "D", "roles": [r]} for n, r in played.items()],
        "HOLDS": [{"from": p, "to": "D", "stance": str(dice.choice(stances)), "confidence": 0.7,
                   "source": "s", "as_of": date(2026, 3, 1)} for p in ids if dice.random() < 0.7],
        "WORKS_ON": [{"from": s, "to": "D"} for s in sellers],
        "COVERS": [{"from": sellers[int(dice.integers(6))], "to": p, "strength": 0.6,
                    "last_contact": date(2026, 3, 1)} for p in ids[3:] if dice.random() < 0.4],
    }  # fmt: skip
    extra = {(int(a), int(b)) for a, b in dice.integers(0, count, (count, 2)) if a != b}
    rows["INFLUENCES"] = [
        {"from": ids[a], "to": ids[b], "weight": round(float(dice.uniform(0.1, 0.9)), 2)}
        for a, b in sorted(extra)
    ]
    nodes = {
        "Person": pl.DataFrame({"id": ids, "name": ids}),
        "Enterprise": pl.DataFrame({"id": ["E"]}),
        "Seller": pl.DataFrame({"id": sellers, "level": [1, 2, 3, 3, 4, 4]}),
        "Opportunity": pl.DataFrame({"id": ["D"], "amount": [1e6], "stage": ["technical"]}),
    }
    return Records("made", nodes, {k: pl.DataFrame(v) for k, v in rows.items()})
