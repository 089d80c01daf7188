"""What is lit on the map: the roads to the decision, a finding's evidence, or one person.

A Light never moves anything. It names what stays bright and adds lines, pills and tags.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Literal

from graph.decision.plan.results import StageCheck
from graph.decision.results import Access, Finding, NextContact
from graph.decision.what_if.mending import contacts_of
from graph.text import Text
from ui.diagram import words
from ui.diagram.view import View

RoadKind = Literal["route", "other", "plan"]
TagKind = Literal["reached", "lost", "cut"]
Pair = tuple[str, str]
MOST_DECIDERS = 6
# With more steps than this beside the best roads, those of the other threads are left to a click.
MOST_OTHER_STEPS = 16


@dataclass(frozen=True, slots=True)
class Road:
    """A step that is drawn: from whom to whom, and what gets over it."""

    source: str
    target: str
    kind: RoadKind
    pill: str


@dataclass(frozen=True, slots=True)
class Tag:
    """A word on the upper edge of a card."""

    id: str
    kind: TagKind
    text: str


@dataclass(slots=True)
class Light:
    """What is lit; ``bright`` None means that nothing fades."""

    key: str = ""
    bright: set[str] | None = None
    links: set[tuple[str, str, str]] = field(default_factory=set)
    roads: list[Road] = field(default_factory=list)
    tags: list[Tag] = field(default_factory=list)
    steps: dict[str, int] = field(default_factory=dict)
    marks: dict[str, set[str]] = field(default_factory=dict)

    def mark(self, id_: str, class_: str) -> None:
        """Add a class to a card."""
        self.marks.setdefault(id_, set()).add(class_)


def roads_to_decision(view: View) -> Light:
    """Light the best road to every decider, the other threads, and the next meeting."""
    light = Light()
    access = sorted(view.access, key=lambda a: (-view.deciders.get(a.decider, 0), a.decider))
    _add_routes(view, light, access[:MOST_DECIDERS])
    if sum(r.kind == "other" for r in light.roads) > MOST_OTHER_STEPS:
        light = Light()
        _add_best(view, light, access[:MOST_DECIDERS])
    contact = view.analysis.next_contact
    if contact is not None:
        _add_meeting(view, light, contact)
    _add_tags(view, light, view.deciders)
    return light


def for_finding(view: View, finding: Finding, second: Sequence[str] = ()) -> Light:
    """Light the sub-graph that proves a finding, and the ties that would mend it.

    ``second``: another route to its subject, where there is one. Of a finding about the deal as a
    whole everybody is lit who has a part in it.
    """
    light = Light(key=f"finding:{finding.key}", bright=set(finding.evidence.nodes))
    bright = light.bright or set()
    about = finding.subject.id
    access = [
        a
        for a in view.access
        if (about == a.decider or finding.kind == "fading_tie")
        and len(a.best_route) > 1
        and (set(a.best_route) <= bright or about == a.decider)
    ]
    _add_routes(view, light, access)
    if access:
        _add_second(view, light, second)
    for source, type_, target in finding.evidence.relationships:
        if type_ in view.hidden:
            continue
        if type_ in ("COVERS", "COURTS"):
            _add_road(view, light, source, target, "other", view.chances.get((source, target)))
        light.links.add((type_, source, target))
    _add_mend(view, light, finding)
    if about in view.people or about in view.sellers:
        light.mark(about, "subject")
        bright.add(about)
    for road in light.roads:
        bright |= {road.source, road.target}
    light.bright = bright if bright & (view.people.keys() | view.sellers.keys()) else _parts(view)
    if len(access) == 1:
        _number(view, light, access[0].best_route)
    _add_tags(view, light, [d for d in view.deciders if d in bright], lost=about)
    return light


def _parts(view: View) -> set[str] | None:
    """Return who has a part in the deal; they prove that nobody plays another."""
    return {p.id for p in view.people.values() if p.roles} | view.deciders.keys() or None


def for_person(view: View, id_: str) -> Light:
    """Light one person or seller with neighbours, cover, and the roads that lead there."""
    light = Light(key=f"person:{id_}", bright={id_})
    bright = {id_}
    for tie in view.shown:
        if id_ in (tie.source, tie.target):
            bright |= {tie.source, tie.target}
            light.links.add((tie.kind, tie.source, tie.target))
    _add_routes(view, light, [a for a in view.access if a.decider == id_])
    for person in view.analysis.people:
        for cover in view.covers(person):
            if id_ in (person.id, cover.seller) and cover.strength > 0:
                pair = (cover.seller, person.id)
                _add_road(view, light, *pair, "other", view.chances.get(pair))
    contact = view.analysis.next_contact
    if contact is not None and id_ in (contact.seller, contact.person):
        _add_meeting(view, light, contact)
    for road in light.roads:
        bright |= {road.source, road.target}
    light.bright = bright
    _add_tags(view, light, [d for d in view.deciders if d in bright])
    return light


def for_route(view: View, ids: list[str]) -> Light:
    """Light one route [seller or supporter, person, ..., target], its steps numbered.

    A seller who does not know the next one yet is to meet them: that step is drawn as planned.
    A step over ties that are hidden is not drawn.
    """
    light = Light(key=f"route:{','.join(ids)}", bright=set(ids))
    for a, b in pairwise(ids):
        planned = view.unmet(a, b)
        if not _shown(view, (a, b), planned=planned):
            continue
        over = _persuades(view, a, view.chances.get((a, b)))
        _add_road(view, light, a, b, "plan" if planned else "route", over)
        if planned:
            light.mark(a, "planned")
    _number(view, light, ids)
    _add_tags(view, light, [d for d in view.deciders if d in ids])
    return light


def _shown(view: View, step: Pair, *, planned: bool) -> bool:
    """Tell whether a step runs over ties that are shown; a meeting to come is one of ours."""
    if planned:
        return "COVERS" not in view.hidden
    return not view.hidden or step in view.chances


def _persuades(view: View, speaker: str, heard: float | None) -> float | None:
    """Return what gets over a step of persuasion: as far as heard, as willing as the speaker is."""
    person = view.people.get(speaker)
    if heard is None or person is None:
        return heard
    return heard * (1 + person.expected_stance) / 2


def for_set(view: View, ids: list[str]) -> Light:
    """Light several people, such as a coalition, each marked as a subject."""
    light = Light(key=f"set:{','.join(ids)}", bright=set(ids))
    for id_ in ids:
        light.mark(id_, "subject")
    _add_tags(view, light, [d for d in view.deciders if d in ids])
    return light


def for_check(view: View, check: StageCheck) -> Light:
    """Light the people and sellers who prove a check of the playbook, or who has a part in it."""
    known = view.people.keys() | view.sellers.keys()
    bright = {id_ for id_ in check.evidence.nodes if id_ in known}
    light = Light(key=f"check:{check.stage}.{check.check}", bright=bright or _parts(view))
    for source, type_, target in check.evidence.relationships:
        if type_ not in view.hidden:
            light.links.add((type_, source, target))
    for id_ in bright:
        light.mark(id_, "subject")
    _add_tags(view, light, [d for d in view.deciders if d in bright])
    return light


def _add_best(view: View, light: Light, access: Iterable[Access]) -> None:
    for one in access:
        for a, b in pairwise(one.best_route):
            _add_road(view, light, a, b, "route", view.chances.get((a, b)))


def _add_routes(view: View, light: Light, access: Iterable[Access]) -> None:
    every = list(access)
    _add_best(view, light, every)
    for one in every:
        for route in one.routes:
            for a, b in pairwise(route):
                _add_road(view, light, a, b, "other", view.chances.get((a, b)))


def _add_road(
    view: View, light: Light, source: str, target: str, kind: RoadKind, chance: float | None
) -> None:
    known = view.people.keys() | view.sellers.keys()
    if source not in known or target not in known or source == target:
        return
    if any((r.source, r.target) == (source, target) for r in light.roads):
        return
    pill = view.share(chance) if chance is not None else ""
    light.roads.append(Road(source, target, kind, pill))
    for end in (source, target):
        light.mark(end, "on-route" if kind == "route" else "other-route")


def _add_second(view: View, light: Light, route: Sequence[str]) -> None:
    """Add a route beside the best one."""
    for a, b in pairwise(route):
        _add_road(view, light, a, b, "other", view.chances.get((a, b)))


def _add_meeting(view: View, light: Light, contact: NextContact) -> None:
    """Add the next meeting: one alone, whose strength is not that of a mend."""
    _add_plan(view, light, (contact.seller, contact.person), words.MEETING, contact.coverage_after)


def _add_mend(view: View, light: Light, finding: Finding) -> None:
    """Add the contacts by which a finding is mended, or who is to ask whom."""
    mend = finding.mend
    if mend is None:
        return
    made = contacts_of(view.analysis, finding)
    again = mend.kind == "contact_today"
    for one in made:
        to = one.strength if again or len(made) > 1 else mend.strength
        _add_plan(view, light, (one.seller, one.person), words.AGAIN if again else words.MENDED, to)
    if not made and mend.kind in ("source", "question") and mend.seller and mend.person:
        _add_plan(view, light, (mend.seller, mend.person), words.ASK)


def _add_plan(
    view: View, light: Light, ends: Pair, wording: Text, strength: float | None = None
) -> None:
    seller, person = ends
    if "COVERS" in view.hidden or seller not in view.sellers or person not in view.people:
        return
    if any(r.kind == "route" and (r.source, r.target) == (seller, person) for r in light.roads):
        return
    light.roads = [r for r in light.roads if (r.source, r.target) != (seller, person)]
    pill = wording[view.language].format(share=view.share(strength))
    light.roads.append(Road(seller, person, "plan", pill))
    light.mark(seller, "planned")


def _add_tags(view: View, light: Light, deciders: Iterable[str], lost: str = "") -> None:
    on_roads = {end for r in light.roads for end in (r.source, r.target)}
    for id_ in sorted(view.separators & on_roads):
        light.tags.append(Tag(id_, "cut", words.CUT_POINT[view.language]))
    for id_ in deciders:
        chance = view.reliability.get(id_)
        if chance is not None:
            wording = words.REACHED[view.language].format(share=view.share(chance))
            kind: TagKind = "lost" if id_ == lost or chance == 0 else "reached"
            light.tags.append(Tag(id_, kind, wording))


def _number(view: View, light: Light, route: list[str]) -> None:
    people = [id_ for id_ in route if id_ in view.people]
    light.steps = {id_: i + 1 for i, id_ in enumerate(people)}
