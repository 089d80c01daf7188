"""What a product would be worth."""

from datetime import date

import polars as pl
import pytest

from graph.cross_sell.revenue import day_of, revenue
from graph.cross_sell.value import Prices, Value
from graph.settings import CrossSellSettings
from graph.snapshot import Snapshot

AS_OF = date(2026, 3, 31)
DAY = day_of(AS_OF)


def prices(monthly, list_price=None, billed=None, industry="bank"):
    """Ask for what company ``e0`` (bank, 100 people) would pay, given what others pay a month."""
    count = len(monthly) + 1
    nodes = {
        "Enterprise": pl.DataFrame(
            {
                "id": [f"e{i}" for i in range(count)],
                "industry": [industry] + [m[1] for m in monthly],
                "employees": [100] + [m[2] for m in monthly],
            }
        ),
        "Product": pl.DataFrame(
            {"id": ["p"], "list_price": pl.Series([list_price], dtype=pl.Float64)}
        ),
    }
    uses = pl.DataFrame(
        {
            "from": [f"e{i}" for i in range(1, count)],
            "to": ["p"] * (count - 1),
            "monthly_revenue": pl.Series([m[0] for m in monthly], dtype=pl.Float64),
        },
        schema_overrides={"from": pl.String, "to": pl.String},
    )
    made = Snapshot.from_frames(nodes, {"USES": uses} if monthly else {})
    paid = revenue(made, billed, AS_OF, 12)
    return Prices(made, paid, DAY, CrossSellSettings()).yearly(0, 0)


BANKS = [(10.0, "bank", 100), (20.0, "bank", 120), (40.0, "bank", 200)]


def test_companies_of_the_same_industry_and_size_come_first():
    found = prices([*BANKS, (900.0, "bank", 9000), (900.0, "energy", 100)])
    assert found == Value(240.0, 180.0, 360.0, "industry_size", 3)


@pytest.mark.parametrize(
    ("payers", "basis"),
    [
        ([(10.0, "x", 100), (20.0, "y", 100), (30.0, "z", 100)], "size"),
        ([(10.0, "bank", 9), (20.0, "bank", 900), (30.0, "bank", 9000)], "industry"),
        ([(10.0, "x", 9), (20.0, "y", 9), (30.0, "z", 9)], "all"),
    ],
)
def test_then_a_wider_circle(payers, basis):
    assert prices(payers) == Value(240.0, 180.0, 300.0, basis, 3)


def test_two_of_its_own_kind_are_not_enough():
    payers = [(10.0, "bank", 100), (20.0, "bank", 100), (90.0, "x", 100), (500.0, "x", 9000)]
    assert prices(payers) == Value(240.0, 180.0, 660.0, "size", 3)


def test_the_list_price_where_nobody_pays():
    assert prices([(None, "bank", 100)], 50.0) == Value(600.0, 600.0, 600.0, "list_price", 0)


def test_no_price_anywhere_is_said_not_guessed():
    assert prices([]) == Value(0.0, 0.0, 0.0, "nothing", 0)


def test_bills_come_before_what_the_relationship_states():
    schema = {
        "customer": pl.String,
        "month": pl.String,
        "product": pl.String,
        "revenue": pl.Float64,
    }
    billed = pl.DataFrame(
        [("e1", "2026-01", "p", 100.0), ("e1", "2026-02", "p", 200.0)], schema=schema, orient="row"
    )
    assert prices([(10.0, "bank", 100)], billed=billed).yearly == pytest.approx(1800.0)
