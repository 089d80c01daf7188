"""The frame of every page: navigation, state of the store, language, and what to do on errors."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from graph.errors import LinchpinError
from ui import services, trouble
from ui.components.html import Markup, el, icon, join
from ui.format import DASH, day
from ui.own_words import own_words_css
from ui.state import arrive
from ui.style import page_css
from ui.text import LANGUAGE_NAMES, SESSION_KEY, language, settled, t

HERE = Path(__file__).parent
STATIC = HERE.parent / "static"
# Key of the session that says the store was reached once.
REACHED = "lp_reached"

# file: (name, symbol, section); a page is offered when its file is there
PAGES: dict[str, tuple[Callable[[], str], str, str]] = {
    "overview": (lambda: t("Overview"), "space_dashboard", ""),
    "deal": (lambda: t("Deal"), "account_tree", "win"),
    "portfolio": (lambda: t("Portfolio"), "stacked_bar_chart", "win"),
    "group": (lambda: t("Group"), "lan", "win"),
    "tags": (lambda: t("Tags"), "sell", "know"),
    "campaigns": (lambda: t("Campaigns"), "campaign", "know"),
    "query": (lambda: t("Query"), "terminal", "know"),
    "influence": (lambda: t("Influence"), "hub", "know"),
}
SECTIONS: dict[str, Callable[[], str]] = {
    "": lambda: "",
    "win": lambda: t("Win"),
    "know": lambda: t("Know"),
}


def show() -> None:
    """Draw the frame and the page that was asked for."""
    st.set_page_config(page_title="Linchpin", page_icon=str(STATIC / "icon.png"), layout="wide")
    _keep_choices()
    st.html(f"<style>{page_css()}\n{own_words_css()}</style>")
    st.logo(str(STATIC / "logo.svg"), icon_image=str(STATIC / "mark.svg"), size="large")
    page = st.navigation(_pages())
    arrive(page.url_path)
    with st.sidebar:
        state = _foot()
    try:
        _reach()
    except LinchpinError as error:
        state.html(_state_lines(reached=False))
        trouble.show(error)
        return
    state.html(_state_lines(reached=True))
    try:
        with settled():
            page.run()
    except LinchpinError as error:
        trouble.show(error)


def page_of(name: str) -> str:
    """Return the path by which ``st.switch_page`` knows a page."""
    return str(HERE / "pages" / f"{name}.py")


def _pages() -> dict[str, list[st.Page]]:
    sections: dict[str, list[st.Page]] = {}
    for name, (title, symbol, section) in PAGES.items():
        path = HERE / "pages" / f"{name}.py"
        if path.exists():
            page = st.Page(
                path,
                title=title(),
                icon=f":material/{symbol}:",
                url_path=name,
                default=name == "overview",
            )
            sections.setdefault(SECTIONS[section](), []).append(page)
    return sections


def _keep_choices() -> None:
    """Take language and day from the address, and keep them while pages change."""
    for name, key in (("lang", SESSION_KEY), ("as_of", "as_of_day")):
        given = st.query_params.get(name)
        if given:
            st.session_state[key] = given
        elif st.session_state.get(key):
            st.query_params[name] = st.session_state[key]


def _foot() -> DeltaGenerator:
    """Draw the foot of the sidebar; return the place where the store's state is said."""
    with st.container(key="lp_foot"):
        place = st.empty()
        st.session_state["language_switch"] = language()
        st.segmented_control(
            t("Language"),
            list(LANGUAGE_NAMES),
            format_func=lambda code: LANGUAGE_NAMES[code],
            key="language_switch",
            required=True,
            label_visibility="collapsed",
            width="stretch",
            on_change=_switch_language,
        )
    return place


def _switch_language() -> None:
    chosen = st.session_state["language_switch"]
    st.session_state[SESSION_KEY] = chosen
    st.query_params["lang"] = chosen


def _reach() -> None:
    """Reach the store; only the first run of a session may take long, and says so."""
    waiting = st.empty()  # always there: else all below would move up, and be mounted anew
    if st.session_state.get(REACHED):
        services.version()
        return
    with waiting, st.spinner(t("Opening the store…")):
        services.version()
    st.session_state[REACHED] = True


def _state_lines(*, reached: bool) -> Markup:
    """Say which day and which store the page shows."""
    try:
        looked = day(services.as_of())
    except LinchpinError:
        looked = DASH
    if reached:
        name = "Neo4j" if services.store().kind == "neo4j" else t("Local store")
        number = services.revision()
        line = t("{store} · revision {n}", store=name, n=DASH if number is None else number)
    else:
        line = t("Store not reached")
    return join(
        el("div", "lp-state", icon("calendar_today", "small"), t("As of {day}", day=looked)),
        el("div", "lp-state", el("i", f"lp-dot {'up' if reached else 'down'}"), line),
    )
