"""What is taken up next: how often p follows within a year after q was taken up."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from graph.cross_sell.adoption import smoothed
from graph.cross_sell.usage import YEAR

if TYPE_CHECKING:
    import numpy.typing as npt

    from graph.cross_sell.usage import Uses

    Floats = npt.NDArray[np.float64]

# Years looked back on.
YEARS = 5


class Followed:
    """The use of a book and what followed what in it.

    A year is counted once: the days that are looked at lie whole years apart, and look back on the
    same ones.
    """

    def __init__(self, uses: Uses) -> None:
        self.uses = uses
        self._years: dict[int, tuple[Floats, Floats]] = {}

    def lift(self, day: int, base: Floats, smoothing: float) -> Floats:
        """Return the log of how many times as often p is taken up after q, products x products.

        Parameters
        ----------
        day : int
            Nothing later counts.
        base : array, one a product
            The yearly rate of taking it up.
        smoothing : float
            Average companies added to every count.

        Notes
        -----
        Of those that took up q in a year and lacked p at its end, the share that took up p in the
        year after, over ``base``; counted over the years before ``day``.
        """
        counted = [self._year(day - YEAR * year) for year in range(1, YEARS + 1)]
        followed, asked = (np.sum(part, axis=0) for part in zip(*counted, strict=True))
        rate = np.maximum(base, 1e-6)[None, :]
        return np.asarray(np.log(smoothed(followed, asked, rate, smoothing) / rate))

    def forget(self) -> None:
        """Drop the years counted, when no further day is looked at."""
        self._years.clear()

    def _year(self, turn: int) -> tuple[Floats, Floats]:
        if turn not in self._years:
            self._years[turn] = self._counted(turn)
        return self._years[turn]

    def _counted(self, turn: int) -> tuple[Floats, Floats]:
        """Return who took up q in the year before and p in that after, and who could have."""
        new, later = (self.uses.taken_up(t - YEAR, t) for t in (turn, turn + YEAR))
        had = np.asarray((new.T @ self.uses.on(turn)).todense())
        users = np.asarray(new.sum(axis=0)).ravel()[:, None]
        return np.asarray((new.T @ later).todense()), users - had
