"""The Changes view: what came and went between two looks at the deal, and what it did."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from graph.decision.results import Analysis
from graph.decision.reviews.review import trend
from graph.errors import LinchpinError
from ui import format as fmt
from ui import services_reviews as asked
from ui import state
from ui.components.html import Markup, el, icon, join
from ui.components.rows import rows
from ui.deal import changes
from ui.deal.kinds import PAGE
from ui.deal.opened import Opened, heard
from ui.deal.probability import probability_card
from ui.deal.trend import trend_card
from ui.reviews import NOW, Kept
from ui.text import language, t

ICON = "difference"
SIDE_W = 352


def name(_analysis: Analysis) -> str:
    """Return the words on the tab."""
    return t("Changes")


def show(opened: Opened) -> None:
    """Draw the waterfall between two looks, beside it the course and the chance to win."""
    kept = asked.kept(opened.deal)
    found_ends = _top(opened, kept)
    with st.container(horizontal=True, key="lp_deal_split", gap="small"):
        with st.container(width="stretch"):
            if found_ends is None:
                rows(_nothing_yet(), key="deal_changes_none")
            else:
                _compared(opened, *found_ends)
        with st.container(width=SIDE_W):
            if kept:
                looks = [*(k.look for k in kept), asked.now(opened.deal)]
                course = trend(opened.analysis.opportunity, looks)
                card = trend_card(course.reviews, opened.analysis.pass_lean, opened.analysis.as_of)
                rows(card, key="deal_trend")
            _chance(opened)


def _top(opened: Opened, kept: Sequence[Kept]) -> tuple[str, str] | None:
    """Ask which two looks are compared, and offer to save one; None where there is no review."""
    with st.container(horizontal=True, vertical_alignment="bottom", key="lp_changes_asked"):
        ends = _ends(opened, kept) if kept else None
        with st.popover(t("Save a review"), icon=":material/bookmark_add:"):
            _save(opened.deal)
    return ends


def _ends(opened: Opened, kept: Sequence[Kept]) -> tuple[str, str]:
    names = [k.look.name for k in kept]
    start = state.take(PAGE, "from", names[-1], names)
    end = state.take(PAGE, "until", NOW, [*names, NOW])
    labels = {k.look.name: _label(k) for k in kept} | {NOW: t("Now")}
    for field, label, chosen, options in (
        ("from", t("From"), start, names),
        ("until", t("To"), end, [*names, NOW]),
    ):
        widget = f"deal.review.{field}.{opened.deal}"
        st.session_state[widget] = chosen
        st.selectbox(
            label,
            options,
            format_func=lambda n: labels.get(n, n),
            key=widget,
            width=230,
            on_change=lambda f=field, w=widget: state.put(PAGE, f, st.session_state[w]),
        )
        state.keep(PAGE, field, names[-1] if field == "from" else NOW)
    return start, end


def _label(kept: Kept) -> str:
    name, day = changes.look_name(kept.look), fmt.day(kept.look.as_of)
    return name if day in name else f"{name} · {day}"


def _save(deal: str) -> None:
    st.text_input(
        t("Name"),
        key="deal.review.name",
        placeholder=t("Else its day"),
        max_chars=80,
    )
    st.button(
        t("Save how the deal stands"),
        icon=":material/save:",
        type="primary",
        key="deal_review_save",
        on_click=lambda: _saved(deal),
    )
    wrong = st.session_state.pop("deal.review.wrong", None)
    if wrong is not None:
        st.error(wrong[language()])


def _saved(deal: str) -> None:
    """Keep the deal; what went wrong is said below the button."""
    given = str(st.session_state.get("deal.review.name") or "").strip()
    try:
        asked.save(deal, given or None)
    except LinchpinError as error:
        st.session_state["deal.review.wrong"] = {lang: error.say(lang) for lang in ("en", "zh")}
        return
    st.session_state["deal.review.name"] = ""


def _nothing_yet() -> Markup:
    words = t(
        "No review of this deal yet. Save how it stands today; the next look says what changed "
        "and what each change did to the lean."
    )
    return el("div", "panel empty", icon("bookmark_add"), " ", words)


def _compared(opened: Opened, start: str, end: str) -> None:
    analysis = opened.analysis
    with st.spinner(t("Weighing up the changes…")):
        found = asked.diff(opened.deal, start, end)
    known = changes.here(analysis)
    rows(changes.waterfall(found, known), key="deal_fall", on_event=heard)
    came, went = found.findings.came, found.findings.went
    left = [
        changes.weak_links(t("Weak links that came"), came, analysis, came=True),
        changes.contacts(found.covers, known),
    ]
    right = [
        changes.weak_links(t("Weak links that went"), went, analysis, came=False),
        changes.access(found, analysis),
    ]
    columns = [el("div", "", join(*parts)) for parts in (left, right) if any(parts)]
    rows(el("div", "came-grid", *columns), key="deal_came", on_event=heard)


def _chance(opened: Opened) -> None:
    answer = asked.chance(opened.deal)
    if answer is not None:
        rows(probability_card(answer, answer.deals[0]), key="deal_win_chance")
