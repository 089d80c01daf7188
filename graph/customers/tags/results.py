"""The answers about tags, as the terminal prints them and the screen draws them."""

from __future__ import annotations

from datetime import date
from typing import Any

from pydantic import Field

from graph.decision.results import Answer, Sentence, spoken


class _Spoken(Answer):
    def to_json(self, language: str = "en") -> dict[str, Any]:
        """Return the answer as plain JSON data, sentences in ``language``."""
        return spoken(self.model_dump(mode="json"), language)  # type: ignore[no-any-return]


class TagRow(Answer):
    """One tag: how it is obtained, how many customers carry it, of how many it could be.

    ``how``: rule, threshold, model, import, or stated (somebody's files say it). ``carriers``
    and ``eligible`` count customers of the kinds that the tag is about; ``coverage`` is their
    ratio, null where there is nobody. ``products``: how many products carry it.
    ``confidence``: as defined, else the mean of what is stated. ``applied_on``: the last day on
    which its definition was applied, null where it never was. ``kinds``: the kinds that it is
    about, so that one can tell whom ``eligible`` counts.
    """

    id: str
    name: str
    name_en: str | None = None
    dimension: str | None
    base: bool
    how: str
    carriers: int
    eligible: int
    coverage: float | None
    products: int = 0
    source: str | None
    confidence: float | None
    applied_on: date | None
    definition: str | None = None
    kinds: list[str] = Field(default_factory=list)


class TagList(_Spoken):
    """All tags: base tags first, then by dimension and id."""

    tags: list[TagRow]


class HistoryEntry(Answer):
    """One time a definition was applied: how many came to carry the tag, how many no longer do."""

    applied_on: date
    added: int
    removed: int


class TagView(_Spoken):
    """Who carries a tag, or would.

    ``ids`` are the first by id; ``undecided``: those of whom too little is known to say;
    ``kinds``: as of a :class:`TagRow`.
    """

    tag: str
    name: str
    name_en: str | None = None
    how: str
    definition: str | None = None
    carriers: int
    eligible: int
    coverage: float | None
    undecided: int = 0
    ids: list[str]
    kinds: list[str] = Field(default_factory=list)
    history: list[HistoryEntry] = Field(default_factory=list)
    notes: list[Sentence] = Field(default_factory=list)


class AppliedTag(Answer):
    """What applying one definition did."""

    tag: str
    carriers: int
    added: int
    removed: int


class Applied(_Spoken):
    """What applying definitions did."""

    applied: list[AppliedTag]


class Overlap(Answer):
    """Two tags that customers carry together: ``jaccard`` is both / either."""

    tags: list[str]
    both: int
    jaccard: float


class Contradiction(Answer):
    """A customer whose tags cannot all be right.

    ``kind``: exclusive (declared to exclude one another), opposed (their thresholds cannot both
    hold), values (one tag, two values) or outdated (the definition no longer holds).
    """

    customer: str
    tags: list[str]
    kind: str
    because: Sentence


class Conflicts(_Spoken):
    """Overlaps and contradictions; ``contradiction_count``: how many there are in all."""

    overlaps: list[Overlap]
    contradictions: list[Contradiction]
    contradiction_count: int


class Offer(Answer):
    """A product for a customer, by a rule, and why."""

    customer: str
    product: str
    rule: str
    because: Sentence


class Matches(_Spoken):
    """Offers by customer, product and rule; ``offer_count``: how many there are in all."""

    offers: list[Offer]
    offer_count: int
    notes: list[Sentence] = Field(default_factory=list)
