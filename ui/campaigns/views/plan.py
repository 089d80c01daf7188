"""The Plan view of a campaign: its facts, its size, the background it started from, its history."""

from __future__ import annotations

import streamlit as st

from graph.customers.campaigns.results import SampleSize
from graph.customers.campaigns.size import Question, sample_size
from graph.errors import LinchpinError
from ui import services, services_campaigns
from ui.campaigns.history import history_card
from ui.campaigns.kept import Campaign
from ui.campaigns.planned import background_card, facts, size_card
from ui.components.html import join
from ui.components.rows import rows
from ui.names import Names
from ui.text import t

ICON = "edit_calendar"


def name() -> str:
    """Return the words on the tab."""
    return t("Plan")


def show(campaign: Campaign) -> None:
    """Draw the plan."""
    names, today = Names(services.snapshot()), services.as_of()
    currency = services.settings().currency
    size = size_of(campaign.base, campaign.target, campaign.power or 0.8)
    left, right = st.columns([42, 58], gap="small")
    with left:
        rows(facts(campaign, names, currency), key="campaign_facts")
        cost = contact_cost(campaign.channel, size)
        rows(size_card(size, cost, campaign.budget, currency), key="campaign_size")
    with right:
        seen = min(campaign.starts or today, today)
        known = services_campaigns.background_of(campaign.products, seen)
        rows(background_card(known, names, today), key="campaign_background")
        log = services_campaigns.log(campaign.id)
        if log:
            rows(join(history_card(log)), key="campaign_log")


def size_of(
    base: float | None, target: float | None, power: float, alpha: float = 0.05, ratio: float = 1.0
) -> SampleSize | None:
    """Return the size for the power wanted, None where the rates do not tell one."""
    if base is None or target is None:
        return None
    try:
        return sample_size(Question(base, target, alpha, ratio), power)
    except LinchpinError:
        return None


def contact_cost(channel: str | None, size: SampleSize | None) -> float | None:
    """Return what contacting both arms costs through a channel."""
    if channel is None or size is None:
        return None
    unit = Names(services.snapshot()).value("Channel", channel, "unit_cost")
    if not isinstance(unit, int | float):
        return None
    return float(unit) * (size.per_arm.target + size.per_arm.control)
