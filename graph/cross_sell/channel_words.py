"""The sentences about channels, in both languages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.cross_sell.channel import COMPLEXITIES
from graph.cross_sell.channel_program import NONE
from graph.cross_sell.words import money, name_of
from graph.text import Text

if TYPE_CHECKING:
    from graph.cross_sell.allotted import Allotted

KIND_WORDS = {
    "direct": Text("our own people", "自有直销"),
    "electronic": Text("electronic", "自有电子渠道"),
    "partner": Text("a partner", "外部合作渠道"),
}
COMPLEXITY_WORDS = {
    "simple": Text("simple", "简单"),
    "middling": Text("of middling complexity", "中等复杂"),
    "complex": Text("complex", "复杂"),
}
CLASS_WORDS = {
    "key": Text("a key one", "重点客户"),
    "larger": Text("a larger one", "较大客户"),
    "other": Text("an ordinary one", "一般客户"),
}
UNKNOWN = Text("No channel is known.", "没有已知渠道。")
ALL_FULL = Text(
    "No channel is left for it: the places go to offers that gain more by them.",
    "没有可用渠道：名额让给了获益更多的机会。",
)
CHOSEN = Text(
    "Channel {name} ({kind}): the product is {complexity}, the customer {customer}; of {expected} "
    "{currency} expected it brings {brings} after what serving costs.",
    "渠道{name}（{kind}）：产品{complexity}，客户为{customer}；期望值 {expected} {currency} 中，"
    "扣除服务成本后可得 {brings}。",
)
LOSING = Text(
    "Channel {name} ({kind}): serving costs more than the offer brings in any channel, here it "
    "loses least.",
    "渠道{name}（{kind}）：任何渠道的服务成本都高于所得，此渠道损失最小。",
)
FULLER = Text(
    " {name} would bring {brings}, but it has no place left for this.",
    "{name}可得 {brings}，但已没有名额。",
)
NO_LIMIT = Text("It takes {used} offers; no limit is stated.", "承接 {used} 个机会；未填容量。")
ROOM_LEFT = Text(
    "It takes {used} offers and {left} places are left: more would change nothing.",
    "承接 {used} 个机会，尚余 {left} 个名额：再增加没有作用。",
)
FULL = Text(
    "All its places are taken ({used} by these offers, {served} by customers it serves).",
    "名额已满（这些机会占 {used} 个，现有客户占 {served} 个）。",
)
NO_GAIN = Text(" More would change nothing.", "再增加没有作用。")
GAIN = Text(
    " {places} more would bring {gain} {currency} a year",
    "再增加 {places} 个每年可多得 {gain} {currency}",
)
FIRST_MOVE = Text(": {product} for {member} would go here.", "：{member}的{product}将改由此渠道。")


def why_channel(allotted: Allotted, at: int) -> Text:
    """Say why the offer at a place has its channel, or none."""
    assigned, channels, offers = allotted.assigned, allotted.channels, allotted.offers
    chosen = int(assigned.channel[at])
    if chosen == NONE:
        return ALL_FULL if channels.ids else UNKNOWN
    brings = float(assigned.worth[at, chosen])
    text = (CHOSEN if brings > 0 else LOSING).format(
        name=channel_name(allotted, chosen),
        kind=KIND_WORDS[channels.kind[chosen]],
        complexity=COMPLEXITY_WORDS[COMPLEXITIES[int(channels.complexity[offers.product[at]])]],
        customer=CLASS_WORDS[channels.classes[offers.member[at]]],
        expected=money(float(offers.expected[at])),
        brings=money(brings),
        currency=allotted.book.settings.currency,
    )
    better = assigned.fuller(at)
    if better is None:
        return text
    more = money(float(assigned.worth[at, better]))
    return text + FULLER.format(name=channel_name(allotted, better), brings=more)


def channel_name(allotted: Allotted, channel: int) -> Text:
    """Return the name of a channel in both languages."""
    return name_of(allotted.book.snapshot.nodes["Channel"], allotted.channels.rows[channel])
