"""The contact plan and whom to ask first, as the Plan view shows them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from graph.decision.plan.days import proposed_days
from graph.decision.plan.results import Contact, ContactTotal
from graph.decision.results import Analysis, Sentence
from ui import format as fmt
from ui.components.html import Markup, el, icon
from ui.deal import chosen as pick
from ui.deal.routes import face, under_name, who_name
from ui.text import say, t

# Gains below these show as 0.
LEAN_SHOWN, ACCESS_SHOWN = 0.005, 0.005
LEAST_POINT = 0.01


def contact_panel(
    analysis: Analysis,
    contacts: Sequence[Contact],
    total: ContactTotal,
    passes: Markup | None,
    lit: Lit | None = None,
) -> Markup:
    """Return the meetings in order, what they do together, and what is assumed.

    ``lit`` is the meeting that the reader wants planned: its row is lit, or it is said that it is
    not among them, and what it would do alone.
    """
    head = el(
        "div",
        "panel-head",
        el("h2", "", t("Contact plan"), el("span", "beside", _how_found(contacts, total))),
        el(
            "span",
            "plan-sums",
            _pair(t("Lean"), fmt.lean(total.lean_before), fmt.lean(total.lean_after),
                  total.lean_after - total.lean_before),
            _pair(t("Access"), fmt.share(total.access_before), fmt.share(total.access_after),
                  total.access_after - total.access_before),
            passes,
        ),
    )  # fmt: skip
    if not contacts:
        none = t("No meeting within these hours changes the lean or our access.")
        inside = el("p", "small-text route-none", none)
    else:
        inside = _meetings(analysis, contacts, total, lit)
    wanted = None if lit is None or lit.among(contacts) else _wanted(analysis, lit, total)
    return el("section", "panel plan-panel", head, wanted, inside, _assumed(total.assumptions))


@dataclass(frozen=True)
class Lit:
    """A meeting that the reader came to plan, and the deal once it alone is held."""

    seller: str
    person: str
    hours: float
    after: Analysis | None

    def among(self, contacts: Sequence[Contact]) -> bool:
        """Whether it is one of these."""
        return any((c.seller, c.person) == (self.seller, self.person) for c in contacts)


def _wanted(analysis: Analysis, lit: Lit, total: ContactTotal) -> Markup:
    """Say that a meeting is not in the plan, and what it would do alone."""
    names = {"seller": who_name(analysis, lit.seller), "person": who_name(analysis, lit.person)}
    said = t(
        "Not in this plan of {budget} h: {seller} meets {person} ({n} h).",
        n=f"{lit.hours:g}",
        budget=f"{total.budget:g}",
        **names,
    )
    alone = None
    if lit.after is not None:
        alone = t(
            "Alone it would move the lean from {a} to {b} and the access from {c} to {d}.",
            a=fmt.lean(analysis.lean),
            b=fmt.lean(lit.after.lean),
            c=fmt.share(analysis.access_weighted),
            d=fmt.share(lit.after.access_weighted),
        )
    return el(
        "p",
        "plan-wanted",
        icon("event_busy", "small"),
        el("span", "", said, " ", alone),
        data_id=f"map:{pick.route([lit.seller, lit.person])}",
        tabindex="0",
        role="button",
    )


def _how_found(contacts: Sequence[Contact], total: ContactTotal) -> str:
    budget = f"{total.budget:g}"
    if total.exact:
        return t("no set of meetings within {n} hours gains more lean + access: proven", n=budget)
    gain = sum(c.gain_lean + c.gain_access for c in contacts)
    if total.bound is None:
        return t("the best found within {n} hours", n=budget)
    return t(
        "the best found within {n} hours; another could gain {more} more lean + access at most",
        n=budget,
        more=fmt.plain(max(total.bound - gain, 0.0)),
    )


def _pair(label: str, before: str, after: str, gain: float) -> Markup:
    css = "good" if gain >= LEAN_SHOWN else "bad" if gain <= -LEAN_SHOWN else ""
    return el("span", "pair-figure", label, el("span", "", before), "→", el("b", css, after))


def _meetings(
    analysis: Analysis, contacts: Sequence[Contact], total: ContactTotal, lit: Lit | None
) -> Markup:
    head = el(
        "tr",
        "",
        el("th", "", ""),
        el("th", "", t("Who goes")),
        el("th", "", t("To whom")),
        el("th", "", t("Why")),
        el("th", "", t("Hours of {n}", n=f"{total.budget:g}")),
        el("th", "", t("When"), title=t("Proposed: a working day each; holidays are not known.")),
        el("th", "num", t("Lean")),
        el("th", "num", t("Access")),
    )
    widths = ("52px", "16%", "20%", "", "15%", "98px", "62px", "104px")
    columns = el("colgroup", "", *(el("col", style=f"width:{w}" if w else None) for w in widths))
    lines, spent = [], 0.0
    days = proposed_days(analysis.as_of, len(contacts))
    for rank, (contact, day) in enumerate(zip(contacts, days, strict=True), start=1):
        mine = lit is not None and lit.among([contact])
        lines.append(_meeting(analysis, contact, (rank, day), (spent, total.budget), lit=mine))
        spent += contact.hours
    table = el(
        "table", "meetings", columns, el("thead", "plain-head", head), el("tbody", "", *lines)
    )
    return el("div", "scroll", table)


def _meeting(
    analysis: Analysis,
    contact: Contact,
    turn: tuple[int, date],
    spent: tuple[float, float],
    *,
    lit: bool,
) -> Markup:
    rank, day = turn
    pair = pick.route([contact.seller, contact.person])
    return el(
        "tr",
        "chosen" if lit else "",
        el("td", "", el("span", "order", str(rank))),
        el("td", "", _who(analysis, contact.seller)),
        el("td", "", _who(analysis, contact.person)),
        el("td", "why", say(contact.because)),
        el("td", "", _hours(contact.hours, *spent)),
        el("td", "second nowrap", fmt.weekday(day)),
        el("td", "gain", _gain(fmt.lean(contact.gain_lean), contact.gain_lean)),
        el("td", "gain", _gain(points(contact.gain_access), contact.gain_access)),
        data_id=f"map:{pair}",
        tabindex="0",
        role="button",
        aria_label=t(
            "{seller} meets {person}",
            seller=who_name(analysis, contact.seller),
            person=who_name(analysis, contact.person),
        ),
    )


def _who(analysis: Analysis, id_: str) -> Markup:
    name = who_name(analysis, id_)
    under = under_name(analysis, id_)
    return el(
        "div",
        "pair",
        face(analysis, id_),
        el("span", "two", el("b", "cut", name, title=name),
           el("span", "small-text cut", under, title=under)),
    )  # fmt: skip


def _hours(hours: float, before: float, budget: float) -> Markup:
    left, width = 100 * before / budget, 100 * hours / budget
    number = f"{hours:g}"
    text = t("{n} h", n=number)
    # Beside the sidebar of a small window the number alone has room.
    bar = el(
        "i",
        "",
        el("span", "wide", text),
        el("span", "narrow", number),
        style=f"left:{left:.2f}%;width:{width:.2f}%",
    )
    return el("span", "hours", bar, style=f"--hour:{100 / budget:.3f}%", title=text)


def _gain(text: str, value: float) -> Markup:
    css = "good" if value >= LEAN_SHOWN else "bad" if value <= -LEAN_SHOWN else "second"
    return el("span", css, text)


def points(value: float) -> str:
    """Return a change of a chance in percentage points.

    Examples
    --------
    >>> points(0.36), points(0.01), points(0.004), points(0.0)
    ('+36 pts', '+1 pt', '<1 pt', '0 pts')
    """
    if 0 < value < LEAST_POINT:
        return t("<1 pt")
    if round(abs(100 * value)) == 1:
        return t("{n} pt", n=fmt.lean(100 * value, 0))
    return t("{n} pts", n=fmt.lean(100 * value, 0))


def _assumed(assumptions: Sequence[Sentence]) -> Markup:
    lines = [el("li", "", say(a)) for a in assumptions]
    head = el("b", "", icon("info", "small"), " ", t("Assumed"))
    return el("div", "assumed small-text", head, el("ul", "", *lines))


def question_panel(analysis: Analysis) -> Markup | None:
    """Return whom to ask about first, and what the answer would tell; None where nobody is open."""
    question = analysis.next_question
    if question is None or question.because is None:
        return None
    share = t("{n} of the uncertainty", n=fmt.share(question.share_of_variance))
    who = t("Where does {who} stand?", who=who_name(analysis, question.person))
    return el(
        "section",
        "panel question-panel",
        el("div", "panel-head", el("h2", "", t("Most valuable question"))),
        el(
            "div",
            "plan-question",
            icon("contact_support"),
            el("b", "", who, " ", el("span", "chip quiet", share)),
            el("p", "small-text", say(question.because)),
            data_id=f"map:{pick.people([question.person])}",
            tabindex="0",
            role="button",
        ),
    )
