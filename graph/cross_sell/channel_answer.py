"""How far channels are used by the offers of a group, and what more capacity would change."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from graph.cross_sell.channel_program import NONE
from graph.cross_sell.channel_words import FIRST_MOVE, FULL, GAIN, NO_GAIN, NO_LIMIT, ROOM_LEFT
from graph.cross_sell.results_plan import ChannelUse, Grown, Move
from graph.cross_sell.words import money, name_of
from graph.decision.results import Sentence
from graph.text import Text

if TYPE_CHECKING:
    from graph.cross_sell.allotted import Allotted


def channel_uses(allotted: Allotted) -> list[ChannelUse]:
    """Return the use of every channel by the best assignment of the offers."""
    return [_use(allotted, channel) for channel in range(len(allotted.channels.ids))]


def _use(allotted: Allotted, channel: int) -> ChannelUse:
    channels, assigned = allotted.channels, allotted.assigned
    capacity, used = float(channels.capacity[channel]), int(assigned.used[channel])
    left = float(channels.room[channel]) - used
    grown = _grown(allotted, channel) if left < 1 else None
    return ChannelUse(
        channel=channels.ids[channel],
        kind=channels.kind[channel],
        capacity=capacity if math.isfinite(capacity) else None,
        served=int(channels.served[channel]),
        used=used,
        left=left if math.isfinite(left) else None,
        shadow_price=float(assigned.placed.price[channel]),
        if_grown=grown,
        because=Sentence.of(_because(allotted, channel, left, grown)),
    )


def _grown(allotted: Allotted, channel: int) -> Grown:
    """Return what the fewest places more that let another offer in would change."""
    channels, assigned = allotted.channels, allotted.assigned
    more = assigned.grown(channel)
    over = max(0.0, float(channels.served[channel] - channels.capacity[channel]))
    before = assigned.placed.channel
    nodes = allotted.book.snapshot.nodes
    ids = [nodes[kind].ids for kind in ("Enterprise", "Product")]
    moved = np.flatnonzero(before != more.channel)
    ordered = sorted(moved.tolist(), key=lambda at: (more.channel[at] != channel, at))
    return Grown(
        places=1 + math.floor(over),
        gain=max(0.0, more.worth - assigned.placed.worth),
        moves=[
            Move(
                group=ids[0][allotted.sales.group[at]],
                member=ids[0][allotted.sales.member[at]],
                product=ids[1][allotted.sales.product[at]],
                before=_id(channels.ids, int(before[at])),
                after=_id(channels.ids, int(more.channel[at])),
            )
            for at in ordered
        ],
    )


def _id(ids: list[str], channel: int) -> str | None:
    return None if channel == NONE else ids[channel]


def _because(allotted: Allotted, channel: int, left: float, grown: Grown | None) -> Text:
    used = int(allotted.assigned.used[channel])
    if grown is None:
        text = ROOM_LEFT if math.isfinite(left) else NO_LIMIT
        return text.format(used=f"{used:,}", left=f"{left:,.0f}")
    text = FULL.format(used=f"{used:,}", served=f"{int(allotted.channels.served[channel]):,}")
    if not grown.moves or grown.gain <= 0:
        return text + NO_GAIN
    gain = money(grown.gain)
    text += GAIN.format(places=grown.places, gain=gain, currency=allotted.book.settings.currency)
    first, nodes = grown.moves[0], allotted.book.snapshot.nodes
    return text + FIRST_MOVE.format(
        product=name_of(nodes["Product"], nodes["Product"].position(first.product)),
        member=name_of(nodes["Enterprise"], nodes["Enterprise"].position(first.member)),
    )
