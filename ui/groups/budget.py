"""The budget of a plan: hours, money, and how often one person may be asked."""

from __future__ import annotations

import math

import streamlit as st

from ui import services, state
from ui.services_groups import Limits
from ui.text import t

PAGE = "group"
MOST = 1e12


def limits() -> Limits | None:
    """Let the reader give a budget; None where none is given. It stands in the address."""
    with st.popover(t("Plan within hours"), icon=":material/event_available:", type="primary"):
        hours = _number("hours", t("Hours"), step=4.0)
        money = _number("money", t("Money for channels"), step=1000.0)
        times = _number("per_person", t("Times one person may be asked"), step=1.0)
        usual = services.settings().cross_sell.per_person
        st.caption(t("Empty: no limit; times one person may be asked: {n}.", n=usual))
    if hours is None and money is None and times is None:
        return None
    return Limits(hours, money, None if times is None else int(times))


def _number(name: str, label: str, *, step: float) -> float | None:
    given = state.take(PAGE, name, "")
    widget = f"{PAGE}.{name}.number"
    st.session_state[widget] = _read(given)
    st.number_input(
        label,
        min_value=0.0,
        max_value=MOST,
        step=step,
        format="%g",
        key=widget,
        on_change=_put,
        args=(name, widget),
    )
    state.keep(PAGE, name, "")
    return _read(state.take(PAGE, name, ""))


def _put(name: str, widget: str) -> None:
    value = st.session_state[widget]
    state.put(PAGE, name, "" if value is None else f"{value:g}")


def _read(given: str) -> float | None:
    """Return the number of an address, None for what is none."""
    try:
        number = float(given)
    except ValueError:
        return None
    return min(number, MOST) if math.isfinite(number) and number >= 0 else None
