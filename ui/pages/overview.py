"""Overview: which deals need a person this week, and whom to send."""

from __future__ import annotations

import streamlit as st

from ui import services, state, trouble
from ui.components.download import download
from ui.components.html import el, join
from ui.components.rows import rows
from ui.files import csv_bytes, xlsx_bytes
from ui.links import go
from ui.overview import cards, export, filters, table
from ui.overview.book import SORTS, Line, main_currency, ordered
from ui.text import t

PAGE = "overview"
DEFAULT_SORT = "stake"


def show() -> None:
    """Draw the page."""
    head = st.container(
        horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"
    )
    with head:
        title = join(
            el("h1", "", t("Overview")),
            el("p", "", t("Which deals need a person this week, and whom to send.")),
        )
        st.html(el("div", "lp-title", title))
    if not services.analysed():
        return
    enough = services.settings().model.enough_known
    lines = [Line(a, enough) for a in services.analyses()]
    if not lines:
        trouble.empty(t("There is no open deal yet. Load a book to begin."), "linchpin load FOLDER")
        return
    currency = main_currency(lines, services.settings().currency)
    rows(cards.cards(lines, currency), key="overview_cards")
    wanted = filters.show(lines)
    sort = state.take(PAGE, "sort", DEFAULT_SORT, {*SORTS, *(f"-{s}" for s in SORTS)})
    shown = ordered((line for line in lines if wanted.keeps(line)), sort)
    _table(shown, sort, currency)
    with head:
        _buttons(shown)


def _table(shown: list[Line], sort: str, _currency: str) -> None:
    if shown:
        html = join(
            table.table(shown, sort, services.as_of()),
            table.foot(shown[0].analysis.pass_lean, len(shown)),
        )
    else:
        html = el("div", "panel empty", t("No deal fits the filters."))
    event = rows(html, key="overview_table")
    if event is None:
        return
    if event.kind == "sort":
        state.put(PAGE, "sort", f"-{event.id}" if sort == event.id else event.id)
        state.keep(PAGE, "sort", DEFAULT_SORT)
        st.rerun()
    go("deal", id=event.id)


def _buttons(shown: list[Line]) -> None:
    with st.container(horizontal=True, width="content"):
        with st.popover(t("Export"), icon=":material/download:"):
            download(
                t("Excel"),
                lambda: xlsx_bytes(export.frame(shown), t("Deals")),
                "linchpin-deals.xlsx",
                "table_view",
                width="stretch",
            )
            download(
                "CSV",
                lambda: csv_bytes(export.frame(shown)),
                "linchpin-deals.csv",
                "csv",
                width="stretch",
            )
        if st.button(
            t("Analyse all"),
            icon=":material/refresh:",
            type="primary",
            help=t("Read the store again and analyse every open deal."),
        ):
            services.forget_answers()
            st.rerun()


show()
