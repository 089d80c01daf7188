"""The next campaign compares two arms of the same customers: those of the refined tag."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import polars as pl
import pytest

from graph.customers.campaigns.improve import improve
from graph.customers.campaigns.size import Question, sample_size
from ui.campaigns.following import following, saved_tag
from ui.campaigns.kept import Campaign, Entry


def made(control: int = 900, seed: int = 1) -> pl.DataFrame:
    """Return arms in which who is fit buys more often, in the control arm too; half carry T."""
    dice = np.random.default_rng(seed)
    n = 1200 + control
    fit, tagged = dice.random(n) < 0.5, dice.random(n) < 0.5
    target = np.arange(n) < 1200
    chance = np.where(target, np.where(fit, 0.7, 0.3), np.where(fit & tagged, 0.25, 0.1))
    return pl.DataFrame(
        {"arm": np.where(target, "target", "control"), "fit": np.where(fit, "yes", "no"),
         "tags.T": target | tagged, "accepted": dice.random(n) < chance}
    )  # fmt: skip


def rate(rows: pl.DataFrame) -> float:
    return rows["accepted"].sum() / rows.height


def test_the_control_rate_is_that_of_control_customers_who_carry_the_refined_tag() -> None:
    frame = made()
    found = improve(frame, features=["fit", "tags.T"], tags=["T"])
    assert found.refinement is not None
    assert found.refinement.condition == "fit = yes"
    control = frame.filter((pl.col("arm") == "control") & (pl.col("fit") == "yes"))
    carriers = control.filter(pl.col("tags.T"))
    plan = found.next
    assert plan is not None
    assert plan.base == rate(carriers)
    assert plan.target == found.refinement.rate.value
    sizes = sample_size(Question(plan.base, plan.target)).per_arm
    assert plan.per_arm == sizes
    # Both arms are drawn among who meets it.
    assert plan.list_needed == pytest.approx(
        (sizes.target + sizes.control) / found.refinement.share, abs=1
    )
    assert f"of the {carriers.height} control customers" in plan.because.en
    assert f"{carriers.height} 名对照组客户" in plan.because.zh
    untagged = improve(frame, features=["fit"]).next
    assert untagged is not None
    assert untagged.base == rate(control)


@pytest.mark.parametrize(("control", "said"), [(6, "whole control arm"), (0, "no control arm")])
def test_what_is_assumed_of_a_control_arm_is_said(control: int, said: str) -> None:
    frame = made(control, seed=3)
    found = improve(frame, features=["fit"])
    assert found.next is not None
    assert found.refinement is not None
    whole = frame.filter(pl.col("arm") == "control")
    assert found.next.base == (rate(whole) if control else found.refinement.current_rate)
    assert "assumed" in found.next.because.en
    assert said in found.next.because.en


def test_a_column_that_is_a_number_in_the_target_arm_alone_is_read_as_one() -> None:
    frame = made().with_columns(
        size=pl.when(pl.col("arm") == "target")
        .then(pl.when(pl.col("fit") == "yes").then(pl.lit("9")).otherwise(pl.lit("1")))
        .otherwise(pl.when(pl.col("fit") == "yes").then(pl.lit("8")).otherwise(pl.lit("few")))
    )
    found = improve(frame, features=["size"])
    assert found.next is not None
    control = frame.filter((pl.col("arm") == "control") & (pl.col("fit") == "yes"))
    assert found.next.base == rate(control)


def test_the_next_campaign_starts_when_the_last_of_its_kind_has_rested() -> None:
    day = date(2026, 3, 31)
    before = Campaign("C1", starts=date(2026, 2, 1), ends=date(2026, 4, 30), products=("p",),
                      tags=("T",))  # fmt: skip
    plan = improve(made(), features=["fit"]).next
    assert plan is not None
    other = replace(before, id="C2", products=("q",), tags=("U",), ends=date(2027, 1, 1))
    same = replace(before, id="C3", products=("p", "q"), tags=(), ends=date(2026, 5, 31))
    first = following(before, plan, ["T-C1-2"], [before, other], day)
    assert (first.tags, first.starts) == (("T-C1-2",), date(2026, 5, 31))
    assert following(before, plan, ["T"], [before, same], day).starts == date(2026, 7, 1)
    long_ago = replace(before, ends=date(2025, 1, 1))
    assert following(long_ago, plan, ["T"], [long_ago], day).starts == date(2026, 4, 1)


def test_the_refined_tag_is_the_last_that_was_kept_by_this_rule() -> None:
    kept = (("A", "x = 1"), ("B", "x = 1"), ("C", "x = 2"), ("D", "x = 1"))
    log = [Entry("tag", "2026-03-30", {"tag": tag, "rule": rule}) for tag, rule in kept]
    assert saved_tag(log, "x = 1", ["A", "B", "C"]) == "B"
    assert saved_tag(log, "x = 3", ["A", "B"]) is None
