"""What each seller has of the hours of the contact plan; written ``sellers=ID:H,ID:H``."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from urllib.parse import quote, unquote

import streamlit as st

from graph.decision.results import Analysis
from ui import services, state
from ui.deal.kinds import PAGE
from ui.text import literal, named, t, tn


def read(given: str, team: Collection[str]) -> dict[str, float]:
    """Read the hours from the address; what is no hours of one of the team is passed over.

    Examples
    --------
    >>> read("lin:4,gu:x,he:-1,who:3,wu%3Aa:0.5", {"lin", "gu", "he", "wu:a"})
    {'lin': 4.0, 'wu:a': 0.5}
    """
    found = {}
    for part in given.split(","):
        id_, _, hours = part.rpartition(":")
        seller, number = unquote(id_), _number(hours)
        if seller in team and number is not None:
            found[seller] = number
    return found


def write(hours: Mapping[str, float]) -> str:
    """Write hours as they stand in the address.

    Examples
    --------
    >>> write({"lin": 4.0, "wu:a": 0.5})
    'lin:4,wu%3Aa:0.5'
    """
    return ",".join(f"{quote(id_, safe='')}:{h:g}" for id_, h in hours.items())


def _number(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if 0 <= number < math.inf else None


def available(analysis: Analysis) -> dict[str, float]:
    """Offer the hours of each seller, and return those who have not all of them.

    At first they are what ``[plan] seller_hours`` says.
    """
    team = [s.id for s in analysis.team]
    stated = services.settings().plan.seller_hours
    default = write({id_: stated[id_] for id_ in team if id_ in stated})
    hours = read(state.take(PAGE, "sellers", default), team)
    with st.popover(_label(len(team), hours), icon=":material/badge:", disabled=not team):
        st.markdown(t("Hours that each has for meetings; empty: all of them."))
        for seller in analysis.team:
            widget = f"deal.seller_hours.{seller.id}"
            st.session_state[widget] = hours.get(seller.id)
            st.number_input(
                literal(named(seller)),
                min_value=0.0,
                step=1.0,
                format="%g",
                placeholder=t("All hours"),
                key=widget,
                on_change=_changed,
                args=(team,),
            )
    state.keep(PAGE, "sellers", default)
    return hours


def _label(size: int, hours: Mapping[str, float]) -> str:
    if not hours:
        return tn("{n} seller", "All {n} sellers", size)
    return t("Sellers") + f" :blue-badge[{t('{n} limited', n=len(hours))}]"


def _changed(team: list[str]) -> None:
    entered = {id_: st.session_state.get(f"deal.seller_hours.{id_}") for id_ in team}
    hours = {id_: h for id_, h in entered.items() if h is not None}
    # A word that is no hours, so that the address can say "nobody is limited".
    state.put(PAGE, "sellers", write(hours) or "none")
