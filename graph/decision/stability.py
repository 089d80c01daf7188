"""Rank stability: how often a person stays first, or among the first three, if ties are unsure."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
from scipy import sparse

from graph.decision.listening import SUPPOSED, pair_of
from graph.decision.ranks import places_of
from graph.decision.worlds import seed_of

if TYPE_CHECKING:
    from graph.decision.listening import Statements
    from graph.decision.model import DealModel

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

# Bound on samples x people, so that a deal of thousands of people still answers.
MOST = 400_000
ROUNDS = 60


def rank_stability(model: DealModel) -> tuple[Floats, Floats]:
    """Return each person's share of samples in which they are first, and among the first three.

    In a sample every stated tie is there with its confidence. Those of equal influence share the
    places they have.
    """
    n = model.size
    if not n or not model.decided:
        return np.zeros(n), np.zeros(n)
    samples = max(8, min(model.settings.model.stability_samples, MOST // n))
    v = np.round(_influences(model, samples), 5)
    return places_of(v, 1).mean(axis=0), places_of(v, 3).mean(axis=0)


def _influences(model: DealModel, samples: int) -> Floats:
    """Return v of every sample (rows) by listening round by round in all samples at once."""
    step = _passing_on(model, samples)
    term: Floats = np.tile(model.decision, samples)
    total = term
    for _ in range(ROUNDS):
        term = step @ term
        total = total + term
        if term.max() < 1e-5:
            break
    v: Floats = (total * np.tile(model.stubbornness, samples)).reshape(samples, model.size)
    return v


def _passing_on(model: DealModel, samples: int) -> sparse.csr_array:
    """Return ((I-L)W)' of every sample, one after the other on the diagonal.

    The places are those of all pairs of people who are tied in any sample: the same in each.
    """
    n = model.size
    listener, speaker, a = _sampled_ties(model, samples)
    hearing = sparse.csr_array((np.ones(listener.size), (listener, np.arange(listener.size))),
                               shape=(n, listener.size))  # fmt: skip
    heard: Floats = np.asarray(hearing @ a)
    share = a / np.maximum(1.0, heard)[listener]
    own: Floats = 1.0 - np.asarray(hearing @ share)
    openness = (1 - model.stubbornness)[:, None]
    values = np.concatenate([share * openness[listener], own * openness])
    everyone = np.arange(n)
    row, column = np.concatenate([speaker, everyone]), np.concatenate([listener, everyone])
    order = np.lexsort((column, row))
    each = np.arange(samples)[:, None]
    ends = np.cumsum(np.bincount(row, minlength=n))
    size = samples * n
    return sparse.csr_array(
        (
            values[order].T.ravel(),
            (column[order] + n * each).ravel(),
            np.append(0, (ends + row.size * each).ravel()),
        ),
        shape=(size, size),
    )


def _sampled_ties(model: DealModel, samples: int) -> tuple[Ints, Ints, Floats]:
    """Return listener, speaker and a (pairs x samples, 0 where there is none) of all ties."""
    s = model.stated
    if not s.listener.size:
        return np.empty(0, np.int64), np.empty(0, np.int64), np.empty((0, samples))
    random = np.random.default_rng(
        seed_of("stability", model.deal_id, model.snapshot.revision, s.listener.size)
    )
    pair = pair_of(s.listener, s.speaker)
    order = np.lexsort((s.row, s.kind, pair))
    starts = np.flatnonzero(np.append(True, np.diff(pair[order]) != 0))
    kept = _kept(s, random, samples)[order]
    value, stated = s.value[order, None], (s.kind[order] == 0)[:, None]
    named = np.maximum.reduceat(np.where(kept & stated, value, -1.0), starts)
    other = np.maximum.reduceat(np.where(kept & ~stated, value, 0.0), starts)
    a = np.where(named >= 0, named, other)
    supposed = np.maximum.reduceat((s.row[order] == SUPPOSED)[:, None] & stated, starts)
    a[_at_odds(s, pair[order][starts], random, samples) & ~supposed] = 0.0
    first = order[starts]
    listener = np.searchsorted(model.people, s.listener[first])
    speaker = np.searchsorted(model.people, s.speaker[first])
    return listener, speaker, a


def _kept(s: Statements, random: np.random.Generator, samples: int) -> Bools:
    """Draw which relationships are there; both directions of one stand or fall together."""
    relationship = s.kind.astype(np.int64) << 32 | (s.row.astype(np.int64) + 1)
    known, at = np.unique(relationship, return_inverse=True)
    drawn = random.random((known.size, samples), dtype=np.float32)[at]
    kept: Bools = (drawn < s.confidence[:, None]) | (s.row == SUPPOSED)[:, None]
    return kept


def _at_odds(
    s: Statements, pairs: npt.NDArray[np.int64], random: np.random.Generator, samples: int
) -> Bools:
    """Draw which pairs are in conflict."""
    found = np.zeros((pairs.size, samples), dtype=bool)
    there = random.random((s.conflict_one.size, samples)) < s.conflict_confidence[:, None]
    for one, other, in_force in zip(s.conflict_one, s.conflict_other, there, strict=True):
        for pair in (pair_of(one, other), pair_of(other, one)):
            at = np.searchsorted(pairs, pair)
            if at < pairs.size and pairs[at] == pair:
                found[at] |= in_force
    return found
