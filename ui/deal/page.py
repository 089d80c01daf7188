"""The Deal page put together: which deal, which view, what is chosen."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from graph.decision.plan.results import StageCheck
from graph.decision.results import Analysis
from graph.errors import LinchpinError
from ui import services, state, trouble
from ui.deal import chosen as pick
from ui.deal import head, kinds, stages
from ui.deal.chosen import Chosen
from ui.deal.evidence import Book
from ui.deal.kinds import PAGE
from ui.deal.opened import Opened, drawing_of
from ui.deal.remedy import second_route
from ui.deal.views import VIEWS
from ui.diagram.light import (
    Light,
    for_check,
    for_finding,
    for_person,
    for_route,
    for_set,
    roads_to_decision,
)
from ui.diagram.map import Drawing
from ui.text import settled, t

STYLE = (Path(__file__).parent / "page.css").read_text(encoding="utf-8")


def show() -> None:
    """Draw the page."""
    deal = (
        st.query_params.get("deal")
        or st.query_params.get("id")
        or st.session_state.get("deal.last")
    )
    if not deal:
        head.choose()
        return
    at = services.stamp()
    with st.spinner(t("Analysing the deal…")):
        try:
            analysis = services.analysis(deal, explain=True)
        except LinchpinError:
            st.session_state.pop("deal.last", None)
            raise
    st.session_state["deal.last"] = deal
    st.html(f"<style>{STYLE}</style>")
    state.take(PAGE, "view", "map", VIEWS)
    _frame(analysis, at)


@st.fragment
def _frame(analysis: Analysis, at: services.Stamp) -> None:
    """Draw all of it; a click runs this part alone."""
    try:
        if services.stamp() != at:
            st.rerun()  # the store or the day is another: what is drawn is to follow
        with settled():
            _body(analysis)
    except LinchpinError as error:
        trouble.show(error)


def _body(analysis: Analysis) -> None:
    given = state.take(PAGE, "sel", "")
    checks = stages.named(analysis.opportunity.id) if given.startswith("check:") else {}
    selected = pick.read(given, analysis, checks)
    kinds.take()
    view = str(st.session_state.get(state.key(PAGE, "view")) or "map")
    drawing = drawing_of(analysis)
    book = Book(services.snapshot(), services.as_of())
    check = checks.get(selected.id) if selected.kind == "check" else None
    light = _light(drawing, selected, check)
    opened = Opened(analysis, drawing, selected, light, book, check)
    _top(opened)
    with st.container(key="lp_deal_tabs"):
        st.segmented_control(
            t("View"),
            list(VIEWS),
            format_func=lambda name: _tab(name, analysis),
            key=state.key(PAGE, "view"),
            required=True,
            label_visibility="collapsed",
        )
    VIEWS[view].show(opened)
    state.keep_all(PAGE, {"view": "map", "sel": "", "kinds": kinds.EVERY})


def _tab(name: str, analysis: Analysis) -> str:
    return f":material/{VIEWS[name].ICON}: {VIEWS[name].name(analysis)}"


def _top(opened: Opened) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        with st.container(width="stretch"):
            head.title(opened.analysis)
        with st.container(horizontal=True, width="content", gap="xsmall"):
            with st.popover(t("Other deal"), icon=":material/swap_horiz:"):
                other = head.picker(f"deal_switch_{opened.deal}")
                if other and other != opened.deal:
                    head.open_deal(other)
            kinds.choose()
            head.exports(opened.drawing, opened.light if opened.selected.kind else None)


def _light(drawing: Drawing, selected: Chosen, check: StageCheck | None = None) -> Light:
    view = drawing.view
    found = pick.finding(selected, view.analysis)
    if found is not None:
        return for_finding(view, found, second_route(view.analysis, found))
    if check is not None:
        return for_check(view, check)
    if selected.kind == "route":
        return for_route(view, selected.ids)
    if selected.kind == "set":
        return for_set(view, selected.ids)
    return for_person(view, selected.id) if selected.kind else roads_to_decision(view)
