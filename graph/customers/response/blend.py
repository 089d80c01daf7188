"""The members' forecasts become one: weighed by how they did lately, then calibrated.

The weight of a member falls with its log loss on recent forecasts (exponential weights, Vovk 1990);
the blend's log-odds are then held to what was observed by a slope and an intercept (Platt 1999),
both kept near 1 and 0. Each block uses forecasts of earlier blocks alone.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import expit, log_expit

from graph.customers.response.blocks import Block
from graph.customers.response.logistic import Bools, Floats, coefficients, decayed

EAGERNESS, HALF_LIFE = 0.05, 2_000.0
HELD = 100.0


@dataclass(frozen=True)
class Blended:
    """Log-odds of the blend, calibrated probabilities, and each block's weights of the members."""

    score: Floats
    probability: Floats
    weights: list[Floats]


def blend(forecasts: Floats, responded: Bools, blocks: list[Block], choice: int) -> Blended:
    """Blend forecasts block by block.

    Parameters
    ----------
    forecasts : (n, m) array
        Log-odds by each member, made without the row's own block and what follows.
    responded : (n,) array of bool
        Outcomes.
    blocks : list of Block
        Consecutive blocks that were forecast.
    choice : int
        So many rows back count.

    Examples
    --------
    >>> yes = np.arange(200) % 2 == 0
    >>> both = np.column_stack([np.where(yes, 2.0, -2.0), np.where(yes, -2.0, 2.0)])
    >>> found = blend(both, yes, [Block(0, 100), Block(100, 200)], 100)
    >>> found.weights[0].tolist(), bool(found.weights[1][0] > 0.99)
    ([0.5, 0.5], True)
    """
    signs = np.where(responded, 1.0, -1.0)
    losses = -log_expit(signs[:, None] * forecasts)
    score, probability = np.full(len(responded), np.nan), np.full(len(responded), np.nan)
    weights: list[Floats] = []
    for block in blocks:
        seen = slice(max(blocks[0].start, block.start - choice), block.start)
        mine = slice(block.start, block.end)
        weights.append(_weights(losses[seen]))
        score[mine] = forecasts[mine] @ weights[-1]
        slope, shift = _calibrate(score[seen], responded[seen])
        probability[mine] = expit(slope * score[mine] + shift)
    return Blended(score, probability, weights)


def _weights(losses: Floats) -> Floats:
    total = decayed(len(losses), HALF_LIFE) @ losses
    found = np.exp(-EAGERNESS * (total - total.min()))
    shares: Floats = found / found.sum()
    return shares


def _calibrate(score: Floats, responded: Bools) -> tuple[float, float]:
    """Return slope and intercept; 1 and 0 where nothing was forecast yet."""
    z = np.column_stack([score, np.ones(len(score))])
    prior = (np.array([1.0, 0.0]), np.full(2, HELD))
    slope, shift = coefficients(z, responded, decayed(len(score), HALF_LIFE), prior)
    return max(float(slope), 0.0), float(shift)
