"""A sentence in both languages, kept together so that neither can be forgotten."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

Language = Literal["en", "zh"]
LANGUAGES: tuple[Language, ...] = ("en", "zh")


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
        """Fill the fields of both wordings; a Text among the values is filled per language."""
        return Text(
            self.en.format(**{k: v.en if isinstance(v, Text) else v for k, v in values.items()}),
            self.zh.format(**{k: v.zh if isinstance(v, Text) else v for k, v in values.items()}),
        )

    def __add__(self, other: Text) -> Text:
        """Join two texts without a space between them."""
        return Text(self.en + other.en, self.zh + other.zh)

    def __str__(self) -> str:
        """Return the English wording."""
        return self.en


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
