"""The Improve view: who accepted, the narrower tag, the next campaign."""

from __future__ import annotations

import polars as pl
import streamlit as st

from graph.customers.campaigns.results import Improvement, Refinement
from graph.errors import LinchpinError
from graph.model import values
from ui import services, services_campaigns, state, trouble
from ui.campaigns.better import features_card, next_card, refinement_card
from ui.campaigns.kept import Campaign
from ui.components.html import el, icon
from ui.components.rows import rows
from ui.names import Names
from ui.text import say, t, word

ICON = "auto_fix_high"
PAGE = "campaigns"
NEXT = "campaigns.next"


def name() -> str:
    """Return the words on the tab."""
    return t("What to change next")


def show(campaign: Campaign) -> None:
    """Draw what separates who accepted, and what follows from it."""
    mine = services_campaigns.targeted(campaign.id)
    if not mine.filter(pl.col("accepted")).height:
        trouble.empty(t("Nobody is known to have accepted yet: take the results in first."),
                      f"linchpin campaign results {campaign.id} FILE")  # fmt: skip
        return
    with st.spinner(t("Comparing who accepted with who did not…")):
        found = services_campaigns.improvement(campaign.id, 0.3, 0)
    names = _names()
    rows(features_card(found, names), key="campaign_features")
    left, right = st.columns([54, 46], gap="small")
    with left:
        rows(refinement_card(found, names, _reach(found)), key="campaign_refined")
        if found.refinement is not None:
            _save(campaign, found.refinement)
    with right:
        rows(next_card(found.next), key="campaign_next")
        if found.next is not None:
            _plan_next(campaign, found)
    for warning in found.warnings:
        rows(el("div", "deal-note", icon("warning"), say(warning)), key="campaign_warning")


def _reach(found: Improvement) -> int | None:
    """Return how many meet the narrower tag; a stratum of a file's own column defines no tag."""
    if found.refinement is None:
        return None
    try:
        return services_campaigns.reached(found.refinement.rule)
    except LinchpinError:
        return None


def _names() -> dict[str, str]:
    """Return what the columns of conditions are called: tags and products by their name."""
    snapshot = services.snapshot()
    known = Names(snapshot)
    tags = {f"tags.{g}": known.of("Tag", g) for g in snapshot.nodes["Tag"].ids}
    used = {f"usage.{p}[6]": t("use of {product}", product=known.of("Product", p))
            for p in snapshot.nodes["Product"].ids}  # fmt: skip
    return tags | used


def _save(campaign: Campaign, better: Refinement) -> None:
    """Let the reader keep the refinement as a tag, within the tags the campaign was for."""
    with st.container(border=True, key="lp_panel_tag"):
        st.html(f'<div class="lp-section"><h2>{t("Save as tag")}</h2></div>')
        with st.container(horizontal=True):
            id_ = st.text_input(t("Id"), f"T-{campaign.id}-2", key=f"campaigns.tag.{campaign.id}")
            called = st.text_input(
                t("Name"), t("Refined after {id}", id=campaign.id),
                key=f"campaigns.tag_name.{campaign.id}",
            )  # fmt: skip
            dimension = st.selectbox(
                t("Dimension"), values.TAG_DIMENSIONS.words, index=3,
                format_func=lambda d: word(values.TAG_DIMENSIONS, d),
                key=f"campaigns.tag_kind.{campaign.id}",
            )  # fmt: skip
        if st.button(t("Save and apply"), icon=":material/sell:", key="campaigns.save_tag",
                     type="primary"):  # fmt: skip
            try:
                carriers = services_campaigns.save_tag(
                    campaign, str(id_), str(called), str(dimension), better.rule
                )
            except LinchpinError as error:
                trouble.show(error)
                return
            st.success(t("{tag} is carried by {n} customers.", tag=id_, n=f"{carriers:,}"))


def _plan_next(campaign: Campaign, found: Improvement) -> None:
    if st.button(t("Plan the next campaign"), icon=":material/arrow_forward:",
                 key="campaigns.plan_next") and found.next is not None:  # fmt: skip
        st.session_state[NEXT] = (campaign, found.next.base, found.next.target)
        state.put(PAGE, "id", "+")
        state.keep(PAGE, "id", "")
        st.rerun()
