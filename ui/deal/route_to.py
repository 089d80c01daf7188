"""The route to one person, and what would make it stronger, as the Plan view shows them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from graph.decision.plan.results import Persuasion
from graph.decision.results import Analysis
from ui import format as fmt
from ui.components.html import Markup, el, share_bar
from ui.deal import chosen as pick
from ui.deal.routes import chain, product, who_name
from ui.text import t


@dataclass(frozen=True)
class Supposed:
    """The best route if some meetings were held; None where there is none."""

    words: str
    route: Persuasion | None
    today: bool = False


def route_panel(
    analysis: Analysis,
    target: str,
    found: Sequence[Persuasion],
    rank: int,
    supposed: Sequence[Supposed],
    only: str = "",
) -> Markup:
    """Return the route of a rank to one person, written out, and what would make it stronger.

    ``only`` says over which kinds of ties it goes, where not all are shown.
    """
    beside = only or t("how much of a message arrives")
    title = t("Route to {name} today", name=who_name(analysis, target))
    head = el(
        "div",
        "panel-head",
        el("h2", "", title, el("span", "beside", beside)),
        _ranks(found, rank),
    )
    if not found:
        none = t("No route of ours leads there today.")
        return el("section", "panel plan-route", head, el("p", "small-text route-none", none),
                  _stronger(analysis, supposed))  # fmt: skip
    route = found[min(rank, len(found) - 1)]
    written = el(
        "div",
        "written",
        el("span", "", t("Strength"), "  ", product(route)),
        el(
            "span",
            "second",
            t("each step = how far the next one listens × how willing this one is"),
        ),
    )
    lit = el(
        "div",
        "",
        chain(analysis, route),
        data_id=f"map:{pick.route(route.ids)}",
        tabindex="0",
        role="button",
        aria_label=t("Show the route on the map"),
    )
    return el("section", "panel plan-route", head, lit, written, _stronger(analysis, supposed))


def _ranks(found: Sequence[Persuasion], rank: int) -> Markup | None:
    if len(found) < 2:
        return None
    words = (t("Best"), t("2nd"), t("3rd"))
    buttons = [
        el(
            "button",
            "chosen" if at == rank else "",
            f"{words[at]} {fmt.share(route.strength, 1)}",
            type="button",
            data_id=f"rank:{at}",
            tabindex="0",
            aria_pressed="true" if at == rank else "false",
        )
        for at, route in enumerate(found[: len(words)])
    ]
    return el("span", "ranks", *buttons)


def _stronger(analysis: Analysis, supposed: Sequence[Supposed]) -> Markup:
    rows = [_supposed(analysis, s) for s in supposed]
    return el("div", "stronger", el("h3", "", t("What would make it stronger")), *rows)


def _supposed(analysis: Analysis, supposed: Supposed) -> Markup:
    route = supposed.route
    strength = route.strength if route else 0.0
    names = " → ".join(who_name(analysis, id_) for id_ in route.ids) if route else ""
    way: Markup | str = t("no route")
    if route is not None:
        way = product(route) if len(route.steps) > 1 else t("directly")
    return el(
        "div",
        f"stronger-row{' today' if supposed.today else ''}",
        el("span", "cut", supposed.words, title=supposed.words),
        el("span", "second cut", way, title=names),
        share_bar(strength),
        el("b", "bad" if supposed.today else "good", fmt.share(strength, 1)),
    )
