"""Billing laid on enterprises, roll-up and open deals."""

from datetime import date

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.cross_sell.revenue import open_deals, revenue
from graph.snapshot import Snapshot

AS_OF = date(2026, 3, 31)
MONTHS = [f"2025-{m:02d}" for m in range(1, 13)] + ["2026-01", "2026-02", "2026-03", "2026-04"]


def snapshot(belongs):
    nodes = {
        "Enterprise": pl.DataFrame({"id": ["e0", "e1", "e2"]}),
        "Member": pl.DataFrame({"id": ["m0", "m1", "m2"]}),
        "Product": pl.DataFrame({"id": ["p0", "p1"]}),
    }
    ends = pl.DataFrame(
        {"from": [f"m{m}" for m, _ in belongs], "to": [f"e{e}" for _, e in belongs]},
        schema={"from": pl.String, "to": pl.String},
    )
    return Snapshot.from_frames(nodes, {"BELONGS_TO": ends})


def billing(rows):
    schema = {
        "customer": pl.String,
        "month": pl.String,
        "product": pl.String,
        "revenue": pl.Float64,
    }
    return pl.DataFrame(rows, schema=schema, orient="row")


customers = st.sampled_from(["e0", "e1", "e2", "m0", "m1", "m2", "nobody"])
amounts = st.one_of(st.none(), st.integers(-50, 500).map(float))
rows_of = st.lists(
    st.tuples(customers, st.sampled_from(MONTHS), st.sampled_from(["p0", "p1", "px"]), amounts),
    max_size=30,
)
belonging = st.sets(st.tuples(st.integers(0, 2), st.integers(0, 2)), max_size=6).map(sorted)


@given(rows_of, belonging, st.integers(1, 12), st.sets(st.integers(0, 2), min_size=1))
@settings(max_examples=100, deadline=None)
def test_nothing_is_counted_twice(rows, belongs, months, together):
    paid = revenue(snapshot(belongs), billing(rows), AS_OF, months)
    stated = [r for r in rows if r[3] is not None and r[1] <= "2026-03"]
    assert paid.months == sorted({r[1] for r in stated})[-months:]
    counted = [r for r in stated if r[1] in paid.months]

    def owners(customer):
        if customer.startswith("m"):
            return {e for m, e in belongs if f"m{m}" == customer}
        return {int(customer[1:])} if customer.startswith("e") else set()

    for e in range(3):
        assert paid.own[e] == pytest.approx(sum(r[3] for r in counted if e in owners(r[0])))
    expected = sum(r[3] for r in counted if owners(r[0]) & together)
    assert paid.rolled_up(together) == pytest.approx(expected)
    for (e, p), mean in paid.monthly.items():
        mine = [r for r in counted if e in owners(r[0]) and r[2] == f"p{p}"]
        assert mean == pytest.approx(sum(r[3] for r in mine) / len({r[1] for r in mine}))


def test_no_billing_at_all():
    paid = revenue(snapshot([]), None, AS_OF, 12)
    assert (paid.months, paid.own.tolist(), paid.monthly) == ([], [0.0, 0.0, 0.0], {})
    assert paid.rolled_up({0, 1}) == 0.0


def test_open_deals_in_the_books_currency():
    deals = pl.DataFrame(
        {
            "id": ["a", "b", "c", "d", "e", "f", "g"],
            "amount": [100.0, 10.0, 7.0, None, 50.0, 1000.0, 3.0],
            "currency": [None, "USD", "EUR", None, "CNY", None, None],
            "outcome": [None, None, None, None, "won", None, None],
            "closed_on": [None, None, None, None, date(2026, 1, 1), None, None],
            "opened_on": [None, None, None, None, None, date(2026, 5, 1), None],
            "stage": [None, None, None, None, None, None, "closed"],
        }
    )
    ties = {
        "FOR": pl.DataFrame({"from": list("abcdefg"), "to": ["x", "x", "y", "x", "x", "x", "y"]})
    }
    made = Snapshot.from_frames(
        {"Enterprise": pl.DataFrame({"id": ["x", "y"]}), "Opportunity": deals}, ties
    )
    rates = pl.DataFrame(
        {
            "currency": ["USD", "USD", "USD"],
            "month": ["2026-02", "2026-01", "2026-04"],
            "rate": [7.0, 6.0, 9.0],
        }
    )
    found = open_deals(made, AS_OF, "CNY", rates, risky=["b"])
    assert found.open.own.tolist() == [170.0, 0.0]
    assert found.at_risk.own.tolist() == [70.0, 0.0]
    assert found.left_out == {"EUR": 7.0}
    without = open_deals(made, AS_OF, "CNY")
    assert without.open.own.tolist() == [100.0, 0.0]
    assert without.at_risk is None
    assert without.left_out == {"EUR": 7.0, "USD": 10.0}
