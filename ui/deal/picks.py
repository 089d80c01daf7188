"""Choices of several people in the views of the Deal page, kept in the address."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import quote, unquote

import streamlit as st

from graph.decision.results import Analysis
from ui import state
from ui.deal.figures import name_of
from ui.deal.kinds import PAGE
from ui.text import named, t

# In the address: nobody, where somebody is chosen at first.
NOBODY = "-"


def several(
    name: str, label: str, options: dict[str, str], default: Sequence[str] = ()
) -> list[str]:
    """Offer some people; the choice stands in the address as ``name=ID,ID``.

    Parameters
    ----------
    name : str
        Its name in the address.
    label : str
        What it is for; stands in the field while nobody is chosen.
    options : dict of id to name
        Who may be chosen.
    default : sequence of str
        Who is chosen at first.

    Where there is nobody to choose, nothing is offered: an empty field speaks English only.
    """
    if not options:
        return []
    written, nobody = _write(default), NOBODY if default else ""
    given = state.take(PAGE, name, written)
    widget = f"deal.{name}.several"
    known = [id_ for id_ in _read(given) if id_ in options]
    st.session_state[widget] = known if known or given == NOBODY else list(default)
    st.multiselect(
        label,
        list(options),
        format_func=lambda id_: options.get(id_, id_),
        key=widget,
        placeholder=label,
        label_visibility="collapsed",
        on_change=lambda: state.put(PAGE, name, _write(st.session_state[widget]) or nobody),
    )
    state.keep(PAGE, name, written)
    return list(st.session_state[widget])


def _write(ids: Sequence[str]) -> str:
    return ",".join(quote(id_, safe="") for id_ in ids)


def _read(given: str) -> list[str]:
    return [unquote(part) for part in given.split(",") if part]


def people(analysis: Analysis) -> dict[str, str]:
    """Return everybody of the deal by name: those who decide first, then by share."""
    weight = {d.id: d.weight for d in analysis.deciders}
    ordered = sorted(analysis.people, key=lambda p: (-weight.get(p.id, 0.0), -p.influence, p.id))
    return {p.id: name_of(p) for p in ordered}


def anybody(analysis: Analysis) -> dict[str, str]:
    """Return people and sellers of the deal by name."""
    ours = {s.id: t("{name} (our team)", name=named(s)) for s in analysis.team}
    return people(analysis) | ours
