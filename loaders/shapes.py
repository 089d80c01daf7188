"""As people keep their sheets: columns of a row that are relationships or statements."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from graph.model import RELATIONSHIP_TYPES
from loaders.layouts import MEMBER_TABLES, STATEMENT, Layout, Shorthand
from loaders.repeats import PLACES

if TYPE_CHECKING:
    from collections.abc import Iterator

_US = ("us", "我方", "我们", "我司")


def shorthand_columns(layout: Layout) -> list[str]:
    """Return the columns of a node's row that are no property of the node."""
    return [c for s in layout.shorthands for c in (s.column.name, *s.columns)]


def unfold(frame: pl.DataFrame, layout: Layout) -> Iterator[tuple[str, pl.DataFrame]]:
    """Yield the relationships that the rows of a node frame tell beside the node."""
    for shorthand in layout.shorthands:
        if shorthand.column.name in frame.columns:
            told = frame.filter(pl.col(shorthand.column.name).is_not_null())
            if told.height:
                yield shorthand.type, _unfolded(told, shorthand)


def _unfolded(frame: pl.DataFrame, shorthand: Shorthand) -> pl.DataFrame:
    here, there = ("to", "from") if shorthand.reverse else ("from", "to")
    properties = [c for c in shorthand.columns if c in frame.columns]
    return frame.select(
        pl.col("id").alias(here), pl.col(shorthand.column.name).alias(there), *properties, *PLACES
    )


def homeless(frame: pl.DataFrame, layout: Layout) -> list[pl.Series]:
    """Return what rows say of a relationship that they do not have, empty on all other rows."""
    found = []
    for shorthand in layout.shorthands:
        end = shorthand.column.name
        for name in shorthand.columns:
            if name in frame.columns:
                told = frame[end].is_not_null() if end in frame.columns else None
                beside = frame[name] if told is None else frame[name].set(told, None)
                if beside.null_count() < len(beside):
                    found.append(beside)
    return found


def split_plays(frame: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame | None]:
    """Split rows of ``plays`` into the roles and the statements that stand beside them."""
    said = [c for c in STATEMENT if c in frame.columns]
    plays = frame.drop(c for c in said if c != "source")
    if "source" in said:
        plays = _with_role_source(plays.rename({"source": "_source"}))
    if "stance" not in said:
        return plays, None
    stated = frame.filter(pl.col("stance").is_not_null())
    holds = stated.select(
        "from", "to", *said, *(c for c in ("as_of",) if c in frame.columns), *PLACES
    )
    of_role = [c for c in ("roles", "vote_weight", "veto") if c in frame.columns]
    if of_role:
        plays = plays.filter(
            frame["stance"].is_null()
            | frame.select(pl.any_horizontal(pl.col(of_role).is_not_null())).to_series()
        )
    else:
        plays = plays.filter(frame["stance"].is_null())
    return plays, holds


def _with_role_source(plays: pl.DataFrame) -> pl.DataFrame:
    lone = pl.when(pl.col("_source").is_not_null()).then(pl.concat_list("_source"))
    if "role_sources" in plays.columns:
        both = pl.concat_list(pl.col("role_sources").fill_null([]), lone.fill_null([])).list.unique(
            maintain_order=True
        )
        return plays.with_columns(
            pl.when(both.list.len() > 0).then(both).alias("role_sources")
        ).drop("_source")
    return plays.with_columns(lone.alias("role_sources")).drop("_source")


def towards_us(frame: pl.DataFrame) -> pl.DataFrame:
    """Empty ``towards`` where it names ourselves."""
    if "towards" not in frame.columns:
        return frame
    ours = pl.col("towards").str.to_lowercase().is_in(_US)
    return frame.with_columns(pl.when(~ours).then(pl.col("towards")))


def once(frame: pl.DataFrame, type_: str) -> pl.DataFrame:
    """Turn undirected relationships so that the smaller id comes first."""
    if RELATIONSHIP_TYPES[type_].directed:
        return frame
    turned = pl.col("from") > pl.col("to")
    return frame.with_columns(
        pl.when(turned).then("to").otherwise("from").alias("from"),
        pl.when(turned).then("from").otherwise("to").alias("to"),
    )


def member_rows(frame: pl.DataFrame, type_: str) -> tuple[pl.DataFrame, str, pl.DataFrame] | None:
    """Split off the rows about individual members: graph rows, name of the table, its rows."""
    if type_ not in MEMBER_TABLES:
        return None
    end, table = MEMBER_TABLES[type_]
    of_members = pl.col(f"{end}_kind") == "Member"
    rows = frame.filter(of_members)
    if rows.is_empty():
        return None
    names = {
        "HAS_TAG": {"from": "customer", "to": "tag"},
        "USES": {"from": "customer", "to": "product"},
        "TARGETED": {"from": "campaign", "to": "customer"},
    }[type_]
    rows = rows.rename(names).drop("from_kind", "to_kind")
    if type_ == "USES" and "since" in rows.columns:
        rows = rows.with_columns(pl.col("since").dt.strftime("%Y-%m").alias("month"))
    return frame.filter(~of_members), table, rows
