"""The Targets view: whose list, which arms; drawn, looked at, kept, and out as a list."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
import streamlit as st

from graph.errors import LinchpinError
from ui import services, services_campaigns, trouble
from ui.campaigns.arms import arms_card, left_out
from ui.campaigns.kept import Campaign
from ui.campaigns.lists import harmless, outgoing
from ui.campaigns.rejected import offer, rejected
from ui.campaigns.running import REST_DAYS, Assigned, Draw, nobodys, replacing
from ui.campaigns.targets import Chosen, as_list
from ui.campaigns.views.plan import size_of
from ui.campaigns.views.results import labels
from ui.components.download import download
from ui.components.rows import rows
from ui.fields import hint
from ui.format import whole
from ui.names import Names
from ui.services_campaigns import Brought
from ui.text import language, t

if TYPE_CHECKING:
    from loaders.campaigns import ListFile

ICON = "group_add"
KINDS = ("Member", "Enterprise")


def name() -> str:
    """Return the words on the tab."""
    return t("Targets")


def show(campaign: Campaign) -> None:
    """Draw the arms that are kept, or let the reader draw them."""
    mine = services_campaigns.targeted(campaign.id).filter(pl.col("arm").is_not_null())
    if mine.height:
        _kept(campaign, mine)
        return
    left, right = st.columns([46, 54], gap="small")
    with left:
        asked = _asked(campaign)
    with right:
        _drawn(campaign, asked)


def _kept(campaign: Campaign, mine: pl.DataFrame) -> None:
    left, right = st.columns([54, 46], gap="small")
    with left:
        rows(arms_card(mine, campaign.strata, kept=True), key="campaign_arms")
        _left_out(campaign)
    with right, st.container(border=True, key="lp_panel_list"):
        st.html(f'<div class="lp-section"><h2>{t("The list goes out")}</h2></div>')
        st.caption(t("It comes back with its results filled in."))
        names = {"": t("Both arms"), "target": t("Target arm"), "control": t("Control arm")}
        arm = st.segmented_control(
            t("Arm"), list(names), format_func=lambda a: names[a], default="", required=True,
            key="campaigns.arm", label_visibility="collapsed",
        )  # fmt: skip
        frame, refused = outgoing(services.snapshot(), campaign, mine, str(arm) or None, language())
        if refused:
            st.warning(t("{n} must not be contacted any more and were left out.", n=whole(refused)))
        _downloads(campaign, frame)


def _left_out(campaign: Campaign) -> None:
    """Show who was left out of the arms when they were kept."""
    drawn = [e.figures for e in services_campaigns.log(campaign.id) if e.what == "assigned"]
    if drawn and "eligible" in drawn[-1]:
        card = left_out(drawn[-1].get("left_out", {}), drawn[-1]["eligible"])
        rows(card, key="campaign_left_out")


def _downloads(campaign: Campaign, frame: pl.DataFrame) -> None:
    from ui.exports.tables import to_xlsx

    with st.container(horizontal=True):
        download(
            t("Excel"),
            lambda: to_xlsx({campaign.id: frame}),
            f"campaign-{campaign.id}.xlsx",
            "table_view",
            type="primary",
        )
        download(
            "CSV",
            lambda: b"\xef\xbb\xbf" + harmless(frame).write_csv().encode(),
            f"campaign-{campaign.id}.csv",
            "csv",
        )


def _asked(campaign: Campaign) -> tuple[ListFile, Draw] | None:
    """Let the reader say whose list it is and how the arms are drawn."""
    with st.container(border=True, key="lp_panel_whose"):
        st.html(f'<div class="lp-section"><h2>{t("Whose list")}</h2></div>')
        listed = _listed(campaign)
        if listed is None:
            return None
        columns = [c for c in listed.frame.columns if c not in ("line", "customer")]
        strata = st.multiselect(
            t("Balance the arms by"), columns, key=f"campaigns.strata.{campaign.id}",
            format_func=lambda c: labels().get(c, c),
            placeholder=hint(columns, t("no strata")), disabled=not columns,
        )  # fmt: skip
        sizes = _sizes(campaign)
        return listed, _draw(campaign, sizes, strata)


def _draw(campaign: Campaign, sizes: dict[str, int], strata: list[str]) -> Draw:
    with st.container(horizontal=True):
        rest = st.number_input(
            t("Days of rest"), 0, 3650, REST_DAYS, key=f"campaigns.rest.{campaign.id}",
            help=t("Leave out who was contacted within so many days before the start."),
        )  # fmt: skip
        seed = st.number_input(
            t("Seed"), 0, 2**31 - 1, 1, key=f"campaigns.seed.{campaign.id}",
            help=t("The same seed draws the same arms."),
        )  # fmt: skip
    given = st.file_uploader(
        t("Do not contact (a list of ids)"), ["csv", "txt", "xlsx", "parquet"],
        key=f"campaigns.refused.{campaign.id}",
    )  # fmt: skip
    refused = services_campaigns.ids(Brought(given.name, given.getvalue())) if given else []
    return Draw(sizes, strata, int(seed), refused, int(rest))


def _listed(campaign: Campaign) -> ListFile | None:
    ways = {"tags": t("By tags"), "file": t("From a file")}
    way = st.segmented_control(
        t("Whose list"), list(ways), format_func=lambda w: ways[w], default="tags", required=True,
        key=f"campaigns.way.{campaign.id}", label_visibility="collapsed",
    )  # fmt: skip
    if way == "file":
        given = st.file_uploader(
            t("Customers, with columns to balance by"), ["csv", "txt", "xlsx", "parquet"],
            key=f"campaigns.list.{campaign.id}",
        )  # fmt: skip
        if given is None:
            return None
        return services_campaigns.listed(Brought(given.name, given.getvalue()))
    return _by_tags(campaign)


def _by_tags(campaign: Campaign) -> ListFile:
    names, known = Names(services.snapshot()), services.snapshot().nodes["Tag"].ids
    kinds = {"Member": t("Individual members"), "Enterprise": t("Enterprises")}
    kind = st.segmented_control(
        t("Customers"), KINDS, format_func=lambda k: kinds[k], default="Member", required=True,
        key=f"campaigns.kind.{campaign.id}", label_visibility="collapsed",
    )  # fmt: skip
    tags = st.multiselect(
        t("Carriers of all these tags"), known, [g for g in campaign.tags if g in known],
        format_func=lambda g: names.of("Tag", g), key=f"campaigns.tags.{campaign.id}",
        placeholder=hint(known, t("no tag: everybody")), disabled=not known,
    )  # fmt: skip
    without = st.toggle(
        t("Leave out who uses the product already"), value=True,
        key=f"campaigns.without.{campaign.id}",
    )  # fmt: skip
    products = campaign.products if without else ()
    frame = services_campaigns.carriers(Chosen(tuple(tags), str(kind), products))
    st.caption(t("{n} customers on this list", n=f"{frame.height:,}"))
    return as_list(frame, t("Carriers"))


def _sizes(campaign: Campaign) -> dict[str, int]:
    size = size_of(campaign.base, campaign.target, campaign.power or 0.8)
    first = (size.per_arm.target, size.per_arm.control) if size else (100, 100)
    with st.container(horizontal=True):
        target = st.number_input(
            t("In the target arm"), 0, 10_000_000, first[0], key=f"campaigns.target.{campaign.id}"
        )
        control = st.number_input(
            t("In the control arm"), 0, 10_000_000, first[1], key=f"campaigns.control.{campaign.id}"
        )
    return {"target": int(target), "control": int(control)}


def _fell_out(listed: ListFile) -> None:
    """Show the rows of a list too short that were left out, and why."""
    if listed.rejects.height:
        rows(rejected(listed.rejects), key="campaign_rejects")
        offer(listed.rejects)


def _drawn(campaign: Campaign, asked: tuple[ListFile, Draw] | None) -> None:
    """Draw arms when asked to, show them, and keep them when asked to."""
    place = f"campaigns.drawn.{campaign.id}"
    with st.container(horizontal=True):
        draw = st.button(
            t("Draw the arms"), icon=":material/shuffle:", disabled=asked is None,
            key="campaigns.draw",
        )  # fmt: skip
        found: Assigned | None = st.session_state.get(place)
        keep = st.button(
            t("Keep these arms"), icon=":material/check:", type="primary", disabled=found is None,
            key="campaigns.keep",
        )  # fmt: skip
    if draw and asked is not None:
        st.session_state.pop(place, None)
        try:
            with st.spinner(t("Drawing the arms…")):
                st.session_state[place] = services_campaigns.draw(campaign, *asked)
        except LinchpinError as error:
            trouble.show(error)
            _fell_out(asked[0])
            return
        st.rerun()
    if keep and found is not None:
        with st.spinner(t("Keeping the arms…")):
            services_campaigns.keep(found)
        st.session_state.pop(place, None)
        st.rerun()
    if found is None:
        st.caption(t("Draw the arms, look at them, then keep them. Until then nothing is stored."))
        return
    for warned in (replacing(found), nobodys(found.nobodys)):
        if warned is not None:
            st.warning(warned[language()])
    rows(left_out(found.left_out, found.eligible), key="campaign_left_out")
    rows(arms_card(found.rows, found.campaign.strata, kept=False), key="campaign_drawn")
