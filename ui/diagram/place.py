"""Coordinates of every card, band and badge of the map."""

from __future__ import annotations

from ui.diagram.arrange import Arrangement
from ui.diagram.columns import best_shape, place_blocks, shelves_of
from ui.diagram.geometry import Box
from ui.diagram.grid import BAND_PAD, CARD_W, HARBOUR, MARGIN, MIN_SLOTS, PITCH_X, TEAM_H, Layout
from ui.diagram.team import place_sellers, team_width
from ui.diagram.top import place_top, reserve_top, top_lines
from ui.diagram.view import View


def place(view: View, arrangement: Arrangement) -> Layout:
    """Give everything its place."""
    blocks, slots = best_shape(arrangement)
    top = top_lines(arrangement, slots)
    slots = max(slots, *(len(line) for line in top), MIN_SLOTS) if top else max(slots, MIN_SLOTS)
    total = max(2 * MARGIN + slots * PITCH_X - (PITCH_X - CARD_W), team_width(view))
    layout = Layout(width=total, height=0.0)
    left = (total - slots * PITCH_X + (PITCH_X - CARD_W)) / 2
    y = reserve_top(layout, top)
    y = place_blocks(layout, shelves_of(blocks, slots), left, y)
    layout.gutters = [left - (PITCH_X - CARD_W) / 2 + i * PITCH_X for i in range(slots + 1)]
    place_top(layout, top, arrangement)
    layout.harbour = y + HARBOUR / 2
    layout.team = Box(MARGIN - BAND_PAD, y + HARBOUR, total - 2 * (MARGIN - BAND_PAD), TEAM_H)
    layout.height = layout.team.bottom + 8
    place_sellers(layout, view)
    return layout
