"""Each benchmark runs at a small size and answers in its shape; no time is judged here."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks import (
    adoption,
    adoption_scale,
    deal,
    ranked,
    reading,
    response,
    snapshot,
    validation,
    writing,
)
from benchmarks.figures import Figure, table, write_json
from benchmarks.made import deal as made_deal
from benchmarks.made import people, records, ties
from benchmarks.timing import interleaved, ratio
from loaders import read_paths

ROOT = Path(__file__).parents[2]


def _names(figures: list[Figure]) -> set[str]:
    assert all(f.value is not None and f.value > 0 for f in figures), figures
    return {f.name for f in figures}


def test_reading_counts_all_rows() -> None:
    figures = reading.run(scale=0.0005, repeats=1)
    assert _names(figures) == {"read and validated", "peak memory of the process"}


def test_a_deal_of_each_size() -> None:
    names = _names(deal.run(scale=0.3, repeats=1))
    assert names == {f"deal of {n} people, model and findings" for n in (20, 100, 200)} | {
        "deal of 200 people, plans, routes, committee and playbook",
        "deal of 200 people, everything on the Deal page",
        "deal of 200 people, what-if compared with what is",
    }


def test_adoption_is_judged_beside_the_others(monkeypatch) -> None:
    monkeypatch.setattr(adoption, "SETS", {"telecom": 2000})
    figures = adoption.run(scale=0.1, repeats=1)
    found = {f.name: f.value for f in figures}
    for measure in ("precision at 10", "NDCG at 10"):
        values = [found[f"telecom: {m}, {measure}"]
                  for m in ("popularity", "item_knn", "walk", "ease", "ours")]  # fmt: skip
        assert all(0 < v < 1 for v in values)
        assert len(set(values[:4])) == 4
        over = found[f"telecom: ours over item kNN, {measure}"]
        assert over == pytest.approx(values[4] / values[1])
    assert found["telecom: time"] > 0


def test_adoption_of_a_whole_book(monkeypatch) -> None:
    monkeypatch.setattr(adoption_scale, "SLICE", 50)
    figures = adoption_scale.run(scale=0.002, repeats=1)
    assert _names(figures) == {
        "adoption of all open cells",
        "the same, time of all processors",
        "peak memory with the book",
        "meta-paths to users",
        "meta-paths: ours over bare sparse products",
        "meta-paths: times faster than pandas",
    }
    # Twenty each of the companies and lines of four groups.
    assert "160 kept" in figures[0].note


def test_writing_ours_again_and_bare(embedded_store) -> None:
    figures = writing.run(scale=0.001, repeats=1, given={"embedded": embedded_store})
    assert _names(figures) == {
        "embedded: rows written by us",
        "embedded: rows written by a bare loop",
        "embedded: ours against bare",
        "embedded: unchanged files again, times as fast",
    }


def test_the_bare_loop_writes_what_we_write(embedded_store) -> None:
    made = records(60, 80)
    embedded_store.load(made)
    ours = embedded_store.status()
    embedded_store.wipe()
    embedded_store.load(records(1, 0, "other"))
    writing._bare(embedded_store, writing._batches(made, 7))
    bare = embedded_store.status()
    assert (bare.nodes, bare.relationships) == (ours.nodes, ours.relationships)


def test_snapshot_ours_bare_and_from_the_cache(embedded_store) -> None:
    figures = snapshot.run(scale=0.001, repeats=1, given={"embedded": embedded_store})
    assert _names(figures) == {
        "embedded: snapshot, kept on disk",
        "embedded: bare collect() export",
        "embedded: ours over bare",
        "embedded: snapshot from the cache",
    }


def test_responses_of_a_bank_or_why_not(monkeypatch, tmp_path) -> None:
    if (ranked.data_folder() / "bank").is_dir():
        found = {f.name: f.value for f in response.run(scale=0.03)}
        assert found["AUC"] > 0.6
        assert {"AUC of gradient boosting", "lift of the best 500", "time"} <= set(found)
    monkeypatch.setenv("LINCHPIN_VALIDATION_DATA", str(tmp_path))
    (absent,) = response.run(scale=0.03)
    assert (absent.value, "LINCHPIN_VALIDATION_DATA" in absent.note) == (None, True)


def test_validation_says_what_is_absent(monkeypatch, tmp_path) -> None:
    monkeypatch.setenv("LINCHPIN_VALIDATION_DATA", str(tmp_path))
    figures = validation.run(scale=0.01)
    absent = [f for f in figures if f.value is None]
    assert [f.name for f in absent] == list(validation.CASES)
    assert all("LINCHPIN_VALIDATION_DATA" in f.note for f in absent)
    assert all("made networks" in f.name for f in figures if f not in absent)


@pytest.mark.skipif(not ranked.data_folder().is_dir(), reason="no validation data")
def test_validation_reaches_its_goals_and_knows_the_classical_scores() -> None:
    figures = validation.run(scale=0.05)
    found = {f.name: f.value for f in figures}
    assert [f.name for f in figures if f.met is False] == []
    assert sum(f.goal is not None for f in figures) == 7
    # As measured by others on the same data.
    assert found["Enron mails, vice president and above: in_degree"] == pytest.approx(
        0.88, abs=0.03
    )
    assert found["Krackhardt friendship: pagerank"] == pytest.approx(0.714, abs=0.001)
    assert found["Krackhardt friendship: springrank"] == pytest.approx(0.89, abs=0.03)


def test_networks_of_ones_own_are_judged_too(monkeypatch, tmp_path) -> None:
    monkeypatch.setenv("LINCHPIN_VALIDATION_DATA", str(tmp_path / "none"))
    firm = tmp_path / "firm"
    firm.mkdir()
    (firm / "ranks.csv").write_text("id,rank\nann,3\nbo,2\ncy,1\n", encoding="utf-8")
    (firm / "advice.csv").write_text("from,to\nbo,ann\ncy,bo\ncy,ann\n", encoding="utf-8")
    found = {f.name: f.value for f in validation.run_own(ranked.own_networks(tmp_path))}
    assert (found["firm advice: influence"], found["firm advice: out_degree"]) == (1.0, 0.0)
    assert found["mean of 1: influence"] == 1.0


def test_a_score_leads_itself_by_nothing_and_its_reverse_by_all() -> None:
    level = {str(i): i // 2 for i in range(8)}
    up = {person: float(rank) for person, rank in level.items()}
    down = {person: -score for person, score in up.items()}
    one = validation.Judged(ranked.Ranked("n", "o", None, level), {"up": up, "down": down})
    assert (validation.lead(one, "up", "up", 20) == 0).all()
    assert validation.lead(one, "up", "down", 20) == pytest.approx(1.0)
    assert (one.share("up"), one.leading("down", 2)) == (1.0, 0.0)


def test_titles_rank_as_people_say() -> None:
    order = ["CEO", "President, Enron Online", "Managing Director", "Vice President",
             "Director", "Manager, Risk", "Trader"]  # fmt: skip
    levels = [ranked.title_level(t, "Somebody") for t in order]
    assert levels == sorted(levels, reverse=True)
    assert len(set(levels)) == len(levels)
    assert ranked.title_level("Employee", "Sally Beck") == 6


def test_pairs_in_order_of_a_perfect_a_reversed_and_a_flat_score() -> None:
    level = {"a": 3, "b": 2, "c": 2, "d": 1}
    right = {"a": 9.0, "b": 5.0, "c": 4.0, "d": 1.0}
    assert validation.pairs_in_order(right, level) == 1.0
    assert validation.pairs_in_order({k: -v for k, v in right.items()}, level) == 0.0
    assert validation.pairs_in_order(dict.fromkeys(level, 1.0), level) == 0.5


def test_repeats_take_turns_and_turn_round() -> None:
    seen: list[str] = []
    times = interleaved({"a": lambda: seen.append("a"), "b": lambda: seen.append("b")}, 3)
    assert seen == ["a", "b", "b", "a", "a", "b"]
    assert {k: len(v) for k, v in times.items()} == {"a": 3, "b": 3}
    assert ratio([2.0, 9.0, 4.0], [1.0, 3.0, 4.0]) == 2.0


def test_made_graphs_load_without_a_rejected_row(tmp_path) -> None:
    people(300).write_csv(tmp_path / "people.csv")
    ties(900, 300).write_csv(tmp_path / "influences.csv")
    result = read_paths([tmp_path])
    assert result.rejects.is_empty()
    (one,) = result.records
    assert (one.node_count, one.relationship_count) == (300, 900)
    assert made_deal(30).nodes["Person"].height == 30


def test_a_goal_is_met_missed_or_not_judged(tmp_path) -> None:
    figures = [
        Figure("fast", 2.0, "s", 3.0, "most"),
        Figure("slow", 2.0, "", 3.0),
        Figure("off", None, note="why"),
    ]
    assert [f.met for f in figures] == [True, False, None]
    lines = table(figures).splitlines()
    assert ["met" in lines[1], "MISSED" in lines[2], lines[3].split()] == [
        True,
        True,
        ["off", "-", "why"],
    ]
    write_json(tmp_path / "x.json", {"one": figures})
    kept = json.loads((tmp_path / "x.json").read_text(encoding="utf-8"))["results"]["one"]
    assert [(f["name"], f["value"], f["met"]) for f in kept] == [
        ("fast", 2.0, True), ("slow", 2.0, False), ("off", None, None),
    ]  # fmt: skip


def test_the_command_prints_a_table_and_writes_json(tmp_path) -> None:
    out = tmp_path / "deal.json"
    words = ["deal", "--scale", "0.1", "--repeats", "1", "--json", str(out)]
    answer = subprocess.run(
        [sys.executable, "-m", "benchmarks", *words],
        check=True,
        capture_output=True,
        text=True,
        cwd=ROOT,
    )
    assert "deal of 100 people" in answer.stdout
    assert len(json.loads(out.read_text(encoding="utf-8"))["results"]["deal"]) == 6
