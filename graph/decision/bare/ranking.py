"""Who holds power in a bare network: a list of ties, or a log of mails or meetings.

Each row says from whom to whom: who asks, sends or defers to who is asked, received or deferred to.
The influence is that of the decision model with everybody deciding alike; what is special is how
a log becomes listening:

- a message to k people at once says 1/k to each of them: a broadcast is not a question;
- i listens to j as far as i has turned to j: a_ij = min(1, sum of weight / k). One whole question
  counts in full and a hundred count no more, so that breadth decides and not volume.

How listening becomes W and l stands in :mod:`graph.decision.asking`, why so in
docs/decisions/0021-influence-of-bare-networks.md.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from graph.decision.asking import Asking, influence_of
from graph.decision.bare.bridges import pieces_without
from graph.decision.bare.classical import scores
from graph.decision.bare.stability import stability
from graph.decision.ranks import ranks
from graph.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

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
    "cut_point",
    "bridges",
)
# Columns that tell the messages of one sender apart, the surer one first.
MESSAGES = ("message", "time")
STABILITY = ("first", "first_three")


def rank_network(
    ties: pl.DataFrame,
    people: Iterable[str] | None = None,
    settings: Settings | None = None,
    *,
    undirected: bool = False,
    samples: int = 0,
) -> pl.DataFrame:
    """Rank the people of a bare network by influence, with the classical scores beside it.

    Parameters
    ----------
    ties : DataFrame
        Columns ``from`` and ``to``, and where known ``weight`` (1 where absent), ``time`` (rows
        of one sender at one time are one message), ``message`` (tells them apart in its place) and
        ``confidence`` (how sure the tie is). Rows without an end, to oneself, or whose weight is
        not above 0 are left out.
    people : iterable of str, optional
        People who are to be in the answer even if no tie names them.
    settings : Settings, optional
        Constants in force.
    undirected : bool
        Whether each tie counts in both directions.
    samples : int
        How often to draw the ties anew, each there with its confidence; 0 for not at all.

    Returns
    -------
    DataFrame
        One row a person: ``id, influence`` (sums to 1), ``rank``, the classical scores,
        ``cut_point`` (whether the network falls apart without this one) and ``bridges`` (the
        groups into which it falls, the largest first: ``size`` and up to ten ``people`` of each);
        with samples also ``first`` and ``first_three``: in what share of them the person is.
        Sorted by rank, then id. Equal influences share a rank.

    Examples
    --------
    >>> asked = pl.DataFrame({"from": ["li", "wu", "wu"], "to": ["he", "he", "li"]})
    >>> rank_network(asked).select("id", "rank", "cut_point").rows()
    [('he', 1, False), ('li', 2, False), ('wu', 3, False)]
    """
    heard = listening_of(ties, undirected=undirected)
    ids = sorted({*heard["from"], *heard["to"], *(str(p) for p in people or ())})
    asking, model = asking_of(heard, ids), (settings or Settings()).model
    influence = influence_of(asking, model)
    table = scores(ids, asking.listener, asking.speaker, heard["amount"].to_numpy()).with_columns(
        pl.Series("influence", influence, dtype=pl.Float64),
        pl.Series("rank", ranks(influence), dtype=pl.Int64),
        *_cut_points(ids, asking),
    )
    columns = list(COLUMNS)
    if samples:
        sure = heard["confidence"].fill_null(model.default_confidence).to_numpy()
        first, three = stability(asking, sure, samples, model)
        table = table.with_columns(pl.Series("first", first), pl.Series("first_three", three))
        columns += STABILITY
    return table.select(columns).sort("rank", "id")


def asking_of(heard: pl.DataFrame, ids: Sequence[str]) -> Asking:
    """Return who asks whom by position in ``ids``, which are sorted."""
    number = pl.Series("id", ids, dtype=pl.String)
    listener, speaker = (
        number.search_sorted(heard[end]).to_numpy().astype(np.int32) for end in ("from", "to")
    )
    return Asking(listener, speaker, heard["a"].to_numpy(), len(ids))


def _cut_points(ids: Sequence[str], asking: Asking) -> list[pl.Series]:
    found = pieces_without(asking.listener, asking.speaker, len(ids))
    bridges: list[list[dict[str, Any]]] = [
        [
            {"size": piece.size, "people": [ids[i] for i in piece.some]}
            for piece in found.get(person, ())
        ]
        for person in range(len(ids))
    ]
    group = pl.Struct({"size": pl.Int64, "people": pl.List(pl.String)})
    return [
        pl.Series("cut_point", [person in found for person in range(len(ids))], dtype=pl.Boolean),
        pl.Series("bridges", bridges, dtype=pl.List(group)),
    ]


def listening_of(ties: pl.DataFrame, *, undirected: bool = False) -> pl.DataFrame:
    """Return who listens to whom: ``from, to, a`` in (0, 1], ``amount`` and ``confidence``.

    One row a pair, sorted. ``confidence`` is null where no row states one; several rows of a pair
    support each other.

    Examples
    --------
    A mail to two people, and a question to one:

    >>> log = pl.DataFrame({"from": ["li"] * 3, "to": ["he", "wu", "he"], "time": [1, 1, 2]})
    >>> listening_of(log).rows()
    [('li', 'he', 1.0, 1.5, None), ('li', 'wu', 0.5, 0.5, None)]
    """
    rows = _shared_out(_rows(ties))
    unsure = 1 - pl.col("confidence").clip(0.0, 1.0)
    pairs = rows.group_by("from", "to").agg(
        pl.col("weight").sum().alias("amount"),
        pl.when(pl.col("confidence").is_not_null().any())
        .then(1 - unsure.product())
        .alias("confidence"),
    )
    if undirected:
        pairs = _both_ways(pairs, add=_message_in(ties.columns) is not None)
    heard = pl.col("amount").clip(0.0, 1.0).alias("a")
    return pairs.select("from", "to", heard, "amount", "confidence").sort("from", "to")


def _rows(ties: pl.DataFrame) -> pl.DataFrame:
    """Return the rows that say something, with a weight and a confidence."""
    weight, sure = (
        pl.col(name).cast(pl.Float64, strict=False)
        if name in ties.columns
        else pl.lit(None, pl.Float64)
        for name in ("weight", "confidence")
    )
    return ties.select(
        pl.col("from").cast(pl.String),
        pl.col("to").cast(pl.String),
        weight.fill_null(1.0).alias("weight"),
        sure.alias("confidence"),
        *(pl.col(c) for c in MESSAGES if c in ties.columns),
    ).filter(
        pl.col("from").is_not_null(),
        pl.col("to").is_not_null(),
        pl.col("from") != pl.col("to"),
        (pl.col("weight") > 0) & pl.col("weight").is_finite(),
    )


def _message_in(columns: Sequence[str]) -> str | None:
    """Return the column that tells the messages of a sender apart."""
    return next((name for name in MESSAGES if name in columns), None)


def _shared_out(rows: pl.DataFrame) -> pl.DataFrame:
    """Give each of k people of one message 1/k of it."""
    message = _message_in(rows.columns)
    if message is None:
        return rows
    rows = rows.unique(["from", "to", message, "weight"], maintain_order=True)
    together = (
        pl.when(pl.col(message).is_null())
        .then(1)
        .otherwise(pl.col("to").n_unique().over("from", message))
    )
    return rows.with_columns(pl.col("weight") / together)


def _both_ways(pairs: pl.DataFrame, *, add: bool) -> pl.DataFrame:
    """Let each tie hold both ways: what a log says of a pair adds up, a list says it twice."""
    turned = pairs.select(
        pl.col("to").alias("from"), pl.col("from").alias("to"), "amount", "confidence"
    )
    amount = pl.col("amount").sum() if add else pl.col("amount").max()
    return pl.concat([pairs, turned]).group_by("from", "to").agg(amount, pl.col("confidence").max())
