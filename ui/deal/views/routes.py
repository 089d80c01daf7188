"""The Routes view: the strongest ways to argue our case with anybody, each step with its reason."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from graph.decision.plan.results import Persuasion
from graph.decision.plan.routes import ROUTE_KINDS, Start
from graph.decision.results import Analysis
from ui import services_plan, state
from ui.components.html import Markup, el, icon
from ui.components.rows import rows
from ui.deal import kinds, picks, routes
from ui.deal.kinds import PAGE
from ui.deal.opened import Opened, heard
from ui.services_plan import Wanted
from ui.text import t

ICON = "route"
MOST_TARGETS = 6
COUNTS = ("1", "2", "3", "5", "10")
STARTS: dict[Start, Callable[[], str]] = {
    "team": lambda: t("Our team"),
    "supporters": lambda: t("Supporters"),
    "held": lambda: t("What I already hold"),
}


def name(_analysis: Analysis) -> str:
    """Return the words on the tab."""
    return t("Routes")


def show(opened: Opened) -> None:
    """Draw what is asked, and the routes by target."""
    wanted = _asked(opened.analysis)
    if not opened.analysis.people:
        nothing = t("Nobody is known in this deal yet. Load people.")
        rows(el("div", "panel empty", nothing), key="deal_no_routes")
        return
    if not wanted.targets:
        nothing = t("Choose whom to reach.")
        rows(el("div", "panel empty", nothing), key="deal_no_routes")
        return
    found = services_plan.routes_of(opened.deal, wanted)
    panels = [
        routes.target_panel(opened.analysis, target, _to(found, target), _nothing(wanted, target))
        for target in wanted.targets
    ]
    rows(el("div", "route-panels", _note(), *panels), key="deal_routes", on_event=heard)


def _asked(analysis: Analysis) -> Wanted:
    people = picks.people(analysis)
    first = [d.id for d in analysis.deciders if d.id in people][:MOST_TARGETS]
    with st.container(horizontal=True, vertical_alignment="center", key="lp_route_asked"):
        with st.container(width="stretch"):
            targets = picks.several("targets", t("Whom to reach"), people, first)
        start = _start()
        with st.container(width=260):
            avoid = picks.several("avoid", t("Avoid nobody"), picks.anybody(analysis))
        count = _count()
    shown = kinds.shown()
    return Wanted(
        targets=tuple(targets),
        k=int(count),
        start=start,
        avoid=tuple(avoid),
        kinds=tuple(k for k in ROUTE_KINDS if k in shown),
    )


def _start() -> Start:
    state.take(PAGE, "from", "team", STARTS)
    st.segmented_control(
        t("Start from"),
        list(STARTS),
        format_func=lambda s: STARTS[s](),
        key=state.key(PAGE, "from"),
        required=True,
        label_visibility="collapsed",
    )
    chosen = state.keep(PAGE, "from", "team")
    return next(s for s in STARTS if s == chosen)


def _count() -> str:
    state.take(PAGE, "k", "3", COUNTS)
    st.selectbox(
        t("Routes to each"),
        COUNTS,
        format_func=lambda n: t("{n} each", n=n),
        key=state.key(PAGE, "k"),
        label_visibility="collapsed",
        width=110,
    )
    return state.keep(PAGE, "k", "3")


def _to(found: list[Persuasion], target: str) -> list[Persuasion]:
    return [route for route in found if route.target == target]


def _nothing(wanted: Wanted, target: str) -> str:
    """Say why no route is known."""
    if target in wanted.avoid:
        return t("No route: this person is to be avoided.")
    if set(ROUTE_KINDS) - set(wanted.kinds or ROUTE_KINDS):
        return t("No route over the kinds of ties that are shown.")
    if wanted.start == "team":
        return t(
            "No route: nobody whom we cover and who is not against us is listened to here, "
            "directly or through others."
        )
    return t("No route: nobody who supports us is listened to here.")


def _note() -> Markup:
    return el(
        "p",
        "small-text route-note",
        icon("info", "small"),
        el("b", "", only, " ") if (only := kinds.only(ROUTE_KINDS)) else None,
        t(
            "Strength = the product of the steps. A step = how far the next one listens × how "
            "willing this one is, (1 + expected stance) / 2. Opponents pass nothing on."
        ),
    )
