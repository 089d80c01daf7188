"""Figures as people read them in a terminal; a missing one is a dash, never NaN and never 0."""

from __future__ import annotations

import math
from datetime import date
from typing import Any

from graph import rounding, text
from graph.rounding import MINUS
from ui.terminal.tables import plain

DASH = "–"


def share(value: float | None) -> str:
    """Return a share as a whole percent; a small one says so.

    Examples
    --------
    >>> share(0.314), share(0.004), share(None)
    ('31%', '<1%', '–')
    """
    return DASH if value is None or not math.isfinite(value) else rounding.share(value)


def points(value: float, language: str) -> str:
    """Return a change of a chance in percentage points, as the screen has it.

    Examples
    --------
    >>> points(0.267, "en"), points(0.01, "en"), points(0.004, "en"), points(-0.12, "zh")
    ('+27 pts', '+1 pt', '<1 pt', '−12 个百分点')
    """
    whole = math.floor(abs(100 * value) + 0.5)
    if 0 < value < 0.01:
        figure, whole = "<1", 1
    else:
        figure = f"{('+' if value > 0 else MINUS) if whole else ''}{whole}"
    return figure + (" 个百分点" if language == "zh" else " pt" if whole == 1 else " pts")


def signed(value: float | None) -> str:
    """Return a number on -1..1 with its sign.

    Examples
    --------
    >>> signed(0.08), signed(-0.5), signed(0.001), signed(None)
    ('+0.08', '−0.50', '0.00', '–')
    """
    if value is None or not math.isfinite(value):
        return DASH
    figure = f"{abs(value):.2f}"
    if figure == "0.00":
        return figure
    return ("+" if value > 0 else MINUS) + figure


def money(value: float | None, currency: str | None) -> str:
    """Return an amount in full, thousands apart.

    Examples
    --------
    >>> money(1260000.0, "CNY"), money(None, "CNY")
    ('1,260,000 CNY', '–')
    """
    if value is None or not math.isfinite(value):
        return DASH
    return f"{value:,.0f} {currency or ''}".rstrip()


def day(value: date | None, language: str) -> str:
    """Return a date as people read it.

    Examples
    --------
    >>> day(date(2026, 3, 31), "en"), day(date(2026, 3, 31), "zh"), day(None, "en")
    ('31 Mar 2026', '2026 年 3 月 31 日', '–')
    """
    return DASH if value is None else text.day(value)[language]


def called(thing: Any, language: str, name: str = "name") -> str:
    """Return the name of an answer's row in the reader's language where there is one."""
    own, english = getattr(thing, name, None), getattr(thing, f"{name}_en", None)
    chosen = (english or own) if language == "en" else (own or english)
    return plain(str(chosen or getattr(thing, "id", DASH)))
