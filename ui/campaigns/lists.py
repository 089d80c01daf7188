"""The list of a campaign as it goes out: who to contact, with empty cells for what comes back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from graph.customers.campaigns.exclude import customers_of
from graph.errors import LinchpinError, not_found
from graph.text import Text
from loaders.campaigns import OUTCOME
from loaders.rejects import inert

if TYPE_CHECKING:
    from graph.snapshot import Snapshot
    from ui.campaigns.kept import Campaign


def outgoing(
    snapshot: Snapshot, campaign: Campaign, rows: pl.DataFrame, arm: str | None, language: str
) -> tuple[pl.DataFrame, int]:
    """Return the list, and how many were taken out since they must not be contacted any more.

    Columns: ``customer, name, belongs_to, arm, stratum`` and, empty or as known, those of the
    results, so that the list comes back as it is.

    Raises
    ------
    LinchpinError
        Nobody is assigned yet.
    NotFoundError
        An arm that is not there.
    """
    assigned = rows.filter(pl.col("arm").is_not_null())
    if assigned.is_empty():
        raise LinchpinError(_NOBODY.format(id=campaign.id), _ASSIGN)
    arms = sorted(assigned["arm"].unique())
    if arm is not None and arm not in arms:
        raise not_found(Text("arm", "组别"), arm, arms)
    chosen = assigned if arm is None else assigned.filter(pl.col("arm") == arm)
    refuses = customers_of(snapshot).filter("refuses")
    left = chosen.join(refuses, on="customer", how="anti", maintain_order="left")
    named = left.join(_names(snapshot, language), on=["kind", "customer"], how="left",
                      maintain_order="left")  # fmt: skip
    frame = named.select("customer", "name", "belongs_to", "arm", "stratum", *OUTCOME)
    yes_no = [pl.col(c).replace_strict({True: "yes", False: "no"}, return_dtype=pl.String)
              for c in ("contacted", "accepted")]  # fmt: skip
    return frame.with_columns(yes_no).sort("customer"), chosen.height - left.height


def _names(snapshot: Snapshot, language: str) -> pl.DataFrame:
    """Return ``kind, customer, name, belongs_to`` of every customer."""
    first, second = ("name_en", "name") if language == "en" else ("name", "name_en")
    parts = []
    for kind in ("Enterprise", "Member"):
        frame = snapshot.nodes[kind].frame
        known = [pl.col(c) for c in (first, second) if c in frame.columns]
        parts.append(
            frame.select(
                pl.lit(kind).alias("kind"),
                pl.col("id").alias("customer"),
                pl.coalesce(*known, pl.lit(None, dtype=pl.String)).alias("name"),
            )
        )
    return pl.concat(parts).join(
        _employers(snapshot), on="customer", how="left", maintain_order="left"
    )


def _employers(snapshot: Snapshot) -> pl.DataFrame:
    edges = snapshot.edge("BELONGS_TO")
    ends = pl.DataFrame(
        {
            "customer": snapshot.nodes["Member"].frame["id"].gather(edges.source),
            "belongs_to": snapshot.nodes["Enterprise"].frame["id"].gather(edges.target),
        }
    )
    return ends.group_by("customer").agg(pl.col("belongs_to").min())


def harmless(frame: pl.DataFrame) -> pl.DataFrame:
    """Return the rows for a CSV file: no text in it becomes a formula in a spreadsheet.

    Examples
    --------
    >>> harmless(pl.DataFrame({"customer": ["=1+1", "m1"]}))["customer"].to_list()
    ["'=1+1", 'm1']
    """
    texts = [c for c, t in frame.schema.items() if t == pl.String]
    return frame.with_columns(
        pl.when(pl.col(c).str.contains(r"^[=+\-@\t\r]"))
        .then(pl.col(c).map_elements(inert, return_dtype=pl.String))
        .otherwise(pl.col(c))
        .alias(c)
        for c in texts
    ).rename({c: inert(c) for c in frame.columns})


_NOBODY = Text("Nobody is assigned to the campaign '{id}' yet.", "营销活动“{id}”尚未分组。")
_ASSIGN = Text(
    "Assign customers first: linchpin campaign assign.", "请先分组：linchpin campaign assign。"
)
