"""What tags answer on the sample book is what counting its rows gives."""

from __future__ import annotations

import polars as pl
import pytest

from data import AS_OF
from graph.customers.tags.coverage import carriers
from graph.customers.tags.customers import Customers
from graph.customers.tags.evaluate import evaluate
from graph.customers.tags.match import offers
from graph.customers.tags.reading import parse
from graph.customers.tags.rulebase import rules_of
from graph.settings_tags import TagSettings


@pytest.fixture(scope="module")
def customers(records, snapshot) -> Customers:
    own = records.tables["member_tags"].lazy().with_columns(linchpin_source=pl.lit("book"))
    billing, usage = (records.tables[n].lazy() for n in ("billing", "usage"))
    return Customers(snapshot, AS_OF, billing, usage, own)


def test_base_tags_cover_what_was_counted(answers, customers) -> None:
    found = carriers(customers).filter(pl.col("kind") == "Member").select("tag", "carriers")
    base = answers["tags"]["base"]
    assert {tag: n for tag, n in found.iter_rows() if tag in base} == base


@pytest.mark.parametrize("name", ["large", "low_spenders"])
def test_thresholds_find_who_was_counted(answers, customers, name: str) -> None:
    wanted = answers["tags"][name]
    assert evaluate(parse(wanted["threshold"]), customers).who["id"].to_list() == wanted["ids"]


def test_products_match_who_was_counted(answers, customers) -> None:
    found = offers(customers, rules_of(customers, TagSettings()))
    counts = found.filter(pl.col("kind") == "Member").group_by("product").len()
    assert dict(counts.iter_rows()) == answers["tags"]["member_matches"]
