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

Such a rule sees what is stored, so a what-if does not change what it finds.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

from graph.decision.results import Sentence
from graph.decision.rules import ranked
from graph.errors import InputError, LinchpinError, QueryError, ReadOnlyError, UsageError, nearest
from graph.settings_rules import kinds
from graph.store.guard import pieces
from graph.text import Text
from queries.catalogue import Query, header_lines, parse
from queries.own_findings import Sheet, check_columns, findings_of
from queries.returned import returned_columns
from queries.runner import bind
from queries.templates import Template, template

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.decision.results import Analysis, Finding
    from graph.snapshot import Snapshot
    from queries.runner import Reader

REQUIRED = ("title", "sentence", "action")
OPTIONAL = ("enabled", "region")
HEADERS = (*REQUIRED, *OPTIONAL, "question", "问题", "theme")
SWITCH = {"yes": True, "true": True, "是": True, "no": False, "false": False, "否": False}
# Findings of one rule in one deal; a rule that finds more says nothing about weakness.
MOST = 200
# Clauses that a rule may not hold: servers do not say on which line they refuse.
WRITING = frozenset(
    ("create", "merge", "set", "delete", "detach", "remove", "drop", "foreach", "load", "call")
)
_LINE = re.compile(r"\bline (\d+)")


@dataclass(frozen=True)
class OwnRule:
    """A rule as its file states it."""

    kind: str
    query: Query
    path: Path
    title: Template
    sentence: Template
    action: Template
    enabled: bool = True
    regions: tuple[str, ...] = ()

    @property
    def header(self) -> int:
        """How many lines stand above the query."""
        return len(header_lines(self.query.text))

    def counted(self, line: re.Match[str]) -> str:
        """Return ``line 2`` of the query as it is in the file."""
        return f"line {int(line[1]) + self.header}"

    @property
    def body(self) -> str:
        """The query without its header: servers differ in whether its lines count."""
        return "\n".join(self.query.text.splitlines()[self.header :])


@dataclass(frozen=True)
class OwnRules:
    """The rules of a folder, and what is wrong with the files that hold none."""

    rules: tuple[OwnRule, ...] = ()
    faults: tuple[Text, ...] = ()


def read_rules(folder: str | None) -> OwnRules:
    """Return the rules of a folder; a file that cannot be read as one is a fault, not an error.

    Examples
    --------
    >>> read_rules(None)
    OwnRules(rules=(), faults=())
    """
    if folder is None:
        return OwnRules()
    place = Path(folder)
    if not place.is_dir():
        return OwnRules(faults=(_no_folder(place),))
    rules, faults = [], []
    for path in sorted(place.glob("*.cypher")):
        try:
            rules.append(read_rule(path))
        except LinchpinError as error:
            faults.append(_said(error))
    return OwnRules(tuple(rules), tuple(faults))


def read_rule(path: Path) -> OwnRule:
    """Read one file.

    Raises
    ------
    InputError
        With file, line and what is expected.
    """
    if path.stem in kinds():
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
    words = _words(text)
    _check_words(path, words)
    wording = {key: _template(path, words, key) for key in REQUIRED}
    _check_columns(path, text, list(wording.values()))
    return OwnRule(
        kind=path.stem,
        query=parse(text, name=path.stem, theme="who_decides", path=path),
        path=path,
        enabled=SWITCH[words.get("enabled", (0, "yes"))[1].casefold()],
        regions=tuple(
            r for part in words.get("region", (0, ""))[1].split(";") if (r := part.strip())
        ),
        **wording,
    )


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
    for rule in _applying(rules, analysis):
        try:
            found += _look(store, snapshot, analysis, rule)
        except (InputError, QueryError) as error:
            faults.append(_said(error))
    return found, faults


def _applying(rules: OwnRules, analysis: Analysis) -> Iterator[OwnRule]:
    region = analysis.opportunity.region
    for rule in rules.rules:
        if rule.enabled and (not rule.regions or region in rule.regions):
            yield rule


def _look(store: Reader, snapshot: Snapshot, analysis: Analysis, rule: OwnRule) -> list[Finding]:
    asked = {"deal": analysis.opportunity.id, "as_of": analysis.as_of}
    given = {name: value for name, value in asked.items() if f"${name}" in rule.query.text}
    try:
        values = bind(rule.query, given, analysis.as_of)
    except UsageError as error:
        raise _undeclared(rule, error) from None
    try:
        answer = store.query(rule.body, values, limit=MOST)
    except QueryError as error:
        raise QueryError(_placed(rule, error)) from None
    if answer.truncated:
        raise InputError(
            Text(
                "{path}: more than {n} findings in one deal; none of them was taken.",
                "{path}: 一个商机中的发现超过 {n} 项，均未采用。",
            ).format(path=rule.path, n=MOST)
        )
    sheet = Sheet(rule.path, rule.query.text, tuple(answer.columns), answer.rows)
    wording = (rule.title, rule.sentence, rule.action)
    return findings_of(sheet, rule.kind, wording, snapshot, analysis)


def _words(text: str) -> dict[str, tuple[int, str]]:
    """Return the wordings of a header, each with its line; a name misspelt is kept as it is."""
    found: dict[str, tuple[int, str]] = {}
    for number, line in enumerate(header_lines(text), start=1):
        key, colon, rest = line.partition(":")
        if colon and " " not in key:
            found.setdefault(key, (number, rest.strip()))
    return found


def _check_words(path: Path, words: dict[str, tuple[int, str]]) -> None:
    """Refuse a switch or region that is misspelt: the rule would apply where it should not."""
    for word, (line, value) in words.items():
        near = [] if word in HEADERS else get_close_matches(word.casefold(), OPTIONAL, 1, 0.75)
        if near:
            raise InputError(
                Text(
                    "{path}:{line}: found '// {word}:'. Did you mean '// {near}:'?",
                    "{path}:{line}: 发现“// {word}:”。是否指“// {near}:”？",
                ).format(path=path, line=line, word=word, near=near[0])
            )
        if word == "enabled" and value.casefold() not in SWITCH:
            raise InputError(
                Text(
                    "{path}:{line}: enabled: found '{value}', expected yes or no.",
                    "{path}:{line}: enabled: 发现“{value}”，应为 yes 或 no。",
                ).format(path=path, line=line, value=value)
            )


def _check_columns(path: Path, text: str, wording: list[Template]) -> None:
    """Refuse what can be seen without asking: a column that a finding needs or a wording names."""
    columns = returned_columns(text)
    if columns is None:
        return
    check_columns(Sheet(path, text, tuple(columns), ()))
    for words in wording:
        words.check(columns)


def _template(path: Path, words: dict[str, tuple[int, str]], key: str) -> Template:
    if key in words and words[key][1]:
        return template(f"{path}:{words[key][0]}", words[key][1])
    near = nearest(key, [w for w in words if w not in HEADERS], count=1)
    line = words[key][0] if key in words else words[near[0]][0] if near else 1
    message = Text(
        "{path}:{line}: a rule needs a line '// {key}: English | 中文'{near}.",
        "{path}:{line}: 规则须有一行“// {key}: English | 中文”{near}。",
    )
    instead = Text(f", found '{near[0]}'", f"，此处为“{near[0]}”") if near else Text("", "")
    raise InputError(message.format(path=path, line=line, key=key, near=instead))


def _placed(rule: OwnRule, error: QueryError) -> Text:
    """Put file and line before what the server says, its lines counted from the file's first."""
    said = _said(error)
    named = _LINE.search(said.en)
    at = (
        int(named[1])
        if named
        else _refused_at(rule.body)
        if isinstance(error, ReadOnlyError)
        else None
    )
    line = "" if at is None else f":{at + rule.header}"
    whole = Text(f"{rule.path}{line}: ", f"{rule.path}{line}: ") + said
    return Text(_LINE.sub(rule.counted, whole.en), _LINE.sub(rule.counted, whole.zh))


def _refused_at(text: str) -> int | None:
    """Return the line of the first clause that does more than read, None where none is seen."""
    before = ""
    for _, word, start in pieces(text):
        if word in WRITING and before not in (".", ":", "$"):
            return text.count("\n", 0, start) + 1
        before = word
    return None


def _undeclared(rule: OwnRule, error: UsageError) -> InputError:
    return InputError(
        Text(f"{rule.path}: ", f"{rule.path}: ") + error.message,
        Text(
            "A rule is given $deal and $as_of; declare others with their default in its header.",
            "规则可用 $deal 与 $as_of；其他参数请在文件头声明并给出默认值。",
        ),
    )


def _no_folder(place: Path) -> Text:
    return Text(
        "The folder {place} of the setting rules.own is not there.",
        "设置 rules.own 所指的文件夹 {place} 不存在。",
    ).format(place=place)


def _said(error: LinchpinError) -> Text:
    return Text(error.say("en"), error.say("zh"))
