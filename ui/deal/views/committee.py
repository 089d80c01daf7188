"""The Committee view: votes, power of the members, coalitions that win, who is pivotal."""

from __future__ import annotations

import streamlit as st

from graph.decision.results import Analysis
from ui import services, services_plan
from ui.components.html import el, icon
from ui.components.rows import rows
from ui.deal import committee, votes
from ui.deal.figures import little_known
from ui.deal.opened import Opened, heard
from ui.text import t

ICON = "how_to_vote"


def name(_analysis: Analysis) -> str:
    """Return the words on the tab."""
    return t("Committee")


def show(opened: Opened) -> None:
    """Draw the votes, and below them power and coalitions; or why there is no committee."""
    analysis = opened.analysis
    power, reason = services_plan.committee_of(opened.deal)
    if power is None:
        shown = el("div", "stacked", committee.without_committee(analysis, reason))
        rows(shown, key="deal_no_committee", on_event=heard)
        return
    little = little_known(analysis, services.settings().model.enough_known)
    if little:
        note = el("div", "panel little-known", icon("help"), el("span", "", little))
        rows(note, key="deal_little_known")
    rows(votes.votes_panel(analysis, power), key="deal_votes", on_event=heard)
    with st.container(horizontal=True, key="lp_deal_split", gap="small"):
        with st.container(width="stretch"):
            rows(committee.power_table(analysis, power), key="deal_power", on_event=heard)
        with st.container(width=400):
            listed = committee.coalitions_panel(analysis, power)
            rows(listed, key="deal_coalitions", on_event=heard)
