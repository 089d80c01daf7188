"""What mending a cause, or holding a meeting, changes: figures before and after, in HTML."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from graph.decision.results import Analysis, Finding
from ui import format as fmt
from ui.components.html import Markup, el, icon
from ui.deal.figures import name_of
from ui.text import named, t

# Measures that mending is to bring down.
FEWER_IS_BETTER = ("roles_missing", "loss", "variance", "lean_variance", "stance_unknown")

# What changes by less shows the same figure before and after.
SEEN = 0.005


@dataclass(frozen=True)
class Change:
    """A figure before and after, with what it is and how it comes about."""

    name: str
    before: float | None
    after: float | None
    note: str
    kind: str = "share"


def measures() -> dict[str, tuple[str, str, str]]:
    """Return what each measure is called, what it is of, and how it is written."""
    return {
        "decision_covered": (t("Decision covered"), t("sum of share × strength"), "share"),
        "lean": (t("Lean"), t("of the whole decision"), "lean"),
        "threads": (t("Threads"), t("routes that share nobody"), "count"),
        "roles_missing": (t("Roles missing"), t("of those a deal needs"), "count"),
        "best_strength": (t("Best strength in the step"), t("of ours with who acts"), "share"),
        "tie_strength": (t("Strength of the tie"), t("with a contact today"), "share"),
        "route_strength": (t("Strength of the best route"), t("from who supports us"), "share"),
        "loss": (t("Access lost on leaving"), t("of the whole decision"), "share"),
        "variance": (t("Variance of the stance"), t("0 where it is certain"), "plain"),
        "lean_variance": (t("Variance of the lean"), t("0 where it is certain"), "plain"),
        "stance_unknown": (t("Stance not known"), t("share of the formal decision"), "share"),
    }


def measure_change(finding: Finding) -> Change:
    """Return the number that mending the cause changes."""
    m = finding.measure
    name, note, kind = measures().get(m.name, (m.name.replace("_", " "), "", "plain"))
    return Change(name, m.now, m.if_mended, note, kind)


def mend_figures(finding: Finding, before: Analysis, after: Analysis) -> list[Change]:
    """Return what else the mend changes: reach of the person, access, cover, lean.

    What the finding's own number says already is left out, and so is what stays as it is.
    """
    found = [
        _reach(finding, before, after),
        _without(finding, before, after),
        Change(
            t("Access to the decision"),
            before.access_weighted,
            after.access_weighted,
            t("weighted over the deciders"),
        ),
        Change(
            t("Decision covered"),
            before.decision_covered,
            after.decision_covered,
            t("sum of share × strength"),
        ),
        Change(t("Lean"), before.lean, after.lean, t("−1 against to +1 for"), "lean"),
    ]
    own = measure_change(finding).name
    return [c for c in found if c is not None and c.name != own and _moves(c)]


def _moves(change: Change) -> bool:
    if change.before is None or change.after is None:
        return change.before is not change.after
    return abs(change.after - change.before) >= SEEN


def _reach(finding: Finding, before: Analysis, after: Analysis) -> Change | None:
    """Return how surely the decider is reached with whom the contact is made."""
    person = finding.mend.person if finding.mend is not None else None
    reach, then = (
        next((a.reliability for a in one.access if a.decider == person), None)
        for one in (before, after)
    )
    if reach is None or then is None:
        return None
    strength = finding.mend.strength if finding.mend is not None else None
    if finding.kind == "single_thread" and strength is not None:
        # A contact of its own misses apart from all else: no need to sample it again.
        then = 1 - (1 - reach) * (1 - strength)
    who = next((p for p in before.people if p.id == person), None)
    note = t("this decider") if who is None else name_of(who)
    return Change(t("Chance of reaching"), reach, then, note)


def _without(finding: Finding, before: Analysis, after: Analysis) -> Change | None:
    """Return what access is left without a person or seller on whom much hangs."""
    if finding.measure.name != "loss":
        return None
    was, then = (
        next((x.before - x.loss for x in one.losses if x.id == finding.subject.id), None)
        for one in (before, after)
    )
    name = t("Access if {name} leaves", name=named(finding.subject))
    return Change(name, was, then, t("weighted over the deciders"))


def changes_card(
    title: str, note: str, changes: Sequence[Change], buttons: Markup | None = None
) -> Markup:
    """Return figures before and after, side by side."""
    words = el(
        "div",
        "remedy-words",
        el("h2", "", title),
        el("span", "chip line", note) if note else None,
    )
    head = el("div", "panel-head remedy-head", words, buttons)
    return el("section", "panel", head, el("div", "changes", *map(_change, changes)))


def _change(change: Change) -> Markup:
    return el(
        "div",
        "change",
        el("span", "second", change.name),
        el(
            "div",
            "figures",
            el("span", "", _figure(change.before, change.kind)),
            icon("arrow_forward", "small"),
            el("b", _better(change), _figure(change.after, change.kind)),
        ),
        _both(change),
        el("small", "second", change.note),
    )


def _better(change: Change) -> str:
    if change.before is None or change.after is None or change.before == change.after:
        return "second"
    up = change.after > change.before
    fewer = {measures()[name][0] for name in FEWER_IS_BETTER}
    return "good" if up != (change.name in fewer) else "bad"


def _figure(value: float | None, kind: str) -> str:
    if kind == "share":
        return fmt.share(value)
    if kind == "lean":
        return fmt.lean(value)
    return fmt.whole(value) if kind == "count" else fmt.plain(value)


def _both(change: Change) -> Markup:
    """Return one bar with the old figure and the new."""
    if change.before is None or change.after is None:
        return el("span", "both")
    low, high = sorted((change.before, change.after))
    if change.kind == "lean":
        low, high = (low + 1) / 2, (high + 1) / 2
    elif change.kind in ("count", "plain"):
        most = max(high, 1.0) * 1.5
        low, high = low / most, high / most
    return el(
        "span",
        "both",
        el("i", "now", style=f"width:{100 * min(max(low, 0), 1):.1f}%"),
        el("i", "then", style=f"width:{100 * min(max(high - low, 0), 1):.1f}%"),
    )
