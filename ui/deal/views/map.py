"""The Map view: the decision map, and beside it who or what is chosen."""

from __future__ import annotations

import streamlit as st

from graph.decision.results import Analysis
from ui import services, services_reviews
from ui.components.diagram import Event, Shown, diagram
from ui.components.html import Markup, el, join
from ui.components.rows import rows
from ui.deal import chosen as pick
from ui.deal import kinds, panel, person, stages
from ui.deal.chosen import Chosen
from ui.deal.evidence import Book
from ui.deal.figures import name_of
from ui.deal.opened import Opened, heard, select, unfold
from ui.deal.probability import chance_line
from ui.diagram.light import Light
from ui.diagram.map import Drawing
from ui.finding import severity_class, symbol
from ui.text import named, say, t, tn, together

ICON = "account_tree"
MAP_KEY = "deal_map"
PANEL_W = 284


def name(_analysis: Analysis) -> str:
    """Return the words on the tab."""
    return t("Map")


def show(opened: Opened) -> None:
    """Draw the map, and beside it what is chosen, or the answer in short."""
    analysis, drawing, selected, light, book = (
        opened.analysis,
        opened.drawing,
        opened.selected,
        opened.light,
        opened.book,
    )
    with st.container(horizontal=True, key="lp_deal_split", gap="small"):
        left = st.container(width="stretch")
        with st.container(width=PANEL_W, key="lp_deal_panel"):
            rows(_panel(analysis, selected, book), key="deal_panel", on_event=heard)
            if services_reviews.chance_comes():
                _await_chance()
        with left:
            shown = Shown(
                light=light,
                bar=_bar(opened),
                clear=bool(selected.kind),
                selected=selected.id if selected.kind in ("person", "seller") else "",
                tips=opened.tips(),
                notes=[
                    *_beyond(analysis, selected),
                    *_rivals(opened),
                    *_notes(drawing),
                    *_pills(selected, light),
                ],
            )
            diagram(drawing, shown, key=MAP_KEY, on_event=lambda e: _on_map(analysis, e))


@st.fragment(run_every=2.0)
def _await_chance() -> None:
    """Draw the page anew once the chance to win has been computed."""
    if not services_reviews.chance_comes():
        st.rerun()


def _panel(analysis: Analysis, selected: Chosen, book: Book) -> Markup:
    enough = services.settings().model.enough_known
    one, ours = pick.person(selected, analysis), pick.seller(selected, analysis)
    if one is not None:
        return panel.with_back(*person.person_panel(analysis, one, book))
    if ours is not None:
        return panel.with_back(*person.seller_panel(analysis, ours, book.as_of))
    known = services_reviews.chance_if_known(analysis.opportunity.id)
    chance = chance_line(known, comes=services_reviews.chance_comes())
    return panel.overview(analysis, str(selected), enough, chance)


def _on_map(analysis: Analysis, event: Event) -> None:
    if event.kind == "clear":
        select(Chosen())
    elif event.id.startswith("fold:"):
        unfold(event.id.removeprefix("fold:"))
    else:
        select(pick.of_card(event.id, analysis))


def _bar(opened: Opened) -> Markup:
    """Say in one sentence what is lit."""
    analysis, selected, light = opened.analysis, opened.selected, opened.light
    check = opened.check
    if check is not None:
        title = t("{check}: {state}", check=say(check.title), state=stages.state_name(check.state))
        return _said("checklist", title, say(check.because), stages.TONES[check.state])
    found = pick.finding(selected, analysis)
    if found is not None:
        css = severity_class(found.severity)
        return _said(symbol(found.kind), say(found.title), say(found.sentence),
                     css if css != "quiet" else "primary")  # fmt: skip
    if selected.kind in ("route", "set"):
        return _several(analysis, selected, len(light.roads))
    if not selected.kind:
        return _said("route", t("Roads to the decision"), _roads(light), "")
    near = len((light.bright or set()) - {selected.id})
    name = panel_name(analysis, selected)
    text = tn(
        "Lit: the one person or seller who is tied to them.",
        "Lit: the {n} people and sellers who are tied to them.",
        near,
    )
    text = text if near else t("Nobody is tied to them.")
    return _said("person_search", name, text, "primary")


def _several(analysis: Analysis, selected: Chosen, drawn: int) -> Markup:
    """Name the people of a route or a set that is lit."""
    names = [panel_name(analysis, pick.of_card(id_, analysis)) for id_ in selected.ids]
    if selected.kind == "route":
        title = t("Planned meeting") if _planned(analysis, selected.ids) else t("Route")
        way = " → ".join(names)
        if kinds.hidden() and drawn < len(names) - 1:
            way = t("{route}: not all of it over the ties that are shown.", route=way)
        return _said("route", title, way, "primary")
    return _said("groups", t("These together"), t(", ").join(names), "primary")


def _planned(analysis: Analysis, ids: list[str]) -> bool:
    """Whether a seller is to meet a person whom they do not cover yet."""
    if len(ids) != 2 or ids[0] not in {s.id for s in analysis.team}:
        return False
    covers = next((p.covers for p in analysis.people if p.id == ids[1]), [])
    return all(c.seller != ids[0] for c in covers)


def _roads(light: Light) -> str:
    """Say which roads the map shows while nothing is chosen."""
    if not any(road.kind != "plan" for road in light.roads):
        if kinds.hidden():
            return t("No road to a decider over the kinds of ties that are shown.")
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


def _pills(selected: Chosen, light: Light) -> list[str]:
    """Say what the shares on the lit lines are: they differ between reach and persuasion."""
    if not any(road.pill for road in light.roads):
        return []
    if selected.kind == "route":
        return [t("On the lines: what gets over = how far one is heard × how willing one speaks.")]
    return [t("On the lines: how far the next one listens, whatever is said.")]


def _beyond(analysis: Analysis, selected: Chosen) -> list[str]:
    """Name the competitor of whom a finding tells: the map is of people."""
    found = pick.finding(selected, analysis)
    if found is None or found.subject.kind != "competitor":
        return []
    return [
        tn(
            "Not on the map: the competitor {name}.",
            "Not on the map: the competitors {name}.",
            1,
            name=named(found.subject),
        )
    ]


def _rivals(opened: Opened) -> list[str]:
    """Name the competitors of whom a check tells: the map is of people."""
    if opened.check is None:
        return []
    rivals = opened.book.snapshot.nodes["Competitor"]
    names = [opened.book.name(id_) for id_ in opened.check.evidence.nodes if id_ in rivals]
    if not names:
        return []
    return [tn("Not on the map: the competitor {name}.", "Not on the map: the competitors {name}.",
               len(names), name=together(names))]  # fmt: skip


def _notes(drawing: Drawing) -> list[str]:
    notes = [kinds.map_note(kinds.NAMES)] if kinds.hidden() else []
    if drawing.left_out:
        notes.append(t("{n} weak ties are not drawn.", n=drawing.left_out))
    folded = len(drawing.layout.folds)
    if folded:
        notes.append(t("{n} departments are folded: click one to open it.", n=folded))
    return notes
