"""The map of a rival's side: the same map with its contacts, tinted and titled as theirs."""

from __future__ import annotations

from functools import cached_property

from graph.decision.rival_results import RivalsEye
from graph.text import Language
from ui.diagram.light import Light, for_finding, for_person, roads_to_decision
from ui.diagram.map import Drawing, draw_map, svg
from ui.diagram.view import View


class TheirView(View):
    """A rival's side, with the rival's name where our team's stands."""

    @property
    def team_title(self) -> str:
        """Return the title of the band at the bottom of the map."""
        return self.name(self.analysis.team[0].id)


class TheirDrawing(Drawing):
    """The map of a rival's side."""

    @cached_property
    def svg(self) -> str:
        """The map for the page, marked as theirs."""
        return svg(self).replace('class="map', 'class="map theirs', 1)


def draw_theirs(eye: RivalsEye, language: Language) -> TheirDrawing:
    """Return the map of a rival's side."""
    drawn = draw_map(eye.side, language)
    view = TheirView(eye.side, language)
    return TheirDrawing(view, drawn.arrangement, drawn.layout, drawn.links, drawn.left_out)


def light_theirs(drawing: Drawing, eye: RivalsEye, selected: str) -> Light:
    """Light a weak link or a person of theirs, else their roads; assumed stances are marked."""
    kind, _, id_ = selected.partition(":")
    finding = next((f for f in eye.side.findings if f.key == id_ and kind == "finding"), None)
    if finding is not None:
        light = for_finding(drawing.view, finding)
    elif kind == "person" and id_ in drawing.view.people:
        light = for_person(drawing.view, id_)
    else:
        light = roads_to_decision(drawing.view)
    for assumed in eye.assumed:
        light.mark(assumed, "assumed")
    return light
