"""The weak-link rules: each looks at one deal and says what is weak, why, and what mends it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.decision.rules.chain import broken_chain
from graph.decision.rules.context import Context, amount_of
from graph.decision.rules.fading import fading_tie
from graph.decision.rules.gap import power_gap
from graph.decision.rules.leaving import linchpin, seller_dependency
from graph.decision.rules.opponents import no_known_opponent
from graph.decision.rules.power import hostile_power, uncovered_power
from graph.decision.rules.rivals import dark_horse, rival_lock
from graph.decision.rules.roles import missing_role
from graph.decision.rules.sources import single_source
from graph.decision.rules.steps import weak_step
from graph.decision.rules.thread import single_thread

if TYPE_CHECKING:
    from collections.abc import Iterable

    from graph.decision.access import AccessMap
    from graph.decision.model import DealModel
    from graph.decision.results import Finding

RULES = {
    "uncovered_power": uncovered_power,
    "hostile_power": hostile_power,
    "single_thread": single_thread,
    "missing_role": missing_role,
    "weak_step": weak_step,
    "fading_tie": fading_tie,
    "linchpin": linchpin,
    "seller_dependency": seller_dependency,
    "broken_chain": broken_chain,
    "single_source": single_source,
    "no_known_opponent": no_known_opponent,
    "rival_lock": rival_lock,
    "dark_horse": dark_horse,
    "power_gap": power_gap,
}


def weak_links(model: DealModel, access: AccessMap) -> list[Finding]:
    """Return what the enabled rules find, the most severe first."""
    context = Context(model, access)
    amount = amount_of(context)
    found = []
    for kind, look in RULES.items():
        rule = getattr(context.rules, kind)
        if rule.enabled:
            found += [context.finding(draft, amount) for draft in look(context, rule)]  # type: ignore[operator]
    return ranked(found)


def ranked(findings: Iterable[Finding]) -> list[Finding]:
    """Return findings by what is at stake, exposure x impact: the most first."""
    return sorted(findings, key=lambda f: (-f.severity, f.kind, f.key))
