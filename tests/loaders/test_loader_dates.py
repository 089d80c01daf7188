"""Dates and months as people write them."""

from __future__ import annotations

from datetime import date, timedelta

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.vocabulary.nodes import prop
from loaders.conversion import convert
from loaders.dates import parse_date, parse_month

DATE, MONTH = prop("x", "date", "x", "x"), prop("x", "month", "x", "x")
DAYS = st.dates(date(1800, 1, 1), date(2199, 12, 31))

PATTERNS = [
    "{d:%Y-%m-%d}", "{d:%Y/%m/%d}", "{d:%Y.%m.%d}", "{d:%Y%m%d}", "{d.year}-{d.month}-{d.day}",
    "{d.year}/{d.month}/{d.day}", "{d.year}年{d.month}月{d.day}日",
    "{d.year} 年 {d.month} 月 {d.day} 号",
    "{d:%Y-%m-%d} 00:00:00", "{d:%Y-%m-%d}T12:30:00Z", "{d:%Y-%m-%d}T12:30:00.123+08:00",
    "{d.year}/{d.month}/{d.day} 8:05", "{d.day} {d:%b} {d.year}", "{d:%B} {d.day}, {d.year}",
]  # fmt: skip


@given(st.sampled_from(PATTERNS), DAYS)
@settings(deadline=None, max_examples=300)
def test_every_way_of_writing_a_day_is_that_day(pattern, day):
    text = pattern.format(d=day)
    assert parse_date(text) == day
    assert convert(pl.Series([text]), DATE).values.to_list() == [day]


@settings(deadline=None)
@given(st.dates(date(1954, 10, 4), date(2119, 1, 1)), st.floats(0, 0.99))
def test_a_serial_number_of_excel_is_its_day(day, time):
    serial = (day - date(1899, 12, 30)).days
    assert parse_date(str(serial)) == day
    assert parse_date(f"{serial + round(time, 3)}") == day


@pytest.mark.parametrize(
    "text",
    [
        "2026-03",
        "2026/3",
        "2026.3",
        "202603",
        "2026年3月",
        "2026 年 3 月",
        "Mar 2026",
        "２０２６年３月",
    ],
)
def test_a_month_is_its_first_day(text):
    assert parse_date(text) == date(2026, 3, 1)
    assert parse_month(text) == "2026-03"


@pytest.mark.parametrize(
    "text",
    ["2026-02-30", "2026-13-01", "2026年2月30日", "2026-00-10", "3/1/2017", "13.5.2026", "2026",
     "2026年", "0001-01-01", "2026-03-01x", "soon", "Q1 2026", "2026-03-", "20260230",
     "-2026-03-01", "12026-03-01"],
)  # fmt: skip
def test_what_is_no_day_is_refused(text):
    assert parse_date(text) is None
    assert convert(pl.Series([text]), DATE).bad.to_list() == [True]
    assert convert(pl.Series([text]), MONTH).bad.to_list() == [True]


@settings(deadline=None)
@given(st.lists(st.one_of(st.none(), DAYS, st.sampled_from(["x", "2026年3月"])), max_size=20))
def test_a_mixed_column_agrees_with_its_cells(cells):
    texts = [c if c is None or isinstance(c, str) else c.isoformat() for c in cells]
    converted = convert(pl.Series(texts, dtype=pl.String), DATE)
    assert converted.values.to_list() == [None if t is None else parse_date(t) for t in texts]
    assert converted.bad.to_list() == [t == "x" for t in texts]


def test_days_of_leap_years():
    assert parse_date("2024-02-29") == date(2024, 2, 28) + timedelta(days=1)
    assert parse_date("2023-02-29") is None
