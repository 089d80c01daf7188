"""What a campaign brought: rates of both arms, effects, money, and part by part."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from graph.customers.campaigns.results import (
    ArmResult,
    Effect,
    Evaluation,
    MoneyEffect,
    PartEffect,
    Rate,
)
from graph.customers.campaigns.words import ARM_NAMES, MEASURE_NAMES
from ui.campaigns.marks import (
    Scale,
    axis,
    band,
    interval,
    p_text,
    points,
    rate_bar,
    sign,
    times,
)
from ui.components.html import Markup, el, icon, join
from ui.format import DASH, money, plain, share, whole
from ui.text import either, say, t

TITLES: dict[str, Callable[[], str]] = {
    "contact": lambda: t("Contacts that succeeded"),
    "sales": lambda: t("Sales"),
}


def headline(found: Evaluation, measure: str) -> Markup:
    """Draw one measure: both arms on one scale with its ends, the difference and the lift."""
    effect = next(e for e in found.effects if e.measure == measure)
    rates = {a.arm: _rate(a, measure) for a in found.arms}
    scale = Scale.over(v for r in rates.values() for v in (r.high, r.rate))
    lines = [_arm_line(a, rates[a.arm], scale, measure) for a in found.arms]
    return el(
        "section",
        "panel camp-card",
        el("div", "camp-head", el("h2", "", TITLES[measure]()),
           el("span", "small-text", t("of all assigned, {n}% interval",
                                      n=f"{100 * found.confidence:g}"))),
        *lines,
        el("div", "camp-arm camp-axis", "", axis(scale, points=False)),
        _verdict(effect),
    )  # fmt: skip


def _rate(arm: ArmResult, measure: str) -> Rate:
    return arm.contact if measure == "contact" else arm.sales


def _arm_line(arm: ArmResult, rate: Rate, scale: Scale, measure: str) -> Markup:
    did = arm.contacted if measure == "contact" else arm.accepted
    return el(
        "div",
        "camp-arm",
        el("span", "", say(ARM_NAMES[arm.arm])),
        rate_bar(rate, scale, arm.arm),
        el("b", "", share(rate.rate, 1)),
        el("span", "second", band(rate.low, rate.high)),
        el("span", "second num", f"{whole(did)} / {whole(arm.assigned)}"),
    )


def _verdict(effect: Effect) -> Markup:
    gap, lift = effect.difference, effect.lift
    around = "" if lift.low is None else f" ({times(lift.low)} – {times(lift.high)})"
    css = {"good": "good", "bad": "bad", "open": "warn"}[sign(gap)] if gap.value is not None else ""
    return el(
        "div",
        "camp-verdict",
        el("span", "second", t("Difference, points")),
        el("b", css, points(gap)),
        el("span", "second", t("Lift")),
        el("span", "", el("b", "", times(lift.value)), el("span", "second", around)),
        el("span", "second", "p"),
        el("b", "", p_text(effect.p)),
    )


def money_card(found: Evaluation, currency: str) -> Markup | None:
    """Draw revenue, cost and net; None where nobody states any."""
    if not found.money:
        return None
    names = {"revenue": t("Revenue"), "cost": t("Cost"), "net": t("Net")}
    sums = {a.arm: a for a in found.arms}
    rows = [_money_line(m, names[m.measure], sums, currency) for m in found.money]
    unit = t("{currency} a customer assigned", currency=currency)
    head = (unit, t("target"), t("control"), t("difference"))
    return el(
        "section",
        "panel camp-card",
        el("div", "camp-head", el("h2", "", t("Revenue and cost"))),
        el(
            "table",
            "camp-strata plain-head",
            el("thead", "", el("tr", "", *(el("th", "num" if i else "", h, scope="col")
                                           for i, h in enumerate(head)))),
            el("tbody", "", *rows),
        ),
    )  # fmt: skip


def _money_line(
    row: MoneyEffect, name: str, arms: Mapping[str, ArmResult], currency: str
) -> Markup:
    gap = row.difference
    whole_range = "" if gap.low is None else f" ({_amount(gap.low)} – {_amount(gap.high)})"
    return el(
        "tr",
        "",
        el("td", "", name),
        *(
            el("td", "num", _amount(getattr(row, arm)), title=_total(arms[arm], row, currency))
            for arm in ("target", "control")
        ),
        el("td", "num", el("b", "", _amount(gap.value)), el("span", "second", whole_range)),
    )


def _amount(value: float | None) -> str:
    return plain(value, 2)


def _total(arm: ArmResult, row: MoneyEffect, currency: str) -> str | None:
    total = {"revenue": arm.revenue, "cost": arm.cost}.get(row.measure)
    return None if total is None else t("{money} in all", money=money(total, currency))


def parts_card(found: Evaluation, measure: str, name: str) -> Markup:
    """Draw the comparison within each value of a column, on one scale with the whole."""
    rows = [r for r in found.by if r.measure == measure]
    effect = next(e for e in found.effects if e.measure == measure)
    gaps = [effect.difference, *(r.difference for r in rows)]
    scale = Scale.over(v for g in gaps for v in (g.low, g.high, g.value))
    head = (
        ("", name),
        ("num", t("Target")),
        ("num", t("Control")),
        ("", axis(scale)),
        ("num", t("Difference, points")),
        ("num", t("Lift")),
        ("num", t("p, corrected")),
    )
    widths = ("24%", "11%", "11%", "", "17%", "8%", "9%")
    return el(
        "section",
        "panel scroll",
        el(
            "table",
            "campaigns deals parts plain-head",
            el("colgroup", "", *(el("col", "", style=f"width:{w}" if w else None) for w in widths)),
            el("thead", "", el("tr", "", *(el("th", css, h, scope="col") for css, h in head))),
            el("tbody", "", _whole(found, effect, scale), *(_part(r, scale) for r in rows)),
        ),
    )


def _whole(found: Evaluation, effect: Effect, scale: Scale) -> Markup:
    rates = {a.arm: (_rate(a, effect.measure).rate, a.assigned) for a in found.arms}
    return el(
        "tr",
        "camp-whole",
        el("td", "", el("b", "", t("The whole campaign"))),
        *(el("td", "num", _of(*rates[arm])) for arm in ("target", "control")),
        el("td", "", interval(effect.difference, scale)),
        el("td", "num", el("b", "", points(effect.difference))),
        el("td", "num", times(effect.lift.value)),
        el("td", "num", p_text(effect.p)),
    )


def _part(row: PartEffect, scale: Scale) -> Markup:
    shown = DASH if row.value is None else either(row.value)
    return el(
        "tr",
        "",
        el("td", "", el("span", "cut", shown, title=shown)),
        el("td", "num", _of(row.target.rate, row.target.n)),
        el("td", "num", _of(row.control.rate, row.control.n)),
        el("td", "", interval(row.difference, scale)),
        el("td", "num", points(row.difference)),
        el("td", "num", times(row.lift)),
        el("td", "num", p_text(row.p_adjusted)),
    )


def _of(rate: float | None, n: int) -> Markup:
    return el("span", "", share(rate), el("span", "faint", f" / {whole(n)}"))


def notes(found: Evaluation) -> Markup:
    """Draw warnings, then how the figures were made."""
    lines: Sequence[Markup] = [
        el("div", "deal-note", icon("warning"), say(w)) for w in found.warnings
    ]
    methods = " ".join(say(m) for m in found.methods)
    return join(*lines, el("p", "small-text camp-methods", methods))


def measure_name(measure: str) -> str:
    """Return the name of a measure."""
    return say(MEASURE_NAMES[measure])
