"""The campaign of the source's case stands in the book in exact counts."""

from __future__ import annotations

import polars as pl
import pytest

from graph.customers.campaigns.evaluate import evaluate
from graph.customers.campaigns.improve import improve


@pytest.fixture(scope="module")
def targets(answers, records) -> pl.DataFrame:
    rows = records.tables["member_targets"]
    return rows.filter(pl.col("campaign") == answers["campaign"]["id"])


def test_the_arms_have_the_counts_of_the_case(answers, targets) -> None:
    counted = targets.group_by("arm").agg(
        pl.len().alias("assigned"), pl.col("contacted").sum(), pl.col("accepted").sum()
    )
    assert {r.pop("arm"): r for r in counted.iter_rows(named=True)} == answers["campaign"]["arms"]
    rates = counted.select("arm", c=pl.col("contacted") / 1000, a=pl.col("accepted") / 1000)
    assert set(rates.iter_rows()) == {("target", 0.63, 0.43), ("control", 0.25, 0.09)}


def test_nobody_stands_in_both_arms_and_only_the_contacted_bought(targets) -> None:
    assert targets["customer"].is_unique().all()
    assert targets.filter(pl.col("accepted") & ~pl.col("contacted")).is_empty()


def test_the_target_arm_are_tagged_investors(records, targets) -> None:
    tags = records.tables["member_tags"]
    investors = set(tags.filter(pl.col("tag") == "T-STOCK")["customer"])
    assert set(targets.filter(pl.col("arm") == "target")["customer"]) <= investors


def test_a_fit_handset_separates_buyers_from_the_rest(answers, records, targets) -> None:
    tags = records.tables["member_tags"]
    fit = set(tags.filter(pl.col("tag") == answers["campaign"]["separating_tag"])["customer"])
    arm = targets.filter(pl.col("arm") == "target").with_columns(
        fit=pl.col("customer").is_in(list(fit))
    )
    rates = dict(arm.group_by("fit").agg(pl.col("accepted").mean()).iter_rows())
    assert rates[True] > rates[False] + 0.15


def test_the_three_base_tags_cover_nearly_everybody(records) -> None:
    members = records.nodes["Member"].height
    tags = records.tables["member_tags"].group_by("tag").len()
    base = set(records.nodes["Tag"].filter(pl.col("base"))["id"])
    assert min(n for tag, n in tags.iter_rows() if tag in base) > 0.8 * members
    assert max(n for tag, n in tags.iter_rows() if tag not in base) < 0.7 * members


def test_the_second_campaign_targets_enterprises(records) -> None:
    rows = records.relationships["TARGETED"]
    assert set(rows["arm"]) == {"target", "control"}
    assert rows["to"].is_unique().all()


def test_the_loop_computes_the_case_from_its_outcomes(answers, targets) -> None:
    known = answers["campaign"]
    found = evaluate(targets)
    assert {a.arm: a.revenue for a in found.arms} == known["revenue"]
    assert {a.arm: a.cost for a in found.arms} == known["cost"]
    for effect in found.effects:
        for name in ("difference", "lift"):
            got = getattr(effect, name)
            want = known["effects"][effect.measure][name]
            assert (got.value, got.low, got.high) == pytest.approx(want, abs=5e-5)


def test_the_loop_comes_upon_the_separating_tag(answers, records, targets) -> None:
    carried = records.tables["member_tags"].select("customer", "tag").unique()
    wide = carried.with_columns(yes=pl.lit("yes")).pivot("tag", index="customer", values="yes")
    rows = targets.join(wide, on="customer", how="left").with_columns(
        pl.col(wide.columns[1:]).fill_null("no")
    )
    found = improve(rows.drop("contacted_on"))
    assert found.refinement is not None
    assert found.refinement.condition == f"{answers['campaign']['separating_tag']} = yes"
    assert found.refinement.rate.low > found.refinement.current_rate + 0.05
