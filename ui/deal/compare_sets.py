"""The sets of changes of the What-if view, as they stand in the address."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import quote, unquote

import streamlit as st

from ui import state
from ui.deal.kinds import PAGE

# The letter of a set, and its name in the address.
SETS = {"A": "suppose", "B": "beside"}
_DEAL = "deal.what_if_of"


def write(changes: Sequence[str]) -> str:
    """Return changes as one word of the address.

    Examples
    --------
    >>> write(["stance:li=mentor", "meet:a,b=li"])
    'stance:li=mentor,meet:a%2Cb=li'
    """
    return ",".join(quote(change, safe=":=>") for change in changes)


def parse(word: str) -> list[str]:
    """Return the changes that :func:`write` wrote, each once.

    Examples
    --------
    >>> parse("stance:li=mentor,meet:a%2Cb=li,stance:li=mentor")
    ['stance:li=mentor', 'meet:a,b=li']
    """
    return list(dict.fromkeys(unquote(part) for part in word.split(",") if part))


def take(deal: str, letter: str) -> list[str]:
    """Return the changes of a set; those of another deal are forgotten."""
    if st.session_state.get(_DEAL) not in (None, deal):
        for word in SETS.values():
            state.put(PAGE, word, "")
    st.session_state[_DEAL] = deal
    return parse(state.take(PAGE, SETS[letter], ""))


def put(letter: str, changes: Sequence[str]) -> None:
    """Set the changes of a set."""
    state.put(PAGE, SETS[letter], write(changes))


def add_to(letter: str, change: str) -> None:
    """Add a change to a set."""
    now = parse(str(st.session_state.get(state.key(PAGE, SETS[letter])) or ""))
    if change and change not in now:
        put(letter, [*now, change])


def drop(letter: str, at: int) -> None:
    """Take a change out of a set."""
    now = parse(str(st.session_state.get(state.key(PAGE, SETS[letter])) or ""))
    put(letter, [c for i, c in enumerate(now) if i != at])


def suppose(deal: str, changes: Sequence[str]) -> None:
    """Fill in the changes of something that is to be tried.

    They are set A; where the reader supposes something else there already, they stand beside it.
    """
    now = take(deal, "A")
    if now != list(changes):
        put("B" if now else "A", changes)
