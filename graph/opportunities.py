"""How opportunities stood on a day: open, won, lost, or not yet opened."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from graph.snapshot import Snapshot

# What a stage says only of a deal that has ended.
ENDED = ("delivery", "closed")


def states(deals: pl.DataFrame, as_of: date) -> pl.Series:
    """Return how each deal stood on a day: ``open``, ``won``, ``lost``, ``ended``; None before.

    A deal opens on ``opened_on`` and is over from ``closed_on`` on. Where that day is not stated,
    an outcome or the stage ``closed`` says that it is over; ``ended`` where no outcome is stated.

    Parameters
    ----------
    deals : DataFrame
        ``opened_on``, ``closed_on`` (dates), ``outcome``, ``stage`` of each deal.
    as_of : date
        The day.

    Examples
    --------
    >>> from datetime import date
    >>> closed = date(2026, 3, 1)
    >>> deal = {"opened_on": None, "closed_on": closed, "outcome": "won", "stage": "closed"}
    >>> frame = pl.DataFrame([deal], schema_overrides={"opened_on": pl.Date})
    >>> states(frame, date(2026, 2, 1)).item(), states(frame, closed).item()
    ('open', 'won')
    """
    ended = pl.col("outcome").is_not_null() | pl.col("stage").eq_missing("closed")
    over = (pl.col("closed_on") <= as_of).fill_null(ended)
    before = (pl.col("opened_on") > as_of).fill_null(value=False)
    outcome = pl.col("outcome").fill_null("ended")
    state = pl.when(before).then(None).when(over).then(outcome).otherwise(pl.lit("open"))
    return deals.select(state.alias("state")).get_column("state")


def open_on(
    snapshot: Snapshot, as_of: date, enterprises: Collection[int] | None = None
) -> list[int]:
    """Return the positions of the deals open on a day, in the order of their ids.

    Parameters
    ----------
    snapshot : Snapshot
        The graph.
    as_of : date
        The day.
    enterprises : positions or None
        Only deals for any of these; None: of everybody.
    """
    table = snapshot.nodes["Opportunity"]
    is_open = (states(table.frame, as_of) == "open").fill_null(value=False).to_list()
    asked: Collection[int] = range(len(table))
    if enterprises is not None:
        edges = snapshot.edge("FOR")
        asked = sorted({int(d) for e in enterprises for d in edges.source[edges.into(e)]})
    return [at for at in asked if is_open[at]]


def as_they_stood(deals: pl.DataFrame, as_of: date) -> pl.DataFrame:
    """Return deals without what was known of their end only after a day.

    The stage goes too where it says only that the deal has ended: in which stage it stood before
    is not kept.

    Examples
    --------
    >>> from datetime import date
    >>> deal = {"closed_on": date(2026, 3, 1), "outcome": "won", "stage": "closed", "amount": 5.0}
    >>> as_they_stood(pl.DataFrame([deal]), date(2026, 2, 1)).row(0)
    (None, None, None, 5.0)
    """
    later = (pl.col("closed_on") > as_of).fill_null(value=False)
    hidden = {"closed_on": later, "outcome": later, "stage": later & pl.col("stage").is_in(ENDED)}
    return deals.with_columns(
        pl.when(gone.fill_null(value=False)).then(None).otherwise(pl.col(name)).alias(name)
        for name, gone in hidden.items()
    )


def as_it_stood(snapshot: Snapshot, position: int, as_of: date) -> dict[str, Any]:
    """Return one deal with its properties, as :func:`as_they_stood` does."""
    alone = snapshot.nodes["Opportunity"].frame[[position]]
    return as_they_stood(alone, as_of).row(0, named=True)
