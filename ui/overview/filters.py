"""The filters above the deals; each stands in the address."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from graph.vocabulary import values
from ui import state
from ui.overview.book import AGAINST, PASSES, SHORT, Filter, Line
from ui.text import either, named, t, word

PAGE = "overview"
ANY = ""


def show(lines: Sequence[Line]) -> Filter:
    """Draw the filters and return what they ask for."""
    with st.container(horizontal=True, vertical_alignment="center", key="lp_filters"):
        result = _results(lines)
        seller = _select("seller", _sellers(lines), t("Everybody's deals"))
        stage = _select("stage", _stages(lines), t("Any stage"))
        region = _select("region", _regions(lines), t("Any region"))
        words = _search()
    return Filter(result or None, seller or None, stage or None, region or None, words)


def _results(lines: Sequence[Line]) -> str:
    names: dict[str, Callable[[], str]] = {
        ANY: lambda: t("All"),
        PASSES: lambda: t("Passes"),
        SHORT: lambda: t("Short"),
        AGAINST: lambda: t("Against"),
        "dark": lambda: t("Not enough known"),
    }
    counts = {r: sum(Filter(result=r or None).keeps_result(x) for x in lines) for r in names}
    state.take(PAGE, "show", ANY, names)
    st.segmented_control(
        t("Result"),
        list(names),
        format_func=lambda r: f"{names[r]()} :gray-badge[{counts[r]}]",
        key=state.key(PAGE, "show"),
        required=True,
        label_visibility="collapsed",
        persist_state="session",
    )
    return state.keep(PAGE, "show", ANY)


def _select(name: str, options: dict[str, str], everything: str) -> str:
    if len(options) < 2:
        return ANY
    state.take(PAGE, name, ANY, {ANY, *options})
    st.selectbox(
        everything,
        [ANY, *options],
        format_func=lambda o: options.get(o, everything),
        key=state.key(PAGE, name),
        label_visibility="collapsed",
        persist_state="session",
        width=158,
    )
    return state.keep(PAGE, name, ANY)


def _search() -> str:
    state.take(PAGE, "find", "")
    st.text_input(
        t("Customer, deal or person"),
        key=state.key(PAGE, "find"),
        placeholder=t("Search"),
        icon=":material/search:",
        label_visibility="collapsed",
        persist_state="session",
        width="stretch",
        max_chars=200,
    )
    return state.keep(PAGE, "find", "")


def _sellers(lines: Sequence[Line]) -> dict[str, str]:
    found = {s.id: named(s) for line in lines for s in line.sellers}
    return dict(sorted(found.items(), key=lambda item: item[1]))


def _stages(lines: Sequence[Line]) -> dict[str, str]:
    used = {line.analysis.opportunity.stage for line in lines}
    listed = [v.value for v in values.STAGES.values]
    order = [s for s in listed if s in used] + sorted(s for s in used if s and s not in listed)
    return {s: word(values.STAGES, s) for s in order}


def _regions(lines: Sequence[Line]) -> dict[str, str]:
    return {
        r: either(r)
        for r in sorted({line.analysis.opportunity.region or "" for line in lines} - {""})
    }
