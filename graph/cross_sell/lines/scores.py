"""How likely each line is to take up each product that it lacks, some lines at a time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from graph.cross_sell.adoption import association_lift, base_rate, usual_share
from graph.cross_sell.lines.evidence import Evidence, evidence

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy.typing as npt

    from graph.cross_sell.lines.use import Lines
    from graph.settings_cross_sell import CrossSellSettings
    from graph.snapshot import Snapshot

    Singles = npt.NDArray[np.float32]

# Lines worked out together: their cells stay in the processor's cache.
BLOCK = 4096
LACKS_NOT = np.float32(-np.inf)


@dataclass(frozen=True)
class LineScores:
    """The adoption model of individual lines.

    Parameters
    ----------
    lines : Lines
    evidence : Evidence
    log_lift : array, products x products
        Logarithm of the smoothed lift of users of q for p.
    weight : float
        How much evidence counts (``evidence_weight``).
    hazard : array, one a product
        Logarithm of the hazard that a factor of 1 stands for, over the mean factor.
    """

    lines: Lines
    evidence: Evidence
    total: Singles
    log_lift: Singles
    weight: float
    hazard: Singles

    def of(self, start: int, end: int) -> Singles:
        """Return the log hazards of some lines, lines x products; -inf where it is in use.

        ``1 - exp(-exp(x))`` is the probability within 12 months; both rise together.
        """
        return _raw(self.lines, self.evidence, self.total, self.log_lift, start, end) + self.hazard


def line_scores(
    snapshot: Snapshot, lines: Lines, day: int, settings: CrossSellSettings
) -> LineScores:
    """Fit the smoothed rules: as :func:`graph.cross_sell.adoption.adoption`, for lines.

    The base rate of a product is moved by what the line uses (association), by other lines of its
    company (siblings), by lines alike (similar) and by whether its company uses it (company).
    """
    use, smooth, weight = lines.use, settings.smoothing, settings.evidence_weight
    usual = usual_share(use, smooth)
    # The weight is multiplied in once, not for each cell.
    log_lift = (weight * np.log(association_lift(use.now, usual, smooth))).astype(np.float32)
    found = evidence(snapshot, lines, usual, smooth, day)
    total = weight * found.total
    mean = _mean_factor(lines, found, total, log_lift)
    base = base_rate(use, usual, settings)
    hazard = np.log(-np.log1p(-base)) - np.log(mean)
    return LineScores(lines, found, total, log_lift, weight, hazard.astype(np.float32))


def _mean_factor(
    lines: Lines, found: Evidence, total: Singles, log_lift: Singles
) -> npt.NDArray[np.float64]:
    """Return the mean factor over the lines that lack each product."""
    size, width = lines.use.now.shape
    sums = np.zeros(width)
    for start, end in blocks(0, size):
        scores = _raw(lines, found, total, log_lift, start, end)
        sums += np.exp(scores, out=scores).sum(axis=0, dtype=np.float64)
    lacking = size - np.bincount(lines.use.now.indices, minlength=width)
    return np.divide(sums, lacking, where=lacking > 0, out=np.ones(width))


def _raw(
    lines: Lines, found: Evidence, total: Singles, log_lift: Singles, start: int, end: int
) -> Singles:
    now = lines.use.now[start:end]
    scores = np.asarray(now @ log_lift)
    used = np.diff(now.indptr)
    scores *= (1 / np.sqrt(np.maximum(used, 1))).astype(np.float32)[:, None]
    scores += total[found.of[start:end]]
    scores[np.repeat(np.arange(end - start), used), now.indices] = LACKS_NOT
    return scores


def blocks(start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the parts of a range."""
    for place in range(start, end, BLOCK):
        yield place, min(end, place + BLOCK)
