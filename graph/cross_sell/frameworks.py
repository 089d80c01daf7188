"""The other direction: companies of a group that use a product justify one deal for all of it.

A framework deal is called for where enough of the companies that the group controls use a product
(at least 3, and at least half of them, both settings) and its head does not. Its value is what it
would bring beyond today: what the head and the controlled companies that lack the product, and
whom it suits, would pay in 12 months.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from graph.cross_sell.results_plan import Framework
from graph.cross_sell.whitespace import OPEN, OURS, RIVAL
from graph.cross_sell.words import money, name_of
from graph.decision.results import Sentence
from graph.rounding import share as percent
from graph.text import Text

if TYPE_CHECKING:
    from graph.cross_sell.offers import Offers

SELLABLE = (OPEN, RIVAL)
BECAUSE = Text(
    "{adopters} of the {controlled} companies that {head} controls use {product} ({share}) and pay "
    "{paid} {currency} a year, but {head} itself does not; one deal for all would bring in "
    "{joining}, worth {value} {currency} a year.",
    "{head}控制的 {controlled} 家企业中有 {adopters} 家（{share}）在用{product}，每年支付 {paid} "
    "{currency}，而{head}自身未用；集团统谈可再覆盖{joining}，每年 {value} {currency}。",
)
HEAD, MORE = Text("{head}", "{head}"), Text("{n} more", " {n} 家")
HEAD_AND_MORE = Text("{head} and {n} more", "{head}及另外 {n} 家")


@dataclass(frozen=True, slots=True)
class FrameworkCase:
    """A product for a framework deal; enterprises by position.

    ``controlled`` is how many companies the group controls below its head, ``paid`` what the
    adopters pay in 12 months, ``joining`` who would come in and is worth ``value`` a year.
    """

    product: int
    adopters: list[int]
    controlled: int
    paid: float
    joining: list[int]
    value: float

    @property
    def share(self) -> float:
        """The share of the controlled companies that use it."""
        return len(self.adopters) / self.controlled


def framework_cases(offers: Offers) -> list[FrameworkCase]:
    """Return the products for which a framework deal is called for, the most valuable first."""
    wanted = offers.settings.cross_sell
    controlled = sorted(offers.owned.controlled(offers.group) - {offers.group})
    uses = offers.codes[[offers.row[m] for m in controlled]] == OURS
    enough = uses.sum(axis=0) >= max(wanted.framework_members, 1)
    most = uses.sum(axis=0) >= wanted.framework_share * len(controlled)
    not_head = offers.codes[offers.row[offers.group]] != OURS
    cases = [
        _case(offers, product, controlled)
        for product in np.flatnonzero(enough & most & not_head).tolist()
    ]
    ids = offers.snapshot.nodes["Product"].ids
    return sorted(cases, key=lambda c: (-c.value, -c.share, ids[c.product]))


def _case(offers: Offers, product: int, controlled: list[int]) -> FrameworkCase:
    state = {e: int(offers.codes[offers.row[e], product]) for e in (offers.group, *controlled)}
    adopters = [m for m in controlled if state[m] == OURS]
    joining = [e for e, code in state.items() if code in SELLABLE]
    return FrameworkCase(
        product,
        adopters,
        len(controlled),
        12 * sum(offers.prices.paying.get((m, product), 0.0) for m in adopters),
        joining,
        sum(offers.prices.yearly(e, product).yearly for e in joining),
    )


def frameworks(offers: Offers) -> list[Framework]:
    """Return the framework deals that a group's companies justify, with value and reason."""
    enterprises, products = (offers.snapshot.nodes[k] for k in ("Enterprise", "Product"))
    return [
        Framework(
            group=enterprises.ids[offers.group],
            product=products.ids[case.product],
            adopters=[enterprises.ids[e] for e in case.adopters],
            share=case.share,
            value=case.value,
            paid=case.paid,
            joining=[enterprises.ids[e] for e in case.joining],
            because=Sentence.of(_because(offers, case)),
        )
        for case in framework_cases(offers)
    ]


def _because(offers: Offers, case: FrameworkCase) -> Text:
    head = name_of(offers.snapshot.nodes["Enterprise"], offers.group)
    # The head is none of those that it controls: it is named apart from them.
    rest = len(case.joining) - (offers.group in case.joining)
    joining = MORE if rest == len(case.joining) else HEAD_AND_MORE if rest else HEAD
    return BECAUSE.format(
        adopters=len(case.adopters),
        controlled=case.controlled,
        share=percent(case.share),
        product=name_of(offers.snapshot.nodes["Product"], case.product),
        head=head,
        paid=money(case.paid),
        joining=joining.format(head=head, n=rest),
        value=money(case.value),
        currency=offers.settings.currency,
    )
