"""Which two expressions cannot both hold, because a column would have to be in two places."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from math import inf
from typing import TYPE_CHECKING

from graph.customers.tags.expression import Comparison, Joined

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.customers.tags.expression import Node, Value


@dataclass(frozen=True)
class Span:
    """Where a column must lie: between two ends (each inside or not), or one of some words."""

    low: float = -inf
    high: float = inf
    low_in: bool = True
    high_in: bool = True
    words: frozenset[str | bool] | None = None

    def meet(self, other: Span) -> Span:
        """Return where both hold."""
        words = self.words if other.words is None else other.words
        if self.words is not None and other.words is not None:
            words = self.words & other.words
        low, low_in = max((self.low, not self.low_in), (other.low, not other.low_in))
        high, high_in = min((self.high, self.high_in), (other.high, other.high_in))
        return Span(low, high, not low_in, high_in, words)

    @property
    def empty(self) -> bool:
        """Whether nothing lies in it."""
        if self.words is not None:
            return not self.words
        return self.low > self.high or (
            self.low == self.high and not (self.low_in and self.high_in)
        )


def opposed(one: Node, other: Node) -> str | None:
    """Return a column for which two expressions leave no common value, None where there is none.

    Only what each demands in any case is compared (tests joined by ``and``), so a contradiction
    that is named is one; one hidden behind ``or`` and ``not`` may be missed.

    Examples
    --------
    >>> from graph.customers.tags.reading import parse
    >>> opposed(parse("employees >= 500 and kind = company"), parse("employees < 100"))
    'employees'
    >>> opposed(parse("employees >= 500"), parse("employees <= 500")) is None
    True
    """
    mine, theirs = _spans(one), _spans(other)
    shared = (name for name in mine if name in theirs)
    return next((name for name in shared if mine[name].meet(theirs[name]).empty), None)


def _spans(node: Node) -> dict[str, Span]:
    found: dict[str, Span] = {}
    for test in _demanded(node):
        span = _span(test)
        if span is not None:
            name = test.column.name
            found[name] = found.get(name, Span()).meet(span)
    return found


def _demanded(node: Node) -> Iterator[Comparison]:
    """Return the tests that hold whenever the expression does."""
    if isinstance(node, Comparison):
        yield node
    elif isinstance(node, Joined) and node.word == "and":
        for part in node.parts:
            yield from _demanded(part)


def _span(test: Comparison) -> Span | None:
    first = test.values[0]
    if isinstance(first, str | bool):
        words = frozenset(v for v in test.values if isinstance(v, str | bool))
        return Span(words=words) if test.sign == "=" else None
    points = [_point(v) for v in test.values]
    ways = {
        "=": Span(min(points), max(points)),
        "<": Span(high=points[0], high_in=False),
        "<=": Span(high=points[0]),
        ">": Span(low=points[0], low_in=False),
        ">=": Span(low=points[0]),
    }
    return ways.get(test.sign)


def _point(value: Value) -> float:
    return float(value.toordinal()) if isinstance(value, date) else float(value)
