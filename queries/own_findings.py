"""From the rows of a rule of one's own to findings, each value checked and every fault placed."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from math import isfinite
from pathlib import Path
from typing import TYPE_CHECKING, Any

from graph.decision.results import Evidence, Finding, Measure, Sentence, Subject
from graph.errors import InputError, nearest
from graph.model import values
from graph.text import Text

if TYPE_CHECKING:
    from graph.decision.results import Analysis, Deal
    from graph.snapshot import Snapshot
    from queries.templates import Template

# What a finding may be about, and the kind of node that it is; a role is no node.
SUBJECTS = {
    "person": "Person",
    "seller": "Seller",
    "step": "Step",
    "opportunity": "Opportunity",
    "competitor": "Competitor",
    "enterprise": "Enterprise",
    "need": "Need",
    "product": "Product",
    "role": None,
}
# What a row is about; a finding says besides how easily it breaks and what is lost.
ABOUT = ("subject_kind", "subject")
COLUMNS = (*ABOUT, "exposure", "impact")
_RETURN = re.compile(r"\bRETURN\b", re.IGNORECASE)


@dataclass(frozen=True)
class Sheet:
    """What a query answered, and where it stands."""

    path: Path
    text: str
    columns: tuple[str, ...]
    rows: Sequence[Mapping[str, Any]]

    @property
    def line(self) -> int:
        """The line of the last RETURN."""
        numbered = enumerate(self.text.splitlines(), start=1)
        return max((n for n, line in numbered if _RETURN.search(line)), default=1)

    def fault(self, column: str, row: int, found: Any, expected: Text) -> InputError:
        """Return the error for one cell."""
        return InputError(
            Text(
                "{path}:{line}: column {column}, row {row}: found {found}, expected {expected}.",
                "{path}:{line}: 列 {column} 第 {row} 行：发现 {found}，应为{expected}。",
            ).format(
                path=self.path,
                line=self.line,
                column=column,
                row=row,
                found=Text("nothing (null)", "空值（null）") if found is None else repr(found),
                expected=expected,
            )
        )


def findings_of(
    sheet: Sheet,
    kind: str,
    wording: tuple[Template, Template, Template],
    snapshot: Snapshot,
    analysis: Analysis,
) -> list[Finding]:
    """Return a finding for each subject: of several rows about one, the severest stands.

    Parameters
    ----------
    sheet : Sheet
        What the query answered.
    kind : str
        The kind that the findings have.
    wording : tuple of Template
        Title, sentence, action.

    Raises
    ------
    InputError
        With file, line, column and row, where a column is missing or a value is not what it must
        be.
    """
    check_columns(sheet)
    found: dict[tuple[str, str], Finding] = {}
    for number, row in enumerate(sheet.rows, start=1):
        one = Row(sheet, number, row, snapshot, analysis.opportunity).finding(kind, wording)
        key = (one.subject.kind, one.subject.id)
        if key not in found or one.severity > found[key].severity:
            found[key] = one
    return list(found.values())


def check_columns(sheet: Sheet, needed: tuple[str, ...] = COLUMNS) -> None:
    """Refuse an answer without the columns that are needed, by default those of a finding.

    Raises
    ------
    InputError
        With file, line and what is missing.
    """
    if not sheet.columns and not sheet.rows:
        return
    missing = [c for c in needed if c not in sheet.columns]
    if missing:
        raise InputError(
            Text(
                "{path}:{line}: the query must return the columns {all}; there is no {missing}.",
                "{path}:{line}: 查询须返回列 {all}；缺少 {missing}。",
            ).format(
                path=sheet.path,
                line=sheet.line,
                all=", ".join(needed),
                missing=", ".join(missing),
            )
        )


@dataclass(frozen=True)
class Row:
    """One row of an answer about a deal; whatever is no good in it raises InputError."""

    sheet: Sheet
    number: int
    row: Mapping[str, Any]
    snapshot: Snapshot
    deal: Deal

    def finding(self, kind: str, wording: tuple[Template, Template, Template]) -> Finding:
        """Return it as a finding."""
        subject = self.subject()
        name = Text(subject.name_en or subject.name, subject.name)
        exposure, impact = self.share("exposure"), self.share("impact")
        title, sentence, action = (Sentence.of(t.filled(self.row, name)) for t in wording)
        amount = self.deal.amount
        return Finding(
            kind=kind,
            subject=subject,
            exposure=exposure,
            impact=impact,
            severity=exposure * impact,
            money=None if amount is None else impact * amount,
            cause=str(self.row.get("cause") or f"{kind}:{subject.id}"),
            title=title,
            sentence=sentence,
            action=action,
            evidence=self.evidence(subject),
            measure=Measure(name="exposure", now=exposure, if_mended=None),
        )

    def subject(self) -> Subject:
        """Return what it is about."""
        kind, id_ = self.row["subject_kind"], self.row["subject"]
        if kind not in SUBJECTS:
            raise self.sheet.fault("subject_kind", self.number, kind, _one_of(kind, SUBJECTS))
        node = SUBJECTS[kind]
        if node is None:
            if id_ not in values.ROLES:
                expected = _one_of(id_, values.ROLES.words)
                raise self.sheet.fault("subject", self.number, id_, expected)
            words = (values.ROLES.label(id_, "zh"), values.ROLES.label(id_, "en"))
            return Subject(kind=kind, id=id_, name=words[0], name_en=words[1])
        table = self.snapshot.nodes[node]
        if not isinstance(id_, str) or id_ not in table:
            an_id = Text(f"the id of a {node}", f"{node} 的编号")
            raise self.sheet.fault("subject", self.number, id_, an_id)
        at = table.position(id_)
        return Subject(kind=kind, id=id_, name=table.name(at, "zh"), name_en=table.name(at, "en"))

    def share(self, column: str) -> float:
        """Return a value from 0 to 1."""
        value = self.row[column]
        number = isinstance(value, int | float) and not isinstance(value, bool)
        if not number or not isfinite(value) or not 0 <= value <= 1:
            expected = Text("a number, 0 to 1", "介于 0 与 1 之间的数字")
            raise self.sheet.fault(column, self.number, value, expected)
        return float(value)

    def evidence(self, subject: Subject) -> Evidence:
        """Return what it brings as proof, the deal and the subject besides."""
        nodes = [self.deal.id]
        if SUBJECTS[subject.kind] is not None:
            nodes.append(subject.id)
        nodes += [self._id(node) for node in self._listed("nodes")]
        ties = [self._tie(tie) for tie in self._listed("relationships")]
        nodes += [end for tie in ties for end in (tie[0], tie[2])]
        return Evidence(nodes=list(dict.fromkeys(nodes)), relationships=ties)

    def _listed(self, column: str) -> list[Any]:
        value = self.row.get(column)
        if value is None:
            return []
        if not isinstance(value, list | tuple):
            raise self.sheet.fault(column, self.number, value, Text("a list", "列表"))
        return [v for v in value if v is not None]

    def _id(self, node: Any, column: str = "nodes") -> str:
        """Return the id of a node that is proof, given as its id or as the node itself."""
        id_ = node.get("id") if isinstance(node, Mapping) else node
        if not isinstance(id_, str) or not any(id_ in t for t in self.snapshot.nodes.values()):
            expected = Text("ids of nodes", "节点编号")
            raise self.sheet.fault(column, self.number, id_, expected)
        return id_

    def _tie(self, tie: Any) -> tuple[str, str, str]:
        if isinstance(tie, Mapping) and "_type" in tie:
            tie = (tie.get("from"), tie["_type"], tie.get("to"))
        if not isinstance(tie, list | tuple) or [type(x) for x in tie] != [str, str, str]:
            expected = Text("relationships or [from, type, to]", "关系或 [起, 类型, 止]")
            raise self.sheet.fault("relationships", self.number, tie, expected)
        one, other = (self._id(tie[end], "relationships") for end in (0, 2))
        return one, tie[1], other


def _one_of(found: Any, known: Collection[str]) -> Text:
    """Return all words that are known, and the nearest to what was found."""
    listed, near = ", ".join(known), nearest(str(found), known, 1)
    if not near:
        return Text(f"one of {listed}", f"以下之一：{listed}")
    return Text(
        f"one of {listed} (did you mean {near[0]}?)", f"以下之一：{listed}（是否指 {near[0]}？）"
    )
