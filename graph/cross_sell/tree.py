"""The group tree as it is drawn: every company once, joint holdings marked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from graph.cross_sell.ownership import Ownership


@dataclass(frozen=True, slots=True)
class Place:
    """Where a company stands in the drawing of its group."""

    enterprise: int
    parent: int | None
    depth: int


def places(owned: Ownership, group: int) -> list[Place]:
    """Return the companies of ``group`` in the order in which they are drawn.

    A company stands under the owner nearest to the group; of several the one that holds most,
    then the smallest id. Rings end where they come back.
    """
    depth = owned.reach(group)
    children: dict[int, list[int]] = {e: [] for e in depth}
    for member, level in sorted(depth.items()):
        above = [o for o in owned.owners[member] if depth.get(o) == level - 1]
        if member != group:
            children[min(above, key=lambda o: (-owned.owners[member][o].share, o))].append(member)
    drawn: list[Place] = []
    waiting: list[Place] = [Place(group, None, 0)]
    while waiting:
        place = waiting.pop()
        drawn.append(place)
        below = reversed(children[place.enterprise])
        waiting += [Place(m, place.enterprise, place.depth + 1) for m in below]
    return drawn
