"""The rule base that matches customers with products: the tags of products, and the settings.

The built-in rule: a customer that carries the tags of a product is offered it
(``tags.product_tags``: all of them, or any). Further rules stand in the settings
(``[tags.match.NAME]``).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from graph.customers.tags.customers import PRODUCT
from graph.errors import UsageError, nearest
from graph.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from graph.customers.tags.customers import Customers
    from graph.settings_tags import MatchRule, TagSettings

BUILT_IN = "product_tags"
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
