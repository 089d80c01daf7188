"""Weights of contact fitted on closed deals: whether contact, beyond its level, goes with won.

Of each closed deal the ties with its deciders are taken whose strength is not stated and which say
how often and whether both ways; only what was dated by the day of closing, for a figure of today
would know the outcome. A logistic regression of won on the mean log-odds of the level, the
frequency (plain, and times the distance in rank) and two-way gives the weights relative to that of
the level. It is fitted on the earlier deals and judged on the later ones against the level alone:
without a gain in Brier score whose bootstrap lower bound is above 0 the answer is that there is
none, and the settings stay.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from graph.decision.coverage import level_of, ranks_of
from graph.decision.members import roles_of
from graph.decision.results import TieFit
from graph.decision.tie import features, rank_fit
from graph.decision.what_if.suppose import Supposed
from graph.decision.winning.logistic import Logistic, fit
from graph.decision.winning.probability import LEAST_LOST, LEAST_WON
from graph.snapshot import NO_DAY

if TYPE_CHECKING:
    from graph.settings import Settings
    from graph.snapshot import Snapshot

Floats = npt.NDArray[np.float64]

# Part of the deals, the earliest by day of closing, on which the weights are fitted.
EARLIER = 0.7
RIDGE = 1.0
RESAMPLES = 1000
CHANCE = 5
# Log-odds of a level of 0 or 1 have no end; those beyond this say no more.
FARTHEST = 4.0


@dataclass(frozen=True)
class Closed:
    """Closed deals in the order of their closing: won or not, and the four features of each."""

    won: npt.NDArray[np.bool_]
    x: Floats


def fit_tie_weights(snapshot: Snapshot, settings: Settings) -> TieFit:
    """Return the weights of ``[access]`` fitted on closed deals, or why there are none.

    Examples
    --------
    >>> from graph.settings import Settings
    >>> from graph.snapshot import Snapshot
    >>> found = fit_tie_weights(Snapshot.from_frames({}, {}), Settings())
    >>> (found.won, found.lost, found.reason, found.frequency)
    (0, 0, 'too_few', None)
    """
    return fitted(closed_deals(snapshot, settings))


def fitted(deals: Closed) -> TieFit:
    """Return what some closed deals say."""
    won, lost = int(deals.won.sum()), int((~deals.won).sum())
    if won < LEAST_WON or lost < LEAST_LOST:
        return TieFit(won=won, lost=lost, reason="too_few")
    cut = int(EARLIER * deals.won.size)
    early, late = slice(None, cut), slice(cut, None)
    if len(set(deals.won[early].tolist())) < 2 or len(set(deals.won[late].tolist())) < 2:
        return TieFit(won=won, lost=lost, reason="one_outcome")
    whole = fit(deals.x[early], deals.won[early], RIDGE)
    level = fit(deals.x[early, :1], deals.won[early], RIDGE)
    gain = _loss(level, deals.x[late, :1], deals.won[late]) - _loss(
        whole, deals.x[late], deals.won[late]
    )
    low = _lower_bound(gain)
    base, frequency, apart, mutual = whole.weight / whole.scale
    if low <= 0 or base <= 0 or frequency < 0 or mutual < 0:
        return TieFit(won=won, lost=lost, reason="no_gain", gain=float(gain.mean()), gain_low=low)
    return TieFit(
        won=won,
        lost=lost,
        gain=float(gain.mean()),
        gain_low=low,
        frequency=float(frequency / base),
        two_way=float(mutual / base),
        seniority=float(np.clip(-apart / frequency, 0, 1)) if frequency > 0 else 0.0,
    )


def closed_deals(snapshot: Snapshot, settings: Settings) -> Closed:
    """Return the closed deals of which the contact with a decider was known when they closed."""
    table = snapshot.nodes["Opportunity"]
    outcome = table.column("outcome")
    closed = table.days("closed_on")
    rows = []
    for deal in np.flatnonzero(closed != NO_DAY).tolist():
        if outcome[deal] not in ("won", "lost"):
            continue
        found = _features(snapshot, deal, int(closed[deal]), settings)
        if found is not None:
            rows.append((int(closed[deal]), deal, outcome[deal] == "won", found))
    rows.sort(key=lambda row: row[:2])
    return Closed(
        np.array([row[2] for row in rows], dtype=bool),
        np.array([row[3] for row in rows], dtype=np.float64).reshape(-1, 4),
    )


def _features(snapshot: Snapshot, deal: int, day: int, settings: Settings) -> Floats | None:
    """Return the mean features of our ties with the deciders of one deal on the day it closed."""
    part = roles_of(snapshot, deal, Supposed())
    deciding = [{"decision_maker", "approver"} & set(roles) for roles in part.roles]
    people = np.unique(part.person[[bool(d) for d in deciding]])
    edge = snapshot.edge("COVERS")
    rows = edge.rows_into(people)
    dated = edge.days("as_of")[rows]
    known = ~np.isnan(edge.numbers("contacts_90d")[rows]) | ~np.isnan(edge.numbers("two_way")[rows])
    kept = np.isnan(edge.numbers("strength")[rows]) & known & (dated != NO_DAY) & (dated <= day)
    rows = rows[kept & edge.in_force(day)[rows]]
    if not rows.size:
        return None
    return _measured(snapshot, edge, rows, day, settings)


def _measured(
    snapshot: Snapshot, edge: Any, rows: npt.NDArray[np.int32], day: int, settings: Settings
) -> Floats:
    level = np.clip(level_of(edge, rows, settings), 1e-9, 1 - 1e-9)
    odds = np.clip(np.log(level / (1 - level)), -FARTHEST, FARTHEST)
    contacts, mutual = edge.numbers("contacts_90d")[rows], edge.numbers("two_way")[rows]
    ours = snapshot.nodes["Seller"].numbers("level")[edge.source[rows]]
    near = rank_fit(ours, ranks_of(snapshot, edge.target[rows], day), settings)
    frequency, two_way = features(contacts, mutual, settings)
    found: Floats = np.column_stack([odds, frequency, frequency * (1 - near), two_way]).mean(axis=0)
    return found


def _loss(model: Logistic, x: Floats, won: npt.NDArray[np.bool_]) -> Floats:
    """Return the squared error of the chance of each deal: its part of the Brier score."""
    error: Floats = (model.chance(x) - won) ** 2
    return error


def _lower_bound(gain: Floats) -> float:
    """Return the lower end of the gain over deals drawn again with replacement."""
    drawn = np.random.default_rng(0).integers(gain.size, size=(RESAMPLES, gain.size))
    return float(np.percentile(gain[drawn].mean(axis=1), CHANCE))
