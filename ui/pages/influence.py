"""Influence: a bare network in, who holds power in it out, with the reasons and a drawing."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from graph.errors import LinchpinError, UsageError
from graph.text import Text
from ui import services, services_influence, state, trouble
from ui.components.download import download
from ui.components.html import el, icon
from ui.components.network import network
from ui.components.rows import Event, rows
from ui.diagram.export import painted
from ui.format import whole
from ui.influence import drawing, export, picture
from ui.influence.brought import network_among
from ui.influence.files import Uploaded, digest_of, example
from ui.influence.person import reasons
from ui.influence.ranking import ordered, ranking
from ui.influence.start import start
from ui.influence.stored import stored
from ui.services_influence import Asked, Looked
from ui.terminal.ties_said import bad_rows, merged
from ui.text import language, t, tn

PAGE = "influence"
FILES = f"{PAGE}.files"
WHO = f"{PAGE}.who"
AUTO = ""
RELATION, ALL = "relation", "all"
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
    files = _files()
    if files is None:
        rows(start(), key="influence_start")
        return
    _left(files)
    try:
        asked = _asked(files)
        files = replace(files, people=st.session_state.get(WHO))
        if not services_influence.ready(files, asked):
            return
        found = services_influence.looked(files, asked)
    except LinchpinError as error:
        trouble.show(_on_screen(error, files))
        return
    _said(files, found)
    if found.ranked.is_empty():
        rows(el("div", "panel empty", t("No row of the file says who turns to whom.")), key="none")
        return
    chosen = _chosen(found)
    left, right = st.columns([60, 40], gap="small")
    with left:
        _ranking(found, chosen)
    with right:
        shown = _drawing(found, chosen)
        _why(files, asked, found, chosen)
    with head:
        _downloads(files, found, shown)


def _on_screen(error: LinchpinError, files: Uploaded) -> LinchpinError:
    """Return what is wrong with how columns were named with what to do about it here."""
    if isinstance(error, UsageError) and services_influence.columns(files):
        return UsageError(error.message, CHOOSE)
    return error


def _files() -> Uploaded | None:
    """Let the reader bring a file; what was brought is kept while pages change."""
    kept: Uploaded | None = st.session_state.get(FILES)
    bring = st.container(key="lp_bring")
    with bring, st.container(horizontal=True, vertical_alignment="center"):
        given = st.file_uploader(
            t("A list of ties or a log"),
            accept_multiple_files=True,
            key=f"{PAGE}.upload",
            label_visibility="collapsed",
        )
        if st.button(t("Example"), icon=":material/science:", key=f"{PAGE}.example"):
            _keep(example())
            st.rerun()
        if st.button(t("Loaded people"), icon=":material/groups:", key=f"{PAGE}.stored"):
            _keep_stored()
    files = [(f.name, f.getvalue()) for f in given]
    seen = digest_of(files)
    if not files or seen == st.session_state.get(f"{PAGE}.brought"):
        return kept
    st.session_state[f"{PAGE}.brought"] = seen
    brought = network_among(files)
    if brought is not None and (kept is None or brought.files != kept.files):
        _keep(brought)
    st.session_state[FILES] = brought
    return brought


def _keep_people() -> None:
    """Look at the network with another table of people, or with none."""
    given = st.session_state[f"{PAGE}.people"]
    st.session_state[WHO] = given and (given.name, given.getvalue())


def _keep_stored() -> None:
    """Look at the people of the store, whatever the deal."""
    found = stored(services.snapshot(), services.as_of(), services.settings(), language())
    if found is None:
        st.toast(t("Nobody of the people loaded listens to anybody."))
        return
    _keep(found)
    st.rerun()


def _keep(files: Uploaded) -> None:
    """Look at another network; what was chosen in the last one is forgotten."""
    st.session_state[FILES] = files
    st.session_state.pop(WHO, None)
    for name in ("person", "sort", "find", "source", "target", "weight", "time", "relation"):
        st.session_state.pop(state.key(PAGE, name), None)


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
                key=f"{PAGE}.people",
                on_change=_keep_people,
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


def _left(files: Uploaded) -> None:
    """Say which of the files that were brought are not used, and why."""
    if files.left:
        st.html(
            el("div", "lp-line", *(el("span", "lp-note", said[language()]) for said in files.left))
        )


def _said(files: Uploaded, found: Looked) -> None:
    """Say what was read, and what was left out."""
    ties, cuts = found.ties, found.ranked["cut_point"].sum()
    people = tn("{n} person", "{n} people", found.ranked.height)
    count = ties.count
    read = tn("{count} row", "{count} rows", count, count=whole(count))
    taken = ", ".join(_taken(files, part, column) for part, column in ties.columns.items())
    chips = [
        el("b", "", files.name),
        el("span", "lp-chip good", icon("check", "lp-icon"), f"{people} · {read}"),
        el("span", "lp-chip", taken),
        el("span", "lp-chip", tn("{n} cut point", "{n} cut points", int(cuts))),
    ]
    whose = found.people and merged(found.people)
    if whose:
        chips.append(el("span", "lp-chip", whose[language()]))
    if found.undirected:
        chips.append(el("span", "lp-chip", t("each tie counts both ways")))
    chips += [el("span", "lp-note", said[language()]) for said in ties.notes]
    if ties.rejects.height:
        words = tn("{n} bad row left out", "{n} bad rows left out", ties.rejects.height)
        first = "\n".join(said[language()] for said in bad_rows(ties))
        chips.append(el("span", "lp-chip warn", icon("warning", "lp-icon"), words, title=first))
    st.html(el("div", "lp-line", *chips))


def _taken(files: Uploaded, part: str, column: str) -> str:
    """Say which column stands for a part, and of a network file which of its relations."""
    if part != RELATION:
        return f"{_part(part)} = {column}"
    names = services_influence.relations(files)
    if len(names) < 2:
        return t("the only relation of the file")
    chosen = column.removesuffix(f" ({', '.join(names)})")
    if chosen == ALL:
        return t("all relations of the file together")
    return t("relation {name}, one of {n} in the file", name=chosen, n=len(names))


def _part(name: str) -> str:
    names = {
        "from": t("from"),
        "to": t("to"),
        "weight": t("weight"),
        "time": t("time"),
        "confidence": t("confidence"),
        "copy": t("copy"),
        "message": t("message"),
        "attendee": t("participants"),
    }
    return names[name]


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


def _downloads(files: Uploaded, found: Looked, shown: drawing.Drawn) -> None:
    def drawn() -> str:
        return picture.svg(shown, files.name)

    with st.popover(t("Download"), icon=":material/download:"):
        for label, ending, symbol, data in (
            (t("Excel"), "xlsx", "table_view", lambda: export.excel(found)),
            ("CSV", "csv", "csv", lambda: export.csv(found)),
            ("JSON", "json", "data_object", lambda: export.as_json(found)),
            ("SVG", "svg", "hub", lambda: drawn().encode()),
            ("PNG", "png", "image", lambda: painted(drawn(), "png")),
        ):
            download(
                label,
                data,
                f"linchpin-{files.stem}.{ending}",
                symbol,
                width="stretch",
                key=f"influence_{ending}",
            )


show()
