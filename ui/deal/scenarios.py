"""The scenarios of a deal: keep a what-if under a name; open or delete one that is kept."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from graph.errors import LinchpinError
from ui import services_what_if as asked
from ui.components.html import Markup, el, icon
from ui.components.rows import Event, rows
from ui.deal.compare_sets import put
from ui.scenarios import Scenario
from ui.text import language, t

# The name whose deletion was asked for once; a team's scenario goes at the second click only.
_ARMED = "what_if_armed"
_TOLD = "what_if_told"
_REPLACED = "what_if_replaced"


def panel(deal: str, letter: str, changes: list[str], lettered: bool) -> None:
    """Draw the scenarios of a deal: keep a set under a name, open or delete one that is kept.

    Parameters
    ----------
    deal : str
        Its id.
    letter : str
        The set that would be kept.
    changes : list of str
        What that set supposes.
    lettered : bool
        Whether there is a set already, so that another can be opened beside it.
    """
    with st.container(border=True, key="lp_panel_scenarios"):
        rows(el("div", "deal-head", el("span", "", t("Scenarios"))), key="what_if_kept_head")
        if changes:
            with st.container(horizontal=True, vertical_alignment="bottom"):
                st.text_input(
                    t("Keep {letter} as", letter=letter),
                    key="what_if_name",
                    placeholder=t("Name of the scenario"),
                    max_chars=80,
                )
                st.button(
                    t("Keep"),
                    icon=":material/bookmark_add:",
                    key="what_if_keep",
                    on_click=_keep,
                    args=(deal, changes),
                )
        told = st.session_state.pop(_TOLD, None)
        if told:
            st.caption(told)
        try:
            found = asked.scenarios_of(deal)
        except LinchpinError as error:
            st.caption(error.say(language()))
            return
        html = kept(found, lettered)
        rows(html, key="what_if_kept", on_event=lambda e: _on_kept(deal, e))


def _keep(deal: str, changes: list[str]) -> None:
    given = st.session_state.get("what_if_name") or ""
    sure = st.session_state.pop(_REPLACED, None) == given
    try:
        if not sure and asked.other_scenario(deal, given, changes):
            st.session_state[_REPLACED] = given
            st.session_state[_TOLD] = t(
                "'{name}' is kept already. Keep again puts these changes in its place.", name=given
            )
            return
        asked.keep_scenario(deal, given, changes)
    except LinchpinError as error:
        st.session_state[_TOLD] = error.say(language())
    else:
        st.session_state[_TOLD] = t("Kept.")
        st.session_state["what_if_name"] = ""


def _on_kept(deal: str, event: Event) -> None:
    verb, _, rest = event.id.partition(":")
    try:
        armed = st.session_state.pop(_ARMED, None)
        if verb == "forget":
            if armed == rest:
                asked.forget_scenario(deal, rest)
            else:
                st.session_state[_ARMED] = rest
            return
        letter, _, wanted = rest.partition(":")
        found = next(s for s in asked.scenarios_of(deal) if s.name == wanted)
        put(letter, list(found.changes))
    except LinchpinError as error:
        st.session_state[_TOLD] = error.say(language())
    except StopIteration:
        st.session_state[_TOLD] = t("This scenario is not kept any more.")


def kept(scenarios: Sequence[Scenario], lettered: bool) -> Markup:
    """Return the named scenarios with what can be done with each."""
    if not scenarios:
        return el("p", "small-text", t("No scenario of this deal is kept yet."))
    return el("div", "sup-kept", *(_kept(s, lettered) for s in scenarios))


def _kept(scenario: Scenario, lettered: bool) -> Markup:
    name = scenario.name
    letters = "AB" if lettered else ""
    buttons = [
        _button(
            letter,
            f"load:{letter}:{name}",
            t("Open '{name}' as {letter}", name=name, letter=letter),
        )
        for letter in letters
    ]
    armed = st.session_state.get(_ARMED) == name
    delete = t("Delete '{name}'", name=name)
    return el(
        "div",
        "sup-row",
        el(
            "button",
            "link cut",
            name,
            type="button",
            data_id=f"load:A:{name}",
            tabindex="0",
            title="; ".join(scenario.changes),
            aria_label=t("Open '{name}'", name=name),
        ),
        el("small", "second", str(len(scenario.changes))),
        *buttons,
        el(
            "button",
            "sup-drop armed" if armed else "sup-drop",
            icon("delete", "tiny"),
            t("Delete?") if armed else None,
            type="button",
            data_id=f"forget:{name}",
            tabindex="0",
            title=delete,
            aria_label=delete,
        ),
    )


def _button(letter: str, id_: str, label: str) -> Markup:
    return el(
        "button", "sup-letter", letter, type="button", data_id=id_, tabindex="0", aria_label=label
    )
