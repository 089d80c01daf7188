"""The Findings view: what is weak by cause, and one finding with its proof."""

from __future__ import annotations

import streamlit as st

from graph.decision.results import Analysis, Finding
from graph.decision.what_if.mending import mend_changes
from graph.errors import LinchpinError
from ui import services, services_reviews, state
from ui.components.diagram import still
from ui.components.html import Markup, el, icon, join
from ui.components.rows import Event, rows
from ui.deal import chosen as pick
from ui.deal import findings, kinds, mending, remedy
from ui.deal.chosen import Chosen
from ui.deal.compare_sets import suppose
from ui.deal.evidence import of_finding
from ui.deal.evidence_table import evidence_table
from ui.deal.kinds import PAGE
from ui.deal.mended import mended
from ui.deal.opened import Opened, heard, select, show_view
from ui.diagram.proof import proof_svg
from ui.diagram.view import View
from ui.finding import proof_words
from ui.text import language, t

ICON = "link_off"


def name(analysis: Analysis) -> str:
    """Return the words on the tab; it counts the causes."""
    return f"{t('Findings')} :gray-badge[{len(pick.causes(analysis))}]"


def show(opened: Opened) -> None:
    """Draw the findings by cause, and one of them with its proof, effect and evidence."""
    analysis, selected, book = opened.analysis, opened.selected, opened.book
    sort = state.take(PAGE, "sort", pick.SORTS[0], pick.SORTS)
    groups = pick.causes(analysis, sort)
    wrong = findings.faults(analysis.rule_errors, t("All other findings stand."))
    if wrong is not None:
        rows(wrong, key="deal_rule_faults")
    since = _mended(opened)
    if not groups:
        nothing = t("No weak link found: every check passed.")
        empty = el("div", "panel empty", nothing)
        rows(join(empty, since), key="deal_no_findings", on_event=heard)
        return
    found = pick.finding(selected, analysis) or groups[0][0]
    with st.container(horizontal=True, key="lp_deal_split", gap="small"):
        with st.container(width=348):
            listed = findings.cause_list(analysis, found, book, sort, since)
            rows(listed, key="deal_causes", on_event=_told)
        with st.container(width="stretch"):
            rows(findings.card(analysis, found, book), key="deal_finding")
            _proof(opened, found)
            _remedy(opened, found)
            _evidence(opened, found)
    state.keep(PAGE, "sort", pick.SORTS[0])


def _mended(opened: Opened) -> Markup | None:
    """Return what was mended since the last review; None where there is none that can be read."""
    try:
        kept = services_reviews.kept(opened.deal)
    except LinchpinError:  # the Changes view says what is wrong with it
        return None
    return mended(opened.analysis, kept[-1]) if kept else None


def _proof(opened: Opened, found: Finding) -> None:
    with st.container(border=True, key="lp_panel_proof"):
        top = el(
            "div",
            "proof-head",
            el("h2", "", t("Proof")),
            el("span", "second", proof_words(found.kind)),
            el("span", "chip line", t("over all kinds of ties")) if kinds.hidden() else None,
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
        # A finding rests on every kind of tie, whatever is hidden elsewhere.
        picture = proof_svg(
            View(opened.analysis, language()),
            found,
            opened.book.name,
            second=remedy.second_route(opened.analysis, found, every=True),
            least_width=720,
        )
        still(
            picture,
            key="deal_proof",
            tips=opened.tips(),
            on_event=opened.to_person,
        )


def _remedy(opened: Opened, found: Finding) -> None:
    """Draw what the mend changes: all figures are of the one mend that the words tell of."""
    analysis = opened.analysis
    changes = [mending.measure_change(found)]
    after = remedy.after_mend(analysis, found)
    if after is not None:
        changes += mending.mend_figures(found, analysis, after)
    title = remedy.title(found, findings.namer(analysis, opened.book))
    ways = remedy.buttons(analysis, found, services.settings().plan)
    card = mending.changes_card(title, remedy.assumed(found), changes, ways)
    rows(card, key="deal_remedy", on_event=lambda event: _tried(opened, event))


def _evidence(opened: Opened, found: Finding) -> None:
    every = state.take(PAGE, "evidence", "few", ("few", "all")) == "all"
    evidence = of_finding(opened.book, found, opened.analysis)
    table = evidence_table(evidence, opened.book, every=every, id_="evidence")
    rows(table, key="deal_evidence", on_event=_told)
    state.keep(PAGE, "evidence", "few")


def _told(event: Event) -> None:
    """Take a choice of this view, or one that any view knows."""
    kind, _, rest = event.id.partition(":")
    if kind in ("sort", "evidence"):
        state.put(PAGE, kind, rest)
    else:
        heard(event)


def _tried(opened: Opened, event: Event) -> None:
    """Fill the mend into the What-if view, or turn to the Plan with its meeting lit."""
    kind, _, rest = event.id.partition(":")
    if kind == "try":
        found = pick.finding(Chosen("finding", rest), opened.analysis)
        if found is not None:
            suppose(opened.deal, mend_changes(opened.analysis, found))
            show_view("what_if")
    elif kind == "plan":
        meeting = Chosen("route", rest)
        select(meeting)
        state.put(PAGE, "to", meeting.ids[-1])
        show_view("plan")
