"""The "rows" component: lists, tables and grids as real HTML, one of whose rows can be chosen.

Python makes the HTML from escaped data (:mod:`ui.components.html`); the script in the browser
only shows it and answers with the id of what was chosen by mouse or keyboard.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import streamlit as st

from ui.components.html import Markup
from ui.components.sheet import script


@dataclass(frozen=True)
class Event:
    """What the reader did: ``kind`` (select, sort, fold ...) and the id of what it was done to."""

    kind: str
    id: str


def rows(
    html: Markup,
    *,
    key: str,
    height: int | None = None,
    on_event: Callable[[Event], None] | None = None,
) -> Event | None:
    """Show ``html`` and return what was just done in it, None when nothing was.

    Parameters
    ----------
    html : Markup
        Built by :mod:`ui.components.html`; elements with ``data-id`` can be chosen.
    key : str
        Name of this place on the page.
    height : int or None
        Scrolls beyond this many pixels.
    on_event : callable or None
        Told what was done before the page runs again, which saves a second run.
    """

    def heard() -> None:
        told = (st.session_state.get(key) or {}).get("event")
        if told and on_event is not None:
            on_event(Event(str(told["kind"]), str(told["id"])))

    mount = st.components.v2.component("linchpin_rows", js=script("rows"))
    result: Any = mount(key=key, data={"html": str(html), "height": height}, on_event_change=heard)
    event = result.event
    return Event(str(event["kind"]), str(event["id"])) if event else None
