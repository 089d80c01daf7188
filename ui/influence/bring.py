"""What the reader brings to the Influence page: a network, and who everybody in it is."""

from __future__ import annotations

import streamlit as st

from ui import services, state
from ui.influence.brought import network_among
from ui.influence.files import Uploaded, digest_of, example
from ui.influence.stored import stored
from ui.text import language, t

PAGE = "influence"
FILES = f"{PAGE}.files"
WHO = f"{PAGE}.who"
PEOPLE = f"{PAGE}.people"
OF_A_NETWORK = ("person", "sort", "find", "source", "target", "weight", "time", "relation")


def brought() -> Uploaded | None:
    """Let the reader bring a network; what was brought is kept while pages change."""
    kept: Uploaded | None = st.session_state.get(FILES)
    bring = st.container(key="lp_bring")
    with bring, st.container(horizontal=True, vertical_alignment="center"):
        given = st.file_uploader(
            t("A list of ties or a log"),
            accept_multiple_files=True,
            key=f"{PAGE}.upload",
            label_visibility="collapsed",
        )
        if st.button(t("Example"), icon=":material/science:", key=f"{PAGE}.example"):
            _keep(example())
            st.rerun()
        if st.button(t("Loaded people"), icon=":material/groups:", key=f"{PAGE}.stored"):
            _keep_stored()
    files = [(f.name, f.getvalue()) for f in given]
    seen = digest_of(files)
    if not files or seen == st.session_state.get(f"{PAGE}.brought"):
        return kept
    st.session_state[f"{PAGE}.brought"] = seen
    found = network_among(files)
    if found is not None and (kept is None or found.files != kept.files):
        _keep(found)
    st.session_state[FILES] = found
    return found


def who() -> tuple[str, bytes] | None:
    """Return the table of people that was brought beside the network."""
    kept: tuple[str, bytes] | None = st.session_state.get(WHO)
    return kept


def keep_people() -> None:
    """Look at the network with another table of people, or with none."""
    given = st.session_state[PEOPLE]
    st.session_state[WHO] = given and (given.name, given.getvalue())


def _keep_stored() -> None:
    """Look at the people of the store, whatever the deal."""
    found = stored(services.snapshot(), services.as_of(), services.settings(), language())
    if found is None:
        st.toast(t("Nobody of the people loaded listens to anybody."))
        return
    _keep(found)
    st.rerun()


def _keep(files: Uploaded) -> None:
    """Look at another network; what was chosen in the last one is forgotten."""
    st.session_state[FILES] = files
    st.session_state.pop(WHO, None)
    for name in OF_A_NETWORK:
        st.session_state.pop(state.key(PAGE, name), None)
