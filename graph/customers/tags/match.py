"""Which product suits which customer: a rule base over the tags of both, each match explained.

The built-in rule: a customer that carries the tags of a product is offered it
(``tags.product_tags``: all of them, or any). Further rules stand in the settings
(``[tags.match.NAME]``). Nobody is offered what it uses already, nor a product that its own
industry, region or size rules out.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from graph.cross_sell.revenue import day_of
from graph.cross_sell.whitespace import Suitability
from graph.customers.tags.customers import CUSTOMERS, PRODUCT
from graph.customers.tags.results import Offer
from graph.decision.results import Sentence
from graph.errors import UsageError, nearest
from graph.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from graph.customers.tags.customers import Customers
    from graph.settings_tags import MatchRule, TagSettings

BUILT_IN = "product_tags"
OFFERS = {
    "kind": pl.String(),
    "customer": pl.String(),
    "product": pl.String(),
    "rule": pl.String(),
    "en": pl.String(),
    "zh": pl.String(),
}
_CARRIES = Text("Carries {tags}, as {product} does.", "与{product}同带{tags}。")
_BY_RULE = Text("Carries {tags}{without}: {what}.", "带有{tags}{without}：{what}。")


@dataclass(frozen=True)
class Rule:
    """Who carries all of ``tags`` and none of ``without`` is offered ``product``, and why."""

    name: str
    tags: tuple[str, ...]
    without: tuple[str, ...]
    product: str
    because: Text


def rules_of(customers: Customers, settings: TagSettings) -> list[Rule]:
    """Return the rule base, one rule a product, by name and product.

    Raises
    ------
    UsageError
        A rule of the settings names a tag, product or category that is not there.
    """
    found = list(_by_product_tags(customers, settings.product_tags))
    for name, stated in settings.match.items():
        if stated.enabled:
            found += _stated(customers, name, stated)
    return sorted(found, key=lambda r: (r.name, r.product, r.tags))


def _by_product_tags(customers: Customers, how: str) -> Iterator[Rule]:
    if how == "off":
        return
    tagged = (
        customers.carried()
        .filter(pl.col("kind") == PRODUCT)
        .group_by("customer")
        .agg(pl.col("tag").unique().sort())
        .sort("customer")
        .collect()
    )
    for product, tags in tagged.iter_rows():
        for chosen in [tags] if how == "all" else [[t] for t in tags]:
            because = _CARRIES.format(
                tags=_listed(customers, chosen), product=_product(customers, product)
            )
            yield Rule(BUILT_IN, tuple(chosen), (), product, because)


def _stated(customers: Customers, name: str, rule: MatchRule) -> Iterator[Rule]:
    known = customers.snapshot.nodes["Tag"].ids
    named = [*rule.customer, *rule.without, *([rule.tag] if rule.tag else [])]
    for tag in named:
        if tag not in known:
            raise _absent(name, Text("tag", "标签"), tag, known)
    for product in _products(customers, name, rule):
        without = Text("", "")
        if rule.without:
            others = _listed(customers, rule.without)
            without = Text(f" and not {others.en}", f"且不带{others.zh}")
        product_named = _product(customers, product)
        what = Text(
            rule.reason or f"{product_named.en} suits",
            rule.reason_zh or rule.reason or f"适合 {product_named.zh}",
        )
        what = Text(what.en.rstrip("."), what.zh.rstrip("。."))
        because = _BY_RULE.format(
            tags=_listed(customers, rule.customer), without=without, what=what
        )
        yield Rule(name, tuple(rule.customer), tuple(rule.without), product, because)


def _products(customers: Customers, name: str, rule: MatchRule) -> list[str]:
    frame = customers.frame(PRODUCT)
    if rule.product is not None:
        if rule.product not in customers.snapshot.nodes[PRODUCT]:
            raise _absent(name, Text("product", "产品"), rule.product, frame["id"].to_list())
        return [rule.product]
    if rule.category is not None:
        known = frame["category"].drop_nulls().unique().to_list()
        if rule.category not in known:
            raise _absent(name, Text("category", "类别"), rule.category, known)
        return frame.filter(pl.col("category") == rule.category)["id"].to_list()
    carried = customers.carried().filter(pl.col("kind") == PRODUCT, pl.col("tag") == rule.tag)
    return carried.select(pl.col("customer").unique().sort()).collect()["customer"].to_list()


def _absent(name: str, what: Text, given: str, known: Iterable[str]) -> UsageError:
    near = nearest(given, known)
    hint = Text(f"Did you mean {', '.join(near)}?", f"是否指 {', '.join(near)}？") if near else None
    return UsageError(
        Text(
            "[tags.match.{name}] names the {what} '{given}', which is not there.",
            "[tags.match.{name}] 所指的{what}“{given}”不存在。",
        ).format(name=name, what=what, given=given),
        hint,
    )


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


def as_answers(found: pl.DataFrame) -> Iterator[Offer]:
    """Return rows of :func:`offers` as answers."""
    for row in found.iter_rows(named=True):
        yield Offer(
            customer=row["customer"],
            product=row["product"],
            rule=row["rule"],
            because=Sentence(en=row["en"], zh=row["zh"]),
        )


def _listed(customers: Customers, tags: Iterable[str]) -> Text:
    named = [_named(customers, "Tag", t) for t in tags]
    return Text(" and ".join(n.en for n in named), "、".join(n.zh for n in named))


def _product(customers: Customers, product: str) -> Text:
    return _named(customers, PRODUCT, product)


def _named(customers: Customers, kind: str, id_: str) -> Text:
    """Return what a node is called, with its id: the rule base names ids."""
    nodes = customers.snapshot.nodes[kind]
    at = nodes.position(id_)
    names = Text(nodes.name(at, "en"), nodes.name(at, "zh"))
    return names if names.en == id_ else Text(f"{names.en} ({id_})", f"{names.zh}（{id_}）")
