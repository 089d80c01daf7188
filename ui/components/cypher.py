"""The Cypher editor: CodeMirror with the graph's own words, Ctrl+Enter runs."""

from __future__ import annotations

from functools import cache
from typing import Any

import streamlit as st

from graph.model import NODE_KINDS, RELATIONSHIP_TYPES
from ui.components.bundles import address
from ui.components.html import Markup
from ui.components.sheet import script
from ui.text import t


@cache
def _words() -> list[str]:
    properties = {p.name for kind in NODE_KINDS.values() for p in kind.properties}
    properties |= {p.name for type_ in RELATIONSHIP_TYPES.values() for p in type_.properties}
    return [*NODE_KINDS, *RELATIONSHIP_TYPES, *sorted(properties)]


def editor(text: str, bar: Markup, *, key: str) -> str | None:
    """Show an editor that holds ``text`` under a bar; return what the reader runs.

    Parameters
    ----------
    text : str
        What stands in it; a new text replaces what was typed.
    bar : Markup
        Shown above; an element with ``data-run`` runs the text.
    key : str
        Name of this place on the page.

    Returns
    -------
    str or None
        The text, in the run of the page in which the reader ran it.
    """
    source = address("codemirror.js")
    if source is None:
        return _plain(text, key)
    mount = st.components.v2.component("linchpin_cypher", js=script("cypher"))
    data = {
        "text": text,
        "bar": str(bar),
        "source": source,
        "words": _words(),
        "label": t("Cypher text"),
    }
    result: Any = mount(key=key, data=data, on_run_change=lambda: None)
    return str(result.run["text"]) if result.run else None


def _plain(text: str, key: str) -> str | None:
    """Offer a plain text area where the editor's bundle is not installed."""
    typed = st.text_area(t("Cypher text"), text, key=f"{key}.plain", height=220)
    run = st.button(t("Run"), key=f"{key}.run", type="primary", icon=":material/play_arrow:")
    return typed if run else None
