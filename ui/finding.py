"""Names, symbols and colours of the kinds of weak links."""

from __future__ import annotations

from graph.decision.rules.library import entry
from ui.text import say, t

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


def proof_words(kind: str) -> str:
    """Say what the drawing of the proof shows for a kind of finding."""
    words = {
        "uncovered_power": t("our ways to the person, and the person's to the decision"),
        "hostile_power": t("our ways to the person, and whom the person sways"),
        "single_thread": t("how the strength of our contact fades on the way there"),
        "linchpin": t("the ways to the decision that pass this person"),
        "seller_dependency": t("the ways to the decision that begin with this seller"),
        "fading_tie": t("the tie that faded, on its way to the decision"),
        "missing_role": t("the part of this deal that nobody known plays"),
        "weak_step": t("the step, who acts in it, and our ties to them"),
        "broken_chain": t("the decider, and who supports us without being heard there"),
        "single_source": t("of whom one source speaks, with the ways there and on to the decision"),
        "no_known_opponent": t("whom to ask first, and the way from there to the decision"),
        "rival_lock": t("whom the rival courts, and their ways to the decision"),
        "dark_horse": t("the late bidder, and the deciders of whose view of it nothing is said"),
        "power_gap": t("our ways to the person, and the person's to the decision"),
    }
    return words.get(kind, t("what the rule of your team names"))


def severity_class(severity: float) -> str:
    """Return the meaning of a severity: red above 20%, amber above 10%.

    Examples
    --------
    >>> severity_class(0.34), severity_class(0.12), severity_class(0.06)
    ('bad', 'warn', 'quiet')
    """
    return "bad" if severity > 0.2 else "warn" if severity > 0.1 else "quiet"
