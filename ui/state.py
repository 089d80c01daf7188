"""Choices of a page that live in its address and survive reruns and visits to other pages.

A choice in the address wins when somebody else put it there (a link, a bookmark); what the reader
then changes is written back. Session keys are named here and nowhere else.
"""

from __future__ import annotations

from collections.abc import Collection

import streamlit as st

_SEEN = "address_seen"


def take(page: str, name: str, default: str, allowed: Collection[str] | None = None) -> str:
    """Return the choice ``name`` of a page, from its address where that is new.

    The value stands in ``st.session_state`` under ``key(page, name)``, ready for a widget.
    """
    seen: dict[str, str] = st.session_state.setdefault(_SEEN, {})
    at = key(page, name)
    given = st.query_params.get(name)
    if given is not None and seen.get(at) != given:
        st.session_state[at] = seen[at] = given
    value = st.session_state.get(at, default)
    if value is None or (allowed is not None and value not in allowed):
        value = default
    st.session_state[at] = value
    return str(value)


def keep(page: str, name: str, default: str) -> str:
    """Write the choice into the address, or take it out where it is the default."""
    at = key(page, name)
    value = str(st.session_state.get(at) or default)
    st.session_state.setdefault(_SEEN, {})[at] = value
    if value == default:
        st.query_params.pop(name, None)
    elif st.query_params.get(name) != value:
        st.query_params[name] = value
    return value


def put(page: str, name: str, value: str) -> None:
    """Set a choice that has no widget."""
    st.session_state[key(page, name)] = value


def key(page: str, name: str) -> str:
    """Return the session key of a choice."""
    return f"{page}.{name}"
