"""Which open deals are at risk: those that do not pass, or whose worst finding weighs enough."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.opportunities import open_on

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import date

    from graph.decision.results import Analysis
    from graph.settings_cross_sell import CrossSellSettings
    from graph.snapshot import Snapshot


def is_at_risk(analysis: Analysis, settings: CrossSellSettings) -> bool:
    """Tell whether a deal does not pass, or its worst finding has a large impact.

    The worst finding is the one of the highest severity; ``cross_sell.at_risk_impact`` (.2) of
    the decision is large.
    """
    if not analysis.passes:
        return True
    worst = max(analysis.findings, key=lambda f: f.severity, default=None)
    return worst is not None and worst.impact >= settings.at_risk_impact


def at_risk(analyses: Iterable[Analysis], settings: CrossSellSettings) -> list[str]:
    """Return the ids of the analysed deals that are at risk."""
    return [a.opportunity.id for a in analyses if is_at_risk(a, settings)]


def open_deals_of(snapshot: Snapshot, enterprises: Collection[int], as_of: date) -> list[str]:
    """Return the ids of the deals for any of ``enterprises`` that are open on a day."""
    ids = snapshot.nodes["Opportunity"].ids
    return [ids[deal] for deal in open_on(snapshot, as_of, enterprises)]
