"""The What-if view: suppose changes, see at once what moves, compare two sets, keep them by name.

What is supposed stands in the address: ``suppose=`` is the set A, ``beside=`` the set B, each a
list of changes as the terminal takes them. Nothing is stored, unless it is kept as a scenario.
"""

from __future__ import annotations

import streamlit as st

from graph.decision.narrowed import Narrowed
from graph.decision.results import Analysis
from ui import services, services_plan, state
from ui import services_what_if as asked
from ui.components.diagram import Shown, diagram
from ui.components.html import Markup, el, icon, join
from ui.components.rows import Event, rows
from ui.deal import compare, compare_figures, compare_form, kinds, scenarios
from ui.deal.compare import Column
from ui.deal.compare_map import light_of, supposed_drawing
from ui.deal.compare_sets import SETS, add_to, drop, put, take
from ui.deal.kinds import PAGE
from ui.deal.opened import Opened, heard, unfolded
from ui.diagram.map import Drawing
from ui.services_what_if import Supposed
from ui.text import language, t

ICON = "science"
FORM_W = 348


def name(_analysis: Analysis) -> str:
    """Return the words on the tab."""
    return t("What-if")


def show(opened: Opened) -> None:
    """Draw the form on the left; on the right the figures, what differs, and the map."""
    sets = {letter: asked.read(take(opened.deal, letter)) for letter in SETS}
    with st.container(horizontal=True, key="lp_deal_split", gap="small"):
        left = st.container(width=FORM_W, key="lp_what_if_form")
        right = st.container(width="stretch")
        with right:  # first: what is waited for; the scenarios last, they are asked of the store
            _answer(opened, sets)
        with left:
            letter = _form(opened, sets)
            _scenarios(opened, sets, letter)
    for word in SETS.values():
        state.keep(PAGE, word, "")


# -- the form --------------------------------------------------------------------------------


def _form(opened: Opened, sets: dict[str, list[Supposed]]) -> str:
    """Draw the form; return the letter of the set to which the next change goes."""
    with st.container(border=True, key="lp_panel_suppose"):
        letter = _which(sets)
        change = compare_form.ask(opened)
        st.button(
            t("Suppose it"),
            icon=":material/add:",
            type="primary",
            width="stretch",
            disabled=change is None,
            on_click=add_to,
            args=(letter, change or ""),
            key="what_if_add",
        )
        for one, changes in sets.items():
            if one == "A" or changes:
                parts = [el("span", "sup-letter", one)] if sets["B"] else []
                html = el("div", "", *parts, compare.chips(one, changes))
                rows(html, key=f"what_if_chips_{one}", on_event=_dropped)
        if sets["A"] or sets["B"]:
            st.button(t("Clear all"), key="what_if_clear", on_click=_clear, type="tertiary")
    return letter


def _scenarios(opened: Opened, sets: dict[str, list[Supposed]], letter: str) -> None:
    texts = [c.text for c in sets[letter]]
    scenarios.panel(opened.deal, letter, texts, lettered=any(sets.values()))


def _which(sets: dict[str, list[Supposed]]) -> str:
    """Offer to which set the next change goes, once there is something to compare with."""
    if not sets["A"] and not sets["B"]:
        return "A"
    return str(
        st.segmented_control(
            t("Add to"),
            list(SETS),
            key="what_if_letter",
            default="A",
            required=True,
            help=t("B stands beside A, so that two ways can be compared."),
        )
    )


def _clear() -> None:
    for letter in SETS:
        put(letter, [])


def _dropped(event: Event) -> None:
    verb, letter, at = event.id.split(":")
    if verb == "drop":
        drop(letter, int(at))


# -- the answer ------------------------------------------------------------------------------


def _answer(opened: Opened, sets: dict[str, list[Supposed]]) -> None:
    columns = [_column(opened.deal, one, changes) for one, changes in sets.items()]
    filled = [c for c in columns if c is not None]
    if not filled:
        rows(_empty(), key="what_if_empty")
        return
    base = opened.analysis
    figures, words = compare_figures.figures(base, filled), compare.differences(filled)
    css = "sup-answer" if len(filled) == 1 else "sup-answers"
    rows(el("div", css, figures, words), key="what_if_answer")
    _map(opened, sets, filled)
    moved = compare_figures.people(base, filled)
    if moved is not None:
        rows(moved, key="what_if_people", on_event=heard)


def _readable(changes: list[Supposed]) -> tuple[str, ...]:
    """Return the changes that can be read, as they are written."""
    return tuple(c.text for c in changes if c.change is not None)


def _column(deal: str, letter: str, changes: list[Supposed]) -> Column | None:
    """Analyse one set; a change that cannot be read is left out, and its chip says why."""
    texts = _readable(changes)
    if not texts:
        return None
    after, found = asked.comparison(deal, texts)
    return Column(letter, after, found)


def _empty() -> Markup:
    lines = [
        t("Suppose a stance, a meeting, a contact, a tie, a role, or that somebody leaves."),
        t("What it does to lean, access and weak links is shown at once; nothing is stored."),
    ]
    return el("div", "panel empty", icon("science"), *(el("p", "", line) for line in lines))


def _map(opened: Opened, sets: dict[str, list[Supposed]], columns: list[Column]) -> None:
    """Draw the map of one set, whom its changes touch lit."""
    one = columns[0]
    if len(columns) > 1:
        letter = st.session_state.get("what_if_letter") or "A"
        one = next((c for c in columns if c.letter == letter), one)
    changes = _readable(sets[one.letter])
    narrowed = services_plan.narrowed_of(opened.deal, kinds.hidden(), changes)
    key = (opened.deal, services.stamp(), language(), unfolded(), kinds.hidden(), changes)
    drawing = _supposed(opened.drawing, one.analysis, narrowed, key)
    light = light_of(opened.book.snapshot, sets[one.letter], one.comparison, drawing)
    bar = join(
        el("span", "icon", ICON, aria_hidden="true", data_tone="primary"),
        el("b", "", t("What-if {letter}", letter=one.letter)),
        el("span", "said", _lit()),
    )
    notes = [kinds.map_note(kinds.NAMES)] if kinds.hidden() else []
    diagram(
        drawing,
        Shown(light=light, bar=bar, tips=opened.tips(), notes=notes),
        key="what_if_map",
        on_event=opened.to_person,
    )


@st.cache_resource(show_spinner=False, max_entries=10)
def _supposed(_base: Drawing, _after: Analysis, _narrowed: Narrowed | None, key: object) -> Drawing:
    del key  # names the drawing in the cache
    return supposed_drawing(_base, _after, _narrowed)


def _lit() -> str:
    return t("Lit: whom the changes name, and whose opinion moves; tags say from where to where.")
