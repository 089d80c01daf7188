"""A campaign history scored in time order: nothing later shows, leaks go, uplift only with arms."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from scipy.stats import rankdata

from graph.customers.response import uplift as uplift_part
from graph.customers.response.answer import score_history
from graph.customers.response.blend import blend
from graph.customers.response.blocks import Block, Memory, layout, memory
from graph.customers.response.columns import columns_of
from graph.customers.response.history import Asked
from graph.customers.response.leaks import find_leak
from graph.customers.response.names import known_after
from graph.customers.response.rates import recent_rates
from graph.errors import UsageError
from tests.campaigns.histories import START, chance_without_contact, made, responded

PLAIN = Asked("y")


@pytest.fixture(scope="module")
def history() -> pl.DataFrame:
    return made().drop("arm")


@pytest.fixture(scope="module")
def scored(history):
    return score_history(history, PLAIN)


def poisoned(frame: pl.DataFrame, row: int, seed: int) -> pl.DataFrame:
    """Return a frame in which nothing is left as it was from a row on."""
    draw, late = np.random.default_rng(seed), frame[row:]
    n = late.height
    return frame[:row].vstack(
        late.with_columns(
            x=pl.Series([None if d < 0.3 else f"{d * 1e6}" for d in draw.random(n)]),
            noise=pl.Series(draw.choice(["2026-01-01", "word", "9"], n)),
            segment=pl.Series([f"new {i}" for i in range(n)]),
            y=pl.Series(draw.choice(["yes", "no"], n)),
        )
    )


@pytest.mark.parametrize(("row", "seed"), [(START + 10, 1), (START + 310, 2)])
def test_later_rows_change_no_earlier_score(history, scored, row, seed) -> None:
    found = score_history(poisoned(history, row, seed), PLAIN).scores
    # Both within a block: neither what follows it shows, nor the rest of itself.
    before = pl.col("row") <= row
    assert found.filter(before).write_csv() == scored.scores.filter(before).write_csv()


def test_every_block_rests_on_what_came_before_it(history, scored) -> None:
    answer = scored.answer
    assert [u.from_row for u in answer.updates] == [757, 857, 957, 1057, 1157]
    assert all(u.fitted_to == u.from_row - 1 for u in answer.updates)
    assert (answer.rows, answer.scored, scored.scores["row"].to_list()) == (
        1_260,
        504,
        list(range(757, 1_261)),
    )
    truth, late = chance_without_contact(made())[START:], responded(history)[START:]
    ranks = rankdata(truth)
    hits = late.sum()
    best = (ranks[late].sum() - hits * (hits + 1) / 2) / (hits * (504 - hits))
    assert 0.75 < answer.auc <= best + 0.01
    assert answer.brier < answer.brier_of_rate - 0.02


def test_with_a_window_no_older_outcome_shows(history) -> None:
    asked = Asked("y", window=600)
    first = score_history(history, asked)
    assert all(u.fitted_to - u.fitted_from + 1 <= 600 for u in first.answer.updates)
    turned = pl.when(pl.int_range(pl.len()) < START - 600).then(pl.lit("no")).otherwise("y")
    second = score_history(history.with_columns(y=turned), asked)
    assert second.scores.write_csv() == first.scores.write_csv()


def test_columns_that_give_the_outcome_away_are_refused(history) -> None:
    yes, rows = responded(history), history.height
    draw = np.random.default_rng(5)
    leaky = {
        "loud": draw.normal(size=rows) + 4 * yes,
        "contract": np.where(yes & (draw.random(rows) < 0.9), draw.integers(1, 10**6, rows), -1),
        "honest": draw.normal(size=rows) + 0.8 * yes,
    }
    frame = pl.DataFrame({k: [str(v) for v in values] for k, values in leaky.items()})
    found = {c.name: find_leak(c, yes[:START]) for c in columns_of(frame, START, None)}
    assert {name for name, leak in found.items() if leak} == {"loud", "contract"}
    assert found["loud"].auc > 0.95
    keys = pl.DataFrame({"客户编号": [f"C{i * 7919 % 10_007}" for i in range(rows)]})
    (column,) = columns_of(keys, START, None)
    assert find_leak(column, yes[:START]).kind == "names_rows"


def test_a_column_that_follows_the_drift_of_the_rate_is_kept() -> None:
    draw = np.random.default_rng(6)
    month = np.arange(5_000) // 1_000
    yes = draw.random(5_000) < np.array([0.02, 0.05, 0.9, 0.95, 0.1])[month]
    (column,) = columns_of(pl.DataFrame({"month": [f"m{m}" for m in month]}), 5_000, None)
    assert find_leak(column, yes) is None


@pytest.mark.parametrize(
    ("name", "after"),
    [("duration", True), ("Call Duration (s)", True), ("通话时长（秒）", True), ("是否办理", True),
     ("day_of_week", False), ("poutcome", False), ("pdays", False), ("campaign", False),
     ("euribor3m", False), ("nr.employed", False), ("month", False), ("contact", False),
     ("上次营销结果", False), ("previous_duration", False)],
)  # fmt: skip
def test_names_tell_what_is_known_only_afterwards(name, after) -> None:
    assert known_after(name) is after


def test_days_after_the_contact_refuse_a_column_and_time_orders_the_rows(history) -> None:
    days = pl.date_range(pl.date(2020, 1, 1), pl.date(2025, 1, 1), "1d", eager=True)[
        : history.height
    ]
    frame = history.with_columns(
        when=days.cast(pl.String),
        paid=days.dt.offset_by("3d").cast(pl.String),
        since=days.dt.offset_by("-40d").cast(pl.String),
    )
    mixed = frame.sample(fraction=1, shuffle=True, seed=1)
    found = score_history(mixed, Asked("y", time="when")).answer
    assert [(d.column, d.kind) for d in found.dropped] == [("paid", "later_day")]
    assert any("sorted by when" in w.en for w in found.warnings)


def test_uplift_is_forecast_and_judged_where_there_are_arms(monkeypatch) -> None:
    monkeypatch.setattr(uplift_part, "REFITS", 3)
    frame = made(2_000, seed=3)
    found = score_history(frame, PLAIN)
    late = frame[-800:]
    yes, target = responded(late), (late["arm"] == "target").to_numpy()
    uplift = found.answer.uplift
    assert uplift.effect == pytest.approx(yes[target].mean() - yes[~target].mean())
    assert uplift.qini_low <= uplift.qini <= uplift.qini_high
    assert uplift.curve[-1].gain == pytest.approx(uplift.effect)
    gains = found.scores["uplift"].to_numpy()
    helped = (late["x"].cast(pl.Float64) > 0).to_numpy()
    assert gains[helped].mean() > gains[~helped].mean() + 0.05
    assert found.answer.uplift_reason is None


@pytest.mark.parametrize("words", [("target", "target"), ("control", "control"), None])
def test_without_two_arms_there_is_no_uplift_and_a_warning(history, words) -> None:
    frame = history if words is None else history.with_columns(arm=pl.lit(words[0]))
    answer = score_history(frame, PLAIN).answer
    assert answer.uplift is None
    assert answer.uplift_reason in answer.warnings
    assert "is not an uplift" in answer.uplift_reason.en


def test_what_does_not_vary_is_scored_at_the_rate(history) -> None:
    bare = history.select("_row", "y", only=pl.lit("same"))
    found = score_history(bare, PLAIN)
    assert found.answer.dropped == []
    assert found.answer.auc is not None
    assert found.scores.null_count().sum_horizontal()[0] == 0
    rate = responded(history)[:START].mean()
    assert found.scores["probability"].mean() == pytest.approx(rate, abs=0.1)


def test_outcomes_alike_in_the_scored_rows_give_null_and_say_so(history) -> None:
    frame = history.with_columns(
        y=pl.when(pl.int_range(pl.len()) < START).then("y").otherwise(pl.lit("no"))
    )
    answer = score_history(frame, PLAIN).answer
    assert (answer.auc, answer.alift, answer.best[0].lift) == (None, None, None)
    assert any("ended alike" in w.en for w in answer.warnings)
    assert "NaN" not in str(answer.to_json())


@pytest.mark.parametrize("rows", [1_250, 3_333, 41_188, 300_001])
def test_blocks_cover_the_last_rows_and_have_100_at_least(rows) -> None:
    plan = layout(rows, 0.4)
    assert plan.learnt == rows - round(0.4 * rows)
    edges = [b.start for b in plan.blocks] + [rows]
    assert edges[0] == 0
    assert [b.end for b in plan.blocks] == edges[1:]
    assert len(plan.scored) >= 5
    assert min(b.end - b.start for b in plan.scored) >= 100


def test_too_little_is_refused_and_a_window_bounds_all() -> None:
    with pytest.raises(UsageError, match="1,248 rows are too few"):
        layout(1_248, 0.4)
    with pytest.raises(UsageError):
        memory(399, 100)
    assert all(memory(w, 100).reach <= w for w in (400, 1_001, 5_000, 10**6))


def test_recent_rates_count_earlier_blocks_alone() -> None:
    draw = np.random.default_rng(7)
    codes, yes = draw.integers(0, 3, (600, 1)), draw.random(600) < 0.3
    blocks = [Block(s, s + 100) for s in range(0, 600, 100)]
    back = Memory(trailing=(200,), by_value=300)
    found = recent_rates(codes, yes, blocks, back)
    for row in (0, 99, 100, 345, 599):
        start = row // 100 * 100
        seen = slice(max(0, start - 200), start)
        rate = (yes[seen].sum() + 2) / (len(yes[seen]) + 20)
        assert found[row, 0] == pytest.approx(np.log(rate / (1 - rate)))
        seen = slice(max(0, start - 300), start)
        overall = (yes[seen].sum() + 2) / (len(yes[seen]) + 20)
        same = codes[seen, 0] == codes[row, 0]
        of_value = (yes[seen][same].sum() + 20 * overall) / (same.sum() + 20)
        gap = np.log(of_value / (1 - of_value)) - np.log(overall / (1 - overall))
        assert found[row, 1] == pytest.approx(gap)


def test_the_blend_holds_probabilities_to_what_came_true() -> None:
    draw = np.random.default_rng(8)
    yes = draw.random(2_000) < 0.2
    # A member three times too sure: the true log-odds are 0.5 s - log(4).
    truth = 0.5 * (np.where(yes, 1.0, -1.0) + draw.normal(0, 2, 2_000)) - np.log(4)
    blocks = [Block(s, s + 100) for s in range(0, 2_000, 100)]
    found = blend(3 * truth[:, None], yes, blocks, 10_000)
    late = slice(1_000, None)
    assert found.probability[late].mean() == pytest.approx(yes[late].mean(), abs=0.03)
    assert found.probability[late] == pytest.approx(1 / (1 + np.exp(-truth[late])), abs=0.12)


def test_a_history_in_which_all_are_alike_says_that_nothing_tells_them_apart() -> None:
    frame = made()
    alike = frame.select("_row", "y", plan=pl.lit("a"), price=pl.lit("9"))
    said = [w.en for w in score_history(alike, Asked("y")).answer.warnings]
    assert any("No column tells one row from another" in w for w in said)
    one = alike.with_columns(frame["segment"])
    said = [w.en for w in score_history(one, Asked("y")).answer.warnings]
    assert not any("No column tells" in w for w in said)
