"""The Results view: results in, and what the campaign brought, part by part."""

from __future__ import annotations

import polars as pl
import streamlit as st

from graph.customers.campaigns.outcomes import without_result
from graph.customers.campaigns.results import Evaluation
from graph.errors import LinchpinError
from loaders.campaigns import OUTCOME, ListFile
from ui import services, services_campaigns, state, trouble
from ui.campaigns.brought import headline, measure_name, money_card, notes, parts_card
from ui.campaigns.kept import Campaign
from ui.campaigns.rejected import offer, rejected
from ui.components.rows import rows
from ui.format import whole
from ui.names import Names
from ui.services_campaigns import Brought
from ui.text import t

ICON = "leaderboard"
PAGE = "campaigns"


def name() -> str:
    """Return the words on the tab."""
    return t("Results")


def show(campaign: Campaign) -> None:
    """Draw what the campaign brought."""
    mine = services_campaigns.targeted(campaign.id).filter(pl.col("arm").is_not_null())
    if mine.is_empty():
        trouble.empty(t("Nobody is assigned yet: draw the arms under Targets."),
                      f"linchpin campaign assign {campaign.id} --help")  # fmt: skip
        return
    known = bool(mine.select(pl.any_horizontal(pl.col(c).is_not_null() for c in OUTCOME)).sum()
                 .item())  # fmt: skip
    _take(campaign, open_=not known)
    if not known:
        st.caption(t("No result is known yet."))
        return
    missing = without_result(mine)
    if missing:
        words = t("Results of {n} of {of} are missing; they count as not contacted.",
                  n=whole(missing), of=whole(mine.height))  # fmt: skip
        st.warning(words, icon=":material/warning:")
    _evaluation(campaign, told=missing > 0)


def _take(campaign: Campaign, *, open_: bool) -> None:
    """Take a file of results in, once."""
    with st.expander(t("Results in"), expanded=open_, icon=":material/upload_file:"):
        given = st.file_uploader(
            t("customer, contacted, accepted, contacted_on, revenue, cost"),
            ["csv", "txt", "xlsx", "parquet"],
            key=f"campaigns.results.{campaign.id}",
        )
        if given is not None and st.button(
            t("Take the results in"), icon=":material/done_all:", type="primary",
            key="campaigns.take",
        ):  # fmt: skip
            try:
                with st.spinner(t("Taking the results in…")):
                    listed, taken = services_campaigns.take(
                        campaign.id, Brought(given.name, given.getvalue())
                    )
            except LinchpinError as error:
                trouble.show(error)
                return
            st.session_state["campaigns.taken"] = (campaign.id, taken.taken, listed)
            st.rerun()
    last: tuple[str, int, ListFile] | None = st.session_state.get("campaigns.taken")
    if last is not None and last[0] == campaign.id:
        _taken(*last[1:])


def _taken(count: int, listed: ListFile) -> None:
    """Say what of a file counted, and why the first rows that did not were left out."""
    left = listed.rows - count
    words = t("{n} results taken in; rows left out: {left}", n=whole(count), left=whole(left))
    if listed.rejects.is_empty():
        st.success(words, icon=":material/check_circle:")
        return
    st.warning(words, icon=":material/rule:")
    rows(rejected(listed.rejects), key="campaign_rejects")
    offer(listed.rejects)


def _evaluation(campaign: Campaign, *, told: bool) -> None:
    """Draw the figures; ``told``: that results are missing, the first warning, stands above."""
    whole_of_it = st.container()
    column, measure = _choice(campaign)
    try:
        found = services_campaigns.evaluation(campaign.id, (column,) if column else ())
    except LinchpinError as error:
        trouble.show(error)
        return
    left, right = whole_of_it.columns(2, gap="small")
    with left:
        rows(headline(found, "contact"), key="campaign_contact")
    with right:
        rows(headline(found, "sales"), key="campaign_sales")
    _parts(found, column, measure)
    card = money_card(found, services.settings().currency)
    if card is not None:
        rows(card, key="campaign_money")
    others = found.warnings[1:] if told else found.warnings
    rows(notes(found.model_copy(update={"warnings": others})), key="campaign_notes")


def _parts(found: Evaluation, column: str, measure: str) -> None:
    if not column:
        return
    names = Names(services.snapshot())
    if column == "tag":
        named = [
            r.model_copy(update={"value": names.of("Tag", r.value) if r.value else None})
            for r in found.by
        ]
        found = found.model_copy(update={"by": named})
    rows(parts_card(found, measure, labels().get(column, column)), key="campaign_parts")


def labels() -> dict[str, str]:
    """Return what the columns are called that a campaign is looked into by."""
    return {
        "": t("The whole campaign"),
        "stratum": t("Stratum"),
        "tag": t("Tag"),
        "segment": t("Segment"),
        "industry": t("Industry"),
        "region": t("Region"),
    }


def _choice(campaign: Campaign) -> tuple[str, str]:
    """Let the reader choose by what the results are looked into, and in which measure."""
    kinds = set(services_campaigns.targeted(campaign.id)["kind"])
    own = ["segment"] if "Member" in kinds else []
    own += ["industry", "region"] if "Enterprise" in kinds else []
    columns = list(dict.fromkeys(["tag", *(["stratum"] if campaign.strata else []),
                                  *campaign.strata, *own]))  # fmt: skip
    state.take(PAGE, "by", "tag", columns)
    state.take(PAGE, "measure", "sales", ("sales", "contact"))
    named = labels()
    with st.container(horizontal=True, vertical_alignment="center"):
        st.selectbox(
            t("Look into it by"), columns, format_func=lambda c: named.get(c, c),
            key=state.key(PAGE, "by"), width=220, label_visibility="collapsed",
        )  # fmt: skip
        st.segmented_control(
            t("Measure"), ("sales", "contact"), format_func=measure_name, required=True,
            key=state.key(PAGE, "measure"), label_visibility="collapsed",
        )  # fmt: skip
    return state.keep(PAGE, "by", "tag"), state.keep(PAGE, "measure", "sales")
