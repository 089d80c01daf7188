"""A made-up book of groups for cross-sell: companies, people and their ties, use, channels."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import polars as pl

from graph.snapshot import Snapshot

STANCES = ("mentor", "supporter", "neutral", "non_supporter")
CHANNELS = pl.DataFrame(
    {
        "id": [f"CH{n}" for n in range(6)],
        "kind": ["direct", "direct", "electronic", "electronic", "partner", "partner"],
        "unit_cost": [2000.0, 500.0, 30.0, 10.0, 600.0, 200.0],
        "capacity": [200, 2000, 5000, None, 1500, 800],
        "loyalty": [0.95, 0.9, 1.0, 1.0, 0.6, 0.4],
        "product_knowledge": [0.7, 0.5, 0.3, 0.2, 0.8, 0.4],
    }
)


def selling_book(groups: int, members: int, products: int, people: int, seed: int = 1) -> Snapshot:
    """Return ``groups`` heads with ``members`` companies below each and ``people`` in each company.

    People report to one above them and sway one more of their group; a tenth have a stance in the
    deal of their company, a tenth are covered. A seventh of all cells is in use.
    """
    dice = np.random.default_rng(seed)
    companies = [f"G{g:04d}-{m:03d}" for g in range(groups) for m in range(members + 1)]
    goods = [f"P{n:03d}" for n in range(products)]
    staff = [f"p{n:07d}" for n in range(len(companies) * people)]
    deals = [f"D{n:06d}" for n in range(len(companies))]
    nodes = {
        "Enterprise": pl.DataFrame(
            {
                "id": companies,
                "industry": [f"I{n}" for n in dice.integers(0, 12, len(companies))],
                "region": [f"R{n}" for n in dice.integers(0, 8, len(companies))],
                "employees": np.exp(dice.normal(5.5, 1.5, len(companies))).astype(int) + 1,
            }
        ),
        "Product": pl.DataFrame({"id": goods, "complexity": dice.integers(1, 4, products)}),
        "Person": pl.DataFrame({"id": staff}),
        "Opportunity": pl.DataFrame({"id": deals}),
        "Seller": pl.DataFrame({"id": [f"S{n:02d}" for n in range(20)]}),
        "Channel": CHANNELS,
    }
    ties = {
        **holdings(dice, companies, members),
        **_ties(dice, staff, companies, people, (members + 1) * people),
        **_views(dice, staff, deals, people),
        **use_of(dice, companies, goods),
        "FOR": pl.DataFrame({"from": deals, "to": companies}),
        "PLAYS": pl.DataFrame(
            {"from": staff[:: 2 * people], "to": deals[::2]}
        ).with_columns(roles=pl.lit(["decision_maker"], pl.List(pl.String))),
    }  # fmt: skip
    return Snapshot.from_frames(nodes, ties)


def holdings(
    dice: np.random.Generator, companies: list[str], members: int
) -> dict[str, pl.DataFrame]:
    """Let each company be held by one of those before it, seven to an owner."""
    place = np.arange(len(companies))
    local = place % (members + 1)
    below = place[local > 0]
    owner = below - local[below] + (local[below] - 1) // 7
    rows = {"from": [companies[n] for n in below], "to": [companies[n] for n in owner]}
    share = dice.uniform(0.51, 1, below.size).round(2)
    return {"MEMBER_OF": pl.DataFrame(rows).with_columns(share=pl.Series(share))}


def _ties(
    dice: np.random.Generator, staff: list[str], companies: list[str], people: int, group: int
) -> dict[str, pl.DataFrame]:
    place = np.arange(len(staff))
    local = place % people
    lower = place[local > 0]
    boss = lower - local[lower] + (local[lower] - 1) // 3
    other = place // group * group + dice.integers(0, group, place.size)
    swayed = np.flatnonzero(other != place)
    level = 1 + np.floor(np.log(local * 3 + 1) / np.log(4)).astype(int)
    return {
        "WORKS_FOR": pl.DataFrame(
            {"from": staff, "to": [companies[n // people] for n in place], "level": level}
        ),
        "REPORTS_TO": pl.DataFrame(
            {"from": [staff[n] for n in lower], "to": [staff[n] for n in boss]}
        ),
        "INFLUENCES": pl.DataFrame(
            {
                "from": [staff[n] for n in swayed],
                "to": [staff[n] for n in other[swayed]],
                "weight": dice.uniform(0.1, 0.9, swayed.size).round(2),
            }
        ),
    }


def _views(
    dice: np.random.Generator, staff: list[str], deals: list[str], people: int
) -> dict[str, pl.DataFrame]:
    said, met = (np.flatnonzero(dice.random(len(staff)) < 0.1) for _ in range(2))
    return {
        "HOLDS": pl.DataFrame(
            {
                "from": [staff[n] for n in said],
                "to": [deals[n // people] for n in said],
                "stance": dice.choice(STANCES, said.size),
                "source": ["visit"] * said.size,
                "confidence": [0.8] * said.size,
                "as_of": [date(2026, 1, 1)] * said.size,
            }
        ),
        "COVERS": pl.DataFrame(
            {
                "from": [f"S{n % 20:02d}" for n in met],
                "to": [staff[n] for n in met],
                "strength": dice.uniform(0.1, 0.9, met.size).round(2),
            }
        ),
    }


def use_of(
    dice: np.random.Generator, companies: list[str], goods: list[str]
) -> dict[str, pl.DataFrame]:
    """Let a seventh of all cells be in use, since any day of six years."""
    used = np.argwhere(dice.random((len(companies), len(goods))) < 0.15)
    days = dice.integers(0, 2280, len(used)).tolist()
    return {
        "USES": pl.DataFrame(
            {
                "from": [companies[c] for c, _ in used],
                "to": [goods[p] for _, p in used],
                "since": [date(2020, 1, 1) + timedelta(days=d) for d in days],
                "monthly_revenue": np.exp(dice.normal(7, 1, len(used))).round(2),
            }
        )
    }
