"""Numbers as people write them."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.vocabulary.nodes import prop
from loaders.conversion import convert
from loaders.numbers import parse_number, parse_unit

PLAIN = prop("x", "number", "x", "x")
SHARE = prop("x", "number", "x", "x", unit="share", low=0, high=1)
MONEY = prop("x", "number", "x", "x", unit="currency", low=0)
COUNT = prop("x", "integer", "x", "x", low=0)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("3.5万", 35_000),
        ("1.2亿", 120_000_000),
        ("3 万元", 30_000),
        ("5千", 5_000),
        ("2百万", 2_000_000),
        ("1.5千万", 15_000_000),
        ("0.3万亿", 3e11),
        ("12,000.50", 12_000.5),
        ("1,234,567", 1_234_567),
        ("1,2345", 12_345),
        ("12 000.5", 12_000.5),
        ("１２，０００．５", 12_000.5),
        ("45%", 0.45),
        ("45 ％", 0.45),
        ("0.29%", 0.0029),
        ("￥500", 500),
        ("¥1.2万", 12_000),
        ("5000元", 5_000),
        ("人民币5000元整", 5_000),
        ("-¥5", -5),
        ("(300)", -300),
        ("−7", -7),
        ("1.2e3", 1_200),
        ("1.2E-3", 0.0012),
        (".5", 0.5),
        ("5.", 5),
        ("2.5k", 2_500),
        ("3.5w", 35_000),
        ("1.5 million", 1_500_000),
        ("500人", 500),
    ],
)
def test_reads_as_people_write(text, value):
    assert parse_number(text).value == value


@pytest.mark.parametrize(
    "text",
    ["", "abc", "12,5", "1,23", "1,234,56", "3-5万", "约3万", "100+", ">5", "--5", "-(5)", "nan",
     "inf", "1e400", "1.2.3", "12a", "万", "%", "0x10", "1_000", "5 5", "三万"],
)  # fmt: skip
def test_refuses_what_is_no_number(text):
    assert parse_number(text) is None


@settings(deadline=None)
@given(st.integers(-(10**12), 10**12), st.integers(0, 4))
def test_grouped_digits_mean_the_same(number, places):
    value = number / 10**places
    assert parse_number(f"{value:,.{places}f}").value == float(f"{value:.{places}f}")


@settings(deadline=None)
@given(
    st.decimals(0, 9999, places=3, allow_nan=False),
    st.sampled_from([("万", 4), ("亿", 8), ("%", -2), ("k", 3)]),
)
def test_a_unit_shifts_the_point_exactly(number, unit):
    word, shift = unit
    assert parse_number(f"{number}{word}").value == float(number.scaleb(shift))


@settings(deadline=None)
@given(st.floats(allow_nan=False, allow_infinity=False))
def test_what_python_prints_is_read_back(value):
    assert convert(pl.Series([repr(value)]), PLAIN).values.to_list() == [value]


def test_a_column_agrees_with_the_single_cell():
    cells = ["1", "2.5", "1,234.5", "3.5万", "45%", "x", None, "nan", "-1"]
    converted = convert(pl.Series(cells), PLAIN)
    singles = [
        None if c is None or parse_number(c) is None else parse_number(c).value for c in cells
    ]
    assert converted.values.to_list() == singles
    assert converted.bad.to_list() == [c in ("x", "nan") for c in cells]


def test_the_range_is_inclusive():
    cells = pl.Series(["0", "1", "1.0001", "-0.0001", "100%", "45"])
    assert convert(cells, SHARE).bad.to_list() == [False, False, True, True, False, True]


def test_whole_numbers_are_whole():
    converted = convert(
        pl.Series(["12", "12.0", "1,200", "12.5", "3万", "1e3", "9007199254740993"]), COUNT
    )
    assert converted.values.to_list() == [12, 12, 1200, None, 30_000, 1000, 9007199254740993]
    assert converted.bad.to_list() == [False, False, False, True, False, False, False]


def test_a_percentage_is_no_money_and_money_is_no_share():
    assert convert(pl.Series(["45%", "$5"]), MONEY).bad.to_list() == [True, False]
    assert convert(pl.Series(["$0.5"]), SHARE).bad.to_list() == [True]


def test_a_foreign_currency_is_told_apart_from_our_own():
    converted = convert(pl.Series(["$5", "5欧元", "5元", "￥5", "5"]), MONEY)
    assert converted.currency.to_list() == ["USD", "EUR", None, None, None]


def test_a_unit_in_the_header_counts_for_cells_without_one():
    converted = convert(pl.Series(["3", "3万", "1,000"]), MONEY, parse_unit("万元"))
    assert converted.values.to_list() == [30_000, 30_000, 10_000_000]


@pytest.mark.parametrize("word", ["", "万万", "hello", "5"])
def test_a_word_is_no_unit(word):
    assert parse_unit(word) is None
