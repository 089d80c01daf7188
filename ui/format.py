"""Figures as people read them: shares, leans, money and dates, in both languages.

A missing figure is a dash, never NaN and never 0; the place that shows it says why.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date

from graph import rounding, text
from graph.rounding import MINUS, half_up
from graph.text import Language
from ui.text import language

DASH = "–"
# An opinion this close to 0 is none: what is left of computing with decimals.
NOTHING = 1e-9
# Amounts below these stand in full, not as a fraction of a million; the second where more digits
# are asked for.
WRITTEN_OUT, WRITTEN_OUT_FINE = 99_999.5, 949_999.5
# From here on ten thousands are too many digits for a Chinese reader.
HUNDRED_MILLIONS_FROM = 1e9
SYMBOLS = {"CNY": "¥", "USD": "$", "EUR": "€", "GBP": "£", "JPY": "JP¥", "HKD": "HK$"}
UNITS_ZH = {"CNY": "元", "USD": "美元", "EUR": "欧元", "GBP": "英镑", "JPY": "日元", "HKD": "港元"}


def missing(value: float | None) -> bool:
    """Tell whether there is no number."""
    return value is None or math.isnan(value)


def share(value: float | None, digits: int = 0) -> str:
    """Return a share of 0..1 as a percentage; below one percent "<1%".

    Examples
    --------
    >>> share(0.314), share(0.004), share(0.0), share(None), share(0.3333, 1)
    ('31%', '<1%', '0%', '–', '33.3%')
    """
    return DASH if value is None or math.isnan(value) else rounding.share(value, digits)


def shares(values: Sequence[float]) -> list[str]:
    """Return parts of one whole; with one decimal where whole percents would miss the sum.

    Examples
    --------
    >>> shares([0.5, 0.3, 0.2])
    ['50%', '30%', '20%']
    >>> shares([1 / 3, 1 / 3, 1 / 3])
    ['33.3%', '33.3%', '33.3%']
    """
    whole = round(100 * sum(values))
    rounded = sum(int(half_up(100 * v)) for v in values)
    digits = 0 if rounded == whole else 1
    return [share(v, digits) for v in values]


def lean(value: float | None, digits: int = 2) -> str:
    """Return a number on -1..1 with its sign and a true minus.

    Examples
    --------
    >>> lean(0.08), lean(-0.123), lean(0.001), lean(None)
    ('+0.08', '−0.12', '0.00', '–')
    """
    if value is None or math.isnan(value):
        return DASH
    rounded = half_up(value, digits)
    if rounded == 0:
        return f"{0:.{digits}f}"
    return f"{'+' if rounded > 0 else MINUS}{abs(rounded):.{digits}f}"


def opinion(value: float | None) -> str:
    """Return a settled opinion as :func:`lean`; one so small that its sign were lost, by one digit.

    Examples
    --------
    >>> opinion(0.08), opinion(-0.0017), opinion(1e-12), opinion(None)
    ('+0.08', '−0.002', '0.00', '–')
    """
    if value is None or math.isnan(value) or half_up(value, 2) or abs(value) < NOTHING:
        return lean(value)
    return lean(value, -math.floor(math.log10(abs(value))))


def plain(value: float | None, digits: int = 2) -> str:
    """Return a number with fixed decimals, thousands apart and a true minus."""
    if value is None or math.isnan(value):
        return DASH
    return f"{half_up(value, digits):,.{digits}f}".replace("-", MINUS)


def whole(value: float | None) -> str:
    """Return a count, thousands apart.

    Examples
    --------
    >>> whole(30214)
    '30,214'
    """
    return plain(value, 0)


def money(
    value: float | None,
    currency: str | None = "CNY",
    lang: Language | None = None,
    *,
    fine: bool = False,
) -> str:
    """Return money in millions, in Chinese in 万 or, from a billion, 亿; ``fine``: one digit more.

    Below a hundred thousand (``fine``: nearly a million) two digits of a million would hide it:
    it is written out.

    Examples
    --------
    >>> money(12_600_000, "CNY", "en"), money(12_600_000, "CNY", "zh")
    ('¥12.6M', '1,260 万元')
    >>> money(340_000, "USD", "en"), money(14_760, "CNY", "en"), money(None)
    ('$0.34M', '¥14,760', '–')
    >>> money(0, "USD", "en"), money(0, "CNY", "zh"), money(0, None, "en")
    ('$0', '0 元', '0')
    """
    if value is None or math.isnan(value):
        return DASH
    sign, size = (MINUS if value < 0 else ""), abs(value)
    if (lang or language()) == "zh":
        if size >= HUNDRED_MILLIONS_FROM:
            few = f"{half_up(size / 1e8, 2):,.2f} 亿"
        else:
            few = f"{half_up(size, 0):,.0f} " if size < 500 else _ten_thousands(size, fine)
        return f"{sign}{few}{_unit_zh(currency)}".rstrip()
    symbol = _symbol(currency)
    if size < (WRITTEN_OUT_FINE if fine else WRITTEN_OUT):
        return f"{sign}{symbol}{half_up(size, 0):,.0f}"
    digits = 2 if size < 950_000 or fine else 1
    return f"{sign}{symbol}{half_up(size / 1e6, digits):,.{digits}f}M"


def _ten_thousands(size: float, fine: bool) -> str:
    digits = 0 if size >= 1e5 and not fine else 1
    return f"{half_up(size / 1e4, digits):,.{digits}f} 万"


def _symbol(currency: str | None) -> str:
    if not currency:
        return ""
    return SYMBOLS.get(currency.upper(), f"{currency.upper()} ")


def _unit_zh(currency: str | None) -> str:
    if not currency:
        return ""
    return UNITS_ZH.get(currency.upper(), f" {currency.upper()}")


def millions(value: float | None, lang: Language | None = None, *, thousands: bool = False) -> str:
    """Return money for a dense table whose head names the unit: millions, or ten thousands.

    With ``thousands`` the English unit is a thousand, for tables in which millions are all 0.

    Examples
    --------
    >>> millions(2_240_000, "en"), millions(2_240_000, "zh"), millions(0, "en")
    ('2.2', '224', '–')
    >>> millions(130_000, "en"), millions(800, "en"), millions(13_000, "zh")
    ('0.13', '<0.01', '1.3')
    >>> millions(13_400, "en", thousands=True), millions(300, "en", thousands=True)
    ('13', '<1')
    """
    if value is None or math.isnan(value) or value == 0:
        return DASH
    if (lang or language()) == "zh":
        return "<0.1" if 0 < value < 500 else plain(value / 1e4, 0 if abs(value) >= 95_000 else 1)
    if thousands:
        return "<1" if 0 < value < 500 else plain(value / 1e3, 0)
    if 0 < value < 5_000:
        return "<0.01"
    return plain(value / 1e6, 1 if abs(value) >= 950_000 else 2)


def money_unit(
    currency: str | None = "CNY", lang: Language | None = None, *, thousands: bool = False
) -> str:
    """Return the unit of :func:`millions`.

    Examples
    --------
    >>> money_unit("CNY", "en"), money_unit("CNY", "zh")
    ('¥M', '万元')
    """
    if (lang or language()) == "zh":
        return f"万{_unit_zh(currency)}"
    return f"{_symbol(currency)}{'k' if thousands else 'M'}"


def day(value: date | None, as_of: date | None = None, lang: Language | None = None) -> str:
    """Return a short date, with its year unless it is the year of ``as_of``.

    Examples
    --------
    >>> day(date(2026, 5, 28), date(2026, 3, 31), "en"), day(date(2027, 5, 28), None, "en")
    ('28 May', '28 May 2027')
    >>> day(date(2026, 5, 28), date(2026, 3, 31), "zh"), day(None)
    ('5 月 28 日', '–')
    """
    if value is None:
        return DASH
    with_year = as_of is None or value.year != as_of.year
    return text.day(value, year=with_year)[lang or language()]


def weekday(value: date, lang: Language | None = None) -> str:
    """Return a near day with its day of the week.

    Examples
    --------
    >>> weekday(date(2026, 4, 3), "en"), weekday(date(2026, 4, 3), "zh")
    ('Fri 3 Apr', '4 月 3 日 周五')
    """
    spoken = lang or language()
    number, short = value.weekday(), text.day(value, year=False)[spoken]
    if spoken == "zh":
        return f"{short} 周{'一二三四五六日'[number]}"
    return f"{('Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun')[number]} {short}"


def initials(name: str) -> str:
    """Return what stands in a badge: two letters, or the family name in Chinese.

    Examples
    --------
    >>> initials("Lin Yue"), initials("林悦"), initials("Cher")
    ('LY', '林', 'CH')
    """
    words = [w for w in name.split() if w]
    if not words:
        return "?"
    if ord(words[0][0]) > 0x2E80:
        return words[0][0]
    letters = words[0][0] + words[-1][0] if len(words) > 1 else words[0][:2]
    return letters.upper()
