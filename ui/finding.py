"""Names, symbols and colours of the kinds of weak links."""

from __future__ import annotations

from ui.text import t

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
    """Return what a kind of finding is called."""
    names = {
        "uncovered_power": t("Uncovered power"),
        "hostile_power": t("Hostile power"),
        "single_thread": t("Single thread"),
        "linchpin": t("Linchpin"),
        "seller_dependency": t("Seller dependency"),
        "fading_tie": t("Fading tie"),
        "missing_role": t("Missing role"),
        "weak_step": t("Weak step"),
        "broken_chain": t("Broken chain"),
        "single_source": t("Single source"),
        "no_known_opponent": t("No known opponent"),
        "rival_lock": t("Rival lock"),
        "dark_horse": t("Dark horse"),
        "power_gap": t("Power gap"),
    }
    return names.get(kind, kind)


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
