"""How the models of adoption did on a year held out, as answers carry it."""

from __future__ import annotations

from datetime import date
from typing import Any

from pydantic import Field

from graph.cross_sell.history.results import Bin
from graph.decision.results import Answer, Sentence, spoken


class JudgedAdoption(Answer):
    """One model on the 12 months before the day, learnt from what was known before them.

    ``precision_at_10`` and ``ndcg_at_10``: of the ten products it ranks first for each company
    that took up any; ``log_loss``: of its probabilities over all open cells, lower is better.
    """

    model: str
    precision_at_10: float
    ndcg_at_10: float
    log_loss: float


class OneAdoption(Answer):
    """One product that a company (``kind`` enterprise) or a line (member) lacks.

    ``rank`` among those of its group and kind; ``because`` names the evidence and how many times
    as likely it makes it.
    """

    group: str
    kind: str
    rank: int
    customer: str
    enterprise: str
    product: str
    probability: float
    because: str


class Adoptions(Answer):
    """The likeliest adoptions of every group; ``model`` told those of companies.

    ``validation`` and ``calibration`` are of the 12 months before ``as_of``, empty where the
    history is too short to judge. Lines always follow the smoothed rules.
    """

    as_of: date
    model: str
    notes: list[Sentence] = Field(default_factory=list)
    validation: list[JudgedAdoption] = Field(default_factory=list)
    calibration: list[Bin] = Field(default_factory=list)
    adoptions: list[OneAdoption]

    def to_json(self, language: str = "en") -> dict[str, Any]:
        """Return the answer as plain JSON data, sentences in ``language``."""
        return spoken(self.model_dump(mode="json"), language)  # type: ignore[no-any-return]
