"""The answers about reviews: what changed between two looks at a deal, and its course."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from graph.decision.results import Answer, Sentence, spoken
from graph.decision.reviews.state import FindingState


class Look(Answer):
    """One look at a deal: a saved review, or the deal as it stands (``name`` is ``now``)."""

    name: str
    as_of: date
    saved_at: str | None = None
    saved_by: str | None = None
    lean: float | None
    lean_sd: float | None = None
    known_share: float | None
    access: float
    decision_covered: float
    passes: bool | None
    people: int
    findings: int
    worst_severity: float | None
    worst: Sentence | None


ChangeKind = Literal["stance", "tie", "person", "role", "settings"]


class Change(Answer):
    """One change, and what it did to the lean.

    ``kind`` is stance, tie, person (who came or left), role, or settings; ``subject`` the id of
    the person (of settings: ``model``), for a tie ``FROM>TO`` with its type as ``relation``.
    ``was`` and ``now`` are the stance on -1..1, the number of the tie (1 where it has none), the
    share of the decision of who came or left, the part in the deal; None: nothing known, or not
    there. ``standard_error`` is 0 where the effect is exact.
    """

    kind: ChangeKind
    subject: str
    was: float | str | None
    now: float | str | None
    effect: float
    standard_error: float = 0.0
    relation: str | None = None
    was_confidence: float | None = None
    now_confidence: float | None = None
    people: list[str]
    title: Sentence
    sentence: Sentence


class CoverChange(Answer):
    """Our contact with a person: it is new, gone, was renewed, or faded by ``least`` or more."""

    seller: str
    person: str
    was: float | None
    now: float | None
    because: str
    sentence: Sentence


class AccessChange(Answer):
    """How surely a decider is reached, before and after; None: no decider then."""

    decider: str
    was: float | None
    now: float | None
    threads_was: int | None
    threads_now: int | None


class FindingsChange(Answer):
    """The weak links that came, went, and stayed (as they are now)."""

    came: list[FindingState]
    went: list[FindingState]
    stayed: int


class ReviewDiff(Answer):
    """What changed between two looks; the effects add up to the difference of the leans."""

    opportunity: str
    name: str
    name_en: str | None = None
    before: Look
    after: Look
    lean_before: float | None
    lean_after: float | None
    exact: bool
    changes: list[Change]
    covers: list[CoverChange]
    access_before: float
    access_after: float
    access: list[AccessChange]
    findings: FindingsChange
    notes: list[Sentence]

    def to_json(self, language: str = "en") -> dict[str, Any]:
        """Return the answer as JSON data, sentences in ``language``."""
        return spoken(self.model_dump(mode="json", by_alias=True), language)  # type: ignore[no-any-return]


class Trend(Answer):
    """The course of a deal over its reviews, the earliest day first."""

    opportunity: str
    name: str
    name_en: str | None = None
    reviews: list[Look]

    def to_json(self, language: str = "en") -> dict[str, Any]:
        """Return the answer as JSON data, sentences in ``language``."""
        return spoken(self.model_dump(mode="json", by_alias=True), language)  # type: ignore[no-any-return]
