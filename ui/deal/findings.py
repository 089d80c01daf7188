"""The Findings view: causes on the left; on the right one finding, its proof and its remedy."""

from __future__ import annotations

from collections.abc import Sequence

from graph.decision.results import Analysis, Finding
from graph.decision.rules.library import entry
from graph.vocabulary import values
from ui import format as fmt
from ui.components.html import Markup, el, icon
from ui.deal.chosen import causes
from ui.deal.evidence import Book
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


def team_name(analysis: Analysis, id_: str) -> str:
    """Return a seller's name."""
    return next((named(s) for s in analysis.team if s.id == id_), id_)
