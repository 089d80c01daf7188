"""Rules of one's own: a Cypher file with a sentence, in the folder that ``rules.own`` names.

A file holds one rule, and its name is the kind of what it finds::

    // title: Nobody from finance | 财务无人
    // sentence: {name} holds the money and has met nobody of ours. | {name}掌管资金，我方无人接触。
    // action: Let the account manager meet {name}. | 安排客户经理拜访{name}。
    // parameter least (integer) = 2: Lowest rank that counts. | 级别至少为
    MATCH (p:Person)-[:PLAYS]->(o:Opportunity {id: $deal}) ...
    RETURN 'person' AS subject_kind, p.id AS subject, 0.8 AS exposure, 0.3 AS impact

``$deal`` and ``$as_of`` are given; a further parameter is declared with its default, as in the
catalogue. A row is a finding: ``subject_kind``, ``subject`` (its id), ``exposure`` and ``impact``
(0 to 1), and where the query can say it ``nodes`` (ids) and ``relationships`` ([from, type, to])
that prove it, and ``cause``, under which findings stand together. Title, sentence and action name
columns in braces; ``{name}`` is what the subject is called. ``// enabled: no`` switches a rule off,
``// region: 华东; 华北`` keeps it to deals of these regions.

A file with ``// stage: bidding`` is a check of that stage of the playbook instead::

    // stage: bidding
    // title: Finance is met | 已拜访财务
    // done_if: no rows
    // sentence: Not met: {name}. | 尚未拜访：{name}。
    // otherwise: Everybody of finance is met. | 财务人员均已拜访。
    MATCH (p:Person)-[:PLAYS]->(o:Opportunity {id: $deal}) ...
    RETURN 'person' AS subject_kind, p.id AS subject

Its rows say what they are about, as those of a rule do, and may bring proof; the check is done
where there are ``rows`` or ``no rows``, else open. ``sentence`` is said of the rows, ``otherwise``
where there are none.

A file sees what is stored, so a what-if does not change what it finds.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from graph.decision.plan.checks import CHECKS
from graph.decision.plan.playbook import ORDER
from graph.decision.results import Sentence
from graph.decision.rules import ranked
from graph.errors import InputError, LinchpinError, QueryError
from graph.settings_rules import kinds
from graph.text import Text
from queries.catalogue import parse
from queries.own_files import OwnFile, ask, said
from queries.own_findings import ABOUT, COLUMNS, Sheet, check_columns, findings_of
from queries.own_headers import REQUIRED, Words, enabled, listed, regions, wording, words_of
from queries.returned import returned_columns
from queries.templates import Template, template

if TYPE_CHECKING:
    from graph.decision.results import Analysis, Finding
    from graph.snapshot import Snapshot
    from queries.runner import Reader

DONE_IF = ("rows", "no rows")


@dataclass(frozen=True, kw_only=True)
class OwnRule(OwnFile):
    """A rule as its file states it."""

    action: Template


@dataclass(frozen=True, kw_only=True)
class OwnCheck(OwnFile):
    """A check of a stage: done where its query returns rows, or none; ``otherwise`` names none."""

    stage: str
    rows_are_done: bool
    otherwise: Template | None = None


@dataclass(frozen=True)
class OwnRules:
    """The rules and checks of a folder, and what is wrong with the files that hold neither."""

    rules: tuple[OwnRule, ...] = ()
    faults: tuple[Text, ...] = ()
    checks: tuple[OwnCheck, ...] = ()


def read_rules(folder: str | None) -> OwnRules:
    """Return what a folder holds; a file that cannot be read as one is a fault, not an error.

    Examples
    --------
    >>> read_rules(None)
    OwnRules(rules=(), faults=(), checks=())
    """
    if folder is None:
        return OwnRules()
    place = Path(folder)
    if not place.is_dir():
        return OwnRules(faults=(_no_folder(place),))
    found: list[OwnRule | OwnCheck] = []
    faults = []
    for path in sorted(place.glob("*.cypher")):
        try:
            found.append(read_rule(path))
        except LinchpinError as error:
            faults.append(said(error))
    rules = tuple(one for one in found if isinstance(one, OwnRule))
    checks = tuple(one for one in found if isinstance(one, OwnCheck))
    return OwnRules(rules, tuple(faults), checks)


def read_rule(path: Path) -> OwnRule | OwnCheck:
    """Read one file.

    Raises
    ------
    InputError
        With file, line and what is expected.
    """
    if path.stem in kinds() or path.stem in CHECKS:
        raise InputError(
            Text(
                "{path}: '{kind}' is a rule of the library already.",
                "{path}: “{kind}”已是规则库中的规则。",
            ).format(path=path, kind=path.stem),
            Text("Give the file another name.", "请换一个文件名。"),
        )
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        raise InputError(
            Text("{path} cannot be read.", "无法读取 {path}。").format(path=path),
            Text("It must be a text file in UTF-8.", "它须为 UTF-8 编码的文本文件。"),
        ) from None
    words = words_of(path, text)
    if words.keys() & {"stage", "done_if"}:
        return _check(path, text, words)
    said_ = {key: wording(path, words, key) for key in REQUIRED}
    _check_columns(path, text, COLUMNS, list(said_.values()))
    return OwnRule(**(_common(path, text, words) | said_))


def _check(path: Path, text: str, words: Words) -> OwnCheck:
    stage = listed(path, words, "stage", ORDER)
    done = listed(path, words, "done_if", DONE_IF)
    said_ = {key: wording(path, words, key) for key in ("title", "sentence")}
    _check_columns(path, text, ABOUT, [said_["sentence"]])
    line, none = words.get("otherwise", (1, ""))
    otherwise = template(f"{path}:{line}", none) if none else None
    for whole in (said_["title"], otherwise):
        _names_none(whole)
    return OwnCheck(
        **(_common(path, text, words) | said_),
        stage=stage,
        rows_are_done=done == "rows",
        otherwise=otherwise,
    )


def _names_none(whole: Template | None) -> None:
    """Refuse columns in what is said of a whole check: it has no row."""
    if whole is not None and whole.fields:
        raise InputError(
            Text(
                "{where}: found '{{{field}}}'; title and otherwise of a check name no column.",
                "{where}: 发现“{{{field}}}”；任务项的 title 与 otherwise 不能引用列。",
            ).format(where=whole.where, field=whole.fields[0])
        )


def _common(path: Path, text: str, words: Words) -> dict[str, Any]:
    """Return what every file states."""
    return {
        "kind": path.stem,
        "query": parse(text, name=path.stem, theme="who_decides", path=path),
        "path": path,
        "enabled": enabled(path, words),
        "regions": regions(words),
    }


def with_own(store: Reader, snapshot: Snapshot, analysis: Analysis, rules: OwnRules) -> Analysis:
    """Return an analysis to which rules of one's own have added what they find.

    A rule that fails adds a sentence to ``rule_errors`` that names file, line and column; the
    findings of all others stand.

    Raises
    ------
    StoreError
        If the store does not answer.
    """
    if not rules.rules and not rules.faults:
        return analysis
    found, faults = own_findings(store, snapshot, analysis, rules)
    return analysis.model_copy(
        update={
            "findings": ranked([*analysis.findings, *found]),
            "rule_errors": [*analysis.rule_errors, *map(Sentence.of, faults)],
        }
    )


def own_findings(
    store: Reader, snapshot: Snapshot, analysis: Analysis, rules: OwnRules
) -> tuple[list[Finding], list[Text]]:
    """Return what rules of one's own find in a deal, and what went wrong."""
    found: list[Finding] = []
    faults = list(rules.faults)
    deal = analysis.opportunity
    for rule in rules.rules:
        try:
            if rule.applies(deal.region):
                sheet = ask(store, rule, deal.id, analysis.as_of)
                words = (rule.title, rule.sentence, rule.action)
                found += findings_of(sheet, rule.kind, words, snapshot, analysis)
        except (InputError, QueryError) as error:
            faults.append(said(error))
    return found, faults


def _check_columns(
    path: Path, text: str, needed: tuple[str, ...], wordings: list[Template]
) -> None:
    """Refuse what can be seen without asking: a column that is needed or that a wording names."""
    columns = returned_columns(text)
    if columns is None:
        return
    check_columns(Sheet(path, text, tuple(columns), ()), needed)
    for words in wordings:
        words.check(columns)


def _no_folder(place: Path) -> Text:
    return Text(
        "The folder {place} of the setting rules.own is not there.",
        "设置 rules.own 所指的文件夹 {place} 不存在。",
    ).format(place=place)
