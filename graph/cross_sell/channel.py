"""Which channel suits an offer: from the product's complexity and what the channels can do.

Simple products go through the cheapest electronic channel, middling ones to our own people or a
partner who knows the product, complex ones to our own people. A full assignment under capacity is
another matter; here a full channel is only passed over.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from graph.text import Text

if TYPE_CHECKING:
    from graph.snapshot import Snapshot

# Kinds of channel that suit each complexity, the best first.
FIT: dict[int, tuple[str, ...]] = {
    1: ("electronic", "partner", "direct"),
    2: ("partner", "direct"),
    3: ("direct",),
}
# A partner must know the product this well to sell one of complexity 2, and be this loyal.
PARTNER_KNOWS = 0.5
PARTNER_STAYS = 0.5

KIND_WORDS = {
    "direct": Text("our own people", "自有直销"),
    "electronic": Text("an electronic channel", "自有电子渠道"),
    "partner": Text("a partner", "外部合作渠道"),
}
COMPLEXITY_WORDS = {
    1: Text("simple", "简单"),
    2: Text("of middling complexity", "中等复杂"),
    3: Text("complex", "复杂"),
}


@dataclass(frozen=True)
class Choice:
    """The channel chosen for a product and the reason."""

    channel: str
    because: Text


class Channels:
    """The channels known to the graph, to be asked for the one that suits a product."""

    def __init__(self, snapshot: Snapshot) -> None:
        table = snapshot.nodes["Channel"]
        edges = snapshot.edge("SERVED_BY")
        self._rows = [
            table.row(i) | {"full": _is_full(table.row(i), len(edges.into(i)))}
            for i in range(len(table))
        ]
        products = snapshot.nodes["Product"]
        self._complexity = products.column("complexity")
        self._chosen: dict[int, Choice | None] = {}

    def choose(self, product: int) -> Choice | None:
        """Return the channel for ``product``, None where none is known or none suits."""
        complexity = self._complexity[product] or 2
        if complexity not in self._chosen:
            self._chosen[complexity] = self._choose(complexity)
        return self._chosen[complexity]

    def _choose(self, complexity: int) -> Choice | None:
        for kind in FIT[min(3, max(1, complexity))]:
            able = [c for c in self._rows if c["kind"] == kind and _is_able(c, complexity)]
            if able:
                best = min(able, key=_cheapest)
                return Choice(best["id"], _because(best, complexity))
        return None


def _is_full(channel: dict[str, Any], served: int) -> bool:
    return channel["capacity"] is not None and served >= channel["capacity"]


def _is_able(channel: dict[str, Any], complexity: int) -> bool:
    if channel["full"]:
        return False
    if channel["kind"] != "partner":
        return True
    knows = channel["product_knowledge"] is None or channel["product_knowledge"] >= PARTNER_KNOWS
    stays = channel["loyalty"] is None or channel["loyalty"] >= PARTNER_STAYS
    return stays and (knows or complexity == 1)


def _cheapest(channel: dict[str, Any]) -> tuple[float, str]:
    cost = channel["unit_cost"]
    return (float("inf") if cost is None else cost, channel["id"])


def _because(channel: dict[str, Any], complexity: int) -> Text:
    return Text(
        "Channel {name}: the product is {complexity}, which suits {kind}.",
        "渠道{name}：产品{complexity}，适合{kind}。",
    ).format(
        name=Text(
            channel["name_en"] or channel["name"] or channel["id"],
            channel["name"] or channel["name_en"] or channel["id"],
        ),
        complexity=COMPLEXITY_WORDS[complexity],
        kind=KIND_WORDS[channel["kind"]],
    )
