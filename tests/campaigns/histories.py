"""Campaign histories of known laws, as the loader gives them: all columns text."""

from __future__ import annotations

import numpy as np
import polars as pl
from scipy.special import expit

START = 756


def made(rows: int = 1_260, seed: int = 0) -> pl.DataFrame:
    """Return a history whose responses follow ``x`` and ``segment``; the last .4 are scored.

    With 1,260 rows those from START on are scored. ``arm`` is drawn apart and adds .2 to the
    chance where ``x`` is above 0, nothing elsewhere.
    """
    draw = np.random.default_rng(seed)
    x, segment = draw.normal(size=rows), draw.integers(0, 4, rows)
    target = draw.random(rows) < 0.5
    chance = expit(1.5 * x + 0.5 * segment - 2.0)
    rate = np.minimum(chance + 0.2 * (target & (x > 0)), 1)
    return pl.DataFrame(
        {
            "_row": np.arange(1, rows + 1),
            "x": [f"{value:.4f}" for value in x],
            "noise": [f"{value:.4f}" for value in draw.normal(size=rows)],
            "segment": [f"s{value}" for value in segment],
            "arm": np.where(target, "target", "control"),
            "y": np.where(draw.random(rows) < rate, "yes", "no"),
        }
    )


def responded(frame: pl.DataFrame) -> np.ndarray:
    """Return who responded."""
    return (frame["y"] == "yes").to_numpy()


def chance_without_contact(frame: pl.DataFrame) -> np.ndarray:
    """Return the true chance of each row of the control arm."""
    segment = frame["segment"].str.slice(1).cast(pl.Float64)
    z = 1.5 * frame["x"].cast(pl.Float64) + 0.5 * segment - 2.0
    return expit(z.to_numpy())
