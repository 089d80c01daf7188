"""The map of a what-if: everybody keeps their place, and whom the changes touch is lit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import isnan

from graph.decision.narrowed import Narrowed
from graph.decision.results import Analysis, PersonRow
from graph.decision.what_if.compare import Comparison
from graph.snapshot import Snapshot
from ui import format as fmt
from ui.diagram.light import Light, Road, Tag
from ui.diagram.map import Drawing, draw_map
from ui.diagram.view import View
from ui.services_what_if import Supposed
from ui.text import t

# A settled opinion that moved by less is not lit.
MOVED = 0.02
MOST_TAGS = 24


def supposed_drawing(base: Drawing, after: Analysis, narrowed: Narrowed | None = None) -> Drawing:
    """Return the map of a what-if on the places of the map of the deal as it is.

    Who is supposed to leave keeps the place, empty; only where somebody comes in, everybody is
    placed anew. ``narrowed``: how deciders are then reached over the ties that are shown.
    """
    shown = with_those_who_left(base.view.analysis, after)
    new = {p.id for p in shown.people} | {s.id for s in shown.team}
    if not new <= base.view.people.keys() | base.view.sellers.keys():
        return draw_map(shown, base.view.language, narrowed=narrowed)
    view = View(shown, base.view.language, narrowed)
    bands = [
        replace(band, share=sum(view.people[i].influence for i in _members(base, band.key)))
        for band in base.layout.bands
    ]
    return replace(base, view=view, layout=replace(base.layout, bands=bands), laid={})


def _members(base: Drawing, key: str) -> list[str]:
    """Return the people of a column, those folded away with them."""
    for column in base.arrangement.columns:
        if column.key == key:
            return [*(node.id for node in column.nodes), *column.hidden]
    return []


def with_those_who_left(before: Analysis, after: Analysis) -> Analysis:
    """Return an analysis that still holds the people and sellers whom a what-if takes out."""
    people, team = {p.id for p in after.people}, {s.id for s in after.team}
    gone = [_without_power(p) for p in before.people if p.id not in people]
    return after.model_copy(
        update={
            "people": [*after.people, *gone],
            "team": [*after.team, *(s for s in before.team if s.id not in team)],
        }
    )


def _without_power(person: PersonRow) -> PersonRow:
    nothing = {"influence": 0.0, "contribution": 0.0, "coverage": 0.0, "covers": []}
    return person.model_copy(update=nothing)


# Of which kind the tie is that a change makes.
_TIE = {"meet": "COVERS", "cover": "COVERS", "influence": "INFLUENCES"}


def light_of(
    snapshot: Snapshot, changes: Sequence[Supposed], found: Comparison, shown: Drawing
) -> Light:
    """Light whom the changes name, the ties they make, and who moved, with the move on the card."""
    light = Light(key="what-if:" + "|".join(c.text for c in changes), bright=set())
    bright = light.bright if light.bright is not None else set()
    people, sellers = snapshot.nodes["Person"].ids, snapshot.nodes["Seller"].ids
    for one in changes:
        change = one.change
        if change is None:
            continue
        person = people[change.person]
        other = (
            "" if change.other < 0 else (sellers, people)[change.verb == "influence"][change.other]
        )
        bright |= {person, other} - {""}
        light.mark(person, "gone" if change.verb == "remove" else "planned")
        if other:
            light.mark(other, "planned")
        if other and _TIE.get(change.verb) not in shown.view.hidden:
            light.roads.append(
                Road(other, person, "plan", _pill(shown, other, person, change.number))
            )
    _add_moves(light, bright, found)
    light.bright = bright
    return light


def _pill(shown: Drawing, seller: str, person: str, number: float) -> str:
    """Say how strong the supposed tie is: as stated, or as a meeting makes it."""
    if not isnan(number):
        return fmt.share(number)
    row = shown.view.people.get(person)
    strengths = [c.strength for c in row.covers if c.seller == seller] if row else []
    return fmt.share(max(strengths)) if strengths else ""


def _add_moves(light: Light, bright: set[str], found: Comparison) -> None:
    moved = [p for p in found.people if p.moved >= MOVED][:MOST_TAGS]
    for person in moved:
        bright.add(person.id)
        if person.opinion_after is None:
            light.tags.append(Tag(person.id, "lost", t("leaves")))
        elif person.opinion_before is not None:
            was, now = fmt.lean(person.opinion_before), fmt.lean(person.opinion_after)
            light.tags.append(Tag(person.id, "reached", f"{was} → {now}"))
        else:
            light.tags.append(Tag(person.id, "reached", t("comes in")))
