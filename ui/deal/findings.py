"""The Findings view: causes on the left; on the right one finding, its proof and its remedy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from graph.decision.results import Analysis, Finding
from graph.decision.rules.library import entry
from graph.vocabulary import values
from ui import format as fmt
from ui.components.html import Markup, el, icon, join
from ui.deal.chosen import causes
from ui.deal.evidence import Book, Statement
from ui.deal.figures import name_of
from ui.finding import kind_name, severity_class, symbol
from ui.text import language, named, say, t, tn, word


def cause_list(analysis: Analysis, selected: Finding | None, book: Book) -> Markup:
    """Return every cause with its findings."""
    groups = causes(analysis)
    many = tn("{n} finding", "{n} findings", len(analysis.findings))
    head = el(
        "div",
        "find-head",
        el("b", "", tn("{n} cause", "{n} causes", len(groups))),
        el("span", "second", many),
    )
    rows = [_cause(group, selected, analysis, book) for group in groups]
    foot = el(
        "div",
        "find-foot",
        icon("info", "small"),
        t("Findings with one cause stand together. Severity = exposure × impact."),
    )
    return el("div", "panel find-list", head, *rows, foot)


def faults(analysis: Analysis) -> Markup | None:
    """Return what is wrong with rules of the team's own; None where nothing is."""
    if not analysis.rule_errors:
        return None
    head = el(
        "div",
        "deal-head",
        el("span", "", t("Rules that need a look"), " ", icon("error", "small bad")),
    )
    lines = [el("p", "small-text", say(fault)) for fault in analysis.rule_errors]
    foot = el("p", "small-text", t("All other findings stand."))
    return el("section", "panel deal-card", head, *lines, foot)


def _cause(
    group: Sequence[Finding], selected: Finding | None, analysis: Analysis, book: Book
) -> Markup:
    worst = group[0]
    css = severity_class(worst.severity)
    lit = selected is not None and selected.cause == worst.cause
    head = el(
        "div",
        "find-cause",
        el("span", f"badge {css}", fmt.share(worst.severity)),
        el("b", "cut", say(worst.title), title=say(worst.title)),
        el("span", "small-text nowrap", fmt.money(worst.money, analysis.opportunity.currency)),
    )
    lines = [_line(f, selected, finding_subject(f, analysis, book)) for f in group]
    return el(
        "div",
        f"find-group{' chosen' if lit else ''}",
        head,
        *lines,
        data_id=f"finding:{worst.key}",
        tabindex="0",
        role="button",
        aria_pressed="true" if lit else "false",
    )


def _line(finding: Finding, selected: Finding | None, about: str) -> Markup:
    mine = selected is not None and selected.key == finding.key
    product = (
        f"{fmt.share(finding.exposure)} × {fmt.share(finding.impact)}"
        f" = {fmt.share(finding.severity)}"
    )
    return el(
        "div",
        f"find-line{' mine' if mine else ''}",
        icon(symbol(finding.kind), "small"),
        el("span", "cut", t("{kind}: {subject}", kind=kind_name(finding.kind), subject=about)),
        el("span", "small-text nowrap", product),
        data_id=f"finding:{finding.key}",
        tabindex="0",
        role="button",
    )


def finding_subject(finding: Finding, analysis: Analysis, book: Book) -> str:
    """Return the name of what a finding is about in the reader's language; a role by its word."""
    about = finding.subject
    if about.kind == "role":
        return word(values.ROLES, about.id)
    person = next((p for p in analysis.people if p.id == about.id), None)
    if person is not None:
        return name_of(person)
    shown = book.name(about.id)
    return about.name if shown == about.id else shown


def subject_line(analysis: Analysis, finding: Finding, book: Book) -> str:
    """Return who or what the finding is about, with title and part."""
    person = next((p for p in analysis.people if p.id == finding.subject.id), None)
    if person is None:
        return finding_subject(finding, analysis, book)
    english = language() == "en"
    title = (person.title_en or person.title) if english else (person.title or person.title_en)
    weight = next((d.weight for d in analysis.deciders if d.id == person.id), 0.0)
    parts = [name_of(person), title or "", t("decides") if weight > 0 else ""]
    return " · ".join(x for x in parts if x)


def card(analysis: Analysis, finding: Finding, book: Book) -> Markup:
    """Return the finding itself: kind, sentence, action, and exposure x impact = severity."""
    css = severity_class(finding.severity)
    chip_css = css if css != "quiet" else "primary"
    chips = el(
        "div",
        "chips",
        el("span", f"chip {chip_css}", icon(symbol(finding.kind)), kind_name(finding.kind)),
        el("span", "chip line", el("span", "cut", subject_line(analysis, finding, book))),
    )
    words = el(
        "div",
        "find-words",
        chips,
        el("h2", "", say(finding.sentence)),
        el("p", "second", say(finding.action)),
    )
    return el("section", "panel find-card", words, _product(analysis, finding, css))


def _product(analysis: Analysis, finding: Finding, css: str) -> Markup:
    amount, currency = analysis.opportunity.amount, analysis.opportunity.currency
    if finding.money is None:
        money = t("no amount known")
    else:
        money = t(
            "{part} of {all}",
            part=fmt.money(finding.money, currency),
            all=fmt.money(amount, currency),
        )
    exposure, impact = _meanings(finding.kind)
    return el(
        "div",
        "product",
        _factor(fmt.share(finding.exposure), t("exposure"), exposure, css),
        el("span", "times", "×"),
        _factor(fmt.share(finding.impact), t("impact"), impact, ""),
        el("span", "times", "="),
        _factor(
            fmt.share(finding.severity), t("severity"), t("at stake: {money}", money=money), css
        ),
    )


def _factor(figure: str, name: str, meaning: str, css: str) -> Markup:
    return el(
        "div",
        "factor",
        el("b", css if css != "quiet" else "", figure),
        el("span", "", name),
        el("small", "", meaning),
    )


def _meanings(kind: str) -> tuple[str, str]:
    """Say what exposure and impact of a kind measure."""
    known = entry(kind)
    if known is None:
        return t("how easily it breaks"), t("share of the decision")
    return say(known.exposure), say(known.impact)


# -- what mending changes --------------------------------------------------------------------


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
    fewer_is_better = change.name == t("Roles missing")
    return "good" if up != fewer_is_better else "bad"


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


# -- evidence --------------------------------------------------------------------------------


def evidence_table(found: Sequence[Statement], book: Book) -> Markup:
    """Return the table of statements behind a finding."""
    many = tn("{n} statement", "{n} statements", sum(not s.missing for s in found))
    head = el(
        "div", "panel-head", el("h2", "", t("Evidence"), " ", el("span", "second thin", many))
    )
    if not found:
        none = t("This finding rests on what is absent: nothing is stated.")
        return el("section", "panel", head, el("p", "empty", none))
    titles = (
        (t("Relationship"), ""),
        (t("Who"), ""),
        (t("What it says"), ""),
        (t("Source"), ""),
        (t("As of"), "num"),
        (t("Confidence"), "num"),
    )
    top = el("thead", "", el("tr", "", *(el("th", css, name) for name, css in titles)))
    body = el("tbody", "", *(_statement(s, book) for s in found))
    table = el("table", "evidence", top, body)
    return el("section", "panel", head, el("div", "scroll plain-head", table))


def _statement(s: Statement, book: Book) -> Markup:
    source = book.name(s.source_id) if s.source_id else t("nobody")
    target = book.name(s.target_id) if s.target_id else t("nobody")
    who = join(source, el("span", "second", " → "), target)
    if s.type in ("HOLDS", "PLAYS"):
        who = join(source)
    absent = t("nobody states it") if s.missing else t("the source gives none")
    return el(
        "tr",
        "",
        el("td", "", el("span", f"chip {'bad' if s.missing else 'line'} type", s.type)),
        el("td", "", who),
        el("td", "", s.says),
        el("td", "second", el("span", "cut", s.source, title=s.source)),
        el("td", "num", fmt.day(s.as_of, book.as_of), title=None if s.as_of else absent),
        el(
            "td",
            "num",
            fmt.share(s.confidence),
            title=None if s.confidence is not None else absent,
        ),
    )


def team_name(analysis: Analysis, id_: str) -> str:
    """Return a seller's name."""
    return next((named(s) for s in analysis.team if s.id == id_), id_)
