"""Every error that Linchpin raises on purpose, in one tree.

::

    LinchpinError            anything a user can be told about; never a traceback
    ├── SettingsError        linchpin.toml or the environment is wrong
    ├── UsageError           the command was called with words that do not fit (exit code 2)
    ├── NotFoundError        an id that is not in the graph; carries near names
    ├── InputError           a file cannot be read at all (bad rows are rejects, not errors)
    ├── QueryError           a Cypher query is refused or fails
    │   └── ReadOnlyError    the query would write, read files or reach outside
    └── StoreError           the store cannot do what was asked
        ├── StoreDownError   nobody answers, or it could not be started
        ├── StoreAuthError   wrong user name or password
        ├── StoreBusyError   another process loads or holds the lock
        └── ForeignDataError the database holds data that is not ours
"""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from graph.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable


class LinchpinError(Exception):
    """A failure that can be explained: what happened, what is kept, what to do.

    Parameters
    ----------
    message : Text
        The sentence in both languages.
    hint : Text or None
        What to do about it.

    Examples
    --------
    >>> error = StoreDownError(Text("No answer.", "没有应答。"), Text("Start it.", "请先启动。"))
    >>> error.say("en"), error.say("zh")
    ('No answer. Start it.', '没有应答。请先启动。')
    """

    exit_code = 1

    def __init__(self, message: Text, hint: Text | None = None) -> None:
        self.message = message
        self.hint = hint
        super().__init__(self.say("en"))

    def say(self, language: str) -> str:
        """Return the message with its hint in ``language``."""
        if self.hint is None:
            return self.message[language]
        gap = "" if language == "zh" else " "
        return f"{self.message[language]}{gap}{self.hint[language]}"


class SettingsError(LinchpinError):
    """The settings file or the environment holds something that cannot be used."""


class UsageError(LinchpinError):
    """The words of a command do not fit together."""

    exit_code = 2


class NotFoundError(LinchpinError):
    """An id or name that does not exist; the message names the nearest ones."""


class InputError(LinchpinError):
    """A file that cannot be read at all."""


class QueryError(LinchpinError):
    """A query that is refused or fails."""


class ReadOnlyError(QueryError):
    """A query that would do more than read the graph."""


class StoreError(LinchpinError):
    """The store cannot do what was asked."""


class StoreDownError(StoreError):
    """The store does not answer or cannot be started."""


class StoreAuthError(StoreError):
    """The store refuses the user name or password."""


class StoreBusyError(StoreError):
    """Somebody else is loading or holds the lock."""


class ForeignDataError(StoreError):
    """The database holds data that Linchpin did not put there."""


_SHOWN = 3
_EVERY = Text("There are {names}.", "现有 {names}。")
_SOME = Text("There are, for example, {names}.", "例如有 {names}。")


def nearest(word: str, known: Iterable[str], count: int = 3) -> list[str]:
    """Return up to ``count`` known words that look like ``word``, the nearest first.

    Examples
    --------
    >>> nearest("suporter", ["supporter", "enemy"])
    ['supporter']
    """
    folded = {k.casefold(): k for k in known}
    return [folded[m] for m in get_close_matches(word.casefold(), folded, n=count, cutoff=0.5)]


def not_found(kind: Text, given: str, known: Iterable[str]) -> NotFoundError:
    """Build the error for an id that is absent, naming the nearest ids, else the first there are.

    Examples
    --------
    >>> not_found(Text("deal", "商机"), "D1", ["D10", "D2", "E7"]).say("en")
    "There is no deal 'D1'. Did you mean D10, D2?"
    >>> not_found(Text("deal", "商机"), "nope", ["D10", "D2", "E7", "E8"]).say("en")
    "There is no deal 'nope'. There are, for example, D10, D2, E7."
    """
    every = list(known)
    near = nearest(given, every)
    hint = None
    if near:
        names = ", ".join(near)
        hint = Text(f"Did you mean {names}?", f"是否指 {names}？")
    elif every:
        names = ", ".join(every[:_SHOWN])
        hint = (_EVERY if len(every) <= _SHOWN else _SOME).format(names=names)
    message = Text("There is no {kind} '{given}'.", "没有{kind}“{given}”。").format(
        kind=kind, given=given
    )
    return NotFoundError(message, hint)
