"""Who of a list must stay out of a campaign, and why."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from graph.snapshot import Snapshot

UNKNOWN, REPEATED, REFUSED = "unknown", "repeated", "do_not_contact"
ELSEWHERE, RESTING = "overlapping", "contacted"
# The reasons in the order in which they are looked for: the first that holds is said.
REASONS = (UNKNOWN, REPEATED, REFUSED, ELSEWHERE, RESTING)


@dataclass(frozen=True)
class Barred:
    """What keeps customers out.

    Parameters
    ----------
    known : frame
        ``customer, kind, refuses``: all enterprises and members, and whether each must not be
        contacted.
    refused : collection of str
        Further ids that must not be contacted.
    elsewhere : frame
        ``customer, campaign``: who is in another campaign at that time.
    resting : frame
        ``customer, contacted_on``: who was contacted a short time ago.
    """

    known: pl.DataFrame
    refused: Iterable[str] = ()
    elsewhere: pl.DataFrame = field(
        default_factory=lambda: pl.DataFrame(schema={"customer": pl.String, "campaign": pl.String})
    )
    resting: pl.DataFrame = field(
        default_factory=lambda: pl.DataFrame(
            schema={"customer": pl.String, "contacted_on": pl.Date}
        )
    )


def customers_of(snapshot: Snapshot) -> pl.DataFrame:
    """Return ``customer, kind, refuses`` of every enterprise and member.

    An id that is both stands once, as an enterprise.
    """
    parts = [
        snapshot.nodes[kind].frame.select(
            pl.col("id").alias("customer"),
            pl.lit(kind).alias("kind"),
            pl.col("do_not_contact").fill_null(value=False).alias("refuses"),
        )
        for kind in ("Enterprise", "Member")
    ]
    return pl.concat(parts).unique("customer", keep="first", maintain_order=True)


def sifted(targets: pl.DataFrame, barred: Barred) -> pl.DataFrame:
    """Say of each row of a list whether it must be left out.

    Parameters
    ----------
    targets : frame
        ``customer`` and any columns.
    barred : Barred
        What keeps customers out.

    Returns
    -------
    frame
        The rows in their order with ``kind``, ``reason`` (null: eligible; of an id that stands
        there twice the first row counts) and ``detail``: the other campaign, or the day.

    Examples
    --------
    >>> known = pl.DataFrame({"customer": ["a", "b"], "kind": ["Member"] * 2,
    ...                       "refuses": [False, True]})
    >>> sifted(pl.DataFrame({"customer": ["a", "a", "b", "x"]}), Barred(known))["reason"].to_list()
    [None, 'repeated', 'do_not_contact', 'unknown']
    """
    refused = pl.Series("customer", sorted(set(barred.refused)), dtype=pl.String)
    rows = (
        targets.join(barred.known, on="customer", how="left", maintain_order="left")
        .join(barred.elsewhere, on="customer", how="left", maintain_order="left")
        .join(
            barred.resting.rename({"contacted_on": "rests_since"}),
            on="customer",
            how="left",
            maintain_order="left",
        )
    )
    told = {
        UNKNOWN: pl.col("kind").is_null(),
        REPEATED: ~pl.col("customer").is_first_distinct(),
        REFUSED: pl.col("refuses") | pl.col("customer").is_in(refused.implode()),
        ELSEWHERE: pl.col("campaign").is_not_null(),
        RESTING: pl.col("rests_since").is_not_null(),
    }
    reason = pl.coalesce(pl.when(told[name]).then(pl.lit(name)).otherwise(None) for name in REASONS)
    detail = pl.coalesce("campaign", pl.col("rests_since").dt.to_string("%Y-%m-%d"))
    return rows.with_columns(reason=reason, detail=detail).drop(
        "refuses", "campaign", "rests_since"
    )
