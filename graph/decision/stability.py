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
    n = model.size
    listener, speaker, weight = _sampled_ties(model, samples)
    heard = np.bincount(listener, weights=weight, minlength=samples * n)
    share = weight / np.maximum(1.0, heard)[listener]
    own = 1.0 - np.bincount(listener, weights=share, minlength=samples * n)
    everyone = np.arange(samples * n)
    rows, columns = np.concatenate([speaker, everyone]), np.concatenate([listener, everyone])
    openness = np.tile(1 - model.stubbornness, samples)
    values = np.concatenate([share * openness[listener], own * openness])
    step = sparse.csr_array((values, (rows, columns)), shape=(samples * n, samples * n))
    term: Floats = np.tile(model.decision, samples)
    total = term
    for _ in range(ROUNDS):
        term = step @ term
        total = total + term
        if term.max() < 1e-5:
            break
    v: Floats = (total * np.tile(model.stubbornness, samples)).reshape(samples, n)
    return v


def _sampled_ties(model: DealModel, samples: int) -> tuple[Ints, Ints, Floats]:
    """Return listener and speaker (offset by sample) and a of the ties of every sample."""
    s = model.stated
    if not s.listener.size:
        return np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0)
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
    at, sample = np.nonzero(a > 0)
    first, shift = order[starts], sample * model.size
    listener = np.searchsorted(model.people, s.listener[first])
    speaker = np.searchsorted(model.people, s.speaker[first])
    return listener[at] + shift, speaker[at] + shift, a[at, sample]


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
