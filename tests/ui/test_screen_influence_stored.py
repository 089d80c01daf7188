"""The people of the store as a bare network: the ties of the model, with names that tell apart."""

from __future__ import annotations

from datetime import date

import polars as pl

from graph.decision.bare.ranking import rank_network
from graph.settings import Settings
from graph.snapshot import Snapshot
from loaders.ties import read_ties
from tests.ui.screen_book import MemoryStore
from tests.ui.test_screen_pages import opened, shown
from ui.influence.stored import stored

DAY = date(2026, 3, 31)
PEOPLE = pl.DataFrame(
    {
        "id": ["p1", "p2", "p3", "p4"],
        "name": ["李, 雷", "王伟", "王伟", "赵敏"],
        "name_en": ["Li, Lei", "Wang Wei", "Wang Wei", None],
    }
)
TIES = {
    "INFLUENCES": pl.DataFrame(
        {
            "from": ["p2", "p4"],
            "to": ["p1", "p1"],
            "weight": [0.6, 0.9],
            "until": [None, date(2026, 1, 1)],
        }
    ),
    "REPORTS_TO": pl.DataFrame({"from": ["p3"], "to": ["p2"]}),
}


def test_whom_people_listen_to_in_the_model_are_whom_they_ask() -> None:
    snapshot = Snapshot.from_frames({"Person": PEOPLE}, TIES, 1)
    found = stored(snapshot, DAY, Settings(), "en")
    assert found is not None
    with found.on_disk() as path:
        read = read_ties(path)
    weights = {(one, other): w for one, other, w in read.frame["from", "to", "weight"].iter_rows()}
    # The tie that ended is gone; of one name each keeps the id.
    assert {("Li, Lei", "Wang Wei (p2)"), ("Wang Wei (p3)", "Wang Wei (p2)")} <= set(weights)
    assert not any("赵敏" in pair for pair in weights)
    assert weights["Li, Lei", "Wang Wei (p2)"] == 0.6
    assert rank_network(read.frame)["id"][0] == "Wang Wei (p2)"


def test_a_store_in_which_nobody_listens_is_no_network() -> None:
    snapshot = Snapshot.from_frames({"Person": PEOPLE}, {}, 1)
    assert stored(snapshot, DAY, Settings(), "zh") is None


def test_the_people_loaded_can_be_looked_at_at_once(book: MemoryStore) -> None:
    app = opened("influence")
    app.button(key="influence.stored").click().run()
    assert not app.exception
    words = shown(app)
    assert "book.csv" in words
    assert "Qian Jun" in words
