"""Settings of the weak-link rules: ``[rules.KIND]`` in linchpin.toml."""

from __future__ import annotations

from functools import cache

from pydantic import Field

from graph.settings_section import Regional, Section


class Rule(Regional):
    """One kind of weak link: on or off, and its thresholds.

    ``region`` holds what is different for deals of customers in one region
    (``[rules.KIND.region."NAME"]``).
    """

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


class LeavingRule(Rule):
    """Somebody whose leaving costs ``loss`` of decision-weighted reliability, or cuts one off."""

    loss: float = Field(0.2, ge=0, le=1)
    mended_coverage: float = Field(0.6, ge=0, le=1)


class ChainRule(Rule):
    """A decider whom no supporter sways; a tie of ``mended_tie`` is tried."""

    mended_tie: float = Field(0.5, ge=0, le=1)


class SourceRule(Rule):
    """High influence that rests on one source, or on sources that disagree."""

    influence: float = Field(0.05, ge=0, le=1)
    top_share: float = Field(0.6, ge=0, le=1)
    disagreement: float = Field(0.3, ge=0, le=2)
    mended_confidence: float = Field(0.8, ge=0, le=1)


class OpponentRule(Rule):
    """A deal above ``smaller_deals`` of the open ones, ``known`` of it known, nobody against."""

    smaller_deals: float = Field(0.75, ge=0, le=1)
    known: float = Field(0.5, ge=0, le=1)


class RivalRule(Rule):
    """A rival who is ahead of us; ``mended_coverage`` is what each contact of ours then has."""

    mended_coverage: float = Field(0.6, gt=0, le=1)


class GapRule(Rule):
    """Percentiles by level and by influence that differ by ``gap``."""

    gap: float = Field(0.4, ge=0, le=1)
    influence: float = Field(0.05, ge=0, le=1)
    mended_coverage: float = Field(0.6, ge=0, le=1)


class Rules(Section):
    """The weak-link rules (``[rules.KIND]`` in linchpin.toml).

    ``own`` is a folder with rules of one's own, as Cypher files.
    """

    own: str | None = None
    uncovered_power: PowerRule = PowerRule()
    hostile_power: PowerRule = PowerRule()
    single_thread: ThreadRule = ThreadRule()
    missing_role: RoleRule = RoleRule()
    weak_step: StepRule = StepRule()
    fading_tie: FadingRule = FadingRule()
    linchpin: LeavingRule = LeavingRule()
    seller_dependency: LeavingRule = LeavingRule()
    broken_chain: ChainRule = ChainRule()
    single_source: SourceRule = SourceRule()
    no_known_opponent: OpponentRule = OpponentRule()
    rival_lock: RivalRule = RivalRule()
    dark_horse: Rule = Rule()
    power_gap: GapRule = GapRule()


def rule_for(rules: Rules, kind: str, region: str | None) -> Rule:
    """Return the rule of a kind as it stands for the deals of a region.

    Examples
    --------
    >>> own = {"fading_tie": {"now": 0.2, "region": {"North": {"enabled": False}}}}
    >>> rules = Rules.model_validate(own)
    >>> rule_for(rules, "fading_tie", "North").enabled
    False
    >>> rule_for(rules, "fading_tie", "South").enabled
    True
    """
    rule: Rule = getattr(rules, kind)
    return rule.there(region)


def rules_in(rules: Rules, region: str | None) -> Rules:
    """Return all rules as they stand for the deals of a region."""
    return rules.model_copy(update={kind: rule_for(rules, kind, region) for kind in kinds()})


@cache
def kinds() -> tuple[str, ...]:
    """Return the kinds of weak links that have a rule, in the order of the settings."""
    every = Rules()
    return tuple(name for name in Rules.model_fields if isinstance(getattr(every, name), Rule))
