"""The Plan view: whom to meet in the hours there are, who must change, and by which route."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from graph.decision.plan.results import Contact, Persuasion
from graph.decision.plan.routes import ROUTE_KINDS
from graph.decision.results import Analysis
from graph.errors import LinchpinError
from ui import format as fmt
from ui import services, services_plan, state
from ui.components.download import download
from ui.components.html import Markup, el, icon, join
from ui.components.rows import Event, rows
from ui.deal import calendar, kinds, picks, plan, sellers
from ui.deal.kinds import PAGE
from ui.deal.opened import Opened, heard
from ui.deal.plan import Lit
from ui.deal.route_to import Supposed, route_panel
from ui.deal.routes import who_name
from ui.deal.win import SEEKS, win_card
from ui.services_plan import Contacts, Wanted
from ui.text import t

ICON = "event_available"
MOST_HOURS = 200.0
# Meetings whose effect on the route is shown one by one.
MOST_SUPPOSED = 3
WIDGET_TO = "deal.to.select"


def name(_analysis: Analysis) -> str:
    """Return the words on the tab."""
    return t("Plan")


def show(opened: Opened) -> None:
    """Draw the budget, the meetings, the win plan and the route to one person."""
    analysis = opened.analysis
    found, avoid, target = _asked(analysis)
    rows(_contacts(opened, found), key="deal_contacts", on_event=_told)
    with st.container(horizontal=True, key="lp_deal_split", gap="small"):
        with st.container(width=372):
            rows(_win(analysis, avoid), key="deal_win", on_event=_told)
        with st.container(width="stretch"):
            if target:
                _route(opened, target, found.contacts, avoid)
            ask = plan.question_panel(analysis)
            if ask is not None:
                rows(ask, key="deal_question", on_event=heard)


def _win(analysis: Analysis, avoid: list[str]) -> Markup:
    seek = state.take(PAGE, "seek", "fewest", SEEKS)
    state.keep(PAGE, "seek", "fewest")
    win = services_plan.win_of(analysis.opportunity.id, avoid, cheapest=seek == "cheapest")
    return win_card(analysis, win.plan, win.reason, seek)


def _asked(analysis: Analysis) -> tuple[Contacts, list[str], str]:
    """Return the contact plan that is asked for, who takes no part, and whom the route leads to."""
    with st.container(horizontal=True, vertical_alignment="center", key="lp_plan_asked"):
        st.html(el("b", "", t("Budget, hours")), width="content")
        hours = _hours()
        available = sellers.available(analysis)
        with st.container(width="stretch"):
            avoid = picks.several("avoid", t("Avoid nobody"), picks.anybody(analysis))
        found = services_plan.contacts_of(analysis.opportunity.id, hours, avoid, available)
        target = _target(analysis, found.contacts)
        if found.contacts:
            _to_calendar(analysis, found.contacts)
    return found, avoid, target


def _to_calendar(analysis: Analysis, contacts: Sequence[Contact]) -> None:
    download(
        t("To calendar"),
        lambda: calendar.calendar_bytes(analysis, contacts),
        f"linchpin-{analysis.opportunity.id}.ics",
        "event",
        help=t("Proposed: a working day each; holidays are not known."),
        mime="text/calendar",
    )


def _hours() -> float:
    default = f"{services.settings().plan.hours:g}"
    given = state.take(PAGE, "hours", default)
    try:
        number = min(max(float(given), 0.0), MOST_HOURS)
    except ValueError:
        number = float(default)
    widget = "deal.hours.number"
    st.session_state[widget] = number if number == number else float(default)  # noqa: PLR0124
    st.number_input(
        t("Hours"),
        min_value=0.0,
        max_value=MOST_HOURS,
        step=1.0,
        format="%g",
        key=widget,
        icon=":material/schedule:",
        label_visibility="collapsed",
        width=150,
        on_change=lambda: state.put(PAGE, "hours", f"{st.session_state[widget]:g}"),
    )
    state.keep(PAGE, "hours", default)
    return float(st.session_state[widget])


def _contacts(opened: Opened, found: Contacts) -> Markup:
    analysis = opened.analysis
    if found.total is None:
        nothing = t("No contact plan: nobody is known who decides.")
        return el("div", "panel empty", nothing)
    passes = _passes(analysis, found) if found.contacts else None
    return plan.contact_panel(analysis, found.contacts, found.total, passes, _lit(opened))


def _lit(opened: Opened) -> Lit | None:
    """Return the meeting that is chosen, as a finding asks for it."""
    analysis, ids = opened.analysis, opened.selected.ids
    person = next((p for p in analysis.people if p.id == ids[-1:][0]), None) if ids else None
    meeting = opened.selected.kind == "route" and len(ids) == 2
    if not meeting or person is None or ids[0] not in {s.id for s in analysis.team}:
        return None
    hours = services.settings().plan.takes(ids[0], person.employer)
    try:
        after = services.analysis(analysis.opportunity.id, what_if=(f"meet:{ids[0]}={ids[1]}",))
    except LinchpinError:
        after = None
    return Lit(ids[0], ids[1], hours, after)


def _passes(analysis: Analysis, found: Contacts) -> Markup | None:
    """Return whether the deal passes once the meetings are held."""
    held = tuple(f"meet:{c.seller}={c.person}" for c in found.contacts)
    try:
        after = services.analysis(analysis.opportunity.id, what_if=held)
    except LinchpinError:
        return None
    if after.passes:
        return el("span", "chip good", icon("check"), t("passes"))
    if after.blocked_by:
        return el("span", "chip bad", icon("block"), t("blocked by a veto"))
    short = analysis.pass_lean - (after.lean or 0.0)
    if short > 0 and not any(p.vote_weight for p in analysis.people):
        return el("span", "chip warn", t("{n} short of passing", n=fmt.plain(short)))
    return el("span", "chip warn", t("falls short"))


def _target(analysis: Analysis, contacts: list[Contact]) -> str:
    """Offer to whom the route is shown: at first whom to meet first, else who decides most."""
    people = picks.people(analysis)
    if not people:
        return ""
    first = [c.person for c in contacts] + [d.id for d in analysis.deciders]
    default = next((id_ for id_ in first if id_ in people), "")
    given = state.take(PAGE, "to", "")
    st.session_state[WIDGET_TO] = given if given in people else default or None
    st.selectbox(
        t("Route to"),
        list(people),
        format_func=lambda id_: t("Route to {name}", name=people.get(id_, id_)),
        key=WIDGET_TO,
        label_visibility="collapsed",
        width=240,
        on_change=lambda: state.put(PAGE, "to", st.session_state[WIDGET_TO] or ""),
    )
    state.keep(PAGE, "to", "")
    return str(st.session_state[WIDGET_TO] or "")


def _route(opened: Opened, target: str, contacts: list[Contact], avoid: list[str]) -> None:
    shown = kinds.shown()
    allowed = tuple(k for k in ROUTE_KINDS if k in shown)

    def routes(k: int, *meetings: tuple[str, str]) -> list[Persuasion]:
        wanted = Wanted((target,), k, avoid=tuple(avoid), kinds=allowed, meetings=meetings)
        return services_plan.routes_of(opened.deal, wanted)

    found = routes(3)
    rank = int(state.take(PAGE, "rank", "0", ("0", "1", "2")))
    supposed = []
    pairs = list(dict.fromkeys((c.seller, c.person) for c in contacts))
    for pair in pairs:
        after = routes(1, pair)
        if _better(after, found):
            supposed.append(Supposed(_meets(opened.analysis, pair), after[0]))
    supposed.sort(key=lambda s: -s.route.strength if s.route else 0.0)
    if len(pairs) > 1:
        every = routes(1, *pairs)
        supposed.insert(0, Supposed(t("All meetings of the plan"), every[0] if every else None))
    today = Supposed(t("As it is today"), found[0] if found else None, today=True)
    shown_rows = [*supposed[: MOST_SUPPOSED + 1], today]
    html = route_panel(opened.analysis, target, found, rank, shown_rows, kinds.only(ROUTE_KINDS))
    rows(join(html), key="deal_plan_route", on_event=_told)


def _better(after: list[Persuasion], before: list[Persuasion]) -> bool:
    return bool(after) and (not before or after[0].strength > before[0].strength)


def _meets(analysis: Analysis, pair: tuple[str, str]) -> str:
    seller, person = (who_name(analysis, id_) for id_ in pair)
    return t("{seller} meets {person}", seller=seller, person=person)


def _told(event: Event) -> None:
    """Take a choice of this view, or one that any view knows."""
    kind, _, rest = event.id.partition(":")
    if kind in {"rank", "seek"}:
        state.put(PAGE, kind, rest)
    else:
        heard(event)
