"""The answer of ``cross-sell --usage``: what each customer of a history will take up next."""

from __future__ import annotations

from datetime import date
from typing import Any

from pydantic import Field

from graph.decision.results import Answer, Sentence, spoken


class Judged(Answer):
    """How good a model ranks on the held-out cut: mean over customers who took up anything."""

    model: str
    precision_at_10: float
    ndcg_at_10: float


class Bin(Answer):
    """Cells of similar probability: what was predicted, what share came true, how many."""

    predicted: float
    observed: float
    n: int


class Reason(Answer):
    """Why a product is offered. ``products``: what the customer has that speaks for it.

    ``kind``: association (who has these has it more often), sequence (it follows these),
    similar (the same customers buy them), popular (bought by many, whatever they have).
    """

    kind: str
    products: list[str] = Field(default_factory=list)


class Recommendation(Answer):
    """One product for one customer; ``probability`` of a first use within the horizon."""

    customer: str
    rank: int
    product: str
    probability: float
    because: list[Reason]


class Recommendations(Answer):
    """All of them, customers in order of their ids, each best first.

    ``judged_on``: the cut that the validation is about and the customers it counts; None where
    the history is too short to hold anything out.
    """

    as_of: date
    horizon: int
    model: str
    why: Sentence
    customers: int
    products: int
    judged_on: date | None = None
    judged_customers: int = 0
    validation: list[Judged] = Field(default_factory=list)
    calibration: list[Bin] = Field(default_factory=list)
    recommendations: list[Recommendation] = Field(default_factory=list)

    def to_json(self, language: str = "en") -> dict[str, Any]:
        """Return the answer as plain JSON data, sentences in ``language``."""
        return spoken(self.model_dump(mode="json"), language)  # type: ignore[no-any-return]
