"""What was learnt after a campaign began tells nothing of who would accept."""

from __future__ import annotations

from datetime import date, timedelta

import polars as pl
import pytest

from graph.customers.campaigns.evaluate import evaluate
from graph.customers.campaigns.improve import improve
from graph.customers.campaigns.timely import noted
from graph.records import Records, conform, table_schema
from graph.text import day as day_text
from tests.ui.screen_book import MemoryStore
from ui.campaigns import kept, known

START = date(2025, 11, 3)
EVE = START - timedelta(days=1)
AS_OF = date(2026, 3, 31)
N = 300
BUYERS = [f"m{i:03}" for i in range(N) if i % 3 == 0]


def store(tags: list[tuple[str, str, date | None]]) -> MemoryStore:
    """Return a campaign whose every third customer bought, with tags of a day each."""
    ids = [f"m{i:03}" for i in range(N)]
    targets = pl.DataFrame(
        {"campaign": "K", "customer": ids, "arm": "target",
         "accepted": [i in BUYERS for i in ids]}
    )  # fmt: skip
    stated = pl.DataFrame(tags, schema=["customer", "tag", "as_of"], orient="row")
    tables = {"member_targets": targets, "member_tags": stated}
    nodes = {
        "Member": pl.DataFrame({"id": ids}),
        "Tag": pl.DataFrame({"id": sorted({t for _, t, _ in tags})}),
        "Campaign": pl.DataFrame({"id": ["K"], "started_on": [START], "ended_on": [START]}),
    }
    whole = {name: conform(frame, table_schema(name)) for name, frame in tables.items()}
    return MemoryStore(Records("book", nodes, {}, whole))


def improved(made: MemoryStore):
    snapshot = made.snapshot()
    campaign = kept.campaign(snapshot, "K")
    frame, names, notes = known.with_features(made, snapshot, campaign, AS_OF)
    return noted(improve(frame, features=names), notes)


@pytest.mark.parametrize(("day", "counts"), [(EVE, True), (START, False), (AS_OF, False)])
def test_a_tag_counts_until_the_day_before_the_campaign(day: date, counts: bool) -> None:
    made = store([(m, "T", day) for m in BUYERS] + [("m001", "U", EVE)])
    found = improved(made)
    assert ("tags.T" in {f.feature for f in found.features}) is counts
    assert (found.refinement is not None) is counts
    said = [w.en for w in found.warnings if "T (100)" in w.en]
    assert len(said) == (0 if counts else 1)
    assert counts or day_text(EVE)["en"] in said[0]


def test_an_evaluation_by_tag_leaves_later_tags_out_and_says_so() -> None:
    made = store([(m, "T", AS_OF) for m in BUYERS] + [("m001", "U", EVE), ("m002", "V", None)])
    snapshot = made.snapshot()
    campaign = kept.campaign(snapshot, "K")
    rows, notes = known.outcome(made, snapshot, campaign, ["tag"], AS_OF)
    found = noted(evaluate(rows, by=["tag"]), notes)
    assert {r.value for r in found.by} == {"U", "V"}
    assert any("T (100)" in w.en and "T (100)" in w.zh for w in found.warnings)
    undated = next(w.en for w in found.warnings if "without a date" in w.en)
    assert undated.endswith(": V (1).")
    _, none = known.outcome(made, snapshot, campaign, ["tags.U"], AS_OF)
    assert none == []


def test_results_are_known_from_their_day_on() -> None:
    made = store([("m001", "U", EVE)])
    snapshot = made.snapshot()
    campaign = kept.campaign(snapshot, "K")

    def accepted(day: date) -> int:
        rows, _ = known.outcome(made, snapshot, campaign, [], day)
        return evaluate(rows).arms[0].accepted

    assert accepted(EVE) == len(BUYERS)  # no day is stated
    week = START + timedelta(days=7)
    first = pl.col("customer") == BUYERS[0]
    dated = made.book.tables["member_targets"].with_columns(
        contacted_on=pl.when(first)
        .then(START)
        .when(pl.col("customer").is_in(BUYERS[1:50]))
        .then(week)
    )
    made.book.tables["member_targets"] = dated
    # Who was not contacted at all says nothing of a day: known once the campaign has begun.
    found = [accepted(day) for day in (EVE, START, week)]
    assert found == [0, len(BUYERS) - 49, len(BUYERS)]
