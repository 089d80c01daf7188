"""A made book in which what is taken up, and when, follows laws that a test knows."""

from datetime import date, timedelta

import numpy as np
import polars as pl

from graph.cross_sell.revenue import day_of
from graph.snapshot import Snapshot

AS_OF = date(2026, 3, 31)
DAY = day_of(AS_OF)
QUARTER = 91


def dated_frames(companies=200, products=15, years=6, seed=3, laws=True, each=5, push=None):
    """Groups of ``each``; the first of a group is its head, and each product p leads to p + 1.

    A company takes a product up in a quarter at 1.2%; 5 times as likely where its head uses it,
    6 times where it took up the one before within a year. Without ``laws`` all are as likely.
    ``push`` gives what is added to the logarithm for each company, of the first day of a quarter.
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
        rate = rate if push is None else rate * np.exp(push(day))[:, None]
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


def reached_frames(law=0.8, dated=True, seed=4, companies=300):
    """The same without other laws, with a decider in each company whom one of us knows for a time.

    The better he is known by then the sooner it takes things up, ``law`` being the power. Where not
    ``dated``, on which day we stated that is not kept.
    """
    dice = np.random.default_rng(seed + 100)
    strength = np.exp(dice.uniform(-2, 0, companies)).round(4)
    stated = dice.integers(-6 * 365, -30, companies)
    until = stated + dice.integers(500, 1100, companies)
    access = lambda day: np.where((stated <= day) & (until > day), strength, 0.0)  # noqa: E731
    push = lambda day: law * (np.log(0.01 + access(day)) + 2.5)  # noqa: E731
    nodes, ties = dated_frames(companies, seed=seed, laws=False, push=push)
    ids, people = nodes["Enterprise"]["id"].to_list(), [f"d{n:03d}" for n in range(companies)]
    days, ends = (
        pl.Series([AS_OF + timedelta(days=int(n)) for n in when], dtype=pl.Date)
        for when in (stated, until)
    )
    nodes |= {"Person": pl.DataFrame({"id": people}), "Seller": pl.DataFrame({"id": ["me"]})}
    posts = pl.DataFrame({"from": people, "to": ids, "level": [1] * companies})
    known = {"from": ["me"] * companies, "to": people, "strength": strength, "until": ends}
    covers = pl.DataFrame(known)
    if dated:
        posts = posts.with_columns(as_of=pl.lit(date(2015, 1, 1)))
        covers = covers.with_columns(as_of=days)
    return nodes, ties | {"WORKS_FOR": posts, "COVERS": covers}
