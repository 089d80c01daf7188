"""The parts of the Changes view: the waterfall of effects, contacts, access, weak links."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from graph.decision.results import Analysis, PersonRow
from graph.decision.reviews.results import AccessChange, Change, CoverChange, Look, ReviewDiff
from graph.decision.reviews.state import FindingState
from ui import format as fmt
from ui.components.html import Markup, el, icon
from ui.deal import chosen as pick
from ui.finding import severity_class, symbol
from ui.reviews import NOW
from ui.text import named, say, t, tn

MOST_STEPS = 12
_ICONS = {
    "stance": "sentiment_satisfied",
    "tie": "link",
    "person": "person",
    "role": "badge",
    "settings": "tune",
}
_LEAST = 0.0005


def here(analysis: Analysis) -> set[str]:
    """Return the ids that the map of today can show."""
    return {p.id for p in analysis.people} | {s.id for s in analysis.team}


def on_map(ids: Iterable[str], known: set[str]) -> str | None:
    """Return what shows those of ``ids`` who are there on the map; None where nobody is.

    Examples
    --------
    >>> on_map(["a", "gone"], {"a", "b"}), on_map(["a", "b"], {"a", "b"}), on_map(["x"], {"a"})
    ('map:set:a', 'map:set:a,b', None)
    """
    there = list(dict.fromkeys(i for i in ids if i in known))
    return f"map:{pick.people(there)}" if there else None


def look_name(look: Look) -> str:
    """Return what a look is called; one that is called by its day by the day as it is read.

    A review may be called anything else, and then keeps its name.
    """
    if look.name == NOW:
        return t("Now")
    return look.name.replace(str(look.as_of), fmt.day(look.as_of))


def waterfall(found: ReviewDiff, known: set[str]) -> Markup:
    """Return the lean then, what each change added, and the lean now."""
    shown, rest = found.changes[:MOST_STEPS], found.changes[MOST_STEPS:]
    start, end = found.lean_before or 0.0, found.lean_after or 0.0
    reached, at = [start], start
    for change in shown:
        at += change.effect
        reached.append(at)
    scale = _Scale([0.0, end, *reached])
    steps = [_step(c, scale, (reached[i], reached[i + 1]), known) for i, c in enumerate(shown)]
    if rest:
        steps.append(_rest(rest, scale, (at, end)))
    return el(
        "section",
        "panel fall",
        _head(found),
        _end(look_name(found.before), found.lean_before, scale),
        *steps,
        _end(look_name(found.after), found.lean_after, scale, last=True),
        _foot(found),
    )


class _Scale:
    """Where a lean stands on the bars of the waterfall, in percent of their width."""

    def __init__(self, values: Sequence[float]) -> None:
        self.low, high = min(values), max(values)
        self.room = max(high - self.low, 0.02)

    def x(self, value: float) -> float:
        return 4 + 92 * (value - self.low) / self.room

    def bar(self, ends: tuple[float, float], css: str) -> Markup:
        left, right = sorted(self.x(v) for v in ends)
        style = f"left:{left:.2f}%;width:{max(right - left, 0.6):.2f}%"
        zero = el("i", "zero", style=f"left:{self.x(0):.2f}%")
        return el("span", "fall-bar", zero, el("i", css, style=style))


def _head(found: ReviewDiff) -> Markup:
    count = tn("{n} change", "{n} changes", len(found.changes))
    return el(
        "div",
        "panel-head",
        el("h2", "", t("What changed the lean")),
        el("span", "chip quiet", count),
        el("span", "small-text", t("effects add up; mean over all orders (Shapley)")),
    )


def _end(label: str, lean: float | None, scale: _Scale, *, last: bool = False) -> Markup:
    return el(
        "div",
        f"fall-row end{' last' if last else ''}",
        icon("flag" if last else "history"),
        el("b", "cut", label),
        scale.bar((0.0, lean or 0.0), "total"),
        el("b", "num", fmt.lean(lean, 3)),
    )


def _step(change: Change, scale: _Scale, ends: tuple[float, float], known: set[str]) -> Markup:
    target = on_map(change.people, known)
    more = {"data_id": target, "tabindex": "0", "role": "button"} if target else {}
    css = "good" if change.effect >= _LEAST else "bad" if change.effect <= -_LEAST else "none"
    error = f" ± {change.standard_error:.3f}" if change.standard_error else ""
    return el(
        "div",
        "fall-row",
        icon(_symbol(change)),
        el("span", "cut", say(change.sentence), title=say(change.sentence)),
        scale.bar(ends, css),
        el("span", f"num {css}", fmt.lean(change.effect, 3), el("small", "second", error)),
        **more,
    )


def _symbol(change: Change) -> str:
    if change.kind == "person":
        return "person_add" if change.was is None else "person_remove"
    if change.kind == "tie":
        return "add_link" if change.was is None else "link_off" if change.now is None else "link"
    return _ICONS[change.kind]


def _rest(rest: Sequence[Change], scale: _Scale, ends: tuple[float, float]) -> Markup:
    total = sum(c.effect for c in rest)
    css = "good" if total >= _LEAST else "bad" if total <= -_LEAST else "none"
    return el(
        "div",
        "fall-row second",
        icon("more_horiz"),
        el("span", "cut", tn("{n} smaller change", "{n} smaller changes", len(rest))),
        scale.bar(ends, css),
        el("span", f"num {css}", fmt.lean(total, 3)),
    )


def _foot(found: ReviewDiff) -> Markup | None:
    lines = [say(note) for note in found.notes]
    if not found.changes:
        lines.insert(0, t("Nothing has changed that the lean depends on."))
    return el("div", "find-foot", icon("info", "small"), " ".join(lines)) if lines else None


def contacts(found: Sequence[CoverChange], known: set[str]) -> Markup | None:
    """Return our contacts that came, went, were renewed or faded."""
    if not found:
        return None
    rows = [
        _line(
            "handshake" if c.because in ("new", "contact") else "schedule",
            say(c.sentence),
            f"{fmt.share(c.was)} → {fmt.share(c.now)}",
            _trend(c.was, c.now),
            on_map([c.seller, c.person], known),
        )
        for c in found
    ]
    return _panel(t("Our contacts"), len(found), rows)


def access(found: ReviewDiff, analysis: Analysis) -> Markup:
    """Return how surely each decider is reached, then and now."""
    names = {p.id: p for p in analysis.people}
    rows = [_reach(a, names, here(analysis)) for a in found.access]
    total = f"{fmt.share(found.access_before)} → {fmt.share(found.access_after)}"
    head = el(
        "div", "panel-head", el("h2", "", t("Access to the deciders")), el("b", "push num", total)
    )
    return el("section", "panel came", head, *rows)


def _reach(a: AccessChange, names: dict[str, PersonRow], known: set[str]) -> Markup:
    person = names.get(a.decider)
    who = named(person) if person is not None else a.decider
    threads = t(
        "threads {a} → {b}",
        a=fmt.DASH if a.threads_was is None else a.threads_was,
        b=fmt.DASH if a.threads_now is None else a.threads_now,
    )
    change = f"{fmt.share(a.was)} → {fmt.share(a.now)}"
    return _line("key", f"{who} · {threads}", change, _trend(a.was, a.now),
                 on_map([a.decider], known))  # fmt: skip


def _trend(was: float | None, now: float | None) -> str:
    """Return the colour of a share that rose, fell, or reads the same as before."""
    if fmt.share(was) == fmt.share(now):
        return "quiet"
    return "good" if (now or 0.0) > (was or 0.0) else "bad"


def weak_links(
    title: str, found: Sequence[FindingState], analysis: Analysis, *, came: bool
) -> Markup | None:
    """Return weak links that came (each is shown on the map) or went."""
    if not found:
        return None
    keys, known = {f.key for f in analysis.findings}, here(analysis)
    rows = []
    for f in sorted(found, key=lambda f: (-f.severity, f.key)):
        lit = came and f.key in keys
        target = f"map:finding:{f.key}" if lit else on_map(_proof(f, analysis), known)
        css = severity_class(f.severity) if came else "good"
        rows.append(_line(symbol(f.kind), say(f.title), fmt.share(f.severity), css, target))
    return _panel(title, len(found), rows)


def _proof(found: FindingState, analysis: Analysis) -> list[str]:
    """Return whom a weak link that is not here today was about, or who mended it."""
    players = [p.id for p in analysis.people if found.subject.id in p.roles]
    return [found.subject.id, *found.evidence.nodes, *players]


def _panel(title: str, count: int, rows: Sequence[Markup]) -> Markup:
    head = el("div", "panel-head", el("h2", "", title), el("span", "chip quiet", str(count)))
    return el("section", "panel came", head, *rows)


def _line(symbol_name: str, text: str, figure: str, css: str, target: str | None) -> Markup:
    more = {"data_id": target, "tabindex": "0", "role": "button"} if target else {}
    return el(
        "div",
        "came-row",
        icon(symbol_name, css if css != "quiet" else "second"),
        el("span", "cut", text, title=text),
        el("b", f"num {css}", figure),
        **more,
    )
