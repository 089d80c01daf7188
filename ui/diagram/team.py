"""Our team below the map: each seller near the people to whom the road from there leads."""

from __future__ import annotations

from ui.diagram.geometry import Box, spread
from ui.diagram.grid import MARGIN, Layout
from ui.diagram.measure import width
from ui.diagram.view import View

SELLER_H, SELLER_GAP, TEAM_LABEL, TEAM_SUM = 30.0, 12.0, 92.0, 200.0


def seller_width(name: str) -> float:
    """Return the width of a seller's pill."""
    return 44.0 + min(width(name, 13, bold=True), 130.0)


def team_width(view: View) -> float:
    """Return the width that all sellers need side by side."""
    every = sum(seller_width(view.name(s)) + SELLER_GAP for s in view.sellers)
    return every + TEAM_LABEL + TEAM_SUM + 2 * MARGIN


def place_sellers(layout: Layout, view: View) -> None:
    """Place every seller in the strip below the map."""
    if layout.team is None or not view.sellers:
        return
    wanted = {s: _harbour_x(layout, view, s) for s in view.sellers}
    sizes = {s: seller_width(view.name(s)) for s in view.sellers}
    low, high = layout.team.x + TEAM_LABEL, layout.team.right - TEAM_SUM
    centres = _settle(wanted, sizes, _on_roads(view), (low, high))
    y = layout.team.cy - SELLER_H / 2
    for id_ in sorted(centres, key=lambda s: (centres[s], s)):
        size = sizes[id_]
        layout.sellers[id_] = Box(round(centres[id_] - size / 2, 1), y, size, SELLER_H)


def _on_roads(view: View) -> set[str]:
    """Return the sellers with whom a road begins: they stand right below it."""
    found = {a.best_route[0] for a in view.analysis.access if a.best_route}
    found |= {r[0] for a in view.analysis.access for r in a.routes if r}
    contact = view.analysis.next_contact
    return found | ({contact.seller} if contact is not None else set())


def _settle(
    wanted: dict[str, float], sizes: dict[str, float], first: set[str], edges: tuple[float, float]
) -> dict[str, float]:
    """Give each seller the free place nearest to the one wanted, those on roads first."""
    placed: dict[str, float] = {}
    for id_ in sorted(wanted, key=lambda s: (s not in first, wanted[s], s)):
        half = sizes[id_] / 2
        tries = [wanted[id_], edges[0] + half, edges[1] - half]
        for other, x in placed.items():
            apart = sizes[other] / 2 + SELLER_GAP + half
            tries += [x - apart, x + apart]
        free = [
            x
            for x in tries
            if edges[0] <= x - half + 0.01
            and x + half - 0.01 <= edges[1]
            and all(
                abs(x - at) >= sizes[o] / 2 + SELLER_GAP + half - 0.01 for o, at in placed.items()
            )
        ]
        if not free:
            return _in_a_row(wanted, sizes, edges)
        placed[id_] = min(free, key=lambda x: (abs(x - wanted[id_]), x))
    return placed


def _in_a_row(
    wanted: dict[str, float], sizes: dict[str, float], edges: tuple[float, float]
) -> dict[str, float]:
    """Set all sellers side by side where single free places would not do."""
    order = sorted(wanted, key=lambda s: (wanted[s], s))
    widths = [sizes[s] for s in order]
    centres = spread([wanted[s] for s in order], widths, SELLER_GAP)
    return dict(zip(order, _between(centres, widths, *edges), strict=True))


def _between(centres: list[float], sizes: list[float], low: float, high: float) -> list[float]:
    out = list(centres)
    edge = low
    for i, size in enumerate(sizes):
        out[i] = max(out[i], edge + size / 2)
        edge = out[i] + size / 2 + SELLER_GAP
    edge = high
    for i in range(len(out) - 1, -1, -1):
        out[i] = min(out[i], edge - sizes[i] / 2)
        edge = out[i] - sizes[i] / 2 - SELLER_GAP
    return out


def _harbour_x(layout: Layout, view: View, seller: str) -> float:
    """Return where a seller's road upwards starts best: below the person it leads to first."""
    target = _first_person(view, seller)
    card = layout.cards.get(layout.stand_in.get(target or "", target or ""))
    if card is None:
        return layout.width / 2
    below = [c for c in layout.cards.values() if c.y > card.y]
    free = [
        x
        for x in [card.cx, *layout.gutters]
        if card.x - 12 <= x <= card.right + 12 and not any(c.x - 4 < x < c.right + 4 for c in below)
    ]
    return min(free, key=lambda x: (abs(x - card.cx), x)) if free else card.cx


def _first_person(view: View, seller: str) -> str | None:
    contact = view.analysis.next_contact
    if contact is not None and contact.seller == seller:
        return contact.person
    for access in sorted(view.analysis.access, key=lambda a: -view.deciders.get(a.decider, 0)):
        if len(access.best_route) > 1 and access.best_route[0] == seller:
            return access.best_route[1]
    covered = [
        (-c.strength, -p.influence, p.id)
        for p in view.analysis.people
        for c in p.covers
        if c.seller == seller
    ]
    return min(covered)[2] if covered else None
