"""The model of purchase histories: scorers against loops, no leak, calibrated, better than kNN."""

from datetime import date
from itertools import product as pairs
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.special import expit

from benchmarks import made_histories
from benchmarks.adoption import judged_later, numbered
from graph.cross_sell.history import choice
from graph.cross_sell.history.calibration import calibrator
from graph.cross_sell.history.events import history_of
from graph.cross_sell.history.features import OF_PRODUCT, Columns
from graph.cross_sell.history.learner import Blended
from graph.cross_sell.history.metrics import ndcg_at, precision_at
from graph.cross_sell.history.recommend import Recommender
from graph.cross_sell.history.scorers import PRODUCTS_A_PART, ease, item_knn, spectral, walk
from graph.cross_sell.history.state import state_at, taken_up

ROOT = Path(__file__).parents[2]
C, P, DAYS = 6, 5, 60


@st.composite
def purchases(draw):
    rows = st.tuples(st.integers(0, C - 1), st.integers(0, P - 1), st.integers(0, DAYS))
    return draw(st.lists(rows, min_size=1, max_size=40))


def frame(rows):
    return pl.DataFrame(
        [(f"c{c}", f"p{p}", d) for c, p, d in rows],
        schema=["customer", "product", "day"],
        orient="row",
    )


def owned_by(rows, cut):
    have = {}
    for c, p, d in rows:
        if d < cut:
            have.setdefault(f"c{c}", set()).add(f"p{p}")
    return have


@given(purchases(), st.integers(1, DAYS))
@settings(max_examples=40, deadline=None)
def test_what_is_owned_and_taken_up_is_what_the_rows_say(rows, cut):
    history = history_of(frame(rows), DAYS + 1)
    everything = np.arange(history.shape[1])
    state = state_at(history, cut, 20, everything)
    have, later = owned_by(rows, cut), owned_by(rows, cut + 20)
    owned, fresh = state.owned.toarray(), taken_up(state).toarray()
    for c, p in pairs(range(history.shape[0]), range(history.shape[1])):
        who, what = history.customers[c], history.products[p]
        assert owned[c, p] == (what in have.get(who, ()))
        assert fresh[c, p] == (what in later.get(who, set()) - have.get(who, set()))


@given(purchases())
@settings(max_examples=40, deadline=None)
def test_cosine_and_walk_are_those_counted_by_hand(rows):
    history = history_of(frame(rows), DAYS + 1)
    state = state_at(history, DAYS + 1, 20, np.arange(history.shape[1]))
    have = owned_by(rows, DAYS + 1)
    buyers = {p: {c for c, mine in have.items() if p in mine} for p in history.products}
    everyone = np.arange(history.shape[0])
    cosines, walks = item_knn(state).of(everyone), walk(state).of(everyone)
    for c, who in enumerate(history.customers):
        for p, what in enumerate(history.products):
            others = have[who] - {what}
            cosine = sum(
                len(buyers[q] & buyers[what]) / (len(buyers[q]) * len(buyers[what])) ** 0.5
                for q in others
            )
            assert cosines[c, p] == pytest.approx(cosine, abs=1e-5)
            walked = sum(
                1 / len(have[who]) / len(buyers[q]) / len(have[v])
                for q in others
                for v in buyers[q] & buyers[what]
            )
            assert walks[c, p] == pytest.approx(walked, abs=1e-5)


@given(purchases())
@settings(max_examples=40, deadline=None)
def test_what_is_smooth_is_the_first_singular_vectors_of_the_scaled_purchases(rows):
    history = history_of(frame(rows), DAYS + 1)
    state = state_at(history, DAYS + 1, 20, np.arange(history.shape[1]))
    dense = state.owned.toarray().astype(float)
    across, down = (np.sqrt(np.maximum(dense.sum(axis=a), 1.0)) for a in (1, 0))
    _, values, right = np.linalg.svd(dense / across[:, None] / down[None, :])
    values = np.append(values, np.zeros(dense.shape[1]))
    parts = max(1, dense.shape[1] // PRODUCTS_A_PART)
    assume(values[parts - 1] - values[parts] > 1e-3)
    first = right[:parts].T
    expected = (first @ first.T) / down[:, None] * down[None, :]
    np.fill_diagonal(expected, 0.0)
    everyone = np.arange(history.shape[0])
    assert spectral(state).of(everyone) == pytest.approx(dense @ expected, abs=1e-3)


def test_the_regression_is_where_its_loss_is_flat_and_the_blend_is_the_mean():
    r = np.random.default_rng(4)
    table = np.column_stack([r.gamma(0.5, 30, 4000), r.normal(size=4000), np.full(4000, 3.0)])
    table = table.astype(np.float32)
    came = r.random(4000) < expit(0.8 * np.log1p(table[:, 0]) - table[:, 1] - 3)
    learner = Blended([table[:1500], table[1500:]], [came[:1500], came[1500:]])
    trees, straight = learner.parts
    scaled = straight._scaled(straight._bent(table))
    flat = scaled.T @ (expit(straight(table)) - came) + straight.weights  # the ridge is 1
    assert flat == pytest.approx(np.zeros(3), abs=0.1)
    assert straight.weights[0] > 0 > straight.weights[1]
    assert learner(table) == pytest.approx((trees(table) + straight(table)) / 2)


@given(purchases())
@settings(max_examples=30, deadline=None)
def test_ease_is_the_least_squares_of_each_product_on_the_others(rows):
    history = history_of(frame(rows), DAYS + 1)
    state = state_at(history, DAYS + 1, 20, np.arange(history.shape[1]))
    x = state.decayed(30.0)
    dense = x.toarray().astype(float)
    found = ease(x, 0.5).pairs
    ridge = 0.5 * np.mean(np.diag(dense.T @ dense))
    for p in range(dense.shape[1]):
        others = [q for q in range(dense.shape[1]) if q != p]
        left = dense[:, others]
        by_hand = np.linalg.solve(left.T @ left + ridge * np.eye(len(others)), left.T @ dense[:, p])
        assert found[others, p] == pytest.approx(by_hand, abs=1e-3)
        assert found[p, p] == 0


@given(st.lists(st.lists(st.booleans(), min_size=4, max_size=4), min_size=1, max_size=6))
@settings(max_examples=40, deadline=None)
def test_metrics_are_those_of_their_definitions(shown):
    hits = np.array(shown)
    relevant = np.maximum(hits.sum(axis=1), 1) + 1
    precision = np.mean([sum(row) / 4 for row in shown])
    gains = []
    for row, n in zip(shown, relevant, strict=True):
        best = sum(1 / np.log2(i + 2) for i in range(min(int(n), 4)))
        gains.append(sum(1 / np.log2(i + 2) for i, hit in enumerate(row) if hit) / best)
    assert precision_at(hits, 4) == pytest.approx(precision)
    assert ndcg_at(hits, relevant, 4) == pytest.approx(np.mean(gains))


@given(st.integers(0, 10_000))
@settings(max_examples=20, deadline=None)
def test_a_higher_score_always_has_the_higher_probability(seed):
    r = np.random.default_rng(seed)
    scores = r.normal(size=3000)
    curve = calibrator(scores, r.random(3000) < 1 / (1 + np.exp(3 - scores * r.normal())))
    given_ = np.linspace(-6, 6, 500)
    found = curve(given_)
    assert (np.diff(found) > 0).all()
    assert ((found > 0) & (found < 1)).all()


@pytest.fixture(scope="module")
def telecom():
    return numbered(made_histories.telecom(seed=3, customers=900, products=30, weeks=80))


def first(rows, until, top=10, horizon=56):
    return Recommender(history_of(rows, until), horizon, top).frame()


@pytest.fixture(scope="module")
def until(telecom):
    return int(telecom["day"].max()) + 1 - 56


@pytest.fixture(scope="module")
def answer(telecom, until):
    return first(telecom, until)


def test_later_rows_and_their_order_change_nothing(telecom, until, answer):
    before = telecom.filter(pl.col("day") < until).sample(fraction=1, shuffle=True, seed=5)
    again = pl.concat([before, before.head(100)])
    assert first(again, until).equals(answer)


def test_every_customer_gets_new_products_in_order(telecom, until, answer):
    before = telecom.filter(pl.col("day") < until)
    owned = before.select("customer", "product").unique()
    assert answer.join(owned, on=["customer", "product"]).is_empty()
    known = owned["product"].n_unique()
    counts = dict(owned.group_by("customer").len().iter_rows())
    got = dict(answer.group_by("customer").len().iter_rows())
    assert got == {c: n for c, k in counts.items() if (n := min(10, known - k))}
    ordered = answer.sort(
        "customer", "probability", "product", descending=[False, True, False], maintain_order=True
    )
    assert ordered.equals(answer)
    assert answer["probability"].is_between(0, 1).all()


def test_reasons_name_what_the_customer_has(telecom, until):
    model = Recommender(history_of(telecom, until), 56, 3)
    owned = {
        c: set(p)
        for c, p in telecom.filter(pl.col("day") < until)
        .group_by("customer")
        .agg("product")
        .iter_rows()
    }
    kinds = set()
    for row in model.answer().recommendations:
        for reason in row.because:
            kinds.add(reason.kind)
            assert set(reason.products) <= owned[row.customer]
            assert bool(reason.products) == (reason.kind != "popular")
    assert kinds >= {"association", "sequence", "similar"}


def test_it_beats_item_knn_by_a_third_where_tastes_show_in_what_was_bought_lately():
    rows = numbered(made_histories.grocery(seed=3, customers=300, products=200, weeks=40))
    found = judged_later(rows, int(rows["day"].max()) + 1 - 30, 30)
    assert found.model == "blended"
    assert found.ours[0] >= 1.3 * found.models["item_knn"][0]
    assert found.ours[1] >= 1.3 * found.models["item_knn"][1]
    predicted, observed = found.mean
    assert predicted == pytest.approx(observed, rel=0.35)
    for low, seen, n in found.bins:
        assert abs(low - seen) <= 0.02 + 3 * (low * (1 - low) / n) ** 0.5


def small(rows):
    return pl.DataFrame(rows, schema=["customer", "product", "day"], orient="row")


def test_a_month_is_told_apart_from_a_history():
    rows = small([(f"c{i % 30}", f"p{(i * 7) % 11}", i % 28) for i in range(300)])
    model = Recommender(history_of(rows, 28), 90, 4)
    assert model.chosen.name == "association"
    assert "28 days" in model.chosen.why.en
    assert model.answer().calibration == []


def test_customers_who_are_all_alike_get_an_answer():
    rows = small([(f"c{c}", f"p{p}", p * 30) for c in range(40) for p in range(8)])
    found = first(rows, 260, top=5)
    assert found.is_empty()
    fewer = small([*rows.iter_rows(), ("c40", "p0", 3)])
    last = first(fewer, 260, top=5)
    assert last["customer"].unique().to_list() == ["c40"]
    assert last.height == 5


def test_more_products_than_are_scored_are_filled_up_by_popularity():
    rows = small([("a", "x", 0), ("b", "y", 1), ("b", "z", 1), ("c", "z", 2)])
    found = first(rows, 100, top=9)
    assert dict(found.group_by("customer").len().iter_rows()) == {"a": 2, "b": 1, "c": 2}
    assert (found["probability"] > 0).all()


def test_the_example_of_the_docs():
    text = (ROOT / "docs/adoption.md").read_text(encoding="utf-8")
    block = text.split("```\ncustomer,")[1].split("```")[0]
    rows = pl.read_csv(f"customer,{block}".encode(), try_parse_dates=True)
    until = date(2026, 1, 31).toordinal() - date(1970, 1, 1).toordinal()
    model = Recommender(history_of(numbered(rows), until), 30, 2)
    assert (model.chosen.name, model.chosen.window, model.chosen.judged) == ("association", 5, {})
    found = {(c, p): x for c, _, p, x, _ in model.frame().iter_rows()}
    said = float(text.split("= **")[1].split("**")[0])
    assert found["D", "cloud"] == pytest.approx(said, abs=5e-5)


UNTIL, WINDOW = 280, 40


@pytest.fixture
def scattered(monkeypatch):
    """Many customers and products, few first purchases: 700 buy on two of 280 days each."""
    monkeypatch.setattr(choice, "MOST_ROWS", 1)  # then 200 customers are looked at
    dice = np.random.default_rng(9)
    return small(
        [
            (f"c{c}", f"p{dice.integers(40)}", int(day))
            for c in range(700)
            for day in dice.choice(UNTIL, 2, replace=False)
        ]
    )


def test_where_few_come_true_more_customers_are_looked_at(scattered, monkeypatch):
    history = history_of(scattered, UNTIL)
    seen = []
    for most in (1, 10**6):
        monkeypatch.setattr(choice, "MOST_RARE", most)
        seen.append(choice.cut_at(history, UNTIL - WINDOW, WINDOW, 60))
    few, all_ = (np.unique(cut.cells.customer).size for cut in seen)
    assert (few, all_) == (200, len(seen[1].columns.state.present))
    assert seen[0].hits.sum() < choice.FEWEST_HITS < seen[1].hits.sum()


def test_too_few_counts_all_first_purchases(scattered, monkeypatch):
    monkeypatch.setattr(choice, "MOST_RARE", 1)
    found = choice.choose(history_of(scattered, UNTIL), WINDOW, 60, lambda *_: None)
    since = UNTIL - WINDOW
    known = set(scattered.filter(pl.col("day") < since)["product"])
    first = scattered.group_by("customer", "product").agg(pl.col("day").min())
    there = set(scattered.filter(pl.col("day") < since)["customer"])
    late = [(c, p) for c, p, day in first.iter_rows() if day >= since and p in known and c in there]
    assert found.name == "association"
    assert f"Of {len(late)} first purchases" in found.why.en


def test_figures_of_a_product_mean_the_same_after_a_short_and_a_long_history():
    """A product that sells on as ever looks alike at each cut, also after days of a closed shop."""
    rows = [(f"c{c}", f"p{p}", c + 7 * p) for c in range(300) for p in range(3)]
    history = history_of(
        pl.DataFrame(rows, schema=["customer", "product", "day"], orient="row"), 400
    )

    def of_product(cut):
        return Columns(state_at(history, cut, 30)).of_product[0]

    early, late, closed = of_product(120), of_product(240), of_product(400)
    alike = [OF_PRODUCT.index(n) for n in ("lately", "known_for", "silent_for")]
    assert early[alike] == pytest.approx(late[alike], rel=0.02)
    assert late[OF_PRODUCT.index("lately")] == pytest.approx(1, abs=0.05)
    assert closed[OF_PRODUCT.index("silent_for")] <= 14
