"""The answers of cross-sell beside its paths: the budgeted plan, framework deals, channels."""

from __future__ import annotations

from pydantic import Field

from graph.decision.results import Answer, Sentence


class PlanAction(Answer):
    """One path to go: ``hours`` for the people of its route, ``cost`` of its channel."""

    group: str
    member: str
    product: str
    route: list[str]
    channel: str | None
    hours: float
    cost: float
    gain: float


class CrossSellPlan(Answer):
    """The best set of paths within a budget; a limit that was not set is null.

    ``expected_value`` is the sum of the gains, ``bound`` what no set can pass and ``gap`` their
    distance as a share of the bound: 0 where the plan is proven to be the best.
    """

    hours: float | None
    money: float | None
    per_person_limit: int
    hours_per_person: float
    actions: list[PlanAction]
    hours_used: float
    cost_used: float
    per_person: dict[str, int]
    expected_value: float
    bound: float
    gap: float
    proven: bool
    notes: list[Sentence] = Field(default_factory=list)


class Framework(Answer):
    """A product for one deal with the whole group.

    ``share``: adopters of the companies that the group controls. ``paid``: what the adopters pay
    in 12 months; ``value``: what those of ``joining`` would pay in 12 months.
    """

    group: str
    product: str
    adopters: list[str]
    share: float
    value: float
    paid: float
    joining: list[str]
    because: Sentence


class Move(Answer):
    """An offer that would change its channel."""

    group: str
    member: str
    product: str
    before: str | None = Field(alias="from")
    after: str | None = Field(alias="to")


class Grown(Answer):
    """What more places would change: ``gain`` a year, and which offers would move."""

    places: int
    gain: float
    moves: list[Move]


class ChannelUse(Answer):
    """How far a channel is used by the offers, and what its capacity holds back.

    ``served``: customers it has today; ``used``: offers it takes. ``shadow_price``: the dual of its
    room, what its last place is worth a year; ``if_grown``: the best assignment with one place
    more, null where places are left. ``capacity`` null: no limit.
    """

    channel: str
    kind: str
    capacity: float | None
    served: int
    used: int
    left: float | None
    shadow_price: float
    if_grown: Grown | None
    because: Sentence
