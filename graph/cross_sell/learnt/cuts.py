"""Cuts of the past: what was known on a day, and what was taken up in the 12 months after."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from graph.cross_sell.learnt.evidence import ACCESS, ALL, LEAST, Evidence, exists
from graph.cross_sell.learnt.logistic import Cells
from graph.cross_sell.learnt.reach import LEAST_REACHED
from graph.cross_sell.usage import YEAR

if TYPE_CHECKING:
    import numpy.typing as npt

    from graph.cross_sell.learnt.sequence import Followed
    from graph.cross_sell.whitespace import Suitability
    from graph.settings import Settings
    from graph.settings_cross_sell import CrossSellSettings

    Bools = npt.NDArray[np.bool_]
    Floats = npt.NDArray[np.float64]
    Ints = npt.NDArray[np.int64]

# Cells of a cut that are looked at; of larger books some companies are drawn.
MOST_CELLS = 40_000


class Cut:
    """One day of the past.

    Parameters
    ----------
    evidence : Evidence
        Of that day.
    fits : Suitability
        Which products are not for whom.
    """

    def __init__(self, evidence: Evidence, fits: Suitability) -> None:
        snapshot = evidence.snapshot
        self.evidence, self.day = evidence, evidence.day
        self.companies = _drawn(np.flatnonzero(exists(snapshot, self.day)), self._products)
        ruled_out = fits.ruled_out(self.companies.tolist()) >= 0
        used = np.asarray(evidence.use.now[self.companies].todense()) > 0
        self.open: Bools = ~(ruled_out | used)

    @property
    def _products(self) -> int:
        return len(self.evidence.snapshot.nodes["Product"])

    def cells(self) -> Cells:
        """Return the open cells, and which were taken up in the 12 months after."""
        later = self.evidence.uses.taken_up(self.day, self.day + YEAR)
        came = np.asarray(later[self.companies].todense()) > 0
        row, product = np.nonzero(self.open)
        columns = self.evidence.columns(self.companies)[:, self.open]
        return Cells(columns, came[self.open], self.companies[row], product)

    def reaches_enough(self) -> bool:
        """Whether a route leads to enough of the companies."""
        reach = self.evidence.reach
        return reach is not None and (reach.of(self.companies) > 0).sum() >= LEAST_REACHED

    def rules(self) -> Floats:
        """Return what the smoothed rules say of the open cells."""
        return self.evidence.rules.of(self.companies).probability[self.open]


class Cuts:
    """The cuts of a book; what they have in common is worked out once."""

    def __init__(self, followed: Followed, fits: Suitability, settings: CrossSellSettings) -> None:
        self._followed, self._fits, self._settings = followed, fits, settings

    def at(self, day: int, hearing: Settings | None = None) -> Cut:
        """Return the cut of a day, with access among its columns where ``hearing`` is given."""
        return Cut(Evidence(self._followed, day, self._settings, hearing), self._fits)


def told_apart(cells: Cells) -> bool:
    """Whether enough companies were reached, and took some things up and others not."""
    reached = cells.columns[ALL.index(ACCESS)] > np.log(LEAST)
    came = cells.came[reached]
    enough = np.unique(cells.company[reached]).size >= LEAST_REACHED
    return bool(enough and came.any() and not came.all())


def _drawn(companies: Ints, products: int) -> Ints:
    """Return all, or as many as there is room for, drawn the same way every time."""
    room = max(1, MOST_CELLS // max(1, products))
    if companies.size <= room:
        return companies
    return np.sort(np.random.default_rng(0).permutation(companies)[:room])
