"""The Improve view: who accepted, the narrower tag, the next campaign."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl
import streamlit as st

from graph.customers.campaigns.results import NextPlan, Refinement
from graph.errors import LinchpinError
from graph.model import values
from ui import services, services_campaigns, state, trouble
from ui.campaigns.better import features_card, next_card, refinement_card
from ui.campaigns.following import following, saved_tag
from ui.campaigns.kept import Campaign
from ui.components.html import el, icon, join
from ui.components.rows import rows
from ui.format import whole
from ui.names import Names
from ui.text import say, t, word

ICON = "auto_fix_high"
PAGE = "campaigns"
NEXT = "campaigns.next"
SAVED = "campaigns.saved_tag"


def name() -> str:
    """Return the words on the tab."""
    return t("What to change next")


def show(campaign: Campaign) -> None:
    """Draw what separates who accepted, and what follows from it."""
    mine = services_campaigns.targeted(campaign.id)
    if not mine.filter(pl.col("accepted")).height:
        trouble.empty(t("Nobody is known to have accepted yet: take the results in first."))
        st.button(
            t("Take results in"),
            icon=":material/upload_file:",
            type="primary",
            on_click=state.put,
            args=(PAGE, "view", "results"),
        )
        return
    with st.spinner(t("Comparing who accepted with who did not…")):
        found = services_campaigns.improvement(campaign.id, 0.3, 0)
    names = _names()
    rows(features_card(found, names), key="campaign_features")
    left, right = st.columns([54, 46], gap="small")
    with left:
        better = found.refinement
        reach = services_campaigns.reached(campaign.products, better.rule) if better else None
        rows(refinement_card(found, names, reach), key="campaign_refined")
        if found.refinement is not None:
            _save(campaign, found.refinement)
    with right:
        rows(next_card(found.next), key="campaign_next")
        if found.next is not None:
            _plan_next(campaign, found.next, found.refinement)
    if found.warnings:
        notes = (el("div", "deal-note", icon("warning"), say(w)) for w in found.warnings)
        rows(join(*notes), key="campaign_warning")


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
            st.session_state[SAVED] = (campaign.id, str(id_), carriers)
            st.rerun()
        done: tuple[str, str, int] | None = st.session_state.get(SAVED)
        if done is not None and done[0] == campaign.id:
            st.success(t("{tag} is carried by {n} customers.", tag=done[1], n=whole(done[2])))


def _plan_next(campaign: Campaign, plan: NextPlan, better: Refinement | None) -> None:
    """Lead to the form of the next campaign: for the refined tag, once it is there."""
    tags: Sequence[str] | None = campaign.tags
    if better is not None and services_campaigns.reached(campaign.products, better.rule):
        log, known = services_campaigns.log(campaign.id), services.snapshot().nodes["Tag"].ids
        saved = saved_tag(log, better.rule, known)
        tags = None if saved is None else (saved,)
    pressed = st.button(
        t("Plan the next campaign"), icon=":material/arrow_forward:", key="campaigns.plan_next",
        disabled=tags is None,
    )  # fmt: skip
    if tags is None:
        st.caption(t("Save the refined tag first: the next campaign is for its carriers."))
    elif pressed:
        st.session_state[NEXT] = following(
            campaign, plan, tags, services_campaigns.campaigns(), services.as_of()
        )
        state.put(PAGE, "id", "+")
        state.keep(PAGE, "id", "")
        st.rerun()
