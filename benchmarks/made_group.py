"""A made-up group of companies: its tree, who uses what, its people and its bills."""

from __future__ import annotations

from datetime import date

import numpy as np
import polars as pl

from graph.records import Records

MONTHS = [f"2025-{month:02d}" for month in range(4, 13)] + ["2026-01", "2026-02", "2026-03"]
INDUSTRIES = ["energy", "bank", "transport", "retail"]
REGIONS = ["north", "south", "east", "west"]
DEALS = 20


def group(members: int, products: int, seed: int = 5) -> Records:
    """Return one group of ``members`` companies; a third of what suits is used, a tenth a rival's.

    Two people a company: its head, who listens to the head of its owner, and one whom we know.
    """
    dice = np.random.default_rng(seed)
    companies = [f"E{n:04d}" for n in range(members)]
    owner = [0, *(int(dice.integers(0, max(1, n // 4 + 1))) for n in range(1, members))]
    nodes = {
        "Enterprise": pl.DataFrame(
            {
                "id": companies,
                "name": [f"Company {n}" for n in range(members)],
                "industry": dice.choice(INDUSTRIES, members),
                "region": dice.choice(REGIONS, members),
                "employees": dice.integers(20, 5000, members),
            }
        ),
        "Product": pl.DataFrame(
            {
                "id": [f"P{n:03d}" for n in range(products)],
                "name": [f"Product {n}" for n in range(products)],
                "list_price": dice.integers(500, 20_000, products).astype(float),
                "complexity": dice.integers(1, 4, products),
                "min_employees": dice.choice([0, 100, 400], products),
            }
        ),
        "Person": pl.DataFrame(
            {"id": [f"{kind}{n:04d}" for kind in "HK" for n in range(members)]}
        ).with_columns(name=pl.col("id")),
        "Competitor": pl.DataFrame({"id": ["X", "Y"], "name": ["Xeno", "Ypsilon"]}),
        "Seller": pl.DataFrame({"id": ["S"], "name": ["Seller"]}),
        "Opportunity": pl.DataFrame({"id": [f"O{n:02d}" for n in range(DEALS)]}).with_columns(
            name=pl.col("id"), stage=pl.lit("survey"), amount=pl.lit(1e6), currency=pl.lit("CNY")
        ),
        "Channel": pl.DataFrame({"id": ["D", "W"], "kind": ["direct", "electronic"]}),
    }
    return Records(
        "made",
        nodes=nodes,
        relationships={
            **_people(companies, owner),
            **_use(dice, companies, products),
            "MEMBER_OF": _ends(
                "Enterprise", companies[1:], "Enterprise", [companies[o] for o in owner[1:]],
                share=dice.choice([0.51, 0.8, 1.0], members - 1),
            ),
        },
        tables={"billing": _billing(dice, companies, products)},
    )  # fmt: skip


def _ends(
    source: str, sources: list[str], target: str, targets: list[str], **columns: object
) -> pl.DataFrame:
    ends = {"from_kind": source, "from": sources, "to_kind": target, "to": targets}
    return pl.DataFrame({**ends, **columns})


def _people(companies: list[str], owner: list[int]) -> dict[str, pl.DataFrame]:
    count = len(companies)
    heads, known = ([f"{kind}{n:04d}" for n in range(count)] for kind in "HK")
    deals = [f"O{n:02d}" for n in range(DEALS)]
    for_ = [companies[n * count // DEALS] for n in range(DEALS)]
    deciders = [heads[n * count // DEALS] for n in range(DEALS)]
    above = [heads[o] for o in owner[1:]]
    return {
        "WORKS_FOR": _ends("Person", [*heads, *known], "Enterprise", [*companies, *companies],
                           level=[1] * count + [3] * count),
        "INFLUENCES": _ends("Person", [*above, *known], "Person", [*heads[1:], *heads],
                            weight=[0.6] * (2 * count - 1)),
        "COVERS": _ends("Seller", ["S"] * count, "Person", known, level=["multiple"] * count),
        "FOR": _ends("Opportunity", deals, "Enterprise", for_),
        "PLAYS": _ends("Person", deciders, "Opportunity", deals,
                       roles=[["decision_maker"]] * DEALS),
    }  # fmt: skip


def _use(dice: np.random.Generator, companies: list[str], products: int) -> dict[str, pl.DataFrame]:
    chance = dice.random((len(companies), products))
    used, held = np.argwhere(chance < 1 / 3), np.argwhere(chance > 0.9)
    since = [date(2020 + int(y), 1, 1) for y in dice.integers(0, 6, len(used))]
    revenue = dice.integers(500, 20_000, len(used)).astype(float)
    users, supplied = ([companies[i] for i, _ in p] for p in (used, held))
    return {
        "USES": _ends(
            "Enterprise", users, "Product", _products(used), since=since, monthly_revenue=revenue
        ),
        "SUPPLIES": _ends(
            "Competitor", dice.choice(["X", "Y"], len(held)).tolist(), "Enterprise", supplied,
            product=_products(held), share=dice.random(len(held)).round(2),
        ),
    }  # fmt: skip


def _products(cells: np.ndarray) -> list[str]:
    return [f"P{product:03d}" for _, product in cells]


def _billing(dice: np.random.Generator, companies: list[str], products: int) -> pl.DataFrame:
    rows = pl.DataFrame({"customer": companies}).join(pl.DataFrame({"month": MONTHS}), how="cross")
    return rows.with_columns(
        product=pl.Series([f"P{p:03d}" for p in dice.integers(0, products, rows.height)]),
        revenue=pl.Series(dice.integers(1_000, 50_000, rows.height).astype(float)),
    )
