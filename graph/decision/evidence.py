"""What each stance and role rests on: who says so, when, how surely, and whether they agree.

Of each source its latest statement stands; earlier ones are kept and shown. A statement **agrees**
if it is less than one step of the scale (.5) from what all say together. Sources **contradict**
each other where their disagreement (docs/decision-model.md) is that of the rule single_source, .3.
What rests on **one source** says so, and a **coach's word alone** is flagged until another source,
not a coach, agrees. A source is a coach where it is written so, or where it is the id or name of
somebody who coaches us in this deal. A role of which no source is named shows the files that state
it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from math import isnan, nan
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

import numpy as np

from graph.decision.columns import names, texts, values
from graph.decision.results import EvidenceRow
from graph.decision.stance import statements
from graph.model import STANCE_NUMBER
from graph.settings_rules import rules_in
from graph.snapshot import NO_DAY

if TYPE_CHECKING:
    from graph.decision.model import DealModel
    from graph.snapshot import EdgeTable

STEP = 0.5
EQUAL = 1e-9
COACH = ("coach", "教练")


@dataclass(frozen=True)
class Grounds:
    """What is stated about one person, the latest first.

    ``single_source`` and ``coach_alone`` name what rests on it: ``stance``, ``role``.
    """

    rows: list[EvidenceRow]
    contradiction: bool
    single_source: list[str]
    coach_alone: list[str]


@dataclass(frozen=True)
class _Part:
    """Who states a person's part in the deal, and which of them the data name as sources."""

    rows: list[EvidenceRow] = field(default_factory=list)
    named: set[str] = field(default_factory=set)


def grounds(model: DealModel) -> list[Grounds]:
    """Return what each person's stance and role in the deal rest on.

    Examples
    --------
    >>> import polars as pl
    >>> from graph.decision.members import Case
    >>> from graph.decision.model import build
    >>> from graph.settings import Settings
    >>> from graph.snapshot import Snapshot
    >>> graph = Snapshot.from_frames(
    ...     {"Person": pl.DataFrame({"id": ["li"]}), "Opportunity": pl.DataFrame({"id": ["d"]})},
    ...     {"HOLDS": pl.DataFrame({"from": ["li", "li"], "to": ["d", "d"],
    ...         "stance": ["supporter", "enemy"], "source": ["coach", "visit"]})},
    ... )
    >>> (found,) = grounds(build(Case(graph, 0, 20000, Settings())))
    >>> found.contradiction, found.single_source, [r.agrees for r in found.rows]
    (True, [], [False, False])
    """
    coaches = _coaches(model)
    said = _stances(model)
    played = _roles(model)
    apart = rules_in(model.settings.rules, _region(model)).single_source.disagreement
    return [
        _grounds(said.get(i, []), played.get(i, _Part()), coaches, apart) for i in range(model.size)
    ]


def _grounds(said: list[EvidenceRow], part: _Part, coaches: set[str], apart: float) -> Grounds:
    if not said and not part.rows:
        return Grounds([], contradiction=False, single_source=[], coach_alone=[])
    telling = [row for row in said if row.stands and row.number is not None and row.confidence]
    together, disagreement = _together(telling)
    judged = [_judged(row, together) for row in said]
    sources = {
        "stance": {row.source or "" for row in telling},
        "role": part.named,
    }
    return Grounds(
        rows=[*sorted(judged, key=_latest, reverse=True), *part.rows],
        contradiction=len(telling) > 1 and disagreement >= apart - EQUAL,
        single_source=[what for what, by in sources.items() if len(by) == 1],
        coach_alone=[
            *(["stance"] if _uncorroborated(telling, coaches) else []),
            *(["role"] if part.named and all(_is_coach(s, coaches) for s in part.named) else []),
        ],
    )


def _together(telling: list[EvidenceRow]) -> tuple[float, float]:
    """Return what statements say together, and how far they are from it on average."""
    if not telling:
        return nan, 0.0
    said = [(row.confidence or 0.0, row.number or 0.0) for row in telling]
    sure = sum(confidence for confidence, _ in said)
    if not sure:
        return nan, 0.0
    together = sum(confidence * number for confidence, number in said) / sure
    return together, sum(c * abs(number - together) for c, number in said) / sure


def _uncorroborated(telling: list[EvidenceRow], coaches: set[str]) -> bool:
    """Tell whether a coach speaks and nobody else says about the same."""
    by_coach = [row for row in telling if _is_coach(row.source or "", coaches)]
    said, _ = _together(by_coach)
    others = [row.number for row in telling if row not in by_coach and row.number is not None]
    return bool(by_coach) and not any(abs(number - said) < STEP - EQUAL for number in others)


def _judged(row: EvidenceRow, together: float) -> EvidenceRow:
    if row.number is None or isnan(together):
        return row
    return row.model_copy(update={"agrees": abs(row.number - together) < STEP - EQUAL})


def _latest(row: EvidenceRow) -> tuple[bool, str, str]:
    return (row.stands, str(row.as_of or ""), row.source or "")


def _stances(model: DealModel) -> dict[int, list[EvidenceRow]]:
    """Collect the statements towards us up to the day looked at."""
    edge = model.snapshot.edge("HOLDS")
    rows = np.sort(edge.into(model.case.deal))
    standing = set(statements(model.snapshot, rows, model.day, model.settings).row.tolist())
    rows = rows[edge.days("as_of")[rows] <= model.day]
    unsaid = model.settings.model.default_confidence
    columns = [values(edge, f, rows) for f in ("stance", "towards", "confidence", "source")]
    found: dict[int, list[EvidenceRow]] = {}
    for row, at, day, stance, towards, sure, source in zip(
        rows.tolist(),
        _places(model, edge, rows),
        edge.days("as_of")[rows].tolist(),
        *columns,
        strict=True,
    ):
        if at is None or towards:
            continue
        found.setdefault(at, []).append(
            EvidenceRow(
                about="stance",
                says=[stance] if stance else [],
                number=STANCE_NUMBER.get(stance or ""),
                source=source or None,
                as_of=_date(day),
                confidence=unsaid if sure is None else float(sure),
                stands=row in standing,
            )
        )
    return found


def _roles(model: DealModel) -> dict[int, _Part]:
    """Collect who says which part each person plays."""
    edge = model.snapshot.edge("PLAYS")
    rows = np.sort(edge.into(model.case.deal))
    columns = [values(edge, f, rows) for f in ("roles", "role_sources", "sources")]
    found: dict[int, _Part] = {}
    for at, day, roles, by, files in zip(
        _places(model, edge, rows), edge.days("as_of")[rows].tolist(), *columns, strict=True
    ):
        if at is None or not roles:
            continue
        part = found.setdefault(at, _Part())
        named = list(dict.fromkeys(s for s in by or () if s))
        part.named.update(named)
        part.rows.extend(
            EvidenceRow(about="role", says=list(roles), source=source, as_of=_date(day))
            for source in named or _files(files)
        )
    return found


def _files(paths: Iterable[str] | None) -> list[str | None]:
    read = [PurePath(str(f).replace("\\", "/")).name or str(f) for f in paths or ()]
    return list(dict.fromkeys(read)) or [None]


def _places(model: DealModel, edge: EdgeTable, rows: Any) -> list[int | None]:
    """Return the position in the model of the person of each row, None for who is not in it."""
    place = {int(person): i for i, person in enumerate(model.people)}
    return [place.get(int(person)) for person in edge.source[rows]]


def _coaches(model: DealModel) -> set[str]:
    """Return ids and names of those who coach us in this deal."""
    at = [i for i, roles in enumerate(model.parts.roles) if "coach" in roles]
    found = names(model.snapshot, "Person", model.people[at]) if at else []
    return {word.casefold() for known in found for word in known}


def _is_coach(source: str, coaches: set[str]) -> bool:
    word = source.casefold()
    return word in coaches or any(said in word for said in COACH)


def _region(model: DealModel) -> str | None:
    customers = texts(model.snapshot.nodes["Enterprise"], "region", model.enterprises[:1])
    return customers[0] if customers else None


def _date(day: int) -> date | None:
    return None if day == NO_DAY else date(1970, 1, 1) + timedelta(days=day)
