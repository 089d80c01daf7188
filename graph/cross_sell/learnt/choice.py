"""Which model tells the adoption of a book on a day: fitted where it proved better, else rules."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import expit

from graph.cross_sell.learnt.cuts import Cuts
from graph.cross_sell.learnt.dates import first_days
from graph.cross_sell.learnt.judge import MODELS, RULES, Trial
from graph.cross_sell.learnt.logistic import fit, joined
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
    from graph.settings_cross_sell import CrossSellSettings
    from graph.snapshot import Snapshot

    Days = npt.NDArray[np.int32]
    Floats = npt.NDArray[np.float64]

# The one year that is held out, and those before it that models are learnt from.
HELD_OUT, EARLIER = 1, (2, 3)


@dataclass(frozen=True)
class Past:
    """How much the book knows of its past.

    ``years`` of dated use before the day; first uses in the year held out, and in those before.
    """

    years: float
    held_out: int
    earlier: int


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
        ``rules``, ``fitted``, or one of the single scores.
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


def learnt(
    snapshot: Snapshot,
    billing: pl.DataFrame | pl.LazyFrame | None,
    day: int,
    settings: CrossSellSettings,
) -> Learnt:
    """Return the model of a book on ``day``, the same one when it is asked for again.

    Parameters
    ----------
    billing : DataFrame, LazyFrame or None
        Dates the uses that state no ``since``.
    day : int
        Days since 1970; nothing later counts.
    """
    key = ("cross_sell.learnt", day, settings.smoothing, settings.evidence_weight,
           settings.years_assumed, settings.fitted_from)  # fmt: skip
    if (snapshot.edge("USES").days("since") != NO_DAY).all():
        billing = None
    before = snapshot.memo.get(key)
    if before is not None and before[0] is billing:
        return before[1]  # type: ignore[no-any-return]
    made = _learnt(snapshot, first_days(snapshot, billing, day), day, settings)
    snapshot.memo[key] = (billing, made)
    return made


def _learnt(snapshot: Snapshot, since: Days, day: int, settings: CrossSellSettings) -> Learnt:
    past = _past(since, day)
    if not _enough(past, settings):
        return Learnt(RULES, since, past)
    followed = Followed(Uses(snapshot, since))
    cuts = Cuts(followed, Suitability(snapshot), settings)
    held_out = cuts.at(day - HELD_OUT * YEAR)
    later = held_out.cells()
    years = [y for y in EARLIER if y + 1 <= past.years]
    before = [cuts.at(day - y * YEAR).cells() for y in years]
    earlier = joined(before)
    if not (_both(earlier) and _both(later)):
        return Learnt(RULES, since, past)
    trial = Trial(earlier, later, held_out.rules())
    name = trial.chosen()
    judged = _judged(trial, name)
    if name == RULES:
        return Learnt(name, since, past, judged)
    # Learnt anew on the two latest years, the one that was held out among them.
    weights = fit(joined([later, before[0]]), MODELS[name])
    now = cuts.at(day)
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


def _past(since: Days, day: int) -> Past:
    known = since[(since != NO_DAY) & (since <= day)]
    if not known.size:
        return Past(0.0, 0, 0)
    # The oldest dates may be slips: the history starts where a hundredth of it lies before.
    oldest = float(np.quantile(known, 0.01))
    age = (day - known) / YEAR
    return Past(
        years=(day - oldest) / YEAR,
        held_out=int((age < HELD_OUT).sum()),
        earlier=int(((age >= HELD_OUT) & (age < max(EARLIER))).sum()),
    )


def _enough(past: Past, settings: CrossSellSettings) -> bool:
    """Whether a year can be held out, one before it learnt from, and one before that known."""
    least = settings.fitted_from
    return past.years >= 1 + min(EARLIER) and min(past.held_out, past.earlier) >= least


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
