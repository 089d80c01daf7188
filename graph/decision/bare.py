"""Who holds power in a bare network: a list of ties, or a log of mails or meetings.

Each row says from whom to whom: who asks, sends or defers to who is asked, received or deferred to.
The influence is that of the decision model with uniform decision weights; what is special here is
how a log becomes listening:

- a message to k people at once says 1/k to each of them: a broadcast is not a question;
- i listens to j as far as i has turned to j: a_ij = min(1, sum of weight / k). One whole question
  counts in full and a hundred count no more, so that breadth decides and not volume;
- whom many turn to is hard to sway: stubbornness grows with the number of people who turn to one,
  up to ``bare_stubbornness`` for whoever has most.

Why so stands in docs/decisions/0021-influence-of-bare-networks.md.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import polars as pl

from graph.decision.classical import scores
from graph.decision.ranks import ranks
from graph.decision.solve import settle, weights_of
from graph.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterable

Ints = npt.NDArray[np.int32]
Floats = npt.NDArray[np.float64]

# Share of the largest stubbornness that is left to one to whom nobody turns.
LEAST = 0.02

COLUMNS = (
    "id",
    "influence",
    "rank",
    "pagerank",
    "betweenness",
    "in_degree",
    "out_degree",
    "hits",
    "closeness",
)


def rank_network(
    ties: pl.DataFrame, people: Iterable[str] | None = None, settings: Settings | None = None
) -> pl.DataFrame:
    """Rank the people of a bare network by influence, with the classical scores beside it.

    Parameters
    ----------
    ties : DataFrame
        Columns ``from`` and ``to``, and where known ``weight`` (1 where absent) and ``time`` (rows
        of one sender at one time are one message). Rows without an end, to oneself, or whose
        weight is not above 0 are left out.
    people : iterable of str, optional
        People who are to be in the answer even if no tie names them.
    settings : Settings, optional
        Constants in force.

    Returns
    -------
    DataFrame
        One row a person: ``id, influence`` (sums to 1), ``rank`` and the classical scores; sorted
        by rank, then id. Equal influences share a rank.

    Examples
    --------
    >>> asked = pl.DataFrame({"from": ["li", "wu", "wu"], "to": ["he", "he", "li"]})
    >>> rank_network(asked).select("id", "rank").rows()
    [('he', 1), ('li', 2), ('wu', 3)]
    """
    heard = listening_of(ties)
    ids = sorted({*heard["from"], *heard["to"], *(str(p) for p in people or ())})
    number = {id_: i for i, id_ in enumerate(ids)}
    listener = np.array([number[i] for i in heard["from"]], dtype=np.int32)
    speaker = np.array([number[i] for i in heard["to"]], dtype=np.int32)
    n, most = len(ids), (settings or Settings()).model.bare_stubbornness
    w = weights_of(listener, speaker, heard["a"].to_numpy(), n)
    stubborn = _stubbornness(speaker, n, most)
    _, influence = settle(w, stubborn, np.zeros(n), np.full(n, 1 / max(1, n)))
    table = scores(ids, listener, speaker, heard["amount"].to_numpy()).with_columns(
        pl.Series("influence", influence, dtype=pl.Float64),
        pl.Series("rank", ranks(influence), dtype=pl.Int64),
    )
    return table.select(COLUMNS).sort("rank", "id")


def _stubbornness(speaker: Ints, n: int, most: float) -> Floats:
    """Return l of each person: in proportion to how many turn to them, never quite 0."""
    breadth = np.bincount(speaker, minlength=n).astype(np.float64)
    stubborn: Floats = most * np.maximum(breadth / max(1.0, breadth.max(initial=0.0)), LEAST)
    return stubborn


def listening_of(ties: pl.DataFrame) -> pl.DataFrame:
    """Return who listens to whom: ``from, to, a`` in (0, 1] and ``amount``, sorted by the pair.

    Examples
    --------
    A mail to two people, and a question to one:

    >>> log = pl.DataFrame({"from": ["li"] * 3, "to": ["he", "wu", "he"], "time": [1, 1, 2]})
    >>> listening_of(log).rows()
    [('li', 'he', 1.0, 1.5), ('li', 'wu', 0.5, 0.5)]
    """
    weight = pl.col("weight").cast(pl.Float64, strict=False) if "weight" in ties.columns else 1.0
    at_once = ["from", "time"] if "time" in ties.columns else []
    rows = ties.select(
        pl.col("from").cast(pl.String),
        pl.col("to").cast(pl.String),
        (pl.lit(weight) if isinstance(weight, float) else weight.fill_null(1.0)).alias("weight"),
        *(pl.col(c) for c in at_once[1:]),
    ).filter(
        pl.col("from").is_not_null(),
        pl.col("to").is_not_null(),
        pl.col("from") != pl.col("to"),
        (pl.col("weight") > 0) & pl.col("weight").is_finite(),
    )
    if at_once:
        rows = rows.unique(["from", "to", "time", "weight"], maintain_order=True)
        together = pl.col("to").n_unique().over(at_once)
        alone = pl.col("time").is_null()
        rows = rows.with_columns(pl.col("weight") / pl.when(alone).then(1).otherwise(together))
    pairs = rows.group_by("from", "to").agg(pl.col("weight").sum().alias("amount"))
    heard = pl.col("amount").clip(0.0, 1.0).alias("a")
    return pairs.select("from", "to", heard, "amount").sort("from", "to")
