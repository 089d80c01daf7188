"""The deal that is looked at: what every view of the Deal page is given and may ask for."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from graph.decision.narrowed import Narrowed
from graph.decision.plan.results import StageCheck
from graph.decision.results import Analysis
from graph.text import Language
from ui import services, services_plan, state
from ui.components.diagram import Event
from ui.components.rows import Event as RowEvent
from ui.deal import chosen as pick
from ui.deal import kinds
from ui.deal.chosen import Chosen
from ui.deal.evidence import Book
from ui.deal.kinds import PAGE
from ui.deal.tips import tips
from ui.diagram.light import Light
from ui.diagram.map import Drawing, draw_map
from ui.text import language


@dataclass(frozen=True)
class Opened:
    """One deal on the screen.

    Parameters
    ----------
    analysis : Analysis
        Its answer, the model with it.
    drawing : Drawing
        Its map; positions never move by what is chosen.
    selected : Chosen
        What is chosen, as it stands in the address.
    light : Light
        What of the map is lit for it.
    book : Book
        Names and statements of the whole graph.
    check : StageCheck or None
        The check of the playbook that is chosen.
    """

    analysis: Analysis
    drawing: Drawing
    selected: Chosen
    light: Light
    book: Book
    check: StageCheck | None = None

    @property
    def deal(self) -> str:
        """The id of the deal."""
        return self.analysis.opportunity.id

    def tips(self) -> dict[str, list[str]]:
        """Return the tooltips of the map's cards."""
        return _told(self.analysis, self.book, _state_of(self.analysis), language())

    def to_person(self, event: Event) -> None:
        """Go to the map with the person or seller whose card was clicked in another drawing."""
        chosen = pick.of_card(event.id, self.analysis)
        if event.kind == "select" and chosen.kind:
            look_at(chosen)


def select(chosen: Chosen) -> None:
    """Choose something; the map lights it, the address names it."""
    state.put(PAGE, "sel", str(chosen))


def show_view(name: str) -> None:
    """Turn to another view."""
    state.put(PAGE, "view", name)


def look_at(chosen: Chosen) -> None:
    """Choose something and show it on the map."""
    select(chosen)
    show_view("map")


def heard(event: RowEvent) -> None:
    """Take what was chosen in a list of any view.

    ``person:ID``, ``seller:ID``, ``finding:KEY``, ``check:STAGE.CHECK``, ``route:IDS``, ``set:IDS``
    are chosen where the reader is; with ``map:`` before them they are shown on the map;
    ``view:NAME`` turns to a view.
    """
    kind, _, rest = event.id.partition(":")
    if kind == "view":
        show_view(rest)
    elif kind == "map":
        inner, _, id_ = rest.partition(":")
        look_at(Chosen(inner, id_))
    else:
        select(Chosen() if kind == "clear" else Chosen(kind, rest))


def unfolded() -> frozenset[str]:
    """Return the departments that the reader has opened."""
    return frozenset(st.session_state.get(state.key(PAGE, "opened"), ()))


def unfold(department: str) -> None:
    """Open a department."""
    key = state.key(PAGE, "opened")
    st.session_state[key] = sorted({*st.session_state.get(key, ()), department})


def drawing_of(analysis: Analysis) -> Drawing:
    """Return the map of a deal, drawn once for its state."""
    looks = (unfolded(), kinds.hidden())
    narrowed = services_plan.narrowed_of(analysis.opportunity.id, looks[1])
    return _drawn(analysis, narrowed, _state_of(analysis), (language(), *looks))


def _state_of(analysis: Analysis) -> tuple[object, ...]:
    return (
        analysis.opportunity.id,
        services.settings().model_dump_json(),
        services.version(),
        analysis.as_of,
    )


@st.cache_resource(show_spinner=False, max_entries=40)
def _told(
    _analysis: Analysis, _book: Book, key: tuple[object, ...], lang: Language
) -> dict[str, list[str]]:
    del key, lang  # name the answer in the cache
    return tips(_analysis, _book)


@st.cache_resource(show_spinner=False, max_entries=40)
def _drawn(
    _analysis: Analysis,
    _narrowed: Narrowed | None,
    key: tuple[object, ...],
    looks: tuple[Language, frozenset[str], frozenset[str]],
) -> Drawing:
    del key  # names the answer in the cache
    lang, opened, _hidden = looks
    return draw_map(_analysis, lang, opened, _narrowed)
