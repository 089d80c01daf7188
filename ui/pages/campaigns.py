"""Campaigns: planned, assigned at random, measured, improved; each round starts the next."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import polars as pl
import streamlit as st

from graph.customers.campaigns.outcomes import without_result
from graph.vocabulary import values
from loaders.campaigns import OUTCOME
from ui import campaigns, services, services_campaigns, state, trouble
from ui.campaigns import form
from ui.campaigns.book import Standing, chip, dates_of, products_of, table, title_of
from ui.campaigns.kept import Campaign
from ui.campaigns.views import VIEWS
from ui.campaigns.views.improve import NEXT, PAGE
from ui.components.html import el, join
from ui.components.rows import rows
from ui.names import Names
from ui.text import t, tn, word

NEW = "+"
STYLE = (Path(campaigns.__file__).parent / "page.css").read_text(encoding="utf-8")


def show() -> None:
    """Draw the page."""
    asked = state.take(PAGE, "id", "")
    if asked == NEW:
        _new()
    elif asked:
        _opened(services_campaigns.campaign(asked))
    else:
        _book()


def _book() -> None:
    """Draw all campaigns."""
    found = services_campaigns.campaigns()
    head = st.container(
        horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"
    )
    with head:
        about = t("The loop: plan, assign at random, measure with intervals, refine the tag.")
        count = el("span", "lp-chip", tn("{n} campaign", "{n} campaigns", len(found)))
        line = el("div", "lp-line", el("h1", "", t("Campaigns")), count)
        st.html(el("div", "lp-title", line, el("p", "", about)))
        if st.button(t("New campaign"), icon=":material/add:", type="primary"):
            st.session_state.pop(NEXT, None)
            _go(NEW)
    if not found:
        trouble.empty(t("No campaign is planned or loaded yet."), "linchpin campaign plan --help")
        return
    shown = table([_standing(c) for c in found], Names(services.snapshot()), services.as_of())
    event = rows(shown, key="campaigns_book")
    if event is not None:
        _go(event.id)


def _standing(campaign: Campaign) -> Standing:
    mine = services_campaigns.targeted(campaign.id).filter(pl.col("arm").is_not_null())
    if mine.is_empty():
        return Standing(campaign, None, measured=False)
    told = mine.select(pl.any_horizontal(pl.col(c).is_not_null() for c in OUTCOME)).to_series()
    found = services_campaigns.evaluation(campaign.id)
    return Standing(campaign, found, bool(told.any()), without_result(mine))


def _new() -> None:
    _title(t("New campaign"), [])
    form.show()
    state.keep(PAGE, "id", "")


def _opened(campaign: Campaign) -> None:
    """Draw one campaign, tab by tab."""
    names, today = Names(services.snapshot()), services.as_of()
    standing = _standing(campaign)
    chips = [
        chip(standing.state(today)),
        el("span", "chip line", products_of(campaign, names)),
        el("span", "chip line", dates_of(campaign, today)),
    ]
    if campaign.measure:
        chips.append(el("span", "chip line", word(values.CAMPAIGN_MEASURES, campaign.measure)))
    _title(title_of(campaign, names), chips)
    first = {"planned": "targets", "partly": "results", "measured": "results"}.get(
        standing.state(today), "plan"
    )
    state.take(PAGE, "view", first, VIEWS)
    st.html(f"<style>{STYLE}</style>")
    with st.container(key="lp_campaign_tabs"):
        st.segmented_control(
            t("View"),
            list(VIEWS),
            format_func=lambda v: f":material/{VIEWS[v].ICON}: {VIEWS[v].name()}",
            key=state.key(PAGE, "view"),
            required=True,
            label_visibility="collapsed",
        )
    view = state.keep(PAGE, "view", first)
    VIEWS[view].show(campaign)
    state.keep(PAGE, "id", "")


def _title(title: str, chips: Sequence[str]) -> None:
    """Draw the way back and what is looked at."""
    back = el("span", "", t("Campaigns"), data_id="back", data_event="go", tabindex="0",
              role="link")  # fmt: skip
    head = join(el("div", "crumbs", back), el("div", "title", el("h1", "", title), *chips))
    event = rows(el("div", "deal-title", head), key="campaign_title")
    if event is not None and event.kind == "go":
        _go("")


def _go(id_: str) -> None:
    """Open a campaign, the form of a new one, or all."""
    state.put(PAGE, "id", id_)
    st.session_state.pop(state.key(PAGE, "view"), None)
    state.keep_all(PAGE, {"id": "", "view": ""})
    st.rerun()


show()
