"""The group tree as it is drawn: every company once, joint holdings marked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from graph.cross_sell.results import Holding, TreeNode

if TYPE_CHECKING:
    from collections.abc import Mapping

    from graph.cross_sell.ownership import Ownership
    from graph.cross_sell.revenue import Deals, Revenue
    from graph.cross_sell.whitespace import CellState
    from graph.snapshot import Snapshot


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


def tree_nodes(
    snapshot: Snapshot,
    owned: Ownership,
    group: int,
    cells: Mapping[tuple[int, int], CellState],
    paid: Revenue,
    deals: Deals,
) -> list[TreeNode]:
    """Return the tree of ``group`` with revenue, open deals and products in use.

    ``rolled_up_revenue`` is the sum over everything the company controls, each once.
    """
    table = snapshot.nodes["Enterprise"]
    inside = owned.controlled(group)
    nodes = []
    for place in places(owned, group):
        at = place.enterprise
        states = [cells[at, p].state for p in range(len(snapshot.nodes["Product"]))]
        held = owned.owners[at]
        above = held.get(place.parent) if place.parent is not None else None
        joint = [
            Holding(owner=table.ids[o], share=h.share, assumed=h.assumed) for o, h in held.items()
        ]
        nodes.append(
            TreeNode(
                id=table.ids[at],
                name=table.name(at),
                name_en=table.value("name_en", at),
                parent=None if place.parent is None else table.ids[place.parent],
                depth=place.depth,
                share=None if above is None else above.share,
                assumed=above is not None and above.assumed,
                controlled=at in inside,
                joint=joint if len(joint) > 1 else [],
                own_revenue=float(paid.own[at]),
                rolled_up_revenue=paid.rolled_up(owned.controlled(at)),
                open_amount=float(deals.open.own[at]),
                at_risk_amount=None if deals.at_risk is None else float(deals.at_risk.own[at]),
                products_used=states.count("ours"),
                products_total=len(states) - states.count("not_suitable"),
            )
        )
    return nodes
