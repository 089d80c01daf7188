"""The Findings view: causes on the left; on the right one finding, its proof and its remedy."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from graph.decision.results import Analysis, Finding, Sentence
from graph.decision.rules.library import entry
from graph.vocabulary import values
from ui import format as fmt
from ui.components.html import Markup, el, icon
from ui.deal.chosen import SORTS, causes
from ui.deal.evidence import Book
from ui.deal.figures import name_of
from ui.finding import kind_name, severity_class, symbol
from ui.text import language, named, say, t, tn, word


def cause_list(
    analysis: Analysis,
    selected: Finding | None,
    book: Book,
    sort: str = "severity",
    mended: Markup | None = None,
) -> Markup:
    """Return every cause with its findings, sorted, and what was mended since the last review."""
    groups = causes(analysis, sort)
    many = tn("{n} finding", "{n} findings", len(analysis.findings))
    count = len(causes(analysis))
    head = el(
        "div",
        "find-head",
        el("b", "", tn("{n} cause", "{n} causes", count)),
        el("span", "second", many),
    )
    listed = _Listed(analysis, selected, book, by_kind=sort == "kind")
    rows = [_cause(group, listed) for group in groups]
    foot = el(
        "div",
        "find-foot",
        icon("info", "small"),
        t(
            "Findings about one person or with one cause stand together. Severity = exposure × "
            "impact; at stake = amount × impact."
        ),
    )
    return el("div", "panel find-list", head, _sorts(sort), *rows, mended, foot)


@dataclass(frozen=True)
class _Listed:
    """The list as it is drawn: of which deal, which finding is shown, grouped by what."""

    analysis: Analysis
    selected: Finding | None
    book: Book
    by_kind: bool


def _sorts(sort: str) -> Markup:
    words = {"severity": t("Severity"), "stake": t("At stake"), "kind": t("Kind")}
    tips = {
        "severity": t("exposure × impact"),
        "stake": t("amount × impact"),
        "kind": t("findings of one kind together"),
    }
    buttons = [
        el(
            "button",
            "chosen" if name == sort else "",
            words[name],
            type="button",
            title=tips[name],
            data_id=f"sort:{name}",
            tabindex="0",
            aria_pressed="true" if name == sort else "false",
        )
        for name in SORTS
    ]
    return el("div", "find-sort", el("span", "second", t("Sort")), el("span", "ranks", *buttons))


def faults(errors: Sequence[Sentence], foot: str) -> Markup | None:
    """Return what is wrong with rules of the team's own; None where nothing is."""
    if not errors:
        return None
    head = el(
        "div",
        "deal-head",
        el("span", "", t("Rules that need a look"), " ", icon("error", "small bad")),
    )
    lines = [el("p", "small-text", say(fault)) for fault in errors]
    return el("section", "panel deal-card", head, *lines, el("p", "small-text", foot))


def _cause(group: Sequence[Finding], listed: _Listed) -> Markup:
    worst = min(group, key=lambda f: (-f.severity, f.kind, f.subject.id))
    css = severity_class(worst.severity)
    lit = any(listed.selected is not None and f.key == listed.selected.key for f in group)
    title = kind_name(worst.kind) if listed.by_kind else say(worst.title)
    money = fmt.money(worst.money, listed.analysis.opportunity.currency)
    head = el(
        "div",
        "find-cause",
        el("span", f"badge {css}", fmt.share(worst.severity)),
        el("b", "cut", title, title=title),
        el("span", "small-text nowrap", money, title=t("at stake: {money}", money=money)),
    )
    lines = [_line(f, worst, listed) for f in group]
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


def _line(finding: Finding, worst: Finding, listed: _Listed) -> Markup:
    mine = listed.selected is not None and listed.selected.key == finding.key
    product = (
        f"{fmt.share(finding.exposure)} × {fmt.share(finding.impact)}"
        f" = {fmt.share(finding.severity)}"
    )
    return el(
        "div",
        f"find-line{' mine' if mine else ''}",
        icon(symbol(finding.kind), "small"),
        el("span", "cut", _called(finding, worst, listed)),
        el("span", "small-text nowrap", product),
        data_id=f"finding:{finding.key}",
        tabindex="0",
        role="button",
    )


def _called(finding: Finding, worst: Finding, listed: _Listed) -> str:
    """Return the kind of a finding, and whom it is about where the title above does not say it."""
    about = finding_subject(finding, listed.analysis, listed.book)
    if listed.by_kind:
        return about
    name = kind_name(finding.kind)
    if finding.subject.id == worst.subject.id:
        return name
    return t("{kind}: {subject}", kind=name, subject=about)


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
    exposure, impact = _meanings(finding.kind)
    return el(
        "div",
        "product",
        _factor(fmt.share(finding.exposure), t("exposure"), css, exposure),
        el("span", "times", "×"),
        _factor(fmt.share(finding.impact), t("impact"), "", impact, _at_stake(analysis, finding)),
        el("span", "times", "="),
        _factor(fmt.share(finding.severity), t("severity"), css, t("exposure × impact")),
    )


def _at_stake(analysis: Analysis, finding: Finding) -> str:
    """Return the money at stake, which is the amount times the impact."""
    amount, currency = analysis.opportunity.amount, analysis.opportunity.currency
    if finding.money is None:
        return t("no amount known")
    part, whole = fmt.money(finding.money, currency), fmt.money(amount, currency)
    return t("at stake: {money}", money=t("{part} of {all}", part=part, all=whole))


def _factor(figure: str, name: str, css: str, *meanings: str) -> Markup:
    return el(
        "div",
        "factor",
        el("b", css if css != "quiet" else "", figure),
        el("span", "", name),
        *(el("small", "", meaning) for meaning in meanings),
    )


def _meanings(kind: str) -> tuple[str, str]:
    """Say what exposure and impact of a kind measure."""
    known = entry(kind)
    if known is None:
        return t("how easily it breaks"), t("share of the decision")
    return say(known.exposure), say(known.impact)


def namer(analysis: Analysis, book: Book) -> Callable[[str], str]:
    """Return what gives the name of a person, a seller, or anything else of the graph."""
    people = {p.id: name_of(p) for p in analysis.people}
    sellers = {s.id: named(s) for s in analysis.team}
    known = people | {id_: name for id_, name in sellers.items() if id_ not in people}
    return lambda id_: known.get(id_) or book.name(id_)
