"""The map of a rival's side: the same map with its contacts, tinted and titled as theirs."""

from __future__ import annotations

from functools import cached_property

from graph.decision.narrowed import Narrowed
from graph.decision.rivals.results import RivalsEye
from graph.text import Language
from ui.deal.chosen import Chosen
from ui.diagram import words
from ui.diagram.light import Light, for_finding, for_person, for_route, roads_to_decision
from ui.diagram.map import Drawing, draw_map, svg
from ui.diagram.view import View


class TheirView(View):
    """A rival's side, titled as theirs where our team stands."""

    @property
    def team_title(self) -> str:
        """Return the title of the band at the bottom of the map."""
        return words.THEIR_SIDE[self.language]


class TheirDrawing(Drawing):
    """The map of a rival's side."""

    @cached_property
    def svg(self) -> str:
        """The map for the page, marked as theirs."""
        return svg(self).replace('class="map', 'class="map theirs', 1)


def draw_theirs(
    eye: RivalsEye, language: Language, narrowed: Narrowed | None = None
) -> TheirDrawing:
    """Return the map of a rival's side; ``narrowed``: over the ties that are shown, not all."""
    drawn = draw_map(eye.side, language, narrowed=narrowed)
    view = TheirView(eye.side, language, narrowed)
    return TheirDrawing(view, drawn.arrangement, drawn.layout, drawn.links, drawn.left_out)


def light_theirs(drawing: Drawing, eye: RivalsEye, selected: str) -> Light:
    """Light a weak link, route or person of theirs, else their roads; mark assumed stances."""
    kind, _, id_ = selected.partition(":")
    finding = next((f for f in eye.side.findings if f.key == id_ and kind == "finding"), None)
    if finding is not None:
        light = for_finding(drawing.view, finding)
    elif kind == "person" and id_ in drawing.view.people:
        light = for_person(drawing.view, id_)
    elif kind == "route" and _known(drawing.view, Chosen(kind, id_).ids):
        light = for_route(drawing.view, Chosen(kind, id_).ids)
    else:
        light = roads_to_decision(drawing.view)
    _without_plan(light)
    for assumed in eye.assumed:
        light.mark(assumed, "assumed")
    return light


def _known(view: View, ids: list[str]) -> bool:
    return bool(ids) and set(ids) <= view.people.keys() | view.sellers.keys()


def _without_plan(light: Light) -> None:
    """Take away the meeting that would mend it: here it would be theirs, and help nobody of us."""
    light.roads = [road for road in light.roads if road.kind != "plan"]
    for classes in light.marks.values():
        classes.discard("planned")
