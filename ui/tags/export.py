"""The Tags page as an Excel workbook, in the page's language; ids stand beside the names."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from ui.exports.tables import to_xlsx
from ui.tags.words import dimension, how, tag_name
from ui.terminal.tags_using import flat_offers
from ui.text import language, t

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graph.customers.tags.results import Overlap, TagRow
    from ui.names import Names


def workbook(
    rows: Sequence[TagRow],
    overlaps: Sequence[Overlap],
    contradictions: pl.DataFrame,
    offers: pl.DataFrame,
    names: Names,
) -> bytes:
    """Return the workbook: tags, overlaps, contradictions and matches, text never a formula."""
    called = {row.id: tag_name(row) for row in rows}
    return to_xlsx(
        {
            t("Tags"): _tags(rows),
            t("Overlaps"): _overlaps(overlaps, called),
            t("Contradictions"): _contradictions(contradictions, names),
            t("Matches"): _matches(offers, names),
        }
    )


def _tags(rows: Sequence[TagRow]) -> pl.DataFrame:
    text, number = pl.String(), pl.Float64()
    schema = {
        **dict.fromkeys((t("Tag"), t("Dimension"), t("Obtained by")), text),
        t("Base tag"): text,
        **dict.fromkeys((t("Carriers"), t("Eligible")), pl.Int64()),
        t("Coverage"): number,
        t("Source"): text,
        t("Confidence"): number,
        t("Applied on"): pl.Date(),
        t("Products"): pl.Int64(),
        t("Definition"): text,
        t("Id"): text,
    }
    found = [
        (
            tag_name(r), dimension(r), how(r.how), t("yes") if r.base else t("no"), r.carriers,
            r.eligible, r.coverage, r.source, r.confidence, r.applied_on, r.products, r.definition,
            r.id,
        )
        for r in rows
    ]  # fmt: skip
    return pl.DataFrame(found, schema=schema, orient="row")


def _overlaps(overlaps: Sequence[Overlap], called: dict[str, str]) -> pl.DataFrame:
    text = pl.String()
    schema = {
        t("One tag"): text,
        t("Other tag"): text,
        t("Carry both"): pl.Int64(),
        t("Of those with either"): pl.Float64(),
        t("Ids"): text,
    }
    found = [
        (*(called.get(tag, tag) for tag in o.tags), o.both, o.jaccard, ";".join(o.tags))
        for o in overlaps
    ]
    return pl.DataFrame(found, schema=schema, orient="row")


def _contradictions(found: pl.DataFrame, names: Names) -> pl.DataFrame:
    return found.select(
        _named(found["customer"], "Enterprise", names).alias(t("Customer")),
        pl.col(language()).alias(t("Why")),
        pl.col("tags").alias(t("Tags")),
        pl.col("customer").alias(t("Id")),
    )


def _matches(offers: pl.DataFrame, names: Names) -> pl.DataFrame:
    found = flat_offers(offers, language())
    return found.select(
        _named(found["customer"], "Enterprise", names).alias(t("Customer")),
        _named(found["product"], "Product", names).alias(t("Product")),
        pl.col("rule").alias(t("Rule")),
        pl.col("because").alias(t("Why")),
        pl.concat_str("customer", "product", separator=";").alias(t("Ids")),
    )


def _named(ids: pl.Series, kind: str, names: Names) -> pl.Series:
    """Return names for ids; who is no node of the graph (an individual line) keeps the id."""
    called = {id_: names.of(kind, id_) for id_ in ids.unique().to_list()}
    return ids.replace_strict(called, return_dtype=pl.String) if called else ids
