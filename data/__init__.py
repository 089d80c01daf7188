"""The sample book of business: a believable world with known answers, made by a seeded generator.

``BOOK`` is the folder in the native format, ``AS_OF`` the day on which the book is read. What was
planted where is in ``ANSWERS`` and, for people, in ``data/README.md``.
"""

from datetime import date
from pathlib import Path

AS_OF = date(2026, 3, 31)
BOOK = Path(__file__).parent / "book"
EXAMPLE_ZH = Path(__file__).parent / "example_zh"
ANSWERS = Path(__file__).parent / "answers.json"
SEED = 20260331

__all__ = ["ANSWERS", "AS_OF", "BOOK", "EXAMPLE_ZH", "SEED"]
