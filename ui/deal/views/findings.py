"""The Findings view: what is weak by cause, and one finding with its proof."""

from __future__ import annotations

import streamlit as st

from graph.decision.results import Analysis, Finding
from graph.errors import LinchpinError
from ui import services
from ui.components.diagram import still
from ui.components.html import el, icon
from ui.components.rows import rows
from ui.deal import chosen as pick
from ui.deal import findings, mending
from ui.deal.evidence import of_finding
from ui.deal.evidence_table import evidence_table
from ui.deal.figures import name_of
from ui.deal.opened import Opened, heard
from ui.diagram.proof import proof_svg
from ui.format import share
from ui.text import t

ICON = "link_off"


def name(analysis: Analysis) -> str:
    """Return the words on the tab; it counts the causes."""
    return f"{t('Findings')} :gray-badge[{len(pick.causes(analysis))}]"


def show(opened: Opened) -> None:
    """Draw the findings by cause, and one of them with its proof, effect and evidence."""
    analysis, selected, book = opened.analysis, opened.selected, opened.book
    groups = pick.causes(analysis)
    wrong = findings.faults(analysis)
    if wrong is not None:
        rows(wrong, key="deal_rule_faults")
    if not groups:
        nothing = t("No weak link found: every check passed.")
        rows(el("div", "panel empty", nothing), key="deal_no_findings")
        return
    found = pick.finding(selected, analysis) or groups[0][0]
    with st.container(horizontal=True, key="lp_deal_split", gap="small"):
        with st.container(width=348):
            listed = findings.cause_list(analysis, found, book)
            rows(listed, key="deal_causes", on_event=heard)
        with st.container(width="stretch"):
            rows(findings.card(analysis, found, book), key="deal_finding")
            _proof(opened, found)
            _remedy(analysis, found)
            evidence = of_finding(book, found, analysis)
            rows(evidence_table(evidence, book), key="deal_evidence")


def _proof(opened: Opened, found: Finding) -> None:
    with st.container(border=True, key="lp_panel_proof"):
        top = el(
            "div",
            "proof-head",
            el("h2", "", t("Proof")),
            el("span", "second", t("what is known from us to the subject, step by step")),
            el(
                "button",
                "push",
                icon("account_tree"),
                t("Show on the map"),
                type="button",
                data_id=f"map:finding:{found.key}",
                tabindex="0",
            ),
        )
        rows(top, key="deal_proof_head", on_event=heard)
        picture = proof_svg(opened.drawing.view, found, opened.book.name, least_width=720)
        still(
            picture,
            key="deal_proof",
            tips=opened.tips(),
            on_event=opened.to_person,
        )


def _remedy(analysis: Analysis, found: Finding) -> None:
    changes = [mending.measure_change(found)]
    title = t("If this is mended")
    note = ""
    mend = found.mend
    people = {p.id: p for p in analysis.people}
    if mend is not None and mend.person in people and mend.seller:
        who = findings.team_name(analysis, mend.seller)
        title = t("If {seller} meets {person}", seller=who, person=name_of(people[mend.person]))
        after = _after_meeting(analysis, mend.seller, mend.person)
        if after is not None:
            covered = next((p.coverage for p in after.people if p.id == mend.person), None)
            note = t("one meeting: coverage {n}", n=share(covered))
            changes += mending.meeting_changes(analysis, after, mend.person)
    rows(mending.changes_card(title, note, changes), key="deal_remedy")


def _after_meeting(analysis: Analysis, seller: str, person_id: str) -> Analysis | None:
    """Return the analysis with one meeting supposed; None where it cannot be supposed."""
    try:
        return services.analysis(analysis.opportunity.id, what_if=(f"meet:{seller}={person_id}",))
    except LinchpinError:
        return None
