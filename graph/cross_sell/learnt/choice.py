"""Which model tells the adoption of a book on a day: fitted where it proved better, else rules."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import expit

from graph.cross_sell.learnt.cuts import Cuts, told_apart
from graph.cross_sell.learnt.dates import first_days
from graph.cross_sell.learnt.judge import RULES, WITH_ACCESS, Trial
from graph.cross_sell.learnt.logistic import fit, joined
from graph.cross_sell.learnt.past import EARLIER, HELD_OUT, Past, enough, past_of
from graph.cross_sell.learnt.reach import may_reach_enough
from graph.cross_sell.learnt.sequence import Followed
from graph.cross_sell.usage import YEAR, Uses
from graph.cross_sell.whitespace import Suitability
from graph.snapshot import NO_DAY

if TYPE_CHECKING:
    import numpy.typing as npt
    import polars as pl

    from graph.cross_sell.history.results import Bin
    from graph.cross_sell.learnt.cuts import Cut
    from graph.cross_sell.learnt.evidence import Evidence
    from graph.cross_sell.learnt.logistic import Cells, Logistic
    from graph.cross_sell.results_adoption import JudgedAdoption
    from graph.settings import Settings
    from graph.settings_cross_sell import CrossSellSettings
    from graph.snapshot import Snapshot

    Days = npt.NDArray[np.int32]
    Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Judged:
    """How the models did on the year held out.

    Parameters
    ----------
    validation : list of JudgedAdoption
        Empty where the past is too short to judge.
    calibration : list of Bin
        Of the model chosen.
    companies : int
        Companies that took anything up, over which rankings are judged.
    surety : float
        In what share of draws of the companies the model chosen (else the one of least log loss)
        was better than the rules.
    """

    validation: list[JudgedAdoption] = field(default_factory=list)
    calibration: list[Bin] = field(default_factory=list)
    companies: int = 0
    surety: float = 0.0


@dataclass(frozen=True)
class Learnt:
    """The model of a book on a day.

    Parameters
    ----------
    model : str
        ``rules``, ``fitted``, ``fitted_with_access``, or one of the single scores.
    since : array of int
        The first day of each use.
    past : Past
    judged : Judged
    weights : Logistic or None
        None where the rules speak.
    expected : array, one a product
        Mean probability of the companies that lack it.
    usual : array, columns x products
        Mean columns of the companies that lack it.
    evidence : Evidence or None
        Of the day, for whoever is asked about.
    """

    model: str
    since: Days
    past: Past
    judged: Judged = Judged()
    weights: Logistic | None = None
    expected: Floats | None = None
    usual: Floats | None = None
    evidence: Evidence | None = None

    @property
    def holds_access(self) -> bool:
        """Whether adoption contains how far each decider is reached."""
        return self.model == WITH_ACCESS


def learnt(
    snapshot: Snapshot,
    billing: pl.DataFrame | pl.LazyFrame | None,
    day: int,
    settings: CrossSellSettings,
    hearing: Settings | None = None,
) -> Learnt:
    """Return the model of a book on ``day``, the same one when it is asked for again.

    Parameters
    ----------
    billing : DataFrame, LazyFrame or None
        Dates the uses that state no ``since``.
    day : int
        Days since 1970; nothing later counts.
    hearing : Settings, optional
        How people are heard; without it access is no column.
    """
    key = ("cross_sell.learnt", day, settings.smoothing, settings.evidence_weight,
           settings.years_assumed, settings.fitted_from, hearing is None)  # fmt: skip
    if (snapshot.edge("USES").days("since") != NO_DAY).all():
        billing = None
    before = snapshot.memo.get(key)
    if before is not None and before[0] is billing and before[1] == hearing:
        return before[2]  # type: ignore[no-any-return]
    made = _learnt(snapshot, first_days(snapshot, billing, day), day, settings, hearing)
    snapshot.memo[key] = (billing, hearing, made)
    return made


def _learnt(
    snapshot: Snapshot,
    since: Days,
    day: int,
    settings: CrossSellSettings,
    hearing: Settings | None,
) -> Learnt:
    past = past_of(since, day)
    if not enough(past, settings):
        return Learnt(RULES, since, past)
    followed = Followed(Uses(snapshot, since))
    cuts = Cuts(followed, Suitability(snapshot), settings)
    years = [y for y in EARLIER if y + 1 <= past.years]
    looked_at = [day - y * YEAR for y in (0, HELD_OUT, *years)]
    if hearing is not None and not may_reach_enough(snapshot, looked_at):
        hearing = None
    held_out = cuts.at(day - HELD_OUT * YEAR, hearing)
    later = held_out.cells()
    before = [cuts.at(day - y * YEAR, hearing).cells() for y in years]
    earlier = joined(before)
    if not (_both(earlier) and _both(later)):
        return Learnt(RULES, since, past)
    access = hearing is not None and all(map(told_apart, (later, *before)))
    access = access and cuts.at(day, hearing).reaches_enough()
    trial = Trial(earlier, later, held_out.rules(), access=access)
    name = trial.chosen()
    judged = _judged(trial, name)
    if name == RULES:
        return Learnt(name, since, past, judged)
    # Learnt anew on the two latest years, the one that was held out among them.
    weights = fit(joined([later, before[0]]), trial.places[name])
    now = cuts.at(day, hearing if name == WITH_ACCESS else None)
    expected, usual = _means(now, weights)
    followed.forget()
    return Learnt(name, since, past, judged, weights, expected, usual, now.evidence)


def _judged(trial: Trial, name: str) -> Judged:
    came = trial.later.company[trial.later.came]
    return Judged(
        validation=trial.judged,
        calibration=trial.calibration(name),
        companies=int(np.unique(came).size),
        surety=trial.surety(trial.best() if name == RULES else name),
    )


def _both(cells: Cells) -> bool:
    return bool(cells.came.any() and not cells.came.all())


def _means(now: Cut, weights: Logistic) -> tuple[Floats, Floats]:
    """Return mean probability and mean columns of those that lack each product."""
    columns = now.evidence.columns(now.companies)
    # A product that no drawn company lacks: all of them stand for those that do.
    chosen = np.where(now.open.any(axis=0), now.open, True)
    count = chosen.sum(axis=0)
    told = expit(weights.log_odds(columns))
    expected = np.clip((told * chosen).sum(axis=0) / count, 1e-6, 1 - 1e-6)
    return expected, (columns * chosen).sum(axis=1) / count
