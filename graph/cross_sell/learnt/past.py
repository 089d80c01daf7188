"""How much a book knows of its own past: whether a model can be learnt from it and judged."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from graph.cross_sell.usage import YEAR
from graph.snapshot import NO_DAY

if TYPE_CHECKING:
    import numpy.typing as npt

    from graph.settings_cross_sell import CrossSellSettings

    Days = npt.NDArray[np.int32]

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


def past_of(since: Days, day: int) -> Past:
    """Return how much of the past is known from the first days of its uses."""
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


def enough(past: Past, settings: CrossSellSettings) -> bool:
    """Whether a year can be held out, one before it learnt from, and one before that known."""
    least = settings.fitted_from
    return past.years >= 1 + min(EARLIER) and min(past.held_out, past.earlier) >= least
