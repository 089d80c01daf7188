"""What to change next: the features of who accepted, the narrower tag, the next campaign."""

from __future__ import annotations

from collections.abc import Mapping

from graph.customers.campaigns.conditions import worded
from graph.customers.campaigns.results import Feature, HeldOut, Improvement, NextPlan, Refinement
from ui.campaigns.following import Reached
from ui.campaigns.marks import Scale, axis, band, interval, p_text, points, signed
from ui.components.html import Markup, el, icon, share_bar
from ui.format import share, whole
from ui.text import say, t, tn

SHOWN = 12


def features_card(found: Improvement, names: Mapping[str, str]) -> Markup:
    """Draw the conditions that were tested on held-out customers."""
    tested = [f for f in found.features if f.held_out is not None]
    gaps = [f.held_out.difference for f in tested if f.held_out]
    scale = Scale.over(v for g in gaps for v in (g.low, g.high, g.value))
    head = (
        ("", t("Condition")),
        ("num", t("meet it")),
        ("num", t("do not")),
        ("", axis(scale)),
        ("num", t("Difference, points")),
        ("num", t("p, corrected")),
        ("", ""),
    )
    widths = ("27%", "12%", "12%", "", "17%", "9%", "9%")
    about = t(
        "found on {a} customers, tested on {b} that had no part in it",
        a=whole(found.training), b=whole(found.held_out),
    )  # fmt: skip
    return el(
        "section",
        "panel scroll",
        el("div", "panel-head", el("h2", "", t("Who accepted against who did not")),
           el("span", "small-text", about)),
        el(
            "table",
            "campaigns deals parts plain-head",
            el("colgroup", "", *(el("col", "", style=f"width:{w}" if w else None) for w in widths)),
            el("thead", "", el("tr", "", *(el("th", css, h, scope="col") for css, h in head))),
            el("tbody", "", *(_row(f, scale, names) for f in tested[:SHOWN])),
        )
        if tested
        else el("div", "empty", t("There is nothing to tell customers apart by.")),
        _rest(found, len(tested)),
    )  # fmt: skip


def _rest(found: Improvement, tested: int) -> Markup | None:
    left = len(found.features) - min(tested, SHOWN)
    if left <= 0:
        return None
    words = tn(
        "{n} further feature showed less on the customers it was looked for in.",
        "{n} further features showed less on the customers they were looked for in.",
        left,
    )
    return el("p", "small-text camp-methods", words)


def _row(row: Feature, scale: Scale, names: Mapping[str, str]) -> Markup:
    held = row.held_out
    if held is None:
        return el("tr", "")
    shown = say(worded(row.rule, names)) if row.rule else row.feature
    kept = el("span", "chip good", icon("check"), t("stands")) if row.kept else el("span", "")
    return el(
        "tr",
        "camp-whole" if row.kept else "",
        el("td", "", el("span", "cut", shown, title=shown)),
        el("td", "num", _of(held.rate_in, held.n_in)),
        el("td", "num", _of(held.rate_out, held.n_out)),
        el("td", "", interval(held.difference, scale, css=_css(row, held))),
        el("td", "num", points(held.difference)),
        el("td", "num", p_text(held.p_adjusted)),
        el("td", "", kept),
    )


def _css(row: Feature, held: HeldOut) -> str:
    if not row.kept:
        return "open"
    return "good" if (held.difference.value or 0) > 0 else "bad"


def _of(rate: float | None, n: int) -> Markup:
    return el("span", "", share(rate), el("span", "faint", f" / {whole(n)}"))


def refinement_card(
    found: Improvement, names: Mapping[str, str], reach: Reached | None = None
) -> Markup:
    """Draw the narrower tag with its rate before and after.

    Parameters
    ----------
    found : Improvement
        What was found.
    names : mapping
        What columns are called.
    reach : Reached or None
        How many customers meet its rule today, and how many of them can be offered the product.
    """
    head = el("div", "camp-head", el("h2", "", t("Refined tag")))
    better = found.refinement
    if better is None:
        words = t("No feature stands up on held-out customers: the tag stays as it is.")
        return el("section", "panel camp-card", head, el("p", "", words))
    return el(
        "section",
        "panel camp-card camp-good",
        head,
        el("p", "camp-condition", say(worded(better.rule, names))),
        _before_after(better),
        el("p", "small-text", _explained(better)),
        _reach(better, reach),
        el("code", "camp-code", better.rule),
    )


def _before_after(better: Refinement) -> Markup:
    rate = better.rate
    return el(
        "div",
        "camp-before",
        el("span", "second", t("now")),
        share_bar(better.current_rate),
        el("span", "second", share(better.current_rate, 1)),
        el("span", "second", t("refined")),
        share_bar(rate.value or 0.0, "good"),
        el("b", "good", share(rate.value, 1)),
        el("span", "second", band(rate.low, rate.high)),
    )


def _explained(better: Refinement) -> str:
    gap = better.effect
    return t(
        "{share} of the customers meet it. Expected effect {effect} points "
        "(95%: {low} to {high}), measured on held-out customers.",
        share=share(better.share),
        effect=signed(gap.value, 1),
        low=signed(gap.low, 1),
        high=signed(gap.high, 1),
    )


def _reach(better: Refinement, reach: Reached | None) -> Markup | None:
    """Say what the rate comes to among all who meet the rule today and can be offered it."""
    rate = better.rate
    if reach is None or rate.value is None or rate.low is None or rate.high is None:
        return None
    words = t(
        "{n} customers meet it today; {free} of them neither use the product nor refuse contact: "
        "at that rate {sales} sales ({low} to {high}).",
        n=whole(reach.meeting),
        free=whole(reach.offered),
        sales=whole(reach.offered * rate.value),
        low=whole(reach.offered * rate.low),
        high=whole(reach.offered * rate.high),
    )
    return el("p", "", words)


def next_card(plan: NextPlan | None) -> Markup:
    """Draw the size of the next campaign."""
    head = el("div", "camp-head", el("h2", "", t("Next campaign")))
    if plan is None:
        words = t("Nothing to plan by: the arms do not differ, or one is empty.")
        return el("section", "panel camp-card", head, el("p", "small-text", words))
    return el(
        "section",
        "panel camp-card",
        head,
        el(
            "div",
            "camp-figure",
            el("b", "", whole(plan.per_arm.target)),
            el("span", "second", t("target")),
            el("b", "", whole(plan.per_arm.control)),
            el("span", "second", t("control")),
        ),
        el(
            "p",
            "small-text",
            t(
                "{base} → {target}, power {power}, alpha {alpha}",
                base=share(plan.base, 1), target=share(plan.target, 1),
                power=share(plan.power), alpha=f"{plan.alpha:g}",
            ),
        ),
        el("p", "small-text", say(plan.because)),
        title=say(plan.method),
    )  # fmt: skip
