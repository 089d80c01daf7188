"""Is the lean a probability? Only where closed deals prove it: fitted on earlier, judged on later.

With at least 50 won and 150 lost closed deals a logistic regression forecasts the later three
fifths, a fifth at a time, each time fitted on the deals that had closed before. Its Brier score
(mean squared error of a probability) is set against that of the plain share won; the share is that
of the later deals themselves, which no constant forecast can beat. Only where the lower bound of
that skill, by bootstrap over customers, lies above 0 is there a probability; else :class:`NoModel`
says why not.

Brier 1950; Murphy 1973 (reliability); Efron 1979 (bootstrap).
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from graph.decision.winning.logistic import Logistic, choose_ridge, fit
from graph.decision.winning.results import Bin, Judgement
from graph.text import Text

if TYPE_CHECKING:
    from collections.abc import Sequence

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

LEAST_WON, LEAST_LOST = 50, 150
# Share of the deals, in the order of closing, at which each stretch of forecasts begins.
STARTS = (0.4, 0.6, 0.8)
RESAMPLES = 2000
BINS = 5
_EPOCH = date(1970, 1, 1)


@dataclass(frozen=True)
class WinFrame:
    """Closed deals as rows: what was known before each closed, and how it ended.

    Parameters
    ----------
    names : sequence of str
        Names of the columns.
    x : (n, k) array
        Values; NaN where absent.
    won : (n,) array of bool
        Outcomes.
    closed : (n,) array of int
        Days since 1970 on which they closed.
    customer : (n,) array of int
        Deals of one customer are drawn together; absent: each for itself.
    horizon : int
        Days before closing on which they were looked at.
    """

    names: Sequence[str]
    x: Floats
    won: Bools
    closed: npt.NDArray[np.int64]
    customer: npt.NDArray[np.int64] | None = None
    horizon: int = 1

    def at(self, rows: npt.NDArray[np.intp]) -> WinFrame:
        """Return some rows."""
        groups = self.customer if self.customer is None else self.customer[rows]
        return WinFrame(
            self.names, self.x[rows], self.won[rows], self.closed[rows], groups, self.horizon
        )


@dataclass(frozen=True)
class NoModel:
    """There is no probability, and why; ``judged`` where a model was tried.

    ``enough`` says that there were deals enough to try one.
    """

    reason: Text
    judged: Judgement | None = None
    enough: bool = True


@dataclass(frozen=True)
class WinModel:
    """A model that forecast later deals better than their share won."""

    names: Sequence[str]
    model: Logistic
    judged: Judgement
    columns: npt.NDArray[np.intp] = field(repr=False)


def win_model(frame: WinFrame, *, seed: int = 0) -> WinModel | NoModel:
    """Fit on earlier deals, judge on later ones, and say whether there is a probability.

    Parameters
    ----------
    frame : WinFrame
        Closed deals, in any order.
    seed : int
        Of the bootstrap.

    Returns
    -------
    WinModel or NoModel
        Once judged, the model is fitted again on all deals.

    Examples
    --------
    >>> few = WinFrame(["lean"], np.zeros((3, 1)), np.array([True, False, False]), np.arange(3))
    >>> str(win_model(few).reason)
    'Only 1 won and 2 lost deals are there; at least 50 and 150 are needed.'
    """
    won, lost = int(frame.won.sum()), int((~frame.won).sum())
    if won < LEAST_WON or lost < LEAST_LOST:
        return NoModel(_too_few(won, lost), enough=False)
    frame = frame.at(np.argsort(frame.closed, kind="stable"))
    told = _telling(frame.x)
    if not told.size:
        return NoModel(
            Text(
                "Nothing dated is known about the closed deals before they closed.",
                "对已结束的商机，结束之前没有任何带日期的信息。",
            )
        )
    forecast = _forecasts(frame, told)
    later = frame.at(np.flatnonzero(~np.isnan(forecast)))
    if not 0 < later.won.sum() < later.won.size:
        return NoModel(
            Text(
                "The earlier or the later closed deals all ended alike.",
                "较早或较晚的商机结果全部相同。",
            )
        )
    judged = _judged(frame, later, forecast[~np.isnan(forecast)], seed)
    if judged.skill_low <= 0:
        return NoModel(_no_signal(judged), judged)
    x = frame.x[:, told]
    whole = fit(x, frame.won, choose_ridge(x, frame.won))
    return WinModel([frame.names[i] for i in told], whole, judged, told)


def tells(frame: WinFrame, columns: Floats, *, seed: int = 0) -> bool:
    """Say whether other columns tell later deals apart, alone or beside those of the frame.

    Parameters
    ----------
    frame : WinFrame
        Closed deals, in the order of closing.
    columns : (n, k) array
        The other columns.
    seed : int
        Of the bootstrap.

    Returns
    -------
    bool
        Whether the squared error falls by them, against that of the share won or of the frame's
        own forecasts, in 90 of 100 draws of the customers: on the side of caution.

    Examples
    --------
    >>> won = np.arange(300) % 3 == 0
    >>> closed = WinFrame(["none"], np.zeros((300, 1)), won, np.arange(300))
    >>> tells(closed, won[:, None].astype(float)), tells(closed, np.arange(300.0)[:, None] % 7)
    (True, False)
    """
    own = _error(frame)
    more = _error(replace(frame, x=columns))
    both = _error(replace(frame, x=np.hstack([frame.x, columns])))
    later = ~np.isnan(own)
    share = (frame.won - frame.won[later].mean()) ** 2
    groups = None if frame.customer is None else frame.customer[later]
    return any(
        _falls((before - after)[later], groups, seed)
        for before, after in ((share, more), (own, both))
    )


def _error(frame: WinFrame) -> Floats:
    """Return the squared error of each later deal, that of the share won where nothing tells."""
    return (_forecasts(frame, _telling(frame.x)) - frame.won) ** 2


def _falls(gain: Floats, customer: npt.NDArray[np.int64] | None, seed: int) -> bool:
    groups = _drawn_together(customer, gain.size)
    dice, count = np.random.default_rng(seed), int(groups.max()) + 1
    sums = np.bincount(groups, gain, count)
    drawn = dice.integers(count, size=(RESAMPLES, count))
    return bool(np.quantile(sums[drawn].sum(axis=1), 0.1) > 0)


def _forecasts(frame: WinFrame, told: npt.NDArray[np.intp]) -> Floats:
    """Forecast the later deals from earlier ones; NaN for those that are only learnt from.

    A deal is learnt from only if it had closed before the first one forecast was looked at.
    """
    x, n = frame.x[:, told], frame.won.size
    found = np.full(n, np.nan)
    edges = [*(int(frame.closed[int(n * s)]) for s in STARTS), int(frame.closed[-1]) + 1]
    for start, end in pairwise(edges):
        rows = (frame.closed >= start) & (frame.closed < end)
        past = frame.closed < start - frame.horizon
        if rows.any() and 0 < frame.won[past].sum() < past.sum():
            model = fit(x[past], frame.won[past], choose_ridge(x[past], frame.won[past]))
            found[rows] = model.chance(x[rows])
    return found


def _too_few(won: int, lost: int) -> Text:
    return Text(
        "Only {won} won and {lost} lost deals are there; at least {w} and {n} are needed.",
        "仅有 {won} 个赢单和 {lost} 个丢单，至少需要 {w} 个和 {n} 个。",
    ).format(won=won, lost=lost, w=LEAST_WON, n=LEAST_LOST)


def _no_signal(judged: Judgement) -> Text:
    return Text(
        "What was known before they closed did not tell later deals apart: Brier skill "
        "{skill:.3f}, 95% from {low:.3f} to {high:.3f}, which does not lie above 0.",
        "结束前已知的信息无法区分后来的商机：Brier 技巧 {skill:.3f}，"
        "95% 区间 {low:.3f} 至 {high:.3f}，下限不大于 0。",
    ).format(skill=judged.skill, low=judged.skill_low, high=judged.skill_high)


def _telling(x: Floats) -> npt.NDArray[np.intp]:
    """Return the columns that differ between the rows at all."""
    known = ~np.isnan(x)
    low = np.where(known, x, np.inf).min(axis=0, initial=np.inf)
    high = np.where(known, x, -np.inf).max(axis=0, initial=-np.inf)
    return np.flatnonzero(high > low + 1e-12)


def _judged(frame: WinFrame, later: WinFrame, p: Floats, seed: int) -> Judgement:
    won = later.won.astype(np.float64)
    low, high = _bounds(p, won, later.customer, np.random.default_rng(seed))
    return Judgement(
        won=int(frame.won.sum()),
        lost=int((~frame.won).sum()),
        judged=later.won.size,
        judged_from=_EPOCH + timedelta(days=int(later.closed.min())),
        horizon_days=frame.horizon,
        share_won=float(won.mean()),
        brier=float(((p - won) ** 2).mean()),
        brier_of_share=float(((won.mean() - won) ** 2).mean()),
        skill=_skill(p, won),
        skill_low=low,
        skill_high=high,
        bins=reliability(p, later.won),
    )


def _drawn_together(customer: npt.NDArray[np.int64] | None, deals: int) -> npt.NDArray[np.int64]:
    """Return the group of each deal: those of one customer are no two proofs."""
    return np.arange(deals) if customer is None else np.unique(customer, return_inverse=True)[1]


def _skill(p: Floats, won: Floats) -> float:
    plain = float(((won.mean() - won) ** 2).mean())
    return 1.0 - float(((p - won) ** 2).mean()) / plain if plain > 0 else 0.0


def _bounds(
    p: Floats, won: Floats, customer: npt.NDArray[np.int64] | None, dice: np.random.Generator
) -> tuple[float, float]:
    """Return the 95% bounds of the skill, customers being drawn again with all their deals."""
    groups = _drawn_together(customer, p.size)
    count = int(groups.max()) + 1
    found = np.empty(RESAMPLES)
    for i in range(RESAMPLES):
        weight = np.bincount(dice.integers(count, size=count), minlength=count)[groups]
        total = weight.sum()
        share = (weight @ won) / total
        plain = (weight @ (share - won) ** 2) / total
        found[i] = 1.0 - (weight @ (p - won) ** 2) / total / plain if plain > 0 else 0.0
    low, high = np.quantile(found, [0.025, 0.975])
    return float(low), float(high)


def reliability(p: Floats, won: Bools, bins: int = BINS) -> list[Bin]:
    """Return how often deals were won that were forecast alike, with Wilson's 95% interval.

    Parameters
    ----------
    p : (n,) array
        Forecast probabilities.
    won : (n,) array of bool
        How they ended.
    bins : int
        Groups of about equally many deals, by their forecast.

    Examples
    --------
    >>> [bin_] = reliability(np.array([0.5, 0.5]), np.array([True, False]), 1)
    >>> bin_.forecast, bin_.won_share, bin_.deals
    (0.5, 0.5, 2)
    """
    found = []
    for rows in np.array_split(np.argsort(p, kind="stable"), min(bins, max(1, p.size))):
        n, wins = rows.size, int(won[rows].sum())
        low, high = _wilson(wins, n)
        found.append(
            Bin(
                forecast=float(p[rows].mean()),
                won_share=wins / n,
                low=low,
                high=high,
                deals=n,
            )
        )
    return found


def _wilson(wins: int, n: int, z: float = 1.96) -> tuple[float, float]:
    middle = (wins + z * z / 2) / (n + z * z)
    half = z / (n + z * z) * float(np.sqrt(wins * (n - wins) / n + z * z / 4))
    return max(0.0, middle - half), min(1.0, middle + half)
