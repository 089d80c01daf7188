"""Settings of cross-sell (``[cross_sell]`` in linchpin.toml) and of channels."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from graph.settings_section import Section

Share = Annotated[float, Field(ge=0, le=1)]


class ByComplexity(Section):
    """A share for simple, middling and complex products."""

    simple: Share
    middling: Share
    complex: Share


class ByClass(Section):
    """A share for key customers, larger ones and all others."""

    key: Share
    larger: Share
    other: Share


class Suits(Section):
    """How much of an offer's worth each kind of channel brings home, product by product."""

    direct: ByComplexity = ByComplexity(simple=0.95, middling=1.0, complex=1.0)
    electronic: ByComplexity = ByComplexity(simple=1.0, middling=0.5, complex=0.1)
    partner: ByComplexity = ByComplexity(simple=0.9, middling=1.0, complex=0.8)


class Serves(Section):
    """How much of it each kind of channel brings home, customer by customer."""

    direct: ByClass = ByClass(key=1.0, larger=1.0, other=1.0)
    electronic: ByClass = ByClass(key=0.6, larger=0.85, other=1.0)
    partner: ByClass = ByClass(key=0.8, larger=0.95, other=1.0)


class ChannelSettings(Section):
    """What a channel brings of an offer (docs/cross-sell.md, "Channel").

    ``knowledge`` is lost of what a channel does not know of products, ``loyalty_risk`` of what it
    is not loyal. ``unknown_knowledge`` and ``unknown_loyalty`` (of partners) stand where nothing
    is stated. A sale costs what serving costs for ``served_months``, an action of a plan that of
    ``cost_months``. A key customer is among the largest tax payers, of ``key_prominence`` or more,
    or in the ``key_share`` of the book that is billed most; a larger one in the ``larger_share``.
    """

    suits: Suits = Suits()
    serves: Serves = Serves()
    knowledge: ByComplexity = ByComplexity(simple=0.0, middling=0.4, complex=0.8)
    loyalty_risk: float = Field(0.5, ge=0, le=1)
    unknown_knowledge: float = Field(0.5, ge=0, le=1)
    unknown_loyalty: float = Field(0.5, ge=0, le=1)
    served_months: float = Field(12.0, ge=0)
    cost_months: float = Field(1.0, ge=0)
    key_prominence: float = Field(0.7, ge=0, le=1)
    key_share: float = Field(0.1, ge=0, le=1)
    larger_share: float = Field(0.3, ge=0, le=1)


class CrossSellSettings(Section):
    """Constants of the cross-sell paths.

    An action of the plan takes ``hours_per_person`` for each person of its route; nobody stands in
    more than ``per_person`` actions; the search for the best set ends after ``plan_seconds``. Over
    all groups the best ``kept_per_group`` offers of each count. A
    framework deal is called for where at least ``framework_members`` controlled companies use a
    product, and ``framework_share`` of them. Adoption is fitted where at least ``fitted_from``
    first uses are dated in the last 12 months, and as many before.
    """

    smoothing: float = Field(5.0, ge=0)
    evidence_weight: float = Field(0.5, ge=0, le=1)
    years_assumed: float = Field(5.0, gt=0)
    fitted_from: int = Field(50, ge=2)
    comparable_payers: int = Field(3, ge=1)
    billed_months: int = Field(12, ge=1)
    hours_per_person: float = Field(2.0, gt=0)
    at_risk_impact: float = Field(0.2, ge=0, le=1)
    per_person: int = Field(3, ge=0)
    kept_per_group: int = Field(1000, ge=1)
    plan_seconds: float = Field(10.0, gt=0)
    framework_members: int = Field(3, ge=1)
    framework_share: float = Field(0.5, ge=0, le=1)
    channel: ChannelSettings = ChannelSettings()
