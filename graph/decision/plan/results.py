"""The answers of plans, as ``linchpin plan`` prints them and the screen draws them."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from pydantic import Field

from graph.decision.results import Answer, Deal, Evidence, NextQuestion, Sentence, spoken


class RouteStep(Answer):
    """One step of a persuasion route: ``chance`` of getting over it, and why."""

    source: str = Field(alias="from")
    target: str = Field(alias="to")
    chance: float
    kind: str
    why: Sentence


class Persuasion(Answer):
    """A route to a target: ``strength`` = exp(-cost), the product of its steps' chances."""

    target: str
    strength: float
    steps: list[RouteStep]

    @property
    def ids(self) -> list[str]:
        """The route: [seller or supporter, person, ..., target]."""
        return [s.source for s in self.steps] + [self.target] if self.steps else [self.target]


class Contact(Answer):
    """A meeting of the plan, in the order in which to hold them.

    The gains are what this meeting adds to those before it, so that they sum to the plan's.
    """

    seller: str
    person: str
    hours: float
    gain_lean: float
    gain_access: float
    rank_fit: float
    coverage_after: float
    because: Sentence


class ContactTotal(Answer):
    """What the contacts do together.

    ``bound`` is an upper bound on the sum of both gains of any plan within the hours; ``exact``
    says that no plan is better.
    """

    hours: float
    budget: float
    lean_before: float
    lean_after: float
    access_before: float
    access_after: float
    exact: bool
    bound: float | None = None
    assumptions: list[Sentence] = Field(default_factory=list)


class StanceChange(Answer):
    """A changed mind of the win plan: from E today to a stance that is certain."""

    person: str
    was: float = Field(alias="from")
    becomes: float = Field(alias="to")
    cost: float


class WinPlan(Answer):
    """The least that must change to pass.

    ``total`` is the number of changes or, for the cheapest plan, their cost; ``bound`` the proven
    lower bound on it, which equals it with ``proven_smallest``. ``without``: people who were to be
    left as they are. ``alternatives``: the least that passes if the people of this plan, and of
    the ones before, stay as they are.
    """

    changes: list[StanceChange]
    lean_after: float
    proven_smallest: bool
    total: float
    bound: float
    cheapest: bool = False
    without: list[str] = Field(default_factory=list)
    because: list[Sentence] = Field(default_factory=list)
    alternatives: list[WinPlan] = Field(default_factory=list)

    @property
    def cost(self) -> float:
        """What the changes cost together."""
        return sum(c.cost for c in self.changes)


class CommitteePower(Answer):
    """Power of the members of a committee, exact.

    ``banzhaf_raw`` counts swings: of 2^(n-1) coalitions those that win with the member alone.
    ``minimal_coalitions`` lists the smallest, ``coalition_count`` counts all. ``for_us`` (x > 0),
    ``against`` (x < 0) and ``pivotal`` (whose switch alone changes the result) are of today;
    ``inferred`` are those of the first two whose own stance does not say so (neutral, not known or
    the other way): they stand there by whom they listen to.
    """

    votes: dict[str, float]
    vetoes: list[str]
    needed: float
    banzhaf: dict[str, float]
    banzhaf_raw: dict[str, int]
    shapley_shubik: dict[str, float]
    minimal_coalitions: list[list[str]]
    coalition_count: int
    for_us: list[str] = Field(default_factory=list)
    against: list[str] = Field(default_factory=list)
    pivotal: list[str] = Field(default_factory=list)
    inferred: list[str] = Field(default_factory=list)


class StageCheck(Answer):
    """A check of the playbook: ``state`` done, open, or unknown where nothing says."""

    stage: str
    check: str
    title: Sentence
    state: Literal["done", "open", "unknown"]
    because: Sentence
    evidence: Evidence
    current: bool = False


class Plan(Answer):
    """Everything that can be done about one deal.

    ``avoid_ties``: kinds of relationship that the routes were asked to do without.
    ``without_route``: the targets to whom no route leads.
    ``rule_errors``: what is wrong with checks of the team's own.
    """

    opportunity: Deal
    as_of: date
    persuasion: list[Persuasion]
    without_route: list[str] = Field(default_factory=list)
    avoid_ties: list[str] = Field(default_factory=list)
    contacts: list[Contact]
    contacts_total: ContactTotal | None
    win: WinPlan | None
    win_reason: Sentence | None
    committee: CommitteePower | None
    committee_reason: Sentence | None
    playbook: list[StageCheck]
    next_question: NextQuestion | None = None
    rule_errors: list[Sentence] = Field(default_factory=list)

    def to_json(self, language: str = "en") -> dict[str, Any]:
        """Return the answer as JSON data, sentences in ``language``."""
        return spoken(self.model_dump(mode="json", by_alias=True), language)  # type: ignore[no-any-return]
