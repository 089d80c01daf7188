"""What mending a cause, or holding a meeting, changes: figures before and after, in HTML."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from graph.decision.results import Analysis, Finding
from ui import format as fmt
from ui.components.html import Markup, el, icon
from ui.text import t

# Measures that mending is to bring down.
FEWER_IS_BETTER = ("roles_missing", "loss", "variance", "lean_variance", "stance_unknown")


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
    strength = finding.mend.strength if finding.mend is not None else None
    if strength is not None:
        note = t("with a contact of {n}", n=fmt.share(strength))
    return Change(name, m.now, m.if_mended, note, kind)


def meeting_changes(before: Analysis, after: Analysis, person: str) -> list[Change]:
    """Return what one supposed meeting changes: reach of the person, access, cover, lean."""
    reach = {a.decider: a.reliability for a in before.access}
    then = {a.decider: a.reliability for a in after.access}
    changes = []
    if person in reach and person in then:
        note = t("this decider")
        changes.append(Change(t("Chance of reaching"), reach[person], then[person], note))
    changes.append(
        Change(
            t("Access to the decision"),
            before.access_weighted,
            after.access_weighted,
            t("weighted over the deciders"),
        )
    )
    changes.append(
        Change(
            t("Decision covered"),
            before.decision_covered,
            after.decision_covered,
            t("sum of share × strength"),
        )
    )
    changes.append(Change(t("Lean"), before.lean, after.lean, t("−1 against to +1 for"), "lean"))
    return changes


def changes_card(
    title: str, note: str, changes: Sequence[Change], buttons: Markup | None = None
) -> Markup:
    """Return figures before and after, side by side."""
    head = el(
        "div",
        "panel-head",
        el("h2", "", title),
        el("span", "chip line", note) if note else None,
        buttons,
    )
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
