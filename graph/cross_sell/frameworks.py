"""The other direction: companies of a group that use a product justify one deal for all of it.

A framework deal is called for where enough of the companies that the group controls use a product
(at least 3, and at least half of them, both settings) and its head does not. Its value is what it
would bring beyond today: what the head and the controlled companies that lack the product, and
whom it suits, would pay in 12 months.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from graph.cross_sell.results_plan import Framework
from graph.cross_sell.value import monthly
from graph.cross_sell.whitespace import OPEN, OURS, RIVAL
from graph.cross_sell.words import money, name_of, percent
from graph.decision.results import Sentence
from graph.text import Text

if TYPE_CHECKING:
    from graph.cross_sell.offers import Offers

SELLABLE = (OPEN, RIVAL)
BECAUSE = Text(
    "{adopters} of the {controlled} companies that {head} controls use {product} ({share}) and pay "
    "{paid} {currency} a year, but {head} itself does not; one deal for all would bring in "
    "{joining} more, worth {value} {currency} a year.",
    "{head}控制的 {controlled} 家企业中有 {adopters} 家({share})在用{product}，每年支付 {paid} "
    "{currency}，而{head}自身未用；集团统谈可再覆盖 {joining} 家，每年 {value} {currency}。",
)


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
    controlled = sorted(offers.owned.controlled(offers.group) - {offers.group})
    paying = monthly(offers.snapshot, offers.paid, offers.day)
    cases = [
        case
        for product in range(len(offers.snapshot.nodes["Product"]))
        if (case := _case(offers, product, controlled, paying)) is not None
    ]
    ids = offers.snapshot.nodes["Product"].ids
    return sorted(cases, key=lambda c: (-c.value, -c.share, ids[c.product]))


def _case(
    offers: Offers, product: int, controlled: list[int], paying: dict[tuple[int, int], float]
) -> FrameworkCase | None:
    wanted = offers.settings.cross_sell
    state = {e: int(offers.codes[offers.row[e], product]) for e in (offers.group, *controlled)}
    adopters = [m for m in controlled if state[m] == OURS]
    enough = len(adopters) >= max(1, wanted.framework_members)
    if not enough or len(adopters) < wanted.framework_share * len(controlled):
        return None
    if state[offers.group] == OURS:
        return None
    joining = [e for e, code in state.items() if code in SELLABLE]
    return FrameworkCase(
        product,
        adopters,
        len(controlled),
        12 * sum(paying.get((m, product), 0.0) for m in adopters),
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
    return BECAUSE.format(
        adopters=len(case.adopters),
        controlled=case.controlled,
        share=percent(case.share),
        product=name_of(offers.snapshot.nodes["Product"], case.product),
        head=name_of(offers.snapshot.nodes["Enterprise"], offers.group),
        paid=money(case.paid),
        joining=len(case.joining),
        value=money(case.value),
        currency=offers.settings.currency,
    )
