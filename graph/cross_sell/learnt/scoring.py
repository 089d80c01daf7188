"""The adoption of every cell by the model that a book has: rules, or what was fitted."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import expit

from graph.cross_sell.adoption import adoption
from graph.cross_sell.learnt.choice import learnt
from graph.cross_sell.learnt.evidence import NAMES, Evidence

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt
    import polars as pl

    from graph.cross_sell.adoption import Adoption
    from graph.cross_sell.learnt.choice import Learnt
    from graph.settings_cross_sell import CrossSellSettings
    from graph.snapshot import Snapshot

    Floats = npt.NDArray[np.float64]

# Enterprises whose columns are worked out together, so that memory stays small.
TOGETHER = 1000
# Odds ratios nearer to 1 than this drive nothing.
DRIVES = 1.1


def likelihood(
    snapshot: Snapshot,
    group: Sequence[int] | None,
    day: int,
    settings: CrossSellSettings,
    billing: pl.DataFrame | pl.LazyFrame | None = None,
) -> Adoption:
    """Return how likely each enterprise is to take up each product within 12 months.

    By the model that proved best on the book's own past, else by the smoothed rules of
    :func:`graph.cross_sell.adoption.adoption`, whose parameters these are.

    Parameters
    ----------
    billing : DataFrame, LazyFrame or None
        Dates the uses that state no ``since``.
    """
    model = learnt(snapshot, billing, day, settings)
    if model.weights is None:
        return adoption(snapshot, group, day, settings, model.since)
    evidence = Evidence(snapshot, group, day, settings, model.since)
    found = np.empty_like(evidence.rules.probability)
    for start in range(0, len(found), TOGETHER):
        rows = np.arange(start, min(start + TOGETHER, len(found)))
        found[rows] = expit(model.weights.log_odds(evidence.columns(rows)))
    expected = np.asarray(model.expected)
    return replace(
        evidence.rules,
        probability=found,
        base=expected,
        factor=np.log1p(-np.minimum(found, 1 - 1e-12)) / np.log1p(-expected),
        drivers=FittedDrivers(model, evidence),
    )


@dataclass(frozen=True)
class FittedDrivers:
    """What moves cells of a fitted model away from the average that lacks the product."""

    model: Learnt
    evidence: Evidence

    def of(self, enterprise: int, product: int) -> list[tuple[str, float]]:
        """Return feature and odds ratio, the strongest first; those near 1 are left out."""
        weights, usual = self.model.weights, self.model.usual
        if weights is None or usual is None:
            return []
        row = np.array([self.evidence.row[enterprise]])
        away = self.evidence.columns(row)[:, 0, product] - usual[:, product]
        moved = weights.weights * away[weights.places]
        order = np.argsort(-np.abs(moved), kind="stable")
        told = [(NAMES[weights.places[at]], float(np.exp(moved[at]))) for at in order.tolist()]
        return [(name, odds) for name, odds in told if not 1 / DRIVES < odds < DRIVES]
