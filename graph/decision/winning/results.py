"""The answers about the chance to win: whether there is one, how it was judged, of which deal."""

from __future__ import annotations

from datetime import date
from typing import Any

from pydantic import Field

from graph.decision.results import Answer, Sentence, spoken


class Bin(Answer):
    """Deals that were forecast alike, and how many of them were won (with its 95% interval)."""

    forecast: float
    won_share: float
    low: float
    high: float
    deals: int


class Judgement(Answer):
    """How models that were fitted on earlier deals forecast the later ones.

    ``judged`` deals were forecast, the first of which closed on ``judged_from``.
    ``brier`` is its mean squared error, ``brier_of_share`` that of the share won of the later
    deals themselves; ``skill`` = 1 - brier / brier_of_share, with its 95% bounds by bootstrap.
    """

    won: int
    lost: int
    judged: int
    judged_from: date
    horizon_days: int
    share_won: float
    brier: float
    brier_of_share: float
    skill: float
    skill_low: float
    skill_high: float
    bins: list[Bin]


class Reason(Answer):
    """What moves the chance of a deal: a column, its value, and the log-odds that it adds."""

    feature: str
    label: Sentence
    value: float | None
    log_odds: float


class Chance(Answer):
    """The chance to win one deal with its 95% band, or None; the lean stands beside it.

    ``known_share`` is the part of the decision whose stance is known; where it is
    ``little_known`` (``model.enough_known``) the chance rests on the few who were heard.
    """

    opportunity: str
    name: str
    name_en: str | None = None
    lean: float | None
    known_share: float | None = None
    little_known: bool = False
    win_probability: float | None
    low: float | None = None
    high: float | None = None
    because: list[Reason] = Field(default_factory=list)


class WinAnswer(Answer):
    """Whether the lean is a probability in this book, and the chance of each open deal.

    ``win_probability_reason`` says why there is none; None where there is one, and then
    ``caution`` says where it rests on what has no date. Closed deals ``without_date`` of closing,
    and those ``too_short`` to be looked at before, teach nothing.
    """

    as_of: date
    win_probability_reason: Sentence | None
    caution: Sentence | None = None
    without_date: int = 0
    too_short: int = 0
    judged: Judgement | None
    deals: list[Chance]

    def to_json(self, language: str = "en") -> dict[str, Any]:
        """Return the answer as JSON data, sentences in ``language``."""
        return spoken(self.model_dump(mode="json"), language)  # type: ignore[no-any-return]
