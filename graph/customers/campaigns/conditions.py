"""Conditions on customers that people can read: ``employees >= 500 and region = East``."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from graph.text import Text, halves
from graph.vocabulary.nodes import ENTERPRISE, MEMBER

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

AT_LEAST, BELOW, IS = ">=", "<", "="
YES, NO = "yes", "no"
# A name that a tag's expression reads without back-quotes.
_PLAIN = re.compile(r"[^\W\d][\w-]*(\.[\w-]+)*(\[\d+\])?")
# One condition as :attr:`Condition.rule` writes it.
_WRITTEN = re.compile(
    r"(?:`(?P<quoted>[^`]+)`|(?P<plain>\S+)) (?P<sign>>=|<|=) "
    r"(?:'(?P<text>(?:''|[^'])*)'|(?P<word>\S+))"
)
_YES_NO = {YES: Text(YES, "是"), NO: Text(NO, "否")}
_AND = Text(" and ", " 且 ")
_IN_CHINESE = {p.name: p.zh for kind in (ENTERPRISE, MEMBER) for p in kind.properties}


@dataclass(frozen=True)
class Condition:
    """One test of one column: at least or below a number, or one value.

    Examples
    --------
    >>> str(Condition("employees", ">=", 500.0)), str(Condition("region", "=", "East"))
    ('employees >= 500', 'region = East')
    """

    column: str
    sign: str
    value: float | str

    def __str__(self) -> str:
        value = number(self.value) if isinstance(self.value, float) else self.value
        return f"{self.column} {self.sign} {value}"

    @property
    def rule(self) -> str:
        """The same as an expression by which a tag can be defined.

        Examples
        --------
        >>> Condition("main region", "=", "Xi'an").rule, Condition("tags.T1", "=", "yes").rule
        ("`main region` = 'Xi''an'", 'tags.T1 = yes')
        """
        column = self.column if _PLAIN.fullmatch(self.column) else f"`{self.column}`"
        if isinstance(self.value, float):
            return f"{column} {self.sign} {number(self.value)}"
        if self.value in (YES, NO):
            return f"{column} {self.sign} {self.value}"
        quoted = self.value.replace("'", "''")
        return f"{column} {self.sign} '{quoted}'"

    def mask(self, frame: pl.DataFrame) -> pl.Series:
        """Return which rows of a prepared frame meet it; an unknown value does not."""
        column = pl.col(self.column)
        test = {
            AT_LEAST: column >= self.value,
            BELOW: column < self.value,
            IS: column == self.value,
        }[self.sign]
        return frame.select(test.fill_null(value=False)).to_series()


def joined(conditions: Sequence[Condition]) -> str:
    """Return several conditions as they are read."""
    return " and ".join(str(c) for c in conditions)


def rule_of(conditions: Sequence[Condition]) -> str:
    """Return several conditions as the expression of a tag."""
    return " and ".join(c.rule for c in conditions)


def worded(rule: str, names: Mapping[str, str] | None = None) -> Text:
    """Return a rule for people: values in the reader's language, columns by their ``names``.

    A column that has none is called as the graph's vocabulary calls it. What :func:`rule_of` did
    not write is returned as it is.

    Examples
    --------
    >>> told = worded("segment = '商务 business' and tags.T1 = yes", {"tags.T1": "Fleet"})
    >>> told.en, told.zh
    ('segment = business and Fleet = yes', '细分 = 商务 且 Fleet = 是')
    """
    told, at = list[Text](), 0
    while (found := _WRITTEN.match(rule, at)) is not None:
        column = found["quoted"] or found["plain"]
        sign = Text(f" {found['sign']} ", f" {found['sign']} ")
        told.append(_called(column, names or {}) + sign + _value(found["text"], found["word"]))
        at = found.end() + len(_AND.en)
        if found.end() == len(rule):
            return Text(_AND.en.join(t.en for t in told), _AND.zh.join(t.zh for t in told))
        if rule[found.end() : at] != _AND.en:
            break
    return Text(rule, rule)


def _called(column: str, names: Mapping[str, str]) -> Text:
    told = names.get(column)
    return Text(told, told) if told else Text(column, _IN_CHINESE.get(column, column))


def _value(text: str | None, word: str) -> Text:
    if text is not None:
        return halves(text.replace("''", "'"))
    return _YES_NO.get(word, Text(word, word))


def mask_of(conditions: Sequence[Condition], frame: pl.DataFrame) -> pl.Series:
    """Return which rows meet all conditions."""
    whole = pl.repeat(value=True, n=frame.height, dtype=pl.Boolean, eager=True)
    for condition in conditions:
        whole &= condition.mask(frame)
    return whole


def simplified(conditions: Sequence[Condition]) -> list[Condition]:
    """Leave out what a later condition on the same column says more narrowly.

    Examples
    --------
    >>> joined(simplified([Condition("a", ">=", 3.0), Condition("a", ">=", 5.0)]))
    'a >= 5'
    """
    last = {(c.column, c.sign): c for c in conditions}
    return [c for c in conditions if last[c.column, c.sign] is c]


def prepared(frame: pl.DataFrame, features: Sequence[str]) -> pl.DataFrame:
    """Return the columns as numbers or as texts; yes/no becomes ``yes`` and ``no``.

    A column of text in which every cell is a number is one of numbers.

    Examples
    --------
    >>> prepared(pl.DataFrame({"a": ["1", "2.5"], "b": [True, None]}), ["a", "b"]).rows()
    [(1.0, 'yes'), (2.5, None)]
    """
    return frame.select(_prepared(frame[c]) for c in features)


def _prepared(values: pl.Series) -> pl.Series:
    if values.dtype.is_numeric():
        return _finite(values.cast(pl.Float64))
    if values.dtype == pl.Boolean:
        return values.cast(pl.String).replace({"true": YES, "false": NO})
    texts = values.cast(pl.String).str.strip_chars()
    texts = texts.set(texts == "", None)
    numbers = _finite(texts.cast(pl.Float64, strict=False))
    whole = numbers.null_count() == texts.null_count() < len(texts)
    return numbers if whole else texts


def _finite(values: pl.Series) -> pl.Series:
    return values.set(~values.is_finite(), None)


def number(value: float) -> str:
    """Write a number so that it reads back as the same.

    Examples
    --------
    >>> number(500.0), number(0.25), number(1e21)
    ('500', '0.25', '1e+21')
    """
    return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)


def between(low: float, high: float) -> float:
    """Return the roundest number above ``low`` that is at most ``high``.

    Examples
    --------
    >>> between(29.0, 37.0), between(0.248, 0.2631), between(34.0, 35.0), between(-3.2, 4.1)
    (30.0, 0.25, 35.0, 0.0)
    """
    if low < 0 <= high:
        return 0.0
    size = max(abs(low), abs(high))
    for digits in range(-math.floor(math.log10(size)) - 1, 17 - math.floor(math.log10(size))):
        step = 10.0**-digits
        for part in (step, step / 2):
            round_one = float(f"{math.floor(high / part) * part:.15g}")
            if low < round_one <= high:
                return round_one
    return high
