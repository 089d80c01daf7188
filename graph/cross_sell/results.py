"""The answers of cross-sell: the group tree, paths and the whitespace matrix."""

from __future__ import annotations

from datetime import date
from typing import Any

from pydantic import Field

from graph.cross_sell.history.results import Bin
from graph.cross_sell.results_adoption import JudgedAdoption
from graph.cross_sell.results_plan import ChannelUse, CrossSellPlan, Framework
from graph.decision.results import Answer, Sentence, spoken


class Start(Answer):
    """Where a path starts; ``because``: stance (supports us) or coverage (we know them).

    ``sellers`` of ours know the person, the closest first.
    """

    person: str
    because: str
    strength: float
    sellers: list[str] = Field(default_factory=list)


class Step(Answer):
    """One step of a route: how far ``to`` listens, what tie gives it, how willing ``to`` is."""

    source: str = Field(alias="from")
    target: str = Field(alias="to")
    tie: str
    carries: float
    willing: float


class SellPath(Answer):
    """One offer to one member company, and the way in.

    ``probability`` = adoption x access / ``mean_access``, at most 1, or adoption itself where the
    answer has ``access_within``; ``expected_value`` = probability x yearly_value. To go it takes
    ``hours``, and ``cost`` of its channel.
    """

    group: str
    member: str
    product: str
    adoption: float
    access: float
    probability: float
    yearly_value: float
    value_low: float
    value_high: float
    expected_value: float
    start: Start
    route: list[str]
    steps: list[Step]
    siblings: list[str]
    channel: str | None
    hours: float
    cost: float
    because: list[Sentence]


class Unreachable(Answer):
    """A member to whose decider no route leads."""

    member: str
    because: Sentence


class CrossSell(Answer):
    """The paths of one group, best first; ``why`` says how a probability came about.

    ``plan`` is there where hours, money or times a person were given. ``model`` told adoption; how
    all did on the last 12 months stands in ``validation`` and ``calibration``, empty where the
    history is too short to judge. ``access_within``: access is a column of that model, so that
    a probability is adoption itself.
    """

    group: str
    as_of: date
    currency: str | None = None
    mean_access: float | None = None
    why: Sentence | None = None
    model: str = "rules"
    access_within: bool = False
    validation: list[JudgedAdoption] = Field(default_factory=list)
    calibration: list[Bin] = Field(default_factory=list)
    paths: list[SellPath]
    unreachable: list[Unreachable]
    plan: CrossSellPlan | None = None
    frameworks: list[Framework] = Field(default_factory=list)
    channels: list[ChannelUse] = Field(default_factory=list)
    notes: list[Sentence] = Field(default_factory=list)

    def to_json(self, language: str = "en") -> dict[str, Any]:
        """Return the answer as plain JSON data, sentences in ``language``."""
        return spoken(self.model_dump(mode="json", by_alias=True), language)  # type: ignore[no-any-return]


class CrossSellOfAll(Answer):
    """The best paths of several groups, best first; plan and channels are over the best of each.

    ``mean_access`` is of each group, null where nobody there is reached.
    """

    groups: list[str]
    as_of: date
    currency: str | None = None
    mean_access: dict[str, float | None] = Field(default_factory=dict)
    why: Sentence | None = None
    model: str = "rules"
    access_within: bool = False
    validation: list[JudgedAdoption] = Field(default_factory=list)
    calibration: list[Bin] = Field(default_factory=list)
    paths: list[SellPath]
    unreachable: list[Unreachable]
    plan: CrossSellPlan | None = None
    frameworks: list[Framework] = Field(default_factory=list)
    channels: list[ChannelUse] = Field(default_factory=list)
    notes: list[Sentence] = Field(default_factory=list)

    def to_json(self, language: str = "en") -> dict[str, Any]:
        """Return the answer as plain JSON data, sentences in ``language``."""
        return spoken(self.model_dump(mode="json", by_alias=True), language)  # type: ignore[no-any-return]


class Holding(Answer):
    """What one owner holds in a member directly; ``assumed`` where no share was stated."""

    owner: str
    share: float | None
    assumed: bool = False


class RivalShare(Answer):
    """A rival in a cell of the matrix."""

    competitor: str
    share: float | None
    until: date | None


class Cell(Answer):
    """One member and one product. ``state``: ours, rival, not_suitable or open."""

    member: str
    product: str
    state: str
    monthly_revenue: float | None = None
    rivals: list[RivalShare] = Field(default_factory=list)
    why: str | None = None
    expected_value: float | None = None
