"""Which condition separates those who accepted from those who did not, on training rows."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from graph.customers.campaigns.conditions import AT_LEAST, BELOW, IS, Condition, between

if TYPE_CHECKING:
    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]

# A number is cut at no more places than this, evenly over its rows.
MOST_CUTS = 256


@dataclass(frozen=True)
class Found:
    """A condition and the z by which its customers accepted more often than the others."""

    condition: Condition
    z: float


def candidates(
    frame: pl.DataFrame, accepted: pl.Series, features: Sequence[str], least: int
) -> dict[str, list[Found]]:
    """Return the conditions of each feature, the sharpest first.

    Parameters
    ----------
    frame : polars.DataFrame
        As :func:`~graph.customers.campaigns.conditions.prepared` makes it.
    accepted : polars.Series
        Of each row.
    features : sequence of str
        The columns to look into.
    least : int
        So many rows must meet a condition, and so many must not.

    Examples
    --------
    >>> frame = pl.DataFrame({"age": [20.0, 30.0, 40.0, 50.0]})
    >>> found = candidates(frame, pl.Series([False, False, True, True]), ["age"], 1)
    >>> str(found["age"][0].condition)
    'age >= 40'
    """
    y = accepted.cast(pl.Float64).to_numpy()
    made = {}
    for feature in features:
        values = frame[feature]
        rows = _numbers(values, y) if values.dtype == pl.Float64 else _texts(values, accepted)
        scored = _scored(list(rows), len(y), float(y.sum()), least)
        # Of two that are each other's opposite, the one that raises the rate.
        made[feature] = sorted(scored, key=lambda f: (-round(abs(f.z), 9), -f.z))
    return made


# A condition, how many rows meet it, and how many of those accepted.
_Row = tuple[Condition, float, float]


def _numbers(values: pl.Series, y: Floats) -> Iterator[_Row]:
    known = values.is_not_null().to_numpy()
    x, did = values.drop_nulls().to_numpy(), y[known]
    order = np.argsort(x, kind="stable")
    x, sums = x[order], np.concatenate([[0.0], np.cumsum(did[order])])
    places = np.flatnonzero(x[1:] > x[:-1]) + 1
    if len(places) > MOST_CUTS:
        places = places[np.linspace(0, len(places) - 1, MOST_CUTS).astype(int)]
    n = len(x)
    for at in places.tolist():
        cut = between(float(x[at - 1]), float(x[at]))
        yield Condition(values.name, AT_LEAST, cut), n - at, float(sums[n] - sums[at])
        yield Condition(values.name, BELOW, cut), at, float(sums[at])


def _texts(values: pl.Series, accepted: pl.Series) -> Iterator[_Row]:
    rows = pl.DataFrame({"v": values, "y": accepted}).drop_nulls("v")
    counted = rows.group_by("v").agg(pl.len(), pl.col("y").sum()).sort("v")
    for value, n, did in counted.iter_rows():
        yield Condition(values.name, IS, value), n, did


def _scored(rows: list[_Row], n: int, did: float, least: int) -> Iterator[Found]:
    pooled = did / n if n else 0.0
    spread = pooled * (1 - pooled)
    for condition, inside, yes in rows:
        outside = n - inside
        if min(inside, outside) < least or spread <= 0:
            continue
        gap = yes / inside - (did - yes) / outside
        yield Found(condition, gap / math.sqrt(spread * (1 / inside + 1 / outside)))
