"""The best meetings of deals that the week has no room for, and why not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from graph.decision.plan.week import HOURS, MET, PLAN, SHORT, PassedOver
from ui.components.html import Markup, el
from ui.names import Names
from ui.overview.book import Line
from ui.portfolio.place import place
from ui.text import t

# Deals of one reason that are named; more are counted.
NAMED = 12


def reasons() -> dict[str, str]:
    """Return what each reason is called, in the order in which they are shown."""
    return {
        HOURS: t("the hours go to meetings worth more"),
        MET: t("met by somebody else of ours"),
        SHORT: t("the seller has too few hours for it"),
        PLAN: t("adds nothing to the meetings of the week"),
    }


def left_out(found: Sequence[PassedOver], lines: Mapping[str, Line], names: Names) -> Markup | None:
    """Say why the week differs from the next action that the Overview names for each deal alone."""
    if not found:
        return None
    about = t(
        "The Overview names the meeting that gains most in a deal alone, as if everybody of ours "
        "were free; these are not in the week."
    )
    return el(
        "section",
        "panel left-out",
        el(
            "div",
            "panel-head",
            el("h2", "", t("Next actions without room in this week")),
            el("span", "small-text", about),
        ),
        *(_reason(why, [p for p in found if p.why == key], lines, names)
          for key, why in reasons().items()),
    )  # fmt: skip


def _reason(
    why: str, own: Sequence[PassedOver], lines: Mapping[str, Line], names: Names
) -> Markup | None:
    if not own:
        return None
    more = len(own) - NAMED
    return el(
        "div",
        "chips",
        el("span", "small-text", why),
        *(_meeting(p, lines, names) for p in own[:NAMED]),
        el("span", "small-text", t("and {n} more", n=more)) if more > 0 else None,
    )


def _meeting(passed: PassedOver, lines: Mapping[str, Line], names: Names) -> Markup:
    line = lines.get(passed.deal)
    pair = t(
        "{seller} meets {person}",
        seller=names.of("Seller", passed.seller),
        person=names.of("Person", passed.person),
    )
    return el(
        "button",
        "chip line",
        line.customer if line else passed.deal,
        type="button",
        title=pair,
        data_id=place(passed.deal, "person", passed.person),
        tabindex="0",
    )
