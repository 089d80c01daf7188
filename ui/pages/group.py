"""Group: where we hold, where a rival sits, the best offer and the way in."""

from __future__ import annotations

import streamlit as st

from graph.cross_sell.results import CrossSell, Group, SellPath
from ui import services, state, trouble
from ui.components.html import Markup, el, icon, join
from ui.components.rows import rows
from ui.format import money, money_unit
from ui.groups import export, flow, paths
from ui.groups.matrix import Matrix, legend, pair_id, pair_of, products
from ui.groups.tree import Tree, visible
from ui.names import Names
from ui.text import language, named, say, t, tn

PAGE = "group"
FEW = 5


def show() -> None:
    """Draw the page."""
    heads = services.groups()
    if not heads:
        trouble.empty(
            t("No company holds another yet, so there is no group. Load member_of rows."),
            "linchpin load FOLDER",
        )
        return
    names = Names(services.snapshot())
    known = services.snapshot().nodes["Enterprise"]
    asked = state.take(PAGE, "id", heads[0])
    if asked not in known:
        known.position(asked)  # raises, naming the nearest ids
    options = heads if asked in heads else [asked, *heads]
    head = st.container(
        horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"
    )
    with st.spinner(t("Following the ways in through the group…")):
        group, answer = services.group(asked), services.cross_sell(asked)
    with head:
        _title(group, answer, names)
        with st.container(horizontal=True, width="content"):
            st.selectbox(
                t("Group"),
                options,
                format_func=lambda i: names.of("Enterprise", i),
                key=state.key(PAGE, "id"),
                label_visibility="collapsed",
                width=230,
                persist_state="session",
                on_change=_forget_choice,
            )
            st.download_button(
                t("Excel"),
                lambda: export.workbook(group, answer, names),
                "linchpin-group.xlsx",
                icon=":material/download:",
                on_click="ignore",
            )
    state.keep(PAGE, "id", heads[0])
    _body(group, answer, names)


def _forget_choice() -> None:
    for name in ("member", "path", "all"):
        state.put(PAGE, name, "")


def _title(group: Group, answer: CrossSell, names: Names) -> None:
    root = group.tree[0]
    industry = names.value("Enterprise", group.id, "industry")
    expected = sum(p.expected_value for p in answer.paths)
    chips = [
        tn("{n} company", "{n} companies", len(group.tree)),
        t("{money} a year", money=money(root.rolled_up_revenue, group.currency)),
    ]
    best = t(
        "{money} expected in {n} paths", money=money(expected, answer.currency), n=len(answer.paths)
    )
    crumbs = " / ".join(str(w) for w in (t("Groups"), industry) if w)
    line = el(
        "div",
        "lp-line",
        el("h1", "", named(group)),
        *(el("span", "lp-chip", c) for c in chips),
        el("span", "lp-chip good", icon("add_circle", "lp-icon"), best) if answer.paths else None,
    )
    st.html(el("div", "lp-title", el("p", "", crumbs), line))


def _body(group: Group, answer: CrossSell, names: Names) -> None:
    member = state.take(PAGE, "member", "")
    wanted = [p for p in answer.paths if not member or p.member == member]
    chosen = _chosen(wanted)
    folded = set(filter(None, st.session_state.setdefault(f"{PAGE}.folded.{group.id}", [])))
    marked = member or (chosen.member if chosen else None)
    reachable = {paths.key_of(p) for p in answer.paths}
    matrix = Matrix(group, names, reachable, paths.key_of(chosen) if chosen else None)
    upper = _upper(Tree(group, names, folded, marked), matrix)
    event = rows(upper, key="group_upper")
    if event is not None:
        _act(event.kind, event.id, group, member)
    every = bool(state.take(PAGE, "all", ""))
    event = rows(_paths(answer, wanted, chosen, member, names, every), key="group_paths")
    if event is not None:
        _act(event.kind, event.id, group, member)
    if chosen is not None:
        rows(_drawing(chosen, group, answer, names), key="group_flow")


def _chosen(wanted: list[SellPath]) -> SellPath | None:
    given = state.take(PAGE, "path", "")
    found = next((p for p in wanted if pair_id(p.member, p.product) == given), None)
    return found or (wanted[0] if wanted else None)


def _act(kind: str, id_: str, group: Group, member: str) -> None:
    """Do what the reader asked for, write it into the address and draw anew."""
    if kind == "fold":
        folded = set(st.session_state[f"{PAGE}.folded.{group.id}"])
        st.session_state[f"{PAGE}.folded.{group.id}"] = sorted(folded ^ {id_})
    elif kind == "member":
        state.put(PAGE, "member", "" if id_ == member else id_)
        state.put(PAGE, "path", "")
    elif kind == "cell":
        if member and pair_of(id_)[0] != member:
            state.put(PAGE, "member", "")
        state.put(PAGE, "path", id_)
    elif kind == "all":
        state.put(PAGE, "all", id_)
    for name in ("member", "path", "all"):
        state.keep(PAGE, name, "")
    st.rerun()


def _upper(tree: Tree, matrix: Matrix) -> Markup:
    unit = money_unit(tree.group.currency)
    about = t("{unit}, last 12 billed months; only what is controlled is rolled up", unit=unit)
    left = el(
        "section",
        "panel",
        el("div", "panel-head", el("h2", "", t("Group tree")), el("span", "small-text cut", about)),
        tree.draw(),
        aria_label=t("Group tree"),
    )
    unsuited = len(tree.group.products) - len(products(tree.group))
    left_out = tn(
        "{n} product suits none of them and is left out",
        "{n} products suit none of them and are left out",
        unsuited,
    )
    right = el(
        "section",
        "panel",
        el("div", "panel-head", el("h2", "", t("Whitespace")), legend(unit)),
        matrix.draw(visible(tree.group, tree.folded)),
        el("div", "notes", left_out) if unsuited else None,
        aria_label=t("Whitespace"),
    )
    css = "split wide tall" if matrix.upright else "split"
    return el("div", f"{css} {language()}", left, right)


def _paths(
    answer: CrossSell,
    wanted: list[SellPath],
    chosen: SellPath | None,
    member: str,
    names: Names,
    every: bool,
) -> Markup:
    shown = wanted if every else wanted[:FEW]
    if chosen is not None and chosen not in shown:
        shown = [*shown, chosen]
    about = t("who opens the door, through whom, for what")
    only = None
    if member:
        words = t("only {name}", name=names.of("Enterprise", member))
        only = el(
            "button",
            "link",
            words,
            " ",
            icon("close", "tiny"),
            type="button",
            data_id=member,
            data_event="member",
            tabindex="0",
        )
    count = t("top {n} of {all}", n=len(shown), all=len(wanted))
    more = None
    if len(wanted) > FEW:
        words = t("Show fewer") if every else t("Show all {n}", n=len(wanted))
        more = el(
            "button",
            "link",
            words,
            type="button",
            data_id="" if every else "1",
            data_event="all",
            tabindex="0",
        )
    head = el(
        "div",
        "panel-head",
        el("h2", "", t("Cross-sell paths"), el("span", "beside", about), only),
        el("span", "small-text", count, " ", more),
    )
    key = paths.key_of(chosen) if chosen else None
    body = (
        paths.table(shown, key, names, answer.currency)
        if shown
        else el("div", "empty", t("Nobody who supports us reaches a decider here yet."))
    )
    notes = [el("div", "notes", say(n)) for n in answer.notes]
    return el("section", "panel", head, body, paths.unreachable(answer, names), *notes)


def _drawing(path: SellPath, group: Group, answer: CrossSell, names: Names) -> Markup:
    stances = services.standing()
    pays = {c.member: c.monthly_revenue for c in group.cells if c.product == path.product}
    picture = flow.drawing(
        path,
        names,
        services.as_of(),
        {p: stances.get(p) for p in path.route},
        pays,
        answer.currency,
    )
    why = el("ul", "because", *(el("li", "", say(s)) for s in path.because))
    return el(
        "section",
        "panel flow",
        picture,
        join(flow.sums(path, answer.mean_access, answer.currency), why),
    )


show()
