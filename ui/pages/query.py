"""Query: a question picked or written, its answer as a table and as a graph."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import streamlit as st

from graph.errors import LinchpinError
from queries import catalogue
from queries.catalogue import THEMES
from ui import services, services_query, state, trouble
from ui.components.cypher import editor
from ui.components.download import download
from ui.components.html import Markup, el, icon, join
from ui.components.network import network
from ui.components.rows import rows
from ui.files import csv_bytes, xlsx_bytes
from ui.format import whole
from ui.links import link
from ui.names import Names
from ui.questions import choice as asked
from ui.questions import drawing, parameters, table
from ui.questions.choice import Choice
from ui.questions.sheet import sheet
from ui.text import language, t, tn

if TYPE_CHECKING:
    from ui.services_query import Answered

PAGE = "query"
VIEWS = ("table", "graph", "both")


def show() -> None:
    """Draw the page."""
    head = st.container(
        horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"
    )
    with head:
        about = t("Cypher over the whole graph, read only. The catalogue is the quickest start.")
        st.html(el("div", "lp-title", el("h1", "", t("Query")), el("p", "", about)))
    names = Names(services.snapshot())
    choice = asked.current()
    left, right = st.columns([27, 91], gap="small")
    with left:
        _catalogue(choice)
    with right:
        choice = _question(choice, names)
        answer = _answer(choice)
        if answer is not None:
            _result(choice, answer, names)
    with head:
        _buttons(choice, answer, names)


def _catalogue(choice: Choice) -> None:
    state.take(PAGE, "find", "")
    count = len(catalogue())
    st.text_input(
        t("Search"),
        key=state.key(PAGE, "find"),
        icon=":material/search:",
        placeholder=t("Search {n} questions", n=count),
        label_visibility="collapsed",
        persist_state="session",
        max_chars=100,
    )
    found = asked.matching(state.keep(PAGE, "find", ""))
    event = rows(asked.listed(found, choice.name), key="query_catalogue")
    if event is not None:
        query = next(q for q in catalogue() if q.name == event.id)
        _fresh()
        asked.ask(Choice(query.name, query.text))
        st.rerun()


def _fresh() -> None:
    for name in ("row", "sort"):
        st.session_state.pop(f"{PAGE}.{name}", None)


def _question(choice: Choice, names: Names) -> Choice:
    """Draw the editor beside the parameters, and return what is asked now."""
    writing, asking = st.columns([72, 28], gap="small")
    with writing:
        typed = editor(choice.body, _bar(choice), key="query_editor")
    if typed is not None and typed.strip():
        _fresh()
        wanted = choice.edited(typed)
        if wanted != choice:
            asked.ask(wanted)
            st.rerun()
        services_query.forget_question(choice.runs, choice.parameters)
    with asking, st.container(border=True, height=302, key="lp_panel_parameters"):
        st.html(el("div", "lp-label", t("Parameters")))
        values = parameters.form(choice, names)
    if values != dict(choice.parameters):
        choice = Choice(choice.name, choice.text, values)
        asked.ask(choice)
    return choice


def _bar(choice: Choice) -> Markup:
    lang, query = language(), choice.query
    headed = bool(query.question.en)
    title = query.title[lang] if headed else t("Own Cypher")
    kind = el("span", "chip line", THEMES[query.theme][lang] if choice.name else t("edited"))
    safe = el("span", "chip good", icon("lock", "tiny"), t("read only"))
    keys = el("span", "small-text keys", "Ctrl + Enter")
    run = el(
        "button",
        "run",
        icon("play_arrow", "small"),
        t("Run"),
        type="button",
        data_run=True,
        title="Ctrl + Enter",
    )
    line = el(
        "div",
        "headline",
        el("h2", "", title),
        kind if headed else None,
        safe,
        el("span", "grow"),
        keys,
        run,
    )
    question = el("div", "question", query.question[lang]) if headed else None
    return join(line, question)


def _answer(choice: Choice) -> Answered | None:
    """Ask the store; what is wrong with the question is said in place of its answer."""
    try:
        if not services_query.asked_for(choice.runs, choice.parameters):
            return None
        return services_query.ask(choice.runs, choice.parameters)
    except LinchpinError as error:
        trouble.show(choice.placed(error))
        return None


def _result(choice: Choice, answer: Answered, names: Names) -> None:
    view = _head(choice, answer)
    if not answer.result.rows:
        rows(
            el("div", "panel empty", t("The question has no answer: no row fits.")),
            key="query_empty",
        )
        return
    if view == "both":
        left, right = st.columns([60, 40], gap="small")
    else:
        left = right = st.container()
    selected = None
    if view != "graph":
        with left:
            selected = _table(choice, answer, names)
    if view != "table":
        with right:
            _graph(choice, names, selected)


def _head(choice: Choice, answer: Answered) -> str:
    result = answer.result
    with st.container(horizontal=True, vertical_alignment="center", key="lp_result"):
        state.take(PAGE, "view", "both", VIEWS)
        labels = {
            "table": f":material/table: {t('Table')}",
            "graph": f":material/hub: {t('Graph')}",
            "both": f":material/view_column: {t('Both')}",
        }
        st.segmented_control(
            t("View"),
            VIEWS,
            format_func=labels.__getitem__,
            key=state.key(PAGE, "view"),
            required=True,
            label_visibility="collapsed",
            persist_state="session",
        )
        view = state.keep(PAGE, "view", "both")
        took = max(1, round(1000 * answer.seconds))
        count = tn("{n} row in {ms} ms", "{n} rows in {ms} ms", len(result.rows), ms=took)
        chips = [el("span", "lp-chip good", icon("check", "lp-icon"), count)]
        if result.truncated:
            words = t("there are more: only the first {n} were read", n=whole(len(result.rows)))
            chips.append(el("span", "lp-chip warn", icon("content_cut", "lp-icon"), words))
        if view != "graph" and len(result.rows) > table.ROWS:
            words = t("the table shows the first {n}; downloads hold all", n=table.ROWS)
            chips.append(el("span", "lp-chip", words))
        if view != "table" and result.rows:
            chips.append(el("span", "lp-note", _drawn(choice)))
        st.html(el("div", "lp-line", *chips))
    return view


def _drawn(choice: Choice) -> str:
    found = services_query.picture_of(choice.runs, choice.parameters)
    nodes = tn("{n} node", "{n} nodes", len(found.nodes))
    ties = tn("{n} relationship", "{n} relationships", len(found.relationships))
    rest = found.note[language()] if found.note else t("nothing left out")
    return f"{nodes}, {ties}, {rest}"


def _table(choice: Choice, answer: Answered, names: Names) -> str | None:
    """Draw the table; return the node that its chosen row names first."""
    declared = choice.query.columns
    sort = str(st.session_state.get(f"{PAGE}.sort", ""))
    row: int | None = st.session_state.get(f"{PAGE}.row")
    if row is not None and row >= len(answer.result.rows):
        row = None
    html = table.Table(answer.result, declared, names).draw(sort, row)
    event = rows(html, key="query_table")
    if event is not None and event.kind == "sort":
        st.session_state[f"{PAGE}.sort"] = event.id if sort != event.id else f"-{event.id}"
        st.rerun()
    if event is not None and event.kind == "row":
        st.session_state[f"{PAGE}.row"] = None if row == int(event.id) else int(event.id)
        st.rerun()
    if row is None:
        return st.session_state.get(f"{PAGE}.node")
    return _chosen(answer, choice, row, names)


def _chosen(answer: Answered, choice: Choice, row: int, names: Names) -> str | None:
    """Say what the chosen row names and where it can be looked at."""
    values = answer.result.rows[row]
    kinds = {c.name: c.kind for c in choice.query.columns if c.kind}
    named = [
        (kinds[c], str(values[c])) for c in answer.result.columns if c in kinds and values.get(c)
    ]
    pages = {
        "Opportunity": ("deal", t("Open the deal")),
        "Enterprise": ("group", t("Open the group")),
    }
    links = [
        el("a", "quiet-button", words, href=link(page, id=id_))
        for kind, id_ in named
        if kind in pages
        for page, words in (pages[kind],)
    ]
    words = (str(v) for c, v in values.items() if isinstance(v, str) and not c.endswith("_id"))
    name = names.of(*named[0]) if named else next(words, "")
    line = el(
        "div",
        "picked",
        icon("lightbulb"),
        el("b", "cut", name),
        el("span", "second grow", t("selected")),
        *links[:2],
    )
    rows(line, key="query_picked")
    return drawing.key_of(*named[-1]) if named else None


def _graph(choice: Choice, names: Names, selected: str | None) -> None:
    found = services_query.picture_of(choice.runs, choice.parameters)
    if not found.nodes:
        words = t("The answer names no node, so there is nothing to draw.")
        rows(el("div", "panel empty", words), key="query_no_graph")
        return
    standing = services.standing(choice.parameters.get("deal"))
    nodes = drawing.nodes(found, names, standing, services.as_of())
    event = network(nodes, drawing.edges(found), key="query_graph", selected=selected, height=460)
    if event is not None:
        st.session_state[f"{PAGE}.node"] = event.id or None
        st.session_state[f"{PAGE}.row"] = None
        st.rerun()


def _buttons(choice: Choice, answer: Answered | None, names: Names) -> None:
    with st.container(horizontal=True, width="content"):
        if choice.link is not None:
            copy = el(
                "button",
                "quiet-button",
                icon("link", "small"),
                t("Copy link"),
                type="button",
                data_copy=choice.link,
            )
            rows(copy, key="query_link")
        if answer is None:
            return
        name, sort = choice.name or "query", str(st.session_state.get(f"{PAGE}.sort", ""))
        shown = table.Table(answer.result, choice.query.columns, names)
        with st.popover(t("Download"), icon=":material/download:"):
            files = (
                (t("Excel"), "xlsx", "table_view", lambda: xlsx_bytes(sheet(shown, sort))),
                ("CSV", "csv", "csv", lambda: csv_bytes(sheet(shown, sort))),
                (t("JSON, as the store answers"), "json", "data_object", lambda: _json(answer)),
            )
            for label, ending, symbol, data in files:
                download(
                    label,
                    data,
                    f"linchpin-{name}.{ending}",
                    symbol,
                    width="stretch",
                    key=f"query_{ending}",
                )


def _json(answer: Answered) -> bytes:
    result = answer.result
    whole_answer = {"columns": result.columns, "rows": result.rows, "truncated": result.truncated}
    return json.dumps(whole_answer, ensure_ascii=False, indent=2, default=str).encode()


show()
