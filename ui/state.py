"""Choices of a page that live in its address and survive reruns and visits to other pages.

A choice in the address wins when somebody else put it there (a link, a bookmark, Back); what the
reader then changes is written back. Session keys are named here and nowhere else.
"""

from __future__ import annotations

import time
from collections.abc import Collection, Mapping

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from ui.links import KEPT, WRITTEN

_SEEN = "address_seen"
_PAGE = "address_page"
_WHOLE = "address_whole"
_STALE = "address_stale"
# Seconds after a choice was written in which the browser may still send the address before it.
STALE = 0.3


def arrive(page: str) -> None:
    """Note at the beginning of a run which page it draws, and whether its address says all.

    It does where the page stays (Back and Forward) or where it names any choice (a link); a page
    reached by the navigation has a bare address, and keeps the choices of its last visit.
    """
    stays = st.session_state.get(_PAGE) == page
    st.session_state[_WHOLE] = stays or bool(set(st.query_params) - set(KEPT))
    st.session_state[_PAGE] = page
    written = float(st.session_state.get(WRITTEN, -STALE))
    st.session_state[_STALE] = time.monotonic() - written < STALE


def take(page: str, name: str, default: str, allowed: Collection[str] | None = None) -> str:
    """Return the choice ``name`` of a page, from its address where that is new.

    The value stands in ``st.session_state`` under ``key(page, name)``, ready for a widget.
    """
    seen: dict[str, str | None] = st.session_state.setdefault(_SEEN, {})
    at = key(page, name)
    given = st.query_params.get(name)
    news = not _stale() and (given is not None or whole())
    if news and seen.get(at) != given:
        seen[at] = given
        st.session_state[at] = default if given is None else given
    value = st.session_state.get(at, default)
    if value is None or (allowed is not None and value not in allowed):
        value = default
    st.session_state[at] = value
    return str(value)


def whole() -> bool:
    """Say whether what the address leaves out is as it is at first."""
    return bool(st.session_state.get(_WHOLE, False)) and not _stale()


def _stale() -> bool:
    """Say whether the address may be the one before: a second click is quicker than its news.

    A part that runs alone was clicked in; Back runs the whole page.
    """
    run = get_script_run_ctx(suppress_warning=True)
    if run is not None and run.fragment_ids_this_run:
        return True
    return bool(st.session_state.get(_STALE, False))


def keep(page: str, name: str, default: str) -> str:
    """Write the choice into the address, or take it out where it is the default."""
    return keep_all(page, {name: default})[name]


def keep_all(page: str, defaults: Mapping[str, str]) -> dict[str, str]:
    """Write several choices at once: each write is a step of Back."""
    seen, found = st.session_state.setdefault(_SEEN, {}), dict[str, str]()
    before = st.query_params.to_dict()
    after = dict(before)
    for name, default in defaults.items():
        at = key(page, name)
        found[name] = str(st.session_state.get(at) or default)
        seen[at] = None if found[name] == default else found[name]
        if seen[at] is None:
            after.pop(name, None)
        else:
            after[name] = found[name]
    if after != before:
        wrote()
        st.query_params.from_dict(after)
    return found


def wrote() -> None:
    """Note that the address was written just now."""
    st.session_state[WRITTEN] = time.monotonic()


def put(page: str, name: str, value: str) -> None:
    """Set a choice that has no widget."""
    st.session_state[key(page, name)] = value


def key(page: str, name: str) -> str:
    """Return the session key of a choice."""
    return f"{page}.{name}"
