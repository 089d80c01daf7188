"""What a definition states when it is applied again."""

from __future__ import annotations

from datetime import date

import polars as pl

from graph.customers.tags.definition import Definition
from ui.tags.applying import records_of

FIRST, LATER = date(2025, 6, 1), date(2026, 3, 31)
T = Definition("T", "Tag", "business", base=False, how="threshold", text="employees > 5")


def people(*ids: str) -> pl.DataFrame:
    return pl.DataFrame(
        {"kind": ["Member"] * len(ids), "id": ids}, schema_overrides={"id": pl.String}
    )


def days(*ids: str, as_of: date = LATER) -> dict[str, date]:
    before = people("kept", "gone", "undated", "changed").with_columns(
        value=pl.Series([None, None, None, "high"], dtype=pl.String),
        since=pl.Series([FIRST, FIRST, None, FIRST]),
    )
    rows = records_of(T, people(*ids), as_of, before).tables["member_tags"]
    return dict(rows.select("customer", "as_of").iter_rows())


def test_who_keeps_a_tag_keeps_its_day_and_who_is_new_has_todays() -> None:
    assert days("kept", "new", "undated", "changed") == {
        "kept": FIRST, "new": LATER, "undated": LATER, "changed": LATER,
    }  # fmt: skip


def test_applied_for_an_earlier_day_it_holds_since_that_day() -> None:
    assert days("kept", as_of=date(2025, 1, 1)) == {"kept": date(2025, 1, 1)}
