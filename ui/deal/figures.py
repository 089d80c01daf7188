"""The small drawings of the Deal page that are not the map: lean, shares, glyphs."""

from __future__ import annotations

from graph.decision.results import Analysis, PersonRow
from ui import format as fmt
from ui.components.html import Markup, el, icon, join
from ui.components.lean import color_of, lean_bar
from ui.diagram.view import unnamed
from ui.text import named, t, tn, together
from ui.tokens import STANCES, stance_word


def glyph(stance: float | None) -> Markup:
    """Return the mark of a stance: colour and sign."""
    name = stance_word(stance)
    fill, sign, ink = STANCES[name]
    return el(
        "span",
        f"glyph{' unknown' if name == 'unknown' else ''}",
        sign,
        style=f"background:{fill};color:{ink}",
        aria_hidden="true",
    )


def name_of(person: PersonRow) -> str:
    """Return a person's name; a placeholder is not yet known."""
    if unnamed(person):
        return t("Not yet known")
    return named(person)


def lean_card(analysis: Analysis, enough: float) -> Markup:
    """Return the card with the lean, how sure it is, and whom to ask about first."""
    known = analysis.known_share
    dark = known is None or known < enough
    lean = analysis.lean
    head = el(
        "div",
        "deal-head",
        el("span", "", t("Lean")),
        el(
            "span",
            "chip warn",
            icon("help"),
            f"{t('Not enough known')} · {fmt.share(known)}",
            title=t(
                "Share of the influence whose stance is known; below {n} no forecast is made.",
                n=fmt.share(enough),
            ),
        )
        if dark
        else el("span", "chip quiet", t("Known {n}", n=fmt.share(known))),
    )
    color = color_of(lean, analysis.passes) if lean is not None and not dark else ""
    figure = el(
        "div",
        "lean-figure",
        el("b", color, fmt.lean(lean)),
        None if lean is None else el("span", "second", f"± {fmt.plain(analysis.lean_sd)}"),
        el("span", "second push", _pass_words(analysis)),
    )
    if lean is None:
        why = el("p", "small-text", t("No lean: nobody is known who decides."))
        return el("section", "panel deal-card", head, figure, why)
    bar = lean_bar(lean, analysis.lean_sd, analysis.passes, analysis.pass_lean, hollow=dark)
    ends = el("div", "deal-ends", el("span", "", t("against −1")), el("span", "", t("for +1")))
    return el(
        "section",
        "panel deal-card",
        head,
        figure,
        bar,
        ends,
        _little(analysis, enough) if analysis.passes else None,
        _blocked(analysis),
        _question(analysis),
    )


def little_known(analysis: Analysis, enough: float) -> str:
    """Say how little of the decision a result rests on; nothing where enough is known."""
    known = analysis.known_share
    if known is None or known >= enough:
        return ""
    return (
        t(
            "It passes by what is known, and that is the stance of {n} of the decision: how the "
            "rest would decide is only inferred from whom they listen to.",
            n=fmt.share(known),
        )
        if analysis.passes
        else t(
            "Only the stance of {n} of the decision is known: how the rest would decide is "
            "inferred from whom they listen to.",
            n=fmt.share(known),
        )
    )


def _little(analysis: Analysis, enough: float) -> Markup | None:
    words = little_known(analysis, enough)
    return el("p", "small-text", words) if words else None


def _pass_words(analysis: Analysis) -> Markup:
    """Say whether it passes, and the mark of the lean where the lean decides."""
    if analysis.lean is None:
        return join("")
    if any(p.vote_weight for p in analysis.people):
        return el("b", "", t("passes") if analysis.passes else t("falls short"))
    mark = fmt.lean(analysis.pass_lean)
    if analysis.passes:
        return el("b", "good", t("passes (≥ {n})", n=mark))
    if analysis.lean >= analysis.pass_lean:
        return el("b", "", t("does not pass"))
    return el("b", "", t("short of {n}", n=mark))


def _blocked(analysis: Analysis) -> Markup | None:
    if not analysis.blocked_by:
        return None
    people = {p.id: name_of(p) for p in analysis.people}
    who = together(people.get(i, i) for i in analysis.blocked_by)
    return el("div", "deal-note bad", icon("block"), t("Blocked by the veto of {who}", who=who))


def _question(analysis: Analysis) -> Markup | None:
    question = analysis.next_question
    person = next((p for p in analysis.people if question and p.id == question.person), None)
    if question is None or person is None:
        return None
    return el(
        "div",
        "deal-ask",
        icon("contact_support"),
        el(
            "div",
            "",
            el(
                "div",
                "",
                t("Ask first:"),
                " ",
                el("b", "", t("where does {who} stand?", who=name_of(person))),
            ),
            el(
                "div",
                "second",
                t("{n} of the uncertainty", n=fmt.share(question.share_of_variance)),
            ),
        ),
        data_id=f"person:{person.id}",
        tabindex="0",
        role="button",
    )


MOST_ROWS = 5


def who_decides(analysis: Analysis, selected: str) -> Markup:
    """Return the five who hold most, the others in one row, and the sum."""
    ordered = sorted(analysis.people, key=lambda p: (-p.influence, p.id))
    first, others = ordered[:MOST_ROWS], ordered[MOST_ROWS:]
    strongest = first[0].influence if first else 0.0
    parts = [p.influence for p in first] + ([sum(p.influence for p in others)] if others else [])
    shares = fmt.shares(parts)
    rows = [
        _share_row(p, shown, strongest, selected) for p, shown in zip(first, shares, strict=False)
    ]
    if others:
        rest = sum(p.contribution for p in others)
        rows.append(
            el(
                "div",
                "share-row others",
                el("span", "", ""),
                el("span", "cut", tn("{n} other", "{n} others", len(others))),
                _bar(parts[-1] / strongest if strongest else 0, "light"),
                el("b", "", shares[-1]),
                el("span", "adds second", fmt.lean(rest)),
            )
        )
    total = el(
        "div",
        "share-row total",
        el("span", "", t("Together")),
        el("b", "", fmt.share(sum(parts)) if parts else fmt.DASH),
        el("b", "adds", fmt.lean(analysis.lean)),
    )
    head = el(
        "div",
        "deal-head",
        el("span", "", t("Who decides")),
        el("span", "share-head", el("span", "", t("share")), el("span", "", t("adds"))),
    )
    presumed = (
        el("div", "deal-note", icon("info"), t("Presumed: nobody is stated to decide."))
        if analysis.presumed
        else None
    )
    return el("section", "panel deal-card", head, presumed, *rows, total)


def _bar(part: float, css: str = "") -> Markup:
    inside = el("i", "", style=f"width:{100 * min(max(part, 0), 1):.1f}%")
    return el("span", f"bar primary {css}".strip(), inside)


def _share_row(person: PersonRow, shown: str, strongest: float, selected: str) -> Markup:
    adds = person.contribution
    css = "good" if adds >= 0.005 else "bad" if adds <= -0.005 else "second"
    id_ = f"person:{person.id}"
    return el(
        "div",
        f"share-row{' chosen' if id_ == selected else ''}",
        glyph(person.stance),
        el("span", "cut", name_of(person), title=name_of(person)),
        _bar(person.influence / strongest if strongest else 0),
        el("b", "", shown),
        el("span", f"adds {css}", fmt.lean(adds)),
        data_id=id_,
        tabindex="0",
        role="button",
    )
