"""Analyses as rows: a flat one a deal, a line a deal for people, a row a person of one deal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from graph.model import values
from ui.terminal.figures import called, money, share, signed
from ui.terminal.tables import table

if TYPE_CHECKING:
    import polars as pl

    from graph.decision.results import Analysis, Finding


def worst(analysis: Analysis) -> Finding | None:
    """Return the severest finding of a deal."""
    return min(analysis.findings, key=lambda f: (-f.severity, f.key), default=None)


def deals_frame(analyses: Sequence[Analysis]) -> pl.DataFrame:
    """Return a flat row a deal."""
    import polars as pl

    schema = {name: kind for name, kind, _ in _columns()}
    rows = [{name: take(a) for name, _, take in _columns()} for a in analyses]
    return pl.DataFrame(rows, schema=schema)


def _columns() -> list[tuple[str, Any, Any]]:
    import polars as pl

    text, number, whole = pl.String(), pl.Float64(), pl.Int64()
    deal = [
        ("opportunity", text, lambda a: a.opportunity.id),
        *(
            (name, kind, lambda a, name=name: getattr(a.opportunity, name))
            for name, kind in (
                ("name", text),
                ("name_en", text),
                ("enterprise", text),
                ("enterprise_name", text),
                ("enterprise_name_en", text),
                ("stage", text),
                ("procurement", text),
                ("amount", number),
                ("currency", text),
                ("expected_close", pl.Date()),
            )
        ),
    ]
    model = [
        (name, kind, lambda a, name=name: getattr(a, name))
        for name, kind in (
            ("as_of", pl.Date()),
            ("lean", number),
            ("lean_sd", number),
            ("known_share", number),
            ("passes", pl.Boolean()),
            ("presumed", pl.Boolean()),
            ("decision_covered", number),
            ("access_weighted", number),
        )
    ]
    return [
        *deal,
        *model,
        ("blocked_by", text, lambda a: ";".join(a.blocked_by)),
        ("deciders", text, lambda a: ";".join(d.id for d in a.deciders)),
        ("people", whole, lambda a: len(a.people)),
        ("findings", whole, lambda a: len(a.findings)),
        ("worst_kind", text, lambda a: (f := worst(a)) and f.kind),
        ("worst_subject", text, lambda a: (f := worst(a)) and f.subject.id),
        ("worst_severity", number, lambda a: (f := worst(a)) and f.severity),
        ("next_question", text, lambda a: a.next_question and a.next_question.person),
        ("next_seller", text, lambda a: a.next_contact and a.next_contact.seller),
        ("next_person", text, lambda a: a.next_contact and a.next_contact.person),
    ]


def people_frame(analysis: Analysis) -> pl.DataFrame:
    """Return a row a person of one deal, the most influential first."""
    import polars as pl

    kinds: dict[str, Any] = {
        **dict.fromkeys(("id", "name", "name_en", "title", "title_en"), pl.String()),
        "roles": pl.List(pl.String()),
        **dict.fromkeys(
            (
                "stance",
                "stance_confidence",
                "expected_stance",
                "settled_opinion",
                "influence",
                "contribution",
            ),
            pl.Float64(),
        ),
        **dict.fromkeys(("formal_rank", "influence_rank"), pl.Int64()),
        "coverage": pl.Float64(),
    }
    ranked = sorted(analysis.people, key=lambda p: (-p.influence, p.id))
    return pl.DataFrame([{k: getattr(p, k) for k in kinds} for p in ranked], schema=kinds)


def findings_frame(analyses: Sequence[Analysis], language: str) -> pl.DataFrame:
    """Return a row a finding of every deal, the severest first within each."""
    import polars as pl

    text, number = pl.String(), pl.Float64()
    schema: dict[str, Any] = {
        **dict.fromkeys(("opportunity", "kind", "subject_kind", "subject"), text),
        **dict.fromkeys(("subject_name", "subject_name_en"), text),
        **dict.fromkeys(("exposure", "impact", "severity", "money"), number),
        **dict.fromkeys(("sentence", "action", "measure"), text),
        **dict.fromkeys(("now", "if_mended"), number),
        "proof": text,
    }
    rows = [
        {
            "opportunity": analysis.opportunity.id,
            "kind": finding.kind,
            "subject_kind": finding.subject.kind,
            "subject": finding.subject.id,
            "subject_name": finding.subject.name,
            "subject_name_en": finding.subject.name_en,
            "exposure": finding.exposure,
            "impact": finding.impact,
            "severity": finding.severity,
            "money": finding.money,
            "sentence": finding.sentence[language],
            "action": finding.action[language],
            "measure": finding.measure.name,
            "now": finding.measure.now,
            "if_mended": finding.measure.if_mended,
            "proof": ";".join(" ".join(tie) for tie in finding.evidence.relationships),
        }
        for analysis in analyses
        for finding in sorted(analysis.findings, key=lambda f: (-f.severity, f.key))
    ]
    return pl.DataFrame(rows, schema=schema)


def deals_table(analyses: Sequence[Analysis], language: str) -> str:
    """Return a line a deal for people, the worst finding first."""
    heads = {
        "en": ["deal", "name", "stage", "amount", "lean", "known", "passes", "worst", "finding"],
        "zh": ["商机", "名称", "阶段", "金额", "倾向", "已知", "通过", "严重度", "薄弱环节"],
    }["zh" if language == "zh" else "en"]
    ranked = sorted(
        analyses, key=lambda a: (-(f.severity if (f := worst(a)) else 0.0), a.opportunity.id)
    )
    rows = [_line(a, language) for a in ranked]
    return table(heads, rows, numbers=(3, 4, 5, 7), widest=36)


def _line(analysis: Analysis, language: str) -> list[str | None]:
    deal, finding = analysis.opportunity, worst(analysis)
    yes = {True: ("yes", "是"), False: ("no", "否"), None: ("–", "–")}[analysis.passes]
    return [
        deal.id,
        called(deal, language),
        values.STAGES.label(deal.stage, language) if deal.stage else None,
        money(deal.amount, deal.currency),
        signed(analysis.lean),
        share(analysis.known_share),
        yes[language == "zh"],
        share(finding.severity) if finding else None,
        finding.title[language] if finding else None,
    ]
