"""In which language the terminal speaks, found without loading anything."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from itertools import pairwise

from graph.text import LANGUAGES, Language, Text

LANGUAGE_VARIABLE = "LINCHPIN_LANG"
LOCALE_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")


def language_named(word: str | None) -> Language | None:
    """Return the language that a word or the name of a locale means.

    Examples
    --------
    >>> language_named("zh_CN.UTF-8"), language_named("EN"), language_named("C.UTF-8")
    ('zh', 'en', None)
    """
    short = (word or "").strip().casefold().replace("-", "_").split("_")[0].split(".")[0]
    return next((known for known in LANGUAGES if known == short), None)


def language_asked(words: Sequence[str]) -> Language | None:
    """Return the language that ``--lang`` names among the words of a command line.

    Examples
    --------
    >>> language_asked(["analyze", "d1", "--lang", "zh"]), language_asked(["--lang=en"])
    ('zh', 'en')
    """
    for word, following in pairwise([*words, ""]):
        if word == "--lang":
            return language_named(following)
        if word.startswith("--lang="):
            return language_named(word.removeprefix("--lang="))
    return None


def language_of_machine() -> Language:
    """Return the language of the environment: ``LINCHPIN_LANG``, else the locale, else English."""
    stated = language_named(os.environ.get(LANGUAGE_VARIABLE))
    locale = next((os.environ[name] for name in LOCALE_VARIABLES if os.environ.get(name)), None)
    return stated or language_named(locale) or "en"


def language_now() -> Language:
    """Return the language of this command line, before it is parsed."""
    return language_asked(sys.argv[1:]) or language_of_machine()


def speak(en: str, zh: str) -> str:
    """Return the one of two wordings that this command line asks for."""
    return Text(en, zh)[language_now()]
