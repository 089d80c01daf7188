"""What of a light falls on folded departments: their cards stand for the people in them."""

from __future__ import annotations

from dataclasses import replace

from ui.diagram.grid import Layout
from ui.diagram.light import Light

FOLD = "fold:"


def on_cards(layout: Layout, light: Light) -> Light:
    """Return the light as it falls on the cards that there are.

    A folded person is stood for by the card of the fold, which takes the marks, and by the head of
    the department, where the roads end; so nothing that is lit is out of sight.
    """
    if not layout.folds:
        return light
    at = card_of(layout)
    shown = replace(light, marks={i: set(c) for i, c in light.marks.items()})
    for id_ in light.marks.keys() & at.keys():
        for class_ in light.marks[id_]:
            shown.mark(at[id_], class_)
    if light.bright is not None:
        folded = light.bright & at.keys()
        heads = {layout.stand_in[i] for i in folded if i in layout.stand_in}
        shown.bright = light.bright | {at[i] for i in folded} | heads
    return shown


def card_of(layout: Layout) -> dict[str, str]:
    """Return the card of the fold in which each folded person is."""
    return {i: f"{FOLD}{key}" for key, (_, c) in layout.folds.items() for i in c.hidden}
