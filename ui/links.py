"""Addresses of what can be looked at: every page, deal, group and question has one."""

from __future__ import annotations

from urllib.parse import urlencode

import streamlit as st

KEPT = ("lang", "as_of")
# Key of the session that says when a choice was last written into the address.
WRITTEN = "address_written"


def kept() -> dict[str, str]:
    """Return the parts of the address that stay while pages change."""
    return {name: st.query_params[name] for name in KEPT if name in st.query_params}


def link(page: str, **parameters: str) -> str:
    """Return the address of a page, relative to the screen's own."""
    return f"{page}?{urlencode({**parameters, **kept()})}"


def go(page: str, **parameters: str) -> None:
    """Open a page at once, as a click in the navigation would."""
    from ui.shell import page_of

    st.session_state.pop(WRITTEN, None)  # this address is news
    st.switch_page(page_of(page), query_params={**parameters, **kept()})
