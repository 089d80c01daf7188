"""Which product suits which customer, by the rule base; each match explained.

Nobody is offered what it uses already, nor a product that its own
industry, region or size rules out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from graph.cross_sell.revenue import day_of
from graph.cross_sell.whitespace import Suitability
from graph.customers.tags.customers import CUSTOMERS, PRODUCT

if TYPE_CHECKING:
    from collections.abc import Iterable

    from graph.customers.tags.customers import Customers
    from graph.customers.tags.rulebase import Rule

OFFERS = {
    "kind": pl.String(),
    "customer": pl.String(),
    "product": pl.String(),
    "rule": pl.String(),
    "en": pl.String(),
    "zh": pl.String(),
}


def offers(customers: Customers, rules: Iterable[Rule]) -> pl.DataFrame:
    """Return a row an offer, by customer, product and rule; columns as ``OFFERS``."""
    carried = (
        customers.carried()
        .filter(pl.col("kind").is_in(CUSTOMERS))
        .select("kind", "customer", "tag")
        .unique()
        .collect()
    )
    parts = [_of_rule(carried, rule) for rule in rules]
    if not parts:
        return pl.DataFrame(schema=OFFERS)
    found = pl.concat(parts).join(_taken(customers), on=["kind", "customer", "product"], how="anti")
    found = _suitable(found, customers)
    return found.unique(
        ["kind", "customer", "product", "rule"], keep="first", maintain_order=True
    ).sort("customer", "product", "rule", "kind")


def _of_rule(carried: pl.DataFrame, rule: Rule) -> pl.DataFrame:
    keys = ["kind", "customer"]
    who = carried.filter(pl.col("tag") == rule.tags[0]).select(keys)
    for tag in rule.tags[1:]:
        who = who.join(carried.filter(pl.col("tag") == tag), on=keys, how="semi")
    for tag in rule.without:
        who = who.join(carried.filter(pl.col("tag") == tag), on=keys, how="anti")
    return who.with_columns(
        pl.lit(rule.product).alias("product"),
        pl.lit(rule.name).alias("rule"),
        pl.lit(rule.because.en).alias("en"),
        pl.lit(rule.because.zh).alias("zh"),
    )


def _taken(customers: Customers) -> pl.DataFrame:
    """Return who uses what: USES in force of enterprises, the latest month of use of members."""
    edges = customers.snapshot.edge("USES")
    held = np.flatnonzero(edges.in_force(day_of(customers.as_of)))
    ours = pl.DataFrame(
        {
            "customer": customers.frame("Enterprise")["id"].gather(edges.source[held]),
            "product": customers.frame(PRODUCT)["id"].gather(edges.target[held]),
        }
    ).select(pl.lit("Enterprise").alias("kind"), "customer", "product")
    month = f"{customers.as_of:%Y-%m}"
    used = customers.usage.filter(pl.col("month") <= month)
    latest = used.filter(pl.col("month") == pl.col("month").max())
    members = latest.select(pl.lit("Member").alias("kind"), "customer", "product").unique()
    return pl.concat([ours, members.collect()])


def _suitable(found: pl.DataFrame, customers: Customers) -> pl.DataFrame:
    """Leave out what the columns of a product rule out for an enterprise."""
    fits = Suitability(customers.snapshot)
    enterprises, products = (
        customers.snapshot.nodes["Enterprise"],
        customers.snapshot.nodes[PRODUCT],
    )
    pairs = found.filter(pl.col("kind") == "Enterprise").select("customer", "product").unique()
    bad = [
        (customer, product)
        for customer, product in pairs.iter_rows()
        if fits.why_not(enterprises.position(customer), products.position(product)) is not None
    ]
    unfit = pl.DataFrame(bad, schema={"customer": pl.String, "product": pl.String}, orient="row")
    unfit = unfit.with_columns(pl.lit("Enterprise").alias("kind"))
    return found.join(unfit, on=["kind", "customer", "product"], how="anti", maintain_order="left")
