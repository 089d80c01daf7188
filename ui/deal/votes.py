"""The votes of a committee as they stand: for, open and against, and who could turn the result."""

from __future__ import annotations

from collections.abc import Sequence

from graph.decision.plan.results import CommitteePower
from graph.decision.results import Analysis, PersonRow
from ui import format as fmt
from ui.components.html import Markup, el, icon
from ui.deal import chosen as pick
from ui.deal.figures import name_of
from ui.text import t, tn


def votes_panel(analysis: Analysis, power: CommitteePower) -> Markup:
    """Return the votes for, open and against as one bar, with the mark that passes."""
    people = {p.id: p for p in analysis.people}
    sides = {
        "good": power.for_us,
        "quiet": [i for i in power.votes if i not in {*power.for_us, *power.against}],
        "bad": power.against,
    }
    all_votes = sum(power.votes.values())
    order = [
        (css, id_)
        for css, ids in sides.items()
        for id_ in sorted(ids, key=lambda i: -people[i].settled_opinion)
        if power.votes[id_] > 0
    ]
    parts = [power.votes[id_] / all_votes for _, id_ in order]
    free = beside_mark(parts, power.needed / all_votes)
    segments = [
        _segment(people[id_], part, f"{css}{' inferred' * (id_ in power.inferred)}", kept)
        for (css, id_), part, kept in zip(order, parts, free, strict=True)
    ]
    mark = el(
        "i", "vote-mark", title=t("pass mark"), style=f"left:{100 * power.needed / all_votes:.2f}%"
    )
    words = {"good": t("for us"), "quiet": t("undecided"), "bad": t("against")}
    legend = [
        el("span", "", el("i", f"fill-{css}"), words[css], " ", el("b", "", _sum(power, ids)))
        for css, ids in sides.items()
    ]
    head = el(
        "div",
        "panel-head",
        el("h2", "", t("Votes"), el("span", "beside", t("where the committee stands today"))),
        el("span", "second", t("{n} of {all} votes pass", n=votes_of(power.needed),
                               all=votes_of(all_votes))),
        _result(analysis, power),
    )  # fmt: skip
    bar = el("div", "votes", el("div", "vote-bar", *segments), mark)
    return el(
        "section",
        "panel vote-panel",
        head,
        bar,
        el(
            "div",
            "legend",
            *legend,
            _hatched(power),
            el("span", "", el("i", "mark-sign"), t("pass mark")),
        ),
        _vetoes(people, power),
        _pivotal(people, power),
        _inferred(people, power),
    )


def _hatched(power: CommitteePower) -> Markup | None:
    """Explain the hatching of votes that stand where they do by inference."""
    if not power.inferred:
        return None
    return el(
        "span", "", el("i", "hatched"), t("inferred"), " ", el("b", "", _sum(power, power.inferred))
    )


def beside_mark(parts: Sequence[float], mark: float) -> list[tuple[float, float]]:
    """Return what each name leaves free on its left and right, so that the mark runs through none.

    Parameters
    ----------
    parts : sequence of float
        The share of the bar of each member, from the left.
    mark : float
        Where the mark that passes stands on the bar, 0..1.

    Returns
    -------
    list of (float, float)
        Shares of the bar. The name in whose part the mark falls has the larger side of it.

    Examples
    --------
    >>> beside_mark([0.5, 0.5], 0.625)
    [(0.0, 0.0), (0.125, 0.0)]
    """
    found, left = [], 0.0
    for part in parts:
        before, after = max(0.0, mark - left), max(0.0, left + part - mark)
        inside = before > 0 and after > 0
        found.append(((before, 0.0) if after >= before else (0.0, after)) if inside else (0.0, 0.0))
        left += part
    return found


def _segment(person: PersonRow, part: float, css: str, free: tuple[float, float]) -> Markup:
    """Return a member's part of the bar; the name keeps clear of the mark by its padding."""
    return el(
        "span",
        f"vote fill-{css}",
        el("b", "cut", name_of(person)),
        style=f"width:{100 * part:.3f}%{_padding(free)}",
        title=f"{name_of(person)} · {fmt.opinion(person.settled_opinion)}",
        data_id=f"map:person:{person.id}",
        tabindex="0",
        role="button",
    )


def _padding(free: tuple[float, float]) -> str:
    if not any(free):
        return ""
    left, right = (f"calc({100 * share:.3f}% + 8px)" if share else "6px" for share in free)
    return f";padding:0 {right} 0 {left}"


def votes_of(number: float) -> str:
    """Return a number of votes as it is written."""
    return f"{number:g}"


def _sum(power: CommitteePower, ids: Sequence[str]) -> str:
    return votes_of(sum(power.votes[id_] for id_ in ids))


def _result(analysis: Analysis, power: CommitteePower) -> Markup:
    if analysis.blocked_by:
        return el("span", "chip bad", icon("block"), t("blocked by a veto"))
    if analysis.passes:
        return el("span", "chip good", icon("check"), t("passes"))
    short = power.needed - sum(power.votes[id_] for id_ in power.for_us)
    words = tn("{votes} vote short", "{votes} votes short", 1 if short <= 1 else 2,
               votes=votes_of(short))  # fmt: skip
    return el("span", "chip warn", words)


def _vetoes(people: dict[str, PersonRow], power: CommitteePower) -> Markup | None:
    """Say whose veto stops it today, however many votes there are."""
    against = [id_ for id_ in power.vetoes if id_ in power.against]
    if not against:
        return None
    words = tn(
        "Stopped by the veto of {names}: no coalition passes without this member.",
        "Stopped by the vetoes of {names}: no coalition passes without all of them.",
        len(against),
        names=_names(people, against),
    )
    return _note("block", words, against, "bad")


def _pivotal(people: dict[str, PersonRow], power: CommitteePower) -> Markup:
    if not power.pivotal:
        words = t("Nobody alone can change the result today.")
        return el("p", "deal-note", icon("groups"), words)
    words = tn(
        "Pivotal today: {names}. If this member alone turned, the result would change.",
        "Pivotal today: {names}. If any one of them turned, the result would change.",
        len(power.pivotal),
        names=_names(people, power.pivotal),
    )
    return _note("key", words, power.pivotal)


def _inferred(people: dict[str, PersonRow], power: CommitteePower) -> Markup | None:
    """Say how many votes stand where they do only by whom their members listen to."""
    voting = [id_ for id_ in power.inferred if power.votes[id_] > 0]
    if not voting:
        return None
    words = t(
        "{n} of {all} votes are on their side only by whom their members listen to: their own "
        "stance is neutral, not known or the other way ({names}).",
        n=_sum(power, voting),
        all=_sum(power, list(power.votes)),
        names=_names(people, voting),
    )
    return _note("help", words, voting)


def _note(symbol: str, words: str, ids: Sequence[str], tone: str = "") -> Markup:
    return el(
        "p",
        f"deal-note {tone}".strip(),
        icon(symbol),
        words,
        data_id=f"map:{pick.people(ids)}",
        tabindex="0",
        role="button",
    )


def _names(people: dict[str, PersonRow], ids: Sequence[str]) -> str:
    return t(", ").join(name_of(people[id_]) for id_ in ids)
