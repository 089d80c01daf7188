"""The form of the What-if view: which change of whom, and what it is supposed to be."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from graph.decision.results import Analysis
from graph.model import values
from ui import services_what_if as asked
from ui.deal.figures import name_of
from ui.deal.opened import Opened
from ui.names import Names
from ui.text import language, named, t, word

VERBS: dict[str, Callable[[], str]] = {
    "stance": lambda: t("Stance"),
    "meet": lambda: t("Meeting"),
    "cover": lambda: t("Contact"),
    "influence": lambda: t("Tie"),
    "role": lambda: t("Role"),
    "remove": lambda: t("Leaves"),
}
# Beyond these the reader is asked to load roles first: a list of thousands helps nobody.
MOST_OUTSIDE = 400


def ask(opened: Opened) -> str | None:
    """Draw the form; return the change as it stands, None while it is not whole."""
    verb = st.pills(
        t("Suppose"),
        list(VERBS),
        format_func=lambda v: VERBS[v](),
        key="what_if_verb",
        default="stance",
        required=True,
        label_visibility="collapsed",
    )
    people = _people(opened, inside=verb in ("influence", "remove"))
    if verb in ("meet", "cover"):
        return _of_seller(opened, str(verb), people)
    if verb == "influence":
        return _of_tie(people)
    person = _person(people, t("Person"), "what_if_person")
    if person is None:
        return None
    if verb == "remove":
        return f"remove:{person}"
    listed = values.STANCES if verb == "stance" else values.ROLES
    chosen = st.selectbox(
        VERBS[str(verb)](),
        listed.words,
        format_func=lambda w: word(listed, w),
        key=f"what_if_{verb}",
        index=_usual(str(verb), listed.words),
    )
    return f"{verb}:{person}={chosen}" if chosen else None


def _usual(verb: str, words: Sequence[str]) -> int:
    return words.index("supporter" if verb == "stance" else "decision_maker")


def _person(people: dict[str, str], label: str, key: str) -> str | None:
    if not people:
        st.caption(t("{what}: nobody is known to choose from.", what=label))
        return None
    found = st.selectbox(
        label, list(people), format_func=lambda i: people.get(i, i), key=key, index=None,
        placeholder=t("Choose a person"),
    )  # fmt: skip
    return str(found) if found else None


def _of_seller(opened: Opened, verb: str, people: dict[str, str]) -> str | None:
    sellers = _sellers(opened)
    if not sellers:
        st.caption(t("Nobody of ours is known; load sellers first."))
        return None
    seller = st.selectbox(
        t("Who of ours"),
        list(sellers),
        format_func=lambda i: sellers.get(i, i),
        key="what_if_seller",
    )
    person = _person(
        people, t("Meets whom") if verb == "meet" else t("Covers whom"), "what_if_person"
    )
    if seller is None or person is None:
        return None
    if verb == "meet":
        return f"meet:{seller}={person}"
    return f"cover:{seller}>{person}={_strength(t('Strength of the contact'))}"


def _of_tie(people: dict[str, str]) -> str | None:
    one = _person(people, t("Who influences"), "what_if_person")
    other = _person({k: v for k, v in people.items() if k != one}, t("Whom"), "what_if_other")
    if one is None or other is None:
        return None
    return f"influence:{one}>{other}={_strength(t('How far they are listened to'))}"


def _strength(label: str) -> str:
    share = st.slider(label, 0, 100, 60, 5, format="%d%%", key="what_if_strength")
    return f"{share / 100:g}"


def _people(opened: Opened, *, inside: bool) -> dict[str, str]:
    """Return whom a change may name: the deal's people, then others of the customer."""
    analysis = opened.analysis
    weight = {d.id: d.weight for d in analysis.deciders}
    ordered = sorted(analysis.people, key=lambda p: (-weight.get(p.id, 0.0), -p.influence, p.id))
    found = {p.id: _with_title(name_of(p), _title(analysis, p.id)) for p in ordered}
    if inside:
        return found
    names = Names(opened.book.snapshot)
    others = [i for i in asked.colleagues(opened.deal) if i not in found][:MOST_OUTSIDE]
    outside = {i: t("{name} (not in the deal yet)", name=names.of("Person", i)) for i in others}
    return found | outside


def _title(analysis: Analysis, id_: str) -> str:
    person = next(p for p in analysis.people if p.id == id_)
    own, english = person.title, person.title_en
    return ((english or own) if language() == "en" else (own or english)) or ""


def _with_title(name: str, title: str) -> str:
    return f"{name} · {title}" if title and title != name else name


def _sellers(opened: Opened) -> dict[str, str]:
    """Return our team first, then everybody else of ours."""
    table = opened.book.snapshot.nodes["Seller"]
    team = {s.id: named(s) for s in opened.analysis.team}
    rest = {i: table.name(n, language()) for n, i in enumerate(table.ids) if i not in team}
    return team | rest
