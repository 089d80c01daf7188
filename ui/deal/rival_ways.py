"""How a rival gets at the deciders and where that breaks: its routes and weak links, in HTML."""

from __future__ import annotations

from math import prod

from graph.decision.results import Access, Finding
from graph.decision.rivals.results import RivalsEye
from ui import format as fmt
from ui.components.html import Markup, el, icon, join
from ui.deal.chosen import route
from ui.deal.routes import who_name
from ui.finding import severity_class, symbol
from ui.text import say, t, tn

MOST_WAYS = 3


def routes(eye: RivalsEye, selected: str) -> Markup:
    """Return their routes to each decider, the best first; a click lights one on their map."""
    top = el(
        "div",
        "panel-head sup-head",
        el("h2", "", t("Their routes")),
        el("span", "second", t("threads that share nobody, and the chance of reaching")),
    )
    weight = {d.id: d.weight for d in eye.side.deciders}
    ordered = sorted(eye.side.access, key=lambda a: (-weight.get(a.decider, 0.0), a.decider))
    if not ordered:
        nothing = el("p", "small-text route-none", t("Nobody is known to decide."))
        return el("section", "panel", top, nothing)
    return el("section", "panel", top, *(_to(eye, access, selected) for access in ordered))


def _to(eye: RivalsEye, access: Access, selected: str) -> Markup:
    name = who_name(eye.side, access.decider)
    count = tn("{n} thread", "{n} threads", access.threads)
    head = el(
        "div",
        "eye-who",
        el("b", "cut", name, title=name),
        el("span", "second", count if access.threads else t("no way in")),
        el("b", "", fmt.share(access.reliability)),
    )
    ways = [w for w in (access.best_route, *access.routes) if w]
    unique = list(dict.fromkeys(tuple(w) for w in ways))[:MOST_WAYS]
    return join(head, *(_way(eye, access, list(way), selected) for way in unique))


def _way(eye: RivalsEye, access: Access, way: list[str], selected: str) -> Markup:
    id_ = str(route(way))
    best = way == access.best_route
    names = " → ".join(who_name(eye.side, one) for one in way)
    chance = fmt.share(prod(access.best_route_steps)) if best else ""
    said = el("span", "second", " · ", t("best"), " ", chance) if best else None
    return el(
        "div",
        f"eye-way{' chosen' if selected == id_ else ''}",
        el("p", "", names, said),
        data_id=id_,
        tabindex="0",
        role="button",
        aria_pressed="true" if selected == id_ else "false",
    )


def weak_links(eye: RivalsEye, selected: str) -> Markup:
    """Return the weak links of the rival, the severest first; the chosen one is lit."""
    top = el(
        "div",
        "panel-head sup-head",
        el("h2", "", t("Their weak links")),
        el("span", "second", t("by the same rules")),
    )
    if not eye.side.findings:
        nothing = el("p", "small-text route-none", t("No weak link of theirs is seen from here."))
        return el("section", "panel", top, nothing)
    return el("section", "panel", top, *(_weak(f, selected) for f in eye.side.findings))


def _weak(finding: Finding, selected: str) -> Markup:
    css = severity_class(finding.severity)
    lit = selected == f"finding:{finding.key}"
    return el(
        "div",
        f"eye-point{' chosen' if lit else ''}",
        el(
            "div",
            "title",
            icon(symbol(finding.kind), "small"),
            el("span", "cut", say(finding.title), title=say(finding.title)),
            el("b", css, fmt.share(finding.severity)),
        ),
        el("p", "", say(finding.sentence)),
        el("p", "do", icon("arrow_forward", "small"), say(finding.action)),
        data_id=f"finding:{finding.key}",
        tabindex="0",
        role="button",
        aria_pressed="true" if lit else "false",
    )
