"""The committed book is what its generator writes, and it has what was asked for."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from data import AS_OF, BOOK, SEED
from data.generate import generate

ROOT = Path(__file__).parents[2]


def _files(folder: Path) -> dict[str, bytes]:
    return {
        str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()
    }


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Path:
    """Return what the command writes in a process of its own, with its own order of hashes."""
    out = tmp_path_factory.mktemp("made")
    command = [sys.executable, "-m", "data.generate", "--out", str(out)]
    subprocess.run(command, check=True, cwd=ROOT, env=os.environ | {"PYTHONHASHSEED": "1"})
    return out


def test_the_committed_book_is_what_the_generator_writes(made) -> None:
    fresh, kept = _files(made), _files(ROOT / "data")
    kept = {k: v for k, v in kept.items() if not k.endswith((".py", ".pyc"))}
    assert fresh.keys() == kept.keys()
    for name in fresh:
        if name.endswith(".parquet"):  # another release of the writer may write other bytes
            assert pl.read_parquet(made / name).equals(pl.read_parquet(ROOT / "data" / name)), name
        else:
            assert fresh[name] == kept[name], name


def test_another_seed_gives_another_book(made, tmp_path) -> None:
    other, _ = generate(SEED + 1)
    other.write(tmp_path)
    one, two = _files(made / "book"), _files(tmp_path)
    assert one.keys() == two.keys()
    same = {f.split(".")[0] for f in one if one[f] == two[f]}
    told = {"acts_in", "conflicts_with", "courts", "has_step", "meets", "member_of", "promotes"}
    catalogue = {"campaigns", "channels", "competitors", "products", "sellers", "tags"}
    assert same <= told | catalogue  # what is written down by hand; all else is dice


def test_all_of_data_stays_small() -> None:
    assert (
        sum(len(v) for k, v in _files(ROOT / "data").items() if not k.endswith(".pyc")) < 8_000_000
    )


def test_the_book_has_what_was_asked_for(records) -> None:
    nodes = {kind: f.height for kind, f in records.nodes.items()}
    assert {k: nodes[k] for k in ("Product", "Competitor", "Seller", "Member", "Campaign")} == {
        "Product": 15, "Competitor": 4, "Seller": 8, "Member": 30_000, "Campaign": 2,
    }  # fmt: skip
    assert 55 <= nodes["Enterprise"] <= 65
    assert 590 <= nodes["Person"] <= 620
    outcomes = Counter(records.nodes["Opportunity"]["outcome"])
    assert outcomes[None] == 30
    assert outcomes["won"] + outcomes["lost"] == 250
    assert outcomes["won"] >= 60
    assert outcomes["lost"] >= 160
    assert set(records.nodes["Channel"]["kind"]) == {"direct", "electronic", "partner"}
    assert records.nodes["Tag"]["base"].sum() == 3
    assert records.nodes["Need"]["hidden"].sum() >= 2
    assert records.relationships["BELONGS_TO"].height == 30_000


def test_every_kind_of_relationship_and_table_is_there(records) -> None:
    from graph.model import NODE_KINDS, RELATIONSHIP_TYPES, TABLES_BY_NAME

    assert {k for k, f in records.nodes.items() if f.height} == set(NODE_KINDS)
    assert {k for k, f in records.relationships.items() if f.height} == set(RELATIONSHIP_TYPES)
    assert {k for k, f in records.tables.items() if f.height} == {*TABLES_BY_NAME} - {
        "tag_lists"
    }  # kept by the product where a tag is defined by a list


def test_the_bills_run_over_36_months_to_the_day_of_the_book(records) -> None:
    months = sorted(set(records.tables["billing"]["month"]))
    assert (len(months), months[0], months[-1]) == (36, "2023-04", "2026-03")
    keys = records.tables["billing"].select("customer", "month", "product")
    assert keys.is_unique().all()


def test_nothing_in_the_book_was_known_after_its_day(records) -> None:
    past = {
        "Interaction": ["on"], "Step": ["done_on"], "Opportunity": ["opened_on", "closed_on"],
    }  # fmt: skip
    latest = [records.nodes[k][c].max() for k, columns in past.items() for c in columns]
    latest += [
        records.relationships["HOLDS"]["as_of"].max(),
        records.relationships["COVERS"]["last_contact"].max(),
    ]
    assert max(latest) <= AS_OF


def test_names_are_in_both_languages_and_nobody_has_two(records) -> None:
    for kind in ("Enterprise", "Person", "Product", "Seller", "Opportunity", "Competitor", "Step"):
        frame = records.nodes[kind]
        assert frame["name"].null_count() == frame["name_en"].null_count() == 0, kind
    people = records.nodes["Person"].filter(
        pl.col("placeholder").is_null() | ~pl.col("placeholder")
    )
    assert people["name"].is_unique().all()
    assert people["name_en"].is_unique().all()


def test_the_book_has_the_untidiness_of_real_records(records) -> None:
    ties = records.relationships
    employers = ties["WORKS_FOR"].group_by("from").len()
    assert employers["len"].max() >= 3
    bosses = ties["REPORTS_TO"].group_by("from", "enterprise").len()
    assert bosses["len"].max() >= 2
    assert records.nodes["Person"]["placeholder"].sum() >= 3
    assert ties["CONFLICTS_WITH"].height >= 2
    statements = ties["HOLDS"].group_by("from", "to").agg(pl.col("source").n_unique())
    assert statements["source"].max() >= 3


def test_dates_of_a_deal_follow_one_another(records) -> None:
    deals = records.nodes["Opportunity"]
    order = ["opened_on", "budget_agreed_on", "closed_on"]
    for row in deals.select("id", *order).iter_rows(named=True):
        days = [row[c] for c in order if row[c] is not None]
        assert days == sorted(days), row
    done = records.nodes["Step"].filter(pl.col("done_on").is_null())
    assert done["planned_on"].min() >= AS_OF
    assert BOOK.is_dir()
    assert isinstance(AS_OF, date)
