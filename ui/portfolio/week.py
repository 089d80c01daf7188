"""The week of each seller: whom to meet in which deal, what it gains, and what it is worth."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from graph.decision.plan.week import DealGain, WeekAction, WeekTotal
from ui.components.html import Markup, el, icon, join
from ui.deal.plan import points
from ui.format import DASH, initials, lean, money, share
from ui.names import Names
from ui.overview.book import Line
from ui.portfolio.place import place
from ui.text import t, tn

# Meetings of one seller that are shown at once.
FEW = 5


def weeks(
    found: Mapping[str, Sequence[WeekAction]],
    lines: Mapping[str, Line],
    names: Names,
    hours: float,
    currency: str,
) -> Markup:
    """Draw a panel a seller, the one whose week is worth most first."""
    order = sorted(found, key=lambda s: (-sum(a.worth or 0.0 for a in found[s]), s))
    panels = [_week(s, found[s], lines, names, (hours, currency)) for s in order]
    return el("div", "weeks", *panels)


def together_worth(total: WeekTotal, currency: str) -> Markup | None:
    """Say what the week is worth and how sure it is that no other one is worth more."""
    if not total.worth or total.bound is None:
        return None
    if total.sampled:
        sure = tn(
            "the best week found; the chances of {n} deal are sampled",
            "the best week found; the chances of {n} deals are sampled",
            total.sampled,
        )
    elif total.exact:
        sure = t("no other week is worth more: proven")
    else:
        sure = t("no other week is worth over {share} more", share=share(total.gap, 1))
    worth = el("b", "", money(total.worth, currency))
    return join(t("Together worth"), " ", worth, " · ", sure)


def _week(
    seller: str,
    actions: Sequence[WeekAction],
    lines: Mapping[str, Line],
    names: Names,
    of: tuple[float, str],
) -> Markup:
    hours, currency = of
    name = names.of("Seller", seller)
    used = sum(a.hours for a in actions)
    known = [a.worth for a in actions if a.worth is not None]
    head = el(
        "div",
        "panel-head",
        el("span", "who", initials(name)),
        el("h2", "cut", name, title=name),
        el(
            "span",
            "small-text push",
            t("{used} of {hours} h", used=f"{used:g}", hours=f"{hours:g}"),
            " · ",
            el("b", "", money(sum(known) if known else None, currency)),
        ),
    )
    rest = len(actions) - FEW
    more = tn("and {n} more meeting", "and {n} more meetings", rest) if rest > 0 else None
    return el(
        "section",
        "panel week",
        head,
        *(_action(a, lines, names, currency) for a in actions[:FEW]),
        el("p", "small-text", more) if more else None,
        aria_label=name,
    )


def _action(action: WeekAction, lines: Mapping[str, Line], names: Names, currency: str) -> Markup:
    first = action.deals[0]
    person = names.of("Person", action.person)
    served = [lines[g.deal] for g in action.deals if g.deal in lines]
    where = " · ".join(x.customer for x in served[:2])
    if len(served) > 2:
        where += " " + t("and {n} more", n=len(served) - 2)
    worth = DASH if action.worth is None else money(action.worth, currency)
    return el(
        "div",
        "week-row",
        el(
            "div",
            "two",
            el("b", "cut", t("Meet {who}", who=person), title=person),
            el("span", "small-text cut", where, title=where),
        ),
        _gains(action.deals),
        el(
            "b",
            "num",
            worth,
            title=t("gain in lean and access together, times the amount of the deal"),
        ),
        icon("chevron_right", "faint"),
        data_id=place(first.deal, "person", action.person),
        tabindex="0",
        role="button",
    )


def _gains(deals: Sequence[DealGain]) -> Markup:
    """Write what lean and access gain, summed over the deals that the meeting serves."""
    gain_lean = sum(g.gain_lean for g in deals)
    gain_access = sum(g.gain_access for g in deals)
    return join(
        el("span", "small-text num", t("lean {gain}", gain=lean(gain_lean))),
        el("span", "small-text num", t("access {gain}", gain=points(gain_access))),
    )
