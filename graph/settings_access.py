"""Settings of access: what makes a tie strong, how well whom should be covered, who swings it."""

from __future__ import annotations

from pydantic import Field

from graph.settings_section import Section


class AccessSettings(Section):
    """How contacts refine a tie that has a level and no stated strength (``[access]``).

    Weights add to the log-odds of the level's value (docs/decisions/0022-access-in-full.md).
    ``usual_contacts``: contacts in 90 days that count half of what any number may count.
    """

    frequency: float = Field(1.0, ge=0, le=5)
    usual_contacts: float = Field(6.0, gt=0)
    two_way: float = Field(0.5, ge=0, le=5)
    seniority: float = Field(1.0, ge=0, le=1)


class CoverageGoals(Section):
    """How well we want to cover people (``[coverage_goals]``), by role and by level; 0: no goal.

    A person with several has the highest. ``level_1`` is the top.
    """

    decision_maker: float = Field(0.6, ge=0, le=1)
    approver: float = Field(0.6, ge=0, le=1)
    technical_expert: float = Field(0.6, ge=0, le=1)
    tender_organizer: float = Field(0.6, ge=0, le=1)
    coach: float = Field(0.6, ge=0, le=1)
    end_user: float = Field(0.3, ge=0, le=1)
    influencer: float = Field(0.3, ge=0, le=1)
    gatekeeper: float = Field(0.3, ge=0, le=1)
    level_1: float = Field(0.6, ge=0, le=1)
    level_2: float = Field(0.3, ge=0, le=1)
    level_3: float = Field(0.0, ge=0, le=1)


class StatusSettings(Section):
    """Who is of the inner circle or the political structure (``[status]``).

    Inner circle: influence of at least ``influence`` while those above hold less than
    ``top_share``, or a veto. Political structure: influence beyond rank, by ``beyond_rank`` in
    percentiles, or heard in the inner circle at ``heard`` or more.
    """

    influence: float = Field(0.05, ge=0, le=1)
    top_share: float = Field(0.6, ge=0, le=1)
    beyond_rank: float = Field(0.2, ge=0, le=1)
    heard: float = Field(0.3, ge=0, le=1)
