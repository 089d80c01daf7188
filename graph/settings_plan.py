"""Settings of plans (``[plan]`` in linchpin.toml) and of the stages (``[playbook.STAGE]``)."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, field_validator

from graph.settings_section import Regional, Section

Hours = Annotated[float, Field(ge=0)]


class PlanSettings(Section):
    """Assumptions of plans, labelled as such on screen.

    ``hours`` is the budget of a contact plan; ``seller_hours`` what a seller (id) has of it, all of
    it where not stated. A meeting takes ``meeting_hours`` and ``preparation_hours``, and
    ``travel_hours`` by seller or by the person's enterprise (id). ``repeat`` is how often one
    seller may meet one person in a plan. ``held_coverage``: covered so, a person is held.

    Of the win plan: a change of mind by ``stance_step`` costs 1, times up to 1 + ``poor_access``
    where nobody of ours covers the person; the search ends after ``win_seconds``.
    """

    meeting_hours: float = Field(2.0, gt=0)
    meeting_lift: float = Field(0.5, ge=0, le=1)
    stance_gain: float = Field(0.2, ge=0, le=1)
    rank_span: float = Field(5.0, gt=0)
    hours: float = Field(10.0, ge=0, le=1000)
    preparation_hours: float = Field(0.0, ge=0)
    travel_hours: dict[str, Hours] = Field(default_factory=dict)
    seller_hours: dict[str, Hours] = Field(default_factory=dict)
    repeat: int = Field(1, ge=1)
    held_coverage: float = Field(0.6, ge=0, le=1)
    stance_step: float = Field(0.5, gt=0, le=2)
    poor_access: float = Field(1.0, ge=0)
    win_seconds: float = Field(3.0, gt=0)

    def takes(self, seller: str, enterprise: str | None) -> float:
        """Return the hours of a meeting of a seller with somebody of an enterprise.

        Examples
        --------
        >>> PlanSettings(travel_hours={"lin": 1.5}).takes("lin", None)
        3.5
        """
        each = self.meeting_hours + self.preparation_hours
        travel = [self.travel_hours.get(id_, 0.0) for id_ in (seller, enterprise or "")]
        return each + sum(travel)


# The checks that a stage may ask for; what each one looks at stands in docs/plans.md.
CheckId = Literal[
    "deal_described",
    "team_named",
    "offer_named",
    "coach_found",
    "organization_known",
    "procedure_known",
    "key_people_known",
    "rivals_known",
    "needs_known",
    "hidden_needs_known",
    "needs_valued",
    "end_users_met",
    "needs_met",
    "experts_met",
    "experts_support",
    "prequalified",
    "budget_agreed",
    "organizer_met",
    "key_people_covered",
    "deciders_met",
    "support_won",
    "no_new_bidder",
    "rivals_placed",
    "contract_reviewed",
    "signer_known",
    "steps_on_time",
    "in_touch",
]


class Stage(Section):
    """The checks of one stage, in their order."""

    checks: list[CheckId]

    @field_validator("checks")
    @classmethod
    def _each_once(cls, found: list[CheckId]) -> list[CheckId]:
        twice = next((check for check in found if found.count(check) > 1), None)
        if twice is not None:
            message = f"the check {twice} stands twice"
            raise ValueError(message)
        return found


def _stage(*checks: CheckId) -> Stage:
    return Stage(checks=list(checks))


class Playbook(Regional):
    """The stages of a deal and what is checked in each.

    A person is met, or covered, at a strength of ``covered``; a check of several people is done
    when ``most`` of them are; high influence is as in the weak links; a contact is fresh for
    ``fresh_days``. Regions may differ (``[playbook.region."NAME"]``). Checks of one's own are
    files in the folder of ``rules.own``.
    """

    covered: float = Field(0.3, ge=0, le=1)
    most: float = Field(0.8, gt=0, le=1)
    influence: float = Field(0.05, ge=0, le=1)
    top_share: float = Field(0.6, ge=0, le=1)
    fresh_days: int = Field(90, ge=0)
    initiation: Stage = _stage("deal_described", "team_named", "offer_named")
    entry: Stage = _stage(
        "coach_found", "organization_known", "procedure_known", "key_people_known", "rivals_known"
    )
    survey: Stage = _stage("needs_known", "hidden_needs_known", "needs_valued", "end_users_met")
    technical: Stage = _stage("needs_met", "experts_met", "experts_support")
    commercial: Stage = _stage("prequalified", "budget_agreed", "organizer_met")
    contacts: Stage = _stage("key_people_covered", "deciders_met", "support_won")
    bidding: Stage = _stage("no_new_bidder", "rivals_placed")
    contract: Stage = _stage("contract_reviewed", "signer_known")
    delivery: Stage = _stage("steps_on_time", "in_touch")
