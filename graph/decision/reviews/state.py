"""A deal as it stood on one day: all that is needed to recompute its lean, and what was found.

A :class:`DealState` is kept as JSON with a review. It holds what was stated about people, ties,
roles and our contacts, and the constants that were in force, not the numbers that follow from
them; so the lean can be computed again, and for a deal that is partly as it was before and partly
as it is now (:mod:`graph.decision.reviews.mix`).
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import numpy as np
from pydantic import Field

from graph.decision.answer import Names, date_of
from graph.decision.columns import names, values
from graph.decision.listening import INFERRED, SUPPOSED, TIES, numbers_or
from graph.decision.results import Analysis, Answer, Deal, Evidence, Sentence, Subject
from graph.settings import ModelSettings, Stubbornness

if TYPE_CHECKING:
    from graph.decision.listening import Ints
    from graph.decision.model import DealModel

# Raised when a field changes its meaning; a reader refuses what is newer.
SCHEMA = 1
TYPES = ("INFLUENCES", "REPORTS_TO", "KNOWS", "CONFLICTS_WITH")
_NUMBER = {"INFLUENCES": "weight", "KNOWS": "strength"}


class PersonState(Answer):
    """One person of the model: part in the deal, and what is known of the stance.

    ``presumed``: decides only because nobody is stated to decide. ``stance`` is s on -1..1, None
    where nothing is known; ``confidence`` c.
    """

    id: str
    name: str
    name_en: str | None = None
    title: str | None = None
    title_en: str | None = None
    roles: list[str] = Field(default_factory=list)
    vote_weight: float | None = None
    veto: bool = False
    presumed: bool = False
    stance: float | None = None
    confidence: float = 0.0


class TieState(Answer):
    """One stated relationship between two people; ``value`` is its weight or strength.

    A line of command and a conflict have no number; one that goes both ways is kept once.
    ``inferred``: from a log, so that what is stated stands over it.
    """

    kind: str
    source: str = Field(alias="from")
    target: str = Field(alias="to")
    value: float | None = None
    inferred: bool = False

    @property
    def key(self) -> tuple[str, str, str]:
        """What tells one tie from another."""
        return (self.kind, self.source, self.target)


class CoverState(Answer):
    """One of our sellers with a person: strength that day and without decay."""

    seller: str
    seller_name: str
    seller_name_en: str | None = None
    person: str
    strength: float
    undecayed: float
    last_contact: date | None = None


class AccessState(Answer):
    """How surely a decider was reached, and by how many threads."""

    decider: str
    reliability: float
    standard_error: float
    threads: int


class FindingState(Answer):
    """A weak link that was found."""

    key: str
    kind: str
    subject: Subject
    severity: float
    money: float | None = None
    title: Sentence
    sentence: Sentence
    evidence: Evidence


class Constants(Answer):
    """The constants of the model that the lean depends on."""

    stubbornness: dict[str, float]
    prior_mean: float
    listens_to_boss: float
    listens_to_report: float
    knows_factor: float

    @classmethod
    def of(cls, model: ModelSettings) -> Constants:
        """Take them from the settings in force."""
        return cls(
            stubbornness=model.stubbornness.model_dump(),
            prior_mean=model.prior_mean,
            listens_to_boss=model.listens_to_boss,
            listens_to_report=model.listens_to_report,
            knows_factor=model.knows_factor,
        )

    def stubborn(self, roles: list[str]) -> float:
        """Return l of somebody with these roles: the largest.

        Examples
        --------
        >>> Constants.of(ModelSettings()).stubborn(["approver", "coach"])
        0.5
        """
        none = self.stubbornness.get("none", Stubbornness().none)
        return max((self.stubbornness.get(r, none) for r in roles), default=none)


class DealState(Answer):
    """A deal on one day; ``version`` is the form in which it is written."""

    version: int = SCHEMA
    deal: Deal
    as_of: date
    revision: int
    lean: float | None
    lean_sd: float | None
    known_share: float | None
    passes: bool | None
    access_weighted: float
    decision_covered: float
    people: list[PersonState]
    ties: list[TieState]
    covers: list[CoverState]
    access: list[AccessState]
    findings: list[FindingState]
    constants: Constants

    @property
    def worst(self) -> FindingState | None:
        """The severest weak link of that day."""
        return min(self.findings, key=lambda f: (-f.severity, f.key), default=None)


def state_of(model: DealModel, analysis: Analysis) -> DealState:
    """Keep of a deal what a review needs.

    Parameters
    ----------
    model : DealModel
        The deal, nothing supposed.
    analysis : Analysis
        Its answer on the same day.
    """
    known = Names(model)
    return DealState(
        deal=analysis.opportunity,
        as_of=analysis.as_of,
        revision=model.snapshot.revision,
        lean=analysis.lean,
        lean_sd=analysis.lean_sd,
        known_share=analysis.known_share,
        passes=analysis.passes,
        access_weighted=analysis.access_weighted,
        decision_covered=analysis.decision_covered,
        people=_people(model, analysis),
        ties=_ties(model, known),
        covers=_covers(model, known),
        access=[
            AccessState(
                decider=a.decider,
                reliability=a.reliability,
                standard_error=a.standard_error,
                threads=a.threads,
            )
            for a in analysis.access
        ],
        findings=[
            FindingState(
                key=f.key,
                kind=f.kind,
                subject=f.subject,
                severity=f.severity,
                money=f.money,
                title=f.title,
                sentence=f.sentence,
                evidence=f.evidence,
            )
            for f in analysis.findings
        ],
        constants=Constants.of(model.settings.model),
    )


def _people(model: DealModel, analysis: Analysis) -> list[PersonState]:
    presumed = model.presumed & (model.decision > 0)
    return [
        PersonState(
            id=p.id,
            name=p.name,
            name_en=p.name_en,
            title=p.title,
            title_en=p.title_en,
            roles=p.roles,
            vote_weight=p.vote_weight,
            veto=p.veto,
            presumed=bool(presumed[i]),
            stance=p.stance,
            confidence=p.stance_confidence,
        )
        for i, p in enumerate(analysis.people)
    ]


def _ties(model: DealModel, known: Names) -> list[TieState]:
    stated = model.stated
    found: dict[tuple[str, str, str], TieState] = {}
    for kind, type_ in enumerate(TIES):
        rows = np.unique(stated.row[(stated.kind == kind) & (stated.row != SUPPOSED)])
        edge = model.snapshot.edge(type_)
        numbers: list[float | None] = [None] * rows.size
        if type_ in _NUMBER:
            none = model.settings.model.tie_without_number
            numbers = list(numbers_or(edge, _NUMBER[type_], rows, none).tolist())
        _put(found, type_, _ids(model, known, edge.source[rows], edge.target[rows]), numbers)
        if kind == INFERRED:
            _mark_inferred(found, _ids(model, known, edge.source[rows], edge.target[rows]))
    at_odds = _ids(model, known, stated.conflict_one, stated.conflict_other)
    _put(found, TYPES[3], at_odds, [None] * len(at_odds))
    return sorted(found.values(), key=lambda t: t.key)


def _ids(model: DealModel, known: Names, one: Ints, other: Ints) -> list[tuple[str, str] | None]:
    """Return the ids of both ends, None where an end is nobody of the model."""
    ids = {int(at): known.people[i][0] for i, at in enumerate(model.people)}
    pairs = zip(one.tolist(), other.tolist(), strict=True)
    return [(ids[a], ids[b]) if a in ids and b in ids else None for a, b in pairs]


def _put(
    found: dict[tuple[str, str, str], TieState],
    type_: str,
    pairs: list[tuple[str, str] | None],
    numbers: list[float | None],
) -> None:
    both_ways = type_ in ("KNOWS", "CONFLICTS_WITH")
    for pair, value in zip(pairs, numbers, strict=True):
        if pair is None:
            continue
        source, target = sorted(pair) if both_ways else pair
        tie = TieState(kind=type_, source=source, target=target, value=value)
        before = found.get(tie.key)
        # Stated twice (by two employers, or from both ends): the larger is the one that counts.
        if before is None or (value or 0.0) > (before.value or 0.0):
            found[tie.key] = tie


def _mark_inferred(
    found: dict[tuple[str, str, str], TieState], pairs: list[tuple[str, str] | None]
) -> None:
    for source, target in (pair for pair in pairs if pair is not None):
        key = (TIES[INFERRED], source, target)
        found[key] = found[key].model_copy(update={"inferred": True})


def _covers(model: DealModel, known: Names) -> list[CoverState]:
    covers = model.covers
    sellers = names(model.snapshot, "Seller", covers.seller)
    english = values(model.snapshot.nodes["Seller"], "name_en", covers.seller)
    return [
        CoverState(
            seller=seller[0],
            seller_name=seller[2],
            seller_name_en=en,
            person=known.people[person][0],
            strength=now,
            undecayed=undecayed,
            last_contact=date_of(last),
        )
        for seller, en, person, now, undecayed, last in zip(
            sellers,
            english,
            model.cover_person.tolist(),
            covers.now.tolist(),
            covers.undecayed.tolist(),
            covers.last_contact.tolist(),
            strict=True,
        )
    ]
