"""Influence: a bare network in, who holds power in it out, with the reasons and a drawing."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from graph.errors import LinchpinError, UsageError
from graph.text import Text
from ui import services, services_influence, state, trouble
from ui.components.html import el
from ui.components.network import network
from ui.components.rows import Event, rows
from ui.format import whole
from ui.influence import drawing
from ui.influence.bring import PAGE, PEOPLE, brought, keep_people, who
from ui.influence.downloads import downloads
from ui.influence.files import Uploaded
from ui.influence.person import reasons
from ui.influence.ranking import ordered, ranking
from ui.influence.said import said_left, said_read
from ui.influence.start import start
from ui.services_influence import Asked, Looked
from ui.text import t, tn

AUTO = ""
CHOOSE = Text(
    "Choose under Columns which say who asks and who is asked. A table of who everybody is belongs "
    "under People, beside a network.",
    "请在“列”中选择哪一列是询问者、哪一列是被询问者。人员表请放入“人员”，与关系网一起使用。",
)


def show() -> None:
    """Draw the page."""
    head = st.container(
        horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"
    )
    with head:
        about = t(
            "Who holds power in a bare network: a list of ties, or a log of mails or meetings."
        )
        st.html(el("div", "lp-title", el("h1", "", t("Influence")), el("p", "", about)))
    files = brought()
    if files is None:
        rows(start(), key="influence_start")
        return
    said_left(files)
    try:
        asked = _asked(files)
        files = replace(files, people=who())
        if not services_influence.ready(files, asked):
            return
        found = services_influence.looked(files, asked)
    except LinchpinError as error:
        trouble.show(_on_screen(error, files))
        return
    said_read(files, found)
    if found.ranked.is_empty():
        rows(el("div", "panel empty", t("No row of the file says who turns to whom.")), key="none")
        return
    chosen = _chosen(found)
    with st.container(key="lp_influence_split"):
        left, right = st.columns([60, 40], gap="small")
    with left:
        _ranking(found, chosen)
    with right:
        shown = _drawing(found, chosen)
        _why(files, asked, found, chosen)
    with head:
        downloads(files, found, shown)


def _on_screen(error: LinchpinError, files: Uploaded) -> LinchpinError:
    """Return what is wrong with how columns were named with what to do about it here."""
    if isinstance(error, UsageError) and services_influence.columns(files):
        return UsageError(error.message, CHOOSE)
    return error


def _asked(files: Uploaded) -> Asked:
    """Let the reader say what the columns are and how ties count."""
    names, relations = services_influence.columns(files), services_influence.relations(files)
    with st.container(horizontal=True, vertical_alignment="center", key="lp_asked"):
        chosen = {}
        if names:
            with st.popover(t("Columns"), icon=":material/view_column:"):
                for part, label in (
                    ("source", t("Who asks or sends")),
                    ("target", t("Who is asked or receives")),
                    ("weight", t("Weight")),
                    ("time", t("Time")),
                ):
                    chosen[part] = _column(part, label, names)
        with st.popover(t("People"), icon=":material/badge:"):
            st.file_uploader(
                t("Everybody, in a column id or person; beside it a column of their addresses"),
                key=PEOPLE,
                on_change=keep_people,
            )
        if len(relations) > 1:
            chosen["relation"] = st.selectbox(
                t("Relation"),
                relations,
                key=state.key(PAGE, "relation"),
                label_visibility="collapsed",
                width=220,
            )
        both = st.toggle(t("Each tie counts both ways"), key=f"{PAGE}.both")
        stable = st.toggle(
            t("Who stays first?"),
            key=f"{PAGE}.stable",
            help=t("Draws the ties anew, each there with its confidence, and ranks again."),
        )
    samples = services.settings().model.stability_samples if stable else 0
    return Asked(
        **{k: v or None for k, v in chosen.items()},
        undirected=both,
        samples=samples,
        today=services.today(),
    )


def _column(part: str, label: str, names: list[str]) -> str:
    return str(
        st.selectbox(
            label,
            [AUTO, *dict.fromkeys(names)],
            format_func=lambda name: name or t("found by its name"),
            key=state.key(PAGE, part),
        )
    )


def _chosen(found: Looked) -> str:
    """Return who is looked at: whom the address names, else the most influential."""
    first = str(found.ranked["id"][0])
    return state.take(PAGE, "person", first, set(found.ranked["id"]))


def _choose(person: str) -> None:
    state.put(PAGE, "person", person)


def _ranking(found: Looked, chosen: str) -> None:
    state.take(PAGE, "find", "")
    st.text_input(
        t("Search"),
        key=state.key(PAGE, "find"),
        icon=":material/search:",
        placeholder=_searching(found.ranked.height),
        label_visibility="collapsed",
        max_chars=100,
    )
    find = state.keep(PAGE, "find", "")
    sort = state.take(PAGE, "sort", "")
    state.keep(PAGE, "sort", "")
    people = ordered(found.ranked, sort, find)
    most = float(found.ranked["influence"][0])
    rows(ranking(people, most, sort, chosen), key="influence_ranking", on_event=_heard)


def _searching(n: int) -> str:
    return tn("Search {count} person", "Search {count} people", n, count=whole(n))


def _heard(event: Event) -> None:
    """Choose the person of a row, or turn the order of a column."""
    if event.kind == "row":
        _choose(event.id)
    elif event.kind == "sort":
        now = str(st.session_state.get(state.key(PAGE, "sort"), ""))
        following = {event.id: f"-{event.id}", f"-{event.id}": ""}
        state.put(PAGE, "sort", following.get(now, event.id))


def _drawing(found: Looked, chosen: str) -> drawing.Drawn:
    shown = drawing.drawn(found.ranked, found.heard, chosen, undirected=found.undirected)
    event = network(shown.nodes, shown.edges, key="influence_drawing", selected=chosen, height=380)
    people, ties = shown.left_out
    if people or ties:
        words = t(
            "Drawn: the most influential. Left out: {people}, {ties}.",
            people=tn("{n} person", "{n} people", people),
            ties=tn("{n} tie", "{n} ties", ties),
        )
        st.caption(words)
    if event is not None and event.id and event.id != chosen:
        _choose(event.id)
        st.rerun()
    return shown


def _why(files: Uploaded, asked: Asked, found: Looked, chosen: str) -> None:
    why = services_influence.reasons(files, asked, chosen)
    row = next(r for r in found.ranked.iter_rows(named=True) if r["id"] == chosen)
    rows(reasons(why, row, found.ranked.height), key="influence_reasons")
    state.keep(PAGE, "person", str(found.ranked["id"][0]))


show()
