"""Tags: three base tags and any number more; who carries them, and which product suits whom."""

from __future__ import annotations

import streamlit as st

from graph.customers.tags.results import TagRow
from graph.errors import LinchpinError
from ui import services, services_tags, state, trouble
from ui.components.download import download
from ui.components.html import el
from ui.components.rows import Event, rows
from ui.format import whole
from ui.names import Names
from ui.tags import clashing, export, offering
from ui.tags.applying import apply, remove
from ui.tags.cards import base_cards
from ui.tags.detail import Looked, detail
from ui.tags.editor import forget_fields, open_editor
from ui.tags.listing import listing
from ui.tags.words import tag_name
from ui.text import t, tn

PAGE = "tags"
VIEWS = ("tags", "overlaps", "contradictions", "matches")


def show() -> None:
    """Draw the page."""
    head = st.container(
        horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"
    )
    found = services_tags.tags()
    with head:
        _title(found)
    with head, st.container(horizontal=True, width="content"):
        files = st.empty()
        if st.button(t("Apply all"), icon=":material/sync:", disabled=not _defined()):
            _applied([])
        if st.button(t("New tag"), icon=":material/add:", type="primary"):
            forget_fields()
            open_editor(None, _look_at)
    if not found:
        trouble.empty(
            t("There are no tags yet. Define the first, or load tags."),
            "linchpin tags define --help",
        )
        return
    event = rows(base_cards(found, services_tags.values), key="tags_base")
    if event is not None:
        _choose(event)
    if not services_tags.clashes_ready():
        return
    _view(found)
    with files:
        _excel(found)


def _title(found: list[TagRow]) -> None:
    defined = sum(r.how != "stated" for r in found)
    chips = [
        el("span", "lp-chip", tn("{n} tag", "{n} tags", len(found))),
        el("span", "lp-chip", tn("{n} defined here", "{n} defined here", defined)),
    ]
    about = t(
        "Three base tags and any number more: how each is obtained, who carries it, "
        "and which product suits whom."
    )
    line = el("div", "lp-line", el("h1", "", t("Tags")), *chips)
    st.html(el("div", "lp-title", line, el("p", "", about)))


def _defined() -> bool:
    return bool(services_tags.definitions())


def _view(found: list[TagRow]) -> None:
    """Let the reader choose what to look at, and draw it."""
    clashes = services_tags.clashes()
    labels = {
        "tags": t("Tags"),
        "overlaps": t("Overlaps"),
        "contradictions": f"{t('Contradictions')} :gray-badge[{clashes.contradictions.height:,}]",
        "matches": t("Matches"),
    }
    state.take(PAGE, "view", "tags", VIEWS)
    st.segmented_control(
        t("View"),
        VIEWS,
        format_func=lambda v: labels[v],
        key=state.key(PAGE, "view"),
        required=True,
        label_visibility="collapsed",
        width="content",
    )
    view = state.keep(PAGE, "view", "tags")
    names = {r.id: tag_name(r) for r in found}
    if view == "tags":
        _tags(found, names)
    elif view == "overlaps":
        event = rows(clashing.grid(clashes.overlaps, names), key="tags_grid")
        if event is not None:
            state.put(PAGE, "view", "tags")
            _choose(event)
    elif view == "contradictions":
        known = Names(services.snapshot())
        rows(clashing.table(clashes.contradictions, known, names), key="tags_clashes")
    else:
        _matches()


def _tags(found: list[TagRow], names: dict[str, str]) -> None:
    chosen = state.take(PAGE, "tag", "", names) or found[0].id
    with st.container(key="lp_tags_split"):
        left, right = st.columns([62, 38], gap="small")
    with left:
        event = rows(listing(found, chosen), key="tags_list")
        if event is not None:
            _choose(event)
    row = next(r for r in found if r.id == chosen)
    with right:
        event = rows(detail(_looked(row, names), Names(services.snapshot())), key="tags_detail")
        if event is not None:
            _choose(event)
        _buttons(row)
    state.keep(PAGE, "tag", "")


def _looked(row: TagRow, names: dict[str, str]) -> Looked:
    kept = {d.id: d for d in services_tags.definitions()}
    who = services_tags.carriers(row.id)
    alike = [o for o in services_tags.clashes().overlaps if row.id in o.tags]
    return Looked(
        row=row,
        carriers=who.rows(),
        products=services_tags.products(row.id),
        alike=alike,
        names=names,
        definition=kept.get(row.id),
        values=services_tags.values(row.id),
    )


def _buttons(row: TagRow) -> None:
    """Offer what can be done with a tag."""
    definition = next((d for d in services_tags.definitions() if d.id == row.id), None)
    if definition is None:
        st.caption(t("Files state this tag; a definition of the same id would add to them."))
        return
    with st.container(horizontal=True):
        if st.button(t("Edit"), icon=":material/edit:"):
            forget_fields()
            open_editor(definition, _look_at)
        if st.button(t("Apply"), icon=":material/sync:"):
            _applied([row.id])
        with st.popover(t("Remove"), icon=":material/delete:"):
            st.write(t("Takes the definition away, with everything that it alone states."))
            if st.button(t("Remove {tag}", tag=row.id), type="primary"):
                _removed(row.id)


def _applied(tags: list[str]) -> None:
    """Apply definitions and say what that changed."""
    try:
        with st.spinner(t("Applying…")):
            done = apply(services.store(), tags, services.as_of()).answer.applied
    except LinchpinError as error:
        trouble.show(error)
        return
    added, removed = sum(a.added for a in done), sum(a.removed for a in done)
    words = t("{added} added, {removed} removed", added=whole(added), removed=whole(removed))
    st.toast(words, icon=":material/check:")
    services.forget_answers()
    st.rerun()


def _removed(tag: str) -> None:
    remove(services.store(), tag)
    services.forget_answers()
    state.put(PAGE, "tag", "")
    st.rerun()


def _matches() -> None:
    offers, names = services_tags.offers(), Names(services.snapshot())
    found = offering.lines(offers.frame)
    keys = [line.key for line in found]
    chosen = state.take(PAGE, "offer", keys[0] if keys else "", keys)
    event = rows(offering.offers(found, names, chosen), key="tags_offers")
    if event is not None:
        state.put(PAGE, "offer", event.id)
        st.rerun()
    line = next((x for x in found if x.key == chosen), None)
    if line is not None:
        rows(offering.to_whom(offers.frame, line, names), key="tags_to_whom")


def _choose(event: Event) -> None:
    """Look at the tag that was clicked."""
    _look_at(event.id)
    st.rerun()


def _look_at(tag: str) -> None:
    state.put(PAGE, "tag", tag)
    state.keep(PAGE, "tag", "")


def _excel(found: list[TagRow]) -> None:
    def made() -> bytes:
        clashes = services_tags.clashes()
        return export.workbook(
            found,
            clashes.overlaps,
            clashes.contradictions,
            services_tags.offers().frame,
            Names(services.snapshot()),
        )

    download(t("Excel"), made, "linchpin-tags.xlsx", "download")


show()
