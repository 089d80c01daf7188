"""What is not known about a group's offers, and what that does to the answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from graph.cross_sell.learnt.words import why_model
from graph.cross_sell.words import name_of
from graph.decision.results import Sentence
from graph.rounding import share as percent
from graph.text import Text

if TYPE_CHECKING:
    from graph.cross_sell.offers import Offers


def missing(offers: Offers) -> list[Text]:
    """Say what is not known and what that does to the answer."""
    snapshot, notes = offers.snapshot, list[Text]()
    if not offers.below:
        notes.append(
            Text(
                "{name} has no member companies: there is nothing to sell into.",
                "{name}没有成员企业，无从交叉销售。",
            ).format(name=name_of(snapshot.nodes["Enterprise"], offers.group))
        )
    if not len(snapshot.nodes["Product"]):
        notes.append(Text("No products are known. Load products.", "没有产品，请导入产品。"))
        return notes
    if not offers.paid.months:
        notes.append(
            Text(
                "No billing is known: values rest on stated monthly revenue and list prices.",
                "没有账单：价值按所填月收入和标价计。",
            )
        )
    if not offers.adoption.dated:
        notes.append(
            Text(
                "No start of use is dated: how quickly products are taken up is assumed.",
                "没有起用日期：产品普及速度为假定值。",
            )
        )
    return notes + _worthless(offers) + _model(offers)


def _model(offers: Offers) -> list[Text]:
    """Say which model tells adoption; nothing where undated use leaves no choice."""
    if not offers.adoption.dated:
        return []
    return [why_model(offers.book.learnt, offers.settings.cross_sell.fitted_from)]


def _worthless(offers: Offers) -> list[Text]:
    table = offers.snapshot.nodes["Product"]
    offered = np.unique(offers.ranked.product[offers.ranked.yearly == 0]).tolist()
    without = [p for p in offered if offers.prices.is_unknown(p)]
    if not without:
        return []
    return [
        Text(
            "No price is known of {names}: their paths count as worth 0.",
            "{names}没有价格：其路径价值按 0 计。",
        ).format(
            names=Text(
                ", ".join(table.name(p, "en") for p in without),
                "、".join(table.name(p, "zh") for p in without),
            )
        )
    ]


# Where access is a column of the model that tells adoption.
ACCESS_WITHIN = Text(
    "Probability of a sale = adoption: how far each decider was reached, by what had been stated "
    "by then, is a column of the fitted model, so adoption is not multiplied by access once more.",
    "成交概率 = 采用概率：拟合模型已把各决策者当时的可达程度（只计当时已记录的信息）作为变量，"
    "不再另乘可达。",
)


def why_probability(offers: Offers) -> Sentence | None:
    """Say how adoption and access make a probability; None where nobody is reached."""
    if offers.mean_access is None:
        return None
    if offers.book.learnt.holds_access:
        return Sentence.of(ACCESS_WITHIN)
    return Sentence.of(
        Text(
            "Probability of a sale = adoption x access / {mean} (the mean access of the members "
            "reached), at most 1: adoption was learnt where access was what it usually is.",
            "成交概率 = 采用概率 × 可达 ÷ {mean}（可达成员的平均可达），至多为 1：采用概率的历史"
            "已包含通常的可达程度。",
        ).format(mean=percent(offers.mean_access))
    )
