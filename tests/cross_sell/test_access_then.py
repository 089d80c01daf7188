"""Access as a column of adoption: only what was stated by then, only where it proves better."""

from datetime import date, timedelta
from functools import cache
from random import Random

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.cross_sell import cross_sell, cross_sell_of_all
from graph.cross_sell.learnt import likelihood
from graph.cross_sell.learnt.choice import learnt
from graph.cross_sell.learnt.reach import Reach, may_reach_enough
from graph.cross_sell.revenue import day_of
from graph.cross_sell.shares import families_on
from graph.settings import Settings
from graph.snapshot import Snapshot
from tests.cross_sell import test_paths_oracle as oracle
from tests.cross_sell.dated_world import AS_OF, DAY, reached_frames

ALL = Settings()
RULES = ALL.cross_sell
BEFORE, AFTER = oracle.DAY - timedelta(days=9), oracle.DAY + timedelta(days=1)
STATED = [BEFORE, BEFORE, oracle.DAY, oracle.DAY, None, AFTER]
TIES = ("INFLUENCES", "REPORTS_TO", "KNOWS", "CONFLICTS_WITH")


@given(oracle.books(), st.integers(0, 10**6))
@settings(max_examples=60, deadline=None)
def test_access_on_a_day_follows_from_what_was_stated_by_then(book, seed):
    def stated(*row):
        return Random(f"{seed}{row}").choice(STATED)

    def known(*row):
        return stated(*row) is not None and stated(*row) <= oracle.DAY

    nodes, ties = oracle.frames(book)
    for kind in {"WORKS_FOR", "COVERS", "HOLDS", "PLAYS", *TIES} & ties.keys():
        ends = ties[kind].select("from", "to").iter_rows()
        days = pl.Series([stated(kind, *pair) for pair in ends], dtype=pl.Date)
        ties[kind] = ties[kind].with_columns(as_of=days)
    opened = pl.Series([stated("opened", deal) for deal in oracle.DEALS], dtype=pl.Date)
    nodes["Opportunity"] = nodes["Opportunity"].with_columns(opened_on=opened)
    made = Snapshot.from_frames(nodes, ties)
    then = book | {
        "ties": [t for t in book["ties"] if known(t["kind"], t["from"], t["to"])],
        "posts": [p for p in book["posts"] if known("WORKS_FOR", *p[:2])],
        "holds": [h for h in book["holds"] if known("HOLDS", *h[:2])],
        "covers": [c for c in book["covers"] if known("COVERS", *c[:2])],
        "plays": [p for p in book["plays"] if known("PLAYS", *p[:2]) and known("opened", p[1])],
    }
    day, firms = day_of(oracle.DAY), made.nodes["Enterprise"].ids
    reach = Reach(made, families_on(made, (), day), day, ALL)
    families = {f: ("X",) if f == "X" else ("G", "A", "B") for f in firms}
    expected = [oracle.best_access(then, firm, families[firm]) for firm in firms]
    assert reach.of(np.arange(len(firms))) == pytest.approx(expected)


def one_company(opened=BEFORE, met=BEFORE):
    """Ada heads a company, Bob decides in its deal; we know both, and met Bob a half-life ago."""
    then = {"as_of": [BEFORE, BEFORE]}
    posts = {"from": ["ada", "bob"], "to": ["A", "A"], "level": [1, 2]}
    nodes = {
        "Enterprise": pl.DataFrame({"id": ["A"]}),
        "Person": pl.DataFrame({"id": ["ada", "bob"]}),
        "Seller": pl.DataFrame({"id": ["me"], "level": [1]}),
        "Opportunity": pl.DataFrame({"id": ["o"], "opened_on": pl.Series([opened], dtype=pl.Date)}),
        "Interaction": pl.DataFrame({"id": ["i"], "on": [oracle.DAY - timedelta(days=180)]}),
    }
    seen = {"from": ["bob", "me"], "from_kind": ["Person", "Seller"], "to": ["i", "i"]}
    ties = {
        "WORKS_FOR": pl.DataFrame(posts | then),
        "COVERS": pl.DataFrame(
            {"from": ["me", "me"], "to": ["ada", "bob"], "strength": [0.1, 0.8]} | then
        ),
        "FOR": pl.DataFrame({"from": ["o"], "to": ["A"]}),
        "PLAYS": pl.DataFrame(
            {"from": ["bob"], "to": ["o"], "roles": [["approver"]], "as_of": [BEFORE]}
        ),
        "TOOK_PART": pl.DataFrame(seen).with_columns(as_of=pl.Series([met, met], dtype=pl.Date)),
    }
    return Snapshot.from_frames(nodes, ties)


@pytest.mark.parametrize(
    ("opened", "met", "access"),
    [
        (BEFORE, BEFORE, 0.4), (oracle.DAY, oracle.DAY, 0.4),
        # Where nothing tells that there was a deal by then, who is highest is presumed to decide.
        (None, BEFORE, 0.1), (AFTER, BEFORE, 0.1),
        # A meeting that was noted later, nobody knows when, makes nobody known less.
        (BEFORE, None, 0.8), (BEFORE, AFTER, 0.8),
    ],
)  # fmt: skip
def test_deals_and_meetings_count_from_their_day(opened, met, access):
    reach = Reach(one_company(opened, met), np.zeros(1, dtype=int), day_of(oracle.DAY), ALL)
    assert reach.of(np.array([0])) == pytest.approx([access])


@cache
def book(law=0.8, dated=True):
    return Snapshot.from_frames(*reached_frames(law, dated))


def answer(made):
    return cross_sell(made, None, "e245", as_of=AS_OF, settings=ALL, top=0)


def test_where_access_moved_what_was_taken_up_it_is_a_column_and_counts_once():
    found = learnt(book(), None, DAY, RULES, ALL)
    judged = {j.model: j for j in found.judged.validation}
    assert found.model == "fitted_with_access"
    assert judged["fitted_with_access"].log_loss < judged["fitted"].log_loss
    told = answer(book())
    assert told.access_within
    assert len({p.access for p in told.paths}) > 1
    assert all(p.probability == p.adoption for p in told.paths)
    assert "is a column of the fitted model" in told.why.en
    assert "不再另乘可达" in told.why.zh
    assert any("access to the decider" in s.en for p in told.paths for s in p.because)
    both = cross_sell_of_all(book(), None, ["e245", "e005"], as_of=AS_OF, settings=ALL)
    assert both.access_within
    assert both.why == told.why
    # Whoever is reached better is likelier, the rest of him being the same.
    column = found.evidence.column("access", np.arange(300))[:, 0]
    assert found.weights.weights[-1] > 0
    assert len(np.unique(column)) > 50


def test_where_access_moves_nothing_it_is_no_column_and_is_multiplied_with():
    found = learnt(book(law=0.0), None, DAY, RULES, ALL)
    assert "fitted_with_access" in {j.model for j in found.judged.validation}
    assert not found.holds_access
    told = answer(book(law=0.0))
    assert not told.access_within
    assert "x access" in told.why.en
    for path in told.paths:
        expected = min(1.0, path.adoption * path.access / told.mean_access)
        assert path.probability == pytest.approx(expected)


def test_better_than_the_rules_alone_is_not_enough():
    made = Snapshot.from_frames(*reached_frames(seed=6))
    found = learnt(made, None, DAY, RULES, ALL)
    judged = {j.model: j for j in found.judged.validation}
    assert judged["fitted_with_access"].log_loss < judged["fitted"].log_loss
    # In 89 of 100 draws only, and 95 are asked for.
    assert found.model == "fitted"


def test_where_less_access_goes_with_more_sales_it_is_not_believed():
    found = learnt(book(law=-0.8), None, DAY, RULES, ALL)
    judged = {j.model: j for j in found.judged.validation}
    assert judged["fitted_with_access"].log_loss < judged["fitted"].log_loss - 0.005
    assert not found.holds_access


def test_with_ties_of_no_date_it_is_not_offered_however_well_it_would_foretell():
    made = book(dated=False)
    found = learnt(made, None, DAY, RULES, ALL)
    assert not may_reach_enough(made, [DAY])
    assert "fitted_with_access" not in {j.model for j in found.judged.validation}
    assert found.judged == learnt(made, None, DAY, RULES).judged


@pytest.mark.parametrize("day", [DAY - 3 * 365, DAY])
def test_it_is_not_offered_where_on_one_of_the_days_too_few_are_reached(day):
    nodes, ties = reached_frames()
    over = AS_OF - timedelta(days=DAY - day)
    # Of some hundred whom we knew on that day a third stay known on it.
    gone = (pl.col("as_of") <= over) & (pl.col("to") > "d100")
    covers = ties["COVERS"]
    if day == DAY:
        covers = covers.with_columns(until=pl.when(gone).then(over).otherwise("until"))
    else:
        later = over + timedelta(days=1)
        covers = covers.with_columns(as_of=pl.when(gone).then(later).otherwise("as_of"))
    made = Snapshot.from_frames(nodes, ties | {"COVERS": covers})
    assert may_reach_enough(made, [DAY, DAY - 365, DAY - 3 * 365])
    found = learnt(made, None, DAY, RULES, ALL)
    assert found.judged.validation
    assert "fitted_with_access" not in {j.model for j in found.judged.validation}


def test_what_was_stated_later_changes_no_adoption():
    nodes, ties = reached_frames()
    early, day = AS_OF - timedelta(days=200), DAY - 200
    dates = {"USES": "since", "COVERS": "as_of"}
    late = {kind: ties[kind].filter(pl.col(name) <= early) for kind, name in dates.items()}
    assert late["COVERS"].height < ties["COVERS"].height
    told, known = (
        likelihood(Snapshot.from_frames(nodes, some), None, day, RULES, hearing=ALL)
        for some in (ties, ties | late)
    )
    assert told.drivers.evidence.reach is not None
    assert np.array_equal(told.probability, known.probability)
    # Nor does a cover whose beginning alone is known.
    only = ties["COVERS"].with_columns(since=pl.lit(date(2015, 1, 1)), as_of=pl.lit(None, pl.Date))
    assert not may_reach_enough(Snapshot.from_frames(nodes, ties | {"COVERS": only}), [day])
