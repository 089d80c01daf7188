"""The screen's words in English and Simplified Chinese.

``t("Overview")`` is the wording in the reader's language, found anew at each call: sessions are
threads, so the language is never kept in a global. Each part of the screen has a catalogue of its
own under ``locale/zh_Hans/LC_MESSAGES``; ``python -m ui.text`` brings them up to date.
"""

from __future__ import annotations

import gettext
import os
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from graph.text import Language, Text, halves
from graph.vocabulary.types import Values

LOCALE = Path(__file__).parent / "locale"
FOLDERS: dict[Language, str] = {"en": "en", "zh": "zh_Hans"}
LANGUAGE_NAMES: dict[Language, str] = {"en": "English", "zh": "简体中文"}
SESSION_KEY = "language"
T = TypeVar("T")
# What means something in Markdown, as Streamlit reads it.
_MARKS = re.compile(r"[!-/:-@\[-`{-~]")
_SETTLED: ContextVar[Language | None] = ContextVar("settled", default=None)


def as_language(word: str | None) -> Language | None:
    """Return the language that ``word`` names, None where it names none of ours.

    Examples
    --------
    >>> as_language("zh-CN"), as_language("en_US.UTF-8"), as_language("fr")
    ('zh', 'en', None)
    """
    start = (word or "").lower().replace("_", "-").split("-")[0].split(".")[0]
    return start if start in ("en", "zh") else None  # type: ignore[return-value]


def language() -> Language:
    """Return the reader's language: ``?lang=``, the session's choice, environment, browser."""
    settled = _SETTLED.get()
    if settled is not None:
        return settled
    if get_script_run_ctx(suppress_warning=True) is None:
        return as_language(os.environ.get("LINCHPIN_LANG")) or "en"
    choices = (
        st.query_params.get("lang"),
        st.session_state.get(SESSION_KEY),
        os.environ.get("LINCHPIN_LANG"),
        st.context.locale,
    )
    return next((known for word in choices if (known := as_language(word))), "en")


@contextmanager
def settled() -> Iterator[Language]:
    """Find the reader's language once, for drawings that say thousands of words.

    Examples
    --------
    >>> with settled() as chosen:
    ...     language() == chosen
    True
    """
    before = _SETTLED.set(language())
    try:
        yield language()
    finally:
        _SETTLED.reset(before)


def kept(work: Callable[[], T]) -> Callable[[], T]:
    """Return ``work`` as it would run now: in the reader's language, wherever it is called.

    Examples
    --------
    >>> kept(language)() == language()
    True
    """
    now = language()

    def done() -> T:
        before = _SETTLED.set(now)
        try:
            return work()
        finally:
            _SETTLED.reset(before)

    return done


@cache
def catalogue(lang: Language) -> gettext.NullTranslations:
    """Return all catalogues of a language as one; English needs none."""
    joined = gettext.NullTranslations()
    for path in sorted((LOCALE / FOLDERS[lang] / "LC_MESSAGES").glob("*.mo")):
        with path.open("rb") as file:
            part = gettext.GNUTranslations(file)
        part.add_fallback(joined)
        joined = part
    return joined


def t(message: str, lang: Language | None = None, /, **values: Any) -> str:
    """Return ``message`` in the reader's language, its ``{fields}`` filled.

    Examples
    --------
    >>> t("{n} deals at stake", "en", n=3)
    '3 deals at stake'
    """
    wording = catalogue(lang or language()).gettext(message)
    return wording.format(**values) if values else wording


def tn(one: str, many: str, n: int, lang: Language | None = None, /, **values: Any) -> str:
    """Return the wording for ``n`` things, ``{n}`` (thousands apart) and other fields filled.

    Examples
    --------
    >>> tn("{n} deal", "{n} deals", 1, "en"), tn("{n} deal", "{n} deals", 2000, "en")
    ('1 deal', '2,000 deals')
    """
    return catalogue(lang or language()).ngettext(one, many, n).format(n=f"{n:,}", **values)


def say(text: Any) -> str:
    """Return a sentence kept in both languages (Text or Sentence) in the reader's language."""
    return str(text[language()])


def word(values: Values, value: str | None) -> str:
    """Return the name of a listed value (a stage, a role) in the reader's language.

    A word outside the list is shown as it came; nothing is shown as a dash.
    """
    if not value:
        return "–"
    lang = language()
    found = next((v for v in values.values if v.value == value), None)
    return value if found is None else (found.zh if lang == "zh" else found.en)


def named(thing: Any) -> str:
    """Return the name of an answer (``name``, ``name_en``) in the reader's language."""
    own, english = thing.name, getattr(thing, "name_en", None)
    return str((english or own) if language() == "en" else (own or english))


def either(value: str) -> str:
    """Return the half of a value that its book writes in both languages; any other as it is.

    Examples
    --------
    >>> either("金融 Finance"), either("移动 VPN"), either("Finance")
    ('Finance', '移动 VPN', 'Finance')
    """
    return halves(value)[language()]


def literal(words: str) -> str:
    r"""Return words as the label of a Streamlit element that reads Markdown, to stand as they are.

    Examples
    --------
    >>> literal("A *b* :red[x] $1")
    'A \\*b\\* \\:\u2060red\\[x\\] \\$1'
    """
    marked = _MARKS.sub(r"\\\g<0>", " ".join(words.split()))
    # Emoji and icons are looked for after the marks were read: a name of one must not follow.
    return marked.replace(":", ":\u2060")


def together(words: Iterable[str]) -> str:
    """Name several things one after the other, as the reader's language does.

    Examples
    --------
    >>> together(["Donghai Gas", "Donghai Port"])
    'Donghai Gas, Donghai Port'
    """
    return ("、" if language() == "zh" else ", ").join(words)


__all__ = [
    "LANGUAGE_NAMES",
    "LOCALE",
    "SESSION_KEY",
    "Text",
    "as_language",
    "catalogue",
    "either",
    "language",
    "named",
    "say",
    "settled",
    "t",
    "tn",
    "together",
    "word",
]
