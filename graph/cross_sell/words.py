"""The sentences that explain a path, in both languages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from graph.cross_sell.learnt.words import why_cell
from graph.cross_sell.whitespace import OURS
from graph.decision.results import Sentence
from graph.rounding import share as percent
from graph.text import Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graph.cross_sell.offer import Offer, Ranking
    from graph.cross_sell.offers import Offers
    from graph.cross_sell.value import Value
    from graph.snapshot import NodeTable

# Lifts nearer to 1 than this say nothing worth a sentence.
TELLING = 1.15
# Factors nearer to 1 than this are "about as likely".
ABOUT = 1.05

BASES = {
    "industry_size": Text("of its industry and size", "同行业同规模"),
    "size": Text("of its size", "同规模"),
    "industry": Text("of its industry", "同行业"),
    "all": Text("of the book", "全部"),
}
TIES = {
    "INFLUENCES": Text("{speaker} influences {listener}", "{speaker}影响{listener}"),
    "KNOWS": Text("{speaker} and {listener} know each other", "{speaker}与{listener}相识"),
    "REPORTS_TO": Text(
        "{speaker} and {listener} stand in one line of command", "{speaker}与{listener}有汇报关系"
    ),
}


def name_of(table: NodeTable, position: int) -> Text:
    """Return the name of a node in both languages."""
    own, english = table.column("name")[position], table.column("name_en")[position]
    return Text(english or own or table.ids[position], own or english or table.ids[position])


def times(factor: float) -> str:
    """Return a factor with two significant figures.

    Examples
    --------
    >>> times(2.345), times(0.567), times(12.4)
    ('2.3', '0.57', '12')
    """
    return f"{factor:.2g}" if factor < 10 else f"{factor:.0f}"


def money(amount: float) -> str:
    """Return an amount without decimals, thousands apart."""
    return f"{amount:,.0f}"


class Reasons:
    """Why offers of a group are worth it; what several have in common is worded once."""

    def __init__(self, offers: Offers, ranking: Ranking) -> None:
        self._offers = offers
        self._drivers = _drivers(offers, ranking)
        self._ways: dict[int, Sentence] = {}
        self._values: dict[Value, Sentence] = {}

    def of(self, offer: Offer) -> list[Sentence]:
        """Return adoption, evidence, way in, value and rivals of an offer in words."""
        offers = self._offers
        if offer.member not in self._ways:
            self._ways[offer.member] = Sentence.of(way_in(offers, offer.member))
        if offer.value not in self._values:
            told = _value(offer.value, offers.settings.currency)
            self._values[offer.value] = Sentence.of(told)
        return [
            Sentence.of(_adoption(offers, offer)),
            *(Sentence.of(text) for text in self._evidence(offer)),
            self._ways[offer.member],
            self._values[offer.value],
            *(Sentence.of(text) for text in _rivals(offers, offer)),
        ]

    def _evidence(self, offer: Offer) -> list[Text]:
        found = [
            _siblings(self._offers, offer),
            _association(self._offers, offer),
            _similar(self._offers, offer),
            why_cell(self._drivers.get((offer.member, offer.product), [])),
        ]
        return [text for text in found if text is not None]


def _adoption(offers: Offers, offer: Offer) -> Text:
    model, row = offers.adoption, offers.row[offer.member]
    base = Text(
        "Of {exposed} companies without it {starts} took it up in the last 12 months "
        "({base} when smoothed)",
        "近 12 个月，未使用该产品的 {exposed} 家企业中有 {starts} 家开始使用（平滑后 {base}）",
    )
    if _unused(offers, offer.product):
        base = Text(
            "Nobody uses it yet: a yearly rate of {base} is assumed from how products are taken up",
            "尚无企业使用：按产品一般的起用速度假定每年 {base} 的企业开始使用",
        )
    elif not model.dated:
        base = Text(
            "No start dates are known: a yearly rate of {base} is assumed from its present share",
            "没有起用日期，按现有使用比例假定每年 {base} 的企业开始使用",
        )
    elif model.drivers is not None:
        base = Text(
            "Of {exposed} companies without it {starts} took it up in the last 12 months; of those "
            "that lack it now the model expects {base} to",
            "近 12 个月，未使用该产品的 {exposed} 家企业中有 {starts} 家开始使用；对目前未使用的"
            "企业，模型预计 {base} 会使用",
        )
    factor = float(model.factor[row, offer.product])
    return (base + _likelihood(factor)).format(
        exposed=int(model.exposed[offer.product]),
        starts=int(model.starts[offer.product]),
        base=percent(float(model.base[offer.product])),
        factor=times(factor),
        adoption=percent(offer.adoption),
    )


def _unused(offers: Offers, product: int) -> bool:
    """Tell whether nobody uses a product or ever did: smoothed shares would speak of users."""
    return not offers.snapshot.edge("USES").into(product).size


def _likelihood(factor: float) -> Text:
    if 1 / ABOUT < factor < ABOUT:
        return Text(
            "; this one is about as likely as they are on average: {adoption} within 12 months.",
            "；该企业的可能性与其平均相当，即 12 个月内 {adoption}。",
        )
    return Text(
        "; this one is {factor} times as likely as they are on average: "
        "{adoption} within 12 months.",
        "；该企业的可能性是其平均的 {factor} 倍，即 12 个月内 {adoption}。",
    )


def _siblings(offers: Offers, offer: Offer) -> Text | None:
    others = len(offers.enterprises) - 1
    using = int(offers.adoption.siblings_using[offers.row[offer.member], offer.product])
    if not using:
        return None
    return Text(
        "{using} of the {others} other companies of the group use it.",
        "集团内其他 {others} 家企业中有 {using} 家在用。",
    ).format(using=using, others=others)


def _association(offers: Offers, offer: Offer) -> Text | None:
    """Name up to two products in use whose users take this one most often."""
    table = offers.snapshot.nodes["Product"]
    lift = offers.adoption.lift[:, offer.product]
    used = np.flatnonzero(offers.codes[offers.row[offer.member]] == OURS).tolist()
    telling = sorted((p for p in used if lift[p] >= TELLING), key=lambda p: (-lift[p], p))[:2]
    if not telling:
        return None
    names = [name_of(table, p) for p in telling]
    return Text(
        "It uses {names}, whose users use this {factor} times as often as others.",
        "该企业在用{names}，这类用户使用本产品的比例是平均的 {factor} 倍。",
    ).format(
        names=Text(" and ".join(n.en for n in names), "、".join(n.zh for n in names)),
        factor=times(float(lift[telling[0]])),
    )


def _similar(offers: Offers, offer: Offer) -> Text | None:
    model = offers.adoption
    theirs = float(model.similar_share[offers.row[offer.member], offer.product])
    usual = float(model.usual[offer.product])
    if usual / TELLING < theirs < usual * TELLING or _unused(offers, offer.product):
        return None
    return Text(
        "Of the companies like it in industry, size and region {theirs} use it, of all {usual} "
        "(smoothed).",
        "行业、规模、地区相近的企业中 {theirs} 在用，全部企业中 {usual}（均为平滑值）。",
    ).format(theirs=percent(theirs), usual=percent(usual))


def _drivers(offers: Offers, ranking: Ranking) -> dict[tuple[int, int], list[tuple[str, float]]]:
    """Return what moves each cell of a ranking in a fitted model, nothing where rules speak."""
    drivers = offers.adoption.drivers
    if drivers is None or not len(ranking):
        return {}
    cells = zip(ranking.member.tolist(), ranking.product.tolist(), strict=True)
    return dict(zip(cells, drivers.of(ranking.member, ranking.product), strict=True))


def way_in(offers: Offers, member: int) -> Text:
    """Say through whom the member's decider is reached."""
    route, people = offers.routes[member], offers.snapshot.nodes["Person"]
    opener = offers.openers[route.people[0]]
    text = _opening(opener.because, len(opener.sellers)).format(
        start=name_of(people, route.people[0]),
        strength=percent(opener.strength),
        sellers=_sellers(offers, opener.sellers),
    )
    for hop in route.hops:
        text = (
            text
            + Text("; ", "；")
            + TIES[hop.tie].format(
                speaker=name_of(people, hop.speaker), listener=name_of(people, hop.listener)
            )
        )
    ending = Text("; {last} decides: access {access}.", "；{last}是决策者：可达 {access}。")
    if offers.deciders[member].presumed:
        ending = Text(
            "; {last}, of the highest level there, is presumed to decide: access {access}.",
            "；{last}级别最高，推定为决策者：可达 {access}。",
        )
    last = name_of(people, route.people[-1])
    return text + ending.format(last=last, access=percent(route.access))


def _opening(because: str, sellers: int) -> Text:
    if because == "stance":
        return Text("{start} supports us", "{start}支持我们")
    know = "knows" if sellers == 1 else "know"
    return Text(
        f"{{sellers}} of ours {know} {{start}} (strength {{strength}})",
        "我方{sellers}与{start}有联系（强度 {strength}）",
    )


def _sellers(offers: Offers, sellers: Sequence[int]) -> Text:
    table = offers.snapshot.nodes["Seller"]
    names = [name_of(table, s) for s in sellers]
    return Text(", ".join(n.en for n in names), "、".join(n.zh for n in names))


def _value(value: Value, currency: str) -> Text:
    if value.basis == "nothing":
        return Text(
            "Nobody pays for it and no list price is known, so its value counts as 0.",
            "无人付费且没有标价，价值按 0 计。",
        )
    if value.basis == "list_price":
        return Text(
            "Nobody pays for it yet: the list price makes {yearly} {currency} a year.",
            "尚无企业付费：按标价每年 {yearly} {currency}。",
        ).format(yearly=money(value.yearly), currency=currency)
    return Text(
        "{payers} companies {basis} that use it pay {low} to {high} {currency} a year, "
        "the middle one {yearly}.",
        "{basis}企业中有 {payers} 家在用，每年支付 {low} 至 {high} {currency}，中位 {yearly}。",
    ).format(
        payers=value.payers,
        basis=BASES[value.basis],
        low=money(value.low),
        high=money(value.high),
        yearly=money(value.yearly),
        currency=currency,
    )


def _rivals(offers: Offers, offer: Offer) -> list[Text]:
    table = offers.snapshot.nodes["Competitor"]
    said = []
    for rival in offers.rivals(offer.member, offer.product):
        share = (
            Text("", "")
            if rival.share is None
            else Text(" ({s})", "（份额 {s}）").format(s=percent(rival.share))
        )
        until = (
            Text("", "")
            if rival.until is None
            else Text(" until {d}", "，至 {d}").format(d=rival.until)
        )
        name = name_of(table, table.position(rival.competitor))
        said.append(
            Text(
                "{name} supplies it now{share}{until}.", "目前由{name}供应{share}{until}。"
            ).format(name=name, share=share, until=until)
        )
    return said


def why_unreachable(offers: Offers, member: int) -> Text:
    """Say why no route leads to the member's decider."""
    deciders = offers.deciders[member].people
    people = offers.snapshot.nodes["Person"]
    stance = offers.people.network.stance
    if not deciders:
        return Text(
            "Nobody is known who decides there: no role in a deal, no level of a post.",
            "不知道谁决策：没有商机角色，也没有职级。",
        )
    names = Text(
        ", ".join(people.name(d, "en") for d in deciders),
        "、".join(people.name(d, "zh") for d in deciders),
    )
    if all(stance[d] < 0 for d in deciders):
        return Text("{names} decides there and is against us.", "决策者{names}反对我们。").format(
            names=names
        )
    if not offers.openers:
        return Text(
            "Nobody in the group supports us or is known to us, so no route can start.",
            "集团内没有支持我们或与我们有联系的人，无从入手。",
        )
    return Text(
        "No chain of people leads from those who support us or know us to {names}.",
        "从支持我们或与我们有联系的人出发，没有人际链条通到{names}。",
    ).format(names=names)
