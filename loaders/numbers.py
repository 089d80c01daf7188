"""Numbers as people write them: 3.5万, 1.2亿, 12,000.50, 45%, ￥500, (1,200), 2.5k, 5000元."""

from __future__ import annotations

import math
import re
import unicodedata
from typing import NamedTuple

_MAGNITUDES = {
    "万亿": 1e12,
    "千亿": 1e11,
    "百亿": 1e10,
    "十亿": 1e9,
    "亿": 1e8,
    "千万": 1e7,
    "百万": 1e6,
    "十万": 1e5,
    "万": 1e4,
    "千": 1e3,
    "百": 1e2,
    "thousand": 1e3,
    "million": 1e6,
    "billion": 1e9,
    "mn": 1e6,
    "bn": 1e9,
    "k": 1e3,
    "w": 1e4,
    "m": 1e6,
    "b": 1e9,
}
# Marks of the book's own currency are None; a yen sign says nothing by itself.
_CURRENCIES = {
    "人民币": None,
    "rmb": None,
    "cny": None,
    "元": None,
    "块": None,
    "¥": None,
    "us$": "USD",
    "usd": "USD",
    "美元": "USD",
    "美金": "USD",
    "$": "USD",
    "eur": "EUR",
    "欧元": "EUR",
    "€": "EUR",
    "gbp": "GBP",
    "英镑": "GBP",
    "£": "GBP",
    "hk$": "HKD",
    "hkd": "HKD",
    "港元": "HKD",
    "港币": "HKD",
    "jpy": "JPY",
    "日元": "JPY",
}
# What stands in a column of currencies for the yuan, whatever the book's own currency is.
_YUAN = "CNY"
_COUNTERS = ("人", "名", "位", "户", "家", "个", "件", "次", "票", "条", "台", "people")


def _any(words: object) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))  # type: ignore[call-overload]


_CURRENCY = _any(_CURRENCIES)
_UNIT = re.compile(
    rf"(?P<magnitude>{_any(_MAGNITUDES)})?\s*"
    rf"(?:(?P<currency>{_CURRENCY})(?:整)?|(?P<counter>{_any(_COUNTERS)})|(?P<percent>%))?"
)
_NUMBER = re.compile(
    rf"(?P<sign>[-+−]?)\s*(?:(?P<currency>{_CURRENCY})\s*)?(?P<inner>[-+−]?)"
    r"(?P<digits>(?:\d{1,3}(?:,\d{3})+|\d{1,4}(?:,\d{4})+|\d{1,3}(?:[ \u202f]\d{3})+|\d+)"
    r"(?:\.\d*)?|\.\d+)"
    r"(?P<exponent>e[-+]?\d+)?\s*(?P<unit>(?![\d.,]).*)?"
)
_SEPARATORS = str.maketrans("", "", ", \u202f")


def currency_code(text: str) -> str | None:
    """Read a currency as its ISO 4217 code; None if it is none.

    Examples
    --------
    >>> [currency_code(t) for t in ("cny", "人民币", "元", "US$", "欧元", "guilders")]
    ['CNY', 'CNY', 'CNY', 'USD', 'EUR', None]
    """
    word = unicodedata.normalize("NFKC", text).strip().casefold()
    if word in _CURRENCIES:
        return _CURRENCIES[word] or _YUAN
    return word.upper() if re.fullmatch("[a-z]{3}", word) else None


class Unit(NamedTuple):
    """What stands behind a number: its factor, its currency where it is a foreign one."""

    factor: float
    currency: str | None = None
    percent: bool = False


class Number(NamedTuple):
    """A number with what its cell said about currency, and whether the cell had a unit."""

    value: float
    currency: str | None = None
    percent: bool = False
    scaled: bool = False


def parse_unit(text: str) -> Unit | None:
    """Read a unit such as 万元, USD or %; None if it is none.

    Examples
    --------
    >>> parse_unit("万元")
    Unit(factor=10000.0, currency=None, percent=False)
    """
    match = _UNIT.fullmatch(unicodedata.normalize("NFKC", text).strip().casefold())
    if match is None or not match.group():
        return None
    percent = match["percent"] is not None
    factor = _MAGNITUDES.get(match["magnitude"] or "", 1.0) * (0.01 if percent else 1.0)
    return Unit(factor, _CURRENCIES.get(match["currency"] or ""), percent)


def parse_number(text: str) -> Number | None:
    """Read a number as people write it; None if it is none.

    Examples
    --------
    >>> [parse_number(t).value for t in ("3.5万", "12,000.50", "45%", "￥1.2亿", "(300)")]
    [35000.0, 12000.5, 0.45, 120000000.0, -300.0]
    >>> parse_number("12,34") is None
    True
    """
    folded = unicodedata.normalize("NFKC", text).strip().casefold()
    bracketed = folded.startswith("(") and folded.endswith(")")
    match = _NUMBER.fullmatch(folded[1:-1].strip() if bracketed else folded)
    if match is None:
        return None
    signs = [s for s in (match["sign"], match["inner"], "-" if bracketed else "") if s]
    unit = parse_unit(match["unit"]) if match["unit"] else Unit(1.0)
    if unit is None or len(signs) > 1:
        return None
    negative = bool(signs) and signs[0] != "+"
    value = _scaled(match["digits"].translate(_SEPARATORS) + (match["exponent"] or ""), unit)
    if not math.isfinite(value):
        return None
    currency = unit.currency or _CURRENCIES.get(match["currency"] or "")
    return Number(-value if negative else value, currency, unit.percent, unit.factor != 1.0)


def _scaled(digits: str, unit: Unit) -> float:
    # A decimal shift of the text, so that 45% is 0.45 and not 0.45000000000000001.
    shift = round(math.log10(unit.factor))
    head, _, exponent = digits.partition("e")
    return float(f"{head}e{int(exponent or 0) + shift}")
