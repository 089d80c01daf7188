"""The Playbook view: the nine stages, what each asks for, and what proves it."""

from __future__ import annotations

import streamlit as st

from graph.decision.plan.playbook import ORDER
from graph.decision.plan.results import StageCheck
from graph.decision.results import Analysis
from ui import services, services_plan, state
from ui.components.html import join
from ui.components.rows import Event, rows
from ui.deal import findings, stages
from ui.deal.evidence import Book, Statement
from ui.deal.evidence_table import evidence_table
from ui.deal.kinds import PAGE
from ui.deal.opened import Opened, heard
from ui.text import t

ICON = "checklist"


def name(analysis: Analysis) -> str:
    """Return the words on the tab; it counts what is not done in the current stage."""
    found = services_plan.playbook_of(analysis.opportunity.id)
    left = sum(row.current and row.state != "done" for row in found)
    return f"{t('Playbook')} :gray-badge[{left}]" if left else t("Playbook")


def show(opened: Opened) -> None:
    """Draw the stages; below, the checks of one stage and one of them with its proof."""
    found = services_plan.playbook_of(opened.deal)
    current = stages.current_of(found, opened.analysis.opportunity)
    stage = state.take(PAGE, "stage", current or ORDER[0], ORDER)
    one = _chosen(found, stage)
    top = join(stages.line(found, stage, current), stages.dark_horse(found))
    rows(top, key="deal_stages", on_event=_told)
    with st.container(horizontal=True, key="lp_deal_split", gap="small"):
        with st.container(width=500):
            rows(stages.checks(found, stage, one), key="deal_checks", on_event=_told)
        with st.container(width="stretch"):
            if one is not None:
                rows(stages.card(one, opened.analysis), key="deal_check", on_event=heard)
                _proofs(opened.book, one)
            region = opened.analysis.opportunity.region
            chosen = stages.rules(stage, services.settings().playbook, region)
            rows(chosen, key="deal_stage_rules")
            wrong = services_plan.playbook_faults(opened.deal)
            faults = findings.faults(wrong, t("All other checks stand."))
            if faults is not None:
                rows(faults, key="deal_stage_faults")
    state.keep(PAGE, "stage", current or ORDER[0])
    state.keep(PAGE, "check", "")


def _chosen(found: list[StageCheck], stage: str) -> StageCheck | None:
    """Return the check that was chosen, else the first of the stage that is not done."""
    given = state.take(PAGE, "check", "")
    known = next((row for row in found if stages.key_of(row) == given), None)
    own = [row for row in found if row.stage == stage]
    first = next((row for row in own if row.state != "done"), next(iter(own), None))
    return known or first


def _proofs(book: Book, one: StageCheck) -> None:
    every = state.take(PAGE, "evidence", "few", ("few", "all")) == "all"
    nothing = t("This check rests on what is absent: nothing is stated.")
    found = _evidence(book, one)
    table = evidence_table(found, book, every=every, id_="evidence", nothing=nothing)
    rows(table, key="deal_proofs", on_event=_told)
    state.keep(PAGE, "evidence", "few")


def _evidence(book: Book, row: StageCheck) -> list[Statement]:
    found: list[Statement] = []
    for source, type_, target in row.evidence.relationships:
        found += book.statements(source, type_, target)
    return found


def _told(event: Event) -> None:
    """Take a choice of this view, or one that any view knows."""
    kind, _, rest = event.id.partition(":")
    if kind == "stage":
        state.put(PAGE, "stage", rest)
        state.put(PAGE, "check", "")
    elif kind in ("check", "evidence"):
        state.put(PAGE, kind, rest)
    else:
        heard(event)
