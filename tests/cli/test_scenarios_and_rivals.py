"""Comparing a deal with what is supposed, named scenarios, and the rival's-eye view."""

from __future__ import annotations

import json

import pytest

from loaders import load_paths
from tests.cli.test_terminal_answers import AS_OF, asked
from ui import scenarios

MEET = "meet:lin=chen"


def test_side_by_side(loaded: str, linchpin) -> None:
    words = ("analyze", "deal", "--what-if", MEET, "--what-if", "stance:luo=mentor", *AS_OF)
    after = asked(linchpin, "analyze", *words)
    found = asked(linchpin, "analyze-compare", *words, "--compare")
    lean = next(f for f in found["figures"] if f["name"] == "lean")
    assert (round(lean["before"], 4), lean["after"]) == (-0.0140, after["lean"])
    assert found["what_if"] == [MEET, "stance:luo=mentor"]
    table = linchpin(*words, "--compare").out
    assert "Lin meets Chen" in table
    assert "now" in table
    assert "倾向由" in linchpin(*words, "--compare", "--lang", "zh").out
    rows = linchpin(*words, "--compare", "--format", "csv").out.splitlines()
    assert rows[0] == "scenario,kind,id,measure,before,after"
    assert any(r.startswith("supposed,decider,chen,threads,1.0,2.0") for r in rows)


@pytest.mark.parametrize(
    "words",
    [
        ("analyze", "deal", "--compare"),
        ("analyze", "--all", "--rival", "hua"),
        ("analyze", "deal", "--rival", "hua", "--what-if", MEET),
        ("scenario", "save", "deal", "empty"),
        ("scenario", "save", "deal", " ", "--what-if", MEET),
    ],
)
def test_what_says_nothing_together(loaded: str, linchpin, words) -> None:
    said = linchpin(*words)
    assert (said.code, said.out) == (2, "")


def test_scenarios_are_kept_and_compared(loaded: str, linchpin) -> None:
    assert linchpin("scenario", "save", "deal", "Lin  visits", "--what-if", MEET).code == 0
    assert linchpin("scenario", "save", "deal", "B", "--what-if", "remove:luo").code == 0
    try:
        kept = asked(linchpin, "scenario-list", "scenario", "list", "deal")
        assert [(s["name"], s["changes"]) for s in kept] == [
            ("B", ["remove:luo"]), ("Lin visits", [MEET]),
        ]  # fmt: skip
        shown = asked(linchpin, "scenario-show", "scenario", "show", "deal", *AS_OF)
        assert [c["what_if"] for c in shown] == [["remove:luo"], [MEET]]
        one = linchpin("scenario", "show", "deal", "Lin visits", *AS_OF, "--format", "json")
        assert [c["what_if"] for c in json.loads(one.out)] == [[MEET]]
        near = linchpin("scenario", "show", "deal", "Lin visit")
        assert near.code == 1
        assert "Lin visits" in near.err
        same = linchpin("scenario", "save", "deal", "B", "--what-if", "remove:luo")
        assert "place of" not in same.err
        other = linchpin("scenario", "save", "deal", "B", "--what-if", MEET)
        assert "It takes the place of: remove:luo." in other.err
    finally:
        for name in ("Lin visits", "B"):
            assert linchpin("scenario", "delete", "deal", name).code == 0
    assert linchpin("scenario", "list", "deal", "--format", "json").out.strip() == "[]"


def test_a_scenario_of_somebody_unknown_is_not_kept(loaded: str, linchpin) -> None:
    said = linchpin("scenario", "save", "deal", "wrong", "--what-if", "remove:louu")
    assert said.code == 1
    assert "luo" in said.err
    assert linchpin("scenario", "list", "--format", "json").out.strip() == "[]"


@pytest.fixture
def courted(in_store: str, linchpin, small_book) -> str:
    (small_book / "competitors.csv").write_text("id,name\nhua,Huatong\n", encoding="utf-8")
    (small_book / "courts.csv").write_text("from,to,strength\nhua,zhao,0.6\n", encoding="utf-8")
    (small_book / "bids_on.csv").write_text(
        "from,to,first_seen\nhua,deal,2026-01-02\n", encoding="utf-8"
    )
    assert linchpin("load", str(small_book)).code == 0
    return in_store


def test_through_a_rivals_eyes(courted: str, linchpin) -> None:
    words = ("analyze", "deal", "--rival", "hua", *AS_OF)
    found = asked(linchpin, "analyze-rival", *words)
    assert found["rival"] == {
        "id": "hua", "name": "Huatong", "name_en": None, "bids": True, "first_seen": "2026-01-02",
        "courts": 1, "supplies": False,
    } | {"name_en": found["rival"]["name_en"]}  # fmt: skip
    # Zhao supports us, so is assumed against them: an opponent passes nothing on.
    assert (found["covered_theirs"], found["access_theirs"]) == (
        pytest.approx(0.6 * 0.1281, abs=1e-4),
        0,
    )
    assert found["assumed"] == ["luo", "qian", "zhao"]
    assert "model" not in found["side"]
    text = linchpin(*words).out
    assert "Where they are weaker" in text
    assert "Huatong" in text
    assert "对方更弱之处" in linchpin(*words, "--lang", "zh").out
    near = linchpin("analyze", "deal", "--rival", "huaa", *AS_OF)
    assert near.code == 1
    assert "hua" in near.err


def kept_in(store):
    return sorted((s.opportunity, s.name, s.changes) for s in scenarios.listed(store))


def test_a_colon_in_deal_or_name_makes_no_two_scenarios_one(embedded_store, small_book) -> None:
    with (small_book / "opportunities.csv").open("a", encoding="utf-8") as file:
        file.write("A,One,bidding,1,CNY,,bank\nA:B,Two,bidding,1,CNY,,bank\n")
    load_paths([small_book], embedded_store)
    snapshot = embedded_store.snapshot()
    # As an earlier version kept it.
    earlier = {"name": "B:C", "changes": [MEET]}
    embedded_store.documents.put("scenario", "A:B:C", "A", earlier)
    scenarios.save(embedded_store, snapshot, "A:B", "C", ["remove:luo"])
    assert kept_in(embedded_store) == [("A", "B:C", (MEET,)), ("A:B", "C", ("remove:luo",))]
    assert scenarios.load(embedded_store, "A", " B:C").changes == (MEET,)
    scenarios.save(embedded_store, snapshot, "A", "B:C", ["remove:qian"])
    assert kept_in(embedded_store)[0] == ("A", "B:C", ("remove:qian",))
    scenarios.delete(embedded_store, "A", "B:C")
    assert kept_in(embedded_store) == [("A:B", "C", ("remove:luo",))]
