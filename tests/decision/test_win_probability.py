"""A probability only where later deals prove it: found with signal, refused without."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

import numpy as np
import polars as pl
import pytest
from scipy.special import expit

from benchmarks import filled_in
from graph.decision.analyze import analyze
from graph.decision.winning.features import NAMES, Features, closed_deals
from graph.decision.winning.known_then import (
    DATED,
    EVENTS,
    WITNESSED,
    known_then,
    put_down_later,
)
from graph.decision.winning.logistic import fit
from graph.decision.winning.probability import (
    NoModel,
    WinFrame,
    WinModel,
    _forecasts,
    reliability,
    win_model,
)
from graph.decision.winning.win import Book
from graph.settings import Settings
from graph.snapshot import NodeTable, Snapshot
from tests.decision.toy_graphs import AS_OF, toy


def made(seed: int, n: int = 600, signal: float = 1.0, horizon: int = 1):
    """Closed deals whose chance follows two of eight columns, and those chances."""
    r = np.random.default_rng(seed)
    x = r.normal(size=(n, 8))
    p = expit(-1.0 + signal * (1.2 * x[:, 0] + 0.6 * x[:, 1]))
    names = [f"c{i}" for i in range(8)]
    return WinFrame(names, x, r.random(n) < p, np.arange(n), horizon=horizon), p


def test_signal_is_found_and_calibrated():
    frame, _ = made(1)
    found = win_model(frame)
    assert isinstance(found, WinModel)
    assert found.judged.skill_low > 0.05
    # On new deals the forecast is the true chance: slope 1, and bins that hold it.
    new, p = made(2, n=4000)
    guess = found.model.chance(new.x[:, found.columns])
    assert np.abs(guess - p).mean() < 0.05
    for bin_ in reliability(guess, new.won):
        assert bin_.forecast == pytest.approx(bin_.won_share, abs=0.06)


def test_without_signal_there_is_no_probability():
    found = [win_model(made(seed, n=450, signal=0.0)[0]) for seed in range(3)]
    assert all(isinstance(f, NoModel) for f in found)
    assert "does not lie above 0" in found[0].reason.en
    assert found[0].judged.skill_low <= 0


def test_only_what_had_closed_before_is_learnt_from():
    # An outcome that turns round with time is forecast wrongly by whoever sees only the past.
    frame, _ = made(3)
    turned = frame.won ^ (frame.closed >= 240)
    assert isinstance(win_model(WinFrame(frame.names, frame.x, turned, frame.closed)), NoModel)
    # The forecasts of a stretch do not change with outcomes that come after it began.
    late, told = frame.won.copy(), np.arange(8)
    late[360:] = ~late[360:]
    one, other = (
        _forecasts(WinFrame(frame.names, frame.x, w, frame.closed), told) for w in (frame.won, late)
    )
    assert np.array_equal(one[240:480], other[240:480])
    assert not np.array_equal(one[480:], other[480:])


@pytest.mark.parametrize(("won", "lost"), [(49, 200), (60, 149), (0, 0)])
def test_too_few_closed_deals_are_counted(won, lost):
    n = won + lost
    frame = WinFrame(["c"], np.zeros((n, 1)), np.arange(n) < won, np.arange(n))
    assert f"Only {won} won and {lost} lost" in win_model(frame).reason.en


def test_columns_that_say_nothing_are_said():
    frame = WinFrame(["c"], np.full((300, 1), np.nan), np.arange(300) % 3 == 0, np.arange(300))
    assert "Nothing dated is known" in win_model(frame).reason.en


def test_the_fit_is_at_the_top_of_its_likelihood():
    frame, _ = made(4, n=200)
    model = fit(frame.x, frame.won, 2.0)

    def loss(weight, intercept) -> float:
        z = model.standard(frame.x) @ weight + intercept
        return -np.log(expit(np.where(frame.won, z, -z))).sum() + (weight**2).sum()

    best = loss(model.weight, model.intercept)
    r = np.random.default_rng(0)
    assert all(
        loss(model.weight + r.normal(0, 0.02, 8), model.intercept + r.normal(0, 0.02)) > best - 1e-6
        for _ in range(50)
    )
    # The curvature is that of the loss: by differences along each weight.
    curve, step = np.linalg.inv(model.covariance), 1e-4
    for i in range(8):
        e = np.eye(8)[i] * step
        second = loss(model.weight + e, model.intercept) + loss(model.weight - e, model.intercept)
        assert (second - 2 * best) / step**2 == pytest.approx(curve[i, i], rel=1e-3)


def closing(count: int, seed: int = 0, tell: bool = True):
    """Return a book of closed deals, won where the decider was a supporter before; one is open."""
    r = Random(seed)
    deals, rows = {}, {"plays": [], "holds": [], "for_": []}
    for i in range(count):
        id_, closed = f"d{i:03}", AS_OF - timedelta(days=1 + 3 * (count - i))
        likes = r.random() < 0.4
        won = r.random() < (0.75 if likes else 0.15)
        deals[id_] = {"closed_on": closed, "outcome": "won" if won else "lost"}
        rows["for_"].append((id_, f"e{i % 40}"))
        rows["plays"].append((f"p{i}", id_, "decision_maker"))
        known = "supporter" if likes else "non_supporter"
        if tell:
            rows["holds"].append(
                (f"p{i}", id_, known, {"source": "a", "as_of": closed - timedelta(days=50)})
            )
        # Told after the end, or on no day: true, and of no use for a forecast.
        after = "mentor" if won else "enemy"
        rows["holds"].append(
            (f"p{i}", id_, after, {"source": "b", "as_of": closed + timedelta(days=5)})
        )
        rows["holds"].append((f"p{i}", id_, after, {"source": "c"}))
    deals["open"] = {"amount": 1000.0}
    rows["plays"].append(("p0", "open", "decision_maker"))
    rows["holds"].append(("p0", "open", "supporter", {"as_of": AS_OF}))
    return toy({"Opportunity": deals}, **rows)


def test_a_book_with_signal_gives_its_open_deals_a_chance_and_why():
    answer = Book(closing(270), as_of=AS_OF, settings=Settings()).answer()
    (deal,) = answer.deals
    assert answer.win_probability_reason is None
    assert deal.win_probability == pytest.approx(0.75, abs=0.12)
    assert deal.low < deal.win_probability < deal.high
    assert deal.because[0].feature in ("stance", "lean", "passes", "opposed")
    analysed = analyze(closing(270), "open", as_of=AS_OF, settings=Settings())
    assert deal.known_share == pytest.approx(analysed.known_share)
    assert deal.little_known == (analysed.known_share < 0.5)


def test_deals_that_end_later_are_not_known_yet():
    graph = closing(30)
    all_, half = (
        closed_deals(Features(graph, Settings(), day))
        for day in (AS_OF, AS_OF - timedelta(days=46))
    )
    assert (all_.frame.won.size, half.frame.won.size) == (30, 15)
    assert all_.frame.x.shape == (30, len(NAMES))


def test_a_deal_that_was_not_there_yet_is_not_looked_at():
    graph = closing(30)
    deals = graph.nodes["Opportunity"]
    late = pl.when(pl.col("id") < "d010").then(pl.col("closed_on")).otherwise(None)
    frame = deals.frame.with_columns(late.cast(pl.Date).alias("opened_on"))
    short = Snapshot(
        graph.revision, {**graph.nodes, "Opportunity": NodeTable("Opportunity", frame)}, graph.edges
    )
    found = closed_deals(Features(short, Settings(), AS_OF))
    assert (found.frame.won.size, found.too_short) == (20, 10)


def test_what_came_with_or_after_the_end_or_on_no_day_does_not_count():
    # Statements after the end and on no day, and what a won sale fills in: all give it away.
    graph = closing(270, tell=False)
    won = pl.col("outcome") == "won"
    frame = graph.nodes["Opportunity"].frame.with_columns(
        pl.when(won).then(9e6).otherwise(1e3).alias("amount"),
        pl.when(won).then(pl.lit("contract")).otherwise(pl.lit("entry")).alias("stage"),
        pl.when(won).then(pl.col("closed_on")).otherwise(None).alias("contract_reviewed_on"),
    )
    told = Snapshot(
        graph.revision, {**graph.nodes, "Opportunity": NodeTable("Opportunity", frame)}, graph.edges
    )
    answer = Book(told, as_of=AS_OF, settings=Settings()).answer()
    assert answer.win_probability_reason is not None
    assert answer.deals[0].win_probability is None
    assert answer.deals[0].lean > 0


@pytest.mark.parametrize("leak", ["tie", "restated", "card", "procurement"])
def test_roles_and_ties_filled_in_after_the_outcome_foretell_nothing(leak):
    answer = Book(filled_in.book(leak), as_of=AS_OF, settings=Settings()).answer()
    assert answer.win_probability_reason is not None
    said = {
        "tie": "do not count",
        "procurement": "do not count",
        "card": "changed with the outcome",
    }
    assert said.get(leak, "did not tell later deals apart") in answer.win_probability_reason.en


def test_roles_without_a_date_count_where_alone_they_tell_nothing():
    book = Book(filled_in.book(filled_in.HONEST), as_of=AS_OF, settings=Settings())
    answer = book.answer()
    assert answer.win_probability_reason is None
    assert answer.judged.skill_low > 0
    assert "no date" in answer.caution.en
    assert "lean" in book.learnt.names


def test_what_was_known_of_a_deal_on_its_day():
    graph = toy(
        {
            "Opportunity": {"one": {"pass_mark": 0.5}, "two": {}},
            "Interaction": {"visit": {"on": AS_OF - timedelta(days=9)}},
        },
        plays=[
            ("early", "one", "coach", {"as_of": AS_OF - timedelta(days=10)}),
            ("late", "one", "coach", {"as_of": AS_OF}),
            ("heard", "one", "coach"),
            ("met", "one", "coach"),
            ("nobody", "one", "coach"),
            ("heard", "two", "coach"),
        ],
        holds=[("heard", "one", "neutral", {"as_of": AS_OF - timedelta(days=5)})],
        took_part=[("met", "visit")],
        about=[("visit", "one")],
        influences=[("early", "heard", 0.5), ("late", "heard", 0.5, {"as_of": AS_OF})],
    )
    today = (AS_OF - date(1970, 1, 1)).days
    days = np.array([today - 4, today - 4], dtype=np.int32)
    names, deals = graph.nodes["Person"].ids, graph.nodes["Opportunity"].ids

    def known(way):
        then = known_then(graph, days, way)
        plays, sways = then.edge("PLAYS"), then.edge("INFLUENCES")
        roles = {(names[p], deals[d]) for p, d in zip(plays.source, plays.target, strict=True)}
        live = sways.source[sways.in_force(today - 4)]
        return roles, [names[i] for i in live], then.nodes["Opportunity"].value("pass_mark", 0)

    dated = {("early", "one")}
    assert known(EVENTS) == (set(), [], None)
    assert known(DATED) == (dated, [], None)
    assert known(WITNESSED) == (dated | {("heard", "one"), ("met", "one")}, ["early"], 0.5)
    assert put_down_later(graph, days).tolist() == [3, 1]


def test_a_forecast_too_good_to_be_true_is_refused():
    rows, deals = {"holds": []}, {}
    for i in range(220):
        closed = AS_OF - timedelta(days=1 + 3 * i)
        deals[f"d{i}"] = {"closed_on": closed, "outcome": "lost" if i % 4 else "won"}
        known = "enemy" if i % 4 else "mentor"
        told = {"as_of": closed - timedelta(days=50)}
        rows["holds"].append((f"p{i}", f"d{i}", known, told))
    answer = Book(toy({"Opportunity": deals}, **rows), as_of=AS_OF, settings=Settings()).answer()
    assert answer.judged.skill > 0.8
    assert "too good to be true" in answer.win_probability_reason.en
