"""Group: where we hold, where a rival sits, the best offer and the way in."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import streamlit as st

from graph.cross_sell.results import CrossSell, SellPath
from graph.cross_sell.results_plan import CrossSellPlan
from graph.cross_sell.whitespace_results import Whitespace
from graph.errors import LinchpinError
from ui import services, services_groups, state, trouble
from ui.components.download import download
from ui.components.html import Markup, el, icon, join
from ui.components.rows import Event, rows
from ui.format import day, money
from ui.groups import budget, export, flow, listed, paths, planned, sheets, upper
from ui.groups.matrix import Matrix, pair_of
from ui.groups.tree import folded_at_first
from ui.names import Names
from ui.services import Stamp
from ui.services_groups import Owned
from ui.text import either, language, named, say, settled, t, tn

PAGE = budget.PAGE
# What of the page stands in its address, beside the group and the budget.
CHOICES = ("member", "path", "all", "sort", "show", "rows", "find")


@dataclass(frozen=True)
class Shown:
    """What the page is about: the group, its matrix and its paths, and what they are of."""

    id: str
    at: Stamp
    owned: Owned
    matrix: Whitespace
    answer: CrossSell
    names: Names

    @cached_property
    def key(self) -> str:
        """Where the folded branches of this group are kept."""
        return f"{PAGE}.folded.{self.id}"

    @property
    def folded(self) -> set[str]:
        """The companies whose branch is folded."""
        at_first = sorted(folded_at_first(self.owned.group))
        return set(filter(None, st.session_state.setdefault(self.key, at_first)))


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
    head = st.container(
        horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"
    )
    at = services.stamp()
    with st.spinner(t("Following the ways in through the group…")):
        answer = services_groups.cross_sell(asked)
        parts = services_groups.owned(asked), services_groups.matrix(asked)
    shown = Shown(asked, at, *parts, answer, names)
    with head:
        _title(shown)
        with st.container(horizontal=True, width="content"):
            _choose(asked, heads, names)
            _export(shown)
            limits = budget.limits()
    state.keep(PAGE, "id", heads[0])
    plan = services_groups.planned(asked, limits) if limits else None
    _frame(shown, plan)


@st.fragment
def _frame(shown: Shown, plan: CrossSellPlan | None) -> None:
    """Draw all below the head; a click runs this part alone."""
    try:
        if services.stamp() != shown.at:
            st.rerun()  # the store or the day is another: the head is to follow
        with settled():
            _body(shown, plan)
    except LinchpinError as error:
        trouble.show(error)


def _choose(asked: str, heads: list[str], names: Names) -> None:
    options = heads if asked in heads else [asked, *heads]
    st.selectbox(
        t("Group"),
        options,
        format_func=lambda i: names.of("Enterprise", i),
        key=state.key(PAGE, "id"),
        label_visibility="collapsed",
        width=210,
        persist_state="session",
        on_change=_forget_choices,
    )


def _export(shown: Shown) -> None:
    answer, names = shown.answer, shown.names
    title = f"{names.of('Enterprise', shown.id)} · {day(answer.as_of)}"

    def read(book: Any) -> None:
        sheets.write_matrix(book, shown.matrix, names, title, export.FILLS)
        sheets.write_ways(book, answer, names)

    download(
        t("Excel"),
        lambda: export.workbook(
            shown.matrix, language(), export.further(shown.owned.group, answer), read
        ),
        "linchpin-group.xlsx",
        "download",
    )


def _forget_choices() -> None:
    for name in CHOICES:
        state.put(PAGE, name, "")


def _title(shown: Shown) -> None:
    group, answer = shown.owned.group, shown.answer
    industry = shown.names.value("Enterprise", group.id, "industry")
    expected = sum(p.expected_value for p in answer.paths)
    revenue = group.members[0].consolidated.revenue
    chips = [
        tn("{n} company", "{n} companies", len(group.members)),
        t("{money} a year", money=money(revenue, shown.owned.currency)),
    ]
    best = t(
        "{money} expected in {n} paths", money=money(expected, answer.currency), n=len(answer.paths)
    )
    crumbs = " / ".join(str(w) for w in (t("Groups"), industry and either(str(industry))) if w)
    line = el(
        "div",
        "lp-line",
        el("h1", "", named(group)),
        *(el("span", "lp-chip", c) for c in chips),
        el("span", "lp-chip good", icon("add_circle", "lp-icon"), best) if answer.paths else None,
    )
    st.html(el("div", "lp-title", el("p", "", crumbs), line))


def _body(shown: Shown, plan: CrossSellPlan | None) -> None:
    asked = {name: state.take(PAGE, name, "") for name in CHOICES}
    member = asked["member"]
    wanted = [p for p in shown.answer.paths if not member or p.member == member]
    chosen = _chosen(wanted, asked["path"])
    marked = member or (chosen.member if chosen else None)
    matrix = Matrix(
        services_groups.grid(shown.id),
        shown.names,
        paths.key_of(chosen) if chosen else None,
        state=asked["show"],
        sort=asked["sort"],
    )

    def told(event: Event) -> None:
        _act(event, shown)

    look = upper.Look(shown.folded, marked, asked["find"], everything=bool(asked["rows"]))
    rows(upper.draw(shown.owned, matrix, look), key="group_upper", on_event=told)
    if plan is not None:
        panel = planned.plan_panel(plan, shown.names, shown.answer.currency)
        rows(panel, key="group_plan", on_event=told)
    in_plan = {(a.member, a.product) for a in plan.actions} if plan else set()
    known = not member or member in {m.id for m in shown.owned.group.members}
    every = bool(asked["all"])
    choice = listed.Choice(wanted, chosen, member, in_plan, every=every, known=known)
    rows(listed.panel(shown.answer, choice, shown.names), key="group_paths", on_event=told)
    if chosen is not None:
        rows(_drawing(chosen, shown), key="group_flow")
    for key, draw in (("frameworks", planned.frameworks), ("channels", planned.channels)):
        further = draw(shown.answer, shown.names)
        if further is not None:
            rows(further, key=f"group_{key}")
    state.keep_all(PAGE, dict.fromkeys(CHOICES, ""))


def _chosen(wanted: list[SellPath], given: str) -> SellPath | None:
    try:
        key = pair_of(given)
    except (TypeError, ValueError):  # nobody's, or an address that somebody wrote
        key = None
    found = next((p for p in wanted if paths.key_of(p) == key), None)
    return found or (wanted[0] if wanted else None)


def _act(event: Event, shown: Shown) -> None:
    """Do what the reader asked for; the page is then drawn anew."""
    kind, id_, member = event.kind, event.id, state.take(PAGE, "member", "")
    if kind == "fold":
        st.session_state[shown.key] = sorted(shown.folded ^ {id_})
    elif kind == "member":
        state.put(PAGE, "member", "" if id_ == member else id_)
        state.put(PAGE, "path", "")
    elif kind == "cell":
        if member and pair_of(id_)[0] != member:
            state.put(PAGE, "member", "")
        state.put(PAGE, "path", id_)
    else:
        state.put(PAGE, "show" if kind == "state" else kind, id_)


def _drawing(path: SellPath, shown: Shown) -> Markup:
    stances = services.standing()
    pays = {c.member: c.monthly_revenue for c in shown.matrix.cells if c.product == path.product}
    picture = flow.drawing(
        path,
        shown.names,
        services.as_of(),
        {p: stances.get(p) for p in path.route},
        pays,
        shown.answer.currency,
    )
    why = el("ul", "because", *(el("li", "", say(s)) for s in path.because))
    answer = shown.answer
    sums = flow.sums(path, answer.mean_access, answer.currency, within=answer.access_within)
    return el("section", "panel flow", picture, join(sums, why))


show()
