"""What is chosen on the Deal page, as it stands in the address: ``sel=person:ID`` and its like.

A route and a set of people carry their ids themselves, so that any view can light one on the map.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from urllib.parse import quote, unquote

from graph.decision.results import Analysis, Finding, PersonRow, Seller


@dataclass(frozen=True)
class Chosen:
    """A person, seller, finding, check, route, set of people, or nothing (kind "")."""

    kind: str = ""
    id: str = ""

    def __str__(self) -> str:
        """Return the form that stands in the address."""
        return f"{self.kind}:{self.id}" if self.kind else ""

    @property
    def ids(self) -> list[str]:
        """The ids of a route, in its order, or of a set."""
        return [unquote(part) for part in self.id.split(",") if part]


def route(ids: Iterable[str]) -> Chosen:
    """Choose a route: [seller, person, ..., target].

    Examples
    --------
    >>> str(route(["S1", "P 2"])), route(["S1", "P 2"]).ids
    ('route:S1,P%202', ['S1', 'P 2'])
    """
    return Chosen("route", ",".join(quote(id_, safe="") for id_ in ids))


def people(ids: Iterable[str]) -> Chosen:
    """Choose several people, such as a coalition."""
    return Chosen("set", ",".join(quote(id_, safe="") for id_ in ids))


def read(given: str, analysis: Analysis, checks: Collection[str] = ()) -> Chosen:
    """Read a choice from the address; what is not in this deal (any more) is nothing.

    ``checks`` are the names of the playbook's checks. A set of one is that person or seller.

    Examples
    --------
    >>> from datetime import date
    >>> from graph.decision.results import Deal
    >>> empty = Analysis(opportunity=Deal(id="d", name="d"), as_of=date(2026, 1, 1), lean=None,
    ...     lean_sd=None, deciders=[], known_share=None, passes=None, blocked_by=[], presumed=False,
    ...     people=[], access=[], findings=[], next_question=None)
    >>> read("person:nobody", empty)
    Chosen(kind='', id='')
    """
    kind, _, id_ = given.partition(":")
    if kind in ("route", "set"):
        here = {p.id for p in analysis.people} | {s.id for s in analysis.team}
        several = Chosen(kind, id_)
        if not several.ids or not here.issuperset(several.ids):
            return Chosen()
        alone = kind == "set" and len(several.ids) == 1
        return of_card(several.ids[0], analysis) if alone else several
    known = {
        "person": {p.id for p in analysis.people},
        "seller": {s.id for s in analysis.team},
        "finding": {f.key for f in analysis.findings},
        "check": {*checks},
    }
    return Chosen(kind, id_) if id_ in known.get(kind, ()) else Chosen()


def of_card(id_: str, analysis: Analysis) -> Chosen:
    """Return the choice that a card of the map stands for."""
    if any(p.id == id_ for p in analysis.people):
        return Chosen("person", id_)
    return Chosen("seller", id_) if any(s.id == id_ for s in analysis.team) else Chosen()


def finding(chosen: Chosen, analysis: Analysis) -> Finding | None:
    """Return the chosen finding."""
    if chosen.kind != "finding":
        return None
    return next((f for f in analysis.findings if f.key == chosen.id), None)


def person(chosen: Chosen, analysis: Analysis) -> PersonRow | None:
    """Return the chosen person."""
    if chosen.kind != "person":
        return None
    return next((p for p in analysis.people if p.id == chosen.id), None)


def seller(chosen: Chosen, analysis: Analysis) -> Seller | None:
    """Return the chosen seller."""
    if chosen.kind != "seller":
        return None
    return next((s for s in analysis.team if s.id == chosen.id), None)


SORTS = ("severity", "stake", "kind")


def causes(analysis: Analysis, sort: str = "severity") -> list[list[Finding]]:
    """Return the findings grouped by cause: the worst cause first, the worst finding first.

    Findings about one person stand together. ``sort``: by severity (exposure x impact), by what is
    at stake (amount x impact), or grouped by their kind. Rank and order are total, so the same
    answer is always listed alike.
    """
    groups: dict[str, list[Finding]] = {}
    for one in sorted(analysis.findings, key=_by_stake if sort == "stake" else _by_severity):
        groups.setdefault(one.kind if sort == "kind" else one.root, []).append(one)
    return list(groups.values())


def _by_severity(finding: Finding) -> tuple[float, str, str]:
    return -finding.severity, finding.kind, finding.subject.id


def _by_stake(finding: Finding) -> tuple[float, float, str, str]:
    # In the order of money, which is impact times the amount; without an amount by impact alone.
    return -finding.impact, *_by_severity(finding)
