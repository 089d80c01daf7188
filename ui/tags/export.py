"""The Tags page as an Excel workbook."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from ui.exports.tables import to_xlsx
from ui.terminal.tags import list_frame
from ui.terminal.tags_using import flat_offers

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graph.customers.tags.results import Overlap, TagRow


def workbook(
    rows: Sequence[TagRow],
    overlaps: Sequence[Overlap],
    contradictions: pl.DataFrame,
    offers: pl.DataFrame,
    language: str,
) -> bytes:
    """Return the workbook: tags, overlaps, contradictions and matches, text never a formula."""
    from graph.customers.tags.results import TagList

    pairs = pl.DataFrame(
        [{"a": o.tags[0], "b": o.tags[1], "both": o.both, "jaccard": o.jaccard} for o in overlaps],
        schema={"a": pl.String, "b": pl.String, "both": pl.Int64, "jaccard": pl.Float64},
    )
    said = "zh" if language == "zh" else "en"
    wrong = contradictions.select("customer", "tags", "kind", pl.col(said).alias("because"))
    return to_xlsx(
        {
            "tags": list_frame(TagList(tags=list(rows))),
            "overlaps": pairs,
            "contradictions": wrong,
            "matches": flat_offers(offers, language),
        }
    )
