"""The adoption of every cell by the model that a book has: rules, or what was fitted."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import expit

from graph.cross_sell.adoption import Rules, asked_about
from graph.cross_sell.learnt.choice import learnt
from graph.cross_sell.learnt.evidence import ALL
from graph.cross_sell.usage import Uses

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt
    import polars as pl

    from graph.cross_sell.adoption import Adoption, Model, Shares
    from graph.cross_sell.learnt.evidence import Evidence
    from graph.cross_sell.learnt.logistic import Logistic
    from graph.settings import Settings
    from graph.settings_cross_sell import CrossSellSettings
    from graph.snapshot import Snapshot

    Floats = npt.NDArray[np.float64]
    Ints = npt.NDArray[np.int64]

# Odds ratios nearer to 1 than this drive nothing.
DRIVES = 1.1


def likelihood(
    snapshot: Snapshot,
    group: Sequence[int] | None,
    day: int,
    settings: CrossSellSettings,
    billing: pl.DataFrame | pl.LazyFrame | None = None,
    *,
    hearing: Settings | None = None,
) -> Adoption:
    """Return how likely each enterprise is to take up each product within 12 months.

    By the model that proved best on the book's own past, else by the smoothed rules of
    :func:`graph.cross_sell.adoption.adoption`, whose parameters these are.

    Parameters
    ----------
    billing : DataFrame, LazyFrame or None
        Dates the uses that state no ``since``.
    hearing : Settings, optional
        How people are heard; without it access is no column.
    """
    model = model_of(snapshot, group, day, settings, billing, hearing=hearing)
    return model.of(asked_about(snapshot, group))


def model_of(
    snapshot: Snapshot,
    group: Sequence[int] | None,
    day: int,
    settings: CrossSellSettings,
    billing: pl.DataFrame | pl.LazyFrame | None = None,
    *,
    hearing: Settings | None = None,
) -> Model:
    """Return the model itself, likewise: it is asked about some enterprises of many at a time."""
    found = learnt(snapshot, billing, day, settings, hearing)
    if found.evidence is None or found.weights is None:
        return Rules(Uses(snapshot, found.since), group, day, settings)
    evidence = found.evidence.asked(group)
    return Fitted(found.weights, evidence, np.asarray(found.expected), np.asarray(found.usual))


@dataclass(frozen=True)
class Fitted:
    """A fitted model of a day.

    Parameters
    ----------
    weights : Logistic
    evidence : Evidence
        Of the day.
    expected : array, one a product
        Mean probability of the companies that lack it.
    usual : array, columns x products
        Mean columns of the companies that lack it.
    """

    weights: Logistic
    evidence: Evidence
    expected: Floats
    usual: Floats

    def of(self, who: Ints) -> Adoption:
        """Return how likely each of ``who``, positions, is to take up each product."""
        found = self.evidence.rules.adoption(who, self)
        drivers = FittedDrivers(self.weights, self.evidence, self.usual)
        return replace(found, base=self.expected, drivers=drivers)

    def told(self, who: Ints, _: Shares) -> tuple[Floats, Floats]:
        """Return probability and factor of some enterprises."""
        found = expit(self.evidence.log_odds(self.weights, who))
        return found, np.log1p(-np.minimum(found, 1 - 1e-12)) / np.log1p(-self.expected)


@dataclass(frozen=True)
class FittedDrivers:
    """What moves cells of a fitted model away from the average that lacks the product."""

    weights: Logistic
    evidence: Evidence
    usual: Floats

    def of(self, enterprise: Ints, product: Ints) -> list[list[tuple[str, float]]]:
        """Return feature and odds ratio of each cell, the strongest first; none of those near 1."""
        moved = self._moved(enterprise, product)
        order = np.argsort(-np.abs(moved), axis=0, kind="stable")
        odds = np.exp(np.take_along_axis(moved, order, axis=0))
        tells = (odds <= 1 / DRIVES) | (odds >= DRIVES)
        names = np.array(ALL)[self.weights.places[order]]
        return [
            list(zip(names[some, at].tolist(), odds[some, at].tolist(), strict=True))
            for at, some in enumerate(tells.T)
        ]

    def _moved(self, enterprise: Ints, product: Ints) -> Floats:
        """Return what each column adds to the log-odds over the average, columns x cells."""
        who, row = np.unique(enterprise, return_inverse=True)
        moved = np.empty((self.weights.places.size, len(row)))
        for at, place in enumerate(self.weights.places.tolist()):
            told = self.evidence.column(ALL[place], who)[row, product]
            moved[at] = self.weights.weights[at] * (told - self.usual[place, product])
        return moved
