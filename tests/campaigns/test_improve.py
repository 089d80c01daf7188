"""Features that separate: found where planted, absent where not, told by held-out rows alone."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from statsmodels.stats.multitest import multipletests

from graph.customers.campaigns.conditions import Condition, between, joined, rule_of, worded
from graph.customers.campaigns.held_out import Rows, held_out, put_to_test
from graph.customers.campaigns.improve import improve
from graph.customers.campaigns.separate import candidates
from graph.errors import UsageError
from tests.campaigns.p_of_others import p_of


def customers(seed: int, n: int = 1200) -> tuple[pl.DataFrame, np.random.Generator]:
    dice = np.random.default_rng(seed)
    frame = pl.DataFrame(
        {
            "customer": [f"c{i:05}" for i in range(n)],
            "age": dice.integers(18, 70, n),
            "region": dice.choice(list("NESW"), n),
            "spend": dice.normal(50, 10, n).round(2),
            "segment": dice.choice(list("abc"), n),
        }
    )
    return frame, dice


def test_two_planted_conditions_are_found_and_measured_on_held_out_rows() -> None:
    frame, dice = customers(1, 3000)
    good = ((frame["age"] >= 40) & (frame["region"] == "N")).to_numpy()
    made = frame.with_columns(accepted=dice.random(3000) < np.where(good, 0.75, 0.3))
    found = improve(made, seed=4)
    better = found.refinement
    assert better is not None
    region, age = better.condition.split(" and ")
    assert region == "region = N"
    assert 37 <= int(age.removeprefix("age >= ")) <= 43
    assert better.rate.low < 0.75 < better.rate.high
    assert better.current_rate == pytest.approx(made["accepted"].mean())
    assert better.effect.low < 0.75 - better.current_rate < better.effect.high
    assert better.rule.startswith("region = 'N' and age >= ")
    chosen = made.filter((pl.col("region") == "N") & (pl.col("age") >= int(age[7:])))
    assert better.share == chosen.height / 3000
    assert found.next is not None
    assert (found.next.base, found.next.target) == (better.current_rate, better.rate.value)


def test_noise_stands_up_in_few_of_many_campaigns() -> None:
    fooled = 0
    for seed in range(30):
        frame, dice = customers(seed, 400)
        found = improve(frame.with_columns(accepted=dice.random(400) < 0.4), seed=seed)
        fooled += any(f.kept for f in found.features)
    # 5% of 30 are 1.5; more than 6 would have a chance below 1 in 500.
    assert fooled <= 6


def test_p_is_pooled_z_on_held_out_rows_with_holm_over_all_tested() -> None:
    frame, dice = customers(3)
    found = improve(
        frame.with_columns(accepted=dice.random(1200) < 0.2 + frame["age"].to_numpy() / 200)
    )
    held = [f.held_out for f in found.features if f.held_out]
    assert {f.feature for f in found.features} >= {"age", "region", "spend", "segment"}
    assert all(h.n_in + h.n_out == found.held_out for h in held)
    raw = [
        p_of(round(h.rate_in * h.n_in), h.n_in, round(h.rate_out * h.n_out), h.n_out) for h in held
    ]
    assert [h.p_adjusted for h in held] == pytest.approx(list(multipletests(raw, method="holm")[1]))


def test_held_out_rows_have_no_part_in_finding_conditions() -> None:
    """Outcomes of held-out rows turned round: the same conditions, with rates turned round."""
    frame, dice = customers(5)
    made = frame.with_columns(accepted=dice.random(1200) < 0.2 + frame["age"].to_numpy() / 200)
    held = held_out(made, 0.3, 0)
    rows = Rows(made.select("age", "spend").cast(pl.Float64), made["accepted"])
    training, test = rows.only(~held), rows.only(held)
    found = candidates(training.frame, training.accepted, ["age", "spend"], 20)
    conditions = [((f[0].condition,), f[0].z > 0) for f in found.values()]
    turned = Rows(test.frame, ~test.accepted)
    for a, b in zip(put_to_test(conditions, test), put_to_test(conditions, turned), strict=True):
        assert a.conditions == b.conditions
        assert a.held.rate_in == pytest.approx(1 - b.held.rate_in)
        assert not (a.stands and b.stands)


def test_the_target_arm_alone_is_looked_at_whatever_the_order_of_rows() -> None:
    frame, dice = customers(6)
    made = frame.with_columns(
        arm=pl.Series(np.where(dice.random(1200) < 0.5, "target", "control")),
        accepted=dice.random(1200) < np.where(frame["segment"] == "a", 0.6, 0.2),
        contacted=pl.lit(value=True),
        revenue=dice.random(1200),
    )
    found = improve(made, seed=2)
    target = made.filter(pl.col("arm") == "target")
    assert (found.arm, found.rows, found.accepted) == (
        "target", target.height, target["accepted"].sum()
    )  # fmt: skip
    assert found.refinement is not None
    assert found.refinement.condition == "segment = a"
    assert not {"revenue", "contacted"} & {f.feature for f in found.features}
    assert improve(made.sample(fraction=1, shuffle=True, seed=9), seed=2) == found
    tagged = improve(made, seed=2, tags=["T1"]).refinement
    assert tagged is not None
    assert tagged.rule == "tags.T1 = yes and segment = 'a'"


def test_an_outcome_of_one_value_and_too_few_rows_say_so() -> None:
    frame, _ = customers(7, 50)
    nobody = improve(frame.with_columns(accepted=pl.lit(value=False)))
    assert (nobody.refinement, nobody.accepted) == (None, 0)
    assert "Nobody accepted" in nobody.warnings[0].en
    assert improve(frame.head(0)).rows == 0
    assert (
        improve(frame.head(3).with_columns(accepted=pl.Series([True, False, True]))).refinement
        is None
    )
    with pytest.raises(UsageError):
        improve(frame, hold_out=1.0)


def test_a_feature_that_is_the_outcome_is_told_as_such() -> None:
    frame, dice = customers(8)
    sold = dice.random(1200) < 0.3
    found = improve(frame.with_columns(accepted=sold, invoice=np.where(sold, "x", "y")))
    assert any("known only afterwards" in w.en for w in found.warnings)


def test_a_file_that_says_nothing_about_customers_says_so() -> None:
    frame, dice = customers(9)
    frame = frame.select("customer").with_columns(accepted=dice.random(1200) < 0.3)
    found = improve(frame)
    assert (found.rows, found.refinement, found.features) == (frame.height, None, [])
    assert any("no column" in w.en for w in found.warnings)


def test_a_cut_is_the_roundest_number_between_two_values() -> None:
    for low, high in ((29.0, 37.0), (-7.31, -7.3), (1e-9, 2e-9), (123456.7, 123456.9), (0.0, 1e6)):
        assert low < between(low, high) <= high
    assert between(1999.2, 2000.4) == 2000.0


def test_every_column_of_a_file_that_is_no_outcome_is_a_feature() -> None:
    made = pl.DataFrame(
        {
            "customer": [str(i) for i in range(400)],
            "stratum": ["N", "S"] * 200,
            "accepted": [i % 2 == 0 and i % 5 > 0 for i in range(400)],
        }
    )
    found = improve(made)
    assert {f.feature for f in found.features} == {"stratum"}
    assert found.refinement is not None
    assert found.refinement.condition == "stratum = N"


def test_a_handful_of_held_out_rows_foretells_nothing() -> None:
    """Noise with rare features: hardly ever a refined tag, and never one of two or three rows."""
    dice = np.random.default_rng(77)
    refined = []
    for _ in range(40):
        rare = {f"f{i}": dice.random(200) < p for i, p in enumerate((0.06, 0.08, 0.1, 0.15, 0.3))}
        told = {name: np.where(has, "yes", "no") for name, has in rare.items()}
        found = improve(pl.DataFrame({**told, "accepted": dice.random(200) < 0.1}))
        if found.refinement is not None:
            refined += [f.held_out.n_in for f in found.features if f.kept]
    assert len(refined) <= 2
    assert all(n >= 4 for n in refined)


def test_a_rate_of_all_is_planned_with_what_is_sure() -> None:
    dice = np.random.default_rng(3)
    likes = dice.random(400) < 0.3
    frame = pl.DataFrame({"likes": likes, "accepted": likes | (dice.random(400) < 0.1)})
    found = improve(frame)
    assert found.refinement.rate.value == 1
    assert found.next.target == pytest.approx(found.refinement.rate.low)


@pytest.mark.parametrize(
    ("conditions", "zh", "en"),
    [
        ([Condition("tags.T", "=", "no"), Condition("a", ">=", 5.0)],
         "股民 = 否 且 a >= 5", "股民 = no and a >= 5"),
        ([Condition("main region", "=", "研发 research and tests"), Condition("b", "<", -0.5)],
         "main region = 研发 且 b < -0.5", "main region = research and tests and b < -0.5"),
        ([Condition("plan", "=", "it's 5G")], "plan = it's 5G", "plan = it's 5G"),
    ],
)  # fmt: skip
def test_a_rule_is_worded_for_its_reader(conditions, zh, en) -> None:
    told = worded(rule_of(conditions), {"tags.T": "股民"})
    assert (told.zh, told.en) == (zh, en)


def test_what_is_no_rule_of_ours_stays_as_it_is() -> None:
    for rule in ("a = 1 or b = 2", "a in (1, 2)", "", "a = 1 and "):
        assert worded(rule).en == worded(rule).zh == rule


def test_a_warning_words_the_values_of_a_condition_for_its_reader() -> None:
    rows = [("商务 business", True), ("大众 mass", False)] * 200
    frame = pl.DataFrame(rows, schema=["segment", "accepted"], orient="row")
    found = improve(frame)
    assert joined([Condition("segment", "=", "商务 business")]) == found.refinement.condition
    told = [(w.en, w.zh) for w in found.warnings if "without an exception" in w.en]
    assert any("'segment = business'" in en and "“细分 = 商务”" in zh for en, zh in told)
