"""The frame of every page: navigation, state of the store, language, and what to do on errors."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from graph.errors import LinchpinError
from ui import services, trouble
from ui.components.html import el, icon, join
from ui.format import day
from ui.style import page_css
from ui.text import LANGUAGE_NAMES, SESSION_KEY, language, t

HERE = Path(__file__).parent
STATIC = HERE.parent / "static"

# file: (name, symbol, section); a page is offered when its file is there
PAGES = {
    "overview": (lambda: t("Overview"), "space_dashboard", ""),
    "deal": (lambda: t("Deal"), "account_tree", "win"),
    "group": (lambda: t("Group"), "lan", "win"),
    "query": (lambda: t("Query"), "terminal", "know"),
}
SECTIONS = {"": lambda: "", "win": lambda: t("Win"), "know": lambda: t("Know")}


def show() -> None:
    """Draw the frame and the page that was asked for."""
    st.set_page_config(page_title="Linchpin", page_icon=str(STATIC / "icon.png"), layout="wide")
    _keep_choices()
    st.html(f"<style>{page_css()}</style>")
    st.logo(str(STATIC / "logo.svg"), icon_image=str(STATIC / "mark.svg"), size="large")
    page = st.navigation(_pages())
    with st.sidebar:
        _foot()
    try:
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


def _foot() -> None:
    with st.container(key="lp_foot"):
        st.html(_state_lines())
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


def _switch_language() -> None:
    chosen = st.session_state["language_switch"]
    st.session_state[SESSION_KEY] = chosen
    st.query_params["lang"] = chosen


def _state_lines() -> str:
    """Say which day and which store the page shows; a store that is down is said, not raised."""
    try:
        looked = t("As of {day}", day=day(services.as_of()))
    except LinchpinError:
        looked = t("As of {day}", day="–")
    try:
        state = services.status()
        name = "Neo4j" if services.store().kind == "neo4j" else t("Local store")
        line, dot = t("{store} · revision {n}", store=name, n=state.revision), "up"
    except LinchpinError:
        line, dot = t("Store not reached"), "down"
    return join(
        el("div", "lp-state", icon("calendar_today", "small"), looked),
        el("div", "lp-state", el("i", f"lp-dot {dot}"), line),
    )
