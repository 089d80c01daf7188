"""Figures as people read them."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui import format as fmt

PARTS = st.lists(st.floats(0.001, 1), min_size=1, max_size=12)


@given(st.floats(0, 1))
def test_share_is_whole_or_says_less(value: float) -> None:
    words = fmt.share(value)
    if 0 < value < 0.01:
        assert words == "<1%"
    else:
        assert re.fullmatch(r"\d{1,3}%", words)
        assert abs(int(words[:-1]) - 100 * value) <= 0.5 + 1e-6


@given(PARTS)
def test_parts_miss_the_whole_by_a_decimal_at_most(parts: list[float]) -> None:
    whole = [p / sum(parts) for p in parts]
    words = fmt.shares(whole)
    if any("." in w for w in words):
        return
    # Whole percents are shown where they add up, "<1%" being what it rounds to.
    rounded = [int(100 * p + 0.5 + 1e-9) for p in whole]
    assert sum(rounded) == 100


@given(st.floats(-1, 1))
def test_lean_has_its_sign(value: float) -> None:
    words = fmt.lean(value)
    assert "-" not in words
    number = float(words.replace("−", "-"))
    assert abs(number - value) <= 0.005 + 1e-9
    assert words.startswith(("+", "−")) == (number != 0)


@pytest.mark.parametrize(
    ("value", "en", "zh"),
    [
        (None, "–", "–"),
        (float("nan"), "–", "–"),
        (0, "¥0", "0 元"),
        (12_600_000, "¥12.6M", "1,260 万元"),
        (1_234_567_890, "¥1,234.6M", "12.35 亿元"),
        (350_000, "¥0.35M", "35 万元"),
        (35_000, "¥35,000", "3.5 万元"),
        (100_000, "¥0.10M", "10 万元"),
        (-2_000_000, "−¥2.0M", "−200 万元"),
    ],
)
def test_money(value, en: str, zh: str) -> None:
    assert (fmt.money(value, "CNY", "en"), fmt.money(value, "CNY", "zh")) == (en, zh)


@pytest.mark.parametrize(
    ("currency", "en", "zh"),
    [("USD", "$3.0M", "300 万美元"), ("CHF", "CHF 3.0M", "300 万 CHF"), (None, "3.0M", "300 万")],
)
def test_money_of_other_currencies(currency, en: str, zh: str) -> None:
    assert (fmt.money(3e6, currency, "en"), fmt.money(3e6, currency, "zh")) == (en, zh)


def test_days_have_a_year_unless_it_is_this_one() -> None:
    today = date(2026, 3, 31)
    assert fmt.day(date(2026, 5, 28), today, "en") == "28 May"
    assert fmt.day(date(2027, 5, 28), today, "en") == "28 May 2027"
    assert fmt.day(date(2027, 5, 28), today, "zh") == "2027 年 5 月 28 日"


@pytest.mark.parametrize(
    ("name", "letters"), [("Lin Yue", "LY"), ("林悦", "林"), ("", "?"), ("é", "É")]
)
def test_initials(name: str, letters: str) -> None:
    assert fmt.initials(name) == letters
