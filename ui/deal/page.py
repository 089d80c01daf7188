"""The Deal page put together: which deal, which view, what is chosen."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from graph.decision.results import Analysis, Finding
from graph.errors import LinchpinError
from graph.text import Language
from ui import services, state
from ui.components.diagram import Event, Shown, diagram, still
from ui.components.html import Markup, el, icon, join
from ui.components.rows import Event as RowEvent
from ui.components.rows import rows
from ui.deal import chosen as pick
from ui.deal import findings, head, panel, person
from ui.deal.chosen import Chosen
from ui.deal.evidence import Book, of_finding
from ui.deal.figures import name_of
from ui.deal.tips import tips
from ui.diagram.light import Light, for_finding, for_person, roads_to_decision
from ui.diagram.map import Drawing, draw_map
from ui.diagram.proof import proof_svg
from ui.finding import severity_class, symbol
from ui.format import share
from ui.text import language, named, say, t

PAGE = "deal"
MAP_KEY = "deal_map"
PANEL_W = 284

STYLE = (Path(__file__).parent / "page.css").read_text(encoding="utf-8")


def show() -> None:
    """Draw the page."""
    deal = (
        st.query_params.get("deal")
        or st.query_params.get("id")
        or st.session_state.get("deal.last")
    )
    if not deal:
        head.choose()
        return
    with st.spinner(t("Analysing the deal…")):
        try:
            analysis = services.analysis(deal, explain=True)
        except LinchpinError:
            st.session_state.pop("deal.last", None)
            raise
    st.session_state["deal.last"] = deal
    st.html(f"<style>{STYLE}</style>")
    state.take(PAGE, "view", "map", head.VIEWS)
    _frame(analysis)


@st.fragment
def _frame(analysis: Analysis) -> None:
    """Draw all of it; a click runs this part alone."""
    today = services.as_of()
    book = Book(services.snapshot(), today)
    selected = _selected(analysis)
    view = str(st.session_state.get(state.key(PAGE, "view")) or "map")
    drawing = _drawing(analysis)
    light = _light(drawing, selected)
    top = st.container(horizontal=True, vertical_alignment="bottom")
    with top:
        with st.container(width="stretch"):
            head.title(analysis)
        with st.container(horizontal=True, width="content"):
            with st.popover(t("Other deal"), icon=":material/swap_horiz:"):
                other = head.picker(f"deal_switch_{analysis.opportunity.id}")
                if other and other != analysis.opportunity.id:
                    head.open_deal(other)
            head.exports(drawing, light if selected.kind else None)
    _tabs(analysis)
    if view == "findings":
        _findings(analysis, drawing, selected, book)
    else:
        _map(analysis, drawing, selected, light, book)
    state.keep(PAGE, "view", "map")
    state.keep(PAGE, "sel", "")


def _tabs(analysis: Analysis) -> None:
    with st.container(key="lp_deal_tabs"):
        st.segmented_control(
            t("View"),
            list(head.VIEWS),
            format_func=lambda view: head.tab_name(view, analysis),
            key=state.key(PAGE, "view"),
            required=True,
            label_visibility="collapsed",
        )


def _selected(analysis: Analysis) -> Chosen:
    return pick.read(state.take(PAGE, "sel", ""), analysis)


def _select(chosen: Chosen) -> None:
    state.put(PAGE, "sel", str(chosen))


def _opened() -> frozenset[str]:
    return frozenset(st.session_state.get(state.key(PAGE, "opened"), ()))


def _drawing(analysis: Analysis) -> Drawing:
    state_of = (services.settings().model_dump_json(), services.revision(), analysis.as_of)
    return _drawn(analysis, (analysis.opportunity.id, *state_of), language(), _opened())


def _tips(analysis: Analysis, book: Book) -> dict[str, list[str]]:
    state_of = (services.settings().model_dump_json(), services.revision(), analysis.as_of)
    return _told(analysis, book, (analysis.opportunity.id, *state_of), language())


@st.cache_resource(show_spinner=False, max_entries=40)
def _told(
    _analysis: Analysis, _book: Book, key: tuple[object, ...], lang: Language
) -> dict[str, list[str]]:
    del key, lang  # name the answer in the cache
    return tips(_analysis, _book)


@st.cache_resource(show_spinner=False, max_entries=40)
def _drawn(
    _analysis: Analysis, key: tuple[object, ...], lang: Language, opened: frozenset[str]
) -> Drawing:
    del key  # names the answer in the cache
    return draw_map(_analysis, lang, opened)


def _light(drawing: Drawing, selected: Chosen) -> Light:
    found = pick.finding(selected, drawing.view.analysis)
    if found is not None:
        return for_finding(drawing.view, found)
    return (
        for_person(drawing.view, selected.id) if selected.kind else roads_to_decision(drawing.view)
    )


# -- map -------------------------------------------------------------------------------------


def _map(analysis: Analysis, drawing: Drawing, selected: Chosen, light: Light, book: Book) -> None:
    with st.container(horizontal=True, key="lp_deal_split", gap="small"):
        left = st.container(width="stretch")
        with st.container(width=PANEL_W, key="lp_deal_panel"):
            rows(_panel(analysis, selected, book), key="deal_panel", on_event=_on_panel)
        with left:
            shown = Shown(
                light=light,
                bar=_bar(analysis, selected, light),
                clear=bool(selected.kind),
                selected=selected.id if selected.kind in ("person", "seller") else "",
                tips=_tips(analysis, book),
                notes=_notes(drawing),
            )
            diagram(drawing, shown, key=MAP_KEY, on_event=lambda e: _on_map(analysis, e))


def _panel(analysis: Analysis, selected: Chosen, book: Book) -> Markup:
    enough = services.settings().model.enough_known
    one, ours = pick.person(selected, analysis), pick.seller(selected, analysis)
    if one is not None:
        return panel.with_back(*person.person_panel(analysis, one, book))
    if ours is not None:
        return panel.with_back(*person.seller_panel(analysis, ours, book.as_of))
    return panel.overview(analysis, str(selected), enough)


def _on_panel(event: RowEvent) -> None:
    """Take what was chosen in a list: a person, a finding, another view."""
    kind, _, rest = event.id.partition(":")
    if kind == "view":
        state.put(PAGE, "view", rest)
    elif kind == "map":
        state.put(PAGE, "view", "map")
        _select(Chosen("finding", rest))
    else:
        _select(Chosen() if kind == "clear" else Chosen(kind, rest))


def _on_map(analysis: Analysis, event: Event) -> None:
    if event.kind == "clear":
        _select(Chosen())
    elif event.id.startswith("fold:"):
        key = event.id.removeprefix("fold:")
        state_key = state.key(PAGE, "opened")
        st.session_state[state_key] = sorted({*st.session_state.get(state_key, ()), key})
    else:
        _select(pick.of_card(event.id, analysis))


def _bar(analysis: Analysis, selected: Chosen, light: Light) -> Markup:
    """Say in one sentence what is lit."""
    found = pick.finding(selected, analysis)
    if found is not None:
        css = severity_class(found.severity)
        return _said(symbol(found.kind), say(found.title), say(found.sentence),
                     css if css != "quiet" else "primary")  # fmt: skip
    if not selected.kind:
        return _said("route", t("Roads to the decision"), _roads(light), "")
    near = len((light.bright or set()) - {selected.id})
    name = panel_name(analysis, selected)
    text = t("Lit: the {n} people and sellers who are tied to them.", n=near)
    return _said("person_search", name, text, "primary")


def _roads(light: Light) -> str:
    """Say which roads the map shows while nothing is chosen."""
    if not any(road.kind != "plan" for road in light.roads):
        return t("No road from our team to a decider is known. Choose a person or a weak link.")
    return t("How we reach the deciders today. Choose a person or a weak link to see why.")


def panel_name(analysis: Analysis, selected: Chosen) -> str:
    """Return the name of the person or seller who is chosen."""
    one, ours = pick.person(selected, analysis), pick.seller(selected, analysis)
    return name_of(one) if one is not None else named(ours) if ours is not None else selected.id


def _said(symbol_name: str, title: str, sentence: str, tone: str) -> Markup:
    return join(
        el("span", "icon", symbol_name, aria_hidden="true", data_tone=tone),
        el("b", "", title, title=title),
        el("span", "said", sentence, title=sentence),
    )


def _notes(drawing: Drawing) -> list[str]:
    notes = []
    if drawing.left_out:
        notes.append(t("{n} weak ties are not drawn.", n=drawing.left_out))
    folded = len(drawing.layout.folds)
    if folded:
        notes.append(t("{n} departments are folded: click one to open it.", n=folded))
    return notes


# -- findings --------------------------------------------------------------------------------


def _findings(analysis: Analysis, drawing: Drawing, selected: Chosen, book: Book) -> None:
    groups = pick.causes(analysis)
    if not groups:
        nothing = t("No weak link found: every check passed.")
        rows(el("div", "panel empty", nothing), key="deal_no_findings")
        return
    found = pick.finding(selected, analysis) or groups[0][0]
    with st.container(horizontal=True, key="lp_deal_split", gap="small"):
        with st.container(width=348):
            listed = findings.cause_list(analysis, found, book)
            rows(listed, key="deal_causes", on_event=_on_panel)
        with st.container(width="stretch"):
            rows(findings.card(analysis, found, book), key="deal_finding")
            _proof(analysis, drawing, found, book)
            _remedy(analysis, found)
            evidence = of_finding(book, found, analysis)
            rows(findings.evidence_table(evidence, book), key="deal_evidence")


def _proof(analysis: Analysis, drawing: Drawing, found: Finding, book: Book) -> None:
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
                data_id=f"map:{found.key}",
                tabindex="0",
            ),
        )
        rows(top, key="deal_proof_head", on_event=_on_panel)
        picture = proof_svg(drawing.view, found, book.name, least_width=720)
        still(
            picture,
            key="deal_proof",
            tips=_tips(analysis, book),
            on_event=lambda e: _to_person(analysis, e),
        )


def _to_person(analysis: Analysis, event: Event) -> None:
    chosen = pick.of_card(event.id, analysis)
    if event.kind == "select" and chosen.kind:
        _select(chosen)
        state.put(PAGE, "view", "map")


def _remedy(analysis: Analysis, found: Finding) -> None:
    changes = [findings.measure_change(found)]
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
            changes += findings.meeting_changes(analysis, after, mend.person)
    rows(findings.changes_card(title, note, changes), key="deal_remedy")


def _after_meeting(analysis: Analysis, seller: str, person_id: str) -> Analysis | None:
    """Return the analysis with one meeting supposed; None where it cannot be supposed."""
    try:
        return services.analysis(analysis.opportunity.id, what_if=(f"meet:{seller}={person_id}",))
    except LinchpinError:
        return None
