"""Portfolio: the whole book by lean and exposure, who carries it, and each seller's week."""

from __future__ import annotations

import streamlit as st

from graph.decision.exposed import exposed_revenue
from graph.decision.plan.week import WeekAction
from ui import services, services_portfolio, state, trouble
from ui.components.download import download
from ui.components.html import Markup, el, join
from ui.components.rows import Event, rows
from ui.files import xlsx_book
from ui.links import go
from ui.names import Names
from ui.overview.book import Line, main_currency
from ui.portfolio import export
from ui.portfolio.exposed import exposed
from ui.portfolio.left_out import left_out
from ui.portfolio.place import opened
from ui.portfolio.scatter import legend, scatter, without_lean, without_name
from ui.portfolio.week import together_worth, weeks
from ui.text import t, together

PAGE = "portfolio"
ALL = ""


def show() -> None:
    """Draw the page."""
    head = st.container(
        horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"
    )
    with head:
        _title()
    if not services.analysed():
        return
    enough = services.settings().model.enough_known
    lines = {a.opportunity.id: Line(a, enough) for a in services.analyses()}
    if not lines:
        trouble.empty(t("There is no open deal yet. Load a book to begin."), "linchpin load FOLDER")
        return
    names = Names(services.snapshot())
    currency = main_currency(lines.values(), services.settings().currency)
    with head, st.container(horizontal=True, width="content"):
        whose = _whose()
        shown = _group(lines, names)
        files = st.empty()
    amounts, _ = services_portfolio.amounts()
    hanging = exposed_revenue([x.analysis for x in shown.values()], amounts)
    chosen = [row for row in hanging if row.kind == whose]
    top = el("div", "two-panels", _picture(shown, currency), exposed(chosen, shown))
    _follow(rows(top, key="portfolio_top"))
    # Sums of the week are in the currency of the settings, whatever most deals are in.
    actions = _weeks(shown, names, services.settings().currency)
    with files:
        of = {id_: x.analysis.opportunity.currency or "" for id_, x in shown.items()}
        download(
            t("Excel"),
            lambda: xlsx_book(export.sheets(hanging, actions, names, of)),
            "linchpin-portfolio.xlsx",
            "download",
        )


def _title() -> None:
    words = t("What the book rests on: lean, exposure, people, and the week of each seller.")
    st.html(el("div", "lp-title", join(el("h1", "", t("Portfolio")), el("p", "", words))))


def _group(lines: dict[str, Line], names: Names) -> dict[str, Line]:
    """Let the reader choose a group, and return its deals."""
    heads = services_portfolio.group_heads()
    of_deal = {
        id_: heads.get(x.analysis.opportunity.enterprise or "", "") for id_, x in lines.items()
    }
    options = {h: names.of("Enterprise", h) for h in set(of_deal.values()) if h}
    order = sorted(options, key=lambda h: (options[h], h))
    state.take(PAGE, "group", ALL, {ALL, *order})
    st.selectbox(
        t("Group"),
        [ALL, *order],
        format_func=lambda h: options.get(h, t("The whole book")),
        key=state.key(PAGE, "group"),
        label_visibility="collapsed",
        width=230,
        persist_state="session",
    )
    chosen = state.keep(PAGE, "group", ALL)
    return {id_: x for id_, x in lines.items() if not chosen or of_deal[id_] == chosen}


def _picture(lines: dict[str, Line], currency: str) -> Markup:
    return el(
        "section",
        "panel",
        el(
            "div",
            "panel-head",
            el("h2", "", t("Deals by lean and worst link")),
            el("span", "small-text", t("a click opens the deal")),
        ),
        scatter(list(lines.values()), currency),
        legend(list(lines.values())),
        without_name(list(lines.values()), currency),
        without_lean(list(lines.values())),
    )


def _whose() -> str:
    """Let the reader choose whose leaving is looked at: the customers' people, or our own."""
    names = {"person": t("Their people"), "seller": t("Our people")}
    state.take(PAGE, "whose", "person", names)
    st.segmented_control(
        t("Whose people"),
        list(names),
        format_func=lambda kind: names[kind],
        key=state.key(PAGE, "whose"),
        required=True,
        label_visibility="collapsed",
        width="content",
    )
    return state.keep(PAGE, "whose", "person")


def _weeks(lines: dict[str, Line], names: Names, currency: str) -> dict[str, list[WeekAction]]:
    """Draw the week of each seller; it is chosen beside the page."""
    deals = tuple(lines)
    if not services_portfolio.planned(deals):
        return {}
    _, missing = services_portfolio.amounts()
    plan = services_portfolio.week(deals)
    found, hours = plan.sellers, services.settings().plan.hours
    st.html(
        el(
            "div",
            "lp-section",
            el("h2", "", t("This week, seller by seller")),
            el(
                "p",
                "",
                t(
                    "The meetings worth most: gain in lean and access × amount. "
                    "Nobody is met by two of ours in one week."
                ),
            ),
            el("p", "", together_worth(plan.total, currency)),
        )
    )
    if missing:
        st.caption(t("No rate for {names}: their deals count last.", names=together(missing)))
    if not found:
        rows(el("div", "panel empty", t("No meeting would gain anything.")), key="portfolio_none")
        return {}
    _follow(rows(weeks(found, lines, names, hours, currency), key="portfolio_weeks"))
    without_room = left_out(plan.passed_over, lines, names)
    if without_room is not None:
        _follow(rows(without_room, key="portfolio_left_out"))
    return found


def _follow(event: Event | None) -> None:
    """Open the deal that was clicked, with the person or seller chosen."""
    if event is not None:
        go("deal", **opened(event.id))


show()
