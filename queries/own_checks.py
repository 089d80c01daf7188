"""Checks of one's own in a stage of the playbook: from the rows of their query to done or open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.decision.naming import Name
from graph.decision.plan.checks.view import several
from graph.decision.plan.playbook import in_order
from graph.decision.plan.results import StageCheck
from graph.decision.results import Evidence, Sentence, Subject
from graph.errors import InputError, QueryError
from graph.text import Text
from queries.own_files import ask, said
from queries.own_findings import ABOUT, Row, check_columns

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from graph.decision.plan.results import Plan
    from graph.decision.results import Deal
    from graph.snapshot import Snapshot
    from queries.own_rules import OwnCheck, OwnRules
    from queries.runner import Reader

# Sentences of one check; of more rows that say different things the number is told.
SAID = 3
NOTHING_LEFT = Text("Nothing of it is left.", "已无遗留。")
NOTHING_FOUND = Text("Nothing of it is found.", "尚未查到。")


def with_own_checks(store: Reader, snapshot: Snapshot, plan: Plan, rules: OwnRules) -> Plan:
    """Return a plan to whose playbook checks of one's own are added, after those of their stage.

    A check that fails adds a sentence to ``rule_errors`` that names file and line; all others
    stand.

    Raises
    ------
    StoreError
        If the store does not answer.
    """
    if not rules.checks and not rules.faults:
        return plan
    rows, faults = checked(store, snapshot, (plan.opportunity, plan.as_of), plan.playbook, rules)
    return plan.model_copy(update={"playbook": rows, "rule_errors": faults})


def checked(
    store: Reader,
    snapshot: Snapshot,
    asked: tuple[Deal, date],
    rows: Sequence[StageCheck],
    rules: OwnRules,
) -> tuple[list[StageCheck], list[Sentence]]:
    """Return a playbook with the checks of one's own, and what went wrong.

    Parameters
    ----------
    asked : (Deal, date)
        The deal and the day on which it is looked at.
    rows : sequence of StageCheck
        The checks of the library.
    """
    deal, as_of = asked
    found, faults = list(rows), list(rules.faults)
    for check in rules.checks:
        try:
            if check.applies(deal.region):
                found.append(_answer(store, snapshot, deal, as_of, check))
        except (InputError, QueryError) as error:
            faults.append(said(error))
    return in_order(found, deal.stage, deal.outcome), [Sentence.of(fault) for fault in faults]


def _answer(
    store: Reader, snapshot: Snapshot, deal: Deal, as_of: date, check: OwnCheck
) -> StageCheck:
    sheet = ask(store, check, deal.id, as_of)
    check_columns(sheet, ABOUT)
    rows = [Row(sheet, n, row, snapshot, deal) for n, row in enumerate(sheet.rows, start=1)]
    about = [(row, row.subject()) for row in rows]
    proof = [row.evidence(subject) for row, subject in about]
    nodes = [deal.id, *(node for one in proof for node in one.nodes)]
    ties = [tie for one in proof for tie in one.relationships]
    return StageCheck(
        stage=check.stage,
        check=check.kind,
        title=Sentence.of(check.title.text),
        state="done" if bool(rows) == check.rows_are_done else "open",
        because=Sentence.of(_because(check, about) if rows else _none(check)),
        evidence=Evidence(
            nodes=list(dict.fromkeys(nodes)), relationships=list(dict.fromkeys(ties))
        ),
    )


def _none(check: OwnCheck) -> Text:
    if check.otherwise is not None:
        return check.otherwise.text
    return NOTHING_FOUND if check.rows_are_done else NOTHING_LEFT


def _because(check: OwnCheck, about: Sequence[tuple[Row, Subject]]) -> Text:
    """Say the sentence once for all rows that differ in their subject alone."""
    columns = [field for field in check.sentence.fields if field not in ("name", "subject")]
    groups: dict[tuple[str, ...], list[tuple[Row, Subject]]] = {}
    for row, subject in about:
        same = tuple(repr(row.row.get(column)) for column in columns)
        groups.setdefault(same, []).append((row, subject))
    lines = [_line(check, group) for group in list(groups.values())[:SAID]]
    if len(groups) > SAID:
        more = Text("And {n} more.", "另有 {n} 项。").format(n=len(groups) - SAID)
        lines.append(more)
    return Text(" ".join(line.en for line in lines), "".join(line.zh for line in lines))


def _line(check: OwnCheck, group: Sequence[tuple[Row, Subject]]) -> Text:
    subjects = {s.id: Name(s.id, s.name_en or s.name, s.name) for _, s in group}
    counter = "人" if {s.kind for _, s in group} == {"person"} else "个"
    return check.sentence.filled(group[0][0].row, several(list(subjects.values()), counter))
