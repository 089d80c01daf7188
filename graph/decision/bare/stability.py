"""Rank stability of a bare network: who stays first where ties are unsure."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from graph.decision.asking import Asking, influence_of
from graph.decision.ranks import places_of

if TYPE_CHECKING:
    from graph.settings import ModelSettings

Floats = npt.NDArray[np.float64]

# Bound on samples x people, so that a large network still answers.
MOST = 400_000
FEWEST = 8


def stability(
    asking: Asking, confidence: Floats, samples: int, model: ModelSettings
) -> tuple[Floats, Floats]:
    """Return each person's share of samples in which they are first, and among the first three.

    Parameters
    ----------
    asking : Asking
        The network.
    confidence : (m,) array
        The probability that each of its pairs is there.
    samples : int
        How many to draw; fewer (at least 8) where there are very many people.
    model : ModelSettings
        Constants in force.

    Notes
    -----
    Those of equal influence share the places they have. The same network gives the same draws.

    Examples
    --------
    >>> from graph.settings import ModelSettings
    >>> ends = np.array([1, 2], dtype=np.int32), np.array([0, 0], dtype=np.int32)
    >>> network = Asking(*ends, np.ones(2), 3)
    >>> first, _ = stability(network, np.ones(2), 10, ModelSettings())
    >>> first.tolist()
    [1.0, 0.0, 0.0]
    """
    n = asking.people
    if not n:
        return np.zeros(0), np.zeros(0)
    drawn = max(FEWEST, min(samples, MOST // n))
    random = np.random.default_rng(_seed(asking))
    first, three = np.zeros(n), np.zeros(n)
    for _ in range(drawn):
        kept = random.random(confidence.size) < confidence
        v = np.round(influence_of(asking.only(kept), model), 12)
        first += places_of(v, 1)
        three += places_of(v, 3)
    return first / drawn, three / drawn


def _seed(asking: Asking) -> int:
    return zlib.crc32(asking.listener.tobytes() + asking.speaker.tobytes())
