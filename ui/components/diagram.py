"""The "diagram" component: a drawing made in Python, alive in the browser.

It shows SVG from :mod:`ui.diagram`, lights and fades it, zooms, pans, searches and works with the
keyboard; what is chosen comes back as an id. It never moves what Python placed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st

from ui.components.html import Markup
from ui.diagram.folded import card_of, on_cards
from ui.diagram.light import Light
from ui.diagram.map import Drawing, legend, legend_size
from ui.diagram.style import stylesheet
from ui.text import t
from ui.tokens import FONT, css_variables

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Event:
    """What the reader did: ``kind`` is select or clear."""

    kind: str
    id: str


@dataclass(frozen=True)
class Shown:
    """What stands around and on the drawing at this moment."""

    light: Light
    bar: Markup | None = None
    clear: bool = False
    selected: str = ""
    tips: Mapping[str, Sequence[str]] = field(default_factory=dict)
    notes: Sequence[str] = ()


@cache
def _css() -> str:
    style = (HERE / "diagram.css").read_text(encoding="utf-8")
    head = f":host, .lp-diagram {{ {css_variables()} --lp-font: {FONT}; }}"
    return f"{head}\n{stylesheet()}\n{style}"


@cache
def _script() -> str:
    return (HERE / "diagram.js").read_text(encoding="utf-8")


Listener = Callable[[Event], None]


def diagram(drawing: Drawing, shown: Shown, *, key: str, on_event: Listener) -> None:
    """Show the map; what is done on it is told before the page runs again."""
    lines, marks = drawing.fragments(shown.light)
    picture = drawing.svg
    light = on_cards(drawing.layout, shown.light)
    data: dict[str, Any] = {
        "svg": picture,
        "version": hashlib.sha256(picture.encode()).hexdigest()[:16],
        "lines": lines,
        "marks": marks,
        "bright": None if light.bright is None else sorted(light.bright),
        "links": sorted("|".join(link) for link in light.links),
        "classes": {i: sorted(c) for i, c in sorted(light.marks.items())},
        "selected": card_of(drawing.layout).get(shown.selected, shown.selected),
        "bar": None if shown.bar is None else str(shown.bar),
        "clear": shown.clear,
        "near": drawing.neighbours,
        "tips": {i: list(lines) for i, lines in shown.tips.items()},
        "names": _names(drawing),
        "legend": _legend(drawing),
        "notes": list(shown.notes),
        "words": _words(),
    }
    _mount(data, key, on_event)


def still(
    picture: str, *, key: str, tips: Mapping[str, Sequence[str]] | None, on_event: Listener
) -> None:
    """Show a small drawing that does not zoom, such as the proof of a finding."""
    version = hashlib.sha256(picture.encode()).hexdigest()[:16]
    data = {"svg": picture, "version": version, "still": True, "tips": dict(tips or {})}
    _mount(data, key, on_event)


def _mount(data: dict[str, Any], key: str, on_event: Listener) -> None:
    def heard() -> None:
        event = (st.session_state.get(key) or {}).get("event")
        if event:
            on_event(Event(str(event["kind"]), str(event.get("id") or "")))

    mount = st.components.v2.component("linchpin_diagram", css=_css(), js=_script())
    mount(key=key, data=data, on_event_change=heard)


def _names(drawing: Drawing) -> dict[str, str]:
    """Return what the search looks through: every name and title in both languages."""
    view = drawing.view
    found = {}
    for id_ in drawing.layout.cards:
        p = view.people[id_]
        found[id_] = " ".join(x for x in (view.name(id_), p.name, p.name_en, view.title(p)) if x)
    for id_ in drawing.layout.sellers:
        s = view.sellers[id_]
        found[id_] = " ".join(x for x in (view.name(id_), s.name, s.name_en) if x)
    return found


def _legend(drawing: Drawing) -> str:
    width = drawing.layout.width
    wide, rows = legend_size(drawing.view.language, max(width, 880))
    inside = legend(drawing.view.language, max(width, 880))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{wide:.0f}" '
        f'viewBox="0 0 {wide:.0f} {22 * rows}" aria-hidden="true">{inside}</svg>'
    )


def _words() -> dict[str, str]:
    return {
        "zoom_in": t("Zoom in (+)"),
        "zoom_out": t("Zoom out (−)"),
        "fit": t("Show everything (0)"),
        "layers": t("Kinds of lines"),
        "search": t("Find a person (/)"),
        "nobody": t("Nobody of that name"),
        "clear": t("Clear"),
        "reports": t("Reports to"),
        "influence": t("Influences"),
        "knows": t("Knows, conflicts"),
        "roads": t("Routes"),
    }
