"""Settings of plans: what a meeting takes and does (``[plan]`` in linchpin.toml)."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from graph.settings_section import Section

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
    hours: float = Field(10.0, ge=0)
    preparation_hours: float = Field(0.0, ge=0)
    travel_hours: dict[str, Hours] = Field(default_factory=dict)
    seller_hours: dict[str, Hours] = Field(default_factory=dict)
    repeat: int = Field(1, ge=1)
    held_coverage: float = Field(0.6, ge=0, le=1)
    stance_step: float = Field(0.5, gt=0, le=2)
    poor_access: float = Field(1.0, ge=0)
    win_seconds: float = Field(3.0, gt=0)
