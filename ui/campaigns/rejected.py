"""Rows of a list that did not count: the first written out, all of them to download."""

from __future__ import annotations

import polars as pl

from ui.components.download import download
from ui.components.html import Markup, el
from ui.files import csv_bytes
from ui.format import DASH
from ui.text import language, t, tn

# So many rows are written out; the download has the others.
SHOWN = 5


def rejected(rejects: pl.DataFrame) -> Markup:
    """Draw the first rejected rows: line, column, what was found, what was expected, a hint."""
    heads = (t("Line"), t("Column"), t("Found"), t("Should be"), t("What to do"))
    told = _worded(rejects)
    shown = [_row(row) for row in told.head(SHOWN).iter_rows(named=True)]
    # Some of a row's faults may be shown and others not: it counts as shown.
    rest = rejects["line"].n_unique() - told.head(SHOWN)["line"].n_unique()
    return el(
        "section",
        "panel camp-card",
        el(
            "table",
            "camp-strata plain-head",
            el(
                "thead",
                "",
                el(
                    "tr",
                    "",
                    *(el("th", "" if i else "num", h, scope="col") for i, h in enumerate(heads)),
                ),
            ),
            el("tbody", "", *shown),
        ),
        el("p", "small-text", tn("{n} further row", "{n} further rows", rest)) if rest else None,
    )


def _row(row: dict[str, object]) -> Markup:
    cells = [str(row[c] or DASH) for c in ("column", "found", "expected", "hint")]
    return el(
        "tr",
        "",
        el("td", "num", str(row["line"])),
        *(el("td", "", el("span", "cut", cell, title=cell)) for cell in cells),
    )


def offer(rejects: pl.DataFrame) -> None:
    """Offer all of them as a file."""
    told = _worded(rejects).to_pandas()
    download(t("Rows left out"), lambda: csv_bytes(told), "rejects.csv", "rule")


def _worded(rejects: pl.DataFrame) -> pl.DataFrame:
    """Return the rows in the reader's language."""
    if language() == "zh":
        rejects = rejects.with_columns(expected="expected_zh", hint="hint_zh")
    return rejects.drop("expected_zh", "hint_zh")
