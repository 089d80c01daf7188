"""Adoption fitted on a book's own past: where it is better, where rules stay, and no leak."""

from datetime import date, timedelta
from functools import cache

import numpy as np
import polars as pl
import pytest

from graph.cross_sell import adoption as rules_of
from graph.cross_sell import cross_sell
from graph.cross_sell.adoption import adoption
from graph.cross_sell.learnt import likelihood
from graph.cross_sell.learnt.choice import learnt
from graph.cross_sell.learnt.dates import first_days
from graph.cross_sell.learnt.evidence import NAMES
from graph.cross_sell.lines import because, best, best_adoptions
from graph.cross_sell.revenue import day_of
from graph.settings import CrossSellSettings, Settings
from graph.snapshot import NO_DAY, Snapshot
from tests.cross_sell.dated_world import AS_OF, DAY, dated_book, dated_frames

RULES = CrossSellSettings()


@cache
def book():
    """Return a book of 200 companies in which heads and sequence decide."""
    return dated_book(seed=4)


def later_log_loss(model, came, lacking):
    told = np.where(came, model.probability, 1 - model.probability)
    return float(-np.log(told[lacking]).mean())


def test_a_fitted_model_beats_the_rules_on_months_that_it_never_saw():
    # The book is cut a year before its end: what comes after was in no file that was read.
    nodes, ties = dated_frames(seed=4, years=7)
    early = AS_OF - timedelta(days=365)
    known = ties | {"USES": ties["USES"].filter(pl.col("since") <= early)}
    made, whole = Snapshot.from_frames(nodes, known), Snapshot.from_frames(nodes, ties)
    day = DAY - 365
    uses = whole.edge("USES")
    now, came = (np.zeros((200, 15), dtype=bool) for _ in range(2))
    old = uses.days("since") <= day
    now[uses.source[old], uses.target[old]] = True
    came[uses.source[~old], uses.target[~old]] = True
    found, model = learnt(made, None, day, RULES), likelihood(made, None, day, RULES)
    rules = adoption(made, None, day, RULES)
    assert found.model == "fitted"
    assert later_log_loss(model, came, ~now) < later_log_loss(rules, came, ~now) - 0.005
    assert model.probability[~now].sum() == pytest.approx(came.sum(), rel=0.25)


def test_the_choice_is_what_the_validation_says():
    found = learnt(book(), None, DAY, RULES)
    judged = {j.model: j for j in found.judged.validation}
    assert judged.keys() == {"fitted", "rules", "popularity", "item_knn", "walk"}
    assert found.model == min(judged.values(), key=lambda j: j.log_loss).model == "fitted"
    assert judged["fitted"].ndcg_at_10 > judged["rules"].ndcg_at_10
    assert found.judged.surety >= 0.95
    told = sum(b.predicted * b.n for b in found.judged.calibration)
    assert told == pytest.approx(sum(b.observed * b.n for b in found.judged.calibration), rel=0.25)


def test_the_rules_that_are_judged_are_those_of_the_day_before_the_year():
    made, judged = book(), learnt(book(), None, DAY, RULES).judged
    uses = made.edge("USES")
    since = uses.days("since")
    rules = adoption(made, None, DAY - 365, RULES).probability
    now, came = (np.zeros(rules.shape, dtype=bool) for _ in range(2))
    now[uses.source[since <= DAY - 365], uses.target[since <= DAY - 365]] = True
    came[uses.source[since > DAY - 365], uses.target[since > DAY - 365]] = True
    loss = -np.log(np.where(came, rules, 1 - rules)[~now]).mean()
    precision, gains = [], []
    for company in np.flatnonzero(came.any(axis=1)):
        open_ = [p for p in range(15) if not now[company, p]]
        first = sorted(open_, key=lambda p: (-rules[company, p], p))[:10]
        hits = [came[company, p] for p in first]
        best = sum(1 / np.log2(k + 2) for k in range(min(10, came[company].sum())))
        precision.append(sum(hits) / 10)
        gains.append(sum(h / np.log2(k + 2) for k, h in enumerate(hits)) / best)
    said = next(j for j in judged.validation if j.model == "rules")
    assert said.log_loss == pytest.approx(loss)
    assert said.precision_at_10 == pytest.approx(np.mean(precision))
    assert said.ndcg_at_10 == pytest.approx(np.mean(gains))


def test_where_nothing_but_chance_decides_the_rules_stay():
    made = dated_book(laws=False)
    found = learnt(made, None, DAY, RULES)
    assert found.model == "rules"
    assert found.judged.surety < 0.95
    answer = cross_sell(made, None, "e000", as_of=AS_OF, settings=Settings())
    assert answer.validation == found.judged.validation
    assert "no model learnt from earlier years was surely better" in answer.notes[-1].en


@pytest.mark.parametrize("world", [{"years": 2}, {"companies": 60}])
def test_with_little_history_the_rules_stay_and_say_so(world):
    made = dated_book(**world)
    model, rules = likelihood(made, None, DAY, RULES), adoption(made, None, DAY, RULES)
    assert np.array_equal(model.probability, rules.probability)
    answer = cross_sell(made, None, "e000", as_of=AS_OF, settings=Settings())
    assert (answer.model, answer.validation, answer.calibration) == ("rules", [], [])
    assert answer.notes[-1].en.startswith(
        "Adoption follows smoothed rules, for the history is short"
    )
    assert answer.notes[-1].zh.startswith("历史较短，采用概率按平滑规则计算")


def test_what_comes_later_changes_nothing():
    nodes, ties = dated_frames(seed=4)
    some = [f"e{n:03d}" for n in range(0, 200, 3)]
    dates = [AS_OF if n % 2 else AS_OF - timedelta(days=900) for n in range(len(some))]
    tagged = pl.DataFrame({"from": some, "to": ["t"] * len(some), "as_of": dates})
    nodes |= {"Tag": pl.DataFrame({"id": ["t"]})}
    early, day = AS_OF - timedelta(days=200), DAY - 200
    # Of a tenth of the uses only the bills know the beginning.
    uses = (
        ties["USES"]
        .with_row_index()
        .with_columns(
            pl.when(pl.col("index") % 10 == 0).then(None).otherwise("since").alias("dated")
        )
    )
    bills = bills_of(uses)
    uses = uses.drop("index", "since").rename({"dated": "since"})
    late = ties["USES"]["since"] > early
    assert late.sum() > 50
    whole = Snapshot.from_frames(nodes, ties | {"USES": uses, "HAS_TAG": tagged})
    before = tagged.filter(pl.col("as_of") <= early)
    # What is billed later alone and has no date would else pass for always used.
    kept = uses.filter(~late | pl.Series(uses["since"].is_null()))
    cut = Snapshot.from_frames(nodes, ties | {"USES": kept, "HAS_TAG": before})
    told = likelihood(whole, None, day, RULES, bills)
    known = likelihood(cut, None, day, RULES, bills.filter(pl.col("month") <= "2025-09"))
    assert told.drivers is not None
    assert np.array_equal(told.probability, known.probability)


def bills_of(uses):
    """Return a bill of the first month of each use, and one of long ago."""
    months = uses["since"].dt.strftime("%Y-%m")
    rows = uses.select(customer="from", product="to").with_columns(month=months, revenue=5.0)
    long_ago = {"customer": "e000", "product": "p99", "month": "2000-01", "revenue": 1.0}
    return pl.concat([rows, pl.DataFrame([long_ago])])


def test_uses_without_a_date_began_when_they_were_first_billed():
    frames = dated_frames(companies=4, products=2)[0]
    cells = [("e000", "p00"), ("e001", "p00"), ("e002", "p01"), ("e003", "p01")]
    stated = pl.Series([date(2024, 5, 5), None, None, None], dtype=pl.Date)
    uses = pl.DataFrame(cells, ["from", "to"], orient="row").with_columns(since=stated)
    bills = pl.DataFrame(
        [
            ("e000", "p00", "2025-02", 1.0), ("e001", "p00", "2025-03", 0.0),
            ("e001", "p00", "2025-04", 9.0), ("e001", "p00", "2025-05", 9.0),
            ("e002", "p01", "2025-01", 9.0), ("e003", "p01", "2026-02", 9.0),
        ],
        ["customer", "product", "month", "revenue"], orient="row",
    )  # fmt: skip
    made = Snapshot.from_frames(frames, {"USES": uses})
    found = first_days(made, bills, day_of(date(2025, 12, 31))).tolist()
    # The first month of all bills may hide an older use; a month after the day is not known yet.
    expected = [day_of(date(2024, 5, 5)), day_of(date(2025, 4, 1)), NO_DAY, NO_DAY]
    assert found == expected


def test_a_held_out_year_teaches_nothing_to_what_is_judged_on_it():
    nodes, ties = dated_frames(seed=4)
    fresh = pl.col("since") > AS_OF - timedelta(days=365)
    # Who took up what in the last year is dealt out anew; all before it stays.
    others = ties["USES"].filter(fresh).with_columns(pl.col("to").reverse())
    turned = pl.concat([ties["USES"].filter(~fresh), others]).unique(["from", "to"], keep="first")
    judged = [
        learnt(Snapshot.from_frames(nodes, ties | {"USES": uses}), None, DAY, RULES).judged
        for uses in (ties["USES"], turned)
    ]
    told = [sum(b.predicted * b.n for b in j.calibration) for j in judged]
    assert told[0] == pytest.approx(told[1], rel=0.5)
    fitted = [next(m for m in j.validation if m.model == "fitted") for j in judged]
    assert fitted[1].ndcg_at_10 < fitted[0].ndcg_at_10 - 0.05


def test_reasons_name_what_drives_it():
    made = book()
    drivers = likelihood(made, None, DAY, RULES).drivers
    uses = {(e, p) for e, p in zip(made.edge("USES").source, made.edge("USES").target, strict=True)}
    lacking = [(e, p) for e in range(200) for p in range(15)
               if e % 5 and (e, p) not in uses and (e // 5 * 5, p) in uses]  # fmt: skip
    told = drivers.of(*np.array(lacking).T)
    named = sum(first[0] == "head_office" and first[1] > 2 for first, *_ in told)
    assert named > 0.8 * len(told)
    assert {name for some in told for name, _ in some} <= set(NAMES)


def test_drivers_explain_the_probability_whole():
    made = book()
    model = likelihood(made, range(5), DAY, RULES)
    found = learnt(made, None, DAY, RULES)
    columns = model.drivers.evidence.columns(np.arange(5))
    odds = found.weights.log_odds(columns)
    average = found.weights.log_odds(found.usual)
    moved = np.tensordot(found.weights.weights, columns - found.usual[:, None], axes=1)
    assert np.allclose(odds - average, moved)
    assert np.allclose(model.probability, 1 / (1 + np.exp(-odds)))
    # As the rules have it: the base as a hazard, times the factor.
    assert np.allclose(model.probability, 1 - (1 - model.base) ** model.factor)


def no_lines():
    columns = {"customer": pl.String, "month": pl.String, "product": pl.String}
    return pl.LazyFrame(schema=columns | {"amount": pl.Float64, "since": pl.Date})


def said_of(found, columns, company, product):
    """Word what raises one cell, from the columns of all."""
    away = columns[:, company, product] - found.usual[:, product]
    odds = np.exp(found.weights.weights * away[found.weights.places])
    raising = sorted(((x, n) for n, x in zip(NAMES, odds, strict=True) if x >= 1.2), reverse=True)
    return " | ".join(f"{n}: {x:.2f}" for x, n in raising[:3]) or "base rate"


@pytest.mark.parametrize("size", [None, 7])
def test_the_best_of_all_groups_are_those_of_the_model(monkeypatch, size):
    # Whatever is worked out together, 40 groups come out the same.
    for module, name in ((best, "TOGETHER"), (rules_of, "TOGETHER"), (because, "AT_ONCE")):
        monkeypatch.setattr(module, name, size or getattr(module, name))
    made = book()
    rows = pl.concat(best_adoptions(made, no_lines(), DAY, RULES, top=3))
    found = learnt(made, None, DAY, RULES)
    columns = found.evidence.columns(np.arange(200))
    told = 1 / (1 + np.exp(-found.weights.log_odds(columns)))
    told[made.edge("USES").source, made.edge("USES").target] = -1
    for head in range(0, 200, 5):
        kept = rows.filter(group=f"e{head:03d}")
        first = np.sort(told[head : head + 5].ravel())[::-1][:3]
        assert kept["probability"].to_list() == pytest.approx(first)
        for row in kept.iter_rows(named=True):
            company, product = int(row["customer"][1:]), int(row["product"][1:])
            assert head <= company < head + 5
            assert row["probability"] == pytest.approx(told[company, product])
            assert row["because"] == said_of(found, columns, company, product)
    assert rows["group"].n_unique() == 40


def test_those_who_are_asked_about_are_siblings_of_one_another():
    made, group = book(), [3, 0, 11, 7]
    uses = made.edge("USES")
    now, new = (np.zeros((200, 15)) for _ in range(2))
    now[uses.source, uses.target] = 1
    lately = uses.days("since") > DAY - 365
    new[uses.source[lately], uses.target[lately]] = 1
    model = likelihood(made, group, DAY, RULES)
    assert np.array_equal(model.siblings_using, now[group].sum(axis=0) - now[group])
    evidence, base = model.drivers.evidence, model.drivers.evidence.rules.base
    others = new[group].sum(axis=0) - new[group]
    share = (others + RULES.smoothing * base) / (3 + RULES.smoothing)
    assert np.allclose(evidence.column("siblings_lately", np.array(group)), np.log(share / base))
    # Who was asked about before changes nothing for all others.
    whole = likelihood(made, None, DAY, RULES).siblings_using
    families = now.reshape(40, 5, 15)
    assert np.array_equal(whole, (families.sum(axis=1)[:, None] - families).reshape(200, 15))
