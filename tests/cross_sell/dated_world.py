"""A made book in which what is taken up, and when, follows laws that a test knows."""

from datetime import date, timedelta

import numpy as np
import polars as pl

from graph.cross_sell.revenue import day_of
from graph.snapshot import Snapshot

AS_OF = date(2026, 3, 31)
DAY = day_of(AS_OF)
QUARTER = 91


def dated_frames(companies=200, products=15, years=6, seed=3, laws=True, each=5):
    """Groups of ``each``; the first of a group is its head, and each product p leads to p + 1.

    A company takes a product up in a quarter at 1.2%; 5 times as likely where its head uses it,
    6 times where it took up the one before within a year. Without ``laws`` all are as likely.
    """
    dice = np.random.default_rng(seed)
    size = dice.normal(0, 0.6, companies)[:, None]
    ease = np.exp(dice.normal(-4.4, 0.5, products))[None, :]
    since = np.full((companies, products), -10_000)
    head = np.arange(companies) // each * each
    quarters = years * 4
    for quarter in range(quarters):
        day = (quarter - quarters) * QUARTER
        used = since > -10_000
        led = np.roll((since > day - 365) & used, 1, axis=1)
        led[:, 0] = False
        above = used[head] & (head != np.arange(companies))[:, None]
        rate = ease * np.exp(size + laws * (1.6 * above + 1.8 * led))
        taken = ~used & (dice.random(rate.shape) < rate)
        since[taken] = day + dice.integers(1, QUARTER, taken.sum())
    rows = np.argwhere(since > -10_000)
    ids = [f"e{n:03d}" for n in range(companies)]
    nodes = {
        "Enterprise": pl.DataFrame(
            {
                "id": ids,
                "industry": [f"i{n}" for n in dice.integers(0, 5, companies)],
                "region": [f"r{n}" for n in dice.integers(0, 4, companies)],
                "employees": np.exp(dice.normal(5, 1.5, companies)).astype(int) + 1,
            }
        ),
        "Product": pl.DataFrame({"id": [f"p{n:02d}" for n in range(products)]}),
    }
    ties = {
        "USES": pl.DataFrame(
            {
                "from": [ids[e] for e, _ in rows],
                "to": [f"p{p:02d}" for _, p in rows],
                "since": [AS_OF + timedelta(days=int(since[e, p])) for e, p in rows],
            }
        ),
        "MEMBER_OF": pl.DataFrame(
            {
                "from": [ids[n] for n in range(companies) if head[n] != n],
                "to": [ids[h] for n, h in enumerate(head) if h != n],
            }
        ),
    }
    return nodes, ties


def dated_book(**more):
    """Build the book of :func:`dated_frames`."""
    return Snapshot.from_frames(*dated_frames(**more))
