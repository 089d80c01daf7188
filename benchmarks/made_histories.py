"""Made purchase histories whose laws are known: telecom services, shop fashions, groceries.

``telecom``: few products, taken up once: segments, what follows what (a product calls for another
for a while), launches. ``fashion``: many products with lives of their own: they come, are bought
for some months, and go; customers have tastes. ``grocery``: no fashion, much repetition.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

if TYPE_CHECKING:
    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]

FIRST = date(2023, 1, 1)
WEEK = 7


def telecom(
    seed: int = 1, customers: int = 2000, products: int = 40, weeks: int = 104
) -> pl.DataFrame:
    """Return first uses of services, and monthly top-ups of some."""
    r = np.random.default_rng(seed)
    segments = 6
    segment = r.integers(segments, size=customers)
    liking = r.gamma(0.4, 1.0, size=(segments, products))
    liking /= liking.mean(axis=1, keepdims=True)
    launch = np.where(r.random(products) < 0.6, 0, r.integers(10, weeks - 8, size=products))
    calls = np.zeros((products, products))
    for q in range(products):
        calls[q, r.choice(products, size=2, replace=False)] = r.uniform(8, 25, size=2)
    np.fill_diagonal(calls, 0.0)
    joined = np.where(r.random(customers) < 0.5, 0, r.integers(0, weeks - 10, size=customers))
    ease_of = r.gamma(1.5, 1 / 1.5, size=customers)
    since = np.full((customers, products), 10**6)
    rows: list[tuple[int, int, int]] = []
    for week in range(weeks):
        open_ = (joined <= week)[:, None] & (launch <= week)[None, :] & (since > week)
        fresh = 1 + 2.5 * np.exp(-(week - launch).clip(0) / 15.0) * (launch > 0)
        called = 1 + (((week - since) >= 2) & ((week - since) < 12)).astype(float) @ calls
        hazard = 0.0018 * ease_of[:, None] * liking[segment] * fresh * called
        taken = open_ & (r.random(hazard.shape) < hazard)
        taken |= (
            open_ & (joined == week)[:, None] & (r.random(hazard.shape) < 0.03 * liking[segment])
        )
        who, what = np.nonzero(taken)
        since[who, what] = week
        rows += [
            (int(c), int(p), week * WEEK + int(d))
            for c, p, d in zip(who, what, r.integers(WEEK, size=len(who)), strict=True)
        ]
        again_who, again = np.nonzero((since < week) & (r.random(hazard.shape) < 0.05))
        rows += [(int(c), int(p), week * WEEK) for c, p in zip(again_who, again, strict=True)]
    return _frame(rows, r)


def fashion(
    seed: int = 1, customers: int = 1200, products: int = 900, weeks: int = 78
) -> pl.DataFrame:
    """Return the purchases of a shop whose range changes."""
    r = np.random.default_rng(seed)
    tastes = 12
    of_product = r.integers(tastes, size=products)
    taste = r.dirichlet(np.full(tastes, 0.25), size=customers)
    launch = np.where(r.random(products) < 0.3, -10, r.integers(-26, weeks - 4, size=products))
    life = r.gamma(2.0, 9.0, size=products) + 4
    evergreen = r.random(products) < 0.15
    size = r.pareto(1.3, size=products) + 0.3
    season = r.integers(52, size=products)
    seasonal = r.random(products) < 0.2
    visits = r.gamma(0.7, 0.35, size=customers)
    arrival = r.integers(0, weeks, size=customers) * (r.random(customers) < 0.6)
    basket = r.gamma(2.0, 2.5, size=customers) + 1
    bought = np.zeros((customers, products), dtype=bool)
    rows: list[tuple[int, int, int]] = []
    for week in range(weeks):
        age = week - launch
        alive = np.where(evergreen, 1.0, (age >= 0) * np.exp(-age.clip(0) / life))
        distance = np.abs((week - season + 26) % 52 - 26)
        alive = alive * np.where(seasonal, 4 * np.exp(-((distance / 4.0) ** 2)), 1.0)
        pull = size * alive
        for c in np.flatnonzero((arrival <= week) & (r.random(customers) < visits)):
            weights = pull * (taste[c][of_product] + 0.01) * np.where(bought[c], 4.0, 1.0)
            n = min(1 + r.poisson(basket[c]), int((weights > 0).sum()))
            chosen = r.choice(products, size=n, replace=False, p=weights / weights.sum())
            bought[c, chosen] = True
            day = week * WEEK + int(r.integers(WEEK))
            rows += [(int(c), int(p), day) for p in chosen]
    return _frame(rows, r)


def grocery(
    seed: int = 1, customers: int = 600, products: int = 400, weeks: int = 52
) -> pl.DataFrame:
    """Return the baskets of households: staples for all, tastes, and the same again."""
    r = np.random.default_rng(seed)
    factors = 8
    appeal = np.log(r.pareto(1.1, size=products) + 0.05)
    of_product = r.normal(size=(products, factors))
    of_customer = r.normal(size=(customers, factors)) * 0.6
    base = np.exp(appeal[None, :] + of_customer @ of_product.T)
    visits = r.gamma(2.0, 0.4, size=customers).clip(0.05, 2)
    bought = np.zeros((customers, products))
    rows: list[tuple[int, int, int]] = []
    for week in range(weeks):
        for c in np.flatnonzero(r.random(customers) < visits):
            weights = base[c] * (1 + 5 * bought[c])
            n = 1 + r.poisson(6)
            chosen = r.choice(
                products, size=min(n, products), replace=False, p=weights / weights.sum()
            )
            bought[c, chosen] = 1
            day = week * WEEK + int(r.integers(WEEK))
            rows += [(int(c), int(p), day) for p in chosen]
    return _frame(rows, r)


def _frame(rows: list[tuple[int, int, int]], r: np.random.Generator) -> pl.DataFrame:
    """Give the rows ids and dates; their order says nothing."""
    who, what, when = np.array(rows).T
    order = r.permutation(len(who))
    return pl.DataFrame(
        {
            "customer": [f"C{c:05d}" for c in who[order]],
            "product": [f"P{p:04d}" for p in what[order]],
            "date": [FIRST + timedelta(days=int(d)) for d in when[order]],
        }
    )
