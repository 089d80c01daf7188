"""Settings in force: defaults, then ``linchpin.toml``, then the environment.

Every constant of the decision model is here with the default that the docs state, so a team can
change it in one file and see where each value came from.
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from graph.settings_access import AccessSettings, CoverageGoals, StatusSettings
from graph.settings_cross_sell import CrossSellSettings
from graph.settings_logs import LogSettings
from graph.settings_plan import PlanSettings, Playbook
from graph.settings_rules import Rules
from graph.settings_section import Section
from graph.settings_tags import TagSettings


class StoreSettings(Section):
    """Where the graph lives."""

    uri: str | None = None
    username: str | None = None
    password: str | None = None
    database: str | None = None
    batch_size: int = Field(5000, ge=1, le=100_000)
    idle_minutes: float = Field(30.0, gt=0)
    heap: str = "1g"
    max_member_nodes: int = Field(200_000, ge=0)
    source_precedence: list[str] = Field(default_factory=list)


class Stubbornness(Section):
    """l by role; a person with several roles has the largest."""

    decision_maker: float = Field(0.4, gt=0, lt=1)
    approver: float = Field(0.4, gt=0, lt=1)
    technical_expert: float = Field(0.6, gt=0, lt=1)
    tender_organizer: float = Field(0.5, gt=0, lt=1)
    end_user: float = Field(0.5, gt=0, lt=1)
    coach: float = Field(0.5, gt=0, lt=1)
    gatekeeper: float = Field(0.5, gt=0, lt=1)
    influencer: float = Field(0.5, gt=0, lt=1)
    none: float = Field(0.3, gt=0, lt=1)


class ModelSettings(Section):
    """Constants of the decision model (docs/decision-model.md)."""

    stubbornness: Stubbornness = Stubbornness()
    bare_stubbornness: float = Field(0.1, gt=0, lt=1)
    mutual_discount: float = Field(0.6, ge=0, le=0.95)
    silence_kept: float = Field(0.75, ge=0, lt=1)
    default_confidence: float = Field(0.8, ge=0, le=1)
    listens_to_boss: float = Field(0.5, ge=0, le=1)
    listens_to_report: float = Field(0.25, ge=0, le=1)
    knows_factor: float = Field(0.5, ge=0, le=1)
    tie_without_number: float = Field(0.5, ge=0, le=1)
    prior_mean: float = Field(0.0, ge=-1, le=1)
    prior_variance: float = Field(1 / 3, gt=0)
    steps_of_listening: int = Field(2, ge=0)
    pass_lean: float = Field(0.2, ge=-1, le=1)
    enough_known: float = Field(0.5, ge=0, le=1)
    half_life_days: float = Field(180.0, gt=0)
    exact_ties: int = Field(24, ge=16)
    samples: int = Field(4096, ge=64)
    stability_samples: int = Field(200, ge=1)


class Settings(Section):
    """All settings."""

    language: Literal["en", "zh"] | None = None
    currency: str = "CNY"
    store: StoreSettings = StoreSettings()
    model: ModelSettings = ModelSettings()
    plan: PlanSettings = PlanSettings()
    playbook: Playbook = Playbook()
    access: AccessSettings = AccessSettings()
    coverage_goals: CoverageGoals = CoverageGoals()
    status: StatusSettings = StatusSettings()
    rules: Rules = Rules()
    cross_sell: CrossSellSettings = CrossSellSettings()
    logs: LogSettings = LogSettings()
    tags: TagSettings = TagSettings()
