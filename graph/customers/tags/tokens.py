"""The words of a tag's expression, each with the place where it stands."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Literal

from graph.errors import UsageError
from graph.text import Text

Kind = Literal["number", "date", "text", "name", "sign", "end"]

_TOKEN = re.compile(
    r"""
    (?P<space>\s+)
  | (?P<date>\d{4}-\d{2}-\d{2}(?![\w-]))
  | (?P<number>-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.]))
  | (?P<text>'(?:''|[^'])*'|"(?:""|[^"])*")
  | (?P<name>(?:`[^`]+`|[^\W\d][\w-]*)(?:\.(?:`[^`]+`|[\w-]+))*)
  | (?P<sign>>=|<=|!=|<>|==|[=<>≥≤≠()\[\],（），])
    """,
    re.VERBOSE,
)
_SAME = {"==": "=", "<>": "!=", "≥": ">=", "≤": "<=", "≠": "!=", "（": "(", "）": ")", "，": ","}
_PART = re.compile(r"`([^`]+)`|([\w-]+)")


@dataclass(frozen=True, slots=True)
class Token:
    """One word: what it is, what it says, as written, and at which character (from 1)."""

    kind: Kind
    value: str | float | date | tuple[str, ...]
    written: str
    at: int


def tokens_of(text: str) -> list[Token]:
    """Cut an expression into its words; the last one is the end.

    Raises
    ------
    UsageError
        A character that means nothing here, with its place.

    Examples
    --------
    >>> [t.written for t in tokens_of("usage.CL[6] >= 1.5")]
    ['usage.CL', '[', '6', ']', '>=', '1.5', '']
    """
    found: list[Token] = []
    at = 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            raise wrong(at + 1, text[at], Text("a column, a number or a sign", "列名、数字或符号"))
        if match.lastgroup != "space":
            found.append(_token(match))
        at = match.end()
    return [*found, Token("end", "", "", len(text) + 1)]


def _token(match: re.Match[str]) -> Token:
    written, at = match.group(), match.start() + 1
    if match.lastgroup == "number":
        return Token("number", float(written), written, at)
    if match.lastgroup == "date":
        return Token("date", _date(written, at), written, at)
    if match.lastgroup == "text":
        quote = written[0]
        return Token("text", written[1:-1].replace(quote * 2, quote), written, at)
    if match.lastgroup == "name":
        parts = tuple(quoted or plain for quoted, plain in _PART.findall(written))
        return Token("name", parts, written, at)
    return Token("sign", _SAME.get(written, written), written, at)


def _date(written: str, at: int) -> date:
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise wrong(at, written, Text("a day of the calendar", "日历上的日期")) from None


def wrong(at: int, found: str, expected: Text) -> UsageError:
    """Return the error for a word that does not fit: where, what was found, what was expected."""
    what = Text(f"'{found}'", f"“{found}”") if found else Text("the end", "结尾")
    return UsageError(
        Text(
            "The expression cannot be read at character {at}: found {what}, expected {expected}.",
            "表达式第 {at} 个字符处无法解读：发现{what}，应为{expected}。",
        ).format(at=at, what=what, expected=expected),
        Text(
            "Write it like: employees >= 500 and not billing.revenue[6] < 100.",
            "写法如：employees >= 500 and not billing.revenue[6] < 100。",
        ),
    )
