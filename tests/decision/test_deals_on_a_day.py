"""Which deals are open on a day, and what of their end is not yet known then."""

from __future__ import annotations

from datetime import date, timedelta

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from graph.decision import analyze, analyze_all
from graph.opportunities import as_it_stood, open_on, states
from graph.settings import Settings
from graph.snapshot import Snapshot

DAY = date(2026, 3, 31)
days = st.none() | st.integers(-2, 2).map(lambda n: DAY + timedelta(days=n))
deals = st.fixed_dictionaries(
    {
        "opened_on": days,
        "closed_on": days,
        "outcome": st.sampled_from([None, "won", "lost"]),
        "stage": st.sampled_from([None, "bidding", "closed"]),
    }
)


def stood(deal: dict) -> str | None:
    """Say the same in words of its own."""
    if deal["opened_on"] and deal["opened_on"] > DAY:
        return None
    over = deal["outcome"] or deal["stage"] == "closed"
    if deal["closed_on"]:
        over = deal["closed_on"] <= DAY
    return (deal["outcome"] or "ended") if over else "open"


def book(rows: list[dict]) -> Snapshot:
    made = [{"id": f"d{i}", **row} for i, row in enumerate(rows)]
    return Snapshot.from_frames({"Opportunity": pl.DataFrame(made, infer_schema_length=None)}, {})


@given(st.lists(deals, min_size=1, max_size=6))
def test_open_is_what_began_by_the_day_and_has_not_ended_by_it(rows):
    snapshot = book(rows)
    frame = snapshot.nodes["Opportunity"].frame
    assert states(frame, DAY).to_list() == [stood(row) for row in rows]
    assert open_on(snapshot, DAY) == [i for i, row in enumerate(rows) if stood(row) == "open"]


def test_what_ended_later_is_analysed_as_it_stood():
    later = {"opened_on": None, "closed_on": DAY, "outcome": "won", "stage": "closed"}
    snapshot = book([later, {**later, "closed_on": DAY - timedelta(days=30)}])
    before = DAY - timedelta(days=1)
    known = [a.opportunity for a in analyze_all(snapshot, as_of=before, settings=Settings())]
    assert [(d.id, d.outcome, d.stage) for d in known] == [("d0", None, None)]
    then = analyze(snapshot, "d0", as_of=DAY, settings=Settings()).opportunity
    assert (then.outcome, then.stage) == ("won", "closed")
    assert as_it_stood(snapshot, 1, before)["outcome"] == "won"
