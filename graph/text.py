"""A sentence in both languages, kept together so that neither can be forgotten."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

Language = Literal["en", "zh"]
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
# A date as :func:`day` writes it, or as files have it: to be kept on one line.
DATE = re.compile(
    rf"\d{{1,2}} (?:{'|'.join(MONTHS)})(?: \d{{4}})?\b"
    r"|(?:\d{4} 年 )?\d{1,2} 月 \d{1,2} 日|\d{4}-\d{2}-\d{2}"
)
LANGUAGES: tuple[Language, ...] = ("en", "zh")
# 金融 Finance: a Chinese word, a blank, an English one; 移动 VPN is one name, in one language.
BOTH = r"([\u4e00-\u9fff][^A-Za-z]*) ([A-Za-z][A-Za-z &/'-]*[a-z])"


@dataclass(frozen=True, slots=True)
class Text:
    """One sentence, label or message in English and Simplified Chinese.

    Parameters
    ----------
    en, zh : str
        The two wordings; ``{name}`` fields are filled by :meth:`format`.

    Examples
    --------
    >>> hello = Text("{n} deals", "{n} 个商机").format(n=3)
    >>> hello["en"], hello["zh"]
    ('3 deals', '3 个商机')
    """

    en: str
    zh: str

    def __getitem__(self, language: str) -> str:
        """Return the wording in ``language``; anything but ``zh`` is English."""
        return self.zh if language == "zh" else self.en

    def format(self, **values: Any) -> Text:
        """Fill the fields of both wordings; a Text or a date among the values per language."""
        told = {k: day(v) if type(v) is date else v for k, v in values.items()}
        return Text(
            self.en.format(**{k: v.en if isinstance(v, Text) else v for k, v in told.items()}),
            self.zh.format(**{k: v.zh if isinstance(v, Text) else v for k, v in told.items()}),
        )

    def __add__(self, other: Text) -> Text:
        """Join two texts without a space between them."""
        return Text(self.en + other.en, self.zh + other.zh)

    def __str__(self) -> str:
        """Return the English wording."""
        return self.en


def day(value: date, *, year: bool = True) -> Text:
    """Return a date as people read it, everywhere alike; ``year`` False leaves the year out.

    Examples
    --------
    >>> seen = day(date(2026, 3, 9))
    >>> seen["en"], seen["zh"], day(date(2026, 3, 9), year=False)["zh"]
    ('9 Mar 2026', '2026 年 3 月 9 日', '3 月 9 日')
    >>> Text("Seen on {day}.", "{day}首次出现。").format(day=date(2026, 3, 9))["en"]
    'Seen on 9 Mar 2026.'
    """
    english = f"{value.day} {MONTHS[value.month - 1]}"
    chinese = f"{value.month} 月 {value.day} 日"
    return (
        Text(f"{english} {value.year}", f"{value.year} 年 {chinese}")
        if year
        else Text(english, chinese)
    )


def halves(value: str) -> Text:
    """Return a value that its book writes in both languages in each; any other as it is.

    Examples
    --------
    >>> halves("金融 Finance"), halves("移动 VPN")
    (Text(en='Finance', zh='金融'), Text(en='移动 VPN', zh='移动 VPN'))
    """
    found = re.fullmatch(BOTH, value)
    return Text(value, value) if found is None else Text(found[2].strip(), found[1].strip())


def counted(n: int, one: Text, many: Text) -> Text:
    """Return the wording for so many, its field ``n`` filled, thousands apart.

    Examples
    --------
    >>> rows = Text("{n} row", "{n} 行"), Text("{n} rows", "{n} 行")
    >>> counted(1, *rows)["en"], counted(1200, *rows)["en"]
    ('1 row', '1,200 rows')
    """
    some = one if n == 1 else many
    return Text(some.en.replace("{n}", f"{n:,}"), some.zh.replace("{n}", f"{n:,}"))
