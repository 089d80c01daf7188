"""How good each model is on a later year: ranking, log loss, and whether a gain is chance."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import expit

from graph.cross_sell.history.calibration import table
from graph.cross_sell.history.metrics import ndcg_at, precision_at
from graph.cross_sell.history.results import Bin
from graph.cross_sell.learnt.evidence import ALL, NAMES
from graph.cross_sell.learnt.logistic import fit
from graph.cross_sell.results_adoption import JudgedAdoption

if TYPE_CHECKING:
    import numpy.typing as npt

    from graph.cross_sell.learnt.logistic import Cells, Logistic

    Bools = npt.NDArray[np.bool_]
    Floats = npt.NDArray[np.float64]
    Ints = npt.NDArray[np.int64]

RULES, FITTED, WITH_ACCESS = "rules", "fitted", "fitted_with_access"
# The columns of each model that is learnt; those of one column are calibrated the same way.
MODELS: dict[str, list[int]] = {
    FITTED: list(range(len(NAMES))),
    "popularity": [NAMES.index("rate")],
    "item_knn": [NAMES.index("item_knn")],
    "walk": [NAMES.index("walk")],
}
# And where enough of the past has its dates: as fitted, with access among its columns.
ACCESS_TOO = {WITH_ACCESS: list(range(len(ALL)))}
PLACES = 10
# Draws of the companies, and how many are held at a time.
DRAWS, AT_ONCE = 500, 50
# A log loss is lower than the rules' where it is in this share of the draws.
SURE = 0.95
# How much worse than the rules one may rank, and with access than without.
RANKS_AS_WELL = 0.99


class Trial:
    """The models on a held-out cut.

    Parameters
    ----------
    earlier : Cells
        What they are learnt from.
    later : Cells
        What they are judged on.
    rules : array, one a cell of ``later``
        What the smoothed rules say.
    access : bool
        Whether access is a column of both.
    """

    def __init__(
        self, earlier: Cells, later: Cells, rules: Floats, *, access: bool = False
    ) -> None:
        self.later = later
        self.places = MODELS | (ACCESS_TOO if access else {})
        self.models: dict[str, Logistic] = {n: fit(earlier, at) for n, at in self.places.items()}
        self.told: dict[str, Floats] = {RULES: rules}
        self.told |= {n: expit(m.log_odds(later.columns)) for n, m in self.models.items()}
        self.losses = {name: log_losses(p, later.came) for name, p in self.told.items()}
        self.judged = [self._judged(name) for name in (FITTED, RULES, *list(self.places)[1:])]

    def _judged(self, name: str) -> JudgedAdoption:
        hits, relevant = ranked_hits(self.told[name], self.later)
        return JudgedAdoption(
            model=name,
            precision_at_10=precision_at(hits, PLACES),
            ndcg_at_10=ndcg_at(hits, relevant, PLACES),
            log_loss=float(self.losses[name].mean()),
        )

    def of(self, name: str) -> JudgedAdoption:
        """Return what was found of one model."""
        return next(j for j in self.judged if j.model == name)

    def chosen(self) -> str:
        """Return the model of least log loss among those that surely have less than the rules.

        And that rank new products no more than 1% worse than they do; the rules where none is. With
        access one has to be better than the fitted one without it in the same two ways.
        """
        better = [
            j
            for j in self.judged
            if j.model != RULES
            and self.better(j.model, RULES)
            and (j.model != WITH_ACCESS or self._access_tells())
        ]
        return min(better, key=lambda j: j.log_loss, default=self.of(RULES)).model

    def better(self, name: str, other: str) -> bool:
        """Whether one surely has less log loss than another, and ranks no more than 1% worse."""
        ranks = [j.precision_at_10 + j.ndcg_at_10 for j in (self.of(name), self.of(other))]
        return ranks[0] >= RANKS_AS_WELL * ranks[1] and self.surety(name, other) >= SURE

    def _access_tells(self) -> bool:
        # Where less access goes with more sales, a sale renewed the dates of what was known before.
        raises = self.models[WITH_ACCESS].weights[-1] > 0
        return bool(raises) and self.better(WITH_ACCESS, FITTED)

    def best(self) -> str:
        """Return the model of least log loss beside the rules."""
        others = (j for j in self.judged if j.model != RULES)
        return min(others, key=lambda j: j.log_loss).model

    def surety(self, name: str, other: str = RULES) -> float:
        """Return the share of draws of the companies in which its log loss is the lower one."""
        return self._sureties[name, other]

    @cached_property
    def _sureties(self) -> dict[tuple[str, str], float]:
        """Of each model against the rules, and with access against without, from the same draws."""
        pairs = [(name, RULES) for name in self.places]
        pairs += [(WITH_ACCESS, FITTED)] if WITH_ACCESS in self.places else []
        place = np.unique(self.later.company, return_inverse=True)[1]
        gains = np.stack(
            [np.bincount(place, self.losses[b] - self.losses[a]) for a, b in pairs], axis=1
        )
        dice, lower = np.random.default_rng(0), np.zeros(len(pairs))
        chance = np.full(len(gains), 1 / len(gains))
        for _ in range(DRAWS // AT_ONCE):
            draws = dice.multinomial(len(gains), chance, size=AT_ONCE)
            lower += (draws @ gains > 0).sum(axis=0)
        return dict(zip(pairs, (lower / DRAWS).tolist(), strict=True))

    def calibration(self, name: str) -> list[Bin]:
        """Return what a model told of the held-out cells, and what came true."""
        rows = table(self.told[name], self.later.came)
        return [Bin(predicted=p, observed=o, n=n) for p, o, n in rows]


def log_losses(told: Floats, came: Bools) -> Floats:
    """Return minus the logarithm of what was told of what came.

    Examples
    --------
    >>> log_losses(np.array([0.5, 0.9]), np.array([True, False])).round(3).tolist()
    [0.693, 2.303]
    """
    inside = np.clip(told, 1e-9, 1 - 1e-9)
    return np.asarray(-np.log(np.where(came, inside, 1 - inside)))


def ranked_hits(told: Floats, cells: Cells) -> tuple[Bools, Ints]:
    """Return whether what stands at each place was taken up, by company, and how many were.

    Only companies that took up something; ties in the order of the products' ids.
    """
    companies, place = np.unique(cells.company, return_inverse=True)
    relevant = np.bincount(place, cells.came, companies.size).astype(np.int64)
    order = np.lexsort((cells.product, -told, place))
    counts = np.bincount(place)
    rank = np.arange(order.size) - np.repeat(np.cumsum(counts) - counts, counts)
    shown = rank < PLACES
    hits = np.zeros((companies.size, PLACES), dtype=bool)
    hits[place[order][shown], rank[shown]] = cells.came[order][shown]
    return hits[relevant > 0], relevant[relevant > 0]
