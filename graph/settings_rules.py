"""Settings of the weak-link rules: ``[rules.KIND]`` in linchpin.toml."""

from __future__ import annotations

from pydantic import Field

from graph.settings_section import Section


class Rule(Section):
    """One kind of weak link: on or off, and its thresholds."""

    enabled: bool = True


class PowerRule(Rule):
    """High influence: v >= ``influence``, while those above hold less than ``top_share``."""

    influence: float = Field(0.05, ge=0, le=1)
    top_share: float = Field(0.6, ge=0, le=1)
    little_coverage: float = Field(0.3, ge=0, le=1)
    mended_coverage: float = Field(0.6, ge=0, le=1)


class ThreadRule(Rule):
    """A decider with fewer than ``threads`` threads."""

    threads: int = Field(2, ge=1)
    mended_coverage: float = Field(0.6, ge=0, le=1)


class RoleRule(Rule):
    """Roles that must be known."""

    required: list[str] = Field(
        default_factory=lambda: ["coach", "decision_maker", "technical_expert", "end_user"]
    )
    required_in_tender: list[str] = Field(default_factory=lambda: ["tender_organizer"])


class StepRule(Rule):
    """A step in which nobody who acts is covered at ``little_coverage`` or supportive."""

    little_coverage: float = Field(0.3, ge=0, le=1)
    mended_coverage: float = Field(0.6, ge=0, le=1)


class FadingRule(Rule):
    """A tie once at ``once`` and now below ``now``."""

    once: float = Field(0.5, ge=0, le=1)
    now: float = Field(0.3, ge=0, le=1)


class Rules(Section):
    """The weak-link rules (``[rules.KIND]`` in linchpin.toml)."""

    uncovered_power: PowerRule = PowerRule()
    hostile_power: PowerRule = PowerRule()
    single_thread: ThreadRule = ThreadRule()
    missing_role: RoleRule = RoleRule()
    weak_step: StepRule = StepRule()
    fading_tie: FadingRule = FadingRule()
