"""The Rival view: the deal as a competitor stands in it, and where it is weaker than we."""

from __future__ import annotations

import streamlit as st

from graph.decision.narrowed import Narrowed
from graph.decision.results import Analysis
from graph.decision.rivals.results import Rival, RivalsEye
from graph.text import Language
from ui import services, state
from ui import services_what_if as asked
from ui.components.diagram import Event as MapEvent
from ui.components.diagram import Shown, diagram
from ui.components.html import Markup, el, icon, join
from ui.components.rows import Event, rows
from ui.deal import kinds, rival_ways
from ui.deal import rival as page
from ui.deal.kinds import PAGE
from ui.deal.opened import Opened
from ui.deal.rival_map import TheirDrawing, draw_theirs, light_theirs
from ui.text import language, literal, named, say, t

ICON = "swords"
PANEL_W = 348
_LIT = "deal.rival_lit"


def name(_analysis: Analysis) -> str:
    """Return the words on the tab."""
    return t("Rival")


def show(opened: Opened) -> None:
    """Draw whose eyes, the figures of both sides, their map, and what we can use."""
    here = asked.rivals(opened.deal)
    if not here:
        rows(_empty(), key="deal_no_rival")
        return
    eye = asked.rivals_eye(opened.deal, _chosen(here))
    lit = str(st.session_state.get(_LIT) or "")
    rows(page.head(eye), key="deal_rival_head")
    with st.container(horizontal=True, key="lp_deal_split", gap="small"):
        with st.container(width="stretch"):
            _map(opened, eye, lit)
            rows(page.deciders(eye), key="deal_rival_deciders", on_event=_look)
            rows(page.people(eye), key="deal_rival_people", on_event=_look)
            rows(rival_ways.routes(eye, lit), key="deal_rival_routes", on_event=_look)
        with st.container(width=PANEL_W):
            weaker = t("Where they are weaker than we")
            stronger = t("Where they are stronger")
            nothing = t("Nowhere, as far as is known.")
            rows(page.points(weaker, eye.weaker, nothing), key="deal_rival_weaker", on_event=_look)
            rows(
                page.points(stronger, eye.stronger, nothing),
                key="deal_rival_stronger",
                on_event=_look,
            )
            rows(rival_ways.weak_links(eye, lit), key="deal_rival_links", on_event=_look)
            told = page.notes(eye)
            if told is not None:
                rows(told, key="deal_rival_notes")
    state.keep(PAGE, "rival", here[0].id)


def _chosen(here: list[Rival]) -> str:
    """Offer the rivals that are seen here; the choice stands in the address."""
    known = {r.id: named(r) for r in here}
    state.take(PAGE, "rival", here[0].id, known)
    st.segmented_control(
        t("Rival"),
        list(known),
        format_func=lambda id_: literal(known[id_]),
        key=state.key(PAGE, "rival"),
        required=True,
        label_visibility="collapsed",
        on_change=lambda: st.session_state.pop(_LIT, None),
    )
    return str(st.session_state[state.key(PAGE, "rival")])


def _look(event: Event) -> None:
    """Light what was chosen on their map; a second click lets go of it."""
    st.session_state[_LIT] = "" if st.session_state.get(_LIT) == event.id else event.id


def _on_map(event: MapEvent) -> None:
    st.session_state[_LIT] = "" if event.kind == "clear" else f"person:{event.id}"


def _map(opened: Opened, eye: RivalsEye, lit: str) -> None:
    hidden = kinds.hidden() - {"COVERS"}  # those are ours; the rival's own contacts stay
    narrowed = asked.rival_narrowed(opened.deal, eye.rival.id, hidden)
    key = (opened.deal, eye.rival.id, hidden, *services.stamp())
    drawing = _drawn(eye, narrowed, key, language())
    light = light_theirs(drawing, eye, lit)
    shown = Shown(
        light=light,
        bar=_bar(eye, lit),
        clear=bool(lit),
        selected=lit.removeprefix("person:") if lit.startswith("person:") else "",
        notes=_notes(eye, narrowed is not None),
    )
    diagram(drawing, shown, key="deal_rival_map", on_event=_on_map)


@st.cache_resource(show_spinner=False, max_entries=20)
def _drawn(
    _eye: RivalsEye, _narrowed: Narrowed | None, key: tuple[object, ...], lang: Language
) -> TheirDrawing:
    del key  # names the answer in the cache
    return draw_theirs(_eye, lang, _narrowed)


def _notes(eye: RivalsEye, narrowed: bool) -> list[str]:
    told = [kinds.map_note(set(kinds.NAMES) - {"COVERS"})] if narrowed else []
    if eye.assumed:
        told.append(t("Faded stance: assumed, minus the stance towards us."))
    return told


def _bar(eye: RivalsEye, lit: str) -> Markup:
    """Say whose map it is, and what is lit."""
    rival = named(eye.rival)
    found = next((f for f in eye.side.findings if lit == f"finding:{f.key}"), None)
    title = say(found.title) if found else t("The map of {rival}", rival=rival)
    said = (
        say(found.sentence)
        if found
        else t("How they reach the deciders; contacts and stances are theirs.")
    )
    return join(
        el("span", "icon", ICON, aria_hidden="true", data_tone="bad"),
        el("b", "", title, title=title),
        el("span", "said", said, title=said),
    )


def _empty() -> Markup:
    lines = [
        t("No competitor is known in this deal."),
        t("Load who bids (bids_on), whom they court (courts) and what they supply (supplies)."),
    ]
    return el("div", "panel empty", icon("swords"), *(el("p", "", line) for line in lines))
