"""The answer of ``campaign score``, as the terminal prints it."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from graph.decision.results import Answer, Sentence, spoken


class Update(Answer):
    """A block of rows and the models that scored it; rows are positions in time, from 1.

    ``fitted_from`` to ``fitted_to`` are the rows that any of its models has seen; ``model`` says
    what each of them weighs in the blend.
    """

    from_row: int
    to_row: int
    fitted_from: int
    fitted_to: int
    model: Sentence


class Dropped(Answer):
    """A column that was not used; ``from_row`` is the first scored row that goes without it."""

    column: str
    reason: Sentence
    kind: str
    from_row: int
    auc: float | None = None


class Best(Answer):
    """The ``n`` rows of the highest score: their rate of response, and that over the base rate."""

    n: int
    rate: float
    lift: float | None


class Calibrated(Answer):
    """Rows that were forecast alike, and how many of them responded."""

    predicted: float
    observed: float
    n: int


class QiniPoint(Answer):
    """Of the best ``share`` by uplift: responses gained a row of the whole, and that at random."""

    share: float
    gain: float
    random: float


class UpliftTenth(Answer):
    """Rows of about one predicted uplift, and what was observed (None: an arm is empty)."""

    predicted: float
    observed: float | None
    n: int


class Uplift(Answer):
    """What contacting adds, forecast on the scored rows by models of the rows before each block.

    ``effect`` is the difference of the two arms' rates there; ``qini`` the area between the Qini
    curve and the straight line, ``qini_low`` and ``qini_high`` its 95% bootstrap interval.
    """

    column: str
    target: str
    control: str
    effect: float
    qini: float
    qini_low: float
    qini_high: float
    curve: list[QiniPoint]
    tenths: list[UpliftTenth]


class CampaignScore(Answer):
    """How a response model forecast the later rows of a campaign history.

    ``auc``, ``alift``, ``best`` and ``brier`` are of the ``scored`` rows alone. Best rows of one
    score stand in the order of time.
    """

    outcome: str
    positive: str
    rows: int
    scored: int
    responses: int
    base_rate: float
    updates: list[Update]
    dropped: list[Dropped]
    auc: float | None
    alift: float | None
    brier: float
    brier_of_rate: float
    best: list[Best]
    calibration: list[Calibrated]
    uplift: Uplift | None
    uplift_reason: Sentence | None = None
    warnings: list[Sentence] = Field(default_factory=list)

    def to_json(self, language: str = "en") -> dict[str, Any]:
        """Return the answer as JSON data, sentences in ``language``."""
        return spoken(self.model_dump(mode="json"), language)  # type: ignore[no-any-return]
