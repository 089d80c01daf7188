"""Which kinds of relationship the Deal page shows: on the map, among neighbours and in routes.

The choice stands in the address as ``kinds=REPORTS_TO,COVERS``; all kinds are shown without it.
"""

from __future__ import annotations

from collections.abc import Collection

import streamlit as st

from ui import state
from ui.diagram import words
from ui.text import say, t

PAGE = "deal"
EVERY = "all"
NONE = "none"
NAMES = words.KINDS
_PILLS = "deal.kinds.pills"


def read(given: str) -> frozenset[str]:
    """Read the kinds from the address; a word that is none of them is passed over.

    Examples
    --------
    >>> sorted(read("KNOWS,covers,x")), len(read("all")), len(read("x")), read("none")
    (['COVERS', 'KNOWS'], 5, 5, frozenset())
    """
    if given == NONE:
        return frozenset()
    named = {word.strip().upper() for word in given.split(",")}
    return frozenset(named & NAMES.keys() or NAMES)


def shown() -> frozenset[str]:
    """Return the kinds that are shown."""
    return read(str(st.session_state.get(state.key(PAGE, "kinds")) or EVERY))


def hidden() -> frozenset[str]:
    """Return the kinds that are not."""
    return frozenset(NAMES) - shown()


def only(kinds: Collection[str]) -> str:
    """Say which of some kinds are shown; nothing where all of them are."""
    left = [say(NAMES[kind]) for kind in NAMES if kind in kinds and kind in shown()]
    if len(left) == len(set(kinds)):
        return ""
    return t("Only these ties: {kinds}.", kinds=t(", ").join(left) or t("none"))


def map_note(kinds: Collection[str]) -> str:
    """Say which of some kinds a map shows, and of what the figures beside it are."""
    return f"{only(kinds)} {t('Sentences and panels: over all kinds of ties.')}"


def take() -> None:
    """Take the choice from the address where that is new."""
    state.take(PAGE, "kinds", EVERY)


def choose() -> None:
    """Offer the kinds."""
    chosen = [kind for kind in NAMES if kind in shown()]
    label = t("Kinds of ties")
    if len(chosen) < len(NAMES):
        label += f" :blue-badge[{len(chosen)}/{len(NAMES)}]"
    with st.popover(label, icon=":material/filter_alt:"):
        st.session_state[_PILLS] = chosen
        st.pills(
            t("Shown on the map, among neighbours and in routes"),
            list(NAMES),
            format_func=lambda kind: say(NAMES[kind]),
            selection_mode="multi",
            key=_PILLS,
            on_change=_picked,
        )


def _picked() -> None:
    picked = [kind for kind in NAMES if kind in st.session_state[_PILLS]]
    every = len(picked) == len(NAMES)
    state.put(PAGE, "kinds", EVERY if every else ",".join(picked) or NONE)
