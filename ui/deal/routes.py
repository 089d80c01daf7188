"""A persuasion route as one reads it: person, what gets over, person; and why."""

from __future__ import annotations

from collections.abc import Sequence

from graph.decision.plan.results import Persuasion, RouteStep
from graph.decision.results import Analysis, PersonRow
from graph.vocabulary import values
from ui import format as fmt
from ui.components.html import Markup, el, icon, join
from ui.deal import chosen as pick
from ui.deal import kinds
from ui.deal.figures import glyph, name_of
from ui.text import language, named, say, t, word


def who_name(analysis: Analysis, id_: str) -> str:
    """Return the name of a person or seller of the deal."""
    person = _person(analysis, id_)
    if person is not None:
        return name_of(person)
    seller = next((s for s in analysis.team if s.id == id_), None)
    return id_ if seller is None else named(seller)


def face(analysis: Analysis, id_: str) -> Markup:
    """Return the mark before a name: a person's stance, a seller's initials."""
    person = _person(analysis, id_)
    if person is None:
        return el("span", "who", fmt.initials(who_name(analysis, id_)))
    return glyph(person.stance)


def under_name(analysis: Analysis, id_: str) -> str:
    """Return what stands below a name: a seller's role; a person's title and part."""
    person = _person(analysis, id_)
    if person is None:
        seller = next((s for s in analysis.team if s.id == id_), None)
        return word(values.SELLER_ROLES, seller.role) if seller else ""
    english = language() == "en"
    title = (person.title_en or person.title) if english else (person.title or person.title_en)
    decides = any(d.id == id_ and d.weight > 0 for d in analysis.deciders)
    return " · ".join(x for x in (title or "", t("decides") if decides else "") if x)


def _person(analysis: Analysis, id_: str) -> PersonRow | None:
    return next((p for p in analysis.people if p.id == id_), None)


def stop(analysis: Analysis, id_: str, why: str) -> Markup:
    """Return one person of a route with the sentence below."""
    name = who_name(analysis, id_)
    under = under_name(analysis, id_)
    return el(
        "div",
        "stop",
        el(
            "div",
            "stop-head",
            face(analysis, id_),
            el("span", "two", el("b", "cut", name, title=name),
               el("span", "small-text cut", under, title=under)),
        ),
        el("p", "small-text", why),
    )  # fmt: skip


def chain(analysis: Analysis, route: Persuasion) -> Markup:
    """Return the whole route, its steps from left to right."""
    parts: list[Markup] = []
    for step in route.steps:
        parts.append(stop(analysis, step.source, say(step.why)))
        parts.append(_arrow(step))
    parts.append(stop(analysis, route.target, target_words(analysis, route)))
    return el("div", "chain", *parts)


def _arrow(step: RouteStep) -> Markup:
    shown = fmt.share(step.chance)
    return el("div", "step", el("span", "step-pill", shown), title=kind_words(step.kind))


def kind_words(kind: str) -> str:
    """Return the kind of relationship of a step in words."""
    names = {
        "COVERS": t("Our contact"),
        "INFLUENCES": t("Influences"),
        "REPORTS_TO": t("Reports to"),
        "KNOWS": t("Knows"),
    }
    return names.get(kind, kind)


def target_words(analysis: Analysis, route: Persuasion) -> str:
    """Say what the target holds, and that a route without steps starts there."""
    person = _person(analysis, route.target)
    held = t("Holds {n} of the decision.", n=fmt.share(person.influence if person else None))
    if not route.steps:
        return t("Already held: a route may start here.") + " " + held
    return held


def product(route: Persuasion) -> Markup:
    """Return the strength written out as the product of its steps."""
    whole = fmt.share(route.strength, 1)
    if not route.steps:
        return el("b", "", whole)
    factors = " × ".join(fmt.share(s.chance) for s in route.steps)
    return el("b", "", f"{factors} = {whole}" if len(route.steps) > 1 else whole)


def route_row(analysis: Analysis, route: Persuasion, rank: int) -> Markup:
    """Return one route of a list; choosing it lights it on the map."""
    names = " → ".join(who_name(analysis, id_) for id_ in route.ids)
    head = el(
        "div",
        "route-head",
        el("span", "order", str(rank)),
        el("b", "route-strength", fmt.share(route.strength, 1)),
        el("span", "second", product(route)) if len(route.steps) > 1 else None,
        el(
            "span",
            "push small-text nowrap",
            icon("account_tree", "small"),
            " ",
            t("Show on the map"),
        ),
    )
    return el(
        "div",
        "route-row",
        head,
        chain(analysis, route),
        data_id=f"map:{pick.route(route.ids)}",
        tabindex="0",
        role="button",
        aria_label=t("Route {names}, strength {n}", names=names, n=fmt.share(route.strength, 1)),
    )


def target_panel(
    analysis: Analysis, target: str, found: Sequence[Persuasion], nothing: str
) -> Markup:
    """Return the routes to one target, or why there is none."""
    decides = next((d.weight for d in analysis.deciders if d.id == target), 0.0)
    part = t("{n} of the formal decision", n=fmt.share(decides)) if decides else ""
    reached = next((a.reliability for a in analysis.access if a.decider == target), None)
    chance = t("reached at all with {n}", n=fmt.share(reached)) if reached is not None else ""
    if chance and kinds.hidden():
        chance = t("{chance} over all kinds of ties", chance=chance)
    head = el(
        "div",
        "panel-head",
        el("h2", "", face(analysis, target), t("To {name}", name=who_name(analysis, target))),
        el("span", "small-text", " · ".join(x for x in (part, chance) if x)),
    )
    rows = [route_row(analysis, route, rank) for rank, route in enumerate(found, start=1)]
    empty = el("p", "small-text route-none", nothing) if not rows else None
    return el("section", "panel route-panel", head, join(*rows), empty)
