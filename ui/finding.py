"""Names, symbols and colours of the kinds of weak links."""

from __future__ import annotations

from graph.decision.rules.library import entry
from ui.text import say

SYMBOLS = {
    "uncovered_power": "person_off",
    "hostile_power": "thumb_down",
    "single_thread": "link_off",
    "linchpin": "key",
    "seller_dependency": "badge",
    "fading_tie": "schedule",
    "missing_role": "person_search",
    "weak_step": "rule",
    "broken_chain": "link_off",
    "single_source": "fact_check",
    "no_known_opponent": "visibility",
    "rival_lock": "swords",
    "dark_horse": "swords",
    "power_gap": "badge",
}


def kind_name(kind: str) -> str:
    """Return what a kind of finding is called; a rule of one's own by the name of its file."""
    known = entry(kind)
    return say(known.title) if known is not None else kind.replace("_", " ")


def symbol(kind: str) -> str:
    """Return the Material symbol of a kind of finding."""
    return SYMBOLS.get(kind, "warning")


def severity_class(severity: float) -> str:
    """Return the meaning of a severity: red above 20%, amber above 10%.

    Examples
    --------
    >>> severity_class(0.34), severity_class(0.12), severity_class(0.06)
    ('bad', 'warn', 'quiet')
    """
    return "bad" if severity > 0.2 else "warn" if severity > 0.1 else "quiet"
