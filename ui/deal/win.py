"""The win plan as the Plan view shows it: whose mind must change, to what, and how sure that is."""

from __future__ import annotations

from graph.decision.plan.results import StanceChange, WinPlan
from graph.decision.results import Analysis, Sentence
from graph.vocabulary import values
from ui import format as fmt
from ui.components.html import Markup, el, icon, join
from ui.deal import chosen as pick
from ui.deal.figures import glyph
from ui.deal.routes import who_name
from ui.text import say, t, tn, together, word
from ui.tokens import stance_word

# What a plan may seek, as it stands in the address.
SEEKS = ("fewest", "cheapest")
# Changes of a plan that are written out.
SHOWN = 8


def win_card(
    analysis: Analysis, win: WinPlan | None, reason: Sentence | None, seek: str = "fewest"
) -> Markup:
    """Return the least that must change to pass, what else would do, and what is proven.

    Parameters
    ----------
    analysis : Analysis
        The deal.
    win : WinPlan or None
        Its plan with the alternatives; None where there is none.
    reason : Sentence or None
        Why there is none.
    seek : {"fewest", "cheapest"}
        What was sought; ``seek:NAME`` is what a click on the other one says.
    """
    head = el("div", "panel-head", el("h2", "", t("Win plan")), _seeks(seek))
    if win is None:
        inside: Markup = el("p", "small-text", say(reason) if reason else t("No win plan."))
    elif not win.changes:
        inside = el("p", "small-text", *(say(s) for s in win.because))
    else:
        inside = _ways(analysis, win)
    return el("section", "panel win-panel", head, el("div", "wins", inside))


def _seeks(seek: str) -> Markup:
    words = {"fewest": t("Fewest people"), "cheapest": t("Least cost")}
    buttons = [
        el(
            "button",
            "chosen" if name == seek else "",
            words[name],
            type="button",
            data_id=f"seek:{name}",
            tabindex="0",
            aria_pressed="true" if name == seek else "false",
        )
        for name in SEEKS
    ]
    return el("span", "ranks", *buttons)


def _ways(analysis: Analysis, win: WinPlan) -> Markup:
    cards = [_way(analysis, one, first=one is win) for one in (win, *win.alternatives)]
    foot = t("A step of stance costs 1, more where we cover the person poorly.")
    return join(_proof(win), *cards, el("p", "small-text", foot))


def _proof(win: WinPlan) -> Markup:
    """Say what the search has proven of the plan, and how far it may be from the best."""
    if win.proven_smallest:
        words = t("Proven: no cheaper change passes.") if win.cheapest else _none_smaller(win)
        return el("p", "win-proof", icon("verified", "small"), " ", words)
    if win.cheapest:
        words = t(
            "Not proven: any plan costs at least {bound}; this one costs {total}.",
            bound=fmt.plain(win.bound, 1),
            total=fmt.plain(win.total, 1),
        )
    else:
        words = t(
            "Not proven: at least {bound} must change; this plan changes {total}.",
            bound=f"{win.bound:g}",
            total=f"{win.total:g}",
        )
    return el("p", "win-proof open", icon("hourglass_top", "small"), " ", words)


def _none_smaller(win: WinPlan) -> str:
    if len(win.changes) == 1:
        return t("Proven: one person is enough.")
    return t("Proven: fewer than {n} people are not enough.", n=len(win.changes))


def _way(analysis: Analysis, win: WinPlan, *, first: bool) -> Markup:
    count = len(win.changes)
    names = together(who_name(analysis, c.person) for c in win.changes[:2])
    title = t("{name} alone", name=names) if count == 1 else tn("{n} person", "{n} people", count)
    head = el(
        "div",
        "win-head",
        el("b", "cut", title),
        el("span", "chip good", icon("check"), fmt.lean(win.lean_after)),
    )
    foot = el(
        "div",
        "win-foot small-text",
        el("span", "", " ".join(say(s) for s in win.because)),
        el("span", "nowrap", t("cost {n}", n=fmt.plain(win.cost, 1))),
    )
    return el(
        "div",
        f"win{' first' if first else ''}",
        head,
        *(_change(analysis, c) for c in win.changes[:SHOWN]),
        el("p", "small-text", t("and {n} more", n=count - SHOWN)) if count > SHOWN else None,
        foot,
        data_id=f"map:{pick.people([c.person for c in win.changes])}",
        tabindex="0",
        role="button",
        aria_label=t("Show {names} on the map", names=names),
    )


def _change(analysis: Analysis, change: StanceChange) -> Markup:
    person = next((p for p in analysis.people if p.id == change.person), None)
    now = person.stance if person else None
    name = who_name(analysis, change.person)
    was, then = (word(values.STANCES, stance_word(s)) for s in (now, change.becomes))
    # The same word twice is a stance that is doubted: the plan takes it as certain.
    words = t("{stance}, for certain", stance=then) if was == then else f"{was} → {then}"
    return el(
        "div",
        "win-change",
        glyph(now),
        icon("arrow_forward"),
        glyph(change.becomes),
        el("span", "cut", name, title=name),
        el("span", "small-text nowrap", words),
    )
