"""Settings of plans: what a meeting takes and does (``[plan]`` in linchpin.toml)."""

from __future__ import annotations

from pydantic import Field

from graph.settings_section import Section


class PlanSettings(Section):
    """Assumptions of plans, labelled as such on screen."""

    meeting_hours: float = Field(2.0, gt=0)
    meeting_lift: float = Field(0.5, ge=0, le=1)
    stance_gain: float = Field(0.2, ge=0, le=1)
    rank_span: float = Field(5.0, gt=0)
